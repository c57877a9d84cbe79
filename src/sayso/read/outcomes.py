"""What reading yields beside `Document` and `Failure`, and the one place where a `Document` is made.

    Document     bytes, where and when from
    Failure      an input that was passed over, and why
    Unchanged    a URL that the caller has already, and whose server says that it is the same
    Fetched      after a URL's documents: what to send next time, so that an unchanged page is not sent again
    Revisited    at the end: a page of a web archive that was the same as another, at its own address or elsewhere
    PassedOver   how many records of a web archive, or files of a folder, were left out, and why

`Unchanged` and `Fetched` come only where the caller passed `seen`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Literal, TypeVar

from sayso.identity import document_id, sha256
from sayso.records import Document, Failure, Given


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server said about a URL, to be sent back with the next request (RFC 9110, section 13)."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The server answered 304: what `seen` knows of this URL is still what it serves."""

    origin: str


@dataclass(frozen=True, slots=True)
class Fetched:
    """All documents of this URL were yielded before this; remember the validators once those are stored.

    It is withheld where a part of a feed failed, so that the next run asks for the whole feed again.
    """

    origin: str
    validators: Validators


@dataclass(frozen=True, slots=True)
class Revisited:
    """A crawler found at `origin` what it had found before: the document of that id, or the one that is referred to."""

    origin: str
    fetched: str
    name: str
    document_id: str | None
    refers_to: str
    """The address at which it had found it, and below the name of a document from there."""
    refers_name: str
    refers_on: str | None
    """When, as `fetched`."""
    sha1: bytes | None
    """Digest of the document's bytes, where they were not encoded."""


@dataclass(frozen=True, slots=True)
class PassedOver:
    """Records of an archive that are no pages, or not among those asked for; or files of a folder that are no input."""

    origin: str
    reasons: tuple[tuple[str, int], ...]
    """What ends a sentence, "2 records ..", and how many."""
    what: Literal["record", "file"] = field(default="record", repr=False)  # parts of shards are named by the rest


Outcome = Document | Failure | Unchanged | Fetched | Revisited | PassedOver
Seen = Callable[[str], Validators | None]
One = TypeVar("One")


def utc_now() -> datetime:
    """Return the present moment, in UTC."""
    return datetime.now(UTC)


def stamp(moment: datetime) -> str:
    """Write a moment as `Document.fetched` has it.

    >>> stamp(datetime(2025, 5, 5, 12, 0, 59, 999, tzinfo=UTC))
    '2025-05-05T12:00:59Z'
    """
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def now() -> str:
    """Return the present moment as `Document.fetched` has it."""
    return stamp(utc_now())


def scalar(text: str) -> str:
    r"""Put U+FFFD for every lone surrogate, which no encoding of Unicode can hold.

    JSON can name one (`"\ud800"`) and so can a file name that is not UTF-8.

    >>> scalar("a\ud800b")
    'a\ufffdb'
    """
    return _SURROGATE.sub("\ufffd", text)


def encodable(found: Iterable[One]) -> Iterator[One | Failure | PassedOver]:
    """Pass on what was found, with U+FFFD for every lone surrogate in what says that something was not read.

    A path is kept as it is up to here, for it is opened by that; documents are made without.
    """
    for one in found:
        if isinstance(one, Failure):
            yield Failure(scalar(one.origin), scalar(one.reason))
        elif isinstance(one, PassedOver):
            yield replace(one, origin=scalar(one.origin))
        else:
            yield one


def make_document(
    *,
    content: bytes,
    name: str,
    origin: str,
    fetched: str,
    media_type: str,
    charset: str | None = None,
    given: Given = Given(),  # noqa: B008 - frozen, so it can be shared
) -> Document:
    """Return the document, with its hash and its id."""
    digest = sha256(content)
    return Document(
        id=document_id(digest, media_type, given),
        name=scalar(name),
        origin=scalar(origin),
        fetched=fetched,
        media_type=media_type,
        charset=charset,
        sha256=digest,
        content=content,
        given=given,
    )


_SURROGATE = re.compile("[\ud800-\udfff]")
