"""The rules that a ledger keeps: idempotent, whole or absent, the same in any order, one model's word at a time."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import event

from sayso.errors import LedgerError, UsageError
from sayso.records import ModelVersion, Role, Speaker
from sayso.store import StatementFilter, Store
from tests.database import by_hand

CONTENT_TABLES = (
    "blob",
    "document",
    "article",
    "line",
    "statement",
    "span",
    "actor",
    "actor_name",
    "mention",
    "validator",
)
APART = {"key", "run_id"}


def dump(path, tables=CONTENT_TABLES):
    """Every row of the tables, sorted, but for the columns that tell of runs."""
    rows = {table: by_hand(path, f"SELECT * FROM {table}") for table in tables}  # noqa: S608 - the names above
    return {table: sorted(map(_content, found), key=repr) for table, found in rows.items()}


def _content(row):
    return tuple((name, value) for name, value in row.items() if name not in APART)


def filled(path, pages, make):
    with Store.open(path) as store:
        run = store.start_run(make.model, "{}", "2031-01-01T00:00:00Z")
        for document, article, statements in pages:
            store.add(document, article, statements, run)
        store.end_run(run, "2031-01-01T00:01:00Z")
    return dump(path, (*CONTENT_TABLES, "origin"))


def test_two_orders_of_arrival_give_the_same_rows(fresh, make):
    pages = [make.page(f"page-{n}") for n in range(6)]
    document, article, (statement, nested) = pages[3]
    # One actor under two names, and the same bytes from a second place at another time.
    other = replace(statement, speaker=Speaker("a1", "A. Lind", "official", (), "title", 0.7))
    pages[3] = (document, article, (nested, other))
    pages.append((replace(document, origin="elsewhere", fetched="2031-01-01T00:00:00Z"), article, (other, nested)))
    assert filled(fresh(), pages, make) == filled(fresh(), pages[::-1], make)


def test_reading_the_same_twice_adds_nothing(store, run, make, path):
    page = make.page()
    assert store.add(*page, run) is True
    before = dump(path, (*CONTENT_TABLES, "origin"))
    assert store.known_document(page[0].id)
    assert store.extracted(page[1], make.model, "{}")
    again = store.start_run(make.model, "{}", "2031-05-07T00:00:00Z")
    assert store.add_origin(replace(page[0], fetched="2031-05-07T00:00:00Z")) is False
    assert store.end_run(again, "2031-05-07T00:00:01Z") is False
    assert dump(path, (*CONTENT_TABLES, "origin")) == before
    assert [one.id for one in store.model_runs()] == [run]


def test_the_same_bytes_from_two_places_are_one_document_with_two_origins(store, run, make):
    document, article, statements = make.page()
    store.add(document, article, statements, run)
    assert store.add_origin(replace(document, origin="another/dam.html")) is True
    assert store.origins(document.id) == ("another/dam.html", "pages/dam.html")
    assert store.counts().documents == 1
    assert store.article(document.id).document.origin == "another/dam.html"


def test_of_several_places_that_is_given_by_which_a_page_is_read_an_address_before_any_file(store, run, make):
    document, article, statements = make.page()
    store.add(document, article, statements, run)
    places = {"https://b.example/dam": "windows-1252", "https://a.example/dam": "macintosh", "a/dam.html": None}
    for origin, charset in places.items():
        store.add_origin(replace(document, origin=origin, charset=charset))
    [page] = store.articles()
    for found in (store.article(document.id).document, page.document, store.document(document.id)):
        assert (found.origin, found.charset) == ("https://a.example/dam", "macintosh")
    assert store.document(document.id).content == document.content
    assert store.document("0" * 16) is None


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_of_several_places_a_statement_names_the_one_that_its_page_is_read_by(store, run, make, order):
    document, article, statements = make.page()
    places = ("a.html", "https://ferry.test/z", "https://ferry.test/y")
    came = [replace(document, origin=origin, fetched=f"2031-05-0{n}T00:00:00Z") for n, origin in enumerate(places, 1)]
    store.add(came[order[0]], article, statements, run)
    for n in order[1:]:
        store.add_origin(came[n])
    rows = [*store.statements(), store.statement(statements[0].id)]
    assert {(row.origin, row.fetched) for row in rows} == {(places[2], "2031-05-03T00:00:00Z")}


def test_two_documents_of_the_same_bytes_keep_them_once(store, run, make, path):
    for outlet in ("One", "Two"):
        document = make.document(outlet=outlet)
        store.add(document, make.article(document), (), run)
    assert len(dump(path)["document"]) == 2
    assert len(dump(path)["blob"]) == 1


def test_another_model_replaces_what_the_first_one_said_and_both_runs_are_recorded(store, run, make, path):
    document, article, statements = make.page()
    store.add(document, article, statements, run)
    newer = ModelVersion("test-model", "2")
    assert not store.extracted(article, newer, "{}")
    second = store.start_run(newer, "{}", "2031-06-01T00:00:00Z")
    kept = replace(statements[1], parent=None)
    assert store.add(document, article, (kept,), second) is False
    assert store.extracted(article, newer, "{}")
    assert not store.extracted(article, make.model, "{}")
    assert store.article(article.id).statements == (kept,)
    assert list(store.statements(StatementFilter(via="Wire"))) == []
    assert [(one.id, one.articles, one.statements) for one in store.model_runs()] == [(run, 0, 0), (second, 1, 1)]
    assert [dump(path)[table] for table in ("actor", "actor_name", "mention")] == [[], [], []]


def test_an_actor_that_others_still_mention_keeps_what_they_say(store, run, make, path):
    first, second = make.page("one"), make.page("two")
    document, article, (statement, nested) = second
    other = replace(statement, speaker=replace(statement.speaker, name="A. Lind"))
    store.add(*first, run)
    store.add(document, article, (other, nested), run)
    assert (("actor_id", "a1"), ("name", "A. Lind")) in dump(path)["actor_name"]
    store.add(document, article, (), run)
    assert dump(path)["actor"][0] == (("id", "a1"), ("name", "Ava Lind"), ("kind", "person"))
    assert (("actor_id", "a1"), ("name", "A. Lind")) not in dump(path)["actor_name"]


def test_a_document_counts_as_read_only_by_the_same_model_under_the_same_settings(store, run, make):
    document, article, statements = make.page()
    assert not store.read_alike(document.id, make.model, "{}")
    store.add(document, article, statements, run)
    assert store.read_alike(document.id, make.model, "{}")
    assert not store.read_alike(document.id, make.model, '{"plain": true}')
    assert not store.read_alike(document.id, ModelVersion("test-model", "2"), "{}")


def test_another_cleaning_of_a_document_replaces_the_article(store, run, make):
    document, article, statements = make.page()
    store.add(document, article, statements, run)
    other = make.article(document, make.text + "!")
    store.add(document, other, (), run)
    assert [page.article.id for page in store.articles()] == [other.id]
    assert list(store.statements()) == []


def test_a_page_with_the_same_text_and_roles_is_a_twin_and_no_other_is(store, run, make):
    _, article, statements = first = make.page("first")
    store.add(*first, run)
    reprint = make.article(make.document("reprint"))
    assert set(store.twin(reprint, make.model, "{}")) == set(statements)
    assert store.twin(article, make.model, "{}") is None, "an article is not its own twin"
    assert store.twin(reprint, ModelVersion("test-model", "2"), "{}") is None
    lines = (*reprint.lines[:-1], replace(reprint.lines[-1], role=Role.BODY))
    assert store.twin(replace(reprint, lines=lines), make.model, "{}") is None
    for other in ({"language": "de"}, {"published": None}, {"outlet": "The Reed"}, {"translated_by": "a machine"}):
        assert store.twin(replace(reprint, **other), make.model, "{}") is None, "dates and chains would be others"
    assert not store.extracted(replace(article, lines=lines), make.model, "{}")


def test_an_add_that_fails_half_way_leaves_no_trace_of_itself_and_keeps_the_others(store, run, make, path):
    good, bad = make.page("good"), make.page("bad")
    twice = (bad[2][0], bad[2][0])
    with store.writing():
        store.add(*good, run)
        with pytest.raises(LedgerError, match=r"(?i)unique"):
            store.add(bad[0], bad[1], twice, run)
    assert [page.document.id for page in store.articles()] == [good[0].id]
    assert len(dump(path)["document"]) == 1


def test_ctrl_c_in_a_batch_keeps_what_was_finished(store, run, make, monkeypatch):
    done, cut = make.page("done"), make.page("cut")

    def two_pages():
        with store.writing():
            store.add(*done, run)
            monkeypatch.setattr("sayso.store.rows.line_rows", interrupt)
            store.add(*cut, run)

    with pytest.raises(KeyboardInterrupt):
        two_pages()
    assert store.known_document(done[0].id)
    assert not store.known_document(cut[0].id)


def interrupt(*_):
    raise KeyboardInterrupt


def test_a_batch_sees_its_own_writes_and_others_see_them_when_it_is_left(store, run, make, path):
    page = make.page()
    with Store.open(path, read_only=True) as other, store.writing():
        store.add(*page, run)
        assert store.known_document(page[0].id)
        assert store.extracted(page[1], make.model, "{}")
        assert not other.known_document(page[0].id)
    assert store.known_document(page[0].id)


def test_what_does_not_belong_together_is_refused(store, run, make):
    document, article, statements = make.page()
    with pytest.raises(ValueError, match="not of document"):
        store.add(make.document("other"), article, statements, run)
    with pytest.raises(ValueError, match="not of document"):
        store.add(document, make.article(document, "x"), statements, run)


def test_a_statement_that_a_person_rejected_is_left_out_until_the_next_judgement(store, run, make):
    document, article, statements = make.page()
    store.add(document, article, statements, run)
    store.judge(statements[0].id, "rejected", "Kim", "2031-06-01T10:00:00Z", "a headline")
    assert [row.id for row in store.statements()] == [statements[1].id]
    assert store.statement(statements[0].id).verdict == "rejected"
    store.add(document, article, statements, run)
    assert len(list(store.statements())) == 1, "a judgement outlives a re-run"
    store.judge(statements[0].id, "accepted", "Kim", "2031-06-02T10:00:00Z")
    assert len(list(store.statements())) == 2
    with pytest.raises(UsageError, match="maybe"):
        store.judge(statements[0].id, "maybe", "Kim", "2031-06-02T10:00:00Z")


@pytest.mark.parametrize("change", ["DELETE FROM judgement", "UPDATE judgement SET kind = 'accepted'"])
def test_judgements_can_not_be_changed_even_by_hand(store, run, make, path, change):
    store.judge("0" * 16, "rejected", "Kim", "2031-06-01T10:00:00Z")
    with pytest.raises(Exception, match="judgements are kept"):  # sqlite3's or psycopg's
        by_hand(path, change)


def test_validators_are_remembered_replaced_and_forgotten(store):
    url = "https://herald.example/"
    assert store.validators(url) is None
    store.remember_validators(url, '"a"', None)
    store.remember_validators(url, '"b"', "Tue, 06 May 2031 00:00:00 GMT")
    assert store.validators(url) == ('"b"', "Tue, 06 May 2031 00:00:00 GMT")
    store.remember_validators(url, None, None)
    assert store.validators(url) is None


def test_the_counts_add_up(store, run, make):
    store.add(*make.page("one"), run)
    document = make.document("two")
    store.add(document, make.article(document, not_extracted="language ru"), (), run)
    counts = store.counts()
    assert (counts.documents, counts.origins, counts.articles, counts.not_extracted) == (2, 2, 2, 1)
    assert (counts.statements, counts.actors, counts.judgements, counts.runs) == (2, 2, 0, 1)


def test_of_an_actor_that_others_still_mention_so_not_all_mentions_are_looked_at(store, run, make):
    """One that thousands of pages mention was looked through for each of them that was read again."""
    for name in ("one", "two"):
        store.add(*make.page(name), run)
    sent = []

    def note(_connection, _cursor, sql, *_):
        sent.append(sql)

    event.listen(store._engine, "before_cursor_execute", note)
    store.add(*make.page("two"), run)
    event.remove(store._engine, "before_cursor_execute", note)
    assert not any("min(mention" in sql for sql in sent)
    store.add(*make.page("one")[:2], (), run)
    store.add(*make.page("two")[:2], (), run)
    assert store.counts().actors == 0
