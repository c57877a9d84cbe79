"""Bring a ledger up to date: the numbered files in `migrations/`, in order, all of them in one transaction.

Those of PostgreSQL stand in a folder of their own, under the same numbers: the first of them, 0008, makes what all of
SQLite's up to 0008 have made.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from importlib.resources import files

from sqlalchemy import Connection

APPLICATION_ID = int.from_bytes(b"says", "big")
"""Marks the file as a sayso ledger (`file` and SQLite show it); any other number is another program's."""

_NAME = re.compile(r"(\d{4})_\w+\.sql")


def migrations(*folder: str) -> list[tuple[int, str, str]]:
    """Return (number, file name, SQL) of every migration of SQLite, or of the folder `postgresql`, in order.

    >>> [name for _, name, _ in migrations()][0]
    '0001_ledger.sql'
    """
    found = []
    for entry in files("sayso.store").joinpath("migrations", *folder).iterdir():
        if match := _NAME.fullmatch(entry.name):
            found.append((int(match[1]), entry.name, entry.read_text(encoding="utf-8")))
    return sorted(found)


def newest() -> int:
    """Return the number of the last migration: the version that this sayso writes."""
    return migrations()[-1][0]


def migrate(db: Connection, done: int) -> None:
    """Run the migrations after number `done`; the caller holds the transaction and commits it."""
    for number, name, sql in migrations():
        if number <= done:
            continue
        for statement in statements_in(sql):
            db.exec_driver_sql(statement)
        db.exec_driver_sql("INSERT INTO schema_version (version, name) VALUES (?, ?)", (number, name))
        db.exec_driver_sql(f"PRAGMA user_version = {number:d}")
    db.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID:d}")


def migrate_server(db: Connection, done: int) -> None:
    """Do the same in PostgreSQL; 0 is done where there is nothing yet."""
    for number, name, sql in migrations("postgresql"):
        if number > done:
            # Sent without parameters, a script may hold many statements, and "%" as it stands.
            db.exec_driver_sql(sql, execution_options={"no_parameters": True})
            db.exec_driver_sql("INSERT INTO schema_version (version, name) VALUES (%s, %s)", (number, name))


def statements_in(sql: str) -> Iterator[str]:
    r"""Yield the SQL statements of a script, triggers whole: `executescript` would commit in between.

    >>> list(statements_in("CREATE TABLE a (b);\nDROP TABLE a;\n"))
    ['CREATE TABLE a (b);', 'DROP TABLE a;']
    """
    waiting = ""
    for line in sql.splitlines():
        waiting += line + "\n"
        if sqlite3.complete_statement(waiting):
            yield waiting.strip()
            waiting = ""
