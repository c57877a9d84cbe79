"""The time, as a watcher asks for it: tests give it another, and a signal ends its waits."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from queue import Empty, SimpleQueue
from typing import Protocol


class Stopped(Exception):
    """The watcher was asked to end while it waited for its turn at a server."""


class Clock(Protocol):
    """What time it is, and how to let some pass."""

    @property
    def stopped(self) -> bool:
        """Return whether the watcher was asked to end."""
        ...

    def now(self) -> datetime:
        """Return the present moment, in UTC."""
        ...

    def monotonic(self) -> float:
        """Return seconds that never go back."""
        ...

    def wait(self, seconds: float) -> None:
        """Let so many seconds pass, or fewer where the watcher is asked to end."""
        ...


class SystemClock:
    """The machine's own. `stop` may be called from a signal handler."""

    def __init__(self) -> None:
        self._stopped = False
        # Unlike an Event, it may be written to by a handler that interrupts its own reader.
        self._wake: SimpleQueue[None] = SimpleQueue()

    @property
    def stopped(self) -> bool:
        """Return whether `stop` was called."""
        return self._stopped

    def stop(self) -> None:
        """Ask the watcher to end, and end its wait."""
        self._stopped = True
        self._wake.put(None)

    def now(self) -> datetime:
        """Return the present moment, in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Return seconds that never go back."""
        return time.monotonic()

    def wait(self, seconds: float) -> None:
        """Let so many seconds pass, or fewer where `stop` is called."""
        if self._stopped or seconds <= 0:
            return
        try:
            self._wake.get(timeout=seconds)
        except Empty:
            return
