"""The API under `/api/v1`: what the screens show, for programs; OpenAPI 3.1 at `/api/v1/openapi.json`."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import asdict
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import FastAPI, HTTPException, Query, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException as PlainHTTPException
from starlette.responses import JSONResponse, Response

from sayso.config import VERSION
from sayso.errors import SaysoError
from sayso.export import write
from sayso.export.network_json import network_object
from sayso.export.plain_row import plain
from sayso.export.trace_text import trace_object
from sayso.export.traces import link_object, matter_object
from sayso.judging import judgement_object
from sayso.library import Ledger, as_object
from sayso.records import StatementRow
from sayso.web import api_shapes as shapes
from sayso.web.asked import Asked
from sayso.web.etags import EtagLayer
from sayso.web.judging_screens import judge_name
from sayso.web.screens import NotThere, OfLedger, looked_up
from sayso.web.status import status_of

MOST = 1_000
PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": shapes.Problem, "description": said, "content": {"application/problem+json": {}}}
    for status, said in (
        (400, "The question can't be meant"),
        (404, "Not in the ledger"),
        (422, "A field is malformed"),
    )
}

Words = Annotated[str | None, Query(max_length=300)]
Limit = Annotated[int, Query(ge=1, le=MOST)]
FORMS = {"application/x-ndjson": ("jsonl", {}), "text/csv": ("csv", {"spreadsheet": True})}
"""Media type -> the format that it is, and its options: cells that a spreadsheet would run are guarded."""


def create_api(ledger: Ledger) -> FastAPI:
    """Return the API over a ledger, as an application to be mounted."""
    api = FastAPI(
        title="sayso",
        version=VERSION,
        description="Who said what, about whom, and through whom it reached the page: each field with the characters "
        "that it was read from. A statement's `model` and `model_version` say what read it.",
        docs_url=None,
        redoc_url=None,
        responses=PROBLEMS,
    )
    api.state.ledger = ledger
    api.add_middleware(EtagLayer, path=ledger.path)
    for path, endpoint, shape in ROUTES:
        api.add_api_route(path, endpoint, response_model=shape, methods=["GET"])
    api.add_api_route("/judgements", judge, response_model=shapes.Judgement, methods=["POST"], status_code=201)
    for error, handler in (
        (SaysoError, _of_sayso),
        (RequestValidationError, _of_fields),
        (PlainHTTPException, _of_http),
    ):
        api.add_exception_handler(error, handler)
    return api


def statements(
    request: Request,
    ledger: OfLedger,
    q: Words = None,
    speaker: Words = None,
    actor: Words = None,
    target: Words = None,
    target_actor: Words = None,
    addressee: Words = None,
    outlet: Words = None,
    via: Words = None,
    act: Words = None,
    manner: Words = None,
    since: Words = None,
    until: Words = None,
    said_since: Words = None,
    said_until: Words = None,
    min_confidence: Words = None,
    in_article: Words = None,
    after: Words = None,
    limit: Limit = 50,
) -> Any:  # noqa: ANN401 - an object, or a response in another format
    """Return statements, newest page first: as JSON, or as NDJSON or CSV where `Accept` asks for it."""
    given = {name: value for name, value in locals().items() if isinstance(value, str)}
    page = ledger.statement_page(after=after, limit=limit, **Asked.of(given).filter())
    form = FORMS.get(request.headers.get("accept", "").split(",")[0].split(";")[0].strip())
    if form is None:
        return {"items": [plain(row) for row in page.rows], "next": page.next}
    further = str(request.url.include_query_params(after=page.next)) if page.next else None
    return _written(form, page.rows, further, request.headers["accept"].split(",")[0])


def facets(request: Request, ledger: OfLedger, top: Annotated[int, Query(ge=1, le=100)] = 10) -> Any:  # noqa: ANN401 - same
    """Return how the statements spread; it takes the fields that `statements` takes."""
    return asdict(ledger.facets(top=top, **Asked.of(request.query_params).filter()))


def statement(ledger: OfLedger, statement_id: str) -> Any:  # noqa: ANN401 - same
    """Return one statement by its id or the beginning of it."""
    with looked_up():
        return plain(ledger.statement(statement_id))


def links(ledger: OfLedger, statement_id: str) -> Any:  # noqa: ANN401 - same
    """Return the links that begin or end at a statement."""
    with looked_up():
        return [link_object(one.link) for one in ledger.links(of=statement_id)]


def trace(ledger: OfLedger, statement_id: str) -> Any:  # noqa: ANN401 - same
    """Return the trace of the claim that a statement makes."""
    with looked_up():
        return trace_object(ledger.trace(statement_id))


def article(ledger: OfLedger, article_id: str) -> Any:  # noqa: ANN401 - same
    """Return an article with its lines and statements, in the shape that `sayso extract` prints."""
    with looked_up():
        page = ledger.article(article_id)
    return as_object(page, [one.link for one in ledger.links_among(page.article.id)])


def matters(ledger: OfLedger, limit: Limit = 20) -> Any:  # noqa: ANN401 - same
    """Return the largest matters."""
    return [matter_object(one) for one in ledger.matters(limit)]


def matter(ledger: OfLedger, matter_id: str) -> Any:  # noqa: ANN401 - same
    """Return one matter by its id."""
    found = ledger.matter(matter_id)
    if found is None:
        raise NotThere(f"No matter has the id {matter_id!r}: links found since may have changed it.")
    return matter_object(found[0])


def actors(ledger: OfLedger, name: Words = None, limit: Limit = 50) -> Any:  # noqa: ANN401 - same
    """Return actors, those seen most first; `name` has words of one of their names."""
    return [asdict(one) for one in ledger.actors(name, limit)]


def actor(ledger: OfLedger, actor_id: str) -> Any:  # noqa: ANN401 - same
    """Return one actor by its id."""
    found = ledger.actor(actor_id)
    if found is None:
        raise NotThere(f"No actor has the id {actor_id!r}: look it up in /actors.")
    return asdict(found)


def judgements(
    ledger: OfLedger, statement: Words = None, limit: Limit = 50, offset: Annotated[int, Query(ge=0, le=10**9)] = 0
) -> Any:  # noqa: ANN401 - same
    """Return what people decided about statements and links, the newest first; `statement` is the id of one."""
    with looked_up():
        found = ledger.judgement_rows(statement, limit=limit, offset=offset)
    return [{**judgement_object(one.judgement), "holds": one.holds} for one in found]


def judge(request: Request, ledger: OfLedger, asked: shapes.ToJudge) -> Any:  # noqa: ANN401 - same
    """Judge a statement, or a link between two; or withdraw a judgement. It counts at once, and is kept for good."""
    by = asked.by or judge_name(request)
    if asked.kind == "withdrawn":
        made = ledger.withdraw(asked.withdraws or "", by=by)
    else:
        with looked_up():
            row = ledger.statement(asked.statement or "")
        made = ledger.judge(row.id, asked.kind, asked.value, other=asked.other, note=asked.note, by=by)
    return {**judgement_object(made), "holds": True}


def network(
    ledger: OfLedger,
    actor_id: str,
    since: Words = None,
    until: Words = None,
    period: Words = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 30,
) -> Any:  # noqa: ANN401 - same
    """Return the signed network around an actor: the `limit` others with the most utterances, and all their ties."""
    actor(ledger, actor_id)
    around = ledger.ego_network(actor_id, period=period or "all", since=since, until=until, most=limit)
    return network_object(around.network) | {"actor": around.actor, "left_out": around.left_out, "cut": around.is_cut}


ROUTES = (
    ("/judgements", judgements, list[shapes.Judgement]),
    ("/statements", statements, shapes.StatementList),
    ("/statements/{statement_id}", statement, shapes.Statement),
    ("/statements/{statement_id}/links", links, list[shapes.Link]),
    ("/statements/{statement_id}/trace", trace, dict[str, Any]),
    ("/articles/{article_id}", article, dict[str, Any]),
    ("/facets", facets, shapes.Facets),
    ("/matters", matters, list[shapes.Matter]),
    ("/matters/{matter_id}", matter, shapes.Matter),
    ("/actors", actors, list[shapes.Actor]),
    ("/actors/{actor_id}", actor, shapes.Actor),
    ("/actors/{actor_id}/network", network, shapes.Network),
)


def problem(status: int, detail: str) -> JSONResponse:
    """Return an error as RFC 9457 has it."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    return JSONResponse(body, status_code=status, media_type="application/problem+json")


def _written(
    form: tuple[str, dict[str, Any]], rows: Sequence[StatementRow], further: str | None, kind: str
) -> Response:
    name, options = form
    stream = io.BytesIO()
    write(name, rows, stream, **options)
    headers = {"Link": f'<{further}>; rel="next"'} if further else {}
    return Response(stream.getvalue(), media_type=kind, headers=headers)


async def _of_sayso(_: Request, error: Exception) -> Response:
    assert isinstance(error, SaysoError)  # noqa: S101 - for the type checker: it is registered for these alone
    return problem(status_of(error), str(error))


async def _of_fields(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - same
    said = "; ".join(f"{'.'.join(map(str, one['loc'][1:]))}: {one['msg']}" for one in error.errors())
    return problem(422, said or "The request can't be read.")


async def _of_http(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException | PlainHTTPException)  # noqa: S101 - same
    return problem(error.status_code, str(error.detail))
