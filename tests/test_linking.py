"""The links of a ledger do not depend on the order in which its articles came, nor on how often they are looked for.

The network here is a small rule (tests/ferry.py).
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso import linking
from sayso.errors import LedgerFull, NotLinked
from sayso.identity import article_id, statement_id
from sayso.library import Ledger
from sayso.link_records import LinkKind
from sayso.link_views import trace_of
from sayso.linking import agencies, link_waiting, method_of
from sayso.records import Dated, Line, Manner, ModelVersion, Role, Span, Speaker, Statement
from sayso.store import Store
from tests.ferry import Rule, made_page, made_pages


def linked(path, pages, at_a_time):
    with Store.open(path) as store:
        run = store.start_run(ModelVersion("m", "1"), "{}", "now")
        for start in range(0, len(pages), at_a_time):
            for document, article, statements in pages[start : start + at_a_time]:
                store.add(document, article, statements, run)
            list(link_waiting(store, Rule(), lambda: "then"))
        copies = store.copies_of([article.id for _, article, _ in pages])
        return sorted(store.links(), key=lambda link: link.id), sorted(copies, key=lambda copy: copy.id)


@contextmanager
def stored(path, pages):
    with Store.open(path) as store:
        run = store.start_run(ModelVersion("m", "1"), "{}", "now")
        for one in pages:
            store.add(*one, run)
        yield store


@pytest.fixture(scope="module")
def pages():
    return made_pages()


def test_copies_paraphrases_and_denials_are_found(tmp_path, pages):
    links, copies = linked(tmp_path / "a.db", pages, 4)
    of = {statements[0].id: document.name for document, _, statements in pages}
    assert {(link.kind, of[link.from_id], of[link.to_id]) for link in links} >= {
        (LinkKind.COPY, "times", "post"),
        (LinkKind.PARAPHRASE, "radio", "post"),
        (LinkKind.PARAPHRASE, "radio", "times"),
        (LinkKind.DENIAL, "quay", "post"),
        (LinkKind.DENIAL, "quay", "times"),
    }
    [copy] = copies
    assert copy.score > 0.9


def test_the_order_and_the_grouping_of_arrival_do_not_matter(tmp_path, pages):
    expected = linked(tmp_path / "first.db", pages, 4)
    for n, some in enumerate(list(permutations(pages))[::4]):
        assert linked(tmp_path / f"{n}.db", some, 1 + n % 3) == expected


DAY, MONTH, YEAR, WEEK = "2031-07-10", "2031-05", "2031", "2031-05-01/2031-06-15"


@pytest.mark.parametrize("published", [MONTH, YEAR, WEEK, None])
def test_a_page_of_a_month_or_a_year_and_one_of_a_day_find_one_another_whichever_comes_first(tmp_path, published):
    two = [dated("magazine", published, "Ada Voss"), dated("daily", DAY, "Pel Oru")]
    first, second = (linked(tmp_path / f"{n}.db", some, 1)[0] for n, some in enumerate((two, two[::-1])))
    assert len(first) == 1
    assert first == second


@settings(max_examples=8, deadline=None)
@given(st.lists(st.sampled_from([DAY, MONTH, YEAR, WEEK, None, "2031-09", "0000"]), min_size=3, max_size=3), st.data())
def test_the_order_of_arrival_does_not_matter_whatever_is_known_of_the_dates(tmp_path_factory, dates, data):
    pages = [dated(f"page {n}", date, by) for n, (date, by) in enumerate(zip(dates, NAMES, strict=True))]
    path = tmp_path_factory.mktemp("dates")
    expected = linked(path / "a.db", pages, 3)
    assert linked(path / "b.db", data.draw(st.permutations(pages)), 1) == expected


NAMES = ("Ada Voss", "Pel Oru", "Io Brandt")


def dated(name, published, by):
    """Return a page of that date on which somebody says one thing in words a little its own."""
    text = f"{by} said that from November no ferry would use the old quay of Velden, or so the {name} had it."
    document, article, statements = made_page(name, DAY, name, text)
    date = Dated(published, "", "given") if published else None
    return document, replace(article, published=date), statements


def test_a_denial_that_the_network_and_the_place_both_find_is_one_link(tmp_path):
    said = "the ministry had stolen money from the bridge toll"
    denied = "that claim is false: the ministry had not stolen money from the bridge toll"
    text = f"Ada Voss said that {said}. Pel Oru said {denied}."
    page = talk("talk", text, ("Ada Voss", f"that {said}"), ("Pel Oru", denied))
    links, _ = linked(tmp_path / "a.db", [page, dated("later", DAY, "Io Brandt")], 2)
    [link] = [link for link in links if link.kind is LinkKind.DENIAL]
    assert (link.from_id, link.to_id) == (page[2][1].id, page[2][0].id)
    assert (link.score, link.reason) == (1.0, "by contradiction: 1.00")


def test_who_denies_a_claim_in_its_own_words_has_not_copied_it(tmp_path):
    claim = "that the ministry had sold three patrol ships to Norland in May"
    said = talk("post", f"Ada Voss said {claim}.", ("Ada Voss", claim))
    denied = talk("times", f"Pel Oru denied {claim}.", ("Pel Oru", claim), cue="denied")
    again = talk("radio", f"Io Brandt denied {claim}.", ("Io Brandt", claim), cue="denied")
    links, _ = linked(tmp_path / "a.db", [said, denied, again], 3)
    claimed, first, second = (page[2][0].id for page in (said, denied, again))
    assert sorted(link.kind for link in links) == [LinkKind.COPY, LinkKind.DENIAL, LinkKind.DENIAL]
    assert {link.to_id for link in links if link.kind is LinkKind.DENIAL} == {claimed}
    assert {frozenset((link.from_id, link.to_id)) for link in links if link.kind is LinkKind.COPY} == {
        frozenset((first, second))
    }


def test_a_quotation_of_common_words_is_a_copy_wherever_it_stands(tmp_path):
    words = "they will not stop us, and we are not going to stop now"
    others = "we will go on as we have done, and they know it"
    pages = [
        talk("post", f"Ada Voss said {words}. Ada Voss said {others}.", ("Ada Voss", words), ("Ada Voss", others)),
        talk("times", f"Ada Voss said {words}. In the end Ada Voss said {words}!", ("Ada Voss", words)),
    ]
    links, _ = linked(tmp_path / "a.db", pages, 2)
    assert [(link.kind, {link.from_id, link.to_id}) for link in links] == [
        (LinkKind.COPY, {pages[0][2][0].id, pages[1][2][0].id})
    ]
    assert linked(tmp_path / "b.db", pages[::-1], 1)[0] == links


def test_common_words_in_one_article_are_a_copy_too(tmp_path):
    words = "they will not stop us, and we are not going to stop now"
    text = f"Ada Voss said {words}. It was late. Once more Ada Voss said that {words}."
    page = talk("post", text, ("Ada Voss", words), ("Ada Voss", f"that {words}"))
    links, _ = linked(tmp_path / "a.db", [page], 1)
    assert [link.kind for link in links] == [LinkKind.COPY]


def talk(name, text, *contents, cue="said"):
    """Return a page on which several say something."""
    document, article, _ = made_page(name, DAY, name, "Ada Voss said that much.")
    article = replace(article, id=article_id(document.id, text), text=text, lines=(Line(0, len(text), Role.BODY),))
    statements = []
    for n, (by, content) in enumerate(contents):
        at, begin = text.index(f"{cue} {content}"), text.index(by)
        end = at + len(cue)
        spans = (Span(begin, begin + len(by)),), (Span(at, end),), (Span(end + 1, end + 1 + len(content)),)
        identity = statement_id(article.id, *spans)
        speaker = Speaker(f"{name}{n}", by, "person")
        statements.append(Statement(identity, article.id, *spans, Manner.INDIRECT, 0.9, speaker=speaker))
    return document, article, tuple(statements)


def test_an_article_that_can_not_be_linked_is_named_once_all_others_are_linked(tmp_path, pages, monkeypatch):
    def failing(page, _):
        if page.document.name in {"early", "times"}:
            raise ValueError("no such row")
        return []

    pages = [dated("early", "2031-04-25", "Io Brandt"), *pages]
    expected, _ = linked(tmp_path / "all.db", pages, 5)
    monkeypatch.setattr(linking, "AT_ONCE", 2)
    with Store.open(tmp_path / "a.db") as store:
        run = store.start_run(ModelVersion("m", "1"), "{}", "now")
        for one in pages:
            store.add(*one, run)
        with monkeypatch.context() as broken:
            broken.setattr(linking, "local_actors", failing)
            with pytest.raises(NotLinked, match=r"^2 articles could not .* early, ValueError: no such row") as error:
                list(link_waiting(store, Rule(), lambda: "then"))
        assert set(error.value.failed) == {pages[0][1].id, pages[2][1].id}
        assert {one.article_id for one in link_waiting(store, Rule(), lambda: "later")} == set(error.value.failed)
        assert list(store.links()) == expected


class FailsOnce(Rule):
    """A scorer that can't read the pairs that it is asked first."""

    def __init__(self):
        self.asked = 0

    def relate(self, pairs):
        self.asked += 1
        if self.asked == 1:
            raise ValueError("no such piece")
        return super().relate(pairs)


