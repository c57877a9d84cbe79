"""A record of a web archive -> the page, the text or the note of a revisit that it holds, or why it holds none.

What costs least is asked first: a record of another outlet or of another type than a page's is never decoded.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from urllib.parse import urlsplit

from sayso.errors import InputError, MissingExtra
from sayso.read.http_bodies import BodyError, dechunked
from sayso.read.outcomes import stamp
from sayso.read.warc_records import MAX_HEAD, Record

PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml", "text/plain", "text/xml", "application/xml", ""})
"""Media types of pages and texts. What says nothing of its type is looked at; pages were once served as XML, too."""

HTTP_OK = 200
SHA1_BYTES = 20


class NoPage(Exception):
    """A record that holds no page that was asked for: `reason` ends a sentence, "2 records ..".

    `is_bad` is True where it should have held one.
    """

    def __init__(self, reason: str, *, is_bad: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.is_bad = is_bad


NOT_FROM_THE_WEB = "that are not from the web"
NO_ANSWER = "of answers without a page (an error, a redirect)"
OTHER_TYPE = "of another type than pages and texts"
BAD_HEADER = "whose header can't be read"
NO_DATE = "without a date"
LONG_HTTP_HEADER = f"with an HTTP header of over {MAX_HEAD:,} bytes, or one that can't be read"

HTTP_HEAD_END = re.compile(rb"\r?\n\r?\n")
"""What ends an answer's header: servers and tools write bare line feeds, too."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record is from, and when."""

    kind: str
    """`response`, `resource`, `conversion` or `revisit`."""
    url: str
    host: str
    fetched: str
    """As `Document.fetched`."""


@dataclass(frozen=True, slots=True)
class Payload:
    """A page's bytes as they are in the archive, and what its server said of them."""

    body: bytes
    """Without the chunks, still in its content encoding."""
    media_type: str
    charset: str | None
    encodings: str
    language: str | None
    """What the header Content-Language says, where that is one language."""
    digests: tuple[bytes, ...]
    """SHA-1 of the body, with the chunks and without."""

    @property
    def about(self) -> tuple[str, str | None, str]:
        """Return what else decides what document this is."""
        return self.media_type, self.charset, self.encodings


@dataclass(frozen=True, slots=True)
class Referred:
    """What a revisit says of the page that was the same."""

    digest: bytes | None
    """SHA-1 of its body."""
    url: str
    date: str | None


class ArchivedRecord(Protocol):
    """A record of a web archive of some format. Each raises `NoPage` where there is none to be had."""

    def place(self) -> Place: ...  # noqa: D102 - as in the class
    def payload(self, place: Place) -> Payload: ...  # noqa: D102 - same
    def referred(self) -> Referred: ...  # noqa: D102 - same


class WarcPage:
    """A record of a WARC file, parsed by fastwarc.

    Raises `NoPage` where its header can't be read, `MissingExtra` without fastwarc.
    """

    def __init__(self, record: Record) -> None:
        try:
            from fastwarc.warc import WarcRecord
        except ImportError as error:
            raise MissingExtra("fastwarc", "warc", "Web archives") from error
        with readable(BAD_HEADER):
            self._record = WarcRecord.from_bytes(record.content)
            self._headers = self._record.headers
        self._content = record.content
        self._block = record.head_size

    def place(self) -> Place:
        """Return where the record is from; `NoPage` where that is no place on the web, or no day is given."""
        with readable(BAD_HEADER):
            kind = (self._headers.get("WARC-Type") or "").strip().casefold()
            address = (self._headers.get("WARC-Target-URI") or "").strip().strip("<>")
            date = self._headers.get("WARC-Date") or ""
        return place_of(kind, address, date)

    def payload(self, place: Place) -> Payload:
        """Return the page's bytes; `NoPage` where the answer was no page, or is of another type."""
        if not self._record.is_http:
            if place.kind not in {"conversion", "resource"}:
                raise NoPage(NOT_FROM_THE_WEB)
            content_type = self._headers.get("Content-Type") or ""
            return payload_of(lambda: self._content[self._block :], content_type, "", "", None)
        end = HTTP_HEAD_END.search(self._content, self._block, self._block + MAX_HEAD)
        if end is None:
            raise NoPage(LONG_HTTP_HEADER, is_bad=True)
        with readable(LONG_HTTP_HEADER):
            self._record.set_bytes_content(_LINE_END.sub(b"\r\n", self._content[self._block : end.end()]))
            self._record.parse_http(max_header_len=2 * MAX_HEAD)  # each line feed may have become two bytes
            http: Any = self._record.http_headers
            status = http.status_code
            said = [http.get(name) or "" for name in HTTP_HEADERS]
        if status != HTTP_OK:
            raise NoPage(NO_ANSWER)
        return payload_of(lambda: self._content[end.end() :], *said)

    def referred(self) -> Referred:
        """Return what a revisit refers to."""
        with readable(BAD_HEADER):
            digest = sha1_of(self._headers.get("WARC-Payload-Digest"))
            address = self._headers.get("WARC-Refers-To-Target-URI") or self._headers.get("WARC-Target-URI") or ""
            date = self._headers.get("WARC-Refers-To-Date")
        return Referred(digest, _web_address(address.strip().strip("<>"))[0], moment(date or ""))


