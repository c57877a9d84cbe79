"""The part of a ledger that keeps what searches go by: saved ones, and what statements mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sayso.store import saved_searches, vectors
from sayso.store.opened import Opened
from sayso.store.saved_searches import SavedSearch
from sayso.store.vectors import Waiting


class SavedLedger(Opened):
    """Searches by name, and the vectors that a search by meaning compares."""

    def save_search(self, name: str, asked: Mapping[str, Any], made: str) -> SavedSearch:
        """Save a search under a new name, as looked at now. Raises UsageError for a name that can't be used."""
        with self._write() as db:
            return saved_searches.put(db, name, asked, made)

    def saved_searches(self) -> Sequence[SavedSearch]:
        """Return all saved searches, by name."""
        with self._read() as db:
            return saved_searches.every(db)

    def saved_search(self, name: str) -> SavedSearch:
        """Return the search of that name; UsageError where there is none."""
        with self._read() as db:
            return saved_searches.by_name(db, name)

    def rename_search(self, name: str, new: str) -> str:
        """Give a search another name, and return it as it is kept. Raises UsageError as `save_search` does."""
        with self._write() as db:
            return saved_searches.rename(db, name, new)

    def delete_search(self, name: str) -> None:
        """Take a search away; UsageError where there is none."""
        with self._write() as db:
            saved_searches.remove(db, name)

    def look_at_search(self, name: str) -> SavedSearch:
        """Note that somebody looks at a search now, and return it as it was before."""
        with self._write() as db:
            return saved_searches.look(db, name)

    def look_up_to(self, name: str, arrival: int) -> None:
        """Note that somebody has looked at a search up to an arrival."""
        with self._write() as db:
            saved_searches.look_up_to(db, name, arrival)

    def newest_arrival(self) -> int:
        """Return the number of the document that came last, 0 where none did."""
        with self._read() as db:
            return saved_searches.newest_arrival(db)

    def vector_method(self) -> str | None:
        """Return what the vectors were made by, or None where there are none."""
        with self._read() as db:
            return vectors.method(db)

    def without_vector(self, method: str, after: int, limit: int) -> Sequence[Waiting]:
        """Return statements without a vector of this method whose key is greater than `after`, by key."""
        with self._read() as db:
            return vectors.waiting(db, method, after, limit)

    def count_without_vector(self, method: str) -> int:
        """Return how many there are."""
        with self._read() as db:
            return vectors.count_waiting(db, method)

    def put_vectors(self, method: str, made: Iterable[tuple[Waiting, bytes]]) -> None:
        """Write vectors; those of another method are taken away."""
        with self._write() as db:
            vectors.put(db, method, made)
