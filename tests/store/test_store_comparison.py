"""Two ledgers are the same where they say the same, and each kind of difference is found."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from shutil import copy

import pytest

from sayso.judging import Judgement, JudgementKind
from sayso.judging.records import value_text
from sayso.store import Store
from sayso.store.comparison import AFTER_READING, KEYS


@pytest.fixture
def ledgers(ledger_file, tmp_path):
    """Return a linked ledger, with judgements, and a copy to change."""
    paths = [tmp_path / "one.db", tmp_path / "other.db"]
    copy(ledger_file, paths[0])
    with Store.open(paths[0]) as store:
        row = next(store.statements())
        store.judge(row.id, "rejected", "ann", "2031-06-01T00:00:00Z", "a joke")
        link = next(one for one in store.links() if row.id not in (one.from_id, one.to_id))
        ends, kind = [store.place_of(one) for one in (link.from_id, link.to_id)], value_text({"kind": link.kind})
        store.put_judgements([Judgement(JudgementKind.LINK_BROKEN, "ann", "2031-06-01T00:00:01Z", *ends, kind)])
        store.put_actor_judgements([("j1", "2031-06-01T00:00:00Z", "{}")])
    copy(paths[0], paths[1])
    return paths


def changed(path, sql, *values):
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA foreign_keys = OFF")
        for trigger in ("judgement_stays", "judgement_is_kept", "actor_judgement_stays", "actor_judgement_is_kept"):
            db.execute(f"DROP TRIGGER IF EXISTS {trigger}")
        done = db.execute(sql, values).rowcount
        db.commit()
    assert done, "the test changes something"


def found(ledgers, **options):
    with Store.open(ledgers[0], read_only=True) as one, Store.open(ledgers[1], read_only=True) as other:
        return list(one.compared(other, **options))


def test_a_ledger_and_its_copy_hold_the_same(ledgers):
    """Every table that is compared has rows here, so that the other tests prove something."""
    assert found(ledgers) == []
    with closing(sqlite3.connect(ledgers[0])) as db:
        assert all(db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in KEYS)  # noqa: S608 - our names


def test_runs_and_times_of_fetching_do_not_count(ledgers):
    """They differ from run to run."""
    changed(ledgers[1], "UPDATE origin SET fetched = '1999-01-01T00:00:00Z'")
    changed(ledgers[1], "UPDATE run SET started = '1999', settings = '{1}', id = id || 'x'")
    changed(ledgers[1], "UPDATE article SET run_id = 'x'")
    changed(ledgers[1], "UPDATE statement SET key = key + 1000")
    changed(ledgers[1], "UPDATE actor_stamp SET changes = changes + 1")
    assert found(ledgers) == []


@pytest.mark.parametrize(
    ("table", "column", "sql"),
    [
        ("document", "media_type", "UPDATE document SET media_type = 'text/x'"),
        ("blob", "size", "UPDATE blob SET size = size + 1"),
        ("origin", "charset", "UPDATE origin SET charset = 'latin-1'"),
        ("article", "title", "UPDATE article SET title = 'x'"),
        ("article", "published", "UPDATE article SET published = NULL"),
        ("article", "text", "UPDATE article SET text = text || '.'"),
        ("line", "role", "UPDATE line SET role = 'chrome' WHERE n = 0"),
        ("statement", "manner", "UPDATE statement SET manner = 'mixed'"),
        ("statement", "act_score", "UPDATE statement SET act_score = 0.123"),
        ("statement", "number", "UPDATE statement SET number = number + 7"),
        ("span", "end", 'UPDATE span SET "end" = "end" + 1'),
        ("mention", "basis", "UPDATE mention SET basis = 'x'"),
        ("actor", "name", "UPDATE actor SET name = 'x'"),
        ("link", "score", "UPDATE link SET score = score / 2"),
        ("link", "evidence", "UPDATE link SET evidence = '[]'"),
        ("article_copy", "passages", "UPDATE article_copy SET passages = '[]'"),
        ("local_actor", "record", "UPDATE local_actor SET record = '{}'"),
        ("broken_link", "score", "UPDATE broken_link SET score = score / 2"),
        ("judgement", "judge", "UPDATE judgement SET judge = 'bob'"),
        ("actor_judgement", "judgement", "UPDATE actor_judgement SET judgement = '[]'"),
    ],
)
def test_a_value_that_differs_is_found(ledgers, table, column, sql):
    """The table, the row and the column are told, and both values."""
    changed(ledgers[1], sql)
    differences = found(ledgers)
    assert {(one.table, one.column) for one in differences} == {(table, column)}
    assert all(one.one != one.other for one in differences)
    back = found(ledgers[::-1])
    assert [(one.key, one.other, one.one) for one in back] == [(one.key, one.one, one.other) for one in differences]


@pytest.mark.parametrize("table", KEYS)
def test_a_row_that_one_lacks_is_found_first_last_and_in_between(ledgers, table):
    """Whichever of the two lacks it."""
    key = " || ' ' || ".join(f'"{name}"' for name in KEYS[table])
    with closing(sqlite3.connect(ledgers[0])) as db:
        keys = [row[0] for row in db.execute(f"SELECT {key} FROM {table} ORDER BY 1")]  # noqa: S608 - our names
    chosen = sorted({keys[0], keys[len(keys) // 2], keys[-1]})
    for one in chosen:
        changed(ledgers[1], f"DELETE FROM {table} WHERE {key} = ?", one)  # noqa: S608 - our names
    told = [each for each in found(ledgers) if each.table == table]
    assert sorted(each.key for each in told) == chosen
    assert {(each.column, each.one, each.other) for each in told} == {("", "there", "absent")}
    assert {(each.one, each.other) for each in found(ledgers[::-1]) if each.table == table} == {("absent", "there")}


def test_what_comes_after_reading_can_be_left_aside(ledgers):
    """Shards have no links and judgements."""
    for table in AFTER_READING:
        changed(ledgers[1], f"DELETE FROM {table}")  # noqa: S608 - our names
    assert {one.table for one in found(ledgers)} == set(AFTER_READING)
    assert found(ledgers, after_reading=False) == []


def test_a_map_of_a_page_is_compared_by_what_it_says(ledgers):
    """Another zlib may compress it otherwise."""
    import zlib

    for path, level in zip(ledgers, (1, 9), strict=True):
        changed(path, "UPDATE article SET nodes = ?", zlib.compress(b"[[0,1,'/html',0]]" * 99, level))
    assert found(ledgers) == []
    changed(ledgers[1], "UPDATE article SET nodes = ?", zlib.compress(b"[]"))
    assert {one.column for one in found(ledgers)} == {"nodes"}


def test_long_values_are_shown_from_a_little_before_where_they_part(ledgers):
    """So that the difference is seen."""
    for path, end in zip(ledgers, "xy", strict=True):
        changed(path, "UPDATE article SET text = ?", "so it goes " * 50 + end)
    shown = found(ledgers)[0]
    assert shown.one.startswith("..")
    assert (shown.one[-1], shown.other[-1]) == ("x", "y")
    assert len(shown.one) < 30
