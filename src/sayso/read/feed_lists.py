"""Which feeds to watch: an OPML file, a TOML file, or their addresses as they stand.

OPML is what feed readers export: every `outline` with an `xmlUrl` is a feed, however deep it stands. TOML is for
writing by hand:

    every = "30m"

    [[feeds]]
    url = "https://courier.example/feed.xml"
    name = "The Quay Courier"
    every = "10m"

The files may come from strangers: they are limited in size, and XML that declares entities is refused.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from xml.parsers import expat

from sayso.errors import UsageError
from sayso.feed_records import Feed

LARGEST = 5_000_000
"""Bytes of a list; ten thousand feeds take two million."""
MOST_FEEDS = 5_000
"""A single watcher, which asks politely, can't look after more."""
LONGEST_URL = 4_096
SHORTEST, LONGEST = 60.0, 86_400.0
"""Seconds between two polls: more often than each minute is a burden, and seldomer than each day misses items."""

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_INTERVAL = re.compile(r"(\d{1,6})([smhd])", re.ASCII)
_NO_URL = re.compile(r"[\s\x00-\x1f\x7f<>\"\\]")


def feeds_of(given: Sequence[str]) -> tuple[Feed, ...]:
    """Return the feeds of files and addresses, each once, in order.

    Raises UsageError for a file that can't be read or is no list, and for an address that is none.

    >>> [feed.url for feed in feeds_of(["https://me:secret@courier.example/feed.xml"])]
    ['https://courier.example/feed.xml']
    """
    found: dict[str, Feed] = {}
    for one in given:
        for feed in _feeds(one):
            found.setdefault(feed.url, feed)
    if len(found) > MOST_FEEDS:
        raise UsageError(f"{len(found):,} feeds are more than one watcher looks after: give up to {MOST_FEEDS:,}.")
    return tuple(found.values())


def seconds_of(text: str, where: str = "every") -> float:
    """Return the seconds of `30m`, `2h`, `1d` or `90s`; UsageError for what is none of them, or too short or long.

    >>> seconds_of("30m"), seconds_of("2h")
    (1800.0, 7200.0)
    """
    match = _INTERVAL.fullmatch(text)
    seconds = float(match[1]) * _UNITS[match[2]] if match else 0.0
    if not SHORTEST <= seconds <= LONGEST:
        raise UsageError(f"{where} {text!r} is no time between two polls: give one from 60s to 1d, such as 30m or 2h.")
    return seconds


def _feeds(given: str) -> Iterator[Feed]:
    if re.match(r"[a-z][a-z0-9+.-]+://", given, re.IGNORECASE):
        yield _feed(given, "the feed")
        return
    content = _content(Path(given))
    if given.lower().endswith(".toml"):
        yield from _toml(content, given)
    elif content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<", b"\xff\xfe", b"\xfe\xff")):
        yield from _opml(content, given)
    else:
        raise UsageError(f"{given!r} is no list of feeds: give an OPML file, a TOML file, or the address of a feed.")


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:  # a ValueError where the name holds a zero byte
        why = getattr(error, "strerror", None) or error
        raise UsageError(f"{str(path)!r} can't be read ({why}): give a file or an address.") from error
    if len(content) > LARGEST:
        raise UsageError(f"{str(path)!r} has over {LARGEST:,} bytes, which is no list of feeds.")
    return content


def _feed(address: str, where: str, name: str = "", every: float | None = None) -> Feed:
    try:
        parts = urlsplit(address)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        usable = False
    if not usable or _NO_URL.search(address) or len(address) > LONGEST_URL:
        raise UsageError(f"{where}: {address[:200]!r} is no web address, such as https://courier.example/feed.xml.")
    bare = urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, parts.query, ""))
    return Feed(address, bare, name.strip()[:200], every)


# --- TOML -------------------------------------------------------------------------------------------------------------


def _toml(content: bytes, origin: str) -> Iterator[Feed]:
    try:
        table = tomllib.loads(content.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UsageError(f"{origin!r} is no TOML ({error}).") from error
    _known(table, ("every", "feeds"), repr(origin))
    every = _every(table, repr(origin))
    feeds = table.get("feeds")
    if not isinstance(feeds, list) or not feeds:
        raise UsageError(f'{origin!r} names no feed: write [[feeds]] and below it url = "https://.." for each.')
    for number, one in enumerate(feeds, 1):
        where = f"{origin!r}, feed {number}"
        if not isinstance(one, dict):
            raise UsageError(
                f'{where} is {one!r}, where a table belongs: write [[feeds]] and below it url = "https://..".'
            )
        _known(one, ("url", "name", "every"), where)
        url, name = one.get("url"), one.get("name", "")
        if not isinstance(url, str) or not isinstance(name, str):
            raise UsageError(f'{where} has no url in quotation marks: write url = "https://..".')
        yield _feed(url, where, name, _every(one, where) or every)


def _every(table: Mapping[str, Any], where: str) -> float | None:
    value = table.get("every")
    return None if value is None else seconds_of(str(value), f"{where}: every")


def _known(table: Mapping[str, Any], names: Sequence[str], where: str) -> None:
    for name in table:
        if name not in names:
            raise UsageError(f"{where} has {name!r}, which is unknown: give {', '.join(names)}.")


# --- OPML -------------------------------------------------------------------------------------------------------------


def _opml(content: bytes, origin: str) -> list[Feed]:
    found: list[Feed] = []
    parser = expat.ParserCreate()
    root: list[str] = []

    def begins(tag: str, attributes: dict[str, str]) -> None:
        root.append(tag) if not root else None
        if root[0] != "opml":
            raise UsageError(
                f"{origin!r} is <{root[0][:40]}> and not OPML: name a feed by its address, a list by its file."
            )
        address = attributes.get("xmlUrl", "").strip()
        if tag == "outline" and address:
            name = attributes.get("title") or attributes.get("text") or ""
            found.append(_feed(address, f"{origin!r}, line {parser.CurrentLineNumber}", name))

    def declares(*_: object) -> None:
        raise UsageError(f"{origin!r} declares XML entities (<!ENTITY ..>), which a list of feeds has no need of.")

    parser.StartElementHandler, parser.EntityDeclHandler = begins, declares
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError) as error:  # of encodings that it knows not, or only half
        raise UsageError(f"{origin!r} is no well-formed OPML ({error}).") from error
    if not found:
        raise UsageError(f'{origin!r} names no feed: an OPML list has <outline xmlUrl="https://.."/> for each.')
    return found
