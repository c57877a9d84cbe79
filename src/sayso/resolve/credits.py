"""Who the page itself says it has the story from: a byline or dateline that names an agency, a translation service."""

from __future__ import annotations

import re

from sayso.records import Article, ChainLink, Role, Span
from sayso.resolve.carriers import carriers

_DATELINE = re.compile(r"[^\n()]{0,60}\((?P<name>[A-Z][\w-]+(?: [A-Z][\w-]+)?)\)\s*[-–—]{1,2}")
_SEPARATORS = re.compile(r"[,/|;&+•]|\band\b|\bby\b|\bfrom\b|\bvia\b|\bsource:", re.IGNORECASE)


def credited(article: Article) -> tuple[ChainLink, ...]:
    """Return the agencies that the page has the story from, then the translation service that the article names."""
    agency = _from_byline(article) or _from_dateline(article)
    links = [agency] if agency else []
    if article.translated_by:
        at = article.text.find(article.translated_by)
        span = Span(at, at + len(article.translated_by)) if at >= 0 else None
        links.append(ChainLink(article.translated_by, "translation", span))
    return tuple(links)


def _from_byline(article: Article) -> ChainLink | None:
    for line in article.lines:
        if line.role is Role.BYLINE:
            at = line.start
            for part in _SEPARATORS.split(article.text[line.start : line.end]):
                at = article.text.index(part, at)
                if _is_agency(name := _bare(part)):
                    start = article.text.index(name, at)
                    return ChainLink(name, "agency", Span(start, start + len(name)))
                at += len(part)
    parts = (_bare(part) for author in article.authors for part in _SEPARATORS.split(author))
    named = [name for name in parts if _is_agency(name)]
    return ChainLink(named[0], "agency", None) if named else None


def _bare(part: str) -> str:
    return part.strip().strip(" .()")


def _is_agency(name: str) -> bool:
    return carriers().kinds.get(name) == "agency"


def _from_dateline(article: Article) -> ChainLink | None:
    """Return the agency in the first line of the body: "VELDEN (AFP) - ..".

    None where the page's outlet isn't known: it may be the agency's own page.
    """
    if article.outlet is None:
        return None
    first = next((line for line in article.lines if line.role is Role.BODY), None)
    found = _DATELINE.match(article.text, first.start, first.end) if first else None
    if found and _is_agency(found["name"]):
        return ChainLink(found["name"], "agency", Span(*found.span("name")))
    return None
