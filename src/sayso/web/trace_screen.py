"""The trace of a claim: who said it first, through whom, which outlets repeat it, who denied it."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from sayso.export.trace_svg import trace_svg
from sayso.export.trace_tree import trace_tree
from sayso.web.screens import OfLedger, looked_up, screen

router = APIRouter()


@router.get("/statements/{statement_id}/trace")
def trace(request: Request, ledger: OfLedger, statement_id: str) -> Response:
    """Show the trace as a tree in time order."""
    mark = ledger.mark()
    with looked_up():
        found = ledger.trace(statement_id)
    values = {"trace": found, "nodes": list(trace_tree(found).walk()), "asked": found.asked, "mark": mark}
    return screen(request, "trace.html", values)


@router.get("/statements/{statement_id}/trace.svg")
def drawing(ledger: OfLedger, statement_id: str) -> Response:
    """Return the trace as a drawing."""
    with looked_up():
        found = ledger.trace(statement_id)
    return Response(trace_svg(found), media_type="image/svg+xml")
