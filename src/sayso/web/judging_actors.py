"""What is decided about actors on their screen: two are one, one of the names is somebody else's, a better name.

A decision names an actor by a name that was seen in a text: the name under which it is shown may come from a table, or
from a person, and would mean nobody where decisions are replayed. Where others were seen under all of its names too, it
is named by one place where it was seen: where it speaks, is spoken to, or an act is aimed at it.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from sayso.errors import UsageError
from sayso.judging.checking import held
from sayso.library import Ledger
from sayso.link import actors
from sayso.link.actors import Actor, ActorRef
from sayso.link.actors.transliteration import fold
from sayso.web.decided_actors import decisions
from sayso.web.judging_screens import judge_name
from sayso.web.login_screen import own_path
from sayso.web.screens import NotThere, OfLedger

router = APIRouter()

Name = Annotated[str, Form(max_length=200)]
OF_ACTOR = "/actors/"
"""How the address of an actor's screen begins."""


@router.post("/actors/{actor_id}/judge")
def judge(request: Request, ledger: OfLedger, actor_id: str, kind: Name, name: Name) -> Response:
    """Keep a merge with the actor of a name, a split of a name, or a renaming; lead to the actor as it is then."""
    actor = ledger.actor(actor_id)
    if actor is None:
        raise NotThere(f"No actor has the id {actor_id!r}: look it up in the list of actors.")
    name, by, at = held(name.strip()), judge_name(request), ledger.moment_to_judge_actors()
    own = _ref(ledger, actor, but=name if kind == "split" else "")
    if kind == "merge":
        found = actors.merge(own, _other(ledger, actor, name), by=by, at=at)
    elif kind == "split":
        found = actors.split(_part(actor, name), own, by=by, at=at)
    elif kind == "rename":
        found = actors.rename(own, name, by=by, at=at)
    else:
        raise UsageError(f"A decision about an actor has the kind {kind!r}: give merge, split or rename.")
    ledger.judge_actors([found])
    return _to(ledger, actor.id, own)


@router.post("/actor-judgements/{judgement_id}/undo")
def undo(request: Request, ledger: OfLedger, judgement_id: str, back: Name = "") -> Response:
    """Take a decision about actors back, or take back that it was taken back."""
    found = [one for one in decisions(ledger.actor_judgements()) if one.judgement.id == judgement_id]
    if not found:
        raise NotThere(f"No decision about actors has the id {judgement_id!r}: see the list of judgements.")
    if not found[0].holds:
        raise UsageError(f"The decision {judgement_id[:8]} was undone already: see the list of judgements.")
    before = ledger.actor(back.removeprefix(OF_ACTOR)) if back.startswith(OF_ACTOR) else None
    own = (_name(ledger, before) or next(ledger.places_of_actor(before.id), None)) if before is not None else None
    at = ledger.moment_to_judge_actors()
    ledger.judge_actors([actors.undo(found[0].judgement, by=judge_name(request), at=at)])
    if before is not None:
        return _to(ledger, before.id, own or ActorRef(_names(before)[0]))
    return RedirectResponse("/judgements" if back.startswith(OF_ACTOR) else own_path(back or "/judgements"), 303)


def _ref(ledger: Ledger, actor: Actor, *, but: str = "") -> ActorRef:
    """Return what means an actor where decisions are replayed, and nobody else: a name, else one place of it.

    `but` is a name that is to be avoided, as it is taken from the actor.
    """
    names = frozenset(map(fold, _names(actor, but)))
    places = (one for one in ledger.places_of_actor(actor.id) if fold(one.name) in names)
    found = _name(ledger, actor, but) or next(places, None)
    if found is None:
        raise UsageError(
            f"Others are named {actor.name!r} too, and no article has this one under a name that tells it from them: "
            "decide with `sayso judge`, which takes NAME@ARTICLE."
        )
    return found


def _names(actor: Actor, but: str = "") -> list[str]:
    """Return the names seen of an actor, the one to name it by first; without one of them, if there are others."""
    seen = [name for name in actor.names if fold(name) != fold(but)] or list(actor.names) or [actor.name]
    return sorted(seen, key=lambda name: (name != actor.name, -len(name), name))


def _name(ledger: Ledger, actor: Actor, but: str = "") -> ActorRef | None:
    """Return an actor by a name that was seen of nobody else, if it has such a one."""
    return next((ActorRef(name) for name in _names(actor, but) if len(_seen_as(ledger, name)) == 1), None)


def _other(ledger: Ledger, actor: Actor, name: str) -> ActorRef:
    """Return what means the actor that somebody typed the name of: one that is shown so, else all that were seen so."""
    shown = [one for one in _named(ledger, name) if fold(one.name) == fold(name)]
    seen = _seen_as(ledger, name)
    if not [one for one in (*shown, *seen) if one.id != actor.id]:
        is_it = f"is a name of {actor.name!r} itself" if shown or seen else "is nobody's name"
        raise UsageError(f"name {name!r} {is_it}: give that of another one in the list of actors.")
    others = [one for one in shown if one.id != actor.id]
    if seen and len(others) != 1:
        return ActorRef(name)
    if len(others) > 1:
        raise UsageError(f"name {name!r} is shown for {len(others)} actors: give a name seen of one of them.")
    return _ref(ledger, others[0])


def _part(actor: Actor, name: str) -> ActorRef:
    """Return what means those of an actor who were seen under a name."""
    if fold(name) not in map(fold, actor.names):
        raise UsageError(f"name {name!r} was not seen of {actor.name!r}: give one of {', '.join(actor.names)}.")
    return ActorRef(name)


def _seen_as(ledger: Ledger, name: str) -> list[Actor]:
    """Return the actors that were seen under a name."""
    return [one for one in _named(ledger, name) if fold(name) in map(fold, one.names)]


def _named(ledger: Ledger, name: str) -> list[Actor]:
    return ledger.actors(name) if any(map(str.isalnum, name)) else []


def _to(ledger: Ledger, before: str, own: ActorRef) -> Response:
    """Lead to whom `own` means now: a decision may give an actor another id, or leave none that is so named."""
    alike = _seen_as(ledger, own.name)
    now = ledger.actors_at([own]).get(own) if own.article_id else None
    alike = [one for one in alike if one.id == now] or alike
    if [one for one in alike if one.id == before] or (not alike and ledger.actor(before) is not None):
        return RedirectResponse(f"{OF_ACTOR}{before}", status_code=303)
    return RedirectResponse(f"{OF_ACTOR}{alike[0].id}" if alike else "/judgements", status_code=303)
