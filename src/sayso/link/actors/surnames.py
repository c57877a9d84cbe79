"""A surname by itself -> the one person of those with whole names whom it can mean; or all whom it may."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from sayso.link.actors.groups import SHARED, Group, against, prominent, shared, support
from sayso.link.actors.keys import Placed
from sayso.link.actors.names import PersonName, person_name, spelled_closely
from sayso.link.actors.records import Office
from sayso.link.actors.sightings import sighting_of
from sayso.link.actors.transliteration import close_spelling

MOST_BEARERS = 50
"""Bearers of a surname that are looked at: those seen most, and of those seen alike the first."""
IN_OFFICE = 366
"""Days from a sighting in the office within which a title and a surname mean its holder."""


@dataclass(frozen=True, slots=True)
class Found:
    """Whom a surname means, or may mean."""

    group: Group | None
    among: tuple[Group, ...] = ()


def is_bare(one: Placed) -> bool:
    """Return whether a person's (or his retinue's) name has no given name."""
    return one.entry is None and not one.name.startswith("@") and not person_name(one.name).given


class Bearers:
    """People by how their surnames are spelled, sorted once for all the surnames that stand alone.

    Without it, those would cost their number times that of the people.
    """

    def __init__(self, groups: Sequence[Group]) -> None:
        self._by_spelling: dict[str, list[tuple[int, Group]]] = {}
        for n, group in sorted(enumerate(groups), key=lambda pair: -pair[1].count):
            for spelling in {close_spelling(name.surname) for name in group.names}:
                self._by_spelling.setdefault(spelling, []).append((n, group))

    def of(self, own: PersonName, local: Group) -> list[Group]:
        """Return those who can bear the surname, in the order given; of more than MOST_BEARERS those seen most."""
        near = self._by_spelling.get(close_spelling(own.surname), [])
        fit = list(islice((pair for pair in near if _bears(own, pair[1], local)), MOST_BEARERS + 1))
        in_order = fit[:MOST_BEARERS] if len(fit) > MOST_BEARERS else sorted(fit, key=lambda pair: pair[0])
        return [group for _, group in in_order]


def bearer(one: Placed, bearers: Bearers) -> Found:
    """Return the one person whom a surname alone can mean; where several are left, nobody, and those."""
    own, local = person_name(one.name), Group.of(sighting_of(one))
    fit = [group for group in bearers.of(own, local) if against(local, group) is None]
    fit = prominent(_of_the_office(one, fit))
    if len(fit) > 1 and (best := _known_beside(local, fit)) is not None:
        fit = [best]
    return Found(fit[0], ()) if len(fit) == 1 else Found(None, tuple(fit))


def _bears(own: PersonName, group: Group, local: Group) -> bool:
    if own.suffix and all(own.suffix != name.suffix for name in group.names):
        return False
    if any(own.surname == name.surname for name in group.names):
        return True
    return any(spelled_closely(own, name) for name in group.names) and support(local, group) is not None


def _of_the_office(one: Placed, groups: Sequence[Group]) -> list[Group]:
    """Return those seen in the office that stands before the surname, or else those of whom no office is known."""
    if not one.offices:
        return list(groups)
    held = [group for group in groups if any(_same(mine, his) for mine in one.offices for his in group.offices)]
    if not held:
        return [group for group in groups if not group.offices]
    if len(held) > 1 and one.local.known_day is not None:
        near = [group for group in held if _near(one, group, one.local.known_day)]
        return near or held
    return held


def _same(one: Office, other: Office) -> bool:
    return one.title == other.title and (one.body == other.body or not one.body or not other.body)


def _near(one: Placed, group: Group, day: str) -> bool:
    """Return whether the group was seen in the office within a year of the day."""
    days = [
        seen
        for some in group.some
        if any(_same(mine, his) for mine in one.offices for his in some.look.offices)
        for seen in some.days
    ]
    return any(days_between(day, seen) <= IN_OFFICE for seen in days)


def days_between(one: str, other: str) -> int:
    """Return the days between two ISO dates.

    >>> days_between("2031-03-01", "2031-02-27")
    2
    """
    return abs(date.fromisoformat(one).toordinal() - date.fromisoformat(other).toordinal())


def _known_beside(local: Group, groups: Sequence[Group]) -> Group | None:
    """Return the one beside whom the same people were seen, more of them than beside any other."""
    count = sorted(((shared(local.beside, group.beside), n) for n, group in enumerate(groups)), reverse=True)
    first, second = count[0], count[1]
    return groups[first[1]] if first[0] >= SHARED and first[0] > second[0] else None
