"""The part of an opened ledger that searches: by fields, words and meaning, a page at a time, counted, and by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from sayso import actor_views, indexing, searching
from sayso.errors import UsageError
from sayso.read import now
from sayso.records import StatementRow
from sayso.saved_views import SavedSearches
from sayso.store import Facets, Near, StatementFilter, StatementPage, Store

if TYPE_CHECKING:
    from sayso.model.meaning import MeaningModel


class SearchedLedger:
    """What `sayso.library.Ledger` is asked for by a search."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def statement_page(
        self,
        *,
        after: str | None = None,
        limit: int = 50,
        meaning: bool = False,
        like: str | None = None,
        **wanted: Any,  # noqa: ANN401 - as for statements
    ) -> StatementPage:
        """Return up to `limit` statements after a cursor, and the next cursor; the fields are those of `statements`.

        With `meaning`, statements that say what `search` says in other words are found too; with `like`, statements
        near in meaning to this sentence alone. The best come first then, and the page's `why` and `notice` say more.
        """
        near, notice = self._near(wanted, meaning, like)
        page = self._store.statement_page(self._filter(wanted), after=after, limit=limit, near=near)
        return replace(page, notice=notice or searching.notice_of(page))

    def facets(self, *, top: int = 10, meaning: bool = False, like: str | None = None, **wanted: Any) -> Facets:  # noqa: ANN401 - as for statements
        """Return how what `statement_page` finds spreads over speakers, targets, outlets, acts, manners and months."""
        near, _ = self._near(wanted, meaning, like)
        return self._store.facets(self._filter(wanted), top=top, near=near)

    def count(self, *, meaning: bool = False, **wanted: Any) -> int:  # noqa: ANN401 - as for statements
        """Return how many statements `statement_page` finds."""
        near, _ = self._near(wanted, meaning, None)
        return self._store.count(self._filter(wanted), near=near)

    def newest_arrivals(self, *, limit: int = 50, meaning: bool = False, **wanted: Any) -> list[StatementRow]:  # noqa: ANN401 - as for statements
        """Return up to `limit` of what `statement_page` finds, those of the page that came last first."""
        near, _ = self._near(wanted, meaning, None)
        return self._store.newest_arrivals(self._filter(wanted), limit=limit, near=near)

    @property
    def searches(self) -> SavedSearches:
        """Return the searches that were saved by name."""
        return SavedSearches(self._store, self.count, now)

    def index(self, *, on_event: Callable[[int], None] | None = None) -> int:
        """Index by meaning all statements that are not yet; `on_event` gets how many at a time. Return how many."""
        made = 0
        for number in indexing.index_waiting(self._store, _meaning()):
            made += number
            if on_event is not None:
                on_event(number)
        return made

    def count_unindexed(self) -> int:
        """Return how many statements are not indexed by their meaning yet."""
        return self._store.count_without_vector(_meaning().method)

    def _embedder(self) -> MeaningModel:
        """Load what makes vectors, for those who index."""
        return _meaning()

    def _near(self, wanted: Mapping[str, Any], meaning: bool, like: str | None) -> tuple[Near | None, str | None]:
        if like is not None:
            return searching.near_alone(self._store, _meaning, like), None
        if meaning and wanted.get("search"):
            return searching.near_in_meaning(self._store, _meaning, wanted["search"])
        return None, None

    def _filter(self, wanted: Mapping[str, Any]) -> StatementFilter:
        known_fields(wanted, [one.name for one in fields(StatementFilter)])
        for name in ("actor", "target_actor"):
            if wanted.get(name) is not None:
                actor_views.known_id(self._store, wanted[name])
        return StatementFilter(**wanted)


def known_fields(wanted: Mapping[str, Any], known: Sequence[str]) -> None:
    """Raise UsageError for a field that is none of those known."""
    for name in wanted:
        if name not in known:
            raise UsageError(f"filter {name!r} is unknown: give {', '.join(known)}.")


def _meaning() -> MeaningModel:
    from sayso.model.meaning import load  # imported late: a program that only asks a ledger needs no model

    return load()
