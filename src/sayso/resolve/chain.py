"""Who and what stands between a speaker and the page: agency, outlet, interview, remarks, post, document.

A link is read from the reporting clause (the sentence of the cue and the source, without the content), from the source
itself ("the report said"), from the media that a nested statement is told by, and from the event that it is part of.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sayso.records import Article, ChainLink, Name, Span, Statement, quoted
from sayso.resolve.carrier_sources import as_document, as_medium
from sayso.resolve.carriers import carriers
from sayso.resolve.credits import credited
from sayso.resolve.intermediaries import Mention, intermediaries
from sayso.resolve.sentences import sentence, sentence_starts
from sayso.resolve.speech_events import Turn, carried, first_named, is_saying, speaker_keys

Links = tuple[ChainLink, ...]


def chains(article: Article, statements: Sequence[Statement], names: Sequence[Name]) -> tuple[Links, ...]:
    """Return for each statement who and what stands between its speaker and the page, nearest the speaker first.

    The page's own outlet is left out. Where statements have their speakers, these tell whose speech event goes on;
    without, the words of the sources do.
    """
    reading = _Reading.of(article, statements, names)
    own = [_own(reading, i) for i in range(len(statements))]
    last = credited(article)
    return tuple(
        _finished((*links, *_tellers(reading, i)), last, article) for i, links in enumerate(_with_events(reading, own))
    )


@dataclass(frozen=True, slots=True)
class _Reading:
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
    def of(cls, article: Article, statements: Sequence[Statement], names: Sequence[Name]) -> _Reading:
        text = article.text
        starts = sentence_starts(text)
        by_sentence: dict[int, list[int]] = {}
        for i, one in enumerate(statements):
            for place in {sentence(starts, len(text), at).start for at in _anchors(one)}:
                by_sentence.setdefault(place, []).append(i)
        line_starts = [line.start for line in article.lines]
        lines = [bisect_right(line_starts, _anchor(one).start) for one in statements]
        found = [one for one in intermediaries(text, names) if not _own_page(one.name, article)]
        by_id = {one.id: i for i, one in enumerate(statements)}
        mentions: list[list[Mention]] = [[] for _ in statements]
        reading = cls(text, statements, by_id, by_sentence, starts, lines, mentions, [])
        for mention in found:
            for i in _owners(reading, mention):
                mentions[i].append(mention)
            if mention.kind in ("remarks", "interview") and not _within(reading, mention):
                place = sentence(starts, len(text), mention.span.start).start
                reading.told.append((place, bisect_right(line_starts, place), mention))
        _share(reading)
        return reading

    def parent(self, i: int) -> int | None:
        """Return the number of the statement that this one is nested in."""
        parent = self.statements[i].parent
        return self.by_id.get(parent) if parent is not None else None


def _anchor(one: Statement) -> Span:
    return (one.cue or one.source or one.content)[0]


def _anchors(one: Statement) -> list[int]:
    """Return where the reporting clause is looked for: at the cue and the source."""
    return [spans[0].start for spans in (one.cue, one.source) if spans] or [one.content[0].start]


def _own_page(name: str, article: Article) -> bool:
    return carriers().is_outlet(name, article.outlet)


# Which statements a mention belongs to


def _owners(reading: _Reading, mention: Mention) -> list[int]:
    """Return the statement whose reporting clause the mention stands in, the one with the nearest cue."""
    at = [i for i in _within(reading, mention) if _may_have(reading, i, mention)]
    return [min(at, key=lambda i: (_distance(reading.statements[i], mention.span), i))] if at else []


def _share(reading: _Reading) -> None:
    """Give a statement without mentions those of another of the same speaker in its sentence.

    "Asked at a rally .., she said": a question without a source shares too.
    """
    named = [(i, found) for i, found in enumerate(reading.mentions) if found]
    for i, found in named:
        for j in _within(reading, found[0]):
            if not reading.mentions[j] and _one_speaker(reading, i, j) and _may_have(reading, j, found[0]):
                reading.mentions[j].extend(found)


def _one_speaker(reading: _Reading, i: int, j: int) -> bool:
    one, other = (reading.statements[k] for k in (i, j))
    if one.parent != other.parent:
        return False
    keys = [speaker_keys(k, quoted(reading.text, k.source, " ")) for k in (one, other)]
    return keys[0] == keys[1] or None in keys or not one.source


def _within(reading: _Reading, mention: Mention) -> list[int]:
    """Return the statements whose cue or source stands in the mention's sentence."""
    place = sentence(reading.starts, len(reading.text), mention.span.start).start
    return reading.by_sentence.get(place, [])


