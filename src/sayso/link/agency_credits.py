"""The agencies that an article itself says it has its text from: byline, authors, outlet, dateline, copyright.

An agency that is credited for a photograph, or that contributed, is not credited with the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sayso.records import Article, Line, Role

_SEPARATORS = re.compile(r"[,/|;&+•()\n]|\.\s|\s[-–—]\s|\b(?:and|by|from|via|source:)\s", re.IGNORECASE)
_DATELINE = re.compile(r"[^\n()]{0,60}\((?P<name>[^\n()]{2,40})\)\s*[-–—]")
_COPYRIGHT = re.compile(
    r"\W*(?:©|copyright\b|\(c\)\s)(?:\W|copyright\b|\d{4}\b)*(?P<holder>[^\n]{0,80})", re.IGNORECASE
)
_LAST_LINES = 12
"""Lines at the end of a text in which its copyright is looked for."""
_LONGEST = 400
"""Characters of a line in which names are looked for; a byline has no more."""


@dataclass(frozen=True, slots=True)
class Agencies:
    """The names of news agencies, as the press writes them, each with the usual name of its bearer."""

    usual: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, bearers: Iterable[Sequence[str]]) -> Agencies:
        """Take one list of names a bearer, the usual one first.

        >>> Agencies.of([["Velden Press Agency", "VPA"]]).usual["VPA"]
        'Velden Press Agency'
        """
        return cls({name: names[0] for names in bearers for name in names})


NONE_KNOWN = Agencies()


def credited(article: Article, agencies: Agencies) -> tuple[str, ...]:
    """Return the usual names of the agencies that the article credits with its text, in alphabetical order.

    >>> article = Article("a", "d", "Port closed", (Line(0, 11, Role.BODY),), authors=("Vera Brandt", "VPA"))
    >>> credited(article, Agencies.of([["Velden Press Agency", "VPA"]]))
    ('Velden Press Agency',)
    """
    if not agencies.usual:
        return ()
    return tuple(sorted({agencies.usual[name] for name in _names(article) if name in agencies.usual}))


def _names(article: Article) -> Iterator[str]:
    for told in (article.outlet or "", *article.authors):
        yield from _parts(told)
    for line in article.lines:
        if line.role is Role.BYLINE:
            yield from _parts(_start(article, line))
    first = next((line for line in article.lines if line.role is Role.BODY), None)
    dateline = _DATELINE.match(_start(article, first)) if first else None
    if dateline:
        yield from _parts(dateline["name"])
    for line in article.lines[-_LAST_LINES:]:
        held = _COPYRIGHT.match(_start(article, line))
        if held:
            yield from _parts(held["holder"])


def _start(article: Article, line: Line) -> str:
    return article.text[line.start : min(line.end, line.start + _LONGEST)]


def _parts(text: str) -> Iterator[str]:
    for part in _SEPARATORS.split(text[:_LONGEST]):
        name = part.strip(" .\t")
        yield name
        yield name.removeprefix("The ").removeprefix("the ")
