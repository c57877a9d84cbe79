"""Screens on which people decide: the queue, the fields of one statement, what was decided; and what these send.

Everything that changes something is a POST, which `sayso.web.access` refuses on a server that only shows, and where
another site's page asks for it. Each works as a plain form; `static/judging.js` adds the keys.
"""

from __future__ import annotations

import getpass
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import quote, unquote

from fastapi import APIRouter, Form, Query, Request
from markupsafe import Markup
from starlette.responses import RedirectResponse, Response

from sayso.errors import UsageError
from sayso.export.marking import by_line, marked, marks_of
from sayso.export.web_terms import language_tag
from sayso.judging.checking import ACTS, LONGEST_NAME, LONGEST_NOTE
from sayso.library import Ledger
from sayso.link_records import LinkKind
from sayso.records import Page, Statement, StatementRow
from sayso.web.access import LONGEST_QUERY
from sayso.web.asked import Asked
from sayso.web.decided_actors import decisions
from sayso.web.login_screen import own_path
from sayso.web.screens import OfLedger, looked_up, screen

router = APIRouter()

AT_A_TIME = 20
"""Statements of the queue, and ten of these of the list of judgements."""
NAME = "judge"
"""The cookie that remembers who judges."""
A_YEAR = 365 * 24 * 3600
_ADDRESSED = re.compile("(?:#s-|/statements/)([0-9a-f]+)", re.ASCII)

Word = Annotated[str, Form(max_length=LONGEST_NAME)]
Words = Annotated[str, Form(max_length=LONGEST_NOTE)]
Back = Annotated[str, Form(max_length=3 * LONGEST_QUERY)]
"""Where a form was: a query, of which each character may have become three."""


@dataclass(frozen=True, slots=True)
class InContext:
    """A statement with the lines that it stands in, its words marked."""

    row: StatementRow
    lines: Sequence[tuple[int, Markup]]
    """(where it starts in the text, HTML)."""
    language: str | None


@router.get("/queue")
def queue(request: Request, ledger: OfLedger) -> Response:
    """Show the statements that nobody has accepted or rejected, the least certain first."""
    asked = Asked.of(request.query_params)
    rows = ledger.queue(AT_A_TIME, **asked.filter())
    pages = {page.article.id: page for page in ledger.pages_of(sorted({row.article_id for row in rows}))}
    items = [in_context(pages[row.article_id], row) for row in rows]
    values = {"items": items, "waiting": ledger.count_queue(**asked.filter()), "asked": asked}
    return screen(request, "queue.html", {**values, "judge": judge_name(request)})


@router.get("/statements/{statement_id}/edit")
def edit(request: Request, ledger: OfLedger, statement_id: str) -> Response:
    """Show all that can be decided about a statement, and what was."""
    with looked_up():
        row = ledger.statement(statement_id)
    [page] = ledger.pages_of([row.article_id])
    values = {
        "item": in_context(page, row),
        "names": ledger.names_in(page),
        "acts": ACTS,
        "kinds": [kind.value for kind in LinkKind],
        "links": list(ledger.links(of=row.id)),
        "decided": ledger.judgement_rows(row.id),
        "spans": {role: _spans(getattr(row, role)) for role in ("source", "cue", "content")},
    }
    return screen(request, "edit.html", {**values, "judge": judge_name(request)})


@router.post("/statements/{statement_id}/judge")
def judge(
    request: Request,
    ledger: OfLedger,
    statement_id: str,
    kind: Word,
    value: Words = "",
    other: Word = "",
    note: Words = "",
    back: Back = "",
) -> Response:
    """Keep what somebody decided about a statement, or about its link with another one."""
    with looked_up():
        row = ledger.statement(statement_id)
    ledger.judge(row.id, kind, value, other=statement_named(other), note=note.strip(), by=judge_name(request))
    return _answer(request, ledger, row.id, back)


@router.post("/statements/{statement_id}/undo")
def undo(request: Request, ledger: OfLedger, statement_id: str, back: Back = "") -> Response:
    """Take the latest decision about a statement back."""
    with looked_up():
        row = ledger.statement(statement_id)
    ledger.undo(row.id, by=judge_name(request))
    return _answer(request, ledger, row.id, back)


