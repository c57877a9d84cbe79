"""At whom a statement is aimed: the object of "accused Velden of", of "denounced Brandt's trip", of "warned the West".

Candidates are the actors that the content names, the speaker aside; the order is that of the text, what the cue's own
verb governs first.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from sayso.records import Article, Name, NameKind, Span, Statement, quoted
from sayso.resolve.noun_phrases import addressing, noun_phrase

MOST = 3

_WORDS = re.compile(r"\w+")
_BEFORE = re.compile(r"([\w’'-]+)\s+(?:the\s+)?$")
_JOINED = re.compile(r"(?:,? and |, | or |/)")


def targets(
    article: Article, statements: Sequence[Statement], names: Sequence[Name], spoken_to: Sequence[Span | None]
) -> tuple[tuple[Span, ...], ...]:
    """Return for each statement the spans of the actors that it is aimed at, at most three, the likeliest first.

    The statements have their speakers; `spoken_to` are their addressees' words.
    """
    ordered = sorted(names, key=lambda name: name.span)
    ends = [name.span.end for name in ordered]
    return tuple(
        _targets(article.text, one, _named(article.text, one, ordered, ends), addressee)
        for one, addressee in zip(statements, spoken_to, strict=True)
    )


def _targets(text: str, one: Statement, named: Sequence[Span], addressee: Span | None) -> tuple[Span, ...]:
    choices = (_governed(text, one, named), next(iter(named), None), next(_pronouns(text, one), None), addressee)
    first = next((span for span in choices if span is not None), None)
    if first is None:
        return ()
    joined = [first]
    for span in named:
        if span.start > joined[-1].end and _JOINED.fullmatch(text, joined[-1].end, span.start):
            joined.append(span)
    return tuple(joined[:MOST])


def _named(text: str, one: Statement, names: Sequence[Name], ends: Sequence[int]) -> list[Span]:
    """Return the names in the content, without the speaker's and without places that only tell where."""
    own = set(_WORDS.findall((one.speaker.name if one.speaker else quoted(text, one.source, " ")).lower()))
    found = []
    for piece in one.content:
        for at in range(bisect_left(ends, piece.start + 1), len(names)):
            name = names[at]
            if name.span.start >= piece.end:
                break
            words = set(_WORDS.findall(name.span.of(text).lower()))
            if name.span.start >= piece.start and not words & own and not _is_where(text, name):
                found.append(name.span)
    return found


def _is_where(text: str, name: Name) -> bool:
    if name.kind is not NameKind.PLACE:
        return False
    before = _BEFORE.search(text, max(0, name.span.start - 24), name.span.start)
    return before is not None and before[1].lower() in addressing()["where"]


def _governed(text: str, one: Statement, named: Sequence[Span]) -> Span | None:
    """Return the object of the cue: its name, or its words where they stand for actors: "blasted the militants"."""
    if not one.cue:
        return None
    at = one.cue[-1].end
    phrase = noun_phrase(text, at, len(text))
    if phrase is None or "\n" in text[at : phrase.start] or not _in(one.content, phrase):
        return None
    inside = [span for span in named if phrase.start <= span.start < phrase.end]
    aims = not addressing()["aims"].isdisjoint(_WORDS.findall(quoted(text, one.cue, " ").lower())[-3:])
    if inside:
        return inside[0] if aims else None
    return phrase if _WORDS.findall(phrase.of(text).lower())[-1] in addressing()["actors"] else None


def _in(spans: Sequence[Span], one: Span) -> bool:
    return any(span.start <= one.start and one.end <= span.end for span in spans)


def _pronouns(text: str, one: Statement) -> Iterator[Span]:
    """Yield the pronouns of the content that may stand for another than the speaker: not "I", not "we"."""
    for piece in one.content:
        for word in _WORDS.finditer(text, piece.start, piece.end):
            if word[0].lower() in addressing()["pronouns"]:
                yield Span(word.start(), word.end())
