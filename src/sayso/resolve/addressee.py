"""To whom it is said: "told reporters", "said to lawmakers", "asked if .., the minister replied".

A medium that is told ("told Reuters") is a link of the chain, no addressee.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache

from sayso.records import Article, Name, Span, Statement, quoted
from sayso.resolve.carriers import carriers
from sayso.resolve.media import media_names
from sayso.resolve.noun_phrases import addressing, noun_phrase
from sayso.resolve.running_words import Words
from sayso.resolve.sentences import sentence, sentence_starts
from sayso.resolve.speech_events import goes_on, is_saying, speaker_keys

_LAST_WORD = re.compile(r"(?:\b(?:called|calls|calling|call|appealed) (?:up)?on|\bappealed to|[\w’'-]+)\s*$")
_ADDRESSED = re.compile(
    r"\b(?:addressing|speaking to|speaking before|talking to|briefing|who briefed|testifying (?:to|before)"
    r"|(?:in|during|from|at) (?:[\w’'-]+ ){0,4}"
    r"(?:remarks|speech|address|statement|letter|message|email|comments|testimony) (?:addressed )?to"
    r"|(?:call|conference|briefing|session) with)\s",
    re.IGNORECASE,
)
_TO = re.compile(
    r"\s+(?:\w+ly )?to\s+(?=(?:the|a|an|his|her|their|its|[A-Z]|\w+s\b))(?!(?:be|have)\b)",
)


def addressees(article: Article, statements: Sequence[Statement], names: Sequence[Name]) -> tuple[Span | None, ...]:
    """Return for each statement the words for whom it is said to, or None where the text doesn't say.

    The names aren't needed: those spoken to are mostly unnamed ("reporters").
    """
    del names
    text = article.text
    starts = sentence_starts(text)
    own = [_addressee(text, starts, statements, i) for i in range(len(statements))]
    people = [None if span is None or _is_medium(text, span, article.outlet) else span for span in own]
    return tuple(_carried(text, [line.start for line in article.lines], statements, people))


def _carried(
    text: str, line_starts: Sequence[int], statements: Sequence[Statement], own: Sequence[Span | None]
) -> list[Span | None]:
    """Return the addressees, each kept for what its speaker goes on to say in the same line."""
    out = list(own)
    known: dict[str, Span | None] = {}
    last: tuple[str, ...] = ()
    line = -1
    for i, one in enumerate(statements):
        here = bisect_right(line_starts, (one.cue or one.source or one.content)[0].start)
        if one.parent is not None:
            continue
        if here != line:
            known, line = {}, here
        keys = speaker_keys(one, quoted(text, one.source, " "))
        keys = last if keys is None else keys
        last = keys or last
        cue = quoted(text, one.cue, " ")
        if own[i] is not None and addressing()["urges"].isdisjoint(cue.lower().split()):
            known |= dict.fromkeys(keys, own[i])
        elif own[i] is None and goes_on(cue):
            out[i] = next((known[key] for key in keys if key in known), None)
    return out


def _addressee(text: str, starts: Sequence[int], statements: Sequence[Statement], i: int) -> Span | None:
    one = statements[i]
    cue = quoted(text, one.cue, " ").lower()
    reach = sentence(starts, len(text), (one.cue or one.source or one.content)[0].start)
    if re.search(r"\b(?:asked|questioned|pressed)\b", cue) and (not one.source or _asked_by(text, one)):
        return _one_asked(text, reach, statements, i)
    if _PASSIVE_CUE.match(cue):
        return _subject(text, reach, one)
    return (
        _object(text, one, cue)
        or _after_to(text, one)
        or _spoken_to(text, reach, one)
        or _asker(text, statements, i)
        or _answerer(text, statements, i)
    )


def _object(text: str, one: Statement, cue: str) -> Span | None:
    """Return the object of the cue: "told reporters", "urged Velden to yield"."""
    last = _LAST_WORD.search(cue)
    if last is None or not one.cue:
        return None
    verb = last[0].strip()
    table, end = addressing(), one.cue[-1].end
    if verb in table["tells"]:
        found = _free(text, end, one)
        if found:
            return found
    if verb in table["urges"] or verb in table["tells"]:
        return _asked_to_act(text, end)
    return _inside_cue(text, one, table)


def _inside_cue(text: str, one: Statement, table: dict[str, frozenset[str]]) -> Span | None:
    """Return the object that the cue itself has: "told reporters in Velden that"."""
    for span in one.cue:
        for word in re.finditer(r"[\w’'-]+", span.of(text)):
            if word[0].lower() in table["tells"]:
                found = noun_phrase(text, span.start + word.end(), span.end)
                return found if found and _is_somebody(text, found) else None
    return None


def _free(text: str, at: int, one: Statement) -> Span | None:
    """Return the noun phrase between the cue and the content, or after a cue that follows the content."""
    after = [span.start for span in (*one.content, *one.source) if span.start >= at]
    found = noun_phrase(text, at, min([*after, _line_end(text, at)]))
    return found if found and _is_somebody(text, found) else None


def _asked_to_act(text: str, at: int) -> Span | None:
    """Return the noun phrase after the cue if "to" and a verb follow it; the content may hold both."""
    that = re.compile(r"\s+that\b").match(text, at)
    found = noun_phrase(text, that.end() if that else at, _line_end(text, at))
    followed = found is not None and re.compile(r",?(?: \([^)]*\))?,?\s+(?:not )?(?:to|for|that)\b").match(
        text, found.end
    )
    return found if found and followed and _is_somebody(text, found) else None


def _is_somebody(text: str, span: Span) -> bool:
    words = span.of(text).lower()
    return words not in addressing()["nobody"] and not words.startswith(("if ", "whether ", "a question", "questions"))


def _line_end(text: str, at: int) -> int:
    """Return the line's end, or a place after which no phrase at `at` goes on."""
    far = min(len(text), at + FAR)
    end = text.find("\n", at, far)
    return far if end < 0 else end


