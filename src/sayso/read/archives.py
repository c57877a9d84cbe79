"""Web archives -> documents: each page as if it had been fetched from its address on the day that it was archived.

`Archives` goes through the archives of one run. It remembers the bodies that it met, so that the same page at another
address, or a revisit's, is not taken apart again: what comes of that is a `Revisited`, at the end of the run, when all
that it may be the same as was yielded. So the order of the records decides nothing.
"""

from __future__ import annotations

import io
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO
from urllib.parse import urlsplit

from sayso.config import Settings
from sayso.errors import InputError
from sayso.read.arc_pages import ArcPage
from sayso.read.arc_records import ARC
from sayso.read.chosen import chosen
from sayso.read.feeds import page_name
from sayso.read.http_bodies import BodyError, decoded
from sayso.read.outcomes import Outcome, PassedOver, Revisited
from sayso.read.received import Received, document_of, kind_of_received, suffix_of
from sayso.read.sniff import Kind
from sayso.read.streams import BROKEN_GZIP, Peeked, unpacked
from sayso.read.wacz import Member, members
from sayso.read.warc_bytes import Counted, Piece, pieces
from sayso.read.warc_pages import OTHER_TYPE, ArchivedRecord, NoPage, Payload, Place, WarcPage
from sayso.read.warc_records import MAX_HEAD, WARC, Bad, Form, PassedRecord, Record, records
from sayso.records import Document, Failure

MAX_BODIES = 100_000
"""Bodies remembered, some 30 MB: three archives of Common Crawl's news. The oldest are forgotten first."""
MAX_REVISITS = 100_000
"""Revisits held to the end of a run; those over it are passed over."""

WATCH_EVERY = 64
"""Records after which it is told how far an archive is read."""

Watch = Callable[["Progress"], None]

OTHER_OUTLET = "of other outlets"
OTHER_DAY = "of other days"
OTHER_LANGUAGE = "in other languages"
OVER_MANY = "of revisits over the number that is held"
NOT_TEXT = "that are no page or text, whatever their type says"
DAMAGED = "whose content encoding is damaged"


Format = tuple[Form, Callable[[Record], ArchivedRecord]]
FORMATS: dict[Kind, Format] = {Kind.WARC: (WARC, WarcPage), Kind.ARC: (ARC, ArcPage)}
"""Kind of file -> how its records are told, and what each is read by."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an archive is read."""

    origin: str
    records: int
    taken: int
    """Bytes, as they are in the file."""
    size: int | None


@dataclass(slots=True)
class _Told:
    """What became of an archive's records: reason -> how many."""

    origin: str
    records: int = 0
    bad: Counter[str] = field(default_factory=Counter)
    passed: Counter[str] = field(default_factory=Counter)

    def outcomes(self) -> Iterator[Outcome]:
        if self.bad:
            reasons = ", ".join(f"{count:,} {reason}" for reason, count in sorted(self.bad.items()))
            yield Failure(self.origin, f"{self.bad.total():,} of its {self.records:,} records can't be read: {reasons}")
        if self.passed:
            yield PassedOver(self.origin, tuple(sorted(self.passed.items())))


