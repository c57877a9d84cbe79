"""Actors across articles: a list, and one with its names, its offices over time and what it said."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from sayso.web.judging_actors import about
from sayso.web.screens import NotThere, OfLedger, screen

router = APIRouter()

SHOWN = 100
"""Actors of the list, and statements of an actor."""

Words = Annotated[str, Query(max_length=200)]


@router.get("/actors")
def actors(request: Request, ledger: OfLedger, name: Words = "") -> Response:
    """List actors, those seen most first."""
    found = ledger.actors(name.strip() or None, SHOWN + 1)
    values = {"actors": found[:SHOWN], "more": len(found) > SHOWN, "name": name}
    return screen(request, "actors.html", values)


@router.get("/actors/{actor_id}")
def actor(request: Request, ledger: OfLedger, actor_id: str) -> Response:
    """Show an actor."""
    found = ledger.actor(actor_id)
    if found is None:
        raise NotThere(f"No actor has the id {actor_id!r}: look it up in the list of actors.")
    said = list(ledger.statements(actor=actor_id, limit=SHOWN))
    values = {"actor": found, "statements": said, "most": SHOWN, "decided": about(ledger, found)}
    return screen(request, "actor.html", values)
