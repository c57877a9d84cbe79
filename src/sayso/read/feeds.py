"""RSS and Atom: one document an entry.

An entry with a `content` (`content:encoded`, Atom's `content`) is a document of it, title and date beside it: the
publisher gives the whole text there. An entry with a summary alone is

- fetched from its link, where the user gave the feed as a URL: the summary is a teaser, the page is the report.
  Where the page can't be had, that is reported and the summary is read in its place;
- a document of its summary, where the feed is a file: a file is read without asking the network.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sayso.config import DEFAULTS
from sayso.errors import InputError
from sayso.read.outcomes import Outcome, make_document, scalar
from sayso.read.sniff import has_markup, looks_like_html
from sayso.records import Document, Failure, Given

MAX_FETCHED = 200
"""Links of one feed that are fetched. Feeds have 10 to 100 entries; a longer one would keep a site busy for long."""

LONGEST_NAME = 120
"""Characters of a document's name that is made of a URL."""

FetchPage = Callable[[str], Iterator[Outcome]]
"""URL -> what reading that page yields."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a feed, as the feed has it."""

    number: int
    link: str | None
    text: str
    is_html: bool
    is_full: bool
    given: Given
    guid: str = ""
    """By which the feed tells it from others, as the feed has it."""


def feed_documents(
    content: bytes,
    *,
    origin: str,
    fetched: str,
    media_type: str = "",
    charset: str | None = None,
    fetch: FetchPage | None = None,
    limit: int = DEFAULTS.max_bytes,
) -> Iterator[Outcome]:
    """Yield what the entries give, in the feed's order; `fetch` is what a feed from a URL gets pages by.

    An entry whose text has more than `limit` bytes is a `Failure`: in UTF-8 it may have more than the feed has.
    Raises `InputError` where the bytes are no feed, or declare XML entities.
    """
    fetches = 0
    for entry in _entries(content, origin, media_type, charset):
        if entry.is_full or fetch is None or entry.link is None:
            yield _document_or_failure(entry, origin, fetched, limit)
        elif fetches < MAX_FETCHED:
            fetches += 1
            yield from _page_or_summary(entry, fetch(entry.link), origin, fetched, limit)
        else:
            yield Failure(entry.link, f"the feed has over {MAX_FETCHED} links to fetch: name this one to have it read")


def feed_entries(content: bytes, *, origin: str, media_type: str = "", charset: str | None = None) -> list[Entry]:
    """Return the entries of a feed that is watched: it may have none yet, but must be a feed.

    Raises `InputError` where the bytes are no feed, or declare XML entities.
    """
    feed = _parsed(content, origin, media_type, charset)
    if not feed.entries and not feed.get("version"):
        raise InputError(origin, "it is no feed: give the address of an RSS or Atom feed")
    return [_entry(entry, feed.feed, number, origin) for number, entry in enumerate(feed.entries, start=1)]


def entry_document(entry: Entry, origin: str, fetched: str) -> Document:
    """Return the document of what a feed gives of an entry, its whole text or its summary."""
    place = f"{origin}#entry={entry.number}"
    return make_document(
        content=entry.text.encode("utf-8"),
        name=page_name(entry.link) if entry.link else f"entry-{entry.number}",
        origin=entry.link or place,
        fetched=fetched,
        media_type="text/html" if entry.is_html else "text/plain",
        charset="utf-8",
        given=entry.given,
    )


_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_DOCTYPE = re.compile(rb"<!DOCTYPE", re.IGNORECASE)
_LINK = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def _page_or_summary(entry: Entry, page: Iterator[Outcome], origin: str, fetched: str, limit: int) -> Iterator[Outcome]:
    failed = False
    for outcome in page:
        if isinstance(outcome, Failure) and entry.text:
            failed = True
            yield Failure(outcome.origin, f"{outcome.reason}; its summary in the feed is read in its place")
        else:
            yield outcome
    if failed:
        yield _document_or_failure(entry, origin, fetched, limit)


def _document_or_failure(entry: Entry, origin: str, fetched: str, limit: int) -> Document | Failure:
    """Return the document of what a feed gives of an entry, or why it has none."""
    place = f"{origin}#entry={entry.number}"
    size = len(entry.text.encode("utf-8"))
    if size > limit:
        return Failure(place, f"its text has {size:,} bytes, over the limit of {limit:,} (setting max_bytes)")
    if not size:
        return Failure(place, "the entry has neither a text nor a summary")
    return entry_document(entry, origin, fetched)