def place_of(kind: str, address: str, date: str) -> Place:
    """Return where a record is from; `NoPage` where that is no place on the web, or no day is given."""
    if not address[:8].casefold().startswith(("http://", "https://")):
        raise NoPage(NOT_FROM_THE_WEB)
    fetched = moment(date)
    if fetched is None:
        raise NoPage(NO_DATE, is_bad=True)
    url, host = _web_address(address)
    return Place(kind, url, host, fetched)


def payload_of(
    read: Callable[[], bytes], content_type: str, encodings: str, transfer: str, language: str | None
) -> Payload:
    """Return the page that a server sent with these headers; its body is read only if its type is that of a page."""
    media_type = content_type.partition(";")[0].strip().casefold()
    if media_type not in PAGE_TYPES:
        raise NoPage(OTHER_TYPE)
    body = stored = read()
    if "chunked" in transfer.casefold():
        try:
            body = dechunked(stored)
        except BodyError as error:
            raise NoPage(str(error), is_bad=True) from error
    digests = (_sha1(body), _sha1(stored)) if body is not stored else (_sha1(body),)
    return Payload(body, media_type, _charset(content_type), encodings.strip(), _one_language(language), digests)


HTTP_HEADERS = ("Content-Type", "Content-Encoding", "Transfer-Encoding", "Content-Language")
"""What `payload_of` asks, in this order."""
_LINE_END = re.compile(rb"\r?\n")
_FIGURES = re.compile(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z?", re.ASCII)
"""A moment as ARC files and some tools write it; `datetime` takes the tenth figure for the hour's first."""
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_LANGUAGE = re.compile(r"\s*([A-Za-z]{2,3})(?:-[A-Za-z0-9-]*)?\s*")
_PART = "[A-Za-z0-9_~-][A-Za-z0-9_.~-]*"
_USUAL = re.compile(rf"https?://([a-z0-9-]+(?:\.[a-z0-9-]+)+)/(?:{_PART}/)*(?:{_PART})?")
"""An address that has no other form: no dots at the beginning of a part, no port, no fragment, nothing escaped."""


def moment(date: str) -> str | None:
    """Return a WARC-Date as `Document.fetched` has it; None where it is no moment of time.

    >>> moment("2025-05-05T12:00:59.123Z"), moment("20250505120059"), moment("2025-05")
    ('2025-05-05T12:00:59Z', '2025-05-05T12:00:59Z', None)
    """
    figures = _FIGURES.fullmatch(date.strip())
    try:
        at = datetime.fromisoformat("{}-{}-{}T{}:{}:{}Z".format(*figures.groups()) if figures else date.strip())
        return stamp(at) if at.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None


def sha1_of(declared: str | None) -> bytes | None:
    """Return the SHA-1 that a WARC-Payload-Digest gives, in base 32 or 16; None where it gives none.

    >>> sha1_of("sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ") == sha1_of("sha1:da39a3ee5e6b4b0d3255bfef95601890afd80709")
    True
    """
    algorithm, _, value = (declared or "").strip().partition(":")
    try:
        digest = bytes.fromhex(value) if len(value) == 2 * SHA1_BYTES else base64.b32decode(value.upper())
    except (ValueError, binascii.Error):
        return None
    return digest if algorithm.casefold() == "sha1" and len(digest) == SHA1_BYTES else None


def _sha1(body: bytes) -> bytes:
    """Return the digest that archives name bodies by. It finds what is the same, and vouches for nothing."""
    return hashlib.sha1(body, usedforsecurity=False).digest()


def _web_address(address: str) -> tuple[str, str]:
    """Return (URL, host), the URL as it would be had the page been fetched."""
    usual = _USUAL.fullmatch(address)
    if usual is not None:
        return address, usual.group(1)
    from sayso.read.web import as_origin  # imported late: httpx takes 100 ms, and few addresses need it

    try:
        url = as_origin(address)
        return url, urlsplit(url).hostname or ""
    except (InputError, ValueError) as error:
        raise NoPage(BAD_HEADER, is_bad=True) from error


@contextmanager
def readable(reason: str) -> Iterator[None]:
    """Run the block; what a parser of hostile bytes raises means that the record is bad, for this reason."""
    try:
        yield
    except (OSError, ValueError) as error:
        raise NoPage(reason, is_bad=True) from error


def _charset(content_type: str) -> str | None:
    found = _CHARSET.search(content_type)
    return found.group(1).casefold() if found else None


def _one_language(header: str | None) -> str | None:
    found = _LANGUAGE.fullmatch(header or "")
    return found.group(1).casefold() if found else None
