"""What was worked out of actors -> the rows in which a ledger keeps it; the same for all of a ledger and for a part."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator

from sayso.actor_rows import KnownActor, KnownActors, NameKey, Place, ProposalRow, Replay
from sayso.link.actors.judgements import ActorJudgement
from sayso.link.actors.keys import name_numbers
from sayso.link.actors.records import Actor
from sayso.link.actors.replaying import People
from sayso.link.actors.resolve import Resolved
from sayso.link.actors.sightings import First
from sayso.link.actors.steps import Worked
from sayso.link.actors.stored import actor_to_json, proposal_to_json
from sayso.link.sides import folded


def rows_of(found: Resolved, articles: Collection[str] | None = None) -> KnownActors:
    """Return the rows of actors, of their local actors and of the judgements that were replayed over them.

    Names are those of all local actors, or of some articles'.
    """
    worked, described = found.worked, found.worked.described
    return KnownActors(
        actors=[
            _known(actor, described.plain_ids[actor.id], described.first[actor.id])
            for actor in described.actors.values()
        ],
        places=[
            Place(*key, worked.homes[key], identity, worked.basis[key].value) for key, identity in described.of.items()
        ],
        name_keys=[
            NameKey(number, *one.local.key)
            for one in worked.places
            if articles is None or one.local.article_id in articles
            for number in name_numbers(one.local)
        ],
        sightings=worked.sightings,
        proposals=list(_proposal_rows(worked)),
        replays=[_replay(one, found.people, worked) for one in found.standing],
    )


def words_of(actor: Actor) -> tuple[frozenset[str], ...]:
    """Return the folded words of each of an actor's names."""
    return tuple(frozenset(folded(name).split()) for name in actor.names)


def _known(actor: Actor, plain_id: str, first: First) -> KnownActor:
    shown = (actor.id, actor.kind, actor.name, actor.sightings, actor.since, actor.until)
    first_seen = json.dumps([first.day, *first.key], ensure_ascii=False)
    return KnownActor(*shown, actor_to_json(actor), words_of(actor), plain_id, first_seen)


def _proposal_rows(worked: Worked) -> Iterator[ProposalRow]:
    for home, some in worked.proposals.items():
        for n, one in enumerate(some):
            yield ProposalRow(home, n, one.id, one.score, one.sightings, proposal_to_json(one))


def _replay(one: ActorJudgement, people: People, worked: Worked) -> Replay:
    ends = people.ends_of(one)
    homes = {worked.homes[key] for keys in ends for key in keys} if ends is not None else None
    return Replay(one.id, one.moment, json.dumps(sorted(homes)) if homes is not None else None)
