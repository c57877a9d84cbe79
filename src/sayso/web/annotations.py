"""An article's statements as W3C annotations over HTTP: a container, its pages, and each annotation by its address.

The Web Annotation Protocol: https://www.w3.org/TR/annotation-protocol/. The container only shows: nothing can be
posted to it. Annotations keep the name that `sayso export web-annotation` gives them as `canonical`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import Query, Request
from starlette.responses import Response

from sayso.export.web_annotation import CONTEXT, annotation
from sayso.records import Page, StatementRow
from sayso.web.api_queries import ArticleId, StatementId
from sayso.web.screens import NotThere, OfLedger, looked_up

A_PAGE = 100
"""Annotations of one page of a container."""
PROFILE = "http://www.w3.org/ns/anno.jsonld"
MEDIA_TYPE = f'application/ld+json; profile="{PROFILE}"'
LDP = "http://www.w3.org/ns/ldp"
_OF_CONTAINERS = (
    f'<{LDP}#BasicContainer>; rel="type"',
    f'<http://www.w3.org/TR/annotation-protocol/>; rel="{LDP}#constrainedBy"',
)
_MINIMAL = f"{LDP}#PreferMinimalContainer"
_IRIS = "http://www.w3.org/ns/oa#PreferContainedIRIs"

PageNumber = Annotated[
    int | None, Query(ge=0, le=1_000_000, description="A page; none for the container.", examples=[0])
]
OnlyIris = Annotated[bool, Query(description="Addresses in place of the annotations.", examples=[False])]


def annotation_collection(
    request: Request, ledger: OfLedger, article_id: ArticleId, page: PageNumber = None, iris: OnlyIris = False
) -> Response:
    """Return an article's annotations: the container with its first page, or another page of it.

    `Prefer` asks for a minimal container, or for addresses alone, as the protocol has it.
    """
    with looked_up():
        found = ledger.article(article_id)
    rows = list(ledger.statements(article_id=found.article.id))
    prefer = request.headers.get("prefer", "")
    iris = iris or _IRIS in prefer
    whole = _whole(request, found.article.id)
    if page is not None:
        if page * A_PAGE >= len(rows):
            raise NotThere(f"Article {found.article.id} has no page {page} of annotations: give less.")
        return _answer({"@context": CONTEXT, **_page(whole, rows, page, iris)}, _address(whole, page, iris))
    container = _container(whole, found, rows)
    if rows:
        first = _address(whole, 0, iris) if _MINIMAL in prefer else _page(whole, rows, 0, iris)
        container |= {"first": first, "last": _address(whole, (len(rows) - 1) // A_PAGE, iris)}
    links = (
        f'<{LDP}#BasicContainer>; rel="type"',
        f'<http://www.w3.org/TR/annotation-protocol/>; rel="{LDP}#constrainedBy"',
    )
    return _answer(container, _address(whole, None, iris), links)


def annotation_of(request: Request, ledger: OfLedger, article_id: ArticleId, statement_id: StatementId) -> Response:
    """Return one annotation."""
    with looked_up():
        row = ledger.statement(statement_id)
    if not row.article_id.startswith(article_id):
        raise NotThere(f"Statement {row.id} is not of article {article_id!r}, but of {row.article_id}.")
    whole = _whole(request, row.article_id)
    shown = {"@context": CONTEXT, **_annotation(whole, row)}
    return _answer(shown, f"{whole}{row.id}", (f'<{LDP}#Resource>; rel="type"',))


def _whole(request: Request, article_id: str) -> str:
    where = f"{request.url.scheme}://{request.url.netloc}{request.scope['root_path']}"
    return f"{where}/articles/{article_id}/annotations/"


def _container(whole: str, found: Page, rows: Sequence[StatementRow]) -> dict[str, Any]:
    return {
        "@context": [*CONTEXT, f"{LDP}.jsonld"],
        "id": whole,
        "type": ["BasicContainer", "AnnotationCollection"],
        "label": f"Statements of {found.article.title or found.document.name}",
        "modified": found.document.fetched,
        "total": len(rows),
    }


def _page(whole: str, rows: Sequence[StatementRow], number: int, iris: bool) -> dict[str, Any]:
    shown = rows[number * A_PAGE : (number + 1) * A_PAGE]
    page: dict[str, Any] = {
        "id": _address(whole, number, iris),
        "type": "AnnotationPage",
        "partOf": {"id": _address(whole, None, iris), "type": "AnnotationCollection", "total": len(rows)},
        "startIndex": number * A_PAGE,
        "items": [f"{whole}{row.id}" if iris else _annotation(whole, row) for row in shown],
    }
    if number:
        page["prev"] = _address(whole, number - 1, iris)
    if (number + 1) * A_PAGE < len(rows):
        page["next"] = _address(whole, number + 1, iris)
    return page


def _annotation(whole: str, row: StatementRow) -> dict[str, Any]:
    made = annotation(row)
    return {**made, "id": f"{whole}{row.id}", "canonical": made["id"]}


def _address(whole: str, page: int | None, iris: bool) -> str:
    asked = [f"page={page}"] * (page is not None) + ["iris=1"] * iris
    return whole + ("?" + "&".join(asked) if asked else "")


def _answer(shown: dict[str, Any], address: str, links: Sequence[str] = ()) -> Response:
    headers = {"Content-Location": address, "Allow": "GET, HEAD, OPTIONS"}
    if links:
        headers["Link"] = ", ".join(links)
    return Response(json.dumps(shown, ensure_ascii=False).encode(), media_type=MEDIA_TYPE, headers=headers)
