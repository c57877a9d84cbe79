"""Rows in which a ledger keeps who is who across articles: the link stage works them out, the store writes them.

A `home` is a number for what local actors are looked up by that may be one actor. All of a home are redone together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

LocalId = tuple[str, str]
"""(article, local id)."""


class Place(NamedTuple):
    """Who an actor of one article is, why, and with whom that is worked out."""

    article_id: str
    local_id: str
    home: int
    actor_id: str
    basis: str


class NameKey(NamedTuple):
    """An actor of one article by a number for one of its folded names."""

    key: int
    article_id: str
    local_id: str


class Sighting(NamedTuple):
    """Somebody who was seen in an office on a day, or somebody who is named by the office alone."""

    office: int
    """A number for its key."""
    article_id: str
    local_id: str
    day: str
    asked: bool
    """Whether it is named by the office alone."""
    who_article: str | None
    """The first sighting of the person that it is by name; where asked, of the holder, or None where none is found."""
    who_local: str | None

    @property
    def who(self) -> LocalId | None:
        """Return the first sighting of the person."""
        if self.who_article is None or self.who_local is None:
            return None
        return self.who_article, self.who_local


class ProposalRow(NamedTuple):
    """A merge that was not made; `n` is its place among those of its home."""

    home: int
    n: int
    id: str
    score: float
    sightings: int
    record: str


class Replay(NamedTuple):
    """A judgement that was replayed."""

    judgement_id: str
    moment: str
    """When it was made, as it is sorted."""
    homes: str | None
    """The homes of those whom it names, as JSON; None where it names nobody, or more than one of an article."""


class Origin(NamedTuple):
    """What the id of a known actor was made of."""

    id: str
    plain_id: str
    """Its id without regard to namesakes: of those that have it in common, the one seen first has it as its id."""
    first_seen: str
    """The first sighting, as JSON: [day, article, local id]."""
    record: str


@dataclass(frozen=True, slots=True)
class KnownActor:
    """An actor across articles, as a ledger keeps it."""

    id: str
    kind: str
    name: str
    sightings: int
    since: str
    until: str
    record: str
    """All that is known of it, as JSON."""
    names: tuple[frozenset[str], ...]
    """The folded words of each of its names."""
    plain_id: str = ""
    first_seen: str = ""
    """Both as in `Origin`."""


@dataclass(frozen=True, slots=True)
class KnownActors:
    """Actors across articles, all of them or some, and what they are kept up by."""

    actors: Sequence[KnownActor] = ()
    places: Sequence[Place] = ()
    name_keys: Sequence[NameKey] = ()
    sightings: Sequence[Sighting] = ()
    proposals: Sequence[ProposalRow] = ()
    replays: Sequence[Replay] = ()


@dataclass(frozen=True, slots=True)
class ActorChanges:
    """What of the rows that are kept is another by now: those that went, and those that are new or changed."""

    written: KnownActors
    articles: Sequence[str] = ()
    """Whose local actors changed: their name keys, and who of them is who, are written anew."""
    homes: Sequence[int] = ()
    """Whose proposals are written anew."""
    gone_actors: Sequence[str] = ()
    gone_places: Sequence[LocalId] = ()
    gone_sightings: Sequence[tuple[int, str, str]] = ()
    gone_replays: Sequence[str] = ()
    more: int = 0
    """How many more local actors there are now."""


class Stamp(NamedTuple):
    """As of when the actors are kept."""

    changes: int
    """How often a local actor came, went or changed, or a judgement was added."""
    resolved: int | None
    """What that was when the actors were worked out; None where they never were, or not with what is kept now."""
    method: str | None
    places: int
    """How many local actors there were then."""
