"""Actors across articles: a list, and one with its names, its offices, its network, who answers it, what it said."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from sayso.library import Ledger
from sayso.link.actors import Actor
from sayso.web.decided_actors import about
from sayso.web.screens import NotThere, OfLedger, screen

router = APIRouter()

SHOWN = 100
"""Actors of the list, and statements of an actor."""
MOST_LINKS = 30
"""Answers, and shifts."""
TOP = 12
"""Names of those whom an actor's acts are aimed at."""

Words = Annotated[str, Query(max_length=200)]
Day = Annotated[str, Query(max_length=10)]


@router.get("/actors")
def actors(request: Request, ledger: OfLedger, name: Words = "") -> Response:
    """List actors, those seen most first."""
    found = ledger.actors(name.strip() or None, SHOWN + 1)
    values = {"actors": found[:SHOWN], "more": len(found) > SHOWN, "name": name}
    return screen(request, "actors.html", values)


@router.get("/actors/{actor_id}")
def actor(request: Request, ledger: OfLedger, actor_id: str, since: Day = "", until: Day = "") -> Response:
    """Show an actor; the days narrow its network down."""
    found = known_actor(ledger, actor_id)
    answers = ledger.links_of_actor(actor_id, kinds=("denial", "reply"), to=True, limit=MOST_LINKS)
    answered = ledger.links_of_actor(actor_id, kinds=("denial", "reply"), to=False, limit=MOST_LINKS)
    shifts = ledger.links_of_actor(actor_id, kinds=("shift",), to=False, limit=MOST_LINKS)
    values = {
        "actor": found,
        "decided": about(ledger, found),
        "statements": list(ledger.statements(actor=actor_id, limit=SHOWN)),
        "most": SHOWN,
        "targets": ledger.facets(actor=actor_id, top=TOP).target,
        "links": (
            ("Who answers", "Who answered or denied it", answers),
            ("Whom it answers", "What it answered or denied", answered),
            ("Shifts", "Where it departs from what it said before", shifts),
        ),
        **_network(ledger, found, since, until),
    }
    return screen(request, "actor.html", values)


@router.get("/actors/{actor_id}/network")
def network(request: Request, ledger: OfLedger, actor_id: str, since: Day = "", until: Day = "") -> Response:
    """Return the table of an actor's network alone, for other days."""
    return screen(request, "_network.html", _network(ledger, known_actor(ledger, actor_id), since, until))


def known_actor(ledger: Ledger, actor_id: str) -> Actor:
    """Return an actor by its id; NotThere says where to look it up."""
    found = ledger.actor(actor_id)
    if found is None:
        raise NotThere(f"No actor has the id {actor_id!r}: look it up in the list of actors.")
    return found


def _network(ledger: Ledger, found: Actor, since: str, until: str) -> dict[str, Any]:
    around = ledger.ego_network(found.id, since=since or None, until=until or None)
    edges = sorted(around.network.edges, key=lambda edge: (found.id not in (edge.source, edge.target), -edge.n))
    names = {node.id: node.name for node in around.network.nodes}
    days = {"since": since, "until": until}
    return {"actor": found, "around": around, "edges": edges, "names": names, "days": days}
