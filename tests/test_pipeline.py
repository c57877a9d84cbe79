"""The stages in order: what is known is not read again, nothing depends on the order, and what was finished is kept.

The model here is the rule of tests/saying.py.
"""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import count, permutations

import pytest

from sayso import pipeline
from sayso.config import Settings
from sayso.keeping import Known, Stored
from sayso.pipeline import extract, read_into
from sayso.records import Failure
from sayso.store import Store
from tests.saying import SaidRule as Rule
from tests.saying import rows_of

PLAIN = Settings(plain=True)


@pytest.fixture
def model():
    return Rule()


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "ledger.db") as opened:
        yield opened


@pytest.fixture
def pages(tmp_path):
    """Make files in a folder: `pages(a="..", b="..")` returns their paths as they were named."""
    folder = tmp_path / "pages"
    folder.mkdir()

    def make(**texts):
        for name, text in texts.items():
            (folder / f"{name}.txt").write_text(text, encoding="utf-8")
        return [str(folder / f"{name}.txt") for name in texts]

    return make


def read(store, inputs, model, settings=PLAIN, **options):
    return list(read_into(store, inputs, model, settings, **options))


def contents(store):
    return sorted(row.content_text for row in store.statements())


HTML = "<html><head><title>{0}</title></head><body><h1>{0}</h1><p>{1}</p></body></html>"


def test_what_stands_in_a_page_is_stored_with_the_characters_it_was_read_from(store, pages, model):
    [event] = read(store, pages(a="Rain fell. Kell said the strait is shut. All left."), model)
    assert isinstance(event, Stored)
    assert event.statements == 1
    [row] = store.statements()
    assert (row.source_text, row.cue_text, row.content_text) == ("Kell", "said", "the strait is shut")
    text = store.article(row.article_id).article.text
    assert all(text[p.start : p.end] == p.exact for p in (*row.source, *row.cue, *row.content))


def test_the_same_input_twice_adds_nothing_and_asks_the_model_nothing(store, pages, model):
    inputs = pages(a="Kell said no.", b="Mar said yes.")
    read(store, inputs, model)
    before = store.counts()
    events = read(store, inputs, model)
    assert [(type(e), e.new_origin) for e in events] == [(Known, False)] * 2
    assert model.shown == 2
    assert store.counts() == before


def test_again_reads_anew_and_leaves_the_same_rows(store, pages, model):
    inputs = pages(a="Kell said no.")
    read(store, inputs, model)
    before = list(store.statements())
    [event] = read(store, inputs, model, again=True)
    assert isinstance(event, Stored)
    assert model.shown == 2
    assert list(store.statements()) == before


def test_another_version_of_the_model_reads_anew(store, pages, model):
    inputs = pages(a="Kell said no.")
    read(store, inputs, model)
    newer = Rule("2")
    [event] = read(store, inputs, newer)
    assert isinstance(event, Stored)
    assert [row.model_version for row in store.statements()] == ["2"]
    assert newer.shown == 1


def test_changed_settings_read_anew(store, pages, model):
    inputs = pages(a=HTML.format("Strait shut", "Kell said the strait is shut."))
    read(store, inputs, model, Settings(plain=False))
    [event] = read(store, inputs, model, PLAIN)
    assert isinstance(event, Stored)
    [event] = read(store, inputs, model, PLAIN)
    assert isinstance(event, Known)


def test_the_same_bytes_from_two_places_are_one_document_with_two_origins(store, pages, model):
    [first, second, third] = pages(a="Kell said no.", b="Kell said no.", c="Kell said no.")
    assert [type(e) for e in read(store, [first, second], model)] == [Stored, Known], "in one group"
    assert [e.new_origin for e in read(store, [third, third], model)] == [True, False], "and in a later run"
    assert (store.counts().documents, store.counts().origins) == (1, 3)
    assert model.shown == 1


def test_another_document_of_the_same_text_takes_the_statements_of_the_first(store, pages, model):
    [one, other] = pages(a="Kell said no.\n", b="Kell said no.\n")
    marked = b"\xef\xbb\xbfKell said no.\n"  # a byte order mark: other bytes, the same text
    with open(other, "wb") as file:  # noqa: PTH123 - a name as it was given
        file.write(marked)
    read(store, [one], model)
    [event] = read(store, [other], model)
    assert (type(event), event.statements) == (Stored, 1)
    assert model.shown == 1
    first, second = store.statements()
    assert first.content == second.content
    assert first.id != second.id
    assert first.article_id != second.article_id


