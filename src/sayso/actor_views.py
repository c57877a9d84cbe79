"""What follows from a ledger's local actors and people's judgements: its actors, its networks.

Who is who is worked out once, and kept in the ledger. When local actors or judgements change, what hangs together with
them is redone, unless that is so much that all can be. A ledger that can't be written to gives the same answers, worked
out once a minute at most and held at hand; there, statements are found by actors as they were kept last.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from threading import Lock
from time import monotonic
from typing import Protocol
from weakref import WeakKeyDictionary

from sayso.actor_rows import ActorChanges, KnownActors, Stamp
from sayso.config import VERSION
from sayso.errors import LedgerBusy, LedgerFull, ReadOnlyLedger, UsageError
from sayso.link import networks
from sayso.link.actors import Actor, ActorJudgement, Proposal, Resolution, from_lines, to_lines
from sayso.link.actors.kept import Kept
from sayso.link.actors.refresh import refreshed
from sayso.link.actors.resolve import METHOD, Resolved, resolved
from sayso.link.actors.rows import rows_of, words_of
from sayso.link.actors.stored import actor_from_json, from_json, proposal_from_json
from sayso.link.blocs import with_blocs
from sayso.link.matters import copy_groups
from sayso.link.networks import Network
from sayso.link.periods import PeriodKind
from sayso.link.sides import folded
from sayso.link_records import Link, LinkKind
from sayso.records import StatementRow

RESOLVED_BY = f"{METHOD}, found by shown names too, sayso {VERSION}"
"""What known actors are kept under: another version works them out anew, as its table may be another."""
MOST_REDONE = 1 / 3
"""Of all local actors, those that are redone by themselves: with more, to work out all takes hardly longer."""
FEW = 500
"""Local actors that are redone by themselves however few there are."""
TRIES = 3
"""How often changes are worked out, where others come in meanwhile, before all is."""
TRY_AGAIN = 60.0
"""Seconds after which it is tried again to keep what could not be kept: each try waits for whoever writes.

So old an answer may be meanwhile."""


class KeptActors(Kept, Protocol):
    """What is kept of who is who, all of one moment."""

    @property
    def stamp(self) -> Stamp:
        """Return as of when it is kept."""
        ...


class ActorLedger(Protocol):
    """What is asked of a store."""

    def local_actors(self) -> Iterator[str]:
        """Yield all articles' actors, as JSON."""
        ...

    def actor_judgements(self) -> Sequence[str]:
        """Return people's decisions on actors, as JSON."""
        ...

    def actor_changes(self) -> int:
        """Return a number that is another one once a local actor or a judgement is."""
        ...

    def actors_are_known(self, method: str) -> bool:
        """Return whether the actors that are kept follow from what the ledger holds now."""
        ...

    def put_known_actors(self, changes: int, method: str, found: KnownActors) -> bool:
        """Keep the actors, unless something changed since `actor_changes` gave that number."""
        ...

    def kept_actors(self) -> AbstractContextManager[KeptActors]:
        """Give what is kept of who is who, all of one moment."""
        ...

    def change_known_actors(self, at: Stamp, changes: ActorChanges) -> bool:
        """Write what is another by now, unless something changed since the stamp was `at`."""
        ...

    def known_actors(self, words: Collection[str] = ..., limit: int | None = ..., offset: int = ...) -> Sequence[str]:
        """Return actors of whom all the words stand in one name, as JSON, those seen most first."""
        ...

    def known_actor_records(self, actor_ids: Iterable[str]) -> Mapping[str, str]:
        """Return actors by id, as JSON."""
        ...

    def known_actor_ids(self, articles: Iterable[str]) -> Mapping[tuple[str, str], str]:
        """Return (article, local id) -> actor."""
        ...

    def actor_proposals(self) -> Sequence[str]:
        """Return the merges that are in doubt, as JSON, the likeliest first."""
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
    """Return which actors of the ledger's articles are one, worked out anew: some seconds for 25,000 of them."""
    return _resolved(ledger).resolution