def _may_have(reading: _Reading, i: int, mention: Mention) -> bool:
    one = reading.statements[i]
    if _meets(one.content, mention.span) or (mention.reports and _meets(one.source, mention.span)):
        return False
    if not mention.reports and not is_saying(quoted(reading.text, one.cue, " ")):
        return False
    if mention.of_cue and not _meets(one.cue, mention.span):
        return False
    parent = reading.parent(i)
    return parent is None or _inside(reading.statements[parent].content, mention.span)


def _meets(spans: Sequence[Span], one: Span) -> bool:
    return any(span.start < one.end and one.start < span.end for span in spans)


def _inside(spans: Sequence[Span], one: Span) -> bool:
    return any(span.start <= one.start and one.end <= span.end for span in spans)


def _distance(one: Statement, span: Span) -> int:
    """Return the characters between the mention and the cue, those of the content left out."""
    anchor = _anchor(one)
    low, high = (anchor.end, span.start) if anchor.start < span.start else (span.end, anchor.start)
    inside = sum(max(0, min(high, part.end) - max(low, part.start)) for part in one.content)
    return max(0, high - low - inside)


# A statement's own links


def _own(reading: _Reading, i: int) -> Links:
    mentions = _without_doubles(reading.mentions[i])
    links = [ChainLink(m.name, m.kind, m.span) for m in sorted(mentions, key=_order)]
    document = as_document(reading.text, reading.statements[i].source)
    return tuple(([document] if document else []) + links)


def _without_doubles(mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions without an interview that another one names better.

    "told Interfax in an interview" is one with Interfax, "on CNN's “Velden Hour”" one with CNN.
    """
    mentions = _with_remarks(mentions)
    asked = [m for m in mentions if m.kind == "interview"]
    named = [m for m in asked if m.name[:1].isupper()] or asked
    media = [m for m in named if m.name in carriers().kinds] or named
    return [m for m in mentions if m.kind != "interview" or m in media[:1]]


def _with_remarks(mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions with "written remarks to Interfax" as one: Interfax got remarks, not an interview."""
    out: list[Mention] = []
    for one in sorted(mentions, key=lambda m: m.span):
        before = out[-1] if out else None
        if (
            before
            and before.name.endswith("remarks")
            and one.kind == "interview"
            and one.span.start - before.span.end < TO
        ):
            out[-1] = one._replace(kind="remarks", span=Span(before.span.start, one.span.end))
        else:
            out.append(one)
    return out


TO = 12
"""Characters between "remarks" and the medium that got them: " to the "."""


def _order(mention: Mention) -> tuple[int, int]:
    """Return the mention's place: what the speaker made first, then who asked, then who told it."""
    steps = {"remarks": 0, "document": 0, "post": 0, "interview": 1}
    return (steps.get(mention.kind, 2), mention.span.start)


# Nested statements: told by a medium


def _tellers(reading: _Reading, i: int) -> Iterator[ChainLink]:
    """Yield the media among those whose statements this one is nested in, the innermost first."""
    parent = reading.parent(i)
    seen = {i}
    while parent is not None and parent not in seen:
        seen.add(parent)
        link = as_medium(reading.text, reading.statements[parent].source)
        if link:
            yield link
        parent = reading.parent(parent)


# Events and the end of the chain


def _with_events(reading: _Reading, own: Sequence[Links]) -> list[Links]:
    """Return the links, carried on in each speech event; a sentence that only tells of one begins it too."""
    turns = [(_anchor(one).start, i, _turn(reading, i, own[i])) for i, one in enumerate(reading.statements)]
    told = [(place, -1, _told(reading, place, line, one)) for place, line, one in reading.told]
    order = sorted((*turns, *told), key=lambda turn: turn[:2])
    links: list[Links] = [()] * len(turns)
    for (_, i, _), found in zip(order, carried([turn for *_, turn in order]), strict=True):
        if i >= 0:
            links[i] = found
    return links


def _told(reading: _Reading, place: int, line: int, one: Mention) -> Turn:
    """Return the turn that the first one named in a sentence takes: "On Friday, Brandt gave a speech in Velden"."""
    before = reading.text[place : one.span.start]
    return Turn(line, first_named(before), "", (ChainLink(one.name, one.kind, one.span),), False)


def _turn(reading: _Reading, i: int, links: Links) -> Turn:
    one = reading.statements[i]
    source = quoted(reading.text, one.source, " ")
    cue = " ".join(span.of(reading.text) for span in one.cue)
    held = bool(links) and all(link.span is not None and _meets(one.source, link.span) for link in links)
    return Turn(reading.lines[i], speaker_keys(one, source), cue, links, one.parent is not None, held)


def _finished(links: Sequence[ChainLink], last: Sequence[ChainLink], article: Article) -> Links:
    """Return the links without the page's own outlet and without one that is there twice, the page's credits last."""
    table = carriers()
    kept: list[ChainLink] = []
    for link in (*links, *last):
        if not _own_page(link.name, article) and not any(table.same(link.name, other.name) for other in kept):
            kept.append(link)
    return tuple(kept)
