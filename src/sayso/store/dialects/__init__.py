"""What SQLite and PostgreSQL say differently: one module for each, behind the expressions that queries are built of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Integer, Select, Table, literal_column
from sqlalchemy.dialects.postgresql import Insert as PostgresqlInsert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert

from sayso.store.dialects import postgresql, sqlite
from sayso.store.dialects.expressions import aims_at, joined, least, listed, matches
from sayso.store.words import WordQuery

__all__ = ["added", "aims_at", "best_first", "insert", "joined", "least", "listed", "matches", "with_keys"]


def insert(db: Connection, table: Table) -> SqliteInsert | PostgresqlInsert:
    """Return an insert that can say what is to be done where the row is there already."""
    return SqliteInsert(table) if db.dialect.name == "sqlite" else PostgresqlInsert(table)


def added(db: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Write a row unless it is there already; return whether it was not."""
    # Not by the count of rows: psycopg's is -1 after an insert.
    one = insert(db, table).values(dict(row)).on_conflict_do_nothing()
    return db.execute(one.returning(literal_column("1", Integer))).first() is not None


def best_first(db: Connection, words: Table, query: WordQuery) -> Select[int]:
    """Return the query for the rowids of a full-text index that are found, the best by BM25 first."""
    return sqlite.best_first(words, query) if db.dialect.name == "sqlite" else postgresql.best_first(words, query)


def with_keys(db: Connection, rows: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    """Return rows of statements with keys that no statement had before; PostgreSQL gives such keys by itself."""
    return sqlite.with_keys(db, rows) if db.dialect.name == "sqlite" else rows
