"""Matters: statements that links hold together, as a list, and one compared outlet by outlet."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from sayso.web.comparison import comparison
from sayso.web.screens import NotThere, OfLedger, screen

router = APIRouter()

SHOWN = 50
"""Matters of the list."""


@router.get("/matters")
def matters(request: Request, ledger: OfLedger) -> Response:
    """List the largest matters."""
    return screen(request, "matters.html", {"matters": ledger.matters(SHOWN), "most": SHOWN})


@router.get("/matters/{matter_id}")
def matter(request: Request, ledger: OfLedger, matter_id: str) -> Response:
    """Compare what outlets have of a matter: its claims as rows, outlets as columns."""
    found = ledger.matter(matter_id)
    if found is None:
        raise NotThere(f"No matter has the id {matter_id!r}: links found since may have changed it; look at the list.")
    summary, rows, links = found
    return screen(request, "matter.html", {"summary": summary, "table": comparison(rows, links), "links": links})
