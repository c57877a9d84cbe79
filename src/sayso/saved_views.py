"""Searches that were saved by name: what each asks for, and how much is new since somebody looked at it.

New is what stands on pages that came into the ledger since: what was only read again is not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Protocol

from sayso.errors import LedgerBusy, UsageError
from sayso.store import SavedSearch, StatementFilter, Store

LEFT_OUT = ("arrived_after", "article_id", "limit", "nested")
"""Fields of a filter that an address doesn't hold: a saved search is one that a browser can show, too."""


class Count(Protocol):
    """How much a search finds, as `Ledger.count` tells it."""

    def __call__(self, *, meaning: bool = False, **wanted: Any) -> int:  # noqa: ANN401 - a filter's fields
        """Return how many statements."""
        ...


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved search."""

    name: str
    wanted: Mapping[str, Any]
    """The fields of the filter, as `Ledger.statement_page` takes them."""
    meaning: bool
    """Whether it goes by meaning too."""
    made: str
    looked: int
    """What `arrived_after` must be for what is new."""

    @property
    def asked(self) -> dict[str, Any]:
        """Return what `Ledger.statement_page` is to be asked."""
        return {**self.wanted, "meaning": self.meaning}

    @property
    def asked_for_new(self) -> dict[str, Any]:
        """Return the same of what is new alone."""
        return {**self.asked, "arrived_after": self.looked}


@dataclass(frozen=True, slots=True)
class Counted:
    """A saved search with what it finds."""

    search: Saved
    found: int
    new: int
    """Both 0 where the search can't be meant any more."""
    wrong: str | None = None
    """Why it can't: the actor that it asks for is another one by now."""


class SavedSearches:
    """The saved searches of a ledger. Names are compared as they are written, but for spaces around and between."""

    def __init__(self, store: Store, count: Count, now: Callable[[], str]) -> None:
        self._store, self._count, self._now = store, count, now

    def save(self, name: str, *, meaning: bool = False, **wanted: Any) -> Saved:  # noqa: ANN401 - a filter's fields
        """Save a search under a new name. Raises UsageError for a name that can't be used, or a field or a value."""
        known = [one.name for one in fields(StatementFilter) if one.name not in LEFT_OUT]
        given = {field: value for field, value in wanted.items() if value is not None}
        for field in given:
            if field not in known:
                raise UsageError(f"{field!r} can't be saved with a search: give {', '.join(known)}.")
        self._count(meaning=meaning, **given)  # what can't be meant is told now, not when it is looked at
        return _of(self._store.save_search(name, {**given, "meaning": meaning}, self._now()))

    def every(self) -> list[Saved]:
        """Return all of them, by name."""
        return [_of(one) for one in self._store.saved_searches()]

    def counted(self) -> list[Counted]:
        """Return all of them, by name, each with how much it finds and how much of that is new, or what is wrong."""
        return [self._counted(one) for one in self.every()]

    def named(self, name: str) -> Saved:
        """Return the one of that name; UsageError where there is none."""
        return _of(self._store.saved_search(name))

    def look(self, name: str) -> Saved:
        """Note that somebody looks at one, and return it as it was: `asked_for_new` is what was new until now."""
        return _of(self._store.look_at_search(name))

    def rename(self, name: str, new: str) -> Saved:
        """Give one another name. Raises UsageError where that can't be used."""
        return self.named(self._store.rename_search(name, new))

    def delete(self, name: str) -> None:
        """Take one away; UsageError where there is none."""
        self._store.delete_search(name)

    def _counted(self, one: Saved) -> Counted:
        try:
            found, new = (self._count(**asked) for asked in (one.asked, one.asked_for_new))
        except (LedgerBusy, UsageError) as error:
            return Counted(one, 0, 0, str(error))
        return Counted(one, found, new)


def saved_object(one: Counted) -> dict[str, Any]:
    """Return a saved search as it is printed: without counts, and with what is wrong, where it can't be meant."""
    told = asdict(replace(one.search, wanted=dict(one.search.wanted)))
    found, new = (None, None) if one.wrong else (one.found, one.new)
    return {**told, "found": found, "new": new, "wrong": one.wrong}


def _of(kept: SavedSearch) -> Saved:
    wanted = {name: value for name, value in kept.asked.items() if name != "meaning"}
    return Saved(kept.name, wanted, bool(kept.asked.get("meaning")), kept.made, kept.looked)
