"""The part of a ledger that searches: pages of what a filter finds, and how that spreads over facets."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from sqlalchemy import Connection, Engine

from sayso.errors import UsageError
from sayso.records import StatementRow
from sayso.store import arrivals, facets, paging, relevance
from sayso.store.columns import ColumnCache, Columns
from sayso.store.connection import spoken
from sayso.store.facets import Facets
from sayso.store.filters import StatementFilter
from sayso.store.matching import matching
from sayso.store.nearest import Near
from sayso.store.opened import Opened
from sayso.store.paging import StatementPage
from sayso.store.places import Place
from sayso.store.recent import Mask
from sayso.store.vectors import VectorCache


class SearchLedger(Opened):
    """What is asked by a browser: many searches of one ledger, each with its counts."""

    def __init__(self, engine: Engine, path: Place) -> None:
        super().__init__(engine, path)
        self._columns = ColumnCache()
        self._vectors = VectorCache()
        self._found = relevance.FoundCache()

    def statement_page(
        self,
        wanted: StatementFilter | None = None,
        *,
        after: str | None = None,
        limit: int = 50,
        near: Near | None = None,
    ) -> StatementPage:
        """Return up to `limit` statements after the cursor, in the order of `statements`, and the next cursor.

        They are those committed; the filter's own `limit` is passed over. Joined, the pages are what `statements`
        gives, and what is added meanwhile moves none of them. With `near`, statements near in meaning are found too,
        and the best come first (`sayso.store.relevance`). Raises UsageError for a filter, a cursor or a limit that
        can't be meant.
        """
        if near is not None:
            with self._searching_by_meaning(wanted, near) as (db, columns, found):
                return relevance.page(db, columns, found, after, limit)
        with self._searching(wanted) as (db, columns, mask):
            return paging.page(db, columns, mask, after, limit)

    def facets(self, wanted: StatementFilter | None = None, *, top: int = 10, near: Near | None = None) -> Facets:
        """Return how many statements there are, and the `top` values of each facet with their counts.

        They are those committed; `limit` is passed over. The first search of a large ledger reads some columns of it
        into memory (two to four seconds for a million statements); after a write, what changed is read again, which
        takes half a second.
        """
        if top < 1:
            raise UsageError(f"top {top} is too small: give 1 or more.")
        if near is not None:
            with self._searching_by_meaning(wanted, near) as (db, columns, found):
                return facets.facets(db, columns, found.mask, top)
        with self._searching(wanted) as (db, columns, mask):
            return facets.facets(db, columns, mask, top)

    def count(self, wanted: StatementFilter | None = None, *, near: Near | None = None) -> int:
        """Return how many statements there are; `near` as above."""
        if near is not None:
            with self._searching_by_meaning(wanted, near) as (_, _, found):
                return int(np.count_nonzero(found.mask))
        with self._searching(wanted) as (_, _, mask):
            return int(np.count_nonzero(mask))

    def newest_arrivals(
        self, wanted: StatementFilter | None = None, *, limit: int = 50, near: Near | None = None
    ) -> list[StatementRow]:
        """Return up to `limit` statements, those of the page that came into the ledger last first; `near` as above."""
        if near is not None:
            with self._searching_by_meaning(wanted, near) as (db, columns, found):
                return arrivals.newest(db, columns, found.mask, limit)
        with self._searching(wanted) as (db, columns, mask):
            return arrivals.newest(db, columns, mask, limit)

    @contextmanager
    def _searching(self, wanted: StatementFilter | None) -> Iterator[tuple[Connection, Columns, Mask]]:
        # Never within an open batch: what is rolled back must not stay in the columns.
        with spoken(self.path), self._engine.connect() as db:
            columns = self._columns.at(db)
            yield db, columns, matching(db, columns, wanted or StatementFilter())

    @contextmanager
    def _searching_by_meaning(
        self, wanted: StatementFilter | None, near: Near
    ) -> Iterator[tuple[Connection, Columns, relevance.Found]]:
        with spoken(self.path), self._engine.connect() as db:
            columns, vectors = self._columns.at(db), self._vectors.at(db)
            yield db, columns, self._found.get(db, columns, vectors, wanted or StatementFilter(), near)