def test_an_article_whose_pairs_can_not_be_read_is_named_and_found_once_it_is_linked(tmp_path, pages):
    expected, _ = linked(tmp_path / "all.db", pages, 5)
    with stored(tmp_path / "a.db", pages) as store:
        with pytest.raises(NotLinked, match=r"^1 article could not .* ValueError: no such piece") as error:
            list(link_waiting(store, FailsOnce(), lambda: "then"))
        assert {one.article_id for one in link_waiting(store, Rule(), lambda: "later")} == set(error.value.failed)
        assert list(store.links()) == expected


class WritesBeside(Rule):
    """A scorer beside which somebody else writes into the ledger."""

    def __init__(self, path):
        self.path = path

    def relate(self, pairs):
        with Store.open(self.path, busy_seconds=2) as other:
            other.start_run(ModelVersion("beside", "1"), "{}", "then")
        return super().relate(pairs)


def test_while_a_network_reads_somebody_else_may_write(tmp_path, pages):
    expected, _ = linked(tmp_path / "all.db", pages, 5)
    with stored(tmp_path / "a.db", pages) as store:
        assert len(list(link_waiting(store, WritesBeside(store.path), lambda: "then"))) == len(pages)
        assert list(store.links()) == expected


class ReadsAnew(Rule):
    """A scorer beside which a page is read anew, and then says something else."""

    def __init__(self, path, page):
        self.path, self.page = path, page

    def relate(self, pairs):
        page, self.page = self.page, None
        if page is not None:
            with Store.open(self.path) as other:
                other.add(*page, other.start_run(ModelVersion("m", "2"), "{}", "then"))
        return super().relate(pairs)


