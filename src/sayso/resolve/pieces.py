"""Pieces of a text, each with the number of whose it is, found again by where they stand.

Held each against each, the contents of a text of many statements take time as the square of their number.
"""

from __future__ import annotations

from collections.abc import Iterable

from sayso.records import Span

STEP = 256
"""Characters of a stretch in which pieces are kept together: a content is about as long."""


class Pieces:
    """Pieces by the stretches of text that they touch.

    >>> Pieces([(Span(0, 9), 0), (Span(20, 30), 1)]).meeting(Span(8, 21))
    [(Span(start=0, end=9), 0), (Span(start=20, end=30), 1)]
    >>> Pieces([(Span(0, 9), 0)]).meeting(Span(9, 20))
    []
    """

    def __init__(self, pieces: Iterable[tuple[Span, int]]) -> None:
        self._near: dict[int, list[tuple[Span, int]]] = {}
        for piece, number in pieces:
            for stretch in _stretches(piece):
                self._near.setdefault(stretch, []).append((piece, number))

    def meeting(self, span: Span) -> list[tuple[Span, int]]:
        """Return the pieces that share a character with the span, each once, in the order in which they were given."""
        found = (one for stretch in _stretches(span) for one in self._near.get(stretch, ()))
        met = dict.fromkeys(one for one in found if one[0].start < span.end and span.start < one[0].end)
        return sorted(met, key=lambda one: one[1])


def _stretches(span: Span) -> range:
    return range(span.start // STEP, (span.end - 1) // STEP + 1)
