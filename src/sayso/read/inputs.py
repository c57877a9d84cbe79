"""What the user named -> documents: each input goes to the module that reads its kind.

    -               standard input, sniffed
    https://..      web, then as a file of that content
    a folder        every file below it, sorted
    a file          a page or text; a feed; a table; a web archive

`Document.content` is the evidence: the bytes as received, only gunzipped. A cell of a table and an entry of a feed
are given in UTF-8.
"""

from __future__ import annotations

import io
import os
import re
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from sayso.config import DEFAULTS, Settings
from sayso.errors import InputError
from sayso.read.archives import Archives, Watch
from sayso.read.feeds import feed_documents, page_name
from sayso.read.files import Found, walk
from sayso.read.guarding import guarded
from sayso.read.outcomes import Fetched, Outcome, PassedOver, Seen, Unchanged, encodable, stamp, utc_now
from sayso.read.received import Received, all_bytes, document_of, kind_of_received, suffix_of
from sayso.read.sniff import FROM_ADDRESS, HEAD_SIZE, TABLE_SUFFIXES, Kind, archive_kind, is_archive_address
from sayso.read.streams import Peeked, stem_and_suffix, unpacked
from sayso.read.tables import Table, rows
from sayso.records import Failure

if TYPE_CHECKING:
    from sayso.read.web import Page, Web

STANDARD_INPUT = "-"


Unit = str | Found | Failure | PassedOver
"""What can be read on its own: a file, an address, standard input; or why a folder gives none, or not all."""


def units(inputs: Sequence[str | os.PathLike[str]]) -> Iterator[Unit]:
    """Yield what the inputs name, each folder's files one by one, without opening any.

    >>> list(units(["https://example.org/feed.xml", "no-such-file.txt"]))
    ['https://example.org/feed.xml', Failure(origin='no-such-file.txt', reason='there is no such file or folder')]
    """
    for one in _each(inputs):
        if one in {"", STANDARD_INPUT} or _SCHEME.match(one):
            yield one
        else:
            yield from encodable(walk(Path(one)))


def documents(
    inputs: Sequence[str | os.PathLike[str]],
    settings: Settings = DEFAULTS,
    *,
    seen: Seen | None = None,
    clock: Callable[[], datetime] = utc_now,
    stdin: BinaryIO | None = None,
    watch: Watch | None = None,
) -> Iterator[Outcome]:
    """Yield the documents of the inputs, one at a time and in a stable order; what can't be read is a `Failure`.

    `seen` gives what a server said about a URL when its documents were stored (see `Fetched`); only with it do
    `Fetched` and `Unchanged` come. `stdin` stands in for standard input; `watch` is told how far a web archive is read.
    What was the same as another page of an archive comes last, as `Revisited`. No bad input raises; a setting that is
    none, such as an outlet of two words, is a `UsageError`.

    >>> import io
    >>> [document] = documents(["-"], stdin=io.BytesIO(b"Rain is likely, the mayor said."))
    >>> document.name, document.media_type, document.content
    ('stdin', 'text/plain', b'Rain is likely, the mayor said.')
    >>> list(documents(["no-such-file.txt"]))
    [Failure(origin='no-such-file.txt', reason='there is no such file or folder')]
    """
    yield from documents_of(units(inputs), settings, seen=seen, clock=clock, stdin=stdin, watch=watch)


def documents_of(
    wanted: Iterable[Unit],
    settings: Settings = DEFAULTS,
    *,
    seen: Seen | None = None,
    clock: Callable[[], datetime] = utc_now,
    stdin: BinaryIO | None = None,
    watch: Watch | None = None,
) -> Iterator[Outcome]:
    """Yield the documents of units, as `documents` does of inputs: some of them, in this process or that."""
    reader = _Reader(settings, seen, clock, stdin, watch)
    try:
        for one in wanted:
            yield from encodable(reader.read(one))
        yield from reader.revisits()
    finally:
        reader.close()


def count(inputs: Sequence[str | os.PathLike[str]]) -> int:
    """Return how many files, URLs and streams the inputs name, without opening any: for a progress bar.

    A table or feed counts as one, though it may hold many documents.
    """
    return sum(not isinstance(one, Failure | PassedOver) for one in units(inputs))


def may_be_archive(one: Unit) -> bool:
    """Return whether a unit is a web archive, by its first bytes and its name; standard input may be one."""
    if not isinstance(one, Found):
        return one == STANDARD_INPUT
    try:
        if not one.path.is_file():  # a pipe is not waited for
            return False
        with one.path.open("rb") as file:
            return archive_kind(file.read(HEAD_SIZE), one.path.name) is not None
    except OSError:
        return False


def page_documents(page: Page, settings: Settings, clock: Callable[[], datetime] = utc_now) -> Iterator[Outcome]:
    """Yield what a fetched page gives: its document, or the `Failure` to be one; a feed or a table is none.

    After a document comes `Fetched`, where the server said what to send next time.
    """
    reader = _Reader(settings, None, clock, None, None)
    yield from encodable(reader.page(page, follow=False, tell=True))


_SCHEME = re.compile(r"([a-z][a-z0-9+.-]+)://", re.IGNORECASE)


def _each(inputs: Sequence[str | os.PathLike[str]]) -> Iterator[str]:
    """Yield the inputs as strings; a single string is one input, not its letters."""
    for one in [inputs] if isinstance(inputs, str | os.PathLike) else inputs:
        yield os.fspath(one)


