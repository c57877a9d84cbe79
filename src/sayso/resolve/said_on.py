"""Which time words of an article date which statement.

The words must stand in the statement's reporting clause: in the sentence of its cue, outside its content and that of
others, and not in a clause about something else ("who was dismissed last year", "ahead of Thursday's vote"). A
statement without such words has the date of the occasion that it belongs to, if there is one (`occasions`). A nested
statement is dated by words of the content that it stands in, or not at all.

The rules were chosen on PolNeAR's training articles (Newell et al. 2018), dated by reading for this project.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from sayso.records import Article, Dated, Span, Statement
from sayso.resolve.calendar import dated
from sayso.resolve.occasions import Occasions, on_the_same
from sayso.resolve.pieces import Pieces
from sayso.resolve.reporting_clauses import BESIDE, Clause, Sentences, between, clauses, is_its_time, overlap, pattern
from sayso.resolve.time_grammar import Kind, TimeWords

NEAR, NEAR_NESTED, NEAR_COARSE = 150, 2, 40
"""Characters outside the content that may lie between a cue and the words that date it: as a rule; inside another
statement, where words that don't stand beside the cue date what is talked of; and for a month or a year (further off
those tell of the background), where no source is named, or from the beginning of what an inner statement stands in."""


def said_on(article: Article, statements: Sequence[Statement]) -> tuple[Dated | None, ...]:
    """Return when each statement was said, or None; the statements are in text order, nested ones have their parent.

    Where they have their chains, these tell which of them were made on one event.

    The basis of a date is `in text` (the words say it all), `relative to the page's date`, or `relative to a date in
    the text`; `, same occasion` follows where the words stand with an earlier sentence on the same occasion. The span
    is that of the words.

    >>> from sayso.records import Line, Manner, Role
    >>> text = "Ada Brom said on May 5, 2025 that the port was closed."
    >>> page = Article("a", "d", text, (Line(0, len(text), Role.BODY),))
    >>> one = Statement("s", "a", (Span(0, 8),), (Span(9, 13),), (Span(29, 53),), Manner.INDIRECT, 1.0)
    >>> said_on(page, [one])
    (Dated(value='2025-05-05', precision='day', basis='in text', span=Span(start=14, end=28)),)
    """
    reader = _Reader(article, statements)
    occasions = Occasions(reader.sentences, reader.clauses, reader.resolve)
    answers: list[Dated | None] = []
    for clause in reader.clauses:
        day = reader.own_date(clause)
        if not clause.nested and clause.speaker:
            if day is None:
                day = occasions.carry(clause)
            else:
                occasions.begin(clause, day)
        answers.append(day)
    return _by_events(statements, answers)


EVENTS = ("interview", "remarks", "document", "post")
"""Kinds of links that are one event where their evidence is the same: "in an interview with Interfax on Monday"."""


def _by_events(statements: Sequence[Statement], answers: Sequence[Dated | None]) -> tuple[Dated | None, ...]:
    """Return the dates, each shared with the undated statements that the chain says were made on the same event."""
    dates: dict[object, Dated] = {}
    for one, day in zip(statements, answers, strict=True):
        if day is not None:
            for event in _events(one):
                dates.setdefault(event, day)
    return tuple(
        day or next((on_the_same(dates[event]) for event in _events(one) if event in dates), None)
        for one, day in zip(statements, answers, strict=True)
    )


def _events(one: Statement) -> list[object]:
    """Return what tells the events that a statement is of: the words that name one, or who spoke to which medium."""
    if one.parent is not None:
        return []
    at = min((*one.source[:1], *one.cue[:1], *one.content[:1])).start
    links = [link for link in one.chain if link.kind in EVENTS and _is_named_by(link.span, at)]
    spoken_to = [
        (one.speaker.id, link.name.lower())
        for link in links
        if one.speaker is not None and link.kind == "interview" and link.name[:1].isupper()
    ]
    return [*(link.span for link in links), *spoken_to]


def _is_named_by(words: Span | None, at: int) -> bool:
    """Return whether the words for an event stand before a statement or close after its beginning, in its sentence."""
    return words is not None and words.start < at + NEAR


class _Reader:
    """Reads the dates of an article's statements."""

    def __init__(self, article: Article, statements: Sequence[Statement]) -> None:
        self._text = article.text
        self._published = article.published
        self.sentences = Sentences(article, statements)
        self.clauses = clauses(self.sentences, statements)
        self._cues = Pieces((clause.cue, clause.number) for clause in self.clauses)

    def own_date(self, clause: Clause) -> Dated | None:
        """Return the date by the nearest words of the reporting clause that date it."""
        if not clause.words or pattern("cues", "present").match(clause.cue.of(self._text)):
            return None
        if any(words.kind is Kind.VAGUE and between(clause.cue, words.span)[1] <= 2 for words in clause.words):
            return None  # "previously said"
        dating = [words for words in clause.words if self._dates(clause, words)]
        return self.resolve(min(dating, key=lambda words: between(clause.cue, words.span)[1])) if dating else None

    def _dates(self, clause: Clause, words: TimeWords) -> bool:
        """Return whether words of the reporting clause tell the time of the saying."""
        in_source = any(overlap(source, words.span) for source in clause.statement.source)
        if in_source and words.occasion:
            return True  # "a 2013 memo said"
        initial = self._text[clause.sentence.start : words.span.start] in ("", "that ")
        if not is_its_time(words, initial, in_source) or _parts_content(clause, words.span):
            return False
        stretch, length = between(clause.cue, words.span)
        gap = self.sentences.outside(stretch, clause.statement.content)
        apart = length if clause.nested and not initial else len(gap)
        if apart > _reach(clause, words, initial) or self._leads_away(clause, words, gap):
            return False
        if self._in_relative_clause(clause, words.span, in_source):
            return False
        return length <= 1 or in_source or not self._in_anothers_clause(clause, words.span, stretch)

    def _leads_away(self, clause: Clause, words: TimeWords, gap: str) -> bool:
        """Return whether what lies between a cue and time words leads to something else than the saying."""
        if _OF_THE_FUTURE.search(gap):
            return True
        if len(gap) > BESIDE and pattern("cues", "another_time").search(clause.cue.of(self._text)):
            return True
        if words.span.start < clause.cue.end:
            return False
        if pattern("clauses", "away").search(gap) or pattern("clauses", "elsewhere").search(gap):
            return True
        return bool(_ALONGSIDE.search(gap)) and not pattern("clauses", "speaking").search(gap)

    def _in_relative_clause(self, clause: Clause, words: Span, in_source: bool) -> bool:
        for source in clause.statement.source:
            if (
                source.start <= words.start < max(source.end, clause.cue.start)
                or clause.cue.end <= source.start < words.start
            ):
                before = self._text[source.start : words.start]
                about = pattern("clauses", "relative").search(before) or (in_source and _PARTICIPLE.search(before))
                return bool(about) and not pattern("clauses", "speaking").search(before)
        return False

    def _in_anothers_clause(self, clause: Clause, words: Span, stretch: Span) -> bool:
        """Return whether the words belong to the cue of another speaker in the sentence."""
        if stretch.end == clause.cue.start and pattern("clauses", "elsewhere").search(self._text, *stretch):
            return True
        nearest = None
        reach = Span(min(stretch.start, clause.sentence.start), max(stretch.end, words.start))
        for other in (self.clauses[number] for _, number in self._cues.meeting(reach)):
            if other.line != clause.line or other.number == clause.number or other.speaker == clause.speaker:
                continue
            if stretch.start <= other.cue.start < stretch.end:
                return True
            if clause.sentence.start < other.cue.end <= words.start:
                nearest = other
        if nearest is None or nearest.number > clause.number:
            return False
        gap = Span(nearest.cue.end, words.start)
        parted = any(gap.start <= piece.start and piece.end <= gap.end for piece, _ in self.sentences.contents(gap))
        return not parted and not pattern("clauses", "apart").search(self._text, *gap)

    def resolve(self, words: TimeWords) -> Dated | None:
        """Return the date that time words mean."""
        return dated(words, self._published, self._date_before(words) if words.from_text else None)

    def _date_before(self, words: TimeWords) -> Dated | None:
        """Return the date before the words, in their line or the one above it."""
        line = self.sentences.line_of(words.span.start)
        for at in range(line, max(line - 1, 0) - 1, -1):
            for other in reversed(self.sentences.time_words(at)):
                if other.span.end <= words.span.start and other.kind is not Kind.VAGUE:
                    return self.resolve(other)
        return None


def _reach(clause: Clause, words: TimeWords, initial: bool) -> int:
    """Return how many characters may lie between the cue and the words."""
    if clause.nested:
        return NEAR_COARSE if initial and clause.statement.source else NEAR_NESTED
    coarse = words.unit in ("month", "year") or (words.kind is Kind.WRITTEN and "day" not in words.has)
    return NEAR_COARSE if (coarse and not initial) or not clause.statement.source else NEAR


def _parts_content(clause: Clause, words: Span) -> bool:
    """Return whether the words stand between two pieces of the content, and the cue does not."""
    return any(
        a.end <= words.start and words.end <= b.start and not a.end <= clause.cue.start < b.start
        for a, b in pairwise(clause.statement.content)
    )


_OF_THE_FUTURE = re.compile(r"\b(?:will|would|to)\s+(?:be\s+)?[a-z]+(?:\s+[a-z]+)?\s*$")
_ALONGSIDE = re.compile(r",\s+\w+ing\b")
_PARTICIPLE = re.compile(r"\w\w(?:ed|ing|own|orn|lt|ught)\b")
