"""An item of a feed: what of it is kept in the ledger until it is read."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
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


def bare(url: str, *, keep_fragment: bool = False) -> str:
    """Return a URL without password and fragment, which lead to no other page, though a fragment to a part of it.

    >>> bare("https://me:secret@courier.example/quay?x=1#top")
    'https://courier.example/quay?x=1'
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    return urlunsplit(
        (
            parts.scheme,
            parts.netloc.rpartition("@")[2],
            parts.path,
            parts.query,
            parts.fragment if keep_fragment else "",
        )
    )


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
    some = [entry for entry in entries if (entry.link or entry.text) and len(entry.link or "") <= MAX_URL]
    key_of = _keys(some)
    for entry in some:
        key = key_of(entry) if entry.link else derived_id("item", feed, entry.text)
        host = host_of(entry.link) if is_fetched(entry) and entry.link else ""
        yield FeedItem(key, feed, host, found, json.dumps(asdict(entry), ensure_ascii=False))


def _keys(entries: Sequence[Entry]) -> Callable[[Entry], str]:
    """Return what gives an entry with a link its key: its page, for a page is fetched once.

    One that the feed has whole may share its page with others, as the posts of a live blog do: its key is its place
    there, where another is at the same place its guid too, and where that is the same its text.
    """
    apart = {(_place(one), one.guid, one.text) for one in entries}
    at_place = Counter(place for place, _, _ in apart)
    of_guid = Counter((place, guid) for place, guid, _ in apart)

    def key_of(entry: Entry) -> str:
        place = _place(entry)
        if is_fetched(entry) or at_place[place] == 1:
            return place
        if entry.guid and of_guid[place, entry.guid] == 1:
            return derived_id("item", place, entry.guid)
        return derived_id("item", place, entry.guid, entry.text)

    return key_of


def _place(entry: Entry) -> str:
    """Return what an entry links to: a page, or where the feed has it whole, a part of one."""
    return bare(entry.link or "", keep_fragment=not is_fetched(entry))
