"""Layers: HEAD wherever there is GET, and around the API OPTIONS, and what wrote the ledger on every answer."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from anyio import to_thread
from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sayso.errors import SaysoError
from sayso.library import Ledger

ALLOWED = "GET, HEAD, OPTIONS"
TAKES_POST = "/judgements"
"""How the address ends to which something may be posted."""


class HeadLayer:
    """A layer that answers HEAD as GET without the body (RFC 9110, 9.3.2)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def headers_only(message: Message) -> None:
            if message["type"] != "http.response.body":
                await send(message)
                if message["type"] == "http.response.start":  # what is streamed has an end only for who leaves
                    await send({"type": "http.response.body", "body": b""})

        await self.app({**scope, "method": "GET"}, receive, headers_only)


class OptionsLayer:
    """A layer that answers OPTIONS with what is allowed."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        methods = f"{ALLOWED}, POST" if scope.get("path", "").endswith(TAKES_POST) else ALLOWED
        allowed = Response(status_code=204, headers={"Allow": methods})
        is_asked = scope["type"] == "http" and scope["method"] == "OPTIONS"
        await (allowed if is_asked else self.app)(scope, receive, send)


class ToldLayer:
    """A layer that tells what the layers within it could not ask the ledger: the handlers of errors are within them."""

    def __init__(self, app: ASGIApp, told: Callable[[SaysoError], Response]) -> None:
        self.app, self.told = app, told

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        begun = False

        async def sending(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, sending)
        except SaysoError as error:
            if begun:
                raise
            await self.told(error)(scope, receive, send)


class RunLayer:
    """A layer that names the model and the run that wrote to the ledger last, and where all of them are listed.

    The last is a link as PROV-AQ has it: https://www.w3.org/TR/prov-aq/#resource-accessed-by-http.
    """

    def __init__(self, app: ASGIApp, ledger: Ledger) -> None:
        self.app, self.ledger = app, ledger

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        run = await to_thread.run_sync(self.ledger.latest_run)

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.append("Link", f'<{scope["root_path"]}/runs>; rel="http://www.w3.org/ns/prov#has_provenance"')
                if run is not None:
                    headers["Sayso-Model"] = f"{quote(run.model.name)} {quote(run.model.version)}"
                    headers["Sayso-Run"] = run.id
            await send(message)

        await self.app(scope, receive, sending)
