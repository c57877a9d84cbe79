"""The feeds as they are shown while a watcher works: asked for anew before it rests, and else once in a while."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sayso.feed_records import FeedState
from sayso.watch.events import Event, Resting

SECONDS = 1.0
"""Between two looks: to count the items takes longer the more there ever were, and a round tells dozens of events."""


class Shown:
    """Asks for feeds, though not at every event."""

    def __init__(self, ask: Callable[[], Sequence[FeedState]], monotonic: Callable[[], float]) -> None:
        self._ask, self._monotonic = ask, monotonic
        self._found: Sequence[FeedState] = ()
        self._good_until: float | None = None

    def feeds(self) -> Sequence[FeedState]:
        """Return the feeds as they were asked for last, or now, where that was a while ago."""
        now = self._monotonic()
        if self._good_until is None or now >= self._good_until:
            self._found, self._good_until = self._ask(), now + SECONDS
        return self._found

    def before(self, show: Callable[[Event], None]) -> Callable[[Event], None]:
        """Return what has the feeds be asked for anew where nothing else is told for long, and then shows the event."""

        def told(event: Event) -> None:
            if isinstance(event, Resting):
                self._good_until = None
            show(event)

        return told