def test_a_twin_has_the_very_ids_that_reading_it_would_have_given(tmp_path, pages, model):
    inputs = pages(a="Kell said no.", b="\ufeffKell said no.")
    with Store.open(tmp_path / "one.db") as one, Store.open(tmp_path / "two.db") as two:
        for path in inputs:
            read(one, [path], model)
        read(two, inputs, model)
        assert {row.id for row in one.statements()} == {row.id for row in two.statements()}


def test_failures_keep_their_places_and_the_rest_goes_on(store, pages, model, tmp_path):
    [one, blank, two] = pages(a="Kell said no.", blank=" \n ", c="Mar said yes.")
    events = read(store, [one, str(tmp_path / "none.txt"), blank, two], model)
    assert [type(e) for e in events] == [Stored, Failure, Failure, Stored]
    assert "white space" in events[2].reason
    assert contents(store) == ["no", "yes"]


def test_a_page_that_upsets_a_parser_is_passed_over_and_the_rest_goes_on(store, pages, model, monkeypatch):
    cleaned = pipeline.clean.article

    def upset(document, settings):
        if document.name == "b":
            raise RecursionError("maximum recursion depth exceeded")
        return cleaned(document, settings)

    monkeypatch.setattr(pipeline.clean, "article", upset)
    events = read(store, pages(a="Kell said no.", b="Mar said yes.", c="Kell said maybe."), model)
    assert [type(e) for e in events] == [Stored, Failure, Stored]
    assert events[1].reason.startswith("it can't be cleaned (RecursionError: 'maximum recursion depth exceeded')")


def test_a_document_that_fails_twice_is_named_by_each_of_its_places(store, pages, model):
    inputs = pages(a=" ", b=" ")
    assert [e.origin for e in read(store, inputs, model)] == inputs


def test_without_a_ledger_the_order_is_that_of_the_inputs_whatever_the_batch(pages, model, tmp_path):
    inputs = [*pages(a="Kell said no.", b="Nothing."), str(tmp_path / "none.txt"), *pages(d="Mar said yes.")]
    for size in (1, 2, 64):
        found = list(extract(inputs, model, replace(PLAIN, batch_articles=size)))
        assert [type(one) is Failure for one in found] == [False, False, True, False]
        assert [len(one.statements) for one in found if not isinstance(one, Failure)] == [1, 0, 1]


def test_ctrl_c_while_the_model_reads_keeps_what_was_finished_and_the_next_run_goes_on(store, pages):
    inputs = pages(a="Kell said one.", b="Kell said two.", c="Kell said three.", d="Kell said four.")
    one_by_one = replace(PLAIN, batch_articles=1)
    stopped = Rule(stop_at=2)
    with pytest.raises(KeyboardInterrupt):
        read(store, inputs, stopped, one_by_one)
    assert contents(store) == ["one", "two"]
    model = Rule()
    events = read(store, inputs, model, one_by_one)
    assert [type(e) for e in events] == [Known, Known, Stored, Stored]
    assert contents(store) == ["four", "one", "three", "two"]
    assert model.shown == 2


def test_ctrl_c_while_an_input_is_read_keeps_what_was_finished(store, pages, model, monkeypatch):
    inputs = pages(a="Kell said one.", b="Kell said two.", c="Kell said three.")
    documents = pipeline.read.documents

    def interrupted(*args, **options):
        for number, one in enumerate(documents(*args, **options)):
            if number == 2:
                raise KeyboardInterrupt
            yield one

    monkeypatch.setattr(pipeline.read, "documents", interrupted)
    with pytest.raises(KeyboardInterrupt):
        read(store, inputs, model, replace(PLAIN, batch_articles=1))
    assert contents(store) == ["one", "two"]
    assert len(store.model_runs()) == 1
    assert store.model_runs()[0].ended is not None


def test_who_stops_asking_for_events_keeps_what_was_finished(store, pages, model):
    inputs = pages(a="Kell said one.", b="Kell said two.")
    events = read_into(store, inputs, model, replace(PLAIN, batch_articles=1))
    next(events)
    events.close()
    assert contents(store) == ["one"]


