"""The metadata for Datasette names tables, columns and facets that the ledger has, and queries that run on it."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

import pytest
from click.testing import CliRunner

from sayso.cli import main
from sayso.export.datasette_metadata import datasette_metadata
from sayso.store import schema

[TOLD] = datasette_metadata("ferry")["databases"].values()
SHADOWS = ("_data", "_idx", "_docsize", "_config", "_content")
_KEYS = "title description hidden size sort_desc facets columns label_column fts_table fts_pk units"
KEYS = frozenset(_KEYS.split())
"""Of https://docs.datasette.io/en/stable/metadata.html, those that are used."""


@pytest.fixture
def ledger(ledger_file):
    with closing(sqlite3.connect(f"{ledger_file.as_uri()}?mode=ro", uri=True)) as db:
        yield db


def tables_of(db):
    names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")]
    return {name for name in names if not name.endswith(SHADOWS) and not name.startswith("sqlite_")}


def columns_of(db, table):
    return [row[1] for row in db.execute(f'PRAGMA table_info("{table}")')]


def test_every_table_of_the_ledger_is_described_or_hidden_and_no_other(ledger):
    assert set(TOLD["tables"]) == tables_of(ledger)
    for name, told in TOLD["tables"].items():
        assert told.get("hidden") or (told["title"] and told["description"]), name
        assert set(told) <= KEYS, name


@pytest.mark.parametrize("table", [name for name, told in TOLD["tables"].items() if not told.get("hidden")])
def test_every_column_that_is_named_is_there(ledger, table):
    told, there = TOLD["tables"][table], columns_of(ledger, table)
    named = [*told.get("columns", ()), *told.get("facets", ()), *told.get("units", ())]
    named += [told[key] for key in ("label_column", "sort_desc", "fts_pk") if key in told]
    assert set(named) <= set(there)
    if "fts_table" in told:
        assert told["fts_table"] in tables_of(ledger)


def test_every_column_of_the_flat_view_is_described():
    assert set(TOLD["tables"]["statements"]["columns"]) == {column.name for column in schema.statements.columns}


@pytest.mark.parametrize("name", TOLD["queries"])
def test_every_query_runs_with_what_a_visitor_may_type(ledger, name):
    query = TOLD["queries"][name]
    assert query["title"]
    for typed in ("", "ferry", '"old quay" OR (', "'; DROP TABLE run; --"):
        assert ledger.execute(query["sql"], dict.fromkeys(query.get("params", ()), typed)).fetchall() is not None


def test_a_query_for_words_finds_them_and_one_for_evidence_gives_the_very_words(ledger):
    found = ledger.execute(TOLD["queries"]["said"]["sql"], {"words": "old quay"}).fetchall()
    assert len(found) >= 3
    statement, content = found[0][-1], found[0][2]
    pieces = ledger.execute(TOLD["queries"]["evidence"]["sql"], {"statement": statement}).fetchall()
    assert [row[2] for row in pieces if row[0] == "content"] == [content]
    assert all(row[2] in row[3] for row in pieces)


def test_the_command_writes_it_under_the_name_of_the_ledgers_file(ledger_file, tmp_path):
    file = tmp_path / "metadata.json"
    done = CliRunner().invoke(main, ["export", "datasette", str(file), "--ledger", str(ledger_file)])
    assert done.exit_code == 0, done.output
    assert json.loads(file.read_text(encoding="utf-8")) == datasette_metadata("ferry")
    printed = CliRunner().invoke(main, ["export", "datasette", "-", "--ledger", str(ledger_file)])
    assert json.loads(printed.stdout) == datasette_metadata("ferry")


def test_it_takes_no_option_that_narrows_down(ledger_file, tmp_path):
    words = ["export", "datasette", str(tmp_path / "m.json"), "--ledger", str(ledger_file), "--speaker", "Ada"]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 2
    assert "leave out --speaker" in done.output
