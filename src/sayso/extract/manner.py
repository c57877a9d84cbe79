"""Direct, indirect or mixed: by the quotation marks alone."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from sayso.records import Manner, Span

WORD = re.compile(r"\w+")


def manner(text: str, content: Sequence[Span], quotations: Sequence[Span]) -> Manner:
    """Return how the content is given: every word in quotation marks, none, or some.

    The quotations are in text order and do not overlap.

    >>> text = 'It was "a farce", he said.'
    >>> manner(text, [Span(7, 16)], [Span(7, 16)]).value
    'direct'
    >>> manner(text, [Span(0, 16)], [Span(7, 16)]).value
    'mixed'
    """
    words = [m.start() for span in content for m in WORD.finditer(text, span.start, span.end)]
    inside = sum(_inside(at, quotations) for at in words)
    if not inside:
        return Manner.INDIRECT
    return Manner.DIRECT if inside == len(words) else Manner.MIXED


def _inside(at: int, quotations: Sequence[Span]) -> bool:
    before = bisect_right(quotations, at, key=lambda q: q.start)
    return before > 0 and at < quotations[before - 1].end
