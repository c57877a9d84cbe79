"""The watcher: polls what is due, reads what was found, links and indexes it, and rests until something is due again.

What holds, whenever it is killed:

- What a poll found is in the ledger together with the validators that would have the server say "unchanged" next time.
- An item is done with in the transaction that writes its document: no document is lost, and none is there twice.
- A try is counted before it is made: an item with which the process ends as often as any is tried is given up.
- When each feed was asked, how often it failed and when it is asked again is in the ledger: a new start asks nobody
  sooner, whichever way the clock was set meanwhile.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import zip_longest

from sayso import linking, pipeline
from sayso.config import Settings
from sayso.errors import LedgerBusy, LedgerError, NotLinked
from sayso.feed_records import Feed, FeedItem, FeedState
from sayso.link.relations import PairScorer
from sayso.model.encoder import AttributionModel
from sayso.read.outcomes import stamp
from sayso.read.web import Web
from sayso.records import Failure
from sayso.store import Store
from sayso.watch.clock import Clock, Stopped
from sayso.watch.events import Event, Resting
from sayso.watch.indexed import Indexer, LoadEmbedder
from sayso.watch.items import host_of
from sayso.watch.polling import Polling
from sayso.watch.reading import ItemReader
from sayso.watch.schedule import Pace
from sayso.watch.set_back import SetBack

AT_ONCE = 16
"""Items between two looks at which feeds are due."""
LOOKED_AT = 500
"""Items among which those to read next are chosen."""
LINKING = 60.0
"""Seconds of linking between two looks at which feeds are due: to link all of a large ledger anew may take days."""
HOUR = timedelta(hours=1)
FULL_HOST = timedelta(minutes=10)
"""After which a host is looked at again that was asked for as many pages as one hour allows."""
LONGEST_NAP = 60.0
"""Seconds: a machine that slept, or whose clock was set, is noticed in so many."""
BUSY = 30.0
"""Seconds until a ledger is tried again that another process writes to."""


@dataclass(frozen=True, slots=True)
class Reads:
    """What a watcher reads, links and indexes by."""

    model: AttributionModel
    scorer: PairScorer
    settings: Settings
    meaning: LoadEmbedder | None = None
    """None leaves what is new without an index."""


def watch(
    store: Store,
    feeds: Sequence[Feed],
    reads: Reads,
    clock: Clock,
    *,
    pace: Pace = Pace(),  # noqa: B008 - frozen, so it can be shared
    once: bool = False,
    tell: Callable[[Event], None] = lambda _: None,
) -> None:
    """Watch the feeds until the clock is stopped; with `once`, ask each and read what is to be read, and end.

    Once asks every feed but those that failed before and are to be left alone for longer. Run one for each ledger.
    Raises LedgerError where the ledger can't be used; one that is only busy is waited for.
    """

    def pause(seconds: float) -> None:
        clock.wait(seconds)
        if clock.stopped:
            raise Stopped

    web = Web(reads.settings, pipeline.seen_in(store), sleep=pause, monotonic=clock.monotonic)
    try:
        _Watcher(store, {feed.url: feed for feed in feeds}, reads, clock, pace, tell, web).run(once=once)
    finally:
        web.close()


class _Watcher:
    def __init__(
        self,
        store: Store,
        feeds: Mapping[str, Feed],
        reads: Reads,
        clock: Clock,
        pace: Pace,
        tell: Callable[[Event], None],
        web: Web,
    ) -> None:
        self._store, self._feeds, self._clock, self._pace, self._tell, self._web = store, feeds, clock, pace, tell, web
        self._scorer = reads.scorer
        self._not_linked: set[str] = set()
        self._failed: dict[str, str] = {}  # of the linking that is not done yet
        self._set_back = SetBack(store, feeds, clock, pace)
        self._polling = Polling(store, web, clock, pace)
        self._reader = ItemReader(store, web, reads.model, reads.settings, clock, self._polling)
        self._indexer = Indexer(store, reads.meaning, clock, tell) if reads.meaning is not None else None

    def run(self, *, once: bool) -> None:
        try:
            self._rounds(once=once)
        except (LedgerError, KeyboardInterrupt):  # a full disk, say: no page's doing
            self._reader.give_back()
            raise
        self._reader.give_back()

    def _rounds(self, *, once: bool) -> None:
        begun = False
        forced = once
        while not self._clock.stopped:
            try:
                if not begun:
                    self._begin()
                    begun = True
                if self._set_back.happened():
                    self._set_back.plan_again()
                self._web.begin_again()
                self._poll_due(all_of_them=forced)
                forced = False
                some = self._read_some()
                some = not self._link() or some
                if self._indexer is not None:
                    self._indexer.index()
            except LedgerBusy as error:
                self._rest(self._clock.now() + timedelta(seconds=BUSY), str(error))
                continue
            if once and not some:
                return
            if not some:
                self._rest(self._next())

    def _begin(self) -> None:
        now = self._reader.now()
        self._store.add_feeds([FeedState(one.url, one.name, host_of(one.url), now) for one in self._feeds.values()])

    def _poll_due(self, *, all_of_them: bool) -> None:
        now = stamp(self._clock.now())
        states = self._store.feed_states(self._feeds)
        due = [one for one in states if one.next <= now or (all_of_them and not one.failures)]
        for state in sorted(due, key=lambda one: (one.begun, one.next, one.url)):
            if self._clock.stopped:
                return
            if self._store.feed_states([state.url]) != [state]:  # its host has asked for a rest meanwhile
                continue
            try:
                self._tell(self._polling.poll(self._feeds[state.url], state))
            except Stopped:
                return

    def _read_some(self) -> bool:
        """Read some of the items that are due; return whether there were any."""
        now = self._clock.now()
        items = self._store.waiting_items(self._feeds, stamp(now), LOOKED_AT)
        allowed = self._allowed(items, now)
        if allowed and not self._clock.stopped:
            self._reader.read(allowed[:AT_ONCE], self._tell)
        return bool(items)

    def _allowed(self, items: Sequence[FeedItem], now: datetime) -> list[FeedItem]:
        """Return the items whose hosts may be asked for more pages in this hour, the hosts by turns.

        A host that may not is let alone for a while.
        """
        asked = self._store.tried_since(stamp(now - HOUR))
        by_host: dict[str, list[FeedItem]] = defaultdict(list)
        for item in items:
            by_host[item.host].append(item)
        turns = []
        for host, some in by_host.items():
            left = len(some) if not host else self._pace.pages_an_hour - asked.get(host, 0)
            if left > 0:
                turns.append(some[:left])
            else:
                self._store.rest_host(host, stamp(now + FULL_HOST), feeds_too=False)
        return [item for turn in zip_longest(*turns) for item in turn if item is not None]

    def _link(self) -> bool:
        """Link for a while what is not linked yet, by this watcher or by another command; return whether all is."""
        if self._clock.stopped:
            return True
        begun = self._clock.monotonic()
        try:
            with closing(linking.link_waiting(self._store, self._scorer, self._reader.now, self._failed)) as linked:
                for one in linked:
                    self._tell(one)
                    if self._clock.stopped or self._clock.monotonic() >= begun + LINKING:
                        return False
        except NotLinked as error:  # they are tried again each time, and told once
            for article, reason in (*error.failed.items(), *error.given_up.items()):
                if article not in self._not_linked:
                    self._not_linked.add(article)
                    self._tell(Failure(f"article {article}", f"it can't be linked: {reason}"))
        self._failed.clear()
        return True

    def _next(self) -> datetime:
        """Return when something is due."""
        moments = [one.next for one in self._store.feed_states(self._feeds)]
        item = self._store.next_item(self._feeds)
        return datetime.fromisoformat(min([*moments, item] if item else moments))

    def _rest(self, until: datetime, reason: str | None = None) -> None:
        self._tell(Resting(stamp(until), reason))
        while not self._clock.stopped and (left := (until - self._clock.now()).total_seconds()) > 0:
            self._clock.wait(min(left, LONGEST_NAP))
            if self._set_back.happened():  # or it would rest until the clock is there again
                return