@router.get("/judgements")
def judgements(request: Request, ledger: OfLedger, page: Annotated[int, Query(ge=1, le=100_000)] = 1) -> Response:
    """List what was decided, the newest first, and what the ledger has no statement for any more."""
    size = AT_A_TIME * 10
    start = (page - 1) * size
    rows = ledger.judgement_rows(limit=size + 1, offset=start)
    about_actors = decisions(ledger.actor_judgements())[start : start + size + 1]
    more = max(len(rows), len(about_actors)) > size
    lost = ledger.unattached_judgements() if page == 1 else ()
    values = {"rows": rows[:size], "actors": about_actors[:size], "more": more, "page": page, "lost": lost}
    return screen(request, "judgements.html", values)


@router.post("/judgements/{judgement_id}/withdraw")
def withdraw(request: Request, ledger: OfLedger, judgement_id: str, back: Back = "") -> Response:
    """Take a decision back, or take back that it was taken back."""
    with looked_up():
        ledger.withdraw(judgement_id, by=judge_name(request))
    return RedirectResponse(own_path(back or "/judgements"), status_code=303)


@router.post("/judge")
def name(name: Word, back: Back = "") -> Response:
    """Remember who judges in this browser."""
    if not name.strip():
        raise UsageError(f"name {name!r} is none: give yours.")
    answer = RedirectResponse(own_path(back or "/queue"), status_code=303)
    answer.set_cookie(NAME, quote(name.strip()), max_age=A_YEAR, httponly=True, samesite="strict")
    return answer


def judge_name(request: Request) -> str:
    """Return who judges: what the browser remembers, or else the user of the machine that serves."""
    given = unquote(request.cookies.get(NAME, "")).strip()
    if given and len(given) <= LONGEST_NAME:
        return given
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no such user, as in some containers
        return "somebody"


def statement_named(given: str) -> str | None:
    """Return the id that somebody typed, or that stands in the address of one of a statement's screens.

    >>> statement_named(" 026d89"), statement_named("http://localhost:8023/statements/026d89327960c630/trace")
    ('026d89', '026d89327960c630')
    >>> statement_named("/articles/a41c07d2e95f3b68?view=archived#s-026d89327960c630"), statement_named(" ")
    ('026d89327960c630', None)
    """
    found = _ADDRESSED.search(given)
    return (found[1] if found else given.strip().rsplit("/", 1)[-1]) or None


def in_context(page: Page, row: StatementRow) -> InContext:
    """Return a statement in the lines that it stands in."""
    statement = next(one for one in page.statements if one.id == row.id)
    marks = by_line(page.article.lines, marks_of([statement], {statement.id: 1}))
    pairs = [(line, found) for line, found in zip(page.article.lines, marks, strict=True) if found]
    lines = [(line.start, marked(page.article.text, line, found)) for line, found in pairs]
    return InContext(row, lines or _first_line(page, statement), language_tag(page.article.language))


def _first_line(page: Page, statement: Statement) -> list[tuple[int, Markup]]:
    """Return the line to show of a statement that stands in none: one whose words are all on lines without a role."""
    starts = [span.start for span in (*statement.source, *statement.cue, *statement.content)]
    line = next((one for one in page.article.lines if one.end > min(starts, default=0)), None)
    return [(line.start, marked(page.article.text, line, []))] if line else []


def _answer(request: Request, ledger: Ledger, statement_id: str, back: str) -> Response:
    """Return the item as it is now, where a script asks for that alone; else lead back."""
    if not request.headers.get("hx-request"):
        return RedirectResponse(own_path(back or f"/statements/{statement_id}"), status_code=303)
    row = ledger.statement(statement_id)
    [page] = ledger.pages_of([row.article_id])
    values: Mapping[str, Any] = {"item": in_context(page, row), "asked": Asked({})}
    return screen(request, "_queued.html", values)


def _spans(pieces: Sequence[Any]) -> str:
    return " ".join(f"{one.start}-{one.end}" for one in pieces)
