"""The stream that open screens listen to: new statements for a list, new links for an article or a trace."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from anyio import to_thread
from fastapi import APIRouter, Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from sayso.library import Ledger
from sayso.link.trace import Trace
from sayso.store.news import Mark, News
from sayso.web.access import is_from_elsewhere
from sayso.web.asked import Asked
from sayso.web.live import MOST, Ask, Live
from sayso.web.screens import OfLedger, looked_up, templates

router = APIRouter()

AT_ONCE = 20
"""Rows of one event: of more, the page shows how many there are."""
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


@router.get("/live")
async def live(request: Request, ledger: OfLedger) -> Response:
    """Tell what is new, from the mark that the browser had last, or else from `after`, or else from now on."""
    if is_from_elsewhere(request.headers):
        return PlainTextResponse("Another site's page asked for this.\n", status_code=403)
    hub: Live = request.app.state.live
    if hub.is_full:
        words = f"{MOST} pages listen already, and no more can: close one of them, or reload this one by hand.\n"
        return PlainTextResponse(words, status_code=503, headers={"Retry-After": "60"})
    asked = Asked.of(request.query_params)
    ask = await to_thread.run_sync(_asking, ledger, request.query_params, asked)
    given = request.headers.get("last-event-id") or request.query_params.get("after") or ""
    after = Mark.read(given)
    if after is None:
        after = await to_thread.run_sync(ledger.mark)
    await to_thread.run_sync(ask, after)  # what can't be meant is said before the stream begins
    render = partial(_rows, request.app.state.access.read_only, asked)
    return StreamingResponse(hub.events(ask, after, render), media_type="text/event-stream", headers=HEADERS)


def _asking(ledger: Ledger, query: Mapping[str, str], asked: Asked) -> Ask:
    """Return what asks for the news of the screen that an address names."""
    with looked_up():
        if article := query.get("article"):
            return partial(ledger.new_links, article=ledger.article(article[:64]).article.id)
        if statement := query.get("trace"):
            return partial(ledger.new_links, statements=statements_of(ledger.trace(statement[:64])))
    return partial(ledger.new_statements, limit=AT_ONCE, **asked.filter())


def statements_of(trace: Trace) -> frozenset[str]:
    """Return the ids of all statements of a trace."""
    reports = [report.row.id for origin in trace.origins for report in origin.reports]
    return frozenset([trace.asked.id, *reports, *(row.id for _, row in (*trace.denials, *trace.replies))])


def _rows(read_only: bool, asked: Asked, news: News) -> str:
    values: dict[str, Any] = {"rows": news.rows, "next": None, "asked": asked, "why": {}}
    values |= {"path": "/", "read_only": read_only}
    return templates().get_template("_statements.html").render(values).strip()
