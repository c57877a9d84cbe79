"""The application: the screens, the API, and the layer around both."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from anyio import to_thread
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from sayso.config import VERSION
from sayso.errors import SaysoError
from sayso.library import Ledger
from sayso.web import (
    actor_screens,
    archived_screen,
    judging_actors,
    judging_screens,
    live_screen,
    login_screen,
    matter_screens,
    reader_screen,
    search_screens,
    statement_screens,
    trace_screen,
)
from sayso.web.access import Access, AccessLayer
from sayso.web.api import create_api, of_fields, problem
from sayso.web.live import Live
from sayso.web.reading_layers import HeadLayer
from sayso.web.screens import screen
from sayso.web.status import headers_of, status_of

THREADS = 4
"""Requests worked on at a time: each has a connection with a page cache of its own, and two cores do no more."""

STATIC = Path(__file__).parent / "static"


def create_app(ledger: Ledger, access: Access | None = None) -> FastAPI:
    """Return the application over a ledger, which stays the caller's to close."""
    app = FastAPI(
        title="sayso", version=VERSION, docs_url=None, redoc_url=None, openapi_url=None, lifespan=_few_threads
    )
    app.state.ledger, app.state.access = ledger, access or Access()
    app.state.live = Live(ledger.version)
    app.add_middleware(HeadLayer)
    app.add_middleware(AccessLayer, access=app.state.access)
    for screens in (statement_screens, reader_screen, archived_screen, trace_screen, matter_screens, actor_screens):
        app.include_router(screens.router)
    for screens in (judging_screens, judging_actors, live_screen, search_screens, login_screen):
        app.include_router(screens.router)
    app.mount("/api/v1", create_api(ledger))
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.add_exception_handler(SaysoError, _told)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, _refused)
    return app


@asynccontextmanager
async def _few_threads(_: FastAPI) -> AsyncIterator[None]:
    to_thread.current_default_thread_limiter().total_tokens = THREADS
    yield


async def _told(request: Request, error: Exception) -> Response:
    assert isinstance(error, SaysoError)  # noqa: S101 - for the type checker: it is registered for these alone
    return _error(request, str(error), status_of(error), headers_of(error))


async def _malformed(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - same
    return _error(request, of_fields(error), 422)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - same
    words = {
        404: f"There is no page {request.url.path!r} here.",
        405: f"The page {request.url.path!r} doesn't take {request.method}.",
    }.get(error.status_code, str(error.detail))
    if request.url.path.startswith("/api/"):  # with a line break in it, no address of the API is matched
        return problem(error.status_code, words, error.headers)
    return _error(request, words, error.status_code, error.headers)


def _error(request: Request, words: str, status: int, headers: Mapping[str, str] | None = None) -> Response:
    answer = screen(request, "error.html", {"words": words}, status=status)
    answer.headers.update(headers or {})
    return answer