@pytest.mark.parametrize("place", [0, 3])
@pytest.mark.parametrize("keeps", [False, True])
def test_a_page_that_is_read_anew_while_links_are_looked_for_is_compared_as_it_is_then(tmp_path, pages, place, keeps):
    """Whether it was compared already or not, and whether its statements are others or only said by another."""
    document, article, statements = sorted(pages, key=lambda page: page[1].published.value)[place]
    other = tuple(replace(one, speaker=Speaker("z", "Io Brandt", "person")) for one in statements)
    anew = (document, article, other if keeps else ())
    changed = [anew if page[1].id == article.id else page for page in pages]
    expected, _ = linked(tmp_path / "all.db", changed, 5)
    with stored(tmp_path / "a.db", pages) as store:
        list(link_waiting(store, ReadsAnew(store.path, anew), lambda: "then"))
        assert list(store.links()) == expected
        assert not list(store.waiting(linking.method_of(Rule()), 9))


def test_two_who_link_one_ledger_at_once_find_what_one_finds(tmp_path, pages):
    expected, _ = linked(tmp_path / "all.db", [*pages, *copies_of_the_first(3)], 7)
    with stored(tmp_path / "a.db", [*pages, *copies_of_the_first(3)]) as store, ThreadPoolExecutor(2) as pool:
        with Store.open(store.path) as other:
            both = [
                pool.submit(lambda one: list(link_waiting(one, Rule(), lambda: "then")), one) for one in (store, other)
            ]
            assert all(one.result() is not None for one in both)
        assert list(store.links()) == expected


class Ends(Rule):
    """A scorer that ends the process with whatever it reads of a page by its words; `how` is called for that."""

    def __init__(self, words, how):
        self.words, self.how = words, how

    def relate(self, pairs):
        if any(self.words in side for pair in pairs for side in pair):
            self.how()
        return super().relate(pairs)


class Anew(Rule):
    """The scorer of another version."""

    version = ModelVersion("rule", "2")


def takes_all_memory():
    raise MemoryError


