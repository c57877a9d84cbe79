"""Pages of what a filter finds, each from where the one before ended: what is added meanwhile doesn't move the rest."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from sqlalchemy import Connection, func, or_, select

from sayso.errors import UsageError
from sayso.records import StatementRow
from sayso.store import reader, schema
from sayso.store.columns import NUMBER_BITS, Columns
from sayso.store.recent import Mask

MOST = 1000
"""Rows of one page: more are for `Store.statements`, which keeps memory flat."""

_DAY = re.compile(r"(\d{4}-\d\d-\d\d)?", re.ASCII)


class Place(NamedTuple):
    """Where a statement stands in the order of `filters.ids`; as text, it is the cursor that a user hands back."""

    published_from: str
    article_id: str
    number: int

    def cursor(self) -> str:
        """Return the place as text.

        >>> Place.read(Place("2031-05-05", "ab", 3).cursor())
        Place(published_from='2031-05-05', article_id='ab', number=3)
        """
        written = json.dumps(self, separators=(",", ":")).encode("ascii")
        return base64.urlsafe_b64encode(written).decode("ascii").rstrip("=")

    @classmethod
    def read(cls, cursor: str) -> Place:
        """Return the place that `cursor` wrote as this text; UsageError for any other."""
        try:
            written = base64.urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
            place = cls(*json.loads(written))
        except (ValueError, TypeError, RecursionError):
            raise _unknown(cursor) from None
        if not place._is_one() or place.cursor() != cursor:
            raise _unknown(cursor)
        return place

    def _is_one(self) -> bool:
        texts = isinstance(self.published_from, str) and isinstance(self.article_id, str)
        number = type(self.number) is int and 0 <= self.number < 1 << NUMBER_BITS
        return texts and number and _DAY.fullmatch(self.published_from) is not None


@dataclass(frozen=True, slots=True)
class StatementPage:
    """Some of what a filter finds, and how to ask for the next."""

    rows: tuple[StatementRow, ...]
    next: str | None
    """The cursor to hand back as `after`; None where this is the last page."""
    why: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Where it was searched by meaning too: id -> what it was found by, "words", "meaning" or both."""
    unindexed: int = 0
    """Then: how many statements of the ledger can't be found by meaning, as they are not indexed."""
    notice: str | None = None
    """A sentence on why what was asked for could be searched by words alone, in whole or in part."""


def page(db: Connection, columns: Columns, mask: Mask, after: str | None, limit: int) -> StatementPage:
    """Return the first `limit` statements of the mask that come after the cursor, in the order of `filters.ids`.

    Raises UsageError for a cursor that is none, or a limit that is not 1 to 1000.
    """
    if not 1 <= limit <= MOST:
        raise UsageError(f"limit {limit} is no size of a page: give 1 to {MOST}.")
    found = np.flatnonzero(mask)
    places = columns.place[found]
    if after is not None:
        later = places > _number_of(db, columns, Place.read(after))
        found, places = found[later], places[later]
    if len(found) > limit:
        found = found[np.argpartition(places, limit - 1)[:limit]]
    shown = found[np.argsort(columns.place[found])]
    ids, last = ids_of(db, columns.key[shown].tolist())
    return StatementPage(tuple(reader.rows_of(db, ids)), last.cursor() if last and len(places) > limit else None)


def ids_of(db: Connection, keys: list[int]) -> tuple[list[str], Place | None]:
    """Return the statements' ids, in the order of the keys, and where the last of them stands."""
    statement, article = schema.statement.c, schema.article.c
    joined = schema.statement.join(schema.article, article.id == statement.article_id)
    query = select(statement.key, statement.id, article.published_from, article.id, statement.number)
    rows = {key: rest for key, *rest in db.execute(query.select_from(joined).where(statement.key.in_(keys)))}
    return [rows[key][0] for key in keys], Place(*rows[keys[-1]][1:]) if keys else None


def _number_of(db: Connection, columns: Columns, place: Place) -> int:
    """Return the place as the columns count places; a page that has gone leaves its place behind."""
    article = schema.article.c
    known = select(article.key).where(article.id == place.article_id, article.published_from == place.published_from)
    key = db.execute(known).scalar()
    if key is not None:
        rank = int(columns.articles.rank[np.searchsorted(columns.articles.key, key)])
        return (rank << NUMBER_BITS) | place.number
    same_day = (article.published_from == place.published_from) & (article.id < place.article_id)
    before = select(func.count()).where(or_(article.published_from > place.published_from, same_day))
    return (int(db.execute(before).scalar_one()) << NUMBER_BITS) - 1


def _unknown(cursor: str) -> UsageError:
    return UsageError(f"cursor {cursor!r} is none: give `next` of the page before, or leave it out for the first page.")