class Archives:
    """The web archives of one run. `watch` is told how far each is read."""

    def __init__(self, settings: Settings, watch: Watch | None = None) -> None:
        self._settings = settings
        self._chosen = chosen(settings)
        self._left = self._chosen.limit
        self._watch = watch
        self._bodies: OrderedDict[bytes, tuple[tuple[str, str | None, str], str | None]] = OrderedDict()
        self._revisits: list[tuple[Place, bytes | None, str | None, str, str | None]] = []

    def read(self, stream: Peeked, origin: str, size: int | None = None, kind: Kind = Kind.WARC) -> Iterator[Outcome]:
        """Yield the pages of a file in order, then one `Failure` for its bad records, and what was passed over.

        Raises `InputError` where the file is none or grows beyond measure, `MissingExtra` without what reads its kind.
        """
        if not stream.head:
            raise InputError(origin, "it is empty")
        counted = Counted(stream)
        yield from self._archive(pieces(counted, origin), _Told(origin), lambda: counted.taken, size, FORMATS[kind])

    def read_collection(self, file: BinaryIO, origin: str, size: int) -> Iterator[Outcome]:
        """Yield the pages of the WARC files in a WACZ file, as `read` does."""
        for member in members(file, origin, size):
            try:
                if isinstance(member, Failure):
                    yield member
                else:
                    yield from self._member(member)
            except InputError as error:
                yield Failure(error.origin, error.reason)

    def revisits(self) -> Iterator[Outcome]:
        """Yield what was the same as another page, sorted by address; ask for it once all archives are read."""
        held, self._revisits = sorted(self._revisits, key=lambda one: (one[0].url, one[0].fetched)), []
        for place, digest, document, url, date in held:
            known = self._bodies.get(digest) if digest is not None else None
            same = document or (known[1] if known else None)
            yield Revisited(place.url, place.fetched, page_name(place.url), same, url, page_name(url), date, digest)

    def _member(self, member: Member) -> Iterator[Outcome]:
        with member.opened() as stream:
            counted = Counted(stream)
            found = member.guarded(pieces(counted, member.origin))
            told = _Told(member.origin)
            yield from self._archive(found, told, lambda: counted.taken, member.size, FORMATS[Kind.WARC])

    def _archive(
        self, found: Iterable[Piece], told: _Told, taken: Callable[[], int], size: int | None, format_: Format
    ) -> Iterator[Outcome]:
        if self._left == 0:
            return
        broken: InputError | None = None
        try:
            for record in records(iter(found), self._settings.max_bytes + MAX_HEAD, format_[0]):
                if self._left == 0:
                    break
                told.records += 1
                if self._watch is not None and told.records % WATCH_EVERY == 0:
                    self._watch(Progress(told.origin, told.records, taken(), size))
                document = self._page(record, told, format_[1])
                if document is not None:
                    yield document
        except InputError as error:  # what was read before it is told first
            broken = error
        yield from told.outcomes()
        if broken is not None:
            raise broken
        if not told.records:
            raise InputError(told.origin, "it holds no record")

    def _page(
        self, record: Record | Bad | PassedRecord, told: _Told, parsed: Callable[[Record], ArchivedRecord]
    ) -> Document | None:
        """Return the document of a record; count where there is none."""
        if isinstance(record, Bad):
            told.bad[record.reason] += 1
        if not isinstance(record, Record):
            return None
        try:
            document = self._document(parsed(record))
        except NoPage as no_page:
            (told.bad if no_page.is_bad else told.passed)[no_page.reason] += 1
            return None
        if document is not None and self._left is not None:
            self._left -= 1
        return document

    def _document(self, record: ArchivedRecord) -> Document | None:
        """Return a page's document, or None for one that is the same as another; `NoPage` where there is none."""
        place = record.place()
        if not self._chosen.has_host(place.host):
            raise NoPage(OTHER_OUTLET)
        if not self._chosen.has_day(place.fetched):
            raise NoPage(OTHER_DAY)
        if place.kind == "revisit":
            referred = record.referred()
            self._hold(place, referred.digest, None, referred.url, referred.date)
            return None
        payload = record.payload(place)
        about, known = self._bodies.get(payload.digests[0], (None, None))
        if about == payload.about:
            if known is None:
                raise NoPage(OTHER_LANGUAGE)
            self._hold(place, payload.digests[0], known, place.url, None)
            return None
        document = self._taken_apart(place, payload)
        self._remember(payload, document)
        if document is None:
            raise NoPage(OTHER_LANGUAGE)
        return document

    def _taken_apart(self, place: Place, payload: Payload) -> Document | None:
        """Return the document, or None where it is in another language than is wanted."""
        if urlsplit(place.url).path == "/robots.txt":
            raise NoPage(OTHER_TYPE)
        try:
            content = decoded(payload.body, payload.encodings, self._settings.max_bytes)
            received = _received(place, payload, content)
            kind = kind_of_received(received, self._settings)
            if kind not in {Kind.HTML, Kind.TEXT}:
                raise NoPage(OTHER_TYPE)
            is_html, charset = kind is Kind.HTML, payload.charset
            if not self._chosen.has_language(content, is_html=is_html, charset=charset, said=payload.language):
                return None
            return document_of(received, kind, self._settings)
        except BodyError as error:
            raise NoPage(str(error), is_bad=True) from error
        except InputError as error:
            raise NoPage(NOT_TEXT) from error
        except BROKEN_GZIP as error:
            raise NoPage(DAMAGED, is_bad=True) from error

    def _remember(self, payload: Payload, document: Document | None) -> None:
        for digest in payload.digests:
            self._bodies[digest] = payload.about, document.id if document else None
        while len(self._bodies) > MAX_BODIES:
            self._bodies.popitem(last=False)

    def _hold(self, place: Place, digest: bytes | None, document: str | None, url: str, date: str | None) -> None:
        if len(self._revisits) >= MAX_REVISITS:
            raise NoPage(OVER_MANY)
        self._revisits.append((place, digest, document, url, date))


def _received(place: Place, payload: Payload, content: bytes) -> Received:
    """Return the bytes as they would have been received from the address."""
    stream = unpacked(io.BytesIO(content))
    return Received(
        stream,
        place.url,
        page_name(place.url),
        suffix=suffix_of(place.url, payload.media_type),
        fetched=place.fetched,
        content=None if stream.is_unpacked else content,
        media_type=payload.media_type,
        charset=payload.charset,
    )
