"""Two ledgers held against one another by what they say: not by runs, times of fetching, or what follows from the rest.

Both are read in the order of their rows' keys, side by side, so that memory stays flat. One may be in a file and the
other on a server: both have text in the order of its code points, as Python compares it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, select

from sayso.store import rows, schema
from sayso.store.connection import spoken
from sayso.store.places import Place

KEYS = {
    "document": ("id",),
    "blob": ("sha256",),
    "origin": ("document_id", "origin"),
    "article": ("id",),
    "line": ("article_id", "n"),
    "statement": ("id",),
    "span": ("statement_id", "role", "n"),
    "mention": ("statement_id", "role"),
    "actor": ("id",),
    "actor_name": ("actor_id", "name"),
    "link": ("id",),
    "broken_link": ("id",),
    "article_copy": ("id",),
    "local_actor": ("article_id", "local_id"),
    "judgement": ("id",),
    "actor_judgement": ("id",),
}
"""The tables that are compared, and what their rows are known by."""

AFTER_READING = ("link", "broken_link", "article_copy", "local_actor", "judgement", "actor_judgement")
"""What linking and people add; shards have none of it."""

LEFT_OUT = frozenset({"key", "run_id", "fetched", "bytes"})
"""Columns that say nothing of the content, or say it again: bytes are known by their SHA-256."""

AT_ONCE = 500
"""Rows read at a time."""

Key = tuple[Any, ...]
Side = tuple[Connection, Place]
"""A ledger that is compared, and where it is, for what is said of an error."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that one has and the other lacks, or a value in which they differ."""

    table: str
    key: str
    column: str
    """Empty where a row is absent."""
    one: str
    other: str


def compared(one: Side, other: Side, *, after_reading: bool = True) -> Iterator[Difference]:
    """Yield in what two ledgers differ, table by table; `after_reading` says whether links and judgements count."""
    for name in KEYS:
        if after_reading or name not in AFTER_READING:
            yield from _table(name, _rows(*one, name), _rows(*other, name))


def _rows(db: Connection, place: Place, name: str) -> Iterator[tuple[Key, dict[str, Any]]]:
    table: Table = schema.metadata.tables[name]
    columns = [column for column in table.c if column.name not in LEFT_OUT]
    query = select(*columns).order_by(*(table.c[key] for key in KEYS[name]))
    with spoken(place):
        for row in db.execution_options(yield_per=AT_ONCE).execute(query).mappings():
            yield tuple(row[key] for key in KEYS[name]), dict(row)


def _table(
    name: str, here: Iterator[tuple[Key, dict[str, Any]]], there: Iterator[tuple[Key, dict[str, Any]]]
) -> Iterator[Difference]:
    one, other = next(here, None), next(there, None)
    while one or other:
        if other is None or (one is not None and one[0] < other[0]):
            assert one is not None  # noqa: S101 - for the type checker: one of the two is there
            yield Difference(name, _words(one[0]), "", "there", "absent")
            one = next(here, None)
        elif one is None or other[0] < one[0]:
            yield Difference(name, _words(other[0]), "", "absent", "there")
            other = next(there, None)
        else:
            yield from _values(name, one, other)
            one, other = next(here, None), next(there, None)


def _values(name: str, one: tuple[Key, dict[str, Any]], other: tuple[Key, dict[str, Any]]) -> Iterator[Difference]:
    key, row = one
    for column, value in row.items():
        theirs = other[1][column]
        if value != theirs and not _same_packed(value, theirs):
            yield Difference(name, _words(key), column, *_where_they_part(value, theirs))


def _same_packed(one: object, other: object) -> bool:
    """Say whether compressed values hold the same: another zlib may write other bytes."""
    both = isinstance(one, bytes) and isinstance(other, bytes)
    return both and rows.unpacked(one) == rows.unpacked(other)  # type: ignore[arg-type] # both says so


SHOWN = 60
"""Characters of a value that are shown, from a little before where the two part."""


def _where_they_part(one: object, other: object) -> tuple[str, str]:
    if isinstance(one, bytes) or isinstance(other, bytes):
        one, other = (f"{len(x):,} bytes" if isinstance(x, bytes) else x for x in (one, other))
    words = ["null" if x is None else str(x) for x in (one, other)]
    same = next((n for n, (a, b) in enumerate(zip(*words, strict=False)) if a != b), min(map(len, words)))
    start = max(0, same - SHOWN // 3)
    one_shown, other_shown = (_cut(x, start) for x in words)
    return one_shown, other_shown


def _cut(text: str, start: int) -> str:
    before, after = ".." if start else "", ".." if len(text) > start + SHOWN else ""
    return before + text[start : start + SHOWN] + after


def _words(key: Sequence[object]) -> str:
    return " ".join(map(str, key))
