"""The part of a ledger that is about feeds: when each is asked, how that went, and which of their items wait."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sayso.feed_records import FeedItem, FeedState
from sayso.store import feeds, writer
from sayso.store.opened import Opened


class FeedLedger(Opened):
    """What a watcher writes and asks. Each method's writes are whole or absent; moments are ISO 8601 in UTC."""

    def add_feeds(self, found: Sequence[FeedState]) -> None:
        """Write feeds that are not known yet; those that are keep their state."""
        with self._write() as db:
            feeds.add_feeds(db, found)

    def put_poll(
        self,
        state: FeedState,
        items: Sequence[FeedItem] = (),
        validators: tuple[str, str | None, str | None] | None = None,
    ) -> int:
        """Write how a poll went, what it found and what the server said (URL, ETag, Last-Modified), all in one.

        Returns how many of the items were not known.
        """
        with self._write() as db:
            new = feeds.put_poll(db, state, items)
            if validators is not None:
                writer.put_validators(db, *validators)
        return new

    def begin_poll(self, url: str) -> None:
        """Count that a feed is polled, before it is: `put_poll` may never be come to."""
        with self._write() as db:
            feeds.count_poll(db, url, 1)

    def give_back_poll(self, url: str) -> None:
        """Write that a feed was not polled after all."""
        with self._write() as db:
            feeds.count_poll(db, url, -1)

    def begin_items(self, keys: Sequence[str], tried: str) -> None:
        """Count that items are tried, before they are: an item that ends the process is not tried for ever."""
        with self._write() as db:
            feeds.begin(db, keys, tried)

    def give_back_items(self, keys: Sequence[str]) -> None:
        """Write that those of the items that still wait were not tried after all."""
        with self._write() as db:
            feeds.give_back(db, keys)

    def item_done(self, key: str, tried: str, error: str | None = None) -> None:
        """Write that an item was read, or with an error, that it was given up."""
        with self._write() as db:
            feeds.done_with(db, key, tried, error)

    def put_off_item(self, key: str, tried: str, next_try: str, error: str) -> None:
        """Write that an item could not be had, and when it is to be tried again."""
        with self._write() as db:
            feeds.put_off(db, key, tried, next_try, error)

    def rest_host(self, host: str, until: str, *, feeds_too: bool) -> None:
        """Let a host alone until then: its items, and where it said so itself, its feeds too."""
        with self._write() as db:
            feeds.rest_host(db, host, until, feeds=feeds_too)

    def plan_again(self, planned: Sequence[tuple[str, str]], now: str) -> None:
        """Write (item, when it is to be tried); no item is then said to have been found, or tried, after now."""
        with self._write() as db:
            feeds.plan_again(db, planned, now)

    def planned_ahead(self, now: str, latest: str) -> list[tuple[str, str, str]]:
        """Return (item, when it was found or tried last, when it is to be tried), where the first of these moments is
        after now or the second after the latest that anything is put off to: a clock that was ahead wrote them.
        """
        with self._read() as db:
            return feeds.planned_ahead(db, now, latest)

    def feed_states(self, urls: Collection[str]) -> list[FeedState]:
        """Return the feeds that are known of these, by their addresses; their items are not counted."""
        with self._read() as db:
            return feeds.feed_states(db, urls)

    def feeds(self, urls: Collection[str]) -> list[FeedState]:
        """Return the same with their items counted, which takes the longer the more there ever were."""
        with self._read() as db:
            return feeds.feeds(db, urls)

    def waiting_items(self, urls: Collection[str], now: str, limit: int) -> list[FeedItem]:
        """Return items of these feeds that are to be read by now, those found first first."""
        with self._read() as db:
            return feeds.waiting_items(db, urls, now, limit)

    def next_item(self, urls: Collection[str]) -> str | None:
        """Return when the next item of these feeds is to be read; None where none waits."""
        with self._read() as db:
            return feeds.next_item(db, urls)

    def tried_since(self, moment: str) -> dict[str, int]:
        """Return how many items of each host were tried since then."""
        with self._read() as db:
            return feeds.tried_since(db, moment)
