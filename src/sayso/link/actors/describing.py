"""What is shown of each actor, and the ids of actors.

An id follows from the kind and the name under which the actor was seen first, by day and then by article. So a later
sighting never changes it, whatever name it brings; an earlier one does only where it brings another name. Of namesakes
the one seen first has the plain id, and the others' follows from their first sighting as well.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sayso.identity import derived_id
from sayso.link.actors.keys import Placed
from sayso.link.actors.names import person_name
from sayso.link.actors.records import Actor, Basis, LocalKey, Office, Tenure
from sayso.link.actors.replaying import Partition
from sayso.link.actors.sightings import UNDATED, First
from sayso.link.actors.surnames import is_bare

LESS_THAN_A_NAME = frozenset((Basis.SURNAME, Basis.OFFICE))
"""Why a local actor is somebody whom its own name doesn't tell."""


@dataclass(frozen=True, slots=True)
class Described:
    """Actors, and what their ids were made of."""

    actors: dict[str, Actor] = field(default_factory=dict)
    of: dict[LocalKey, str] = field(default_factory=dict)
    """A local actor -> its actor's id."""
    plain_ids: dict[str, str] = field(default_factory=dict)
    """An actor's id -> its id without regard to namesakes."""
    first: dict[str, First] = field(default_factory=dict)
    """An actor's id -> its first sighting."""


def described_actors(
    places: Iterable[Placed], partition: Partition, names: Mapping[int, str], taken: Iterable[str] = ()
) -> Described:
    """Return the actors of a partition.

    `names` are those that people gave its parts; `taken` are plain ids of others that were seen before all of these.
    """
    parts: dict[int, list[Placed]] = defaultdict(list)
    for one in sorted(places, key=_first):
        parts[partition.of[one.local.key]].append(one)
    had, found = set(taken), Described()
    for part, some in parts.items():  # by their first sightings
        told = [one for one in some if partition.basis[one.local.key] not in LESS_THAN_A_NAME] or some
        plain = _id(told[0], partition.basis[told[0].local.key])
        key = derived_id("actor", plain, tuple(told[0].local.key)) if plain in had else plain
        had.add(plain)
        found.actors[key] = actor_of(key, some, told, names.get(part))
        found.plain_ids[key], found.first[key] = plain, First(*_first(some[0]))
        found.of.update(dict.fromkeys((one.local.key for one in some), key))
    return found


def _id(one: Placed, basis: Basis) -> str:
    """Return the id of an actor by its first sighting that names it."""
    if one.block is None or basis is Basis.DOUBT:
        return derived_id("actor", "of one article", tuple(one.local.key))
    kind, _, rest = one.block.partition(":")
    if kind == "state":
        return rest
    if one.entry is not None:
        return derived_id("actor", "table", one.entry.key)
    if kind in ("person", "retinue") and is_bare(one):
        return derived_id("actor", "of one article", tuple(one.local.key))
    name = person_name(one.name).whole if kind == "person" else one.name
    return derived_id("actor", kind, name)


def actor_of(key: str, some: Sequence[Placed], told: Sequence[Placed], given: str | None) -> Actor:
    """Return what is shown of an actor from its local actors; `told` name it in full, a person calls it `given`."""
    entry = next((one.entry for one in told if one.entry is not None), None)
    days = sorted(one.local.day for one in some if one.local.day)
    return Actor(
        id=key,
        kind=entry.kind if entry else told[0].local.kind,
        name=given or (entry.name if entry else _most(told)),
        names=tuple(sorted({name for one in some for name in (one.local.name, *one.local.also)})),
        affiliation=_affiliation(some),
        tenures=_tenures(some),
        sightings=len(some),
        since=days[0] if days else "",
        until=days[-1] if days else "",
        wikidata=entry.wikidata if entry else None,
    )


def _first(one: Placed) -> tuple[str, LocalKey]:
    return (one.local.day or UNDATED, one.local.key)


def _most(some: Sequence[Placed]) -> str:
    """Return the name that most articles give; of several the longest, then the first in the alphabet."""
    if len(some) == 1:
        return some[0].local.name
    tally = Counter(one.local.name for one in some)
    return min(tally, key=lambda name: (-tally[name], -len(name), name))


def _affiliation(some: Sequence[Placed]) -> tuple[str, ...]:
    codes = [code for one in some for code in one.codes]
    if not codes:
        return ()
    tally = Counter(codes)
    most = max(tally.values())
    return tuple(sorted(code for code, n in tally.items() if n * 3 >= most))


def _tenures(some: Sequence[Placed]) -> tuple[Tenure, ...]:
    seen: dict[Office, list[str]] = {}
    for one in some:
        for office in one.offices:
            seen.setdefault(office, []).append(one.local.day or "")
    found = []
    for office, every in sorted(seen.items()):
        days = [day for day in every if day]
        found.append(Tenure(office, min(days, default=""), max(days, default=""), len(every)))
    return tuple(found)
