"""Saved searches: the list with what is new in each, what changes one, and each as a feed for alerts."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import parse_qsl, quote

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from sayso.web.access import LONGEST_QUERY
from sayso.web.asked import Asked
from sayso.web.screens import OfLedger, looked_up, query, screen
from sayso.web.statement_screens import atom

router = APIRouter()

Name = Annotated[str, Form(max_length=500)]
Query = Annotated[str, Form(max_length=LONGEST_QUERY)]


@router.get("/searches")
def searches(request: Request, ledger: OfLedger) -> Response:
    """List the saved searches, each with how much it finds and how much of that is new."""
    found = [
        (one, Asked.saved(one.search.wanted, meaning=one.search.meaning), feed_path(one.search.name))
        for one in ledger.searches.counted()
    ]
    return screen(request, "searches.html", {"searches": found})


@router.post("/searches")
def save(ledger: OfLedger, name: Name, asked: Query) -> Response:
    """Save what an address asks for by a name."""
    wanted = Asked.of(dict(parse_qsl(asked.removeprefix("?"))))
    fields = {field: value for field, value in wanted.filter().items() if field != "arrived_after"}
    ledger.searches.save(name, meaning=wanted.by_meaning, **fields)
    return _listed()


@router.post("/searches/look")
def look(ledger: OfLedger, name: Name) -> Response:
    """Show what is new in a search, and count it as looked at."""
    with looked_up():
        one = ledger.searches.look(name)
    values = Asked.saved(one.wanted, meaning=one.meaning).values
    return RedirectResponse(f"/{query(values, arrived=str(one.looked))}", status_code=303)


@router.post("/searches/rename")
def rename(ledger: OfLedger, name: Name, new: Name) -> Response:
    """Give a search another name; its feed moves with it."""
    ledger.searches.rename(name, new)
    return _listed()


@router.post("/searches/delete")
def delete(ledger: OfLedger, name: Name) -> Response:
    """Take a search away."""
    with looked_up():
        ledger.searches.delete(name)
    return _listed()


@router.get("/searches/{name}.atom")
def feed(request: Request, ledger: OfLedger, name: str) -> Response:
    """Return a saved search as a feed: what came into the ledger last first."""
    with looked_up():
        one = ledger.searches.named(name)
    return atom(request, ledger, Asked.saved(one.wanted, meaning=one.meaning), one.name, feed_path(one.name))


def feed_path(name: str) -> str:
    """Return the address of a search's feed.

    >>> feed_path("A dam?")
    '/searches/A%20dam%3F.atom'
    """
    return f"/searches/{quote(name, safe='')}.atom"


def _listed() -> Response:
    return RedirectResponse("/searches", status_code=303)
