"""ETags: an answer is the same as long as the ledger is, so it needn't be sent or even worked out again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sayso.config import VERSION

KEPT = {"Vary": "Accept, Prefer", "Cache-Control": "private, no-cache"}
"""Who may keep an answer, and for which questions: a 304 says it as well as the answer itself (RFC 9110, 15.4.5)."""


class EtagLayer:
    """A layer that marks answers with the state of the ledger, and answers 304 to who has that one."""

    def __init__(self, app: ASGIApp, version: Callable[[], str]) -> None:
        self.app, self.version = app, version

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or say that nothing has changed."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        # In a thread: a ledger on a server is asked over the network.
        tag = etag(await run_in_threadpool(self.version), scope)
        if tag in [one.strip() for one in Headers(scope=scope).get("if-none-match", "").split(",")]:
            await Response(status_code=304, headers={"ETag": tag, **KEPT})(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                headers = MutableHeaders(scope=message)
                headers.update({"ETag": tag, **KEPT})
            await send(message)

        await self.app(scope, receive, sending)


def etag(version: str, scope: Scope) -> str:
    """Return the weak tag of what is asked for: it follows from the state of the ledger and from the question."""
    parts = [VERSION, scope["path"], scope["query_string"].decode("latin-1")]
    parts += [Headers(scope=scope).get(name, "") for name in ("accept", "prefer")]
    parts.append(version)
    return f'W/"{hashlib.sha256(chr(31).join(parts).encode()).hexdigest()[:20]}"'
