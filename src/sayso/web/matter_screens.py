"""Matters: statements that links hold together, as a list, one compared outlet by outlet, and one over time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from sayso.library import Ledger
from sayso.link.matters import MatterSummary
from sayso.link_records import Link
from sayso.records import StatementRow
from sayso.web.comparison import MOST_WORDINGS, comparison
from sayso.web.matter_table import COLUMNS, LANES, Part, lane_kind, sorted_by, told_of
from sayso.web.screens import NotThere, OfLedger, screen
from sayso.web.timeline import STACK, timeline

router = APIRouter()

SHOWN = 50
"""Matters of the list."""
A_PAGE = 200
"""Rows of the table."""

Value = Annotated[str, Query(max_length=300)]
Start = Annotated[int, Query(ge=0, le=10_000_000)]


@router.get("/matters")
def matters(request: Request, ledger: OfLedger) -> Response:
    """List the largest matters."""
    return screen(request, "matters.html", {"matters": ledger.matters(SHOWN), "most": SHOWN})


@router.get("/matters/{matter_id}")
def matter(request: Request, ledger: OfLedger, matter_id: str) -> Response:
    """Compare what outlets have of a matter: its claims as rows, outlets as columns."""
    summary, rows, links = _found(ledger, matter_id)
    values = {"summary": summary, "table": comparison(rows, links), "most": MOST_WORDINGS}
    return screen(request, "matter.html", values)


@router.get("/matters/{matter_id}/timeline")
def over_time(
    request: Request,
    ledger: OfLedger,
    matter_id: str,
    lanes: Value = "outlet",
    sort: Value = "date",
    order: Value = "asc",
    lane: Value = "",
    others: Value = "",
    since: Value = "",
    until: Value = "",
    undated: Value = "",
    start: Start = 0,
) -> Response:
    """Show a matter in swimlanes, and as a table that the address sorts and narrows down."""
    summary, rows, links = _found(ledger, matter_id)
    kind, told = lane_kind(lanes), told_of(rows, links)
    drawn = timeline(told, kind)
    beside = frozenset(one.name for one in drawn.lanes if one.name is not None) if others else frozenset()
    part = Part(lane or None, beside, since or None, until or None, undated=bool(undated))
    listed = sorted_by([one for one in told if part.holds(one, kind)], sort, order)
    state = {"lanes": lanes, "sort": sort, "order": order, "lane": lane, "others": others}
    state |= {"since": since, "until": until, "undated": undated}
    values = {
        "summary": summary,
        "drawn": drawn,
        "kind": kind,
        "kinds": tuple(LANES),
        "columns": tuple(COLUMNS),
        "stack": STACK,
        "told": told,
        "listed": listed[start : start + A_PAGE],
        "found": len(listed),
        "start": start,
        "a_page": A_PAGE,
        "state": state,
    }
    return screen(request, "timeline.html", values)


def _found(ledger: Ledger, matter_id: str) -> tuple[MatterSummary, Sequence[StatementRow], Sequence[Link]]:
    found = ledger.matter(matter_id)
    if found is None:
        raise NotThere(f"No matter has the id {matter_id!r}: links found since may have changed it; look at the list.")
    return found
