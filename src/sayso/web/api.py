"""The API under `/api/v1`: what the screens show, for programs; OpenAPI 3.1 at `/api/v1/openapi.json`."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
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
from sayso.saved_views import saved_object
from sayso.web import api_examples as examples
from sayso.web import api_shapes as shapes
from sayso.web.annotations import MEDIA_TYPE, annotation_collection, annotation_of
from sayso.web.api_queries import (
    ActorId,
    ArticleId,
    FacetsQuery,
    JudgementsQuery,
    Limit,
    MatterId,
    NetworkQuery,
    StatementId,
    StatementsQuery,
)
from sayso.web.asked import Asked
from sayso.web.etags import EtagLayer
from sayso.web.judging_screens import judge_name
from sayso.web.reading_layers import OptionsLayer, RunLayer, ToldLayer
from sayso.web.screens import NotThere, OfLedger, looked_up
from sayso.web.status import headers_of, status_of

PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {
        "description": said,
        "content": {"application/problem+json": {"schema": shapes.Problem.model_json_schema()}},
    }
    for status, said in (
        (400, "The question can't be meant"),
        (404, "Not in the ledger"),
        (414, "The query is too long"),
        (422, "A field is malformed, or there is none of that name"),
    )
}
LINKED_DATA: dict[str, Any] = {"type": "object", "description": "JSON-LD: the Web Annotation Data Model"}

FORMS: Mapping[str, tuple[str, dict[str, Any]]] = {
    "application/x-ndjson": ("jsonl", {}),
    "text/csv": ("csv", {"spreadsheet": True}),
    "application/ld+json": ("json-ld", {}),
}
"""Media type -> the format that it is, and its options: cells that a spreadsheet would run are guarded."""
OTHER_FORMS: dict[str, Any] = {kind: {"schema": {"type": "string"}} for kind in FORMS}

Name = Annotated[str | None, Query(max_length=300, description="Words of a name.", examples=["Ostrelle"])]


class LinkedData(Response):
    """What the OpenAPI document says that annotations are."""

    media_type = MEDIA_TYPE


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
    api.add_middleware(EtagLayer, version=ledger.version)
    api.add_middleware(RunLayer, ledger=ledger)
    api.add_middleware(OptionsLayer)
    api.add_middleware(ToldLayer, told=_problem_of)
    for path, endpoint, shape, example in ROUTES:
        kinds = {"application/json": {"example": example}, **(OTHER_FORMS if endpoint is statements else {})}
        answer = {"description": "Found", "content": kinds}
        api.add_api_route(path, endpoint, response_model=shape, methods=["GET"], responses={200: answer})
    for path, annotated, example in ANNOTATION_ROUTES:
        kinds = {MEDIA_TYPE: {"schema": LINKED_DATA, "example": example}}
        answer = {"description": "Found", "content": kinds}
        api.add_api_route(path, annotated, response_class=LinkedData, methods=["GET"], responses={200: answer})
    answer = {"description": "Judged", "content": {"application/json": {"example": examples.JUDGEMENT}}}
    api.add_api_route(
        "/judgements",
        judge,
        response_model=shapes.Judgement,
        methods=["POST"],
        status_code=201,
        responses={201: answer},
    )
    plain_path = "/articles/{article_id}/annotations"  # the protocol wants the slash, and people forget it
    api.add_api_route(plain_path, annotation_collection, methods=["GET"], include_in_schema=False)
    for error, handler in (
        (SaysoError, _of_sayso),
        (RequestValidationError, _of_fields),
        (PlainHTTPException, _of_http),
    ):
        api.add_exception_handler(error, handler)
    return api


def statements(request: Request, ledger: OfLedger, asked: Annotated[StatementsQuery, Query()]) -> Any:  # noqa: ANN401 - an object, or a response in another format
    """Return statements, newest page first: as JSON, or as NDJSON, CSV or JSON-LD where `Accept` asks for it.

    With `meaning`, what says the words of `q` in other words is found too, and with `like` what is near in meaning to
    that sentence alone; the best come first then, and `why` says what each was found by.
    """
    fields = Asked.of(asked.given()).filter()
    page = ledger.statement_page(after=asked.after, limit=asked.limit, meaning=asked.meaning, like=asked.like, **fields)
    kind = request.headers.get("accept", "").split(",")[0].split(";")[0].strip().lower()
    if kind not in FORMS:
        items = _with_runs(ledger, page.rows)
        return {"items": items, "next": page.next, "why": page.why, "notice": page.notice}
    further = str(request.url.include_query_params(after=page.next)) if page.next else None
    return _written(kind, page.rows, further)


def facets(ledger: OfLedger, asked: Annotated[FacetsQuery, Query()]) -> Any:  # noqa: ANN401 - an object, as its shape says
    """Return how the statements spread; it takes the fields that `statements` takes."""
    fields = Asked.of(asked.given()).filter()
    return asdict(ledger.facets(top=asked.top, meaning=asked.meaning, like=asked.like, **fields))


def searches(ledger: OfLedger) -> Any:  # noqa: ANN401 - same
    """Return the saved searches, each with how many statements it finds and how many of them are new."""
    return [saved_object(one) for one in ledger.searches.counted()]


def statement(ledger: OfLedger, statement_id: StatementId) -> Any:  # noqa: ANN401 - same
    """Return one statement by its id or the beginning of it."""
    with looked_up():
        return _with_runs(ledger, [ledger.statement(statement_id)])[0]


def links(ledger: OfLedger, statement_id: StatementId) -> Any:  # noqa: ANN401 - same
    """Return the links that begin or end at a statement."""
    with looked_up():
        return [link_object(one.link) for one in ledger.links(of=statement_id)]


def trace(ledger: OfLedger, statement_id: StatementId) -> Any:  # noqa: ANN401 - same
    """Return the trace of the claim that a statement makes."""
    with looked_up():
        return trace_object(ledger.trace(statement_id))


def article(ledger: OfLedger, article_id: ArticleId) -> Any:  # noqa: ANN401 - same
    """Return an article with its lines and statements, in the shape that `sayso extract` prints."""
    with looked_up():
        page = ledger.article(article_id)
    links_among = [one.link for one in ledger.links_among(page.article.id)]
    return {**as_object(page, links_among), "run_id": ledger.run_of_article(page.article.id)}


def matters(ledger: OfLedger, limit: Limit = 20) -> Any:  # noqa: ANN401 - same
    """Return the largest matters."""
    return [matter_object(one) for one in ledger.matters(limit)]


def matter(ledger: OfLedger, matter_id: MatterId) -> Any:  # noqa: ANN401 - same
    """Return one matter by its id."""
    found = ledger.matter(matter_id)
    if found is None:
        raise NotThere(f"No matter has the id {matter_id!r}: links found since may have changed it.")
    return matter_object(found[0])


def actors(ledger: OfLedger, name: Name = None, limit: Limit = 50) -> Any:  # noqa: ANN401 - same
    """Return actors, those seen most first; `name` has words of one of their names."""
    return [asdict(one) for one in ledger.actors(name, limit)]


def actor(ledger: OfLedger, actor_id: ActorId) -> Any:  # noqa: ANN401 - same
    """Return one actor by its id."""
    found = ledger.actor(actor_id)
    if found is None:
        raise NotThere(f"No actor has the id {actor_id!r}: look it up in /actors.")
    return asdict(found)


def judgements(ledger: OfLedger, asked: Annotated[JudgementsQuery, Query()]) -> Any:  # noqa: ANN401 - same
    """Return what people decided about statements and links, the newest first; `statement` is the id of one."""
    with looked_up():
        found = ledger.judgement_rows(asked.statement, limit=asked.limit, offset=asked.offset)
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


def network(ledger: OfLedger, actor_id: ActorId, asked: Annotated[NetworkQuery, Query()]) -> Any:  # noqa: ANN401 - same
    """Return the signed network around an actor: the `limit` others with the most utterances, and all their ties."""
    actor(ledger, actor_id)
    days = {"since": asked.since or None, "until": asked.until or None}
    around = ledger.ego_network(actor_id, period=asked.period, most=asked.limit, **days)
    return network_object(around.network) | {"actor": around.actor, "left_out": around.left_out, "cut": around.is_cut}


def runs(ledger: OfLedger) -> Any:  # noqa: ANN401 - same
    """Return the runs that wrote to the ledger, oldest first: which model, with which settings."""
    return [{**asdict(one), "model": one.model.name, "model_version": one.model.version} for one in ledger.runs()]


ROUTES = (
    ("/statements", statements, shapes.StatementList, examples.STATEMENTS),
    ("/statements/{statement_id}", statement, shapes.Statement, examples.STATEMENT),
    ("/statements/{statement_id}/links", links, list[shapes.Link], examples.LINKS),
    ("/statements/{statement_id}/trace", trace, dict[str, Any], examples.TRACE),
    ("/articles/{article_id}", article, dict[str, Any], examples.ARTICLE),
    ("/facets", facets, shapes.Facets, examples.FACETS),
    ("/searches", searches, list[shapes.SavedSearch], examples.SEARCHES),
    ("/matters", matters, list[shapes.Matter], examples.MATTERS),
    ("/matters/{matter_id}", matter, shapes.Matter, examples.MATTER),
    ("/actors", actors, list[shapes.Actor], examples.ACTORS),
    ("/actors/{actor_id}", actor, shapes.Actor, examples.ACTOR),
    ("/actors/{actor_id}/network", network, shapes.Network, examples.NETWORK),
    ("/judgements", judgements, list[shapes.Judgement], examples.JUDGEMENTS),
    ("/runs", runs, list[shapes.Run], examples.RUNS),
)
ANNOTATION_ROUTES = (
    ("/articles/{article_id}/annotations/", annotation_collection, examples.ANNOTATIONS),
    ("/articles/{article_id}/annotations/{statement_id}", annotation_of, examples.ANNOTATION),
)


def problem(status: int, detail: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """Return an error as RFC 9457 has it."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    return JSONResponse(body, status_code=status, media_type="application/problem+json", headers=headers)


