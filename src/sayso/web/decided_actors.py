"""What was decided about actors, and which of it holds, as screens list it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sayso.judging.standing import undone
from sayso.library import Ledger
from sayso.link.actors import Actor, ActorJudgement, ActorRef, JudgementKind
from sayso.link.actors.transliteration import fold


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
    """Return the decisions that are about an actor, and not about a namesake alone, the newest first."""
    every = ledger.actor_judgements()
    at = ledger.actors_at(ref for one in every for ref in (one.one, one.other) if ref and ref.article_id)
    names = frozenset(map(fold, actor.names))

    def means(ref: ActorRef | None) -> bool:
        return ref is not None and (at.get(ref) == actor.id if ref.article_id else fold(ref.name) in names)

    own = {one.id for one in every if means(one.other) or (means(one.one) and _can_mean(ledger, one, actor))}
    for one in every:  # an undo comes after what it undoes
        if one.undoes in own:
            own.add(one.id)
    return decisions([one for one in every if one.id in own])


def _can_mean(ledger: Ledger, one: ActorJudgement, actor: Actor) -> bool:
    """Return whether the first name of a decision can mean an actor: a split takes it from its other one alone."""
    is_of_a_name = one.kind is JudgementKind.SPLIT and one.one is not None and not one.one.article_id
    return not is_of_a_name or ledger.is_apart(actor.id)
