"""A content that takes a part of a quotation takes all of it.

The model sees some 330 pieces around a cue and is unsure of the far end of a long quotation; the quotation marks are
not. On PolNeAR's dev split it changes one statement in a thousand, all for the better (benchmarks/RESULTS.md).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
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
    return [replace(one, content=_grown(one, found, closed)) for one in found]


def _grown(one: Found, found: Sequence[Found], quotations: Sequence[Span]) -> tuple[Span, ...]:
    content = list(one.content)
    for quotation in _touched(one.content, quotations):
        inside = [span for span in content if _meet(span, quotation)]
        whole = Span(min(inside[0].start, quotation.start), max(inside[-1].end, quotation.end))
        added = [Span(a, b) for a, b in _gaps(whole, inside) if a < b]
        if added and not any(_meet(gap, other) for other in _others(one, found) for gap in added):
            content = sorted([span for span in content if span not in inside] + [whole])
    return tuple(content)


def _touched(content: Sequence[Span], quotations: Sequence[Span]) -> list[Span]:
    """Return the quotations that the content meets; both are in text order, and quotations don't overlap."""
    touched: set[Span] = set()
    for span in content:
        first = bisect_right(quotations, span.start, key=lambda q: q.end)
        last = bisect_left(quotations, span.end, key=lambda q: q.start)
        touched.update(quotations[first:last])
    return sorted(touched)


def _others(one: Found, found: Sequence[Found]) -> Iterator[Span]:
    """Yield the spans of every other attribution, and this one's source and cue."""
    yield from (*one.source, *one.cue)
    for other in found:
        if other is not one:
            yield from (*other.source, *other.cue, *other.content)


def _gaps(whole: Span, inside: Sequence[Span]) -> list[tuple[int, int]]:
    starts = [whole.start, *(span.end for span in inside)]
    ends = [*(span.start for span in inside), whole.end]
    return list(zip(starts, ends, strict=True))


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
