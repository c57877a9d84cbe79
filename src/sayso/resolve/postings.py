"""Offices that say where they are held: the Ambassador of Merovand in | Dorrick | Oskan Birel.

Name and place stand side by side there in one run of capitals, and no table knows every place.
"""

from __future__ import annotations

from sayso.resolve.lexicon import lexicon
from sayso.resolve.wording import Wording

PLACE = 4
"""Words of a place, or of the state that somebody is sent by, that are looked back over."""
NAMED = 2
"""Words that a person's name has at least, where it follows a place's directly."""


def posted_at(text: Wording, at: int) -> int | None:
    """Return the word of the office that is held in, or sent to, the place that begins at `at`; None for no office.

    >>> from sayso.records import Span
    >>> from sayso.resolve.wording import wording
    >>> line = "The Ambassador of Merovand in Dorrick Oskan Birel left."
    >>> posted_at(wording(line, [Span(0, len(line))]), 5)
    1
    """
    if at < 2 or text.line[at - 2] != text.line[at] or text.low[at - 1] not in ("to", "in", "at", "of", "for"):
        return None
    if _is_office(text, at - 2):
        return at - 2
    back = at - 2
    while back > 0 and at - back <= PLACE and text.words[back][0].isupper() and text.line[back] == text.line[at]:
        back -= 1
    if text.low[back] == "the":
        back -= 1
    sent = 0 < back < at - 2 and text.low[back] in ("of", "for") and text.low[at - 1] in ("to", "in", "at")
    return back - 1 if sent and _is_office(text, back - 1) else None


def person_after_place(text: Wording, first: int, end: int) -> int | None:
    """Return where a person's name begins in the capitals `first..end` that a posted office leads to, or None.

    "The envoy to George W. Orr" is sent to a person: a first name begins no place.
    """
    words = lexicon().words
    office = posted_at(text, first)
    if office is None or text.low[first] in lexicon().first_names or text.low[first - 1] not in ("to", "in", "at"):
        return None
    if text.low[first - 1] == "to" and lexicon().office(text.words[office]) not in words["posted"]:
        return None
    begin = first + (2 if text.low[first] in words["place_openers"] else 1)
    return begin if end - begin >= NAMED else None


def _is_office(text: Wording, at: int) -> bool:
    return lexicon().office(text.words[at]) is not None
