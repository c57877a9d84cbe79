"""What is found by words and by meaning in one list, the best first.

Two lists are made one by reciprocal rank fusion: a statement has from each list 1 / (60 + its rank), and what is in
both comes first (Cormack, Clarke and Büttcher, "Reciprocal Rank Fusion outperforms Condorcet and individual Rank
Learning Methods", SIGIR 2009, section 2). Ranks need no common scale, which BM25 and a cosine do not have.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from threading import Lock

import numpy as np
from sqlalchemy import Connection, select

from sayso.actor_rows import Stamp
from sayso.errors import UsageError
from sayso.records import StatementRow
from sayso.store import known_actors, paging, reader, schema
from sayso.store.columns import Columns, Ints, numbers
from sayso.store.dialects import best_first, joined
from sayso.store.filters import StatementFilter
from sayso.store.matching import matching
from sayso.store.nearest import MOST, Near, nearest
from sayso.store.paging import StatementPage
from sayso.store.recent import Mask
from sayso.store.vectors import Vectors
from sayso.store.words import any_order

CONSTANT = 60
"""k of the paper, which found it to matter little."""
RANKED = 50_000
"""Where words stand in more statements than that, the newest are in front: BM25 would take long, and tell little."""
KEPT = 8
"""Searches kept: of a million statements one takes a megabyte."""
WORDS, MEANING = "words", "meaning"

_CURSOR = re.compile(r"best-(\d{1,6})", re.ASCII)
_Asked = tuple[StatementFilter, type[Near], str, bytes, Stamp | None]


@dataclass(frozen=True, slots=True, eq=False)
class Alone(Near):
    """What is asked for by its meaning alone: where there are words too, they narrow it down as other fields do."""


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """What is found, by its place in the columns."""

    by_words: Mask
    by_meaning: Ints
    """The nearest first."""
    best: Ints
    """Some hundred that are in front, the best first; the rest of what is found by words follows, newest first."""
    unindexed: int
    """How many statements of the ledger can't be found by meaning."""

    @property
    def mask(self) -> Mask:
        """Return for each statement whether it is found."""
        mask = self.by_words.copy()
        mask[self.by_meaning] = True
        return mask


def found(db: Connection, columns: Columns, vectors: Vectors, wanted: StatementFilter, near: Near) -> Found:
    """Return what a filter finds if statements near in meaning are found as well as those that have its words.

    Without words it is those near in meaning alone; for `Alone`, those of them that have the words. Raises UsageError
    as `matching` does.
    """
    words = wanted.search if not isinstance(near, Alone) else None
    every = matching(db, columns, wanted if words is None else replace(wanted, search=None))
    by_words = matching(db, columns, wanted) if words is not None else np.zeros(len(every), bool)
    by_meaning = nearest(vectors, columns, every, near)
    ranked = _by_bm25(db, columns, words, by_words) if words is not None else by_meaning[:0]
    held = len(vectors) if vectors.method == near.method else 0
    return Found(by_words, by_meaning, fused(ranked, by_meaning), len(columns.key) - held)


class FoundCache:
    """What was found last, of one state of the ledger: a page and its counts are one search. Threads may share it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: OrderedDict[_Asked, tuple[Columns, Vectors, Found]] = OrderedDict()

    def get(self, db: Connection, columns: Columns, vectors: Vectors, wanted: StatementFilter, near: Near) -> Found:
        """Return what `found` returns, from memory where columns, vectors and actors are those it was found in."""
        asked = (wanted, type(near), near.method, near.vector.tobytes(), _actors_as_of(db, wanted))
        with self._lock:
            kept = self._kept.get(asked)
        if kept is not None and kept[0] is columns and kept[1] is vectors:
            return kept[2]
        answer = found(db, columns, vectors, wanted, near)
        with self._lock:
            self._kept[asked] = (columns, vectors, answer)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return answer


def _actors_as_of(db: Connection, wanted: StatementFilter) -> Stamp | None:
    """Return as of when actors are kept, if the filter asks for one: to merge or split them changes no column."""
    return known_actors.stamp(db) if wanted.actor is not None or wanted.target_actor is not None else None


def fused(*lists: Ints) -> Ints:
    """Return what is in the lists, the best first by reciprocal rank fusion; of equals the first seen.

    >>> fused(np.array([7, 3, 9]), np.array([3, 5])).tolist()
    [3, 7, 5, 9]
    """
    scores: dict[int, float] = {}
    for one in lists:
        for rank, place in enumerate(one.tolist(), 1):
            scores[place] = scores.get(place, 0.0) + 1 / (CONSTANT + rank)
    return np.array(sorted(scores, key=lambda place: -scores[place]), np.int64)


def page(db: Connection, columns: Columns, found: Found, after: str | None, limit: int) -> StatementPage:
    """Return up to `limit` of what is found after the cursor, the best first, and why each is.

    The ranks are those of the ledger as it is: what is added meanwhile may move what comes after.
    """
    if not 1 <= limit <= paging.MOST:
        raise UsageError(f"limit {limit} is no size of a page: give 1 to {paging.MOST}.")
    cursor = _CURSOR.fullmatch(after) if after is not None else None
    start = int(cursor[1]) if cursor else 0 if after is None else len(found.best)
    rows, places = _rows(db, columns, found.best[start : start + limit])
    rest = found.by_words.copy()
    rest[found.best] = False
    further: str | None = f"best-{start + limit}"
    if len(rows) < limit:
        last = paging.page(db, columns, rest, after if cursor is None else None, limit - len(rows))
        rows, further = [*rows, *last.rows], last.next
    elif start + limit >= len(found.best) and not rest.any():
        further = None
    both = dict(zip((row.id for row in rows), places, strict=False))
    meant = set(found.by_meaning.tolist())
    why = {row.id: _why(both.get(row.id), found.by_words, meant) for row in rows}
    return StatementPage(tuple(rows), further, why, found.unindexed)


def _why(place: int | None, by_words: Mask, by_meaning: set[int]) -> tuple[str, ...]:
    if place is None:  # what follows the best has the words
        return (WORDS,)
    return tuple(name for name, holds in ((WORDS, by_words[place]), (MEANING, place in by_meaning)) if holds)


def _rows(db: Connection, columns: Columns, places: Ints) -> tuple[list[StatementRow], Sequence[int]]:
    ids, _ = paging.ids_of(db, columns.key[places].tolist())
    return reader.rows_of(db, ids), places.tolist()


def _by_bm25(db: Connection, columns: Columns, typed: str, mask: Mask) -> Ints:
    """Return where those of the mask stand that have the words, the best by BM25 first: at most MOST."""
    having = np.flatnonzero(mask)
    if len(having) > RANKED:
        newest = having[np.argpartition(columns.place[having], MOST)[:MOST]]
        return newest[np.argsort(columns.place[newest])]
    ranked = best_first(db, schema.statement_words, any_order(typed, "content_text")).subquery()
    keys = numbers(db.execute(select(joined(ranked.c.rowid))).scalar())
    places = np.searchsorted(columns.key, keys)
    return places[mask[places]][:MOST]
