"""Local actors and judgements -> actors: a function of the two sets, in whatever order they come.

each key by itself      blocks: whole names, spellings, acronyms; then surnames that stand alone
offices                 whoever was seen in the office around the day
judgements              in the order of their times
ids                     from the name under which an actor was first seen
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sayso.identity import derived_id
from sayso.link.actors.blocks import settled
from sayso.link.actors.describing import described_actors
from sayso.link.actors.groups import Group
from sayso.link.actors.holders import Held
from sayso.link.actors.judgements import ActorJudgement
from sayso.link.actors.keys import Placed, name_keys, office_keys, placed
from sayso.link.actors.offices import is_held_alone
from sayso.link.actors.people import Doubt
from sayso.link.actors.records import Basis, LocalActor, LocalKey, Office, Proposal, Resolution
from sayso.link.actors.replaying import Partition, replayed
from sayso.link.actors.table import Table, table

METHOD = "names, offices and judgements 1"
"""Another one, once the same local actors and judgements give other actors: what was kept is then worked out anew."""


def resolve_actors(
    locals: Iterable[LocalActor],  # noqa: A002 - what the field calls them here
    judgements: Sequence[ActorJudgement] = (),
    known: Table | None = None,
) -> Resolution:
    """Return which local actors are one actor; the same for the same sets, in whatever order they come.

    Of two local actors with one key, the one that comes first in the order of their fields is taken.
    """
    known = known or table()
    every = _by_key(locals)
    places = [placed(every[key], known) for key in sorted(every)]
    partition, doubts = _by_names(places)
    _by_offices(places, partition)
    told = replayed(judgements, places, partition)
    actors, of = described_actors(places, partition, told.names)
    return Resolution(
        actors=actors,
        of=of,
        basis=partition.basis,
        proposals=_proposals(doubts, of),
        unmatched=told.unmatched,
    )


def affected(some: Iterable[LocalActor], known: Table | None = None) -> frozenset[str]:
    """Return the keys that have to be redone when local actors come, go or change (give both the old and the new ones).

    Everything else stays as it is. After a key `person:..` is redone, so are the keys `office:..` of the offices in
    which its people were seen, if it has other people than before.
    """
    return frozenset().union(*(name_keys(one, known) for one in some))


def _by_key(some: Iterable[LocalActor]) -> dict[LocalKey, LocalActor]:
    every: dict[LocalKey, LocalActor] = {}
    for one in some:
        other = every.setdefault(one.key, one)
        if other is not one and _order(one) <= _order(other):
            every[one.key] = one
    return every


def _order(one: LocalActor) -> tuple[str, ...]:
    return (
        *one.key,
        repr((one.name, one.kind, one.also, one.affiliation, one.offices, one.once, one.day, sorted(one.beside))),
    )


def _by_names(places: Sequence[Placed]) -> tuple[Partition, list[Doubt]]:
    partition, doubts = Partition(), list[Doubt]()
    blocks: dict[str, list[Placed]] = defaultdict(list)
    for one in places:
        partition.basis[one.local.key] = Basis.ALONE
        if one.block is not None:
            blocks[one.block].append(one)
        else:
            partition.put([one.local.key])
    for block in sorted(blocks):
        found = settled(block, blocks[block])
        together: dict[int, list[LocalKey]] = defaultdict(list)
        for key, (group, basis) in found.of.items():
            together[group].append(key)
            partition.basis[key] = basis
        for keys in together.values():
            partition.put(keys)
        for key in (one.local.key for one in blocks[block] if one.local.key not in found.of):
            partition.put([key])
        partition.basis |= dict.fromkeys(found.in_doubt, Basis.DOUBT)
        doubts += found.doubts
    return partition, doubts


def _by_offices(places: Sequence[Placed], partition: Partition) -> None:
    """Give those who are named by an office alone to whoever was seen in it around the day."""
    seen: dict[Office, list[tuple[str, int]]] = defaultdict(list)
    asked: dict[Office, list[Placed]] = defaultdict(list)
    for one in places:
        named = one.local.kind == "person" and partition.basis[one.local.key] is not Basis.DOUBT
        for office in one.offices:
            if office.body and is_held_alone(office.title) and one.local.day:
                if named:
                    seen[office].append((one.local.day, partition.of[one.local.key]))
                elif one.local.kind == "unnamed" and len(office_keys(one)) == 1:
                    asked[office].append(one)
    for office, some in asked.items():
        held = Held.of(seen[office])
        for one in some:
            holder = held.on(one.local.day or "")
            if holder is None:
                partition.basis[one.local.key] = Basis.DOUBT
            else:
                partition.move(one.local.key, holder)
                partition.basis[one.local.key] = Basis.OFFICE


def _proposals(doubts: Iterable[Doubt], of: dict[LocalKey, str]) -> tuple[Proposal, ...]:
    """Return one proposal for each two that may be one and that no judgement made one."""
    same: dict[tuple[str, LocalKey, str], list[Doubt]] = defaultdict(list)
    for one in doubts:
        if of[one.one.key()] != of[one.other.key()]:
            same[one.one.shown, one.other.key(), one.reason].append(one)
    found = []
    for (name, other, reason), some in same.items():
        first = min(one.one.key() for one in some)
        score = round(max(one.score for one in some), 2)
        key = derived_id("actor proposal", first, other, reason)
        count = sum(one.one.count for one in some)
        found.append(Proposal(key, first, name, other, _shown(some[0].other), count, score, reason))
    return tuple(sorted(found, key=lambda one: (-one.score, -one.sightings, one.id)))


def _shown(group: Group) -> str:
    return group.shown
