"""The steps from local actors to actors: `resolve` takes them with all local actors, `refresh` with those it must redo.

by_names     each key by itself: whole names, spellings, acronyms; then surnames that stand alone
sightings    who was seen in which office, and who is named by one alone
holders      whoever was seen in the office around the day
worked_out   judgements, in the order of their times; what is shown of each actor, its id, the merges in doubt
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sayso.actor_rows import Sighting
from sayso.identity import derived_id
from sayso.link.actors.blocks import Settled, settled
from sayso.link.actors.describing import Described, described_actors
from sayso.link.actors.holders import Held
from sayso.link.actors.judgements import ActorJudgement
from sayso.link.actors.keys import Placed, home_of, numbered, office_key, office_keys
from sayso.link.actors.offices import is_held_alone
from sayso.link.actors.people import Doubt
from sayso.link.actors.records import Basis, LocalKey, Proposal
from sayso.link.actors.replaying import Apart, Partition, People, replayed

Holders = Mapping[LocalKey, LocalKey | None]
"""Somebody named by an office alone -> the first sighting of its holder; None where none is found."""


@dataclass(slots=True)
class Named:
    """Local actors once each key was settled by itself."""

    partition: Partition = field(default_factory=Partition)
    who: dict[LocalKey, LocalKey] = field(default_factory=dict)
    """A local actor -> the first sighting of those that it is one with; itself where it stands alone."""
    doubts: dict[str, list[Doubt]] = field(default_factory=dict)
    """A key -> the merges that were not made."""


@dataclass(frozen=True, slots=True)
class Worked:
    """What comes of local actors, none of whom hangs together with any other."""

    places: Sequence[Placed]
    homes: Mapping[LocalKey, int]
    described: Described
    basis: Mapping[LocalKey, Basis]
    sightings: Sequence[Sighting]
    proposals: Mapping[int, Sequence[Proposal]]
    """A home -> its merges in doubt."""
    unmatched: tuple[str, ...]


def by_names(places: Iterable[Placed], done: dict[str, Settled] | None = None) -> Named:
    """Return who is who by names alone; `done` has keys that were settled before, and gets the others."""
    done = {} if done is None else done
    named = Named()
    blocks: dict[str, list[Placed]] = defaultdict(list)
    for one in places:
        named.partition.basis[one.local.key] = Basis.ALONE
        named.who[one.local.key] = one.local.key
        if one.block is not None:
            blocks[one.block].append(one)
        else:
            named.partition.put([one.local.key])
    for block in sorted(blocks):
        if block not in done:
            done[block] = settled(block, blocks[block])
        _take_up(named, block, done[block], [one.local.key for one in blocks[block]])
    return named


def _take_up(named: Named, block: str, found: Settled, keys: Sequence[LocalKey]) -> None:
    together: dict[int, list[LocalKey]] = defaultdict(list)
    for key, (group, basis) in found.of.items():
        together[group].append(key)
        named.partition.basis[key] = basis
    for group, some in together.items():
        named.partition.put(some)
        named.who |= dict.fromkeys(some, found.groups[group].key())
    for key in keys:
        if key not in found.of:
            named.partition.put([key])
    named.partition.basis |= dict.fromkeys(found.in_doubt, Basis.DOUBT)
    named.doubts[block] = found.doubts


def sightings(places: Iterable[Placed], named: Named) -> Iterator[Sighting]:
    """Yield who was seen in which office on which day, and who is named by an office alone.

    An article of which no more than the month or year is known says nothing of a day.
    """
    for one in places:
        local, day = one.local, one.local.known_day
        if not day:
            continue
        seen = local.kind == "person" and named.partition.basis[local.key] is not Basis.DOUBT
        asked = local.kind == "unnamed" and len(office_keys(one)) == 1
        for office in one.offices if seen or asked else ():
            if office.body and is_held_alone(office.title):
                who = (None, None) if asked else named.who[local.key]
                yield Sighting(numbered(office_key(office)), *local.key, day, asked, *who)


def holders(rows: Iterable[Sighting]) -> dict[LocalKey, LocalKey | None]:
    """Return who held the offices for those who are named by one alone, from all sightings in these offices."""
    seen: dict[int, list[tuple[str, int]]] = defaultdict(list)
    asked: dict[int, list[Sighting]] = defaultdict(list)
    numbers: dict[tuple[str | None, str | None], int] = {}
    for row in rows:
        if row.asked:
            asked[row.office].append(row)
        else:
            number = numbers.setdefault((row.who_article, row.who_local), len(numbers))
            seen[row.office].append((row.day, number))
    people = [LocalKey(article or "", local or "") for article, local in numbers]
    found: dict[LocalKey, LocalKey | None] = {}
    for office, some in asked.items():
        held = Held.of(seen[office])
        for row in some:
            holder = held.on(row.day)
            found[LocalKey(row.article_id, row.local_id)] = people[holder] if holder is not None else None
    return found


def worked_out(
    places: Sequence[Placed],
    named: Named,
    seen: Iterable[Sighting],
    held: Holders,
    standing: Sequence[ActorJudgement],
    people: People,
    taken: Iterable[str] = (),
) -> Worked:
    """Return what comes of local actors: the last steps. The partition of `named` is used up.

    `seen` are their sightings, `held` has the holder of each of them that is asked for;
    `standing` are judgements in force; `taken` are plain ids that others have who were seen before all of these.
    """
    seen = [_with_holder(row, held) for row in seen]
    homes = _homes(places, held)
    for key, holder in held.items():
        named.partition.basis[key] = Basis.DOUBT if holder is None else Basis.OFFICE
        if holder is not None:
            named.partition.move(key, named.partition.of[holder])
    told = replayed(standing, people, named.partition)
    described = described_actors(places, named.partition, told.names, taken)
    apart = Apart.of(told.splits, described.of)
    proposals: dict[int, list[Proposal]] = defaultdict(list)
    for block, doubts in named.doubts.items():
        if doubts:
            proposals[numbered(block)] += proposals_of(doubts, described.of, apart)
    return Worked(places, homes, described, named.partition.basis, seen, proposals, told.unmatched)


def _with_holder(row: Sighting, held: Holders) -> Sighting:
    holder = held[LocalKey(row.article_id, row.local_id)] if row.asked else None
    return row._replace(who_article=holder.article_id, who_local=holder.local_id) if holder is not None else row


def _homes(places: Iterable[Placed], held: Holders) -> dict[LocalKey, int]:
    """Return with whom each is redone: who is named by an office alone, with its holder."""
    homes = {one.local.key: home_of(one) for one in places}
    return homes | {key: homes[holder] for key, holder in held.items() if holder is not None}


def proposals_of(doubts: Iterable[Doubt], of: Mapping[LocalKey, str], apart: Apart) -> list[Proposal]:
    """Return one proposal for each two that may be one and that no judgement made one, nor told apart."""
    same: dict[tuple[str, LocalKey, str], list[Doubt]] = defaultdict(list)
    for one in doubts:
        actors = of[one.one.key()], of[one.other.key()]
        if actors[0] != actors[1] and not apart.are_two(*actors):
            same[one.one.shown, one.other.key(), one.reason].append(one)
    found = []
    for (name, other, reason), some in same.items():
        first = min(one.one.key() for one in some)
        score = round(max(one.score for one in some), 2)
        key = derived_id("actor proposal", first, other, reason)
        count = sum(one.one.count for one in some)
        found.append(Proposal(key, first, name, other, some[0].other.shown, count, score, reason))
    return found


def likeliest_first(proposals: Iterable[Proposal]) -> tuple[Proposal, ...]:
    """Return proposals in the order in which they are shown."""
    return tuple(sorted(proposals, key=lambda one: (-one.score, -one.sightings, one.id)))
