"""Asking a feed whether it has anything new, and writing down what came of it, whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus

from sayso.errors import InputError, LedgerError, SaysoError
from sayso.feed_records import Feed, FeedState
from sayso.read.feeds import Entry, feed_entries
from sayso.read.outcomes import Unchanged, stamp
from sayso.read.web import Page, StatusError, Web
from sayso.store import Store
from sayso.watch.clock import Clock
from sayso.watch.events import Polled
from sayso.watch.items import host_of, items_of
from sayso.watch.schedule import LONGEST_ASKED, MOST_TRIES, Pace, next_poll, seconds_asked

OVERLOADED = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})
"""Answers that speak for the whole server, and not for one page of it."""

ENDED = f"it was asked {MOST_TRIES} times, and the last time the process ended meanwhile: it is left alone for a week"
"""Why a feed is not asked whose poll was begun so often and never ended: it takes all memory, say."""

LEFT_ALONE = 600.0
"""Seconds for which a server that says so is left alone, where it doesn't say for how long."""


class Polling:
    """Asks feeds, at their pace."""

    def __init__(self, store: Store, web: Web, clock: Clock, pace: Pace) -> None:
        self._store, self._web, self._clock, self._pace = store, web, clock, pace
        self._begun = set[str]()  # feeds whose last poll was counted, and came to nothing by no fault of theirs

    def poll(self, feed: Feed, state: FeedState) -> Polled:
        """Ask a feed once. What is new is in the ledger when this returns, and so is when it is asked next.

        The poll is counted before it is made: a feed with which the process ends, time and again, is left alone.
        """
        if state.begun >= MOST_TRIES and feed.url not in self._begun:
            return self._left_alone(feed, state)
        if feed.url not in self._begun:
            self._store.begin_poll(feed.url)
            self._begun.add(feed.url)
        try:
            polled = self._polled(feed, state)
        except MemoryError:  # it may be the feed's doing
            raise
        except BaseException:  # somebody stopped it, or the ledger is busy, and then so may this find it
            with suppress(LedgerError):
                self._store.give_back_poll(feed.url)
                self._begun.discard(feed.url)
            raise
        self._begun.discard(feed.url)
        return polled

    def rest_host(self, url: str, error: InputError) -> None:
        """Let a host alone where it says that it is asked too much."""
        if isinstance(error, StatusError) and error.status in OVERLOADED:
            now = self._clock.now()
            seconds = seconds_asked(error.retry_after, now) or LEFT_ALONE
            until = next_poll(url, 0, 0, 0.0, now, self._pace.seed, seconds)
            self._store.rest_host(host_of(url), stamp(until), feeds_too=True)

    def _polled(self, feed: Feed, state: FeedState) -> Polled:
        try:
            page = self._web.fetch(feed.address)
            if isinstance(page, Unchanged):
                return self._answered(feed, state, [], None)
            entries = _entries(page)
        except InputError as error:
            return self._failed(feed, state, error)
        said = (page.url, page.validators.etag, page.validators.last_modified)
        return self._answered(feed, state, entries, said)

    def _left_alone(self, feed: Feed, state: FeedState) -> Polled:
        """Have a feed be asked again in a long while: it may be another by then, and if not, one end more is enough."""
        then = stamp(self._clock.now() + timedelta(seconds=LONGEST_ASKED))
        left = replace(state, failures=state.failures + 1, error=ENDED, next=then, begun=MOST_TRIES - 1)
        self._store.put_poll(left)
        return Polled(feed.url, 0, then, ENDED)

    def _answered(
        self, feed: Feed, state: FeedState, entries: Sequence[Entry], said: tuple[str, str | None, str | None] | None
    ) -> Polled:
        asked = self._asked(feed, state, failures=0, error=None)
        title = next((one.given.outlet for one in entries if one.given.outlet), None)
        named = replace(asked, name=feed.name or state.name or (title or "")[:200])
        new = self._store.put_poll(named, items_of(entries, feed.url, asked.polled or ""), said)
        return Polled(feed.url, new, named.next)

    def _failed(self, feed: Feed, state: FeedState, error: InputError) -> Polled:
        retry_after = error.retry_after if isinstance(error, StatusError) else None
        asked = self._asked(feed, state, state.failures + 1, error.reason, retry_after)
        self._store.put_poll(asked)
        self.rest_host(feed.url, error)
        return Polled(feed.url, 0, asked.next, error.reason)

    def _asked(
        self, feed: Feed, state: FeedState, failures: int, error: str | None, retry_after: str | None = None
    ) -> FeedState:
        now = self._clock.now()
        every, polls = feed.every or self._pace.every, state.polls + 1
        then = next_poll(feed.url, polls, failures, every, now, self._pace.seed, seconds_asked(retry_after, now))
        rounded = then + timedelta(microseconds=999_999)  # a stamp has whole seconds: never sooner than was asked for
        ended = replace(state, polls=polls, polled=stamp(now), begun=0)
        return replace(ended, failures=failures, error=error, next=stamp(rounded))


def _entries(page: Page) -> list[Entry]:
    """Return a feed's entries; raise InputError for what is no feed, and for one that an error of ours stops at."""
    try:
        return feed_entries(page.content, origin=page.url, media_type=page.media_type, charset=page.charset)
    except (SaysoError, MemoryError):
        raise
    except Exception as error:  # a feed that upsets a parser must not end the watcher
        reason = f"its entries can't be told apart ({type(error).__name__}: {str(error)[:100]!r}): report it to us"
        raise InputError(page.url, reason) from error
