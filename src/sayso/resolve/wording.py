"""A text's words as this stage reads them: abbreviations and initials whole, a possessive's ending apart."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from sayso.records import Span
from sayso.resolve.shared_names import told_by
from sayso.resolve.states import States, states, states_told

WORD = re.compile(
    r"[a-z]{2,}(?=[ ,;:])"  # most words: told apart first, since the other patterns are slow to fail
    r"|(?:[^\W\d_]\.){2,}"  # U.S., J.D.
    r"|[A-Z]\.(?=\s?[A-Z])"  # an initial
    r"|(?:Mrs?|Ms|Dr|Sens?|Govs?|Reps?|Gen|Lt|Col|Sgt|Capt|Jr|Sr|St|Del|Rev|Prof|Hon|Maj|Adm|Atty|Det|Supt|Cmdr|Pres|Amb|Brig|Ald|Asst|Ret|Pvt|Cpl"
    r"|Inc|Corp|Co|Ltd|Fr|Msgr)\."
    r"|['’]s\b"
    r"|@?\w+(?:(?:[-\u2010\u2011&]|['’](?!s\b))\w+)*"
    r"|[^\w\s]"
)
STOPS = frozenset(".!?…")
ENDS = STOPS | frozenset("”\"'’)")
MOST_MARKS = 8
"""Marks after a full stop that are looked back over: a page of quotation marks would cost the square of them."""
OPENING, MARKS = frozenset("“"), frozenset('“”"')


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of some lines of a text, in parallel lists: where each begins and ends, its line and its sentence."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    words: tuple[str, ...]
    low: tuple[str, ...]
    line: tuple[int, ...]
    sentence: tuple[int, ...]
    quoted: tuple[bool, ...]
    """Whether it stands in double quotation marks."""
    first_of_sentence: frozenset[int]
    states: States = field(default_factory=states, compare=False, repr=False)
    """The table of states, with the names that other places share as the text tells them apart."""

    def __len__(self) -> int:
        return len(self.starts)

    def at(self, start: int) -> int:
        """Return the number of the first word that ends after the character `start`."""
        return bisect.bisect_right(self.ends, start)

    def within(self, span: Span) -> tuple[int, int]:
        """Return the words that a span touches: first, and one after the last."""
        return self.at(span.start), bisect.bisect_left(self.starts, span.end)

    def span(self, first: int, end: int) -> Span:
        """Return the characters of the words `first..end`."""
        return Span(self.starts[first], self.ends[end - 1])

    def show(self, first: int, end: int) -> str:
        """Return the words as the text has them, with single spaces."""
        return " ".join(self.text[self.starts[first] : self.ends[end - 1]].split()) if first < end else ""


def wording(text: str, lines: Sequence[Span]) -> Wording:
    """Return the words of the lines.

    >>> wording("Ms. Orr met the U.S. envoy. He left.", [Span(0, 36)]).sentence
    (0, 0, 0, 0, 0, 0, 0, 1, 1, 1)
    """
    starts: list[int] = []
    ends: list[int] = []
    words: list[str] = []
    of_line: list[int] = []
    sentence: list[int] = []
    quoted: list[bool] = []
    first: list[int] = []
    number = -1
    for n, line in enumerate(lines):
        number += 1
        inside, new = False, True
        for match in WORD.finditer(text, line.start, line.end):
            start, end = match.span()
            word = text[start:end]
            if not new and words[-1] in ENDS and _begins(word, inside) and _ended(words):
                number, new = number + 1, True
            if new and (word[0].isalnum() or word[0] == "@"):
                first.append(len(words))
                new = False
            if word in MARKS:
                inside = word in OPENING or (word == '"' and not inside)
            starts.append(start)
            ends.append(end)
            words.append(word)
            of_line.append(n)
            sentence.append(number)
            quoted.append(inside)
    low = tuple(word.lower() for word in words)
    places = tuple(starts), tuple(ends), tuple(words), low
    marks = tuple(of_line), tuple(sentence), tuple(quoted), frozenset(first)
    return Wording(text, *places, *marks, states_told(told_by(low, sentence)))


def _begins(word: str, inside: bool) -> bool:
    """Return whether a sentence may begin with the word: a capital, a digit, or an opening mark."""
    return word[0].isupper() or word[0].isdigit() or word in "“‘(" or (word == '"' and not inside)


def _ended(before: Sequence[str]) -> bool:
    """Return whether a sentence may end with the words: a full stop that is no abbreviation's, marks after it aside."""
    at, floor = len(before) - 1, max(0, len(before) - MOST_MARKS)
    while at > floor and before[at] in "”\"'’)":
        at -= 1
    return before[at] in STOPS
