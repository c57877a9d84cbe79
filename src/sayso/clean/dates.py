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
