"""Where sentences begin: as far as what a reporting clause names reaches."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from sayso.records import Span
from sayso.resolve.carriers import carriers
from sayso.resolve.running_words import WORD

_STOP = re.compile(r"[.!?…][”\"’')\]]*\s+(?=[“\"‘'(\[]*[A-Z0-9])|\n")


@lru_cache(maxsize=2)  # the chain and the addressees ask for the same text
def sentence_starts(text: str) -> list[int]:
    """Return where the sentences begin, the first at 0; a line's end ends one.

    >>> sentence_starts("Mr. Brandt left. He spoke.")
    [0, 17]
    """
    starts = [0]
    for stop in _STOP.finditer(text):
        before = WORD.findall(text, max(0, stop.start() - 12), stop.start())
        short = (
            stop[0].startswith(". ")
            and before
            and (before[-1].lower() in carriers().words["abbreviated"] or len(before[-1]) == 1)
        )
        if not short:
            starts.append(stop.end())
    return cut_long(starts, len(text))


LONGEST = 2_000
"""Characters: what is longer is a list or a table. It is cut, or a text's time would grow with its square."""


def cut_long(starts: list[int], length: int) -> list[int]:
    """Return the starts of the sentences, the last of which ends at `length`, with those of the parts of long ones."""
    return [at for start, end in pairwise((*starts, length)) for at in range(start, max(end, start + 1), LONGEST)]


def sentence(starts: Sequence[int], length: int, at: int) -> Span:
    """Return the sentence that the character stands in."""
    i = bisect_left(starts, at + 1)
    return Span(starts[i - 1], starts[i] if i < len(starts) else length)
