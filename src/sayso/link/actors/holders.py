"""Who held an office on a day: "the Veldish prime minister" of one year and of the next may be two people.

An office alone means the one who was seen holding it around that day: between two sightings of the same holder, or near
one, with no other holder in between. Everything else stays unresolved.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from sayso.link.actors.groups import LITTLE_KNOWN
from sayso.link.actors.surnames import days_between

NEAR = 45
"""Days from the nearest sighting of a holder within which he is taken to hold the office still or already."""
BETWEEN = 731
"""Days between two sightings of the same holder within which he is taken to have held it throughout."""


@dataclass(frozen=True, slots=True)
class Held:
    """The sightings of an office's holders, by day."""

    days: tuple[str, ...]
    holders: tuple[frozenset[int], ...]

    @classmethod
    def of(cls, sightings: Iterable[tuple[str, int]]) -> Held:
        """Return the sightings (day, holder) in order of days, without the slips.

        A slip is a sighting of somebody around whose day another was seen in the office ten times as often: "if he were
        president".
        """
        kept = [(day, who) for day, who in _without_slips(sorted(sightings)) if who]
        return cls(tuple(day for day, _ in kept), tuple(who for _, who in kept))

    def on(self, day: str) -> int | None:
        """Return who held the office on a day, or None where nobody, or not one alone, was seen in it around then.

        >>> held = Held.of([("2031-01-10", 1), ("2031-06-10", 1), ("2031-07-20", 2)])
        >>> held.on("2031-03-01"), held.on("2031-07-01"), held.on("2031-08-30"), held.on("2033-01-01")
        (1, None, 2, None)
        """
        before, after = bisect_right(self.days, day) - 1, bisect_left(self.days, day)
        one = self.holders[before] if before >= 0 else frozenset()
        other = self.holders[after] if after < len(self.days) else frozenset()
        gone = days_between(day, self.days[before]) if one else None
        to_come = days_between(day, self.days[after]) if other else None
        if len(one) == 1 and one == other and gone is not None and to_come is not None:
            return next(iter(one)) if gone + to_come <= BETWEEN or min(gone, to_come) <= NEAR else None
        near = [who for who, far in ((one, gone), (other, to_come)) if far is not None and far <= NEAR]
        return next(iter(near[0])) if len(near) == 1 and len(near[0]) == 1 else None


@dataclass(slots=True)
class _Around:
    """How often each holder was seen in the days around one, and how often the one who was seen most."""

    seen: Counter[int] = field(default_factory=Counter)
    so_often: Counter[int] = field(default_factory=Counter)
    """Count of sightings -> how many holders have it."""
    most: int = 0

    def change(self, holder: int, by: int) -> None:
        """Count one sighting more (1) or less (-1) of a holder."""
        self.so_often[self.seen[holder]] -= 1
        self.seen[holder] += by
        self.so_often[self.seen[holder]] += 1
        if self.seen[holder] > self.most or not self.so_often[self.most]:
            self.most += by


def _without_slips(ordered: Sequence[tuple[str, int]]) -> Iterator[tuple[str, frozenset[int]]]:
    """Yield each day and who was seen in the office on it, in one pass over sightings in order of days."""
    around, start, end = _Around(), 0, 0
    for day, some in groupby(ordered, key=lambda sighting: sighting[0]):
        since, until = shifted(day, -NEAR), shifted(day, NEAR)
        while end < len(ordered) and ordered[end][0] <= until:
            around.change(ordered[end][1], 1)
            end += 1
        while ordered[start][0] < since:
            around.change(ordered[start][1], -1)
            start += 1
        yield day, frozenset(who for _, who in some if around.seen[who] * LITTLE_KNOWN > around.most)


def shifted(day: str, days: int) -> str:
    """Return the ISO date some days after another.

    >>> shifted("2031-02-27", 2)
    '2031-03-01'
    """
    there = date.fromisoformat(day).toordinal() + days
    return date.fromordinal(min(max(there, 1), date.max.toordinal())).isoformat()
