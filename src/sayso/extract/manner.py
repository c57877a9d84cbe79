"""Direct, indirect or mixed: by the quotation marks alone."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from sayso.records import Manner, Span

WORD = re.compile(r"\w")


def manner(text: str, content: Sequence[Span], quotations: Sequence[Span]) -> Manner:
    """Return how the content is given: every word in quotation marks, none, or some.

    The quotations are in text order and do not overlap.

    >>> text = 'It was "a farce", he said.'
    >>> manner(text, [Span(7, 16)], [Span(7, 16)]).value
    'direct'
    >>> manner(text, [Span(0, 16)], [Span(7, 16)]).value
    'mixed'
    """
    inside = any(WORD.search(text, *piece) for span in content for piece in _inside(span, quotations))
    if not inside:
        return Manner.INDIRECT
    outside = any(WORD.search(text, *piece) for span in content for piece in _outside(span, quotations))
    return Manner.MIXED if outside else Manner.DIRECT


def _inside(span: Span, quotations: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """Yield where quotations cover the span."""
    first = bisect_right(quotations, span.start, key=lambda q: q.end)
    last = bisect_left(quotations, span.end, lo=first, key=lambda q: q.start)
    for quotation in quotations[first:last]:
        yield max(span.start, quotation.start), min(span.end, quotation.end)


def _outside(span: Span, quotations: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """Yield where none does."""
    at = span.start
    for start, end in _inside(span, quotations):
        yield at, start
        at = end
    yield at, span.end
