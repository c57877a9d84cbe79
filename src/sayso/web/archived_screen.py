"""The page as it was archived, for a frame of the reader: a stranger's page, so it may neither run nor load anything.

Three walls, each enough by itself: what is dangerous is taken out (`sayso.clean.archived_page`); this answer's own
policy lets nothing run or load and puts the page into an origin of its own; and the frame is sandboxed.
"""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import Response

from sayso import clean
from sayso.errors import InputError
from sayso.export.marking import marks_of
from sayso.export.web_terms import language_tag
from sayso.flat import in_tree_order
from sayso.web.screens import NotThere, OfLedger, looked_up, screen

router = APIRouter()

POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
        "sandbox",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "unsafe-none",  # a sandboxed page with another one is not shown in a tab of its own
    "Cache-Control": "private, no-cache",
    "Referrer-Policy": "no-referrer",  # a stranger's page sends nothing along, and has no form that would need it
}


@router.get("/articles/{article_id}/archived")
def archived(request: Request, ledger: OfLedger, article_id: str) -> Response:
    """Show the stored page with the same statements marked; a text has none."""
    with looked_up():
        page = ledger.article(article_id)
    if page.document.media_type != "text/html":
        raise NotThere(f"Article {page.article.id} was read from a text: there is no page to be shown as archived.")
    document = replace(page.document, content=ledger.document_bytes(page.document.id))
    marks = marks_of([statement for _, statement in in_tree_order(page.statements)])
    try:
        found = clean.archived(document, page.article, marks)
    except InputError as error:
        raise NotThere(f"The page can't be shown as archived: {error.reason}.") from error
    values = {
        "language": language_tag(page.article.language),
        "classes": found.classes,
        "styles": Markup(found.styles),  # noqa: S704 - what is left of it can't end the element
        "body": Markup(found.body),  # noqa: S704 - nh3 wrote it
    }
    answer = screen(request, "archived.html", values)
    answer.headers.update(HEADERS)
    return answer
