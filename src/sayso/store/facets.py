"""How many statements a filter finds, and how they spread over speakers, targets, outlets, acts and months."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from sqlalchemy import Connection, Text, bindparam, select

from sayso.store import schema
from sayso.store.cells import json_text
from sayso.store.columns import Codes, Columns, Ints
from sayso.store.dialects import listed
from sayso.store.recent import Mask

MOST_ALIKE = 200
"""Of values that are as frequent as the last one shown, the first by name are shown: of this many, the first seen.

Of as many as are shown, where those are more.
"""


@dataclass(frozen=True, slots=True)
class FacetCount:
    """A value, and how many of the statements have it."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to divide the statements: the most frequent values, and what is not among them."""

    values: tuple[FacetCount, ...] = ()
    """The most frequent first; of equals the first by name."""
    others: int = 0
    """How many further values there are."""
    rest: int = 0
    """The sum of their counts."""
    unknown: int = 0
    """How many statements have no value: no resolved outlet, no act."""


@dataclass(frozen=True, slots=True)
class Facets:
    """What a filter finds, counted. Counts of a facet are of statements, copies among them."""

    statements: int
    without_copies: int
    """The same, but each group of copies counts once, whether or not all of the group is found."""
    speaker: Facet
    """By `said_by`: the resolved name, or else the words of the source."""
    target: Facet
    """By the names of those at whom the act is aimed: a statement aimed at two counts for both."""
    outlet: Facet
    act: Facet
    manner: Facet
    language: Facet
    """Of the page."""
    months: tuple[FacetCount, ...]
    """Those in which the pages were published, `2031-05`, the earliest first, none without a statement."""
    undated: int
    """How many stand on pages of which the month is not known."""


def facets(db: Connection, columns: Columns, mask: Mask, top: int) -> Facets:
    """Return the counts of the statements in the mask, with the `top` values of each facet."""
    found = np.flatnonzero(mask)
    pages = np.bincount(columns.article[found], minlength=len(columns.articles.key))
    months, undated = _months(columns, pages)
    return Facets(
        statements=len(found),
        without_copies=_distinct(columns.group[found], len(mask)),
        speaker=_facet(db, np.bincount(columns.speaker[found]), top),
        target=_targets(db, columns, mask, top),
        outlet=_facet(db, _weighed(columns.articles.outlet, pages), top),
        act=_facet(db, np.bincount(columns.act[found]), top),
        manner=_facet(db, np.bincount(columns.manner[found]), top),
        language=_facet(db, _weighed(columns.articles.language, pages), top),
        months=months,
        undated=undated,
    )


def _facet(db: Connection, counts: Ints, top: int) -> Facet:
    """Return the facet of which `counts[code]` is how often a value comes; code 0 is none."""
    known = counts.copy()
    known[:1] = 0
    values = _named(db, known, top)
    return Facet(
        values,
        others=int(np.count_nonzero(known)) - len(values),
        rest=int(known.sum()) - sum(one.count for one in values),
        unknown=int(counts[:1].sum()),
    )


def _targets(db: Connection, columns: Columns, mask: Mask, top: int) -> Facet:
    aimed = mask[columns.aimed]
    without = int(np.count_nonzero(mask)) - _distinct(columns.aimed[aimed], len(mask))
    found = _facet(db, np.bincount(columns.target[aimed]), top)
    return Facet(found.values, found.others, found.rest, unknown=without)


_NAMES = select(schema.facet_value.c.value, schema.facet_value.c.code).where(
    listed(schema.facet_value.c.code, bindparam("codes", type_=Text))
)
"""Built once, and with one parameter: six such queries with a list each took longer than the counting."""


def _named(db: Connection, counts: Ints, top: int) -> tuple[FacetCount, ...]:
    codes = _most(counts, top)
    names = db.execute(_NAMES, {"codes": json_text(codes.tolist())})
    found = sorted((-int(counts[code]), value) for value, code in names)
    return tuple(FacetCount(value, -count) for count, value in found[:top])


def _most(counts: Ints, top: int) -> Ints:
    """Return the codes that may be among the `top`: the most frequent, and some that are as frequent as the last."""
    codes = np.flatnonzero(counts)
    if len(codes) <= top:
        return codes
    held = counts[codes]
    least = np.partition(held, len(held) - top)[len(held) - top]
    return np.concatenate([codes[held > least], codes[held == least][: max(MOST_ALIKE, top)]])


def _weighed(codes: Codes | Ints, weights: Ints) -> Ints:
    # Sums of counts are whole and far below 2^53: a float holds them exactly.
    return np.bincount(codes, weights).astype(np.int64)


def _months(columns: Columns, pages: Ints) -> tuple[tuple[FacetCount, ...], int]:
    first, last = columns.articles.published_from // 100, columns.articles.published_to // 100
    # A year, or an interval across two months, is no month.
    month, of_page = np.unique(np.where(first == last, first, 0), return_inverse=True)
    counts = _weighed(of_page, pages)
    found = [(int(one), int(count)) for one, count in zip(month, counts, strict=True) if count]
    dated = tuple(FacetCount(f"{one // 100:04d}-{one % 100:02d}", count) for one, count in found if one)
    return dated, sum(count for one, count in found if not one)


def _distinct(places: Codes, size: int) -> int:
    seen = np.zeros(size, bool)
    seen[places] = True
    return int(np.count_nonzero(seen))
