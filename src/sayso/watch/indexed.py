"""After each round, new statements are indexed by what they mean: where the ledger has an index, and for a while.

What holds, always:

- No ledger is given an index that has none, and none is made anew that another version made: `sayso index` does that.
- A round is held up for MOST_SECONDS and the batch at hand, whatever waits; the rest comes after the next rounds.
- A round costs what is new, and not what there is: only once in ALL_AGAIN seconds are all statements looked through.
- What goes wrong is told, and the watcher goes on: it is tried again after the next round.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import closing

from sayso.indexing import Embedder, index_waiting
from sayso.store import Store
from sayso.store.vectors import Waiting
from sayso.watch.clock import Clock
from sayso.watch.events import Event, Indexed, NotIndexed

MOST_SECONDS = 30.0
"""Half of the shortest time between two polls that is of use; some thousand statements, where a round brings dozens."""

ALL_AGAIN = 3600.0
"""Seconds after which all statements are looked through, and not only those that came since the last round: one whose
words a person corrected has lost its vector."""

OTHER_VERSION = "what is indexed by meaning was made by another version: run `sayso index`"

LoadEmbedder = Callable[[], Embedder]
"""Loads what makes vectors; it is called only where the ledger has some."""


class Indexer:
    """Indexes what a watcher, or another command, has read."""

    def __init__(self, store: Store, load: LoadEmbedder, clock: Clock, tell: Callable[[Event], None]) -> None:
        self._store, self._load, self._clock, self._tell = store, load, clock, tell
        self._said: str | None = None
        self._unseen, self._all_again = _Unseen(store), float("-inf")

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
        made, left = self._index_unseen(held, embedder)
        if made:
            self._tell(Indexed(made, left))
        return None

    def _index_unseen(self, held: str, embedder: Embedder) -> tuple[int, int]:
        """Index for a while; return how many statements were, and how many are left."""
        begun, made = self._clock.monotonic(), 0
        if begun >= self._all_again:
            self._unseen.after, self._all_again = -1, begun + ALL_AGAIN
        newest = self._store.mark().statement  # what comes from here on is looked at in the next round, if not in this
        with closing(index_waiting(self._unseen, embedder)) as batches:
            for number in batches:
                made += number
                if self._clock.stopped or self._clock.monotonic() >= begun + MOST_SECONDS:
                    return made, self._store.count_without_vector(held)
        self._unseen.after = max(self._unseen.after, newest)
        return made, 0


class _Unseen:
    """The part of a ledger that was not looked through yet, as `index_waiting` asks for it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.after = -1
        """The key of the last statement that was looked at."""

    def without_vector(self, method: str, after: int, limit: int) -> Sequence[Waiting]:
        """Return statements that wait, those after a key and after all that were looked at."""
        self.after = max(self.after, after)
        return self._store.without_vector(method, self.after, limit)

    def put_vectors(self, method: str, made: Iterable[tuple[Waiting, bytes]]) -> None:
        """Write vectors."""
        self._store.put_vectors(method, made)
