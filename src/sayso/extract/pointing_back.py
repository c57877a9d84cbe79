"""A content that is no more than `This` or `That` is the sentence before it.

"The port will close. This was announced on Monday by the minister.": what was announced is that the port will close.
The pointing word gives way to the sentence it points at, so that the quotation says what was said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from sayso.extract.found import Found
from sayso.records import Span

POINTING = frozenset({"this", "that", "it", "these", "which"})

REPORTS = re.compile(
    r"\b(?:announced|reported|stated|said|told|confirmed|declared|disclosed|revealed|written|noted|posted|published)\b",
    re.IGNORECASE,
)
"""A cue that gives out news; "this was rejected by" is about the words before, not their source."""

NEGATED = re.compile(r"\b(?:not|never)\b|n['’]t\b", re.IGNORECASE)
"""So is "this was not confirmed by"."""

SENTENCE_END = re.compile(r"[.!?…][\"”’'»)\]]*\s+(?=[\"“‘'«(\[]?[^\W\d_a-z])")

ABBREVIATED = re.compile(
    r"\b(?:(?i:mrs?|ms|mx|messrs|drs?|profs?|rev|hon|sens?|reps?|govs?|gens?|cols?|lt|sgt|capt|maj|cmdr|adm|st|vs)"
    r"|[A-Z](?:\.[A-Za-z])*)\Z"
)
"""What a full stop belongs to that ends no sentence: a title, an initial, the letters of `U.S.`"""


def pointing_back(text: str, lines: Sequence[Span], found: Sequence[Found]) -> list[Found]:
    """Return the attributions, those whose content only points back with the sentence before it in its line.

    It is left as it is at the beginning of its line, where the cue isn't passive, or where the sentence before is a
    statement with a source of its own.

    >>> text = "The port will close. This was announced by Dora Kell."
    >>> one = Found((Span(43, 52),), (Span(26, 42),), (Span(21, 25),), 0.9)
    >>> [span.of(text) for span in pointing_back(text, [Span(0, len(text))], [one])[0].content]
    ['The port will close.']
    """
    return [_pointed(text, lines, one, found) for one in found]


def _pointed(text: str, lines: Sequence[Span], one: Found, found: Sequence[Found]) -> Found:
    if len(one.content) != 1 or not one.cue or one.content[0].of(text).lower() not in POINTING:
        return one
    cue = " ".join(piece.of(text) for piece in one.cue)
    passive = re.search(r"\b(?:was|were|is|has been|have been)\b.*\bby\b", cue + " by", re.IGNORECASE)
    gives_out = passive and REPORTS.search(cue) and not NEGATED.search(cue)
    if one.content[0].start > one.cue[0].start or not gives_out:
        return one
    before = _sentence_before(text, lines, one.content[0].start)
    taken = (span for other in found if other is not one and (other.source or other.cue) for span in other.content)
    if before is None or any(before.start < span.end and span.start < before.end for span in taken):
        return one
    return replace(one, content=(before,))


def _sentence_before(text: str, lines: Sequence[Span], at: int) -> Span | None:
    """Return the sentence that ends before `at` in the same line, or None at the line's beginning."""
    line = next((line for line in lines if line.start <= at < line.end), None)
    if line is None:
        return None
    found = [match for match in SENTENCE_END.finditer(text, line.start, at + 1) if match.end() <= at]
    if not found or found[-1].end() != at:
        return None
    # The last one ends a sentence whatever it stands after, or the pointing word would not begin one.
    start = next((one.end() for one in reversed(found[:-1]) if not _is_abbreviation(text, one)), line.start)
    sentence = text[start:at]
    begin, end = start + len(sentence) - len(sentence.lstrip()), start + len(sentence.rstrip())
    return Span(begin, end) if begin < end else None


def _is_abbreviation(text: str, end: re.Match[str]) -> bool:
    before = text[max(0, end.start() - 12) : end.start()]
    return end[0].startswith(".") and ABBREVIATED.search(before) is not None
