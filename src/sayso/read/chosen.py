"""Which pages of a web archive are wanted: of some outlets, days and languages.

A page's language is what its first tag says, else what its server said, else what its words show; a page that shows
none is taken, for cleaning it will tell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sayso.config import Settings
from sayso.days import asked_day
from sayso.errors import UsageError
from sayso.language import language_of

LOOKED_AT = 200_000
"""Bytes of a page in which its prose begins, scripts and menus included."""
DECLARED_WITHIN = 8_192
"""Bytes of a page in which its first tag stands."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is wanted; an empty tuple, or None, is all of it."""

    languages: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    first: str | None = None
    last: str | None = None
    limit: int | None = None

    def has_host(self, host: str) -> bool:
        """Say whether a host is one of those wanted, or below one.

        >>> Chosen(hosts=("example.org",)).has_host("news.example.org")
        True
        """
        return not self.hosts or any(host == one or host.endswith(f".{one}") for one in self.hosts)

    def has_day(self, fetched: str) -> bool:
        """Say whether a moment, as `Document.fetched` has it, is within the days wanted."""
        day = fetched[:10]
        return not ((self.first and day < self.first) or (self.last and day > self.last))

    def has_language(self, content: bytes, *, is_html: bool, charset: str | None, said: str | None) -> bool:
        """Say whether a page is in one of the languages wanted, or shows none; `said` is what its server said."""
        if not self.languages:
            return True
        language = (_declared(content) if is_html else None) or said or _shown(content, is_html, charset)
        return language is None or language in self.languages


def chosen(settings: Settings) -> Chosen:
    """Return what the settings ask for; `UsageError` for a language, an outlet, a day or a limit that is none.

    >>> chosen(Settings(language=("en-GB",), outlet=("https://Example.org/news",), since="2025-05")).hosts
    ('example.org',)
    """
    if settings.limit is not None and settings.limit < 1:
        raise UsageError(f"limit {settings.limit} is no number of pages: give 1 or more.")
    return Chosen(
        tuple(_language(one) for one in settings.language),
        tuple(_host(one) for one in settings.outlet),
        asked_day("since", settings.since)[0] if settings.since else None,
        asked_day("until", settings.until)[1] if settings.until else None,
        settings.limit,
    )


_CODE = re.compile(r"([A-Za-z]{2,3})([-_][A-Za-z0-9_-]+)?")
_HOST = re.compile(r"(?:[a-z]+://)?(?:www\.)?([a-z0-9-]+(?:\.[a-z0-9-]+)+)\.?(?::\d+)?(?:/.*)?", re.IGNORECASE)
_TAG_LANGUAGE = re.compile(
    rb"<html\b[^>]{0,2000}?\s(?:xml:)?lang\s*=\s*[\"']?\s*([A-Za-z]{2,3})(?![A-Za-z])", re.IGNORECASE
)
_UNSEEN = re.compile(r"<(script|style|noscript|template)\b|<!--", re.IGNORECASE)
_ENDS = {
    name: re.compile(f"</{name}" if name else "-->", re.IGNORECASE)
    for name in ("script", "style", "noscript", "template", "")
}
_PARAGRAPH = re.compile(r"<p\b[^>]{0,200}>", re.IGNORECASE)
MOST_OF_ONE = 4_000
"""Characters of a paragraph that are looked at: of one that is never closed, the rest of the page would be."""
_TAG = re.compile(r"<[^<>]{0,2000}>|&#?\w{1,32};")


def _language(given: str) -> str:
    code = _CODE.fullmatch(given.strip())
    if code is None:
        raise UsageError(f"language {given!r} is no language: give its code of two letters, such as en.")
    return code.group(1).casefold()


def _host(given: str) -> str:
    host = _HOST.fullmatch(given.strip())
    if host is None:
        raise UsageError(f"outlet {given!r} is no host: give it as example.org.")
    return host.group(1).casefold()


def _declared(content: bytes) -> str | None:
    tag = _TAG_LANGUAGE.search(content, 0, DECLARED_WITHIN)
    return tag.group(1).decode("ascii").casefold() if tag else None


def _shown(content: bytes, is_html: bool, charset: str | None) -> str | None:
    """Return the language of a page's paragraphs, or of all its words where it has none."""
    try:
        text = content[:LOOKED_AT].decode(charset or "utf-8", "replace")
    except (LookupError, ValueError):
        text = content[:LOOKED_AT].decode("utf-8", "replace")
    if not is_html:
        return language_of(text)
    seen = _seen(text)
    begun = _PARAGRAPH.split(seen, 20)[1:]
    paragraphs = " ".join(one[:MOST_OF_ONE].partition("</p")[0] for one in begun)
    return language_of(_TAG.sub(" ", paragraphs or seen))


def _seen(text: str) -> str:
    """Return a page without its scripts, styles and comments; nothing follows one that never ends."""
    parts, at = [], 0
    while (begun := _UNSEEN.search(text, at)) is not None:
        parts.append(text[at : begun.start()])
        end = _ENDS[(begun.group(1) or "").lower()].search(text, begun.end())
        if end is None:
            return " ".join(parts)
        at = end.end()
    return " ".join([*parts, text[at:]])
