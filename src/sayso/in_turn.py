"""Things are begun ahead of their turn and finished in it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

Begun = TypeVar("Begun")
Done = TypeVar("Done")


def in_turn(
    begun: Iterator[Begun], finish: Callable[[Begun], Done], is_enough: Callable[[Sequence[Begun]], bool]
) -> Iterator[Done]:
    """Yield what becomes of each thing, in order, taking more of them from `begun` until those that wait are enough.

    Nothing shows that they were begun ahead: what stands before an error is finished before it is raised. An interrupt
    is heard at once, and what was not finished is given up.

    >>> taken = in_turn(iter("abc"), str.upper, lambda waiting: len(waiting) == 2)
    >>> list(taken)
    ['A', 'B', 'C']
    """
    waiting: deque[Begun] = deque()
    while True:
        try:
            waiting.append(next(begun))
        except StopIteration:
            break
        except Exception:
            yield from _finished(waiting, finish)
            raise
        while waiting and is_enough(waiting):
            yield finish(waiting.popleft())
    yield from _finished(waiting, finish)


def _finished(waiting: deque[Begun], finish: Callable[[Begun], Done]) -> Iterator[Done]:
    while waiting:
        yield finish(waiting.popleft())
