"""What is decided about actors on their screen: two are one, one of the names is somebody else's, a better name."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from sayso.correcting import now_exactly
from sayso.errors import UsageError
from sayso.library import Ledger
from sayso.link import actors
from sayso.link.actors import Actor, ActorJudgement, ActorRef
from sayso.web.judging_screens import judge_name
from sayso.web.login_screen import own_path
from sayso.web.screens import NotThere, OfLedger

router = APIRouter()

Name = Annotated[str, Form(max_length=200)]


@router.post("/actors/{actor_id}/judge")
def judge(request: Request, ledger: OfLedger, actor_id: str, kind: Name, name: Name) -> Response:
    """Keep a merge with the actor of a name, a split of a name, or a renaming; lead to the actor as it is then."""
    actor = ledger.actor(actor_id)
    if actor is None:
        raise NotThere(f"No actor has the id {actor_id!r}: look it up in the list of actors.")
    own, by, at = ActorRef(actor.name), judge_name(request), ledger.moment_to_judge_actors()
    if kind == "merge":
        found = actors.merge(own, ActorRef(name.strip()), by=by, at=at)
    elif kind == "split":
        found = actors.split(ActorRef(name.strip()), own, by=by, at=at)
    elif kind == "rename":
        found = actors.rename(own, name.strip(), by=by, at=at)
    else:
        raise UsageError(f"A decision about an actor has the kind {kind!r}: give merge, split or rename.")
    ledger.judge_actors([found])
    return _to(ledger, actor, name if kind == "rename" else actor.name)


@router.post("/actor-judgements/{judgement_id}/undo")
def undo(request: Request, ledger: OfLedger, judgement_id: str, back: Name = "") -> Response:
    """Take a decision about actors back."""
    found = [one for one in ledger.actor_judgements() if one.id == judgement_id]
    if not found:
        raise NotThere(f"No decision about actors has the id {judgement_id!r}: see the list of judgements.")
    ledger.judge_actors([actors.undo(found[0], by=judge_name(request), at=now_exactly())])
    return RedirectResponse(own_path(back or "/judgements"), status_code=303)


def about(ledger: Ledger, actor: Actor) -> list[ActorJudgement]:
    """Return the decisions that name an actor, the newest first."""
    names = {actor.name, *actor.names}
    every = ledger.actor_judgements()
    own = {one.id for one in every if {one.name, *(ref.name for ref in (one.one, one.other) if ref)} & names}
    for one in every:  # an undo comes after what it undoes
        if one.undoes in own:
            own.add(one.id)
    return [one for one in reversed(every) if one.id in own]


def _to(ledger: Ledger, before: Actor, name: str) -> Response:
    """Lead to the actor that has the name now: a decision may give it another id."""
    alike = [one for one in ledger.actors(name) if name in (one.name, *one.names)]
    return RedirectResponse(f"/actors/{alike[0].id if alike else before.id}", status_code=303)
