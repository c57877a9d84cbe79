"""What the user named -> documents: each input goes to the module that reads its kind.

    -               standard input, sniffed
    https://..      web, then as a file of that content
    a folder        every file below it, sorted
    a file          a page or text; a feed; a table

`Document.content` is the evidence: the bytes as received, only gunzipped. A cell of a table and an entry of a feed
are given in UTF-8.
"""

from __future__ import annotations

import io
import os
import re
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from sayso.config import DEFAULTS, Settings
from sayso.errors import InputError, MissingExtra
from sayso.read.feeds import feed_documents, page_name
from sayso.read.files import Found, said_by_system, walk
from sayso.read.outcomes import Fetched, Outcome, Seen, Unchanged, make_document, scalar, stamp, utc_now
from sayso.read.sniff import HTML_SUFFIXES, TABLE_SUFFIXES, Kind, kind_of, not_text
from sayso.read.streams import BROKEN_GZIP, Peeked, broken_gzip, read_all, stem_and_suffix, unpacked
from sayso.read.tables import Table, rows
from sayso.records import Document, Failure

if TYPE_CHECKING:
    from sayso.read.web import Page, Web

STANDARD_INPUT = "-"


def documents(
    inputs: Sequence[str | os.PathLike[str]],
    settings: Settings = DEFAULTS,
    *,
    seen: Seen | None = None,
    clock: Callable[[], datetime] = utc_now,
    stdin: BinaryIO | None = None,
) -> Iterator[Outcome]:
    """Yield the documents of the inputs, one at a time and in a stable order; what can't be read is a `Failure`.

    `seen` gives what a server said about a URL when its documents were stored (see `Fetched`); only with it do
    `Fetched` and `Unchanged` come. `stdin` stands in for standard input. No bad input raises.

    >>> import io
    >>> [document] = documents(["-"], stdin=io.BytesIO(b"Rain is likely, the mayor said."))
    >>> document.name, document.media_type, document.content
    ('stdin', 'text/plain', b'Rain is likely, the mayor said.')
    >>> list(documents(["no-such-file.txt"]))
    [Failure(origin='no-such-file.txt', reason='there is no such file or folder')]
    """
    reader = _Reader(settings, seen, clock, stdin)
    try:
        for one in _each(inputs):
            yield from reader.read(one)
    finally:
        reader.close()


def count(inputs: Sequence[str | os.PathLike[str]]) -> int:
    """Return how many files, URLs and streams the inputs name, without opening any: for a progress bar.

    A table or feed counts as one, though it may hold many documents.
    """
    return sum(
        1 if one == STANDARD_INPUT or _SCHEME.match(one) else sum(isinstance(each, Found) for each in walk(Path(one)))
        for one in _each(inputs)
    )


_SCHEME = re.compile(r"([a-z][a-z0-9+.-]+)://", re.IGNORECASE)
_URL_TYPES = {
    "text/html": ".html",
    "application/xhtml+xml": ".xhtml",
    "application/json": ".json",
    "text/csv": ".csv",
    "application/csv": ".csv",
    "text/tab-separated-values": ".tsv",
    "application/vnd.apache.parquet": ".parquet",
}
"""Media types that say how to read a URL; of the others, the URL's own suffix and the bytes say it."""


def _each(inputs: Sequence[str | os.PathLike[str]]) -> Iterator[str]:
    """Yield the inputs as strings; a single string is one input, not its letters."""
    for one in [inputs] if isinstance(inputs, str | os.PathLike) else inputs:
        yield os.fspath(one)


@dataclass(frozen=True, slots=True)
class _Received:
    """Bytes at hand, and what came with them."""

    stream: Peeked
    origin: str
    name: str
    suffix: str
    fetched: str
    seekable: BinaryIO | None = None
    size: int | None = None
    """Where it is known beforehand; after decompression."""
    media_type: str = ""
    charset: str | None = None


