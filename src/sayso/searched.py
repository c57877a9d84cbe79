"""The part of an opened ledger that searches: by fields, words and meaning, a page at a time, counted, and by name."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from sayso import actor_views, indexing, searching
from sayso.days import asked_day
from sayso.errors import UsageError, WeightsError
from sayso.link.relations import METHOD
from sayso.link.sides import folded
from sayso.link_records import LinkKind
from sayso.read import now
from sayso.records import StatementRow
from sayso.saved_views import SavedSearches
from sayso.store import Facets, Near, StatementFilter, StatementPage, Store
from sayso.store.relevance import Alone

if TYPE_CHECKING:
    from sayso.model.meaning import MeaningModel

MOST_NAMED = 5
"""Ids that a message names."""

_ACTOR_ID = re.compile("[0-9A-Za-z]{1,16}")
"""How an actor's id may begin: a state's is its code, and all others are hexadecimal digits."""


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
        near in meaning to this sentence alone, of those that have the words of `search`. The best come first then, and
        the page's `why` and `notice` say more.
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
        at_least_one(limit)
        near, _ = self._near(wanted, meaning, None)
        return self._store.newest_arrivals(self._filter(wanted), limit=limit, near=near)

    @property
    def searches(self) -> SavedSearches:
        """Return the searches that were saved by name."""
        return SavedSearches(self._store, self.count, now)

    def newest_arrival(self) -> int:
        """Return the number of the page that came into the ledger last, 0 where none did."""
        return self._store.newest_arrival()

    def looked_at(self, name: str, arrival: int) -> None:
        """Note that somebody has looked at a saved search: what came after that arrival is new."""
        self._store.look_up_to(name, arrival)

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

    def actor_id(self, given: str) -> str:
        """Return the id of the one actor whose id begins so; UsageError where there is none, or several are.

        Raises LedgerBusy as `actor_views.known_id` does.
        """
        alike = _beginning(self._store, given) if given else []
        if len(alike) > 1 and given not in alike:
            named = ", ".join(alike[:MOST_NAMED]) + (", .." if len(alike) > MOST_NAMED else "")
            raise UsageError(f"{given!r} is the beginning of several actors' ids, {named}: give more of it.")
        return actor_views.known_id(self._store, given if given in alike else "".join(alike) or given)

    def count_actors(self, name: str | None = None) -> int:
        """Return how many actors there are, or how many have these words in one of their names."""
        if actor_views.at_hand(self._store) is not None:
            return len(actor_views.actors_named(self._store, name))
        return len(self._store.known_actors(frozenset(folded(name or "").split())))

    def unmatched_actor_judgements(self) -> Collection[str]:
        """Return the ids of the decisions on actors that name nobody yet, or more than one of an article."""
        found = actor_views.at_hand(self._store)
        return found.unmatched if found is not None else self._store.unmatched_actor_judgements()

    def count_waiting(self) -> int:
        """Return how many articles wait to be linked, without loading the network that `count_unlinked` loads."""
        method = _link_method()
        return self._store.count_waiting(method) if method is not None else 0

    def was_linked(self) -> bool:
        """Return whether the ledger holds a link, or once did."""
        return self._store.link_changes() > 0

    def _embedder(self) -> MeaningModel:
        """Load what makes vectors, for those who index."""
        return _meaning()

    def _near(self, wanted: Mapping[str, Any], meaning: bool, like: str | None) -> tuple[Near | None, str | None]:
        if like is not None:
            near = searching.near_alone(self._store, _meaning, like)
            return Alone(near.vector, near.method), None
        if meaning and wanted.get("search"):
            return searching.near_in_meaning(self._store, _meaning, wanted["search"])
        return None, None

    def _filter(self, wanted: Mapping[str, Any]) -> StatementFilter:
        known_fields(wanted, [one.name for one in fields(StatementFilter)])
        for name in ("", "said_"):
            in_order(wanted.get(f"{name}since"), wanted.get(f"{name}until"), name)
        given = {name: wanted[name] for name in ("actor", "target_actor") if wanted.get(name) is not None}
        return StatementFilter(**{**wanted, **{name: self.actor_id(one) for name, one in given.items()}})


def known_fields(wanted: Mapping[str, Any], known: Sequence[str]) -> None:
    """Raise UsageError for a field that is none of those known."""
    for name in wanted:
        if name not in known:
            raise UsageError(f"filter {name!r} is unknown: give {', '.join(known)}.")


def link_kinds(given: Sequence[str]) -> list[LinkKind]:
    """Return the kinds of links that are asked for; UsageError names those there are."""
    known = [kind.value for kind in LinkKind]
    for kind in given:
        if kind not in known:
            raise UsageError(f"kind {kind!r} is unknown: give {', '.join(known)}.")
    return [LinkKind(kind) for kind in given]


def at_least_one(limit: int | None) -> None:
    """Raise UsageError for a limit that leaves nothing, or counts from the end."""
    if limit is not None and limit < 1:
        raise UsageError(f"limit {limit} is too small: give 1 or more.")


def in_order(since: str | None, until: str | None, name: str = "") -> None:
    """Raise UsageError where the days that are asked for end before they begin, or one of them is no date."""
    if since is None or until is None:
        return
    if asked_day(f"{name}since", since)[0] > asked_day(f"{name}until", until)[1]:
        raise UsageError(f"{name}since {since!r} is after {name}until {until!r}: give the earlier one first.")


def _beginning(store: Store, given: str) -> list[str]:
    """Return the ids of known actors that begin so, in order, and no more than it takes to name some of many."""
    if not _ACTOR_ID.fullmatch(given):
        return []
    found = actor_views.at_hand(store)
    if found is not None:
        return sorted(one for one in found.actors if one.startswith(given))
    return list(store.actor_ids_beginning(given, MOST_NAMED + 1))


def _link_method() -> str | None:
    """Return what `link` looks for links by, from the manifests alone; None where there are none."""
    from sayso.model.bundle import shipped, verified_manifest

    try:
        reader, sieve = (verified_manifest(shipped(name), ()) for name in ("pairs", "sieve"))
        return f"{METHOD}, {reader['name']} {reader['version']}-{sieve['version']}"
    except (KeyError, TypeError, WeightsError):  # who only asks needs no weights
        return None


def _meaning() -> MeaningModel:
    from sayso.model.meaning import load  # imported late: a program that only asks a ledger needs no model

    return load()
