"""Statements, and sentences that tell of an occasion, as the turns that a speech event is made of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from sayso.records import ChainLink, Span, Statement, quoted
from sayso.resolve.carrying_clauses import Reading, anchor, meets
from sayso.resolve.intermediaries import Mention
from sayso.resolve.sentences import sentence
from sayso.resolve.speech_events import Turn, first_named, speaker_keys


def turn_of(reading: Reading, i: int, links: Sequence[ChainLink]) -> Turn:
    """Return a statement as a turn, with the links that its own words name."""
    one = reading.statements[i]
    source = quoted(reading.text, one.source, " ")
    cue = " ".join(span.of(reading.text) for span in one.cue)
    held = bool(links) and all(link.span is not None and meets(one.source, link.span) for link in links)
    counted = _COUNTED.match(source) is not None
    in_marks = any(_MARK.search(reading.text, span.start, span.end) for span in one.content)
    nested = one.parent is not None
    timed = not in_marks and not links and _is_timed(reading, one)
    return Turn(reading.lines[i], speaker_keys(one, source), cue, tuple(links), nested, held, counted, timed, in_marks)


def by_surname(speakers: Iterable[str]) -> Mapping[str, Sequence[str]]:
    """Return the last word of each key -> the keys that end in it, in their order, each once."""
    found: dict[str, list[str]] = {}
    for key in dict.fromkeys(speakers):
        found.setdefault(key.rpartition(" ")[2], []).append(key)
    return found


def turn_told(reading: Reading, place: int, line: int, one: Mention, known: Mapping[str, Sequence[str]]) -> Turn:
    """Return the turn that the first one named in a sentence takes: "On Friday, Brandt gave a speech in Velden".

    `known` are those who speak (`by_surname`): a surname is that of one of them.
    """
    begins = one.span.start - place <= OPENING  # "In her letter, Brandt .."
    whole = sentence(reading.starts, len(reading.text), place)
    named = first_named(reading.text[one.span.end : whole.end] if begins else reading.text[place : one.span.start])
    if named is not None:
        named = tuple(key for name in dict.fromkeys(named) for key in known.get(name, ())) or named
    return Turn(line, named, "", (ChainLink(one.name, one.kind, one.span),), False)


OPENING = 2
"""Characters before what opens a sentence: a quotation mark, a space."""


def _is_timed(reading: Reading, one: Statement) -> bool:
    """Return whether the sentence of the cue tells a time outside what is said."""
    text, whole = reading.text, sentence(reading.starts, len(reading.text), anchor(one).start)
    return any(not meets(one.content, found) for found in _times(text, *whole))


@lru_cache(maxsize=8)  # asked for each statement of a sentence
def _times(text: str, start: int, end: int) -> tuple[Span, ...]:
    return tuple(Span(*found.span()) for found in _TIME.finditer(text, start, end))


_TIME = re.compile(
    r"\b(?:[Ee]arlier|[Ll]ast (?:year|week|month|night)|[Pp]reviously|[Yy]esterday"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    r"|ago|[Ii]n (?:(?:19|20)\d\d|January|February|March|April|May|June|July|August|September|October|November"
    r"|December))\b"
)


_MARK = re.compile("[“”\"]|''|``")


_COUNTED = re.compile(
    r"(?:just |only |about |nearly |some |another |around |almost )*"
    r"(?:\d[\d.,]*(?: ?%| percent| per cent)|one in |a (?:majority|plurality|third|quarter|fifth) of "
    r"|[\w-]+ (?:percent|per cent)\b)",
    re.IGNORECASE,
)
