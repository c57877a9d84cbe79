"""What follows from a ledger's local actors and people's judgements: its actors, its networks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from sayso.errors import UsageError
from sayso.link import networks
from sayso.link.actors import Actor, ActorJudgement, LocalKey, Resolution, from_lines, resolve_actors, to_lines
from sayso.link.actors.stored import from_json
from sayso.link.blocs import with_blocs
from sayso.link.matters import copy_groups
from sayso.link.networks import Network
from sayso.link.periods import PeriodKind
from sayso.link.sides import folded
from sayso.link_records import Link, LinkKind
from sayso.records import StatementRow


class ActorLedger(Protocol):
    """What is asked of a store."""

    def local_actors(self) -> Iterator[str]:
        """Yield all articles' actors, as JSON."""
        ...

    def actor_judgements(self) -> Sequence[str]:
        """Return people's decisions on actors, as JSON."""
        ...

    def links(self, kinds: Sequence[LinkKind] = ...) -> Iterator[Link]:
        """Yield all links of the kinds."""
        ...


def judgements_of(ledger: ActorLedger) -> tuple[ActorJudgement, ...]:
    """Return people's decisions on actors, oldest first."""
    return from_lines(ledger.actor_judgements())


def stored_judgements(judgements: Sequence[ActorJudgement]) -> Iterator[tuple[str, str, str]]:
    """Yield (id, when, JSON) of each, as a ledger keeps them."""
    for one, line in zip(judgements, to_lines(judgements), strict=True):
        yield one.id, one.at, line


def resolution_of(ledger: ActorLedger) -> Resolution:
    """Return which actors of the ledger's articles are one. It takes a minute for a hundred thousand of them."""
    return resolve_actors(map(from_json, ledger.local_actors()), judgements_of(ledger))


def actors_named(found: Resolution, name: str | None) -> list[Actor]:
    """Return the actors of whom all the words stand in one of their names, those seen most first."""
    words = set(folded(name or "").split())
    kept = (actor for actor in found.actors.values() if any(words <= set(folded(x).split()) for x in actor.names))
    return sorted(kept, key=lambda actor: (-actor.sightings, actor.id))


def network_of(
    ledger: ActorLedger, rows: Iterable[StatementRow], period: str, *, blocs: bool, nested: bool, unnamed: bool
) -> Network:
    """Return the signed network of statements, copies counted once, its actors those of all articles."""
    every = list(rows)
    if period not in [kind.value for kind in PeriodKind]:
        raise UsageError(f"period {period!r} is unknown: give {', '.join(kind.value for kind in PeriodKind)}.")
    groups = copy_groups([row.id for row in every], ledger.links([LinkKind.COPY]))
    actors = actors_across(ledger, every)
    found = networks.signed_network(
        every, PeriodKind(period), groups=groups, actors=actors, nested=nested, unnamed=unnamed
    )
    return with_blocs(found) if blocs else found


def actors_across(ledger: ActorLedger, rows: Iterable[StatementRow]) -> Mapping[str, networks.Actor]:
    """Return the actor across articles of each speaker and target by its id, which is of one article or a state's."""
    found = resolution_of(ledger)
    known: dict[str, networks.Actor] = {}
    for row in rows:
        for local in (row.speaker_id, *(target for target, _ in row.act_targets)):
            if local and local not in known and (actor := _actor(found, row.article_id, local)):
                known[local] = networks.Actor(actor.id, actor.name, actor.kind, actor.affiliation)
    return known


def _actor(found: Resolution, article: str, local: str) -> Actor | None:
    identity = found.of.get(LocalKey(article, local))
    return found.actors.get(identity) if identity else None
