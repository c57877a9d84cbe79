"""What is known of feeds that are watched: which they are, how their polls went, and which of their items wait."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed that somebody wants watched."""

    address: str
    """What is asked for; it may hold a user name and a password."""
    url: str
    """The same without them: by this the ledger knows the feed."""
    name: str = ""
    every: float | None = None
    """Seconds between two polls; None where the watcher's own are meant."""


@dataclass(frozen=True, slots=True)
class FeedState:
    """How the polls of a feed went; moments are ISO 8601 in UTC, to the second."""

    url: str
    name: str
    host: str
    next: str
    """When it is to be asked again."""
    polls: int = 0
    polled: str | None = None
    failures: int = 0
    """How many of the last polls failed, in a row."""
    error: str | None = None
    """Why the last poll failed; None where it did not."""
    waiting: int = 0
    """Items that were found and not read yet."""
    read: int = 0
    """Items that were read."""
    begun: int = 0
    """How many of the last polls were begun and never ended, in a row."""


@dataclass(frozen=True, slots=True)
class FeedItem:
    """An entry of a feed. It is read once, whichever feeds have it."""

    key: str
    """Its link, or where it has none, an id derived from the feed and the text."""
    feed: str
    host: str
    """From which host it is fetched; that of the feed where it needs no fetching."""
    found: str
    entry: str
    """What the feed has of it, as JSON: kept until it is read, so that nothing is lost where the feed drops it."""
    tries: int = 0