def of_fields(error: RequestValidationError) -> str:
    """Return what is wrong with which fields, in a sentence."""
    return "; ".join(map(_of_field, error.errors())) or "The request can't be read."


def _of_field(one: Mapping[str, Any]) -> str:
    if one["type"] == "json_invalid":
        return f"The request is no JSON, as its character {one['loc'][-1]} shows: {one['ctx']['error']}"
    return f"{'.'.join(map(str, one['loc'][1:])) or 'The request'}: {one['msg']}"


def _with_runs(ledger: Ledger, rows: Sequence[StatementRow]) -> list[dict[str, Any]]:
    """Return rows as objects, each with the run that wrote it."""
    wrote = ledger.runs_of_statements([row.id for row in rows])
    return [{**plain(row), "run_id": wrote[row.id]} for row in rows]


def _written(kind: str, rows: Sequence[StatementRow], further: str | None) -> Response:
    name, options = FORMS[kind]
    stream = io.BytesIO()
    write(name, rows, stream, **options)
    headers = {"Link": f'<{further}>; rel="next"'} if further else {}
    return Response(stream.getvalue(), media_type=kind, headers=headers)


async def _of_sayso(_: Request, error: Exception) -> Response:
    assert isinstance(error, SaysoError)  # noqa: S101 - for the type checker: it is registered for these alone
    return _problem_of(error)


def _problem_of(error: SaysoError) -> Response:
    return problem(status_of(error), str(error), headers_of(error))


async def _of_fields(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - same
    return problem(422, of_fields(error))


async def _of_http(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException | PlainHTTPException)  # noqa: S101 - same
    return problem(error.status_code, str(error.detail), error.headers)
