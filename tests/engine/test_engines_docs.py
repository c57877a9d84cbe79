"""The queries that docs/engines.md shows run on shards as sayso writes them, and find what a ledger finds."""

from __future__ import annotations

import importlib.util
import os
import re

import pytest

import sayso
from sayso.sharding import read_to_shards


@pytest.fixture(scope="module")
def here(root, tmp_path_factory):
    """Return a folder with the examples of the repository in shards and in a ledger."""
    folder = tmp_path_factory.mktemp("docs")
    read_to_shards(root / "examples", folder / "shards", processes=1, articles=4)
    with sayso.open(folder / "x.db") as ledger:
        assert ledger.read(folder / "shards").statements > 100
    return folder


@pytest.fixture
def rows(here, monkeypatch):
    """Return the ledger's statements, with the folder as the one that commands are run in."""
    monkeypatch.chdir(here)
    with sayso.open(here / "x.db") as ledger:
        return list(ledger.statements())


def example(root, name):
    """Return the block of the page that is marked with a language and this name."""
    page = (root / "docs" / "engines.md").read_text(encoding="utf-8")
    [found] = re.findall(rf"^```\w+ {name}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    return found


def needs(name):
    """Skip where a test dependency is absent, but never where CI runs."""
    absent = importlib.util.find_spec(name) is None and not os.environ.get("CI")
    return pytest.mark.skipif(absent, reason=f"{name} is not installed: it is in the extra test")


@needs("duckdb")
def test_duckdb_counts_who_accuses_whom(root, rows):
    """As counted over the ledger."""
    import duckdb

    found = duckdb.sql(example(root, "duckdb")).fetchall()
    accusing = [row for row in rows if row.act == "ACCUSE" and row.parent is None]
    pairs = [(row.said_by, name) for row in accusing for _, name in row.act_targets]
    assert found
    assert {(said_by, target): times for said_by, target, times in found} == {x: pairs.count(x) for x in pairs}


def test_pyarrow_reads_the_columns_that_are_asked_for(root, rows):
    """Every document is there, and every statement."""
    names = {}
    exec(example(root, "pyarrow"), names)  # noqa: S102 - our own page
    table = names["table"]
    assert table.column_names == ["doc_id", "title", "outlet", "statements"]
    assert sum(len(one) for one in table["statements"].to_pylist()) == len(rows)
