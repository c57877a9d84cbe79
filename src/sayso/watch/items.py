"""An item of a feed: what of it is kept in the ledger until it is read."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from urllib.parse import urlsplit, urlunsplit

from sayso.feed_records import FeedItem
from sayso.identity import derived_id
from sayso.read.feeds import MAX_FETCHED, Entry
from sayso.read.web import MAX_URL
from sayso.records import Given


def items_of(entries: Sequence[Entry], feed: str, found: str) -> list[FeedItem]:
    """Return the items of a feed's first `MAX_FETCHED` entries, each once; one with nothing to read is none."""
    return list({item.key: item for item in _items(entries[:MAX_FETCHED], feed, found)}.values())


def entry_of(item: FeedItem) -> Entry:
    """Return the entry that the item was made of."""
    kept = json.loads(item.entry)
    given = kept.pop("given")
    return Entry(**kept, given=Given(**{**given, "authors": tuple(given["authors"])}))


def is_fetched(entry: Entry) -> bool:
    """Return whether the entry's page is fetched: the feed has its summary alone."""
    return entry.link is not None and not entry.is_full


def bare(url: str) -> str:
    """Return a URL without password and fragment, which lead to no other page.

    >>> bare("https://me:secret@courier.example/quay?x=1#top")
    'https://courier.example/quay?x=1'
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, parts.query, ""))


def host_of(url: str) -> str:
    """Return the host and port of a URL, "" where it has none.

    >>> host_of("https://Courier.example:8443/quay")
    'courier.example:8443'
    """
    try:
        return urlsplit(url).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""


def _items(entries: Sequence[Entry], feed: str, found: str) -> Iterator[FeedItem]:
    for entry in entries:
        if entry.link and len(entry.link) > MAX_URL:
            continue
        if entry.link or entry.text:
            key = bare(entry.link) if entry.link else derived_id("item", feed, entry.text)
            host = host_of(entry.link) if is_fetched(entry) and entry.link else ""
            yield FeedItem(key, feed, host, found, json.dumps(asdict(entry), ensure_ascii=False))