def test_the_rows_are_the_same_whatever_the_order_and_the_size_of_the_batches(tmp_path, pages, model):
    texts = {f"p{n}": f"Day {n // 2}. Kell said thing {n // 2}.\nMar said nothing of {n % 3}." for n in range(8)}
    inputs = pages(**texts, twin="\ufeff" + texts["p0"], same=texts["p1"], blank=" ")
    inputs += pages(html=HTML.format("Strait shut", "Kell said the strait is shut. " * 9))
    shuffled = random.Random(7)  # noqa: S311 - nothing secret
    kept = []
    for number, size in enumerate((64, 1, 3, 5)):
        path = tmp_path / f"{number}.db"
        with Store.open(path) as store:
            read(store, inputs, model, Settings(batch_articles=size))
            assert store.counts().statements > 10
        kept.append(rows_of(path))
        shuffled.shuffle(inputs)
    assert all(one == kept[0] for one in kept[1:])


@pytest.mark.parametrize("size", [1, 2, 64])
def test_of_several_places_that_a_page_came_from_none_is_preferred_for_coming_first(tmp_path, model, monkeypatch, size):
    page = HTML.format("Strait shut", "Kell said the strait is shut. " * 9).encode()
    given = {"media_type": "text/html", "fetched": "2031-05-06T07:08:09Z", "name": "a", "content": page}
    places = [("https://a.example/1", "utf-8"), ("https://b.example/2", "windows-1252"), ("pages/a.html", None)]
    kept = []
    for number, order in enumerate(permutations(places)):
        found = [pipeline.read.make_document(origin=origin, charset=charset, **given) for origin, charset in order]
        monkeypatch.setattr(pipeline.read, "documents", lambda *_, found=found, **__: iter(found))
        with Store.open(tmp_path / f"{number}.db") as store:
            read(store, [], model, Settings(batch_articles=size))
        kept.append(rows_of(tmp_path / f"{number}.db"))
    assert all(one == kept[0] for one in kept[1:])


def test_a_page_that_was_a_file_is_read_once_more_when_its_address_is_found(store, model, monkeypatch):
    given = {
        "media_type": "text/html",
        "fetched": "2031-05-06T07:08:09Z",
        "name": "a",
        "content": b"<p>Kell said no.</p>",
    }
    events = []
    for origin in ("a.html", "b.html", "https://a.example/1", "https://b.example/2", "a.html"):
        found = [pipeline.read.make_document(origin=origin, **given)]
        monkeypatch.setattr(pipeline.read, "documents", lambda *_, found=found, **__: iter(found))
        events += read(store, [], model, again=origin == "a.html")
    assert [type(e) for e in events] == [Stored, Known, Stored, Known, Stored]
    assert [row.url for row in store.statements()] == ["https://a.example/1"]


def test_a_text_is_read_alike_in_a_batch_and_alone(store, pages, model):
    long = "Kell said the strait is shut. " * 200
    inputs = pages(a=long, b="Mar said yes.", c=long + "Mar said no.")
    alone = [next(extract([one], model, PLAIN)).statements for one in inputs]
    together = [one.statements for one in extract(inputs, model, PLAIN)]
    assert alone == together
    assert [len(one) for one in alone] == [200, 1, 201]


def test_a_group_is_closed_where_its_documents_weigh_enough(store, pages, model, monkeypatch):
    monkeypatch.setattr(pipeline, "GROUP_BYTES", 30)
    inputs = pages(a="Kell said one.", b="Kell said two.", c="Kell said three.", d="Kell said four.")
    events = read_into(store, inputs, model, PLAIN)
    next(events)
    assert contents(store) == ["one", "three", "two"]
    assert len(list(events)) == 3
    assert contents(store) == ["four", "one", "three", "two"]


@pytest.mark.parametrize(
    ("stage", "said"), [("statements", "its statements can't be told apart"), ("resolve", "its speakers can't be told")]
)
def test_a_page_that_upsets_a_stage_behind_the_model_is_passed_over_and_the_rest_goes_on(
    store, pages, model, monkeypatch, stage, said
):
    works = getattr(pipeline, stage)

    def upset(article, *rest):
        if "Mar" in article.text:
            raise ValueError("year 10000 is out of range")
        return works(article, *rest)

    monkeypatch.setattr(pipeline, stage, upset)
    stored, failure, after = read(store, pages(a="Kell said no.", b="Mar said yes.", c="Kell said maybe."), model)
    assert isinstance(stored, Stored)
    assert isinstance(after, Stored)
    assert failure.reason == f"{said} (ValueError: 'year 10000 is out of range'): report it to us"
    assert contents(store) == ["maybe", "no"]