class _Reader:
    """One run: its settings, and the web once a URL is met."""

    def __init__(
        self, settings: Settings, seen: Seen | None, clock: Callable[[], datetime], stdin: BinaryIO | None
    ) -> None:
        self._settings = settings
        self._seen = seen
        self._clock = clock
        self._stdin = stdin
        self._web: Web | None = None

    def close(self) -> None:
        if self._web is not None:
            self._web.close()

    def read(self, one: str) -> Iterator[Outcome]:
        scheme = _SCHEME.match(one)
        if not one:
            yield Failure(one, "the input is an empty string, where a path, a URL or '-' belongs")
        elif one == STANDARD_INPUT:
            yield from _guarded(one, self._standard_input())
        elif scheme is not None and scheme.group(1).casefold() in {"http", "https"}:
            yield from _guarded(one, self._url(one, follow=True))
        elif scheme is not None:
            yield Failure(scalar(one), f"{scheme.group(1)}:// is not read: name a file by its path, or an http(s) URL")
        else:
            for found in walk(Path(one)):
                if isinstance(found, Failure):
                    yield Failure(scalar(found.origin), scalar(found.reason))
                else:
                    yield from _guarded(str(found.path), self._file(found))

    def _standard_input(self) -> Iterator[Outcome]:
        stream = unpacked(self._stdin or sys.stdin.buffer)
        received = _Received(stream, STANDARD_INPUT, "stdin", suffix="", fetched=self._now())
        yield from self._contents(received)

    def _file(self, found: Found) -> Iterator[Outcome]:
        origin = str(found.path)
        status = found.path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise InputError(origin, "it is no regular file: to read from a pipe, give '-' and pipe it in")
        name, suffix = stem_and_suffix(found.path.name)
        with found.path.open("rb") as file:
            stream = unpacked(file)
            if stream.head.startswith(b"SQLite format 3\0") and not found.named:
                return  # a ledger kept in the folder that it is read from
            received = _Received(
                stream,
                origin,
                name,
                suffix,
                fetched=self._now(),
                seekable=None if stream.is_unpacked else file,
                size=None if stream.is_unpacked else status.st_size,
            )
            yield from self._contents(received)

    def _url(self, url: str, *, follow: bool) -> Iterator[Outcome]:
        """Yield what a URL gives; `follow` says whether it may be a feed or a table, which an entry's link may not."""
        if self._web is None:
            from sayso.read.web import Web  # imported late: httpx takes 100 ms, and most runs stay local

            self._web = Web(self._settings, self._seen)
        page = self._web.fetch(url)
        if isinstance(page, Unchanged):
            yield page
            return
        failed = False
        for outcome in _guarded(page.url, self._contents(self._from_page(page), follow=follow)):
            failed = failed or isinstance(outcome, Failure)
            yield outcome
        known = page.validators.etag or page.validators.last_modified
        if self._seen is not None and known and not failed:
            yield Fetched(page.url, page.validators)

    def _from_page(self, page: Page) -> _Received:
        content = io.BytesIO(page.content)
        _, suffix = stem_and_suffix(page.url.partition("?")[0].rpartition("/")[2])
        return _Received(
            unpacked(content),
            page.url,
            page_name(page.url),
            suffix=_URL_TYPES.get(page.media_type) or (suffix if suffix in TABLE_SUFFIXES else ""),
            fetched=self._now(),
            seekable=content,
            media_type=page.media_type,
            charset=page.charset,
        )

    def _contents(self, received: _Received, *, follow: bool = True) -> Iterator[Outcome]:
        kind = self._kind(received)
        if not follow and kind not in {Kind.HTML, Kind.TEXT}:
            raise InputError(received.origin, f"the feed's entry links to a {kind}, where a page belongs")
        if kind in TABLE_SUFFIXES.values():
            table = Table(received.stream, received.origin, received.name, received.fetched, self._settings)
            yield from rows(table, kind, received.seekable)
        elif kind is Kind.FEED:
            yield from self._feed(received)
        else:
            yield self._document(received, kind)

    def _kind(self, received: _Received) -> Kind:
        head = received.stream.head
        if not head:
            raise InputError(received.origin, "it is empty")
        kind = kind_of(head, received.suffix, text_column=self._settings.text_column)
        what = None if kind is Kind.PARQUET else not_text(head)
        if what:
            raise InputError(received.origin, f"it is {what} and is not text")
        if self._settings.plain and kind in {Kind.HTML, Kind.FEED, Kind.XML} and received.suffix not in HTML_SUFFIXES:
            return Kind.TEXT
        if kind is Kind.XML:
            raise InputError(received.origin, "it is XML, but neither a feed nor a page")
        return kind

    def _feed(self, received: _Received) -> Iterator[Outcome]:
        is_url = _SCHEME.match(received.origin) is not None
        return feed_documents(
            self._all(received),
            origin=received.origin,
            fetched=received.fetched,
            media_type=received.media_type,
            charset=received.charset,
            fetch=(lambda link: _guarded(link, self._url(link, follow=False))) if is_url else None,
        )

    def _document(self, received: _Received, kind: Kind) -> Document:
        return make_document(
            content=self._all(received),
            name=received.name,
            origin=received.origin,
            fetched=received.fetched,
            media_type="text/html" if kind is Kind.HTML else "text/plain",
            charset=received.charset,
        )

    def _all(self, received: _Received) -> bytes:
        limit = self._settings.max_bytes
        if received.size is not None and received.size > limit:
            raise InputError(
                received.origin, f"it has {received.size:,} bytes, over the limit of {limit:,} (setting max_bytes)"
            )
        return read_all(received.stream, limit, received.origin)

    def _now(self) -> str:
        return stamp(self._clock())


def _guarded(origin: str, outcomes: Iterator[Outcome]) -> Iterator[Outcome]:
    """Pass the outcomes on; what ends them early becomes a `Failure`, and the next input is read."""
    try:
        yield from outcomes
    except InputError as error:
        yield Failure(scalar(error.origin), scalar(error.reason))
    except MissingExtra as error:
        yield Failure(scalar(origin), str(error))
    except BROKEN_GZIP as error:
        broken = broken_gzip(scalar(origin), error)
        yield Failure(broken.origin, broken.reason)
    except (OSError, RecursionError) as error:
        yield Failure(scalar(origin), said_by_system(error))
