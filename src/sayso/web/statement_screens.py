"""Statements: a search box, facets with counts, and the list. The state of the screen is its address."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from sayso.library import Ledger
from sayso.web.asked import Asked
from sayso.web.histogram import histogram
from sayso.web.screens import OfLedger, json_ld, query, screen, templates

router = APIRouter()

AT_A_TIME = 50
TOP = 10
"""Values of a facet."""

FACETS = ("speaker", "target", "outlet", "act", "manner", "language")
NARROWING = frozenset(FACETS) - {"language"}
"""Facets whose values can be chosen."""

Cursor = Annotated[str | None, Query(max_length=300)]


@router.get("/")
def statements(request: Request, ledger: OfLedger, after: Cursor = None) -> Response:
    """Show the statements that the address asks for; with `after`, the next of them alone."""
    asked = Asked.of(request.query_params)
    mark = ledger.mark() if after is None else None  # before the page is asked for: what comes meanwhile is told later
    page = ledger.statement_page(after=after, limit=AT_A_TIME, meaning=asked.by_meaning, **asked.filter())
    values = {"rows": page.rows, "next": page.next, "asked": asked, "why": page.why, "notice": page.notice}
    if request.headers.get("hx-request") and after:
        return screen(request, "_statements.html", values)
    found = ledger.facets(top=TOP, meaning=asked.by_meaning, **asked.filter())
    facets = [(name, getattr(found, name), name in NARROWING) for name in FACETS]
    bars = histogram(found.months)
    ids = [asked.values[name] for name in ("actor", "target_actor") if name in asked.values]
    known = {one: actor.name for one in ids if (actor := ledger.actor(one))}
    counted = {"found": found, "facets": facets, "bars": bars, "known": known, "mark": mark}
    return screen(request, "statements.html", {**values, **counted, "json_ld": json_ld(page.rows)})


@router.get("/statements.atom")
def feed(request: Request, ledger: OfLedger) -> Response:
    """Return the newest statements that the address asks for as an Atom feed (RFC 4287)."""
    asked = Asked.of(request.query_params)
    title = ", ".join(f"{said} {value}" for _, said, value in asked.chosen()) or "all statements"
    return atom(request, ledger, asked, title, f"/statements.atom{query(asked.values)}")


def atom(request: Request, ledger: Ledger, asked: Asked, title: str, path: str) -> Response:
    """Return what is asked for as an Atom feed under this path: what came into the ledger last comes first."""
    rows = ledger.newest_arrivals(limit=AT_A_TIME, meaning=asked.by_meaning, **asked.filter())
    newest = max((row.fetched for row in rows), default=datetime(1970, 1, 1, tzinfo=UTC).isoformat())
    values = {"rows": rows, "asked": asked, "newest": newest, "home": str(request.base_url).rstrip("/")}
    shown = templates().get_template("statements.atom").render({**values, "title": title, "path": path})
    return Response(shown, media_type="application/atom+xml")