def test_a_page_that_takes_too_long_is_passed_over_with_a_sentence_and_the_rest_goes_on(
    store, pages, model, monkeypatch
):
    clock = count(step=1)
    monkeypatch.setattr(pipeline.time, "monotonic", lambda: next(clock))
    long = "Kell said no. " * 40
    stored, failure, after = read(
        store, pages(a="Kell said no.", b=long, c="Mar said yes."), model, replace(PLAIN, max_seconds=30)
    )
    assert failure.reason == "reading it took more than 30 seconds, and was given up (setting max_seconds)"
    assert [stored.statements, after.statements] == [1, 1]


def test_what_is_beyond_the_characters_that_are_read_is_told_and_stored(store, pages, model):
    settings = replace(PLAIN, max_characters=40)
    [event] = read(store, pages(a="Kell said no. " * 10), model, settings)
    assert event.statements == 2
    assert event.not_extracted == "text beyond the first 40 characters (setting max_characters)"
    [page] = store.articles()
    assert [line.role.value for line in page.article.lines] == ["body", "unread"]
    assert page.article.text.startswith("Kell said no. " * 9)


def test_another_limit_reads_a_page_anew(store, pages, model):
    inputs = pages(a="Kell said no. " * 10)
    read(store, inputs, model, replace(PLAIN, max_characters=40))
    [event] = read(store, inputs, model)
    assert (type(event), event.statements, event.not_extracted) == (Stored, 10, None)


def test_a_page_in_a_language_that_is_not_extracted_is_kept_and_says_so(store, pages, model):
    russian = "Министр сообщил журналистам, что пролив будет закрыт до конца недели, и отказался ответить. " * 5
    [event] = read(store, pages(a=russian), model, Settings())
    assert event.not_extracted == "language ru"
    assert model.shown == 0
    assert store.counts().not_extracted == 1


def test_a_run_that_wrote_nothing_leaves_no_trace(store, pages, model):
    read(store, pages(a=" "), model)
    assert store.model_runs() == ()


def endless(model=None):
    """Yield documents without end, noting how many were taken in `taken`."""
    made = pipeline.read.make_document
    given = {"media_type": "text/plain", "fetched": "2031-05-06T07:08:09Z", "origin": "x"}
    for number in count():
        endless.taken = number + 1
        yield made(name=str(number), content=b"Kell said thing %07d." % number, **given)


def test_the_articles_after_are_cleaned_before_the_model_is_waited_for(model):
    found = pipeline.extract_documents(endless(), model, PLAIN)
    assert next(found).document.name == "0"
    assert model.asked == 1
    assert endless.taken == model.shown == PLAIN.batch_articles


@pytest.mark.parametrize(
    ("where", "limit", "most"),
    [
        ("sayso.pipeline.GROUP_BYTES", 60, 3),
        ("sayso.pipeline.AHEAD_CHARACTERS", 60, 3),
        ("sayso.annotate.articles.AHEAD", 5, 5),
    ],
)
def test_how_far_is_read_ahead_is_bounded(model, monkeypatch, where, limit, most):
    monkeypatch.setattr(where, limit)
    found = pipeline.extract_documents(endless(), model, PLAIN)
    for number in range(20):
        assert next(found).document.name == str(number)
        assert endless.taken == number + most


def test_with_one_article_at_a_time_nothing_is_read_ahead(model):
    found = pipeline.extract_documents(endless(), model, replace(PLAIN, batch_articles=1))
    for number in range(5):
        next(found)
        assert endless.taken == number + 1


def test_documents_without_a_word_to_read_are_not_taken_without_bound(model):
    blank = pipeline.read.make_document(
        content=b" ", name="x", origin="x", fetched="2031-05-06T07:08:09Z", media_type="text/plain"
    )
    taken = []
    found = pipeline.extract_documents((taken.append(n) or blank for n in count()), model, PLAIN)
    assert isinstance(next(found), Failure)
    assert len(taken) == PLAIN.batch_articles


