"""What open pages are told while the ledger grows: server-sent events, noticed once for all who listen.

One task looks at the version of the ledger, and wakes those that listen where it has changed; each then asks for
what came after its own mark. The mark is the event's id: a browser that was away sends it back as `Last-Event-ID` and
is told what it missed (HTML Living Standard, section 9.2, "Server-sent events").
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable

from anyio import to_thread

from sayso.errors import SaysoError
from sayso.store.news import Mark, News

MOST = 64
"""Pages that listen at a time."""
TICK = 1.0
"""Seconds between two looks at the ledger."""
HEARTBEAT = 15.0
"""Seconds without an event after which a comment shows that both ends are there."""
RETRY = 3000
"""Milliseconds after which a browser whose connection was lost comes back."""

Ask = Callable[[Mark], News]
"""Mark -> what came after it, of what a page shows."""
Render = Callable[[News], str]
"""News -> the HTML of its rows."""


class Live:
    """Tells pages what is new in one ledger. All of it runs in the server's event loop, but for the asking."""

    def __init__(self, version: Callable[[], str]) -> None:
        self._version_of_ledger = version
        self._listening = 0
        self._version = 0
        self._changed = asyncio.Event()
        self._noticing: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closed = False

    @property
    def is_full(self) -> bool:
        """Return whether no further page may listen."""
        return self._listening >= MOST

    def close(self) -> None:
        """End all streams, so that the server can end; may be called from a signal handler."""
        self._closed = True
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake)

    async def events(self, ask: Ask, after: Mark, render: Render) -> AsyncIterator[bytes]:
        """Yield the stream: what came after the mark, and then what comes, until the listener goes."""
        if self.is_full:
            return
        self._begin()
        seen, mark = -1, after
        try:
            yield f"retry: {RETRY}\n\n".encode()
            while not self._closed:
                if seen == self._version:
                    if not await self._has_changed():
                        yield b": here\n\n"
                    continue
                seen = self._version
                news = await to_thread.run_sync(ask, mark)
                if news.statements or news.links:
                    yield event(news, render(news))
                mark = news.mark
        except SaysoError:  # a ledger that can't be asked now: the browser comes back in a while
            return
        finally:
            self._listening -= 1

    async def _has_changed(self) -> bool:
        """Wait for a change, and return whether one came before a sign of life is due."""
        changed = self._changed
        try:
            async with asyncio.timeout(HEARTBEAT):
                await changed.wait()
        except TimeoutError:
            return False
        return True

    def _begin(self) -> None:
        self._listening += 1
        loop = asyncio.get_running_loop()
        if self._noticing is None or self._noticing.done() or self._loop is not loop:
            self._loop, self._changed = loop, asyncio.Event()
            self._noticing = loop.create_task(self._notice())

    async def _notice(self) -> None:
        state = None  # so that the first look wakes them too: what came before it was perhaps not asked for
        while self._listening and not self._closed:
            try:
                now = await to_thread.run_sync(self._version_of_ledger)
            except SaysoError:  # a server that is away: who asks now is told so
                now = ""
            if now != state:
                state = now
                self._wake()
            await asyncio.sleep(TICK)

    def _wake(self) -> None:
        self._version += 1
        self._changed.set()
        self._changed = asyncio.Event()


def event(news: News, html: str) -> bytes:
    r"""Return an event of the stream; whatever stands in the rows, it is one line.

    >>> event(News(Mark(3, 1), links=1), "a\nb")
    b'event: news\nid: 3-1\ndata: {"statements": 0, "shown": 0, "links": 1, "html": "a\\nb"}\n\n'
    """
    data = {"statements": news.statements, "shown": len(news.rows), "links": news.links, "html": html}
    return f"event: news\nid: {news.mark}\ndata: {json.dumps(data)}\n\n".encode()
