"""What a watcher tells while it works."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.keeping import Known, Stored
from sayso.linking import Linked
from sayso.records import Failure


@dataclass(frozen=True, slots=True)
class Polled:
    """A feed was asked; `found` items are new. With an `error` it could not be had, and is asked again at `next`."""

    url: str
    found: int
    next: str
    error: str | None = None


@dataclass(frozen=True, slots=True)
class ItemPutOff:
    """A page could not be had, and is tried again at `next`."""

    origin: str
    reason: str
    next: str


@dataclass(frozen=True, slots=True)
class Resting:
    """Nothing is to be done until then; with a `reason`, nothing can be."""

    until: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Indexed:
    """So many statements were indexed by what they mean; `waiting` more are, after the next rounds."""

    statements: int
    waiting: int


@dataclass(frozen=True, slots=True)
class NotIndexed:
    """New statements can't be indexed by what they mean, for this reason; all else goes on."""

    reason: str


Event = Polled | ItemPutOff | Resting | Stored | Known | Failure | Linked | Indexed | NotIndexed
