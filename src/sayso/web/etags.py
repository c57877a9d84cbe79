"""ETags: an answer is the same as long as the ledger's file is, so it needn't be sent or even worked out again."""

from __future__ import annotations

import hashlib
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sayso.config import VERSION


class EtagLayer:
    """A layer that marks answers with the state of the ledger's file, and answers 304 to who has that one."""

    def __init__(self, app: ASGIApp, path: Path) -> None:
        self.app, self.path = app, path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or say that nothing has changed."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        tag = etag(self.path, scope)
        if tag in [one.strip() for one in Headers(scope=scope).get("if-none-match", "").split(",")]:
            await Response(status_code=304, headers={"ETag": tag})(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                headers = MutableHeaders(scope=message)
                headers["ETag"] = tag
                headers["Vary"] = "Accept, Prefer"
                headers["Cache-Control"] = "private, no-cache"
            await send(message)

        await self.app(scope, receive, sending)


def etag(path: Path, scope: Scope) -> str:
    """Return the weak tag of what is asked for: it follows from the file, its write-ahead log, and the question."""
    parts = [VERSION, scope["path"], scope["query_string"].decode("latin-1")]
    parts += [Headers(scope=scope).get(name, "") for name in ("accept", "prefer")]
    parts += file_state(path)
    return f'W/"{hashlib.sha256(chr(31).join(parts).encode()).hexdigest()[:20]}"'


def file_state(path: Path) -> list[str]:
    """Return what changes whenever the ledger does: times and sizes of its file and its write-ahead log."""
    found = []
    for file in (path, path.with_name(path.name + "-wal")):
        try:
            stat = file.stat()
        except OSError:
            found.append("-")
        else:
            found += [str(stat.st_mtime_ns), str(stat.st_size)]
    return found
