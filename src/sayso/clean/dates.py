"""Lines that give a date and nothing else, as they stand under headlines."""

from __future__ import annotations

import re

MAX_LINE = 120
"""Characters: `Published: Monday, 5 May 2025, 14:03 GMT | Updated: ..` is about as long as such lines get."""

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?"
    r"|dec(?:ember)?|января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря"
    r"|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|januar|februar|märz|juni|juli|oktober"
    r"|dezember|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)\.?"
)
_DATE = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?\.?\s+{_MONTH}(?:,?\s+\d{{4}})?\b|\b{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?\b"
    rf"|\b{_MONTH}\s+\d{{4}}\b|\b\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}(?=\b|T)|\b\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{2,4}}\b"
    r"|\b\d+\s*(?:hours?|hrs?|h|minutes?|mins?|m|days?|d|weeks?|months?|years?)\s+ago\b|\btoday\b|\byesterday\b",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_BESIDE = re.compile(
    r"\b(?:first )?(?:published|posted|updated|last updated|last modified|modified|created|date|on|at|the|by|added|edited"  # noqa: E501 - one pattern, one line
    r"|опубликовано|обновлено|обновлён|г|мск|publié|le|mis à jour|veröffentlicht|aktualisiert|am|publicado|actualizado|el)\b"  # noqa: E501 - one pattern, one line
    r"|\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b|\b\d{1,2}[:.h]\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?)?"
    r"|\b(?:gmt|utc|[ecmp][sd]?t|bst|cest|cet|ist|jst|msk|eest|eet|moscow time|local time)\b|[+-]\d{2}:?\d{2}\b|\b[ap]\.?m\.?\b"  # noqa: E501 - one pattern, one line
    r"|\b\d+[- ]min(?:ute)?s?\.? read\b|\bread time\b",
    re.IGNORECASE,
)


def is_date_line(line: str) -> bool:
    """Whether a line gives a date, and nothing beside it but a time and words such as `Published`.

    >>> is_date_line("Published: Monday, 5 May 2025, 14:03 GMT"), is_date_line("On May 5 the port closed")
    (True, False)
    """
    if len(line) > MAX_LINE or not _DIGIT.search(line):
        return False
    rest, found = _DATE.subn(" ", line)
    return bool(found) and not re.search(r"\w", _BESIDE.sub(" ", rest))


_PART = re.compile(r"\s+[/|–—-]\s+|\s*[|·•]\s*")
_TOLD = re.compile(
    r"(?:(?:this|the) (?:story|article|page|post|report|piece) (?:was |has been |is )?(?:first |last |originally )?)?"
    r"(?=(?:updated|published|posted|corrected|modified)\b)",
    re.IGNORECASE,
)
_STAMPED = re.compile(r"\b(?:updated|published|posted|corrected|modified|last reviewed)\b", re.IGNORECASE)
_CLOCK = re.compile(r"\b\d{1,2}[:.h]\d{2}|\b\d{1,2}\s*[ap]\.?m\b", re.IGNORECASE)
_ZONE = re.compile(
    r"\b(?:gmt|utc)\s*[+-]\s*\d{1,2}(?::?\d{2})?\b|(?<=\d)Z\b|\b(?:originally|corrected)\b"
    r"|\b(?:average )?reading time\b|\b\d+ min(?:ute)?s?(?: read)?\b",
    re.IGNORECASE,
)
_PLACE = re.compile(r"(?:[^\W\d_a-z][\w.'’-]*\s+){0,2}[^\W\d_a-z][\w.'’-]*,\s+(?=\S)")
_NAMES = re.compile(r"[^\W\d_a-z][\w.'’&-]*(?:\s+[^\W\d_a-z][\w.'’&-]*){0,3}\s*")

_CHANGED = re.compile(
    r"\b(?:updated|modified|corrected|reviewed|revised|обновлено|обновлён|mis à jour|aktualisiert|actualizado)\b", re.I
)
_FIRST = re.compile(r"\b(?:published|posted|created|опубликовано|publié|veröffentlicht|publicado)\b", re.I)


def is_stamp(line: str) -> bool:
    """Whether a line that `is_date_line` doesn't know still only says when, beside a place or outlet or by the clock.

    >>> is_stamp("Littoral Wire · Sept 13, 2025 · 2 min read"), is_stamp("Updated at 2:40 p.m. ET")
    (True, True)
    >>> is_stamp("This story was updated on Aug. 6, 2015."), is_stamp("Talks began on 5 May | The port closed in June")
    (True, False)
    """
    if len(line) > MAX_LINE or not _DIGIT.search(line) or not (_STAMPED.search(line) or _DATE.search(line)):
        return False
    bare = _ZONE.sub(" ", _TOLD.sub("", line.rstrip(". "), count=1))
    if is_date_line(bare) or is_date_line(_PLACE.sub("", bare, count=1)):
        return True
    if _STAMPED.match(bare) and _CLOCK.search(bare) and not re.search(r"\w", _BESIDE.sub(" ", bare)):
        return True
    parts = [part for part in _PART.split(bare) if part]
    dated = [is_date_line(part) for part in parts]
    return any(dated) and all(
        known or _NAMES.fullmatch(part) or not re.search(r"\w", _BESIDE.sub(" ", part))
        for known, part in zip(dated, parts, strict=True)
    )


def is_stamped(line: str) -> bool:
    """Whether a line begins with `Updated` or the like and has a figure: whatever else it says, it is about the page.

    >>> is_stamped("Updated November 11, 20228:23 PM ET Originally published November 9"), is_stamped("The port closed")
    (True, False)
    """
    return bool(_STAMPED.match(_TOLD.sub("", line, count=1)) and _DIGIT.search(line))


def is_revision(line: str) -> bool:
    """Whether a date line gives the day of a change, not that of publication.

    >>> is_revision("Updated: 17 September 2025"), is_revision("Published 3 May, updated 4 May 2025")
    (True, False)
    """
    return bool(_CHANGED.search(line)) and not _FIRST.search(line)
