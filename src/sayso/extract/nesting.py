"""Which statement stands inside which other's content.

The model marks the anchors of inner statements as such. One of them that stands in no other's content is dropped; an
outermost one that does is an inner one all the same ("Ardo says that Kell has denied it").
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import accumulate

from sayso.extract.found import Found
from sayso.records import Span

WITHOUT_SOURCE = 0.45
"""The least probability of the anchor of an inner statement that has no source; chosen on ledger_dev."""
PAST = re.compile(
    r"\b(?:ha(?:s|ve|d)|was|were|did|\w+ed|said|told|made|wrote|thought|knew|spoke|gave|felt|saw|heard|sent)\b",
    re.IGNORECASE,
)
"""Words of a cue by which a first person tells what was said before."""
POSSESSIVE = frozenset({"his", "her", "its", "their", "my", "our", "your"})


def nested(found: Sequence[Found]) -> list[tuple[Found, Found | None]]:
    """Return the attributions, each with the one whose content it stands in, or None.

    The parent is the one with the shortest content around the cue. What an inner statement claims of the text outside
    its parent's content is cut off.

    >>> outer = Found((Span(0, 4),), (Span(5, 9),), (Span(15, 40),), 0.9)
    >>> inner = Found((Span(15, 19),), (Span(20, 27),), (Span(28, 50),), 0.7, inner=True)
    >>> [(one.content, parent is outer) for one, parent in nested([outer, inner])]
    [((Span(start=15, end=40),), False), ((Span(start=28, end=40),), True)]
    >>> nested([inner])
    []
    """
    rest = list(found)
    while True:
        contents = _Contents(rest)
        parents = [_parent(one, contents) for one in rest]
        kept = [one for one, parent in zip(rest, parents, strict=True) if parent or not one.inner]
        if len(kept) == len(rest):  # what is dropped cuts nothing
            kept = [_cut(one, parent) for one, parent in zip(rest, parents, strict=True)]
            if kept == rest:
                return list(zip(rest, parents, strict=True))
        rest = kept  # a shorter content may hold fewer cues, and a dropped one none


class _Contents:
    """The pieces of all contents by their starts, to be looked up: each held against each would take hours."""

    def __init__(self, found: Sequence[Found]) -> None:
        rows = sorted((piece.start, piece.end, n) for n, one in enumerate(found) for piece in one.content)
        self._found, self._rows = found, rows
        self._reach = list(accumulate((end for _, end, _ in rows), max))

    def around(self, span: Span) -> list[Found]:
        """Return those with a piece that the span is wholly within; none that starts earlier reaches it after that."""
        at = bisect_right(self._rows, span.start, key=lambda row: row[0])
        owners = set()
        while at and self._reach[at - 1] >= span.end:
            at -= 1
            if self._rows[at][1] >= span.end:
                owners.add(self._rows[at][2])
        return [self._found[n] for n in sorted(owners)]


def _parent(one: Found, contents: _Contents) -> Found | None:
    near = contents.around((one.cue or one.content)[0])
    around = [other for other in near if other is not one and _stands_in(one, other) and not _stands_in(other, one)]
    return min(around, key=lambda other: (_length(other.content), other.content, other.cue, other.source), default=None)


def _stands_in(one: Found, other: Found) -> bool:
    """Return whether the cue of `one`, or without one its content, is wholly within the content of `other`.

    Of its content something has to be there too: else it is another matter, and nothing would be left of it.
    """
    inside = one.cue or one.content
    within = all(any(a.start <= b.start and b.end <= a.end for a in other.content) for b in inside)
    return within and any(a.start < b.end and b.start < a.end for a in other.content for b in one.content)


def _cut(one: Found, parent: Found | None) -> Found:
    if parent is None:
        return one
    pieces = (
        Span(max(a.start, b.start), min(a.end, b.end))
        for a in one.content
        for b in parent.content
        if a.start < b.end and b.start < a.end
    )
    within = tuple(s for s in one.source if any(a.start <= s.start and s.end <= a.end for a in parent.content))
    return replace(one, content=tuple(sorted(pieces)), source=within or one.source)


def without_doubtful_inner(text: str, found: Sequence[Found]) -> list[Found]:
    """Return the attributions without inner ones that only take up the outer one's cue: "repeated his accusation that".

    Nor with inner ones that have no source, unless the model is surer of them: few of these are any. Nor with what a
    speaker says of himself in the present ("we are considering"): that is how people speak.

    >>> text = "He repeated his accusation that it leaks."
    >>> outer = Found((Span(0, 2),), (Span(3, 11),), (Span(12, 40),), 0.9)
    >>> inner = Found((Span(12, 15),), (Span(16, 26),), (Span(27, 40),), 0.6, inner=True)
    >>> without_doubtful_inner(text, [outer, inner]) == [outer]
    True
    """
    ends = {max(one.cue).end for one in found if one.cue}
    return [one for one in found if not one.inner or (_sure(one) and not _is_doubtful(text, one, ends))]


def _is_doubtful(text: str, one: Found, ends: Collection[int]) -> bool:
    return _takes_up(text, one, ends) or _thinks_aloud(text, one)


def _thinks_aloud(text: str, one: Found) -> bool:
    cue = " ".join(span.of(text) for span in one.cue)
    return len(one.source) == 1 and one.source[0].of(text).lower() in {"i", "we"} and not PAST.search(cue)


def _sure(one: Found) -> bool:
    return bool(one.source) or one.anchor >= WITHOUT_SOURCE


def _takes_up(text: str, one: Found, ends: Collection[int]) -> bool:
    if len(one.source) != 1 or one.source[0].of(text).lower() not in POSSESSIVE:
        return False
    start = one.source[0].start
    return text[start - 1 : start].isspace() and start - 1 in ends


def _length(spans: Sequence[Span]) -> int:
    return sum(span.end - span.start for span in spans)