def test_who_stops_asking_for_articles_closes_the_model_and_the_inputs(model):
    documents = endless()
    found = pipeline.extract_documents(documents, model, PLAIN)
    next(found)
    assert model.is_open
    found.close()
    assert not model.is_open


def failing(at, error):
    for number, one in enumerate(endless()):
        if number == at:
            raise error
        yield one


def test_what_was_read_before_an_error_in_the_inputs_is_given_before_it_is_raised(model):
    found = pipeline.extract_documents(failing(3, EOFError), model, PLAIN)
    assert [next(found).document.name for _ in range(3)] == ["0", "1", "2"]
    with pytest.raises(EOFError):
        next(found)
    assert not model.is_open


def test_ctrl_c_while_an_input_is_read_ahead_is_heard_at_once(store, model, monkeypatch):
    monkeypatch.setattr(pipeline.read, "documents", lambda *_, **__: failing(9, KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        read(store, [], model, replace(PLAIN, batch_articles=4))
    assert model.asked < 9
    assert not model.is_open
    assert store.counts().documents == 8, "what was finished is kept"
    assert store.model_runs()[0].ended is not None


def test_a_whole_group_is_written_before_anything_after_it_is_taken_up(store, model, monkeypatch):
    written = []

    def documents(*_, **__):
        for number, one in enumerate(endless()):
            if number == 6:
                return
            written.append(store.counts().documents)
            yield one

    monkeypatch.setattr(pipeline.read, "documents", documents)
    read(store, [], model, replace(PLAIN, batch_articles=3))
    assert written == [0, 0, 0, 3, 3, 3]


@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError])
def test_an_error_of_the_model_is_raised_in_its_place(error):
    model = Rule(stop_at=2, stop_with=error)
    found = pipeline.extract_documents(endless(), model, PLAIN)
    assert [next(found).document.name for _ in range(2)] == ["0", "1"]
    with pytest.raises(error):
        next(found)
    assert not model.is_open


def test_an_error_while_a_later_group_is_read_leaves_the_groups_before_in_the_ledger(store, model, monkeypatch):
    monkeypatch.setattr(pipeline.read, "documents", lambda *_, **__: failing(5, MemoryError))
    events = read_into(store, [], model, replace(PLAIN, batch_articles=2))
    assert [next(events).statements for _ in range(4)] == [1, 1, 1, 1]
    with pytest.raises(MemoryError):
        next(events)
    assert store.counts().documents == 4, "the group in which it was raised is not written"
    assert store.model_runs()[0].ended is not None


def test_a_document_that_comes_again_before_it_is_written_is_read_once(store, pages, model):
    inputs = pages(a="Kell said no.", b="Mar said yes.", c="Kell said no.", d="Kell said no.")
    events = read(store, inputs, model, replace(PLAIN, batch_articles=2))
    assert [type(e) for e in events] == [Stored, Stored, Known, Known]
    assert [e.new_origin for e in events[2:]] == [True, True]
    assert model.shown == 2


def test_a_better_place_of_a_document_that_is_not_written_yet_is_read_anew(store, model, monkeypatch):
    given = {"media_type": "text/plain", "fetched": "2031-05-06T07:08:09Z", "name": "a"}
    places = [("a.txt", b"Kell said no."), ("b.txt", b"Mar said yes."), ("https://a.example/1", b"Kell said no.")]
    found = [pipeline.read.make_document(origin=origin, content=content, **given) for origin, content in places]
    monkeypatch.setattr(pipeline.read, "documents", lambda *_, **__: iter(found))
    events = read(store, [], model, replace(PLAIN, batch_articles=2))
    assert [type(e) for e in events] == [Stored, Stored, Stored]
    assert sorted(row.url or "" for row in store.statements()) == ["", "https://a.example/1"]


def test_of_a_run_nothing_is_kept_of_the_documents_that_are_written(store, model, monkeypatch):
    kept = []
    begin = pipeline._Run.begin

    def noted(self, one):
        kept.append(len(self.on_the_way))
        return begin(self, one)

    monkeypatch.setattr(pipeline._Run, "begin", noted)
    documents = endless()
    monkeypatch.setattr(pipeline.read, "documents", lambda *_, **__: (next(documents) for _ in range(40)))
    read(store, [], model, replace(PLAIN, batch_articles=4))
    assert max(kept) <= 8
