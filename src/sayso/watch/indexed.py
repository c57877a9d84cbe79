"""After each round, new statements are indexed by what they mean: where the ledger has an index, and for a while.

What holds, always:

- No ledger is given an index that has none, and none is made anew that another version made: `sayso index` does that.
- A round is held up for MOST_SECONDS and the batch at hand, whatever waits; the rest comes after the next rounds.
- What goes wrong is told, and the watcher goes on: it is tried again after the next round.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing

from sayso.indexing import Embedder, index_waiting
from sayso.store import Store
from sayso.watch.clock import Clock
from sayso.watch.events import Event, Indexed, NotIndexed

MOST_SECONDS = 30.0
"""Half of the shortest time between two polls that is of use; some thousand statements, where a round brings dozens."""

OTHER_VERSION = "what is indexed by meaning was made by another version: run `sayso index`"

LoadEmbedder = Callable[[], Embedder]
"""Loads what makes vectors; it is called only where the ledger has some."""


class Indexer:
    """Indexes what a watcher, or another command, has read."""

    def __init__(self, store: Store, load: LoadEmbedder, clock: Clock, tell: Callable[[Event], None]) -> None:
        self._store, self._load, self._clock, self._tell = store, load, clock, tell
        self._said: str | None = None

    def index(self) -> None:
        """Index for a while what waits. Never raises but for what ends the program."""
        try:
            reason = self._index()
        except Exception as error:  # noqa: BLE001 - a search that lacks the latest is no reason to miss the news
            reason = str(error) or type(error).__name__
        if reason is not None and reason != self._said:  # not after each round again
            self._tell(NotIndexed(reason))
        self._said = reason

    def _index(self) -> str | None:
        """Index for a while; return why nothing is, where something is wrong."""
        held = self._store.vector_method()
        if held is None or self._clock.stopped:
            return None
        embedder = self._load()
        if embedder.method != held:
            return OTHER_VERSION
        if not self._store.count_without_vector(held):
            return None
        until, made = self._clock.monotonic() + MOST_SECONDS, 0
        with closing(index_waiting(self._store, embedder)) as batches:
            for number in batches:
                made += number
                if self._clock.stopped or self._clock.monotonic() >= until:
                    break
        self._tell(Indexed(made, self._store.count_without_vector(held)))
        return None