FAR = 400
"""Characters: longer than the longest noun phrase."""


def _after_to(text: str, one: Statement) -> Span | None:
    """Return whom "to" names right after the cue: "admitted to Ms Brandt that"."""
    if not one.cue:
        return None
    to = _TO.match(text, one.cue[-1].end)
    if to is None or any(span.start <= to.end() < span.end for span in one.content):
        return None
    return _free(text, to.end(), one)


def _spoken_to(text: str, reach: Span, one: Statement) -> Span | None:
    """Return whom another phrase of the reporting clause names: "addressing lawmakers, he said"."""
    if one.parent is not None or not one.source or not is_saying(quoted(text, one.cue, " ")):
        return None
    for start, end in _addressed(text, *reach):
        if not any(span.start < end and start < span.end for span in one.content):
            return _free(text, end, one)
    return None


@lru_cache(maxsize=8)  # asked for each statement of a sentence
def _addressed(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    return tuple(found.span() for found in _ADDRESSED.finditer(text, start, end))


def _asked_by(text: str, one: Statement) -> bool:
    """Return whether the source is who asks in the passive: "Asked by Brandt if .."."""
    return text[max(0, one.source[0].start - 3) : one.source[0].start] == "by " and one.cue[:1] < one.source[:1]


def _answerer(text: str, statements: Sequence[Statement], i: int) -> Span | None:
    """Return who answers a question in the next line, or the same: "“Why?” Brandt asked. .. “Because,” Maas said"."""
    one = statements[i]
    asks = _ASKS.search(quoted(text, one.cue, " ")) and one.content and _is_question(text, one.content[-1])
    later = next((other for other in statements[i + 1 : i + 4] if other.parent == one.parent), None) if asks else None
    if later is None or not later.source or not later.content:
        return None
    if one.speaker is not None and later.speaker == one.speaker:
        return None
    between = text[one.content[-1].end : later.content[0].start]
    return later.source[0] if between.count("\n") <= ANSWER and text[later.content[0].start] in '“"' else None


def _is_question(text: str, piece: Span) -> bool:
    return "?" in text[max(piece.start, piece.end - 3) : piece.end]


ANSWER = 2
"""Line breaks between a question and the answer, at most: an empty line between."""
_ASKS = re.compile(r"\bask(?:s|ed)\b", re.IGNORECASE)


def _one_asked(text: str, reach: Span, statements: Sequence[Statement], i: int) -> Span | None:
    """Return who is asked: "Asked if it was over, the minister said": the source of the answer."""
    one = statements[i]
    end = max(span.end for span in (*one.content, *one.cue))
    answers = [span for other in statements[i : i + 4] if other.parent == one.parent for span in other.source[:1]]
    near = [span for span in answers if 0 <= span.start - end < NEAR and "\n" not in text[end : span.start]]
    return min(near, default=None) or _subject(text, reach, one)


NEAR = 40
"""Characters between a question and the one who answers it."""


def _subject(text: str, reach: Span, one: Statement) -> Span | None:
    """Return the passive's subject: "Ms Brandt was asked about"."""
    before = _SUBJECT.search(text, reach.start, one.cue[0].start)
    return Span(*before.span("who")) if before else None


_PASSIVE_CUE = re.compile(r"(?:was|were|been|is|are) (?:asked|told|assured|warned|briefed|informed|urged|pressed)\b")
_SUBJECT = re.compile(
    r"(?P<who>(?:[A-Z][\w’'.-]*)(?: [A-Z][\w’'.-]*)*|\b[Hh]e|\b[Ss]he|\b[Tt]hey|\b[Tt]he \w+)\s+(?:was |were |is )?$"
)


def _asker(text: str, statements: Sequence[Statement], i: int) -> Span | None:
    """Return who asked the question that this statement answers, if the one before it asks and "replied" follows."""
    one = statements[i]
    cue = quoted(text, one.cue, " ").lower().rstrip(":, ")
    if cue not in addressing()["replies"]:
        return None
    before = next((other for other in reversed(statements[max(0, i - 4) : i]) if other.parent == one.parent), None)
    asked = before is not None and re.search(r"\bask", quoted(text, before.cue, " "))
    return before.source[0] if before is not None and asked and before.source else None


def _is_medium(text: str, span: Span, outlet: str | None) -> bool:
    """Return whether the words name a medium or an occasion, not those spoken to: "Reuters", "a local broadcaster".

    The page's own outlet is a medium, whatever its name.
    """
    table, words = carriers(), Words.of(span.of(text))
    last = words.lower[-1] if words.lower else ""
    if (
        last in table.words["generic_media"]
        or last in ("station", "show", "program")
        or (table.nouns.get(last) == "remarks" and last != "panel")
    ):
        return True
    if words.lower and carriers().is_outlet(span.of(text).strip("“”\"'‘’ "), outlet):
        return True
    return any(found.end == words.ends[-1] for found in media_names(words))
