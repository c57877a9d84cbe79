"""Judgements over what a model read: the latest that holds counts, everywhere, and nothing of it is ever lost."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.identity import statement_id
from sayso.judging import Judgement, JudgementKind, from_lines, to_lines, withdrawal
from sayso.judging.records import value_text
from sayso.link_records import LinkKind
from sayso.records import Act, Manner, ModelVersion, Speaker, Statement
from sayso.store import StatementFilter, Store
from tests.database import by_hand
from tests.store.conftest import find, make_page
from tests.store.searched import put_copies

KIM, OTHER = "Kim Aller", "Io Brandt"
PERSON = {"id": "c3", "name": "Pel Oru", "kind": "person", "affiliation": []}


def at(n):
    return f"2031-06-01T10:00:{n:02d}Z"


def judgement(store, one, kind, value=None, n=0, by=KIM, other=None):
    places = [store.place_of(identity) if identity else None for identity in (one, other)]
    return Judgement(JudgementKind(kind), by, at(n), *places, value_text(value))


def put(store, *args, **fields):
    made = judgement(store, *args, **fields)
    store.put_judgements([made])
    return made


@pytest.fixture
def page(store, run, make):
    found = make.page()
    store.add(*found, run)
    return found


def ids(store, **wanted):
    return [row.id for row in store.statements(StatementFilter(**wanted))]


def test_a_judged_speaker_is_found_counted_and_shown_and_the_models_comes_back_when_it_is_withdrawn(store, page):
    one = page[2][0]
    made = put(store, one.id, "speaker", PERSON)
    assert store.statement(one.id).said_by == "Pel Oru"
    assert store.statement(one.id).speaker_basis == "judgement"
    assert ids(store, speaker="Pel Oru") == [one.id, page[2][1].id]
    assert ids(store, speaker="Ava Lind") == []
    assert [count.value for count in store.facets().speaker.values] == ["Pel Oru"]
    assert store.article(page[1].id).statements[0].speaker == Speaker("c3", "Pel Oru", "person", (), "judgement", 1.0)
    store.put_judgements([withdrawal(made, by=OTHER, at=at(1))])
    assert store.article(page[1].id).statements == page[2]
    assert ids(store, speaker="Ava Lind") == [one.id]


def test_acts_dates_and_spans_are_judged_likewise(store, page):
    one, text = page[2][0], page[1].text
    content = find(text, "the dam “is safe” and “will hold”")
    put(store, one.id, "act", {"type": "SUPPORT"}, 1)
    put(store, one.id, "said_on", {"value": "2031-04", "precision": "month"}, 2)
    put(store, one.id, "content", {"spans": [list(content)], "manner": "mixed"}, 3)
    put(store, one.id, "source", {"spans": []}, 4)
    row = store.statement(one.id)
    assert (row.act, row.act_targets) == ("SUPPORT", one.act.targets), "a new act keeps whom the model saw it aimed at"
    assert (row.said_on, row.said_on_precision, row.said_on_basis) == ("2031-04", "month", "judgement")
    assert (row.content_text, row.source_text) == (content.of(text), "")
    assert ids(store, act="support", said_since="2031-04", said_until="2031-04", search='"hold"') == [one.id]
    assert ids(store, act="reject") == []
    put(store, one.id, "act", None, 5)
    assert ids(store, act="none") == [row.id for row in store.statements()]


def test_a_rejected_statement_is_left_out_of_lists_counts_and_links_unless_it_is_asked_for(store, run, make):
    pages = [make.page(name) for name in ("one", "two")]
    for one in pages:
        store.add(*one, run)
    first, second = (one[2][0].id for one in pages)
    put_copies(store, run, pages[0][1].id, [(first, second)])
    assert store.facets().without_copies == store.facets().statements - 1
    put(store, first, "rejected")
    assert first not in ids(store)
    assert first in ids(store, rejected=True)
    assert store.facets().statements == len(ids(store))
    assert list(store.links()) == []
    assert store.facets(StatementFilter(rejected=True)).without_copies == 4
    put(store, first, "accepted", n=1)
    assert len(list(store.links())) == 2


def test_the_verdict_that_holds_is_the_latest_that_was_not_withdrawn_and_an_undo_can_be_undone(store, page):
    one = page[2][0].id
    put(store, one, "accepted", n=1)
    second = put(store, one, "rejected", n=2)
    assert store.statement(one).verdict == "rejected"
    undo = withdrawal(second, by=KIM, at=at(3))
    store.put_judgements([undo])
    assert store.statement(one).verdict == "accepted"
    store.put_judgements([withdrawal(undo, by=KIM, at=at(4))])
    assert store.statement(one).verdict == "rejected"
    assert [kept.kind.value for kept in store.judgements_about(one)] == [
        "accepted",
        "rejected",
        "withdrawn",
        "withdrawn",
    ]


def test_a_judgement_outlives_a_re_run_and_moves_to_the_statement_of_the_same_words(store, page, make):
    document, article, (one, nested) = page
    put(store, one.id, "speaker", PERSON)
    content = (find(article.text, "the dam “is safe” and “will hold”"),)
    other = replace(one, id=statement_id(article.id, one.source, one.cue, content), content=content)
    newer = store.start_run(ModelVersion("test-model", "2"), "{}", "2031-07-01T00:00:00Z")
    store.add(document, article, (other, nested), newer)
    assert store.statement(other.id).said_by == "Pel Oru"
    assert store.unattached_judgements() == []
    assert [kept.about.statement_id for kept in store.judgements_about(other.id)] == [one.id]
    store.add(document, article, (nested,), newer)
    assert [kept.kind.value for kept in store.unattached_judgements()] == ["speaker"], "half of the words are missing"
    store.add(document, article, (one, nested), newer)
    assert store.statement(one.id).said_by == "Pel Oru"


def test_two_statements_that_are_equally_near_are_none(store, page):
    document, article, (one, _) = page
    put(store, one.id, "rejected")
    alike = [
        Statement(str(n) * 16, article.id, source, one.cue, one.content, Manner.MIXED, 0.9)
        for n, source in ((1, ()), (2, one.source))
    ]
    run = store.start_run(ModelVersion("test-model", "2"), "{}", "2031-07-01T00:00:00Z")
    store.add(document, article, alike, run)
    assert len(ids(store)) == 2
    assert len(store.unattached_judgements()) == 1


def test_a_judgement_finds_the_same_words_of_the_same_bytes_under_another_articles_id(store, run, make, page, fresh):
    put(store, page[2][0].id, "rejected")
    document = make.document(outlet="Given otherwise")
    article = make.article(document)
    with Store.open(fresh()) as other:
        other_run = other.start_run(make.model, "{}", "now")
        other.put_judgements(store.judgements())
        other.add(document, article, (make.statement(article),), other_run)
        assert article.id != page[1].id
        assert ids(other) == []


def test_a_twin_is_read_as_the_model_read_it_and_not_as_people_judged_it(store, page, make):
    put(store, page[2][0].id, "speaker", PERSON)
    put(store, page[2][0].id, "rejected", n=1)
    twin = store.twin(make.article(make.document("reprint")), make.model, "{}")
    assert twin == page[2]


def test_links_are_added_and_broken_in_whichever_direction_and_stay_so_when_links_are_looked_for_again(
    store, run, make
):
    pages = [make.page(name) for name in ("one", "two", "three")]
    for one in pages:
        store.add(*one, run)
    a, b, c = (one[2][0].id for one in pages)
    put_copies(store, run, pages[0][1].id, [(a, b)])
    broken = put(store, b, "link-broken", {"kind": "copy"}, other=a)
    put(store, a, "link-added", {"kind": "denial"}, 1, other=c)
    found = {(link.kind, link.from_id, link.to_id) for link in store.links()}
    assert found == {(LinkKind.REPLY, a, b), (LinkKind.DENIAL, a, c)}
    assert store.facets().without_copies == store.facets().statements
    put_copies(store, run, pages[0][1].id, [(a, b)])
    assert {(link.kind, link.from_id, link.to_id) for link in store.links()} == found
    store.add(*pages[2], run)
    assert {(link.kind, link.from_id, link.to_id) for link in store.links()} == found
    store.put_judgements([withdrawal(broken, by=KIM, at=at(2))])
    assert LinkKind.COPY in {link.kind for link in store.links()}
    assert store.facets().without_copies == store.facets().statements - 1


def test_who_denies_whom_is_turned_round_by_adding_the_denial_the_other_way(store, run, make):
    pages = [make.page(name) for name in ("one", "two")]
    for one in pages:
        store.add(*one, run)
    a, b = (one[2][0].id for one in pages)
    put_copies(store, run, pages[0][1].id, [(a, b)])
    turned = put(store, b, "link-added", {"kind": "reply"}, 1, other=a)
    found = {(link.kind, link.from_id, link.to_id, link.method) for link in store.links()}
    assert (LinkKind.REPLY, b, a, "judgement") in found
    assert LinkKind.REPLY not in {kind for kind, start, *_ in found if start == a}
    put_copies(store, run, pages[0][1].id, [(a, b)])
    assert {(link.kind, link.from_id, link.to_id, link.method) for link in store.links()} == found
    store.put_judgements([withdrawal(turned, by=KIM, at=at(2))])
    assert [(link.from_id, link.to_id) for link in store.links() if link.kind is LinkKind.REPLY] == [(a, b)]


def test_a_link_that_a_person_added_holds_though_its_article_could_not_be_linked(store, run, make):
    pages = [make.page(name) for name in ("one", "two")]
    for one in pages:
        store.add(*one, run)
    a, b = (one[2][0].id for one in pages)
    put(store, a, "link-added", {"kind": "denial"}, other=b)
    store.drop_links(pages[0][1].id)
    assert not list(store.links())
    store.leave_unlinked(pages[0][1])
    assert [(link.kind, link.from_id, link.to_id) for link in store.links()] == [(LinkKind.DENIAL, a, b)]


def test_a_link_that_a_person_added_and_that_is_found_later_stands_as_it_was_found(store, run, make):
    pages = [make.page(name) for name in ("one", "two")]
    for one in pages:
        store.add(*one, run)
    a, b = (one[2][0].id for one in pages)
    added = put(store, a, "link-added", {"kind": "denial"}, other=b)
    [judged] = store.links()
    found = replace(judged, score=0.75, method="m")
    store.add_links(pages[0][1].id, "m", [found], [], run)
    assert list(store.links()) == [found]
    store.put_judgements([withdrawal(added, by=KIM, at=at(2))])
    assert list(store.links()) == [found]


def test_an_article_of_which_a_span_a_speaker_or_an_act_was_corrected_waits_for_its_links_anew(store, run, make):
    pages = [make.page(name) for name in ("one", "two")]
    for one in pages:
        store.add(*one, run)
        store.put_links(one[1].id, "m", [], [], run)
    first, article = pages[0][2][0].id, pages[0][1].id
    put(store, first, "accepted")
    assert store.waiting("m", 9) == [], "what it says is the same"
    made = put(store, first, "speaker", PERSON, 1)
    assert store.waiting("m", 9) == [(article, 0)]
    store.put_links(article, "m", [], [], run)
    assert store.waiting("m", 9) == []
    store.put_judgements([withdrawal(made, by=KIM, at=at(2))])
    assert store.waiting("m", 9) == [(article, 0)]


def test_the_least_certain_come_first_and_leave_the_queue_when_they_have_a_verdict(store, page):
    one, nested = page[2]
    assert [row.id for row in store.queue()] == [nested.id, one.id]
    assert store.count_queue() == 2
    put(store, nested.id, "rejected")
    assert [row.id for row in store.queue()] == [one.id]
    assert store.queue(StatementFilter(outlet="nobody")) == []


def test_a_correction_that_is_taken_back_leaves_no_row_behind(store, page, path):
    one = page[2][0]
    before = _tables(path)
    made = [put(store, one.id, "speaker", PERSON, 1), put(store, one.id, "cue", {"spans": [[0, 3]]}, 2)]
    assert _tables(path) != before
    store.put_judgements([withdrawal(each, by=KIM, at=at(3)) for each in made])
    assert _tables(path) == before


def test_an_exported_judgement_is_the_same_when_it_is_read_again(store, page):
    put(store, page[2][0].id, "speaker", PERSON)
    put(store, page[2][0].id, "act", None, 1)
    put(store, page[2][0].id, "link-added", {"kind": "reply"}, 2, other=page[2][1].id)
    every = store.judgements()
    assert from_lines(to_lines(every)) == tuple(every)


def _tables(path):
    names = ("statement", "span", "mention", "actor", "actor_name", "link", "broken_link", "statement_as_read")
    return {name: sorted(by_hand(path, f"SELECT * FROM {name}"), key=repr) for name in names}  # noqa: S608 - the names above


# --- any judgements, in any order -------------------------------------------------------------------------------------

VALUES = {
    "accepted": [None],
    "rejected": [None],
    "speaker": [None, PERSON, {**PERSON, "id": "a1", "name": "A. Lind"}],
    "act": [None, {"type": "ACCUSE"}, {"type": "AGREE", "targets": [["MRS", "Marshland"]]}],
    "said_on": [None, {"value": "2031-04", "precision": "month"}],
    "source": [{"spans": []}, {"spans": [[0, 3], [5, 9]]}],
    "cue": [{"spans": [[4, 9]]}],
    "content": [{"spans": [[4, 30]], "manner": "indirect"}, {"spans": [[4, 90_000]], "manner": "direct"}],
    "link-added": [{"kind": "copy"}, {"kind": "denial"}],
    "link-broken": [{"kind": "copy"}, {"kind": "denial"}],
}
steps = st.tuples(
    st.integers(0, 3), st.sampled_from(sorted(VALUES)), st.integers(0, 2), st.integers(0, 59), st.integers(0, 9)
)


@given(steps=st.lists(steps, max_size=8), withdraw=st.lists(st.integers(0, 30), max_size=5), data=st.data())
@settings(max_examples=30, deadline=None)
def test_the_same_judgements_in_any_order_before_or_after_the_pages_give_the_same_ledger(
    fresh, make, steps, withdraw, data
):
    pages = [make_page("one"), make_page("two")]
    every = [one.id for page in pages for one in page[2]]
    first, second = fresh(), fresh()
    with Store.open(first) as store:
        run = store.start_run(make.model, "{}", "now")
        for page in pages:
            store.add(*page, run)
        put_copies(store, run, pages[0][1].id, [(every[0], every[2])])
        made = []
        for who, kind, which, second_at, end in steps:
            value = VALUES[kind][which % len(VALUES[kind])]
            other = every[end % 4] if kind.startswith("link") else None
            if other != every[who]:
                made.append(put(store, every[who], kind, value, second_at, other=other))
        for number in withdraw:
            if made:
                made.append(withdrawal(made[number % len(made)], by=OTHER, at=at(len(made))))
                store.put_judgements(made[-1:])
    lines = data.draw(st.permutations(list(to_lines(made))))
    cut = data.draw(st.integers(0, len(lines)))
    with Store.open(second) as store:
        run = store.start_run(make.model, "{}", "now")
        store.put_judgements(from_lines(lines[:cut]))
        for page in pages:
            store.add(*page, run)
        put_copies(store, run, pages[0][1].id, [(every[0], every[2])])
        assert store.put_judgements(from_lines(lines))[0] == len({*lines[cut:]} - {*lines[:cut]})
        assert store.put_judgements(from_lines(lines)) == (0, frozenset())
    assert _without_keys(first) == _without_keys(second)


def _without_keys(path):
    with Store.open(path, read_only=True) as store:
        rows = list(store.statements(StatementFilter(rejected=True)))
        links = list(store.links())
        facets = [store.facets(StatementFilter(rejected=flag)) for flag in (False, True)]
        kept = [json.loads(line) for line in to_lines(store.judgements())]
    return rows, links, facets, kept


def test_an_act_of_the_model_is_aimed_at_whom_it_was_after_the_act_is_judged_none_and_taken_back(store, page):
    one = page[2][0]
    made = put(store, one.id, "act", None)
    assert ids(store, target="Marshland") == []
    store.put_judgements([withdrawal(made, by=KIM, at=at(1))])
    assert store.article(page[1].id).statements[0].act == Act(
        "REJECT", (("MRS", "Marshland"), ("OSK", "Oskar Tidal Board")), 0.75
    )
    assert ids(store, target="Marshland") == [one.id]