def tries_of(store):
    return dict(store.waiting(method_of(Rule()), 99))


@pytest.mark.parametrize("day", ["2031-04-30", "2031-05-05"])
def test_a_page_that_ends_the_process_is_given_up_in_the_end_and_takes_no_other_with_it(tmp_path, pages, day):
    """Nor do those end it that would be compared with it. Whoever linked again had it end there again, for good."""
    expected, _ = linked(tmp_path / "others.db", pages[:-1], 5)
    words = "would not leave"
    page = made_page("quay", day, "The Quay", f"Pel Oru said that the ferry {words} the old quay in November.")
    poison = page[1].id
    with stored(tmp_path / "a.db", pages[:1]) as store:
        list(link_waiting(store, Rule(), lambda: "then"))
        run = store.start_run(ModelVersion("m", "1"), "{}", "now")
        for one in (page, *pages[1:-1]):
            store.add(*one, run)
        for _ in range(linking.MOST_TRIES):
            with pytest.raises(MemoryError):
                list(link_waiting(store, Ends(words, takes_all_memory), lambda: "then"))
        assert tries_of(store) == {poison: linking.MOST_TRIES}
        with pytest.raises(NotLinked, match=r"^1 article could not be linked, and will not be tried again .* 5 times"):
            list(link_waiting(store, Ends(words, takes_all_memory), lambda: "then"))
        assert list(store.links()) == expected
        assert store.counts().articles == 4
        assert list(link_waiting(store, Ends(words, takes_all_memory), lambda: "then")) == []
        assert poison in {one.article_id for one in link_waiting(store, Anew(), lambda: "later")}
        store.add(*page, store.start_run(ModelVersion("m", "2"), "{}", "later"))
        assert [one.article_id for one in link_waiting(store, Anew(), lambda: "later")] == [poison]


