"""The records of actors across articles. Frozen; days are ISO 8601, the first of a month or year if no more is known.

LocalActor   one actor of one article, as it was seen there        reading ->
Sightings    many local actors that look alike, summed up          sightings ->
Resolution   which of them are one actor, and what is in doubt     resolve
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, Protocol


class StateNames(Protocol):
    """What is asked of a table of states; `sayso.resolve.states.states()` is one."""

    def code(self, words: str) -> str | None:
        """Return the ISO 3166-1 alpha-3 code that a name, a demonym or a seat of government stands for."""

    def affiliation(self, words: str) -> str | None:
        """Return the code of the state that a name, a demonym or a house of government belongs to."""


class LocalKey(NamedTuple):
    """Where a local actor is found: a state's code is the same in every article, so an id alone is not enough."""

    article_id: str
    local_id: str


class Office(NamedTuple):
    """A title and the body in which it is held: a state's code, a region or an organisation in folded words, or ""."""

    title: str
    body: str = ""


@dataclass(frozen=True, slots=True)
class LocalActor:
    """One actor of one article."""

    id: str
    """`Speaker.id`: a state's code, or an id within the article."""
    article_id: str
    name: str
    """The fullest name that the article gives, or the words for somebody whom it doesn't name."""
    kind: str
    """person, organisation, state, group, unnamed or several."""
    also: tuple[str, ...] = ()
    """Other names that the article gives it, sorted."""
    affiliation: tuple[str, ...] = ()
    """Codes of states, sorted."""
    offices: tuple[Office, ...] = ()
    """Those that it holds as the article has it, sorted; not those once held."""
    once: tuple[Office, ...] = ()
    """Those that it once held: former president; sorted."""
    day: str | None = None
    """The article's day; the first that it may be, where no more than a month, a year or an interval is known."""
    beside: frozenset[str] = frozenset()
    """The folded full names of the people who are mentioned in the same article."""
    outlet: str | None = None
    last_day: str | None = None
    """The last day that it may be; None where the day itself is known."""
    key: LocalKey = field(init=False, repr=False, compare=False)
    """Where it is found; made once, as it is asked for at every step."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", LocalKey(self.article_id, self.id))

    @property
    def known_day(self) -> str | None:
        """Return the article's day if it is known to the day: offices change hands within a month.

        >>> LocalActor("x", "a", "Lund", "person", day="2031-01-01", last_day="2031-12-31").known_day is None
        True
        """
        return self.day if self.last_day is None else None


class Basis(StrEnum):
    """Why a local actor is the actor that it is given to."""

    CODE = "code"
    """A state's ISO code."""
    TABLE = "table"
    """A name in the table of actors."""
    NAME = "name"
    """The same full name, and nothing against it."""
    SPELLING = "spelling"
    """A name spelled otherwise, and something that speaks for it."""
    SURNAME = "surname"
    """A surname, acronym or shorter name that one actor alone can bear."""
    OFFICE = "office"
    """The one who was seen in the office around that day."""
    JUDGEMENT = "judgement"
    """A person said so."""
    DOUBT = "doubt"
    """More than one may be meant, or too little speaks for the only one: it stands alone."""
    ALONE = "alone"
    """Nobody else looks like it, or it has no name that holds beyond its article."""


class Tenure(NamedTuple):
    """An office, and the first and the last day on which somebody was seen in it; "" where no sighting had a day."""

    office: Office
    since: str
    until: str
    sightings: int
    """In how many articles; one alone may be a slip of the reading."""


@dataclass(frozen=True, slots=True)
class Actor:
    """One actor across articles."""

    id: str
    kind: str
    name: str
    """As a person renamed it, or as the table has it, or the full name that was seen most."""
    names: tuple[str, ...]
    """All names seen, sorted."""
    affiliation: tuple[str, ...] = ()
    """Codes of states, sorted: those seen at least a third as often as the one that was seen most."""
    tenures: tuple[Tenure, ...] = ()
    sightings: int = 0
    """Local actors, of which each article has at most some."""
    since: str = ""
    until: str = ""
    """The first and the last day of its articles; "" where none has a day."""
    wikidata: str | None = None
    """A QID, where the table gives one."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A merge that was not made, for a person to judge."""

    id: str
    one: LocalKey
    """The first sighting of those in doubt."""
    name: str
    other: LocalKey
    """The first sighting of the actor that they may be."""
    other_name: str
    sightings: int
    """How many local actors are in the same doubt."""
    score: float
    """0..1, rounded to two decimals: an order to judge in, no probability."""
    reason: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """Which local actors are one. A function of the set of local actors and of the judgements."""

    actors: Mapping[str, Actor]
    of: Mapping[LocalKey, str]
    """A local actor -> its actor's id."""
    basis: Mapping[LocalKey, Basis]
    proposals: tuple[Proposal, ...] = ()
    """The highest score first."""
    unmatched: tuple[str, ...] = ()
    """Ids of judgements that name nobody among the local actors, or, in their article, more than one."""
