"""What was decided about actors, and which of it holds, as screens list it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sayso.judging.standing import undone
from sayso.library import Ledger
from sayso.link.actors import Actor, ActorJudgement


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision about actors, and what has become of it."""

    judgement: ActorJudgement
    holds: bool
    """Whether nobody undid it."""
    is_latest: bool
    """Whether it is the newest that holds and is no undo: the one that is undone by a key."""


def decisions(judgements: Sequence[ActorJudgement]) -> list[Decision]:
    """Return all decisions, oldest first as they come, with what has become of each, the newest first."""
    out = undone({one.id: one.undoes for one in judgements})
    latest = next((one.id for one in reversed(judgements) if one.id not in out and not one.undoes), None)
    return [Decision(one, one.id not in out, one.id == latest) for one in reversed(judgements)]


def about(ledger: Ledger, actor: Actor) -> list[Decision]:
    """Return the decisions that name an actor, the newest first."""
    names = {actor.name, *actor.names}
    every = ledger.actor_judgements()
    own = {one.id for one in every if {one.name, *(ref.name for ref in (one.one, one.other) if ref)} & names}
    for one in every:  # an undo comes after what it undoes
        if one.undoes in own:
            own.add(one.id)
    return decisions([one for one in every if one.id in own])
