"""Which lines of a page are its main text: trafilatura decides, and its answer is aligned to the dump's lines.

This module is the one door to trafilatura. It returns text of its own making (joined, trimmed, list marks added), so
the alignment goes by words: a chain of dump lines is sought that runs through trafilatura's words in order and covers
most.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

MAX_TAGS = 60_000
"""Tags beyond which the line classifier decides alone: trafilatura needs seconds for 25,000 elements, minutes for
200,000. The largest of 240 press pages has 5,000."""
MAX_NESTING = 1_000_000
"""Elements around elements beyond which it does so too: trafilatura looks into each for all the links that it holds.
For 16,000 in 200 divisions it needs ten seconds. The most nested of 240 press pages has 62,000."""
SHINGLE = 4
"""Words of an anchor. Four in a row seldom recur in a page by chance."""
MAX_PLACES = 12
"""Places in trafilatura's text at which a line is tried; a phrase more frequent than that is no anchor."""
ENOUGH = 0.5
"""Share of a line's words that must stand in the main text."""

_WORD = re.compile(r"\w+")


class Anchor(NamedTuple):
    """A line of the dump and where its words begin and end in the main text, in words."""

    line: int
    start: int
    end: int


def main_text(html: str, url: str | None = None, nesting: int = 0) -> str | None:
    """Return the page's main text as trafilatura gives it, or None where it finds none or the page is too large.

    `nesting` is that of the page's `PageText`.
    """
    if html.count("<") > MAX_TAGS or nesting > MAX_NESTING:
        return None
    from trafilatura import extract  # late: half a second

    try:
        return extract(html, url=url, include_comments=False, include_tables=True, with_metadata=False)
    except Exception:  # noqa: BLE001 - it raises many kinds on broken pages, and the line classifier is there instead
        return None


def aligned(lines: Sequence[str], main: str) -> frozenset[int]:
    r"""Return the numbers of the lines that stand in the main text.

    >>> sorted(aligned(["Menu", "The minister resigned.", "Share", "He gave no reason."],
    ...                "The minister resigned.\n- He gave no reason."))
    [1, 3]
    """
    words = [_words(line) for line in lines]
    text = _words(main)
    kept = _chain(_anchors(words, text))
    # A line that the order of the main text leaves out is still main where most of it stands there nowhere else.
    return frozenset(anchor.line for anchor in kept)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _anchors(lines: Sequence[list[str]], text: list[str]) -> list[Anchor]:
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for size in range(1, SHINGLE + 1):
        for start in range(len(text) - size + 1):
            places[tuple(text[start : start + size])].append(start)
    anchors = []
    for number, words in enumerate(lines):
        if words:
            anchors += [Anchor(number, *place) for place in _places(words, text, places)]
    return anchors


def _places(words: list[str], text: list[str], places: dict[tuple[str, ...], list[int]]) -> list[tuple[int, int]]:
    """Return where in the text a line may stand: (first word, word after its last)."""
    size = min(SHINGLE, len(words))
    # Beginning, middle and end are tried: the dump may have put something else before or after on the same line.
    for offset in dict.fromkeys((0, (len(words) - size) // 2, len(words) - size)):
        found = places.get(tuple(words[offset : offset + size]), [])[:MAX_PLACES]
        spans = []
        for place in found:
            start = max(0, place - offset)
            end = min(len(text), start + len(words))
            if size == len(words) or _agreement(words, text[start:end]) >= ENOUGH:
                spans.append((start, end))
        if spans:
            return spans
    return []


def _agreement(words: list[str], text: list[str]) -> float:
    return len(set(words) & set(text)) / len(set(words))


def _chain(anchors: list[Anchor]) -> list[Anchor]:
    """Return the chain of anchors, rising in line and in place, that covers most words (weighted, O(n log n))."""
    # Same line: places in falling order, so that a line can't follow itself.
    order = sorted(range(len(anchors)), key=lambda i: (anchors[i].line, -anchors[i].start))
    ends: list[int] = []  # rising ends of chains ..
    weights: list[int] = []  # .. with rising weights ..
    tails: list[int] = []  # .. and their last anchors
    before: dict[int, int | None] = {}
    for i in order:
        anchor = anchors[i]
        slack = min(2, (anchor.end - anchor.start) // 4)  # the dump and trafilatura may differ by a word or two
        at = bisect_left(ends, anchor.start + slack + 1) - 1
        before[i] = tails[at] if at >= 0 else None
        weight = (weights[at] if at >= 0 else 0) + anchor.end - anchor.start
        _insert(ends, weights, tails, anchor.end, weight, i)
    chain = []
    last = tails[-1] if tails else None
    while last is not None:
        chain.append(anchors[last])
        last = before[last]
    return chain[::-1]


def _insert(ends: list[int], weights: list[int], tails: list[int], end: int, weight: int, anchor: int) -> None:
    """Add a chain unless one that ends no later weighs as much; drop those that it beats."""
    at = bisect_left(ends, end + 1)
    if at and weights[at - 1] >= weight:
        return
    start = at
    if at and ends[at - 1] == end:
        start -= 1
    stop = at
    while stop < len(ends) and weights[stop] <= weight:
        stop += 1
    ends[start:stop], weights[start:stop], tails[start:stop] = [end], [weight], [anchor]
