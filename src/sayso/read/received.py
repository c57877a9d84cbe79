"""Bytes at hand, from a file, a URL or a record of a web archive -> what kind they are of, and a document of them.

The same page has the same id, whichever of these it came by.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

from sayso.config import Settings
from sayso.errors import InputError
from sayso.read.outcomes import make_document
from sayso.read.sniff import FROM_ADDRESS, HTML_SUFFIXES, TABLE_SUFFIXES, Kind, kind_of, not_text
from sayso.read.streams import Peeked, not_too_long, read_all, stem_and_suffix
from sayso.records import Document

SUFFIX_OF_TYPE = {
    "text/html": ".html",
    "application/xhtml+xml": ".xhtml",
    "application/json": ".json",
    "text/csv": ".csv",
    "application/csv": ".csv",
    "text/tab-separated-values": ".tsv",
    "application/vnd.apache.parquet": ".parquet",
}
"""Media types that say how to read a URL; of the others, the URL's own suffix and the bytes say it."""

TEXT_APPLICATIONS = frozenset(
    {"xhtml+xml", "xml", "rss+xml", "atom+xml", "rdf+xml"}
    | {"json", "ndjson", "x-ndjson", "jsonl", "jsonlines", "x-jsonlines", "csv", "vnd.apache.parquet"}
    | {"gzip", "x-gzip", "octet-stream"}
)
"""`application/..` types that may hold a page, a feed or a table; octet-stream is what careless servers say."""

NO_PRESS_TEXTS = frozenset({"css", "javascript", "calendar", "vcard"})

ARCHIVE_TYPES = frozenset({"warc", "x-warc", "warc+gzip", "arc", "x-arc", "wacz", "x-wacz"})
"""`application/..` types of web archives, as servers name them."""


@dataclass(frozen=True, slots=True)
class Received:
    """Bytes at hand, and what came with them."""

    stream: Peeked
    origin: str
    name: str
    suffix: str
    fetched: str
    seekable: BinaryIO | None = None
    size: int | None = None
    """Where it is known beforehand; after decompression."""
    content: bytes | None = None
    """All of it, where it is at hand and was not compressed; the stream then gives the same."""
    media_type: str = ""
    charset: str | None = None


def suffix_of(url: str, media_type: str) -> str:
    """Return the suffix that says how to read what a URL gave: that of its type, or its own where that is a table's.

    >>> suffix_of("https://example.org/a.csv?x=1", "text/plain"), suffix_of("https://example.org/a.txt", "text/html")
    ('.csv', '.html')
    """
    _, suffix = stem_and_suffix(url.partition("?")[0].rpartition("/")[2])
    return SUFFIX_OF_TYPE.get(media_type) or (suffix if suffix in TABLE_SUFFIXES else "")


def type_refused(media_type: str) -> str | None:
    """Return why what a server says is of this type isn't read, or None where it may be; "" where it says nothing.

    >>> type_refused("image/png"), type_refused("text/html")
    ("it is of type 'image/png', where a page, a feed, a text or a table belongs", None)
    """
    main, _, sub = media_type.partition("/")
    if not media_type or (main == "text" and sub not in NO_PRESS_TEXTS):
        return None
    if main == "application" and sub in TEXT_APPLICATIONS:
        return None
    if main == "application" and sub in ARCHIVE_TYPES:
        return FROM_ADDRESS
    return f"it is of type {media_type[:60]!r}, where a page, a feed, a text or a table belongs"


def kind_of_received(received: Received, settings: Settings) -> Kind:
    """Return how the bytes are to be read; `InputError` where they are empty, no text, or XML that nothing reads."""
    head = received.stream.head
    if not head:
        raise InputError(received.origin, "it is empty")
    kind = kind_of(head, received.suffix, text_column=settings.text_column)
    what = None if kind is Kind.PARQUET else not_text(head)
    if what:
        raise InputError(received.origin, f"it is {what} and is not text")
    if settings.plain and kind in {Kind.HTML, Kind.FEED, Kind.XML} and received.suffix not in HTML_SUFFIXES:
        return Kind.TEXT
    is_json = kind in {Kind.JSON, Kind.JSON_LINES}
    if settings.plain and is_json and received.suffix == ".txt" and settings.text_column is None:
        return Kind.TEXT
    if kind is Kind.XML:
        raise InputError(received.origin, "it is XML, but neither a feed nor a page")
    return kind


def document_of(received: Received, kind: Kind, settings: Settings) -> Document:
    """Return the document of a page or a text; `InputError` where it is empty or over the limit."""
    return make_document(
        content=all_bytes(received, settings),
        name=received.name,
        origin=received.origin,
        fetched=received.fetched,
        media_type="text/html" if kind is Kind.HTML else "text/plain",
        charset=received.charset,
    )


def all_bytes(received: Received, settings: Settings) -> bytes:
    """Return all bytes; `InputError` where there are none, or more than the limit."""
    limit = settings.max_bytes
    if received.content is not None:
        return not_too_long(received.content, limit, received.origin)
    if received.size is not None and received.size > limit:
        raise InputError(
            received.origin, f"it has {received.size:,} bytes, over the limit of {limit:,} (setting max_bytes)"
        )
    return read_all(received.stream, limit, received.origin)
