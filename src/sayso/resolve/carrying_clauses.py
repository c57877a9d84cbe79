"""An article with its statements and with what carries words: which statement's reporting clause names which carrier.

A carrier belongs to a statement where it stands in the sentence of the cue or the source, outside what is said.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from sayso.records import Article, Name, Span, Statement, quoted
from sayso.resolve.carriers import carriers
from sayso.resolve.intermediaries import Mention, intermediaries
from sayso.resolve.sentences import sentence, sentence_starts
from sayso.resolve.speech_events import is_saying, speaker_keys


@dataclass(frozen=True, slots=True)
class Reading:
    """An article with what was found in it."""

    text: str
    statements: Sequence[Statement]
    by_id: dict[str, int]
    by_sentence: dict[int, list[int]]
    """Where a sentence begins -> the statements whose cue or source stands in it."""
    starts: list[int]
    """Where the sentences begin."""
    lines: list[int]
    mentions: list[list[Mention]]
    """Of each statement, those that its reporting clause names."""
    told: list[tuple[int, int, Mention]]
    """(Where its sentence begins, its line) of a mention in a sentence without a statement."""

    @classmethod
    def of(cls, article: Article, statements: Sequence[Statement], names: Sequence[Name]) -> Reading:
        """Read what carries words in an article, and give each to the statements that it belongs to."""
        text = article.text
        starts = sentence_starts(text)
        by_sentence: dict[int, list[int]] = {}
        for i, one in enumerate(statements):
            for place in {sentence(starts, len(text), at).start for at in anchors(one)}:
                by_sentence.setdefault(place, []).append(i)
        line_starts = [line.start for line in article.lines]
        lines = [bisect_right(line_starts, anchor(one).start) for one in statements]
        found = _of_others(intermediaries(text, names), article)
        by_id = {one.id: i for i, one in enumerate(statements)}
        mentions: list[list[Mention]] = [[] for _ in statements]
        reading = cls(text, statements, by_id, by_sentence, starts, lines, mentions, [])
        for mention in found:
            for i in _owners(reading, mention):
                mentions[i].append(mention)
            if mention.kind in BEGUN and not mention.reports and not _within(reading, mention):
                place = sentence(starts, len(text), mention.span.start).start
                reading.told.append((place, bisect_right(line_starts, place), mention))
        _share(reading)
        return reading

    def parent(self, i: int) -> int | None:
        """Return the number of the statement that this one is nested in."""
        parent = self.statements[i].parent
        return self.by_id.get(parent) if parent is not None else None


def anchor(one: Statement) -> Span:
    """Return where a statement is reported: its cue, or else its source, or its content."""
    return (one.cue or one.source or one.content)[0]


def anchors(one: Statement) -> list[int]:
    """Return where the reporting clause is looked for: at the cue and the source."""
    return [spans[0].start for spans in (one.cue, one.source) if spans] or [one.content[0].start]


def own_page(name: str, article: Article) -> bool:
    """Return whether a name is that of the page's own outlet."""
    return carriers().is_outlet(name, article.outlet)


BEGUN = ("remarks", "interview", "document")
"""Kinds of events that a sentence without a statement begins: "Brandt gave a speech", "the guild sent a letter"."""


def _of_others(found: Sequence[Mention], article: Article) -> list[Mention]:
    """Return the mentions without the page's own outlet and the interviews that it made itself."""
    own = sorted(one.span.start for one in found if own_page(one.name, article))
    starts = set(own)
    return [
        _without_own(one, article)
        for one in found
        if one.span.start not in starts
        and not (one.kind == "interview" and bisect_left(own, one.span.end) < bisect_left(own, one.span.end + WITH))
    ]


def _without_own(one: Mention, article: Article) -> Mention:
    """Return a programme of the page's own outlet under its own name: The Hour, of Velden TV's The Hour."""
    parts = _OWNED.match(one.name)
    if parts is None or not own_page(parts["owner"], article):
        return one
    start = article.text.rfind(parts["name"], one.span.start, one.span.end)
    return one._replace(name=parts["name"], span=Span(start, one.span.end) if start >= 0 else one.span)


_OWNED = re.compile(r"(?P<owner>.+?)[’']s (?P<name>.+)")
WITH = 12
"""Characters between "an interview" and the medium that made it: " with the "."""


# Which statements a mention belongs to


def _owners(reading: Reading, mention: Mention) -> list[int]:
    """Return the statement whose reporting clause the mention stands in, the one with the nearest cue."""
    at = [i for i in _within(reading, mention) if _may_have(reading, i, mention)]
    return [min(at, key=lambda i: (_distance(reading.statements[i], mention.span), i))] if at else []


def _share(reading: Reading) -> None:
    """Give a statement without mentions those of another of the same speaker in its sentence.

    "Asked at a rally .., she said": a question without a source shares too.
    """
    named = [(i, found) for i, found in enumerate(reading.mentions) if found]
    for i, found in named:
        for j in _within(reading, found[0]):
            if not reading.mentions[j] and _one_speaker(reading, i, j) and _may_have(reading, j, found[0]):
                reading.mentions[j].extend(found)


def _one_speaker(reading: Reading, i: int, j: int) -> bool:
    one, other = (reading.statements[k] for k in (i, j))
    if one.parent != other.parent:
        return False
    keys = [speaker_keys(k, quoted(reading.text, k.source, " ")) for k in (one, other)]
    return keys[0] == keys[1] or None in keys or not one.source


def _within(reading: Reading, mention: Mention) -> list[int]:
    """Return the statements whose cue or source stands in the mention's sentence."""
    place = sentence(reading.starts, len(reading.text), mention.span.start).start
    return reading.by_sentence.get(place, [])


def _may_have(reading: Reading, i: int, mention: Mention) -> bool:
    one = reading.statements[i]
    if meets(one.content, mention.span) or (mention.reports and meets(one.source, mention.span)):
        return False
    if not mention.reports and not is_saying(quoted(reading.text, one.cue, " ")):
        return False
    if mention.of_cue and not meets(one.cue, mention.span):
        return False
    parent = reading.parent(i)
    return parent is None or _inside(reading.statements[parent].content, mention.span)


def meets(spans: Sequence[Span], one: Span) -> bool:
    """Return whether one of the spans shares a character with another."""
    return any(span.start < one.end and one.start < span.end for span in spans)


def _inside(spans: Sequence[Span], one: Span) -> bool:
    return any(span.start <= one.start and one.end <= span.end for span in spans)


def _distance(one: Statement, span: Span) -> int:
    """Return the characters between the mention and the cue, those of the content left out."""
    cue = anchor(one)
    low, high = (cue.end, span.start) if cue.start < span.start else (span.end, cue.start)
    inside = sum(max(0, min(high, part.end) - max(low, part.start)) for part in one.content)
    return max(0, high - low - inside)
