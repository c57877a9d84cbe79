"""A content that takes a part of a quotation takes all of it.

The model sees some 330 pieces around a cue and is unsure of the far end of a long quotation; the quotation marks are
not. On PolNeAR's dev split it changes one statement in a thousand, all for the better (benchmarks/RESULTS.md).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from sayso.extract.found import Found
from sayso.records import Quotation, Span


def with_whole_quotations(found: Sequence[Found], quotations: Sequence[Quotation]) -> list[Found]:
    """Return the attributions with each content grown over every closed quotation that it takes a part of.

    It does not grow over words that have a role in another attribution, or another role in its own.

    >>> part = Found((Span(31, 33),), (Span(34, 38),), (Span(14, 29),), 0.9)
    >>> [grown.content for grown in with_whole_quotations([part], [Quotation(Span(0, 30), True)])]
    [(Span(start=0, end=30),)]
    """
    closed = [quotation.span for quotation in quotations if quotation.closed]
    taken = _Taken(found)
    return [replace(one, content=_grown(one.content, closed, taken)) for one in found]


class _Taken:
    """The words that have a role in any attribution."""

    def __init__(self, found: Sequence[Found]) -> None:
        spans = [span for one in found for span in (*one.source, *one.cue, *one.content)]
        self._starts = sorted(span.start for span in spans)
        self._ends = sorted(span.end for span in spans)

    def meets(self, start: int, end: int) -> bool:
        """Return whether any of them stands between the two: more spans begin before `end` than end by `start`."""
        return bisect_left(self._starts, end) > bisect_right(self._ends, start)


def _grown(content: Sequence[Span], quotations: Sequence[Span], taken: _Taken) -> tuple[Span, ...]:
    """Return the content with its quotations whole; `taken` has its own words too, none of which is ever added."""
    grown = list(content)
    for quotation in _touched(content, quotations):
        inside = slice(*_meeting(grown, quotation))
        pieces = grown[inside]
        whole = Span(min(pieces[0].start, quotation.start), max(pieces[-1].end, quotation.end))
        added = [(a, b) for a, b in _gaps(whole, pieces) if a < b]
        if added and not any(taken.meets(a, b) for a, b in added):
            grown[inside] = [whole]
    return tuple(grown)


def _touched(content: Sequence[Span], quotations: Sequence[Span]) -> list[Span]:
    """Return the quotations that the content meets, in text order."""
    return sorted({one for span in content for one in quotations[slice(*_meeting(quotations, span))]})


def _meeting(spans: Sequence[Span], one: Span) -> tuple[int, int]:
    """Return where those that `one` meets begin and end among spans in text order that don't overlap."""
    first = bisect_right(spans, one.start, key=lambda span: span.end)
    return first, bisect_left(spans, one.end, lo=first, key=lambda span: span.start)


def _gaps(whole: Span, inside: Sequence[Span]) -> list[tuple[int, int]]:
    starts = [whole.start, *(span.end for span in inside)]
    ends = [*(span.start for span in inside), whole.end]
    return list(zip(starts, ends, strict=True))
