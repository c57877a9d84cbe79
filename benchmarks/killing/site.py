"""A newspaper on the loopback address: its feed and its pages, each of which counts its visitors."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from benchmarks.killing.corpus import feed_of, feed_pages


class Site:
    """What is served: a page that is asked for twice is another page the second time, unless visitors don't count."""

    def __init__(self, base: str, seed: int, pages: int) -> None:
        self.base, self.feed = base, f"{base}/feed.xml"
        self._pages = feed_pages(seed, pages)
        self.counts_visitors = False
        self.visits: Counter[str] = Counter()

    def opens_again(self, *, counts_visitors: bool) -> None:
        """Begin anew: nobody has been here."""
        self.counts_visitors = counts_visitors
        self.visits.clear()

    def answer(self, path: str) -> bytes | None:
        """Return what is at a path, None where there is nothing."""
        if path == "/feed.xml":
            return feed_of(self.base, list(self._pages)).encode()
        if path not in self._pages:
            return None
        self.visits[path] += 1
        visitor = self.visits[path] if self.counts_visitors else 1
        return self._pages[path].replace("{visitor}", str(visitor)).encode()


@contextmanager
def open_site(seed: int, pages: int) -> Iterator[Site]:
    """Serve until the block is left."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = here.answer(self.path)
            self.send_response(404 if body is None else 200)
            self.send_header("Content-Type", "application/rss+xml" if self.path.endswith(".xml") else "text/html")
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign] # who asked was killed: nobody hears the answer
    here = Site(f"http://127.0.0.1:{server.server_port}", seed, pages)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield here
    finally:
        server.shutdown()
        server.server_close()
