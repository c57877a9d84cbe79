"""A quotation that goes on over several paragraphs is one content.

Each paragraph of it opens with a mark and only the last one closes it. The model often gives the statement the
paragraph beside the cue alone, and makes the others statements without source or cue, or nothing.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sayso.extract.found import Found
from sayso.records import Quotation, Span


def with_continued_quotations(found: Sequence[Found], quotations: Sequence[Quotation]) -> list[Found]:
    """Return the attributions with each content that touches a paragraph of a long quotation grown over the others.

    It stops at a paragraph in which another statement with a source or a cue stands; one with neither is taken up.
    What is reported inside the quotation ("“The mayor said so.") is not what the quotation says, and does not grow.
    A paragraph that two could take goes to the first: in text order that is the one whose quotation is still open.

    >>> here = Found((Span(0, 3),), (Span(4, 8),), (Span(9, 20),), 0.9)
    >>> rest = Found((), (), (Span(22, 35),), 0.6)
    >>> long = [Quotation(Span(9, 20), False), Quotation(Span(21, 36), True, continues=True)]
    >>> [one.content for one in with_continued_quotations([here, rest], long)]
    [(Span(start=9, end=20), Span(start=21, end=36))]
    """
    kept = dict(enumerate(found))
    runs = list(_runs(quotations))
    for paragraphs, near in zip(runs, _near(found, runs), strict=True):
        anchored = [n for n in near if not _is_bare(found[n])]
        taken = {i for n in anchored for span in _spans(kept[n]) for i in _meeting(paragraphs, span)}
        for n in anchored:
            added = _added(kept[n], paragraphs, taken)
            if added:
                taken |= added
                kept[n] = replace(kept[n], content=tuple(sorted([*kept[n].content, *(paragraphs[i] for i in added)])))
                for other in near:
                    if other in kept and _is_part(kept[other], kept[n]):
                        del kept[other]
    return list(kept.values())


def _runs(quotations: Sequence[Quotation]) -> Iterator[list[Span]]:
    """Yield the spans of each quotation that has several paragraphs."""
    run: list[Span] = []
    for quotation in quotations:
        if not quotation.continues:
            if len(run) > 1:
                yield run
            run = []
        run.append(quotation.span)
    if len(run) > 1:
        yield run


def _near(found: Sequence[Found], runs: Sequence[Sequence[Span]]) -> list[list[int]]:
    """Return for each run the numbers of the attributions that meet it."""
    whole = [Span(run[0].start, run[-1].end) for run in runs]
    near: list[dict[int, None]] = [{} for _ in runs]
    for n, one in enumerate(found):
        for span in _spans(one):
            for run in _meeting(whole, span):
                near[run][n] = None
    return [list(numbers) for numbers in near]


def _added(one: Found, paragraphs: Sequence[Span], taken: set[int]) -> set[int]:
    """Return the numbers of the paragraphs that the content grows over; `taken` are those that are somebody's."""
    touched = [i for piece in one.content for i in _meeting(paragraphs, piece)]
    if not touched or any(_meeting(paragraphs, span) for span in one.source + one.cue):
        return set()
    first, last = touched[0], touched[-1]
    while first > 0 and first - 1 not in taken:
        first -= 1
    while last + 1 < len(paragraphs) and last + 1 not in taken:
        last += 1
    return {i for i in range(first, last + 1) if i not in taken}


def _is_part(other: Found, grown: Found) -> bool:
    """Return whether a statement without source and cue says what the grown one says already."""
    parts = (any(g.start <= c.start and c.end <= g.end for g in grown.content) for c in other.content)
    return _is_bare(other) and all(parts)


def _is_bare(one: Found) -> bool:
    return not one.source and not one.cue


def _spans(one: Found) -> tuple[Span, ...]:
    return one.source + one.cue + one.content


def _meeting(spans: Sequence[Span], one: Span) -> range:
    """Return the numbers of those that `one` meets among spans in text order that don't overlap."""
    first = bisect_right(spans, one.start, key=lambda span: span.end)
    return range(first, bisect_left(spans, one.end, lo=first, key=lambda span: span.start))
