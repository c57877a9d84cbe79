"""Groups of looks that are one actor: what is known of them, what speaks for and against another look's being it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sayso.link.actors.names import PersonName, person_name
from sayso.link.actors.offices import fields_far_apart
from sayso.link.actors.records import Basis, LocalKey, Office
from sayso.link.actors.sightings import First, Sightings, hashed

SHARED = 2
"""So many names beside both outweigh what is against two looks' being one, or speak for it."""
LITTLE_KNOWN = 10
"""A name that an article leaves unexplained takes the reader to know its bearer: whoever was seen less than a tenth as
often as another bearer is not meant. (`Orr` is the president, not her cousin whom one article names.)"""
REGIONAL = frozenset(("governor", "senator", "representative", "lieutenant governor", "mayor"))
"""Offices of a region: whoever holds it for another is mostly another."""


@dataclass(slots=True, eq=False)
class Group:
    """Looks that are one actor."""

    some: list[Sightings]
    names: set[PersonName]
    codes: set[str]
    offices: set[Office]
    beside: frozenset[int]
    count: int
    first: First
    basis: dict[int, Basis] = field(default_factory=dict)
    """The place of a look in `some` -> why it is here; NAME where nothing is said."""

    @classmethod
    def of(cls, one: Sightings) -> Group:
        """Return a group of one look."""
        look = one.look
        return cls(
            [one],
            {person_name(look.name)},
            set(look.codes),
            {*look.offices, *look.once},
            one.beside,
            one.count,
            one.first,
        )

    def join(self, other: Group, basis: Basis = Basis.NAME) -> None:
        """Take up the looks of another group."""
        start = len(self.some)
        self.basis |= {start + n: other.basis.get(n, basis) for n in range(len(other.some))}
        self.some += other.some
        self.names |= other.names
        self.codes |= other.codes
        self.offices |= other.offices
        self.beside |= other.beside
        self.count += other.count
        self.first = min(self.first, other.first)

    @property
    def entry(self) -> str:
        """Return the key of its entry in the table, or ""."""
        return max(one.look.entry for one in self.some)

    @property
    def shown(self) -> str:
        """Return the name that is seen most; of several the longest, then the first in the alphabet."""
        tally: dict[str, int] = {}
        for one in self.some:
            tally[one.look.shown] = tally.get(one.look.shown, 0) + one.count
        return min(tally, key=lambda name: (-tally[name], -len(name), name))

    def key(self) -> LocalKey:
        """Return its first sighting."""
        return self.first.key


def shared(one: frozenset[int], other: frozenset[int]) -> int:
    """Return how many names stand beside both."""
    return len(one & other)


def against(one: Group, other: Group) -> str | None:
    """Return what is against the two groups' being one actor, in words, or None.

    Names beside both outweigh it, unless the two stand in one article as two.
    """
    if (one.beside or other.beside) and _both_in_one_article(one, other):
        return "both stand in one article"
    if shared(one.beside, other.beside) >= SHARED:
        return None
    if one.codes and other.codes and not one.codes & other.codes:
        return f"one is of {_list(one.codes)}, the other of {_list(other.codes)}"
    if not one.offices or not other.offices:
        return None
    if fields_far_apart(sorted(one.offices), sorted(other.offices)):
        return f"one is {_titles(one.offices)}, the other {_titles(other.offices)}"
    return _other_region(one, other)


def support(one: Group, other: Group) -> str | None:
    """Return what speaks for the two groups' being one beside their names, in words, or None."""
    if (n := shared(one.beside, other.beside)) >= SHARED:
        return f"{n} names beside both"
    if both := {office for office in one.offices & other.offices if office.body}:
        return f"both are {_titles(both)}"
    if both_of := one.codes & other.codes:
        return f"both are of {_list(both_of)}"
    return None


def prominent(groups: Sequence[Group]) -> list[Group]:
    """Return the groups without those that are little known beside another."""
    most = max((group.count for group in groups), default=0)
    return [group for group in groups if group.count * LITTLE_KNOWN >= most]


def _both_in_one_article(one: Group, other: Group) -> bool:
    """Return whether an article tells them apart by a suffix, a spelling, or a surname alone beside a whole name.

    Where one whole name is the other's with a name less, the article has more likely been read wrongly.
    """
    return any(
        hashed(b.whole) in one.beside or hashed(a.whole) in other.beside
        for a in one.names
        for b in other.names
        if a.surname != b.surname or a.suffix != b.suffix or bool(a.given) != bool(b.given)
    )


def _other_region(one: Group, other: Group) -> str | None:
    for title in sorted(REGIONAL):
        a, b = ({of.body for of in group.offices if of.title == title and of.body.islower()} for group in (one, other))
        if a and b and not a & b:
            return f"one is {title} of {_list(a)}, the other of {_list(b)}"
    return None


def _list(some: Iterable[str]) -> str:
    return " and ".join(sorted(some))


def _titles(offices: Iterable[Office]) -> str:
    return _list({office.title for office in offices})


def gathered(groups: Sequence[Group]) -> list[Group]:
    """Return the groups in an order that follows from what they hold."""
    return sorted(groups, key=lambda group: (group.first, min(one.look for one in group.some)))
