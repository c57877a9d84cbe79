"""The items of a JSON file one by one: an array of any length is never held as a whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TextIO

CHUNK = 65_536
_BETWEEN = " \t\r\n,"


def array_items(text: TextIO, limit: int) -> Iterator[object]:
    """Yield the items of an array, or the values that stand one after the other, as they are parsed.

    No more than about `limit` characters are held. Raises `ValueError` where the text is no JSON or an item is
    longer, after the items before it were yielded.

    >>> import io
    >>> list(array_items(io.StringIO('[{"a": 1}, {"a": 2}]'), 1000))
    [{'a': 1}, {'a': 2}]
    >>> list(array_items(io.StringIO('{"a": 1}'), 1000))
    [{'a': 1}]
    """
    window = _Window(text, limit)
    window.skip(_BETWEEN)
    in_array = window.take("[")
    while True:
        window.skip(_BETWEEN)
        if in_array and window.take("]"):
            window.skip(_BETWEEN)
            in_array = window.take("[")
        elif window.is_spent():
            if in_array:
                raise ValueError("the array has no closing bracket")
            return
        else:
            yield window.value()


class _Window:
    """The part of the text that is held, and how far it is parsed."""

    def __init__(self, text: TextIO, limit: int) -> None:
        self._text = text
        self._limit = limit
        self._held = ""
        self._at = 0
        self._ended = False
        self._decoder = json.JSONDecoder()

    def skip(self, characters: str) -> None:
        while not self.is_spent() and self._held[self._at] in characters:
            self._at += 1

    def take(self, character: str) -> bool:
        if self.is_spent() or self._held[self._at] != character:
            return False
        self._at += 1
        return True

    def is_spent(self) -> bool:
        """Say whether the text is at its end, having read on where only the window was."""
        while self._at >= len(self._held) and not self._ended:
            self._read(CHUNK)
        return self._at >= len(self._held)

    def value(self) -> object:
        """Parse the value at the window's start, widening the window until it is complete.

        The window doubles, so that a long value is tried a few times only.
        """
        while True:
            try:
                value: object
                value, end = self._decoder.raw_decode(self._held, self._at)
            except json.JSONDecodeError:
                if self._ended:
                    raise
            else:
                if end < len(self._held) or self._ended:  # a number may go on beyond the window
                    self._at = end
                    return value
            if len(self._held) - self._at > self._limit:
                raise ValueError(f"an item has more than {self._limit:,} characters, the limit (setting max_bytes)")
            self._read(max(CHUNK, len(self._held) - self._at))

    def _read(self, size: int) -> None:
        chunk = self._text.read(size)
        self._ended = not chunk
        self._held = self._held[self._at :] + chunk
        self._at = 0
