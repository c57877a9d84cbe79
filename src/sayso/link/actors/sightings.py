"""Many local actors that look alike, summed up, so that a group's cost does not grow with its sightings.

The names beside them are kept as a bottom-k sketch (Cohen and Kaplan, "Summarizing data using bottom-k sketches", PODC
2007): the k smallest hashes, whole as long as there are no more than k, the same in whatever order they come.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from sayso.link.actors.keys import Placed
from sayso.link.actors.records import LocalKey, Office

SKETCH = 256
"""Hashes of names that are kept of those beside an actor."""
UNDATED = "9999-12-31"
"""Sorts an article without a date after the others."""


class Look(NamedTuple):
    """What local actors have in common that are never told apart, unless by a judgement."""

    block: str
    kind: str
    name: str
    """As it is compared; see `Placed.name`."""
    shown: str
    """As the articles write it."""
    also: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    offices: tuple[Office, ...] = ()
    once: tuple[Office, ...] = ()
    entry: str = ""
    """The key of its entry in the table, or ""."""


class First(NamedTuple):
    """A sighting; the smallest is the first."""

    day: str
    key: LocalKey


@dataclass(frozen=True, slots=True)
class Sightings:
    """Local actors of one look."""

    look: Look
    count: int
    first: First
    days: frozenset[str]
    """The days of their articles, those that are known to the day."""
    beside: frozenset[int]
    """The sketch of the names beside them."""

    def __add__(self, other: Sightings) -> Sightings:
        """Return the sum of two sets of local actors that have none in common."""
        if self.look != other.look:
            raise ValueError(f"Sightings of two looks have no sum: {self.look.shown!r} and {other.look.shown!r}.")
        return Sightings(
            self.look,
            self.count + other.count,
            min(self.first, other.first),
            self.days | other.days,
            sketched(self.beside | other.beside),
        )


def look_of(one: Placed) -> Look:
    """Return the look of a local actor that has a block."""
    local = one.local
    return Look(
        one.block or "",
        local.kind,
        one.name,
        local.name,
        local.also,
        one.codes,
        one.offices,
        one.once,
        one.entry.key if one.entry else "",
    )


def sighting_of(one: Placed) -> Sightings:
    """Return one local actor as a sum of one."""
    return sightings_of(look_of(one), [one])


def sightings_of(look: Look, alike: Sequence[Placed]) -> Sightings:
    """Return local actors that all have the look, summed up; the same as the sum of each of them."""
    beside = frozenset[str]().union(*(one.local.beside for one in alike))
    return Sightings(
        look,
        len(alike),
        First(*min((one.local.day or UNDATED, one.local.key) for one in alike)),
        frozenset([one.local.known_day for one in alike if one.local.known_day]),
        sketched(map(hashed, beside)),
    )


def summed(some: Iterable[Sightings]) -> tuple[Sightings, ...]:
    """Return one sum a look, sorted; the same in whatever order they come."""
    found: dict[Look, list[Sightings]] = {}
    for one in some:
        found.setdefault(one.look, []).append(one)
    return tuple(_sum(found[look]) for look in sorted(found))


def _sum(alike: list[Sightings]) -> Sightings:
    if len(alike) == 1:
        return alike[0]
    return Sightings(
        alike[0].look,
        sum(one.count for one in alike),
        min(one.first for one in alike),
        frozenset[str]().union(*(one.days for one in alike)),
        sketched(frozenset[int]().union(*(one.beside for one in alike))),
    )


def sketched(hashes: Iterable[int]) -> frozenset[int]:
    """Return the smallest of the hashes."""
    some = frozenset(hashes)
    return some if len(some) <= SKETCH else frozenset(sorted(some)[:SKETCH])


@lru_cache(maxsize=65_536)
def hashed(name: str) -> int:
    """Return the hash of a folded name, the same on every machine."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest())