KILLED = """
import os, signal, sys
from sayso.linking import link_waiting
from sayso.store import Store
from tests.ferry import Rule

class Kills(Rule):
    def relate(self, pairs):
        os.kill(os.getpid(), signal.SIGKILL)

with Store.open(sys.argv[1]) as store:
    list(link_waiting(store, Kills(), lambda: "then"))
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no SIGKILL")
def test_after_a_kill_all_that_were_begun_are_linked_and_none_is_in_doubt_any_more(tmp_path, pages, root):
    expected, _ = linked(tmp_path / "all.db", pages, 5)
    with stored(tmp_path / "a.db", pages) as store:
        path = os.pathsep.join([str(root / "src"), str(root)])
        command = [sys.executable, "-c", KILLED, str(store.path)]
        killed = subprocess.run(  # noqa: S603 - this interpreter and a program of ours
            command, env={**os.environ, "PYTHONPATH": path}, check=False, capture_output=True, timeout=120
        )
        assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
        assert set(tries_of(store).values()) == {1}
        assert len(list(link_waiting(store, Rule(), lambda: "later"))) == len(pages)
        assert list(store.links()) == expected
        assert tries_of(store) == {}


def is_stopped():
    raise KeyboardInterrupt


def is_full():
    raise LedgerFull("full")


@pytest.mark.parametrize("how", [is_stopped, is_full])
def test_who_is_stopped_or_finds_the_disk_full_costs_no_article_a_try(tmp_path, pages, how):
    with stored(tmp_path / "a.db", pages) as store:
        with pytest.raises((KeyboardInterrupt, LedgerFull)):
            list(link_waiting(store, Ends("", how), lambda: "then"))
        assert set(tries_of(store).values()) == {0}
        with closing(link_waiting(store, Rule(), lambda: "then")) as some:
            next(some)
        assert set(tries_of(store).values()) == {0}


class SetsApart(Rule):
    """A scorer beside which somebody begins to link, who takes what is being linked for left."""

    def __init__(self, path):
        self.path, self.times = path, 2

    def relate(self, pairs):
        self.times -= 1
        if self.times >= 0:
            with Store.open(self.path) as other:
                other.set_apart(method_of(self))
        return super().relate(pairs)


def test_an_article_that_is_set_apart_while_it_is_linked_is_linked_once_more(tmp_path, pages):
    """Whoever came in between did not find it."""
    expected, _ = linked(tmp_path / "all.db", pages, 5)
    with stored(tmp_path / "a.db", pages) as store:
        assert len(list(link_waiting(store, SetsApart(store.path), lambda: "then"))) == len(pages)
        assert list(store.links()) == expected


def test_where_nothing_waits_nothing_is_written(tmp_path, pages):
    """After each round of a watcher it is asked."""
    linked(tmp_path / "a.db", pages, 5)
    with Store.open(tmp_path / "a.db", read_only=True) as store:
        before = store.model_runs()
        assert list(link_waiting(store, Rule(), lambda: "later")) == []
        assert store.model_runs() == before


def test_who_stops_and_goes_on_does_not_try_again_what_failed_before(tmp_path, pages, monkeypatch):
    asked = []

    def failing(page, _):
        asked.append(page.document.name)
        if page.document.name == "post":
            raise ValueError("no such row")
        return []

    monkeypatch.setattr(linking, "local_actors", failing)
    monkeypatch.setattr(linking, "AHEAD", 0)
    failed = {}
    with stored(tmp_path / "a.db", pages) as store:
        with closing(link_waiting(store, Rule(), lambda: "then", failed)) as some:
            next(some)
        with pytest.raises(NotLinked, match=r"^1 article could not be linked, by an error of ours"):
            list(link_waiting(store, Rule(), lambda: "then", failed))
    assert asked == ["post", "times", "radio", "quay"]


def test_where_very_many_fail_linking_stops(tmp_path, pages, monkeypatch):
    monkeypatch.setattr(linking, "MOST_FAILED", 1)
    monkeypatch.setattr(linking, "AT_ONCE", 1)
    monkeypatch.setattr(linking, "compare_articles", lambda *_: 1 / 0)
    with Store.open(tmp_path / "a.db") as store:
        run = store.start_run(ModelVersion("m", "1"), "{}", "now")
        for one in pages:
            store.add(*one, run)
        with pytest.raises(NotLinked, match=r"^1 article could not be linked.* ZeroDivisionError: division by zero"):
            list(link_waiting(store, Rule(), lambda: "then"))


def test_articles_that_share_a_passage_are_loaded_some_at_a_time(tmp_path, pages, monkeypatch):
    expected = linked(tmp_path / "a.db", [*pages, *copies_of_the_first(3)], 7)
    monkeypatch.setattr(linking, "COMPARED_AT_ONCE", 2)
    asked = []
    pages_of = Store.pages_of
    monkeypatch.setattr(Store, "pages_of", lambda self, some: asked.append(len(some)) or pages_of(self, some))
    assert linked(tmp_path / "b.db", [*pages, *copies_of_the_first(3)], 1) == expected
    assert len(expected[1]) == 10
    assert max(asked) == 2


def copies_of_the_first(count):
    text = made_pages()[0][1].text
    return [made_page(f"copy {n}", DAY, f"Paper {n}", text) for n in range(count)]


def test_what_was_linked_is_left_alone_and_what_was_read_anew_is_linked_anew(tmp_path, pages):
    with Store.open(tmp_path / "a.db") as store:
        run = store.start_run(ModelVersion("m", "1"), "{}", "now")
        for one in pages:
            store.add(*one, run)
        assert len(list(link_waiting(store, Rule(), lambda: "then"))) == 4
        before = list(store.links())
        assert list(link_waiting(store, Rule(), lambda: "later")) == []
        store.add(*pages[1], run)
        assert len(list(store.links())) < len(before)
        assert len(list(link_waiting(store, Rule(), lambda: "later"))) == 1
        assert list(store.links()) == before


def test_a_claim_is_traced_to_its_independent_origins(tmp_path, pages):
    linked(tmp_path / "a.db", pages, 4)
    with Store.open(tmp_path / "a.db", read_only=True) as store:
        found = trace_of(store, pages[2][2][0].id, agencies())
    assert [[report.row.outlet for report in origin.reports] for origin in found.origins] == [
        ["Velden Post", "Ostrel Times"],
        ["Marsh Radio"],
    ]
    assert {row.outlet for _, row in found.denials} == {"The Quay"}


def test_matters_are_asked_of_the_library(tmp_path, pages):
    linked(tmp_path / "a.db", pages, 4)
    with Ledger(Store.open(tmp_path / "a.db", read_only=True)) as ledger:
        [matter] = ledger.matters()
        assert (len(matter.matter.statements), matter.matter.apart) == (4, 3)
        assert {row.link.kind for row in ledger.links(kinds=["denial"])} == {LinkKind.DENIAL}
