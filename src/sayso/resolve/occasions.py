"""Speech events that go on: which statements without a time of their own were made when an earlier one was.

An occasion begins with a dated statement, or with a sentence of the report on the speaker's appearance that names a
day ("Brom held a rally on Tuesday"). It goes on while the same speaker is quoted in the past tense, and is over where
a place, paper or programme is named with no date: that is another occasion.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from sayso.records import Dated, Span
from sayso.resolve.reporting_clauses import BESIDE, Clause, Sentences, between, is_its_time, pattern, words_of
from sayso.resolve.time_grammar import Kind, TimeWords

SAME_OCCASION = ", same occasion"
"""Ends the basis of a date whose words stand with an earlier sentence on the same speech event."""

REACH, QUOTED_REACH = 1, 2
"""Lines that an occasion goes on for without its speaker being heard, for a paraphrase and for a quotation: precision
first. A longer reach finds more of the dates in some articles, and errs in others."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """When a speaker spoke, and where in the text the speaker was last heard on it."""

    date: Dated
    line: int
    sentence: Span
    number: int
    """The statement's by which the speaker was last heard; -1 where the report alone tells of the occasion."""


@dataclass(frozen=True, slots=True)
class _Told:
    """Time words in a sentence of the report on an appearance, with what stands before the words or the appearance."""

    words: TimeWords
    sentence: Span
    before: str


def on_the_same(date: Dated) -> Dated:
    """Return the date of another statement on the same occasion."""
    return replace(date, basis=date.basis.removesuffix(SAME_OCCASION) + SAME_OCCASION)


def _place(occasion: Occasion) -> tuple[int, int]:
    return occasion.line, occasion.sentence.start


class Occasions:
    """The occasions of an article, as far as it has been read."""

    def __init__(
        self, sentences: Sentences, clauses: list[Clause], resolve: Callable[[TimeWords], Dated | None]
    ) -> None:
        self._sentences = sentences
        self._resolve = resolve
        self._last: dict[str, Occasion] = {}
        self._told: dict[int, list[_Told]] = {}
        self._reported = {clause.sentence for clause in clauses if not clause.nested}

    def begin(self, clause: Clause, day: Dated) -> None:
        """Note when a statement that names its time was made."""
        self._note(clause, Occasion(day, clause.line, clause.sentence, clause.number))

    def carry(self, clause: Clause) -> Dated | None:
        """Return the date of the occasion that a statement without words of its own belongs to."""
        known = self._known(clause)
        reach = QUOTED_REACH if self._sentences.is_quoted(clause.statement.content) else REACH
        if known is None or clause.line - known.line > reach:
            return None
        if known.sentence != clause.sentence and self._is_over(clause, known):
            for key in (clause.speaker, *clause.names):
                self._last.pop(key, None)
            return None
        date = on_the_same(known.date)
        self._note(clause, Occasion(date, clause.line, known.sentence, clause.number))
        return date

    def _note(self, clause: Clause, occasion: Occasion) -> None:
        self._last.update(dict.fromkeys((clause.speaker, *clause.names), occasion))

    def _known(self, clause: Clause) -> Occasion | None:
        if not clause.statement.source or not self._goes_on(clause):
            return None
        keys = (clause.speaker, *clause.names)
        known = max((self._last[key] for key in keys if key in self._last), key=_place, default=None)
        told = self._told_of(clause)
        if told is not None and (known is None or told.sentence.start > known.sentence.start):
            return told
        return known

    def _goes_on(self, clause: Clause) -> bool:
        """Return whether a cue tells of what was said then: in the past tense, at no other time."""
        cue = " ".join(span.of(self._sentences.text) for span in clause.statement.cue)
        if pattern("cues", "another_time").search(cue) or any(
            words.kind is Kind.VAGUE and between(clause.cue, words.span)[1] <= BESIDE for words in clause.words
        ):
            return False
        return bool(pattern("cues", "past").search(cue) or _REGULAR.search(cue)) or cue.strip() == ":"

    def _is_over(self, clause: Clause, known: Occasion) -> bool:
        """Return whether a clause that names its own place, or follows on a coarse date, is of another occasion."""
        further = clause.line - known.line
        if known.date.precision != "day" and (further > 1 or known.number != clause.number - 1):
            return True
        return further > 0 and bool(_venue().search(self._sentences.outside(clause.sentence, clause.statement.content)))

    def _told_of(self, clause: Clause) -> Occasion | None:
        """Return the last occasion, not far above, on which the report says that the speaker appeared."""
        for line in range(clause.line, max(clause.line - REACH, 0) - 1, -1):
            for told in reversed(self._told_in(line)):
                if told.words.span.end <= clause.cue.start and any(name in told.before for name in clause.names):
                    day = self._resolve(told.words)
                    if day is not None and day.precision == "day":
                        return Occasion(day, line, told.sentence, -1)
        return None

    def _told_in(self, line: int) -> list[_Told]:
        """Return what the report itself tells in a line of days and appearances, once looked for."""
        if line not in self._told:
            found = (self._telling(words) for words in self._sentences.time_words(line))
            self._told[line] = [told for told in found if told is not None]
        return self._told[line]

    def _telling(self, words: TimeWords) -> _Told | None:
        if not is_its_time(words) or self._sentences.contents(words.span):
            return None
        sentence = self._sentences.sentence(words.span.start)
        if sentence in self._reported:
            return None
        event = pattern("occasions", "words").search(self._sentences.text, *sentence)
        if event is None:
            return None
        return _Told(words, sentence, self._sentences.text[sentence.start : max(event.start(), words.span.start)])


_REGULAR = re.compile(r"\w(?:ed|ing)\b")


@cache
def _venue() -> re.Pattern[str]:
    """Return a pattern for words that say where something was said: "in an interview", "on Twitter"."""
    words = "|".join(words_of("venues", "words"))
    return re.compile(
        rf"\bin (?:a|an|his|her|their|its) (?:[\w-]+ ){{0,3}}(?:{words})\b|\btweet"
        r"|\b[Oo]n (?:CNN|MSNBC|Fox|NBC|ABC|CBS|Twitter|Facebook)|told (?:the |CNN|Fox|MSNBC|NBC|ABC|CBS|Reuters|The )"
    )