@dataclass(frozen=True, slots=True)
class AtHand:
    """Actors that could not be kept."""

    changes: int
    """What `actor_changes` gave before they were worked out: while it is the same number, so are they."""
    judged: int
    """How many decisions of people they follow from."""
    resolution: Resolution | None
    """None where the ledger has kept later ones since."""
    until: float
    """When to try again to keep them, as `monotonic` has it."""


_at_hand: WeakKeyDictionary[ActorLedger, AtHand] = WeakKeyDictionary()
_working: WeakKeyDictionary[ActorLedger, Lock] = WeakKeyDictionary()
"""Who has it works actors out; who comes meanwhile waits, and is answered by the same."""


def keep_actors(ledger: ActorLedger) -> Resolution | None:
    """See to it that the ledger holds its actors as they are now; return them where it can't be written to."""
    return _known_or_held(ledger, lambda held: held.resolution is not None and held.changes == ledger.actor_changes())


def at_hand(ledger: ActorLedger) -> Resolution | None:
    """Return the actors by which a question is answered, None where they are those that the ledger holds.

    They are as of now where they can be kept. Where they could not be, they may be as old as TRY_AGAIN, whatever comes
    in meanwhile; but a person's decision counts at once.
    """
    return _known_or_held(ledger, lambda held: held.judged == len(ledger.actor_judgements()))


def _known_or_held(ledger: ActorLedger, will_do: Callable[[AtHand], bool]) -> Resolution | None:
    """Return actors at hand that will do, else see to it that the ledger holds them."""
    if ledger.actors_are_known(RESOLVED_BY):
        _note_kept(ledger)
        return None
    with _working.setdefault(ledger, Lock()):
        held = _at_hand.get(ledger)
        if held is not None and monotonic() < held.until and will_do(held):
            return held.resolution
        judged, changes = len(ledger.actor_judgements()), ledger.actor_changes()
        same = held.resolution if held is not None and held.changes == changes else None
        found = _kept_or_found(ledger, same)
        if found is None:
            _at_hand.pop(ledger, None)
        else:
            _at_hand[ledger] = AtHand(changes, judged, found, monotonic() + TRY_AGAIN)
        return found


def _note_kept(ledger: ActorLedger) -> None:
    """Let go of actors at hand that are older than those kept: who was answered by these is not by older ones."""
    held = _at_hand.get(ledger)
    if held is not None and held.resolution is not None:
        _at_hand[ledger] = replace(held, resolution=None)


def _kept_or_found(ledger: ActorLedger, same: Resolution | None) -> Resolution | None:
    """See to it that the ledger holds its actors; where it can't be written to return them, `same` if it is given."""
    try:
        for _ in range(TRIES):
            if ledger.actors_are_known(RESOLVED_BY):
                return None
            if (found := _changes(ledger)) is None:
                return _keep_all(ledger)
            if ledger.change_known_actors(*found):
                return None
        return _keep_all(ledger)
    except (LedgerBusy, LedgerFull, ReadOnlyLedger):
        return same if same is not None else resolution_of(ledger)


def _changes(ledger: ActorLedger) -> tuple[Stamp, ActorChanges] | None:
    """Return what is another by now, and as of when; None where all is to be worked out."""
    with ledger.kept_actors() as kept:
        if kept.stamp.resolved is None or kept.stamp.method != RESOLVED_BY:
            return None
        most = max(FEW, int(kept.stamp.places * MOST_REDONE))
        changes = refreshed(kept, most)
        return (kept.stamp, replace(changes, written=_by_shown(changes.written))) if changes is not None else None


def _keep_all(ledger: ActorLedger) -> Resolution | None:
    """Work out all actors; return them where they could not be kept."""
    changes = ledger.actor_changes()  # before they are read: what comes in meanwhile makes it another number
    found = _resolved(ledger)
    try:
        kept = ledger.put_known_actors(changes, RESOLVED_BY, _by_shown(rows_of(found)))
    except (LedgerBusy, LedgerFull, ReadOnlyLedger):
        kept = False
    return None if kept else found.resolution


