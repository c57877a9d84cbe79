"""A clock that was set back: what was planned by it while it was ahead is planned anew.

What holds: nobody is asked sooner after he was asked last than was planned, and nobody is forgotten until a day that
the clock had wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sayso.feed_records import Feed, FeedState
from sayso.read.outcomes import stamp
from sayso.store import Store
from sayso.watch.clock import Clock
from sayso.watch.schedule import Pace, longest_wait, planned_again


class SetBack:
    """Notices that the clock goes back, while a watcher runs or before it began; and plans anew."""

    def __init__(self, store: Store, feeds: Mapping[str, Feed], clock: Clock, pace: Pace) -> None:
        self._store, self._feeds, self._clock, self._pace = store, feeds, clock, pace
        self._seen: datetime | None = None

    def happened(self) -> bool:
        """Return whether the clock is behind where it was; at first nobody knows, and it may be."""
        now = self._clock.now()
        if self._seen is None or now < self._seen:
            return True
        self._seen = now
        return False

    def plan_again(self) -> None:
        """Plan anew what lies further ahead than anything is planned for, or was written by a clock that was ahead."""
        now = self._clock.now()
        for state in self._store.feed_states(self._feeds):
            self._plan_feed(state, now)
        wait = longest_wait(0.0)
        planned = self._store.planned_ahead(stamp(now), stamp(now + wait))
        again = [(key, stamp(planned_again(_moment(then), _moment(last), now, wait))) for key, last, then in planned]
        self._store.plan_again(again, stamp(now))
        self._seen = now

    def _plan_feed(self, state: FeedState, now: datetime) -> None:
        wait = longest_wait(self._feeds[state.url].every or self._pace.every)
        then, last = _moment(state.next), _moment(state.polled) if state.polled else now
        if last > now or then > now + wait:
            again = planned_again(then, last, now, wait)
            polled = stamp(min(last, now)) if state.polled else None
            self._store.put_poll(replace(state, next=stamp(again), polled=polled))


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
