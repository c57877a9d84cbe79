"""A ledger that an older sayso made is brought up to date: nothing in it is lost, and it takes what is new."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest
from sqlalchemy import event

from sayso.errors import ReadOnlyLedger
from sayso.judging import Judgement, JudgementKind
from sayso.records import Manner, ModelVersion, Statement
from sayso.store import StatementFilter, Store, rows, statement_rows
from sayso.store.migrate import APPLICATION_ID, migrations, newest
from tests.database import by_hand

RUN = "7" * 16


@pytest.fixture(scope="session")
def kind():
    """Older ledgers are SQLite files: the first that PostgreSQL has is of version 8."""
    return "sqlite"


def insert(db, table, row):
    """Insert what the table has columns for, as version 0.1.0 did."""
    columns = [name for _, name, *_ in db.execute(f"PRAGMA table_info({table})") if name in row]
    marks = ", ".join("?" * len(columns))
    names = ", ".join(f'"{name}"' for name in columns)
    db.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", [row[name] for name in columns])  # noqa: S608 - our own names


@pytest.fixture
def old(path, make):
    """A ledger as version 0.1.0 left it: a page of two statements, of which only the spans are known."""
    document = make.document()
    article = make.article(document)
    unknown = dict.fromkeys(("speaker", "addressee", "said_on", "act", "tone")) | {"chain": (), "modality": ()}
    first = make.statement(article, **unknown)
    second = Statement("0" * 16, article.id, (), first.cue, first.content[1:], Manner.INDIRECT, 0.25)
    with closing(sqlite3.connect(path)) as db:
        db.executescript(migrations()[0][2])
        db.execute("INSERT INTO schema_version VALUES (1, '0001_ledger.sql')")
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.execute("PRAGMA user_version = 1")
        insert(db, "run", {"id": RUN, "model": "test-model", "model_version": "0", "settings": "{}", "started": "then"})
        size, content = len(document.content), rows.packed(document.content)
        insert(db, "blob", {"sha256": document.sha256, "size": size, "codec": "zlib", "bytes": content})
        insert(db, "document", rows.document_row(document))
        insert(db, "origin", rows.origin_row(document))
        insert(db, "article", rows.article_row(article, RUN))
        for line in rows.line_rows(article):
            insert(db, "line", line)
        for one in (first, second):
            insert(db, "statement", statement_rows.statement_row(one, article.text, RUN, 0))
            for span in statement_rows.span_rows(one):
                insert(db, "span", span)
        judgement = {"id": "j", "subject": "statement", "subject_id": second.id, "verdict": "accepted", "judge": "Kim"}
        insert(db, "judgement", judgement | {"made": "2031-06-01T10:00:00Z", "note": ""})
        db.commit()
    return document, article, (first, second)


def test_what_an_older_ledger_holds_is_there_after_it_is_brought_up_to_date(old, path):
    document, article, statements = old
    with Store.open(path) as store:
        page = store.article(document.name)
        assert page.article == article
        assert page.statements == (statements[0], replace(statements[1], verdict="accepted")), "nothing invented"
        assert store.document_bytes(document.id) == document.content
        assert [row.id for row in store.statements()] == [one.id for one in statements]
        assert store.statement(statements[1].id).verdict == "accepted"
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA user_version").fetchone()[0] == newest()
        versions = db.execute("SELECT version FROM schema_version ORDER BY version").fetchall()
        assert versions == [(number,) for number, _, _ in migrations()]
        assert db.execute("SELECT modality, tone, number FROM accepted_statements ORDER BY number").fetchall() == [
            ("[]", None, 1),
            ("[]", None, 2),
        ]
        assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_the_words_of_an_older_ledger_are_found_and_stay_in_step(old, path, make):
    document, article, _ = old
    with Store.open(path) as store:
        assert len(list(store.statements(StatementFilter(search="hold")))) == 2
        assert len(list(store.statements(StatementFilter(speaker="Ava Lind")))) == 1
        assert list(store.statements(StatementFilter(via="Wire"))) == []
        run = store.start_run(ModelVersion("test-model", "1"), "{}", "2031-07-01T00:00:00Z")
        store.add(document, article, (make.statement(article),), run)
        assert [row.tone for row in store.statements(StatementFilter(via="Wire", act="REJECT"))] == ["negative"]
        assert len(list(store.statements(StatementFilter(search="hold")))) == 1
    with closing(sqlite3.connect(path)) as db:
        db.execute("INSERT INTO statement_words (statement_words, rank) VALUES ('integrity-check', 1)")


def test_an_older_ledger_opened_for_reading_is_left_alone_and_what_to_do_is_said(old, path):
    before = path.read_bytes()
    with pytest.raises(ReadOnlyLedger, match=r"has version 1, not \d+: open it once for writing"):
        Store.open(path, read_only=True)
    assert path.read_bytes() == before


def test_an_older_ledger_is_brought_up_once(old, path):
    Store.open(path).close()
    before = path.read_bytes()
    Store.open(path).close()
    Store.open(path, read_only=True).close()
    assert path.read_bytes() == before


def test_a_migration_that_is_cut_short_leaves_the_older_ledger(old, path, monkeypatch):
    number, name, sql = migrations()[1]
    broken = [migrations()[0], (number, name, sql + "\nSELECT * FROM nothing_of_that_name;\n")]
    monkeypatch.setattr("sayso.store.migrate.migrations", lambda: broken)
    with pytest.raises(Exception, match="nothing_of_that_name"):
        Store.open(path)
    monkeypatch.undo()
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA user_version").fetchone()[0] == 1
    with Store.open(path) as store:
        assert store.counts().statements == 2


def plans(store, ask):
    """Return query -> how SQLite goes about it, of all that it is sent while `ask` runs."""
    sent = []

    def note(_connection, _cursor, sql, values, *_):
        sent.append((sql, values))

    event.listen(store._engine, "before_cursor_execute", note)
    ask()
    event.remove(store._engine, "before_cursor_execute", note)
    with closing(sqlite3.connect(store.path)) as db:
        return {
            sql: " ".join(row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {sql}", values))
            for sql, values in sent
            if sql.startswith("SELECT")
        }


def test_documents_are_found_by_their_bytes_without_a_look_at_all(path, make):
    """Of what was judged in another ledger nothing else may be known; and a page that is read again was judged."""
    document, article, statements = make.page()
    with Store.open(path) as store:
        run = store.start_run(make.model, "{}", "2031-05-06T00:00:00Z")
        store.add(document, article, statements, run)
        about = replace(store.place_of(statements[0].id), statement_id="0" * 16, article_id="0" * 16)
        judgement = Judgement(JudgementKind.REJECTED, "Kim Aller", "2031-06-01T10:00:00Z", about)
        judging = plans(store, lambda: store.put_judgements([judgement]))
        reading = plans(store, lambda: store.add(document, article, statements, run))
        assert store.statement(statements[0].id).verdict == "rejected"
    for found in (judging, reading):
        by_bytes = [plan for sql, plan in found.items() if "WHERE document.sha256" in sql]
        assert by_bytes
        assert all("document USING INDEX document_by_bytes" in plan for plan in by_bytes)


def test_the_run_that_began_last_is_found_without_a_look_at_all(path):
    """Every answer of the API names it, and each round of a watcher leaves one."""
    with Store.open(path) as store:
        [plan] = plans(store, store.latest_run).values()
    assert plan == "SCAN run USING INDEX run_by_start"


def test_who_waits_to_be_linked_is_found_without_a_look_at_those_that_do_not(path, make):
    """A watcher asks after each round, and whoever links asks for twenty at a time."""
    with Store.open(path) as store:
        run = store.start_run(make.model, "{}", "2031-05-06T00:00:00Z")
        for name, method in (("one", "m"), ("two", "n"), ("three", None)):
            document, article, statements = make.page(name)
            store.add(document, article, statements, run)
            if method is not None:
                store.put_links(article.id, method, [], [], run)
        asked = plans(store, lambda: (store.waiting("m", 20), store.count_waiting("m"), store.set_apart("m")))
    assert len(asked) >= 4
    assert {plan.partition(" (")[0] for plan in asked.values()} == {"SEARCH linked USING COVERING INDEX linked_by_turn"}


def test_who_was_linked_before_turns_were_kept_is_not_linked_again(old, path, monkeypatch):
    _, article, _ = old
    with monkeypatch.context() as before:
        before.setattr("sayso.store.migrate.migrations", lambda: migrations()[:14])
        Store.open(path).close()
    with Store.open(path) as store:
        assert store.waiting("m", 9) == [(article.id, 0)]
    for sql in ("DROP TRIGGER article_waits", "DROP INDEX linked_by_turn", "DELETE FROM linked"):
        by_hand(path, sql)
    by_hand(path, *(f"ALTER TABLE linked DROP COLUMN {name}" for name in ("day", "tries", "error")))
    by_hand(path, "ALTER TABLE feed DROP COLUMN begun", "DELETE FROM schema_version WHERE version = 15")
    by_hand(path, "INSERT INTO linked SELECT id, 'm' FROM article", "PRAGMA user_version = 14")
    with Store.open(path) as store:
        assert store.waiting("m", 9) == []
        assert store.waiting("n", 9) == [(article.id, 0)]


def test_items_that_were_read_are_counted_in_an_index_alone(path):
    """A feed may have had a hundred thousand."""
    with Store.open(path) as store:
        [plan] = plans(store, lambda: store.feeds(["https://herald.example/feed"])).values()
    assert plan.count("feed_item USING COVERING INDEX feed_item_by_feed") == 2
