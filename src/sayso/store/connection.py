"""The one door to the databases: each is opened, and its errors put into plain words, by a module of its own."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from sayso.store import postgresql_server, sqlite_file
from sayso.store.places import Place


def open_engine(place: Place, *, read_only: bool, create: bool, busy_seconds: float) -> Engine:
    """Return an engine on a ledger that is a ledger, and of this version.

    Raises LedgerError where there is none and none may be made, NotALedger, NewerLedger, ReadOnlyLedger, LedgerBusy,
    and MissingExtra where the driver of a server is not installed.
    """
    with spoken(place):
        if isinstance(place, Path):
            return sqlite_file.open_engine(place, read_only=read_only, create=create, busy_seconds=busy_seconds)
        return postgresql_server.open_engine(place, read_only=read_only, create=create, busy_seconds=busy_seconds)


def version(engine: Engine, place: Place) -> str:
    """Return a text that is another one once the ledger has changed."""
    return sqlite_file.version(place) if isinstance(place, Path) else postgresql_server.version(engine)


@contextmanager
def spoken(place: Place) -> Iterator[None]:
    """Turn the database's errors into the ledger's: what is wrong, and what would be right."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:
        if isinstance(place, Path):
            raise sqlite_file.in_words(place, error) from error
        raise postgresql_server.in_words(place, error) from error
