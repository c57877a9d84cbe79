"""Searches that were saved by name, and what came into the ledger since somebody looked at one."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from sayso.errors import UsageError
from sayso.store import schema
from sayso.store.cells import json_text

LONGEST_NAME = 80
MOST = 200
"""Searches of one ledger: each is counted when they are listed."""


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search that was saved."""

    name: str
    asked: Mapping[str, Any]
    """Fields of a filter and their values, and what else the search goes by, as they were given."""
    made: str
    looked: int
    """The arrival of the newest page that was there when somebody looked last."""


def name_of(given: str) -> str:
    """Return what was given as a name is kept: in one line, composed. Raises UsageError for what can be none.

    A name stands in addresses, headings and lists: it has no slash, and no character that can't be seen.

    >>> name_of("  The   ferry strike ")
    'The ferry strike'
    """
    name = " ".join(unicodedata.normalize("NFC", given).split())
    if len(name) > LONGEST_NAME:
        raise UsageError(f"name {name[:20]!r}.. has {len(name):,} characters: give up to {LONGEST_NAME}.")
    hidden = not name.isprintable() or set(name) & {"/", "\\"}
    if hidden or not any(character.isalnum() for character in name):
        raise UsageError(f"name {name!r} can't be one: give letters and digits, and no slash.")
    return name


def put(db: Connection, name: str, asked: Mapping[str, Any], made: str) -> SavedSearch:
    """Save a search under a new name, as looked at now; UsageError where there is one of that name, or too many."""
    name = name_of(name)
    _must_be_free(db, name)
    if db.execute(select(func.count()).select_from(schema.saved_search)).scalar_one() >= MOST:
        raise UsageError(f"{MOST} searches are saved: delete one before {name!r} is saved.")
    one = SavedSearch(name, dict(asked), made, newest_arrival(db))
    row = {"name": name, "asked": json_text(dict(asked)), "made": made, "looked": one.looked}
    db.execute(insert(schema.saved_search), [row])
    return one


def every(db: Connection) -> list[SavedSearch]:
    """Return all of them, by name."""
    table = schema.saved_search.c
    rows = db.execute(select(table.name, table.asked, table.made, table.looked))
    return sorted((_read(*row) for row in rows), key=lambda one: (one.name.casefold(), one.name))


def by_name(db: Connection, name: str) -> SavedSearch:
    """Return the one of that name; UsageError where there is none."""
    table = schema.saved_search.c
    query = select(table.name, table.asked, table.made, table.looked).where(table.name == _composed(name))
    row = db.execute(query).first()
    if row is None:
        raise UsageError(f"No search is saved as {name!r}: `sayso searches` lists them.")
    return _read(*row)


def rename(db: Connection, name: str, new: str) -> str:
    """Give one another name, and return it as it is kept; UsageError where it is taken or can't be one."""
    old, new = by_name(db, name).name, name_of(new)
    if new != old:
        _must_be_free(db, new)
        db.execute(update(schema.saved_search).where(schema.saved_search.c.name == old).values(name=new))
    return new


def remove(db: Connection, name: str) -> None:
    """Take one away; UsageError where there is none."""
    db.execute(delete(schema.saved_search).where(schema.saved_search.c.name == by_name(db, name).name))


def look(db: Connection, name: str) -> SavedSearch:
    """Note that somebody looks at one now, and return it as it was before; UsageError where there is none."""
    one = by_name(db, name)
    looked = {"looked": newest_arrival(db)}
    db.execute(update(schema.saved_search).where(schema.saved_search.c.name == one.name).values(**looked))
    return one


def look_up_to(db: Connection, name: str, arrival: int) -> None:
    """Note that somebody has looked at a saved search up to an arrival, unless somebody has up to a later one."""
    table = schema.saved_search
    earlier = (table.c.name == _composed(name), table.c.looked < arrival)
    db.execute(update(table).where(*earlier).values(looked=arrival))


def newest_arrival(db: Connection) -> int:
    """Return the number of the document that came last, 0 where none did."""
    return int(db.execute(select(func.coalesce(func.max(schema.arrival.c.number), 0))).scalar_one())


def _must_be_free(db: Connection, name: str) -> None:
    if db.execute(select(schema.saved_search.c.name).where(schema.saved_search.c.name == name)).first():
        raise UsageError(f"A search is saved as {name!r} already: give another name, or delete that one first.")


def _composed(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).split())


def _read(name: str, asked: str, made: str, looked: int) -> SavedSearch:
    return SavedSearch(name, json.loads(asked), made, looked)