def page_name(url: str) -> str:
    """Return the last part of a URL's path without its suffix, or its host; of what is no URL all of it.

    >>> page_name("https://example.org/2025/05/harbour-talks.html?x=1"), page_name("https://example.org/")
    ('harbour-talks', 'example.org')
    >>> page_name("http://[::1")
    'http://[::1'
    """
    from urllib.parse import unquote, urlsplit

    from sayso.read.streams import stem_and_suffix

    try:
        parts = urlsplit(url)
    except ValueError:
        return url[:LONGEST_NAME]
    last = unquote(parts.path.rstrip("/").rpartition("/")[2])
    return (stem_and_suffix(last)[0] if last else parts.hostname or url)[:LONGEST_NAME]


def _entries(content: bytes, origin: str, media_type: str, charset: str | None) -> Iterator[Entry]:
    feed = _parsed(content, origin, media_type, charset)
    if not feed.entries:
        why = f" ({str(feed.get('bozo_exception'))[:100]})" if feed.get("bozo") else ""
        raise InputError(origin, f"the feed has no entries{why}")
    for number, entry in enumerate(feed.entries, start=1):
        yield _entry(entry, feed.feed, number, origin)


def _parsed(content: bytes, origin: str, media_type: str, charset: str | None) -> Any:  # noqa: ANN401 - feedparser has no types
    import feedparser  # type: ignore[import-untyped] # imported late: most runs read no feed

    headers = {"content-type": f"{media_type or 'application/xml'}; charset={charset}"} if charset else {}
    try:
        _refuse_entities(content, headers, origin)
        # The entries are evidence: kept as they were published. They are shown escaped, wherever they are shown.
        return feedparser.parse(
            io.BytesIO(content), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except InputError:
        raise
    except Exception as error:  # a lenient parser of hostile input raises what it raises
        raise InputError(origin, f"the feed can't be parsed ({type(error).__name__}: {str(error)[:100]})") from error


def _refuse_entities(content: bytes, headers: Mapping[str, str], origin: str) -> None:
    """Raise `InputError` where the parser may meet a declaration of an entity, in the encoding that it will read in.

    Without a document type there is none: entities may be written about.
    """
    from feedparser.encodings import convert_to_utf8  # type: ignore[import-untyped] # imported late, as feedparser is

    decoded = convert_to_utf8(headers, content, {})
    if _ENTITY.search(decoded) and _DOCTYPE.search(decoded):
        raise InputError(origin, "the feed declares XML entities (<!ENTITY ..>), which feeds have no need of")


def _entry(entry: Mapping[str, Any], feed: Mapping[str, Any], number: int, origin: str) -> Entry:
    contents = [one for one in entry.get("content") or () if str(one.get("value") or "").strip()]
    whole = max(contents, key=lambda one: len(one["value"]), default=None)
    text = scalar(str(whole["value"] if whole else entry.get("summary") or "")).strip()
    detail = whole or entry.get("summary_detail") or {}
    link = _web_link(entry, origin)
    return Entry(
        number=number,
        link=link,
        text=text,
        is_html=looks_like_html(text) or ("html" in str(detail.get("type")) and has_markup(text)),
        is_full=whole is not None,
        given=Given(
            title=_words(entry.get("title")),
            outlet=_words(feed.get("title")),
            authors=_authors(entry),
            published=_words(entry.get("published") or entry.get("updated")),
            language=_words(detail.get("language") or feed.get("language")),
            url=link,
        ),
        guid=scalar(str(entry.get("id") or "")).strip(),
    )


def _web_link(entry: Mapping[str, Any], origin: str) -> str | None:
    """Return the entry's link where it is one to the web: a feed may say `javascript:` or `file:`.

    One that is relative is meant from where the feed is (RFC 4287, section 2), which `xml:base` has been taken off; but
    a guid that stands in for a link must be a whole one, for most others are bare numbers.
    """
    link = entry.get("link")
    if not isinstance(link, str) or not link.strip():
        return None
    whole = link.strip()
    if _LINK.match(origin) and not _SCHEME.match(whole) and not entry.get("guidislink"):
        whole = _joined(origin, whole)
    return whole if _LINK.fullmatch(whole) else None


def _joined(origin: str, link: str) -> str:
    """Return the address that a relative link means; "" where that is no address, or the feed itself."""
    from urllib.parse import urldefrag, urljoin

    try:
        joined = urljoin(origin, link)
        return "" if urldefrag(joined).url == urldefrag(origin).url else joined
    except ValueError:
        return ""


def _authors(entry: Mapping[str, Any]) -> tuple[str, ...]:
    names = [_words(one.get("name")) for one in entry.get("authors") or ()] or [_words(entry.get("author"))]
    return tuple(dict.fromkeys(name for name in names if name))


def _words(value: object) -> str | None:
    return scalar(value).strip() or None if isinstance(value, str) else None