def _by_shown(rows: KnownActors) -> KnownActors:
    """Return the rows so that an actor is found by the name under which it is shown, too: it may never be seen so."""
    shown = ((one, frozenset(folded(one.name).split())) for one in rows.actors)
    return replace(
        rows, actors=[one if words in one.names else replace(one, names=(*one.names, words)) for one, words in shown]
    )


def _resolved(ledger: ActorLedger) -> Resolved:
    return resolved(map(from_json, ledger.local_actors()), judgements_of(ledger))


def actors_named(ledger: ActorLedger, name: str | None, limit: int | None = None) -> list[Actor]:
    """Return the actors of whom all the words stand in one of their names, those seen most first.

    Raises UsageError for a name with no word in it; a blank one is none.
    """
    words = frozenset(folded(name or "").split())
    if name and name.strip() and not words:
        raise UsageError(f"name {name[:40]!r} has no word in it: give words of an actor's name.")
    found = at_hand(ledger)
    if found is None:
        return [actor_from_json(one) for one in ledger.known_actors(words, limit)]
    kept = (actor for actor in found.actors.values() if _is_named(actor, words))
    return sorted(kept, key=lambda actor: (-actor.sightings, actor.id))[:limit]


def _is_named(actor: Actor, words: frozenset[str]) -> bool:
    return any(words <= one for one in (*words_of(actor), frozenset(folded(actor.name).split())))


def actor_of(ledger: ActorLedger, actor_id: str) -> Actor | None:
    """Return an actor by its id, or None where there is none."""
    found = at_hand(ledger)
    if found is not None:
        return found.actors.get(actor_id)
    record = ledger.known_actor_records([actor_id]).get(actor_id)
    return actor_from_json(record) if record is not None else None


def proposals(ledger: ActorLedger) -> tuple[Proposal, ...]:
    """Return the merges that are in doubt and were not made, the likeliest first."""
    found = at_hand(ledger)
    return found.proposals if found else tuple(proposal_from_json(one) for one in ledger.actor_proposals())


def known_id(ledger: ActorLedger, actor_id: str) -> str:
    """Return the id if a known actor has it, so that statements can be asked for by it; else UsageError says why.

    Where the ledger can't be written to, they are found as who is who was kept last; LedgerBusy for an actor that is
    newer than that.
    """
    found = at_hand(ledger)
    if ledger.known_actor_records([actor_id]):
        return actor_id
    if found is not None and actor_id in found.actors:
        raise LedgerBusy(
            f"Statements can't be found by actor {actor_id!r} yet: who is who changed, and isn't kept; try again."
        )
    raise UsageError(f"No actor has the id {actor_id!r}: `sayso actors` lists them.")


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
    named = dict[tuple[str, str], None]()
    for row in rows:
        for local in (row.speaker_id, *(target for target, _ in row.act_targets)):
            if local:
                named[row.article_id, local] = None
    of, actors = _who_is_who(ledger, named.keys())
    known: dict[str, networks.Actor] = {}
    for article, local in named:
        if local not in known and (identity := of.get((article, local))):
            actor = actors[identity]
            known[local] = networks.Actor(actor.id, actor.name, actor.kind, actor.affiliation)
    return known


def _who_is_who(
    ledger: ActorLedger, wanted: Collection[tuple[str, str]]
) -> tuple[Mapping[tuple[str, str], str], Mapping[str, Actor]]:
    """Return (article, local id) -> id for those wanted at least, and id -> actor."""
    found = at_hand(ledger)
    if found is not None:
        return dict[tuple[str, str], str](found.of.items()), found.actors
    of = ledger.known_actor_ids({article for article, _ in wanted})
    of = {key: identity for key, identity in of.items() if key in wanted}
    records = ledger.known_actor_records(of.values())
    return of, {identity: actor_from_json(record) for identity, record in records.items()}
