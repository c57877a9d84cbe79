"""A limit to the time that one document may take, beside the limits that go by counting."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator

from sayso.model.encoder import AnchorScores


class TookTooLongError(Exception):
    """One document took longer than any may: the last resort, since how much is read is limited by counting."""


class Heard:
    """An article's anchors as the model gives them, until the time for it is over.

    `failed` tells an error of the model, which ends the run, from one of the stages that read what it says.
    """

    def __init__(self, anchors: Iterable[AnchorScores], deadline: float) -> None:
        self._anchors, self._deadline = anchors, deadline
        self.failed = False

    def __iter__(self) -> Iterator[AnchorScores]:
        anchors = iter(self._anchors)
        while True:
            try:
                anchor = next(anchors)
            except StopIteration:
                return
            except Exception:
                self.failed = True
                raise
            self.check()
            yield anchor

    def check(self) -> None:
        """Raise TookTooLongError where the time is over."""
        if time.monotonic() > self._deadline:
            raise TookTooLongError