class _Reader:
    """One run: its settings, and the web once a URL is met."""

    def __init__(
        self,
        settings: Settings,
        seen: Seen | None,
        clock: Callable[[], datetime],
        stdin: BinaryIO | None,
        watch: Watch | None,
    ) -> None:
        self._settings = settings
        self._seen = seen
        self._clock = clock
        self._stdin = stdin
        self._web: Web | None = None
        self._archives = Archives(settings, watch)

    def close(self) -> None:
        if self._web is not None:
            self._web.close()

    def revisits(self) -> Iterator[Outcome]:
        return self._archives.revisits()

    def read(self, one: Unit) -> Iterator[Outcome]:
        if isinstance(one, Failure | PassedOver):
            yield one
        elif isinstance(one, Found):
            yield from guarded(str(one.path), self._file(one))
        else:
            yield from self._named(one)

    def _named(self, one: str) -> Iterator[Outcome]:
        scheme = _SCHEME.match(one)
        if not one:
            yield Failure(one, "the input is an empty string, where a path, a URL or '-' belongs")
        elif one == STANDARD_INPUT:
            yield from guarded(one, self._standard_input())
        elif scheme is not None and scheme.group(1).casefold() in {"http", "https"}:
            yield from guarded(one, self._url(one, follow=True))
        elif scheme is not None:
            yield Failure(one, f"{scheme.group(1)}:// is not read: name a file by its path, or an http(s) URL")

    def _standard_input(self) -> Iterator[Outcome]:
        raw = Peeked(self._stdin or sys.stdin.buffer)
        archive = archive_kind(raw.head)
        if archive is not None:
            yield from self._archive(archive, raw, STANDARD_INPUT)
            return
        received = Received(unpacked(raw), STANDARD_INPUT, "stdin", suffix="", fetched=self._now())
        yield from self._contents(received)

    def _file(self, found: Found) -> Iterator[Outcome]:
        origin = str(found.path)
        status = found.path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise InputError(origin, "it is no regular file: to read from a pipe, give '-' and pipe it in")
        name, suffix = stem_and_suffix(found.path.name)
        with found.path.open("rb") as file:
            raw = Peeked(file)
            archive = archive_kind(raw.head, found.path.name)
            if archive is not None:
                yield from self._archive(archive, raw, origin, file, status.st_size)
                return
            stream = unpacked(raw)
            if stream.head.startswith(b"SQLite format 3\0") and not found.named:
                return  # a ledger kept in the folder that it is read from
            received = Received(
                stream,
                origin,
                name,
                suffix,
                fetched=self._now(),
                seekable=None if stream.is_unpacked else file,
                size=None if stream.is_unpacked else status.st_size,
            )
            yield from self._contents(received)

    def _archive(
        self, kind: Kind, raw: Peeked, origin: str, file: BinaryIO | None = None, size: int | None = None
    ) -> Iterator[Outcome]:
        if kind is not Kind.WACZ:
            yield from self._archives.read(raw, origin, size, kind)
        elif file is not None:
            yield from self._archives.read_collection(file, origin, size or 0)

    def _url(self, url: str, *, follow: bool) -> Iterator[Outcome]:
        """Yield what a URL gives; `follow` says whether it may be a feed or a table, which an entry's link may not."""
        from sayso.read.web import Web, without_password  # imported late: httpx takes 100 ms, and most runs stay local

        if is_archive_address(url):
            raise InputError(without_password(url), FROM_ADDRESS)
        if self._web is None:
            self._web = Web(self._settings, self._seen)
        page = self._web.fetch(url)
        if isinstance(page, Unchanged):
            yield page
        else:
            yield from self.page(page, follow=follow, tell=self._seen is not None)

    def page(self, page: Page, *, follow: bool, tell: bool) -> Iterator[Outcome]:
        """Yield what a fetched page gives, and then, if that is to be told, what its server said of it."""
        failed = False
        for outcome in guarded(page.url, self._of_page(page, follow=follow)):
            failed = failed or isinstance(outcome, Failure)
            yield outcome
        known = page.validators.etag or page.validators.last_modified
        if tell and known and not failed:
            yield Fetched(page.url, page.validators)

    def _of_page(self, page: Page, *, follow: bool) -> Iterator[Outcome]:
        if archive_kind(page.content[:HEAD_SIZE]) is not None:
            raise InputError(page.url, FROM_ADDRESS)
        yield from self._contents(self._from_page(page), follow=follow)

    def _from_page(self, page: Page) -> Received:
        content = io.BytesIO(page.content)
        return Received(
            unpacked(content),
            page.url,
            page_name(page.url),
            suffix=suffix_of(page.url, page.media_type),
            fetched=self._now(),
            seekable=content,
            media_type=page.media_type,
            charset=page.charset,
        )

    def _contents(self, received: Received, *, follow: bool = True) -> Iterator[Outcome]:
        kind = kind_of_received(received, self._settings)
        if not follow and kind not in {Kind.HTML, Kind.TEXT}:
            raise InputError(received.origin, f"the feed's entry links to a {kind}, where a page belongs")
        if kind in TABLE_SUFFIXES.values():
            table = Table(received.stream, received.origin, received.name, received.fetched, self._settings)
            yield from rows(table, kind, received.seekable)
        elif kind is Kind.FEED:
            yield from self._feed(received)
        else:
            yield document_of(received, kind, self._settings)

    def _feed(self, received: Received) -> Iterator[Outcome]:
        is_url = _SCHEME.match(received.origin) is not None
        return feed_documents(
            all_bytes(received, self._settings),
            origin=received.origin,
            fetched=received.fetched,
            media_type=received.media_type,
            charset=received.charset,
            fetch=(lambda link: guarded(link, self._url(link, follow=False))) if is_url else None,
            limit=self._settings.max_bytes,
        )

    def _now(self) -> str:
        return stamp(self._clock())
