"""When an article was first published: what its sources say, and None where they disagree beyond repair.

Strong sources state a publication date as such: JSON-LD, Open Graph, meta tags, what came with the document. They
must agree within a day (time zones); a source that repeats the modified date is left out first. Where there is none,
the head of the article may show one day (`heads`), or htmldate finds an original date that something else bears out.
A date later than the day after the fetch is no publication date.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from datetime import date, timedelta
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from sayso.records import Dated

_ISO = re.compile(r"\s*(\d{4})(?:-?(\d{2})(?:-?(\d{2}))?)?(?=$|[TZ\s])")
_SLASHED = re.compile(r"\s*(\d{4})/(\d{1,2})/(\d{1,2})(?=$|[T\s])")
"""The year first, and so the day last, as Google Scholar asks for `citation_publication_date`."""
_YEAR_FIRST = re.compile(r"\s*(\d{4})\s+([A-Za-z]{3,9})\.?\s+(\d{1,2})(?!\d)")
"""As libraries write it: `2025 May 5`."""
_MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ],
        start=1,
    )
    for name in names.split()
}
_DAY_MONTH = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?\.?\s+([A-Za-z]{3,9})\.?,?\s+(\d{4})(?!\d)")
_MONTH_DAY = re.compile(r"(?:\b|(?<=[a-z])(?=[A-Z]))([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)")
"""A word may stand close by, as the elements of a page do: `HealthMay 5, 2025Updated: May 6, 2025` has two days."""
_ISO_IN_TEXT = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
EARLIEST = date(1690, 1, 1)
"""Newspapers are no older; an archive's dates may well lie before the web."""
WEB = date(1990, 1, 1)
"""Template dates such as 1970-01-01 aren't taken from a page's mark-up."""
NEVER_SET = frozenset({"1969-12-31", "1970-01-01"})
"""What programs write that have no date: second 0 of their clock, in one time zone or another."""


class Said(NamedTuple):
    """What a source says: its name and the date."""

    basis: str
    day: Dated


def parsed(value: str | None, basis: str) -> Dated | None:
    """Return a date as a source wrote it (ISO 8601, RFC 822, or with an English month), at the precision it has.

    >>> parsed("2025-05-05T10:00:00+09:00", "json-ld")
    Dated(value='2025-05-05', precision='day', basis='json-ld', span=None)
    >>> parsed("2025/05/05", "meta").value
    '2025-05-05'
    >>> parsed("May 2025", "given") is None, parsed("1970-01-01T00:00:00Z", "given") is None
    (True, True)
    """
    if not value or len(value) > 100:
        return None
    day = _parsed(value, basis)
    return None if day is None or day.value in NEVER_SET else day


def days_in(text: str) -> list[date]:
    """Return the different days, with their years, that are written out in a short text; never guesses day from month.

    >>> days_in("Published 5 May 2025, 14:03; updated May 6, 2025")
    [datetime.date(2025, 5, 5), datetime.date(2025, 5, 6)]
    >>> days_in("05/06/2025")
    []
    """
    found = []
    for pattern, order in ((_DAY_MONTH, (2, 1, 0)), (_MONTH_DAY, (2, 0, 1)), (_ISO_IN_TEXT, (0, 1, 2))):
        for match in pattern.finditer(text[:500]):
            year, month, day = (match.group(place + 1) for place in order)
            number = _MONTHS.get(month.lower()) or (int(month) if month.isdigit() else 0)
            made = _date(int(year), number, int(day))
            if made:
                found.append((match.start(), made))
    return list(dict.fromkeys(made for _, made in sorted(found)))


def agreed(sources: Sequence[Said], modified: Sequence[Dated], fetched: str) -> Dated | None:
    """Return the publication date that the sources agree on (the first one's wording), or None.

    >>> one = Said("json-ld", Dated("2025-05-05", "day", "json-ld"))
    >>> two = Said("meta", Dated("2024-01-01", "day", "meta"))
    >>> agreed([one], [], "2025-06-01T00:00:00Z").value
    '2025-05-05'
    >>> agreed([one, two], [], "2025-06-01T00:00:00Z") is None
    True
    """
    stated = [said for said in sources if possible(said.day, fetched)]
    if len({said.day.value for said in stated}) > 1:
        changed = {day.value for day in modified}
        stated = [said for said in stated if said.day.value not in changed] or stated
    if not stated or any(not _near(stated[0].day, said.day) for said in stated[1:]):
        return None
    return stated[0].day


def possible(day: Dated, fetched: str) -> bool:
    """Whether an article that was fetched then can have been published on that day."""
    latest = _first_day(fetched)
    first = _first_day(day.value)
    # A day's grace: the fetch is told in UTC, a page in its own zone.
    return first is not None and first >= EARLIEST and (latest is None or first <= latest + timedelta(days=1))


def by_htmldate(html: str, url: str | None, fetched: str, shown: Set[str]) -> Dated | None:
    """Return the original date that htmldate finds, if something else in the page bears it out, else None.

    Where no source states a date, htmldate often returns that of a neighbouring story (17 of 56 on WCXB's pages). So
    its day must be among the days `shown` in the head, in the page's URL (to the month), or in a `<time>` element.
    """
    from htmldate import find_date  # late: its date parser takes a third of a second

    latest = _first_day(fetched)
    try:
        found = find_date(
            html, extensive_search=False, original_date=True, url=url, max_date=latest.isoformat() if latest else None
        )
    except Exception:  # noqa: BLE001 - it raises many kinds on broken pages; then the date is unknown
        return None
    if not found:
        return None
    in_url = re.search(rf"{found[:4]}[-/_]?{found[5:7]}\b|{found[:4]}[-/_]?{found[5:7]}[-/_]?{found[8:]}", url or "")
    if found in shown or in_url or re.search(rf"<time[^>]{{0,200}}\b{found}", html):
        return parsed(found, "htmldate")
    return None


def _parsed(value: str, basis: str) -> Dated | None:
    named = _YEAR_FIRST.match(value)
    if named and named[2].lower() in _MONTHS:
        return _dated((int(named[1]), _MONTHS[named[2].lower()], int(named[3])), basis)
    match = _ISO.match(value) or _SLASHED.match(value)
    if match:
        return _dated(tuple(int(part) for part in match.groups() if part), basis)
    found = days_in(value)
    if len(found) == 1:
        return _dated((found[0].year, found[0].month, found[0].day), basis)
    try:
        when = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return _dated((when.year, when.month, when.day), basis)


def _near(one: Dated, other: Dated) -> bool:
    if len(one.value) != len(other.value):
        short, long = sorted((one.value, other.value), key=len)
        return long.startswith(short)
    first, second = _first_day(one.value), _first_day(other.value)
    return first is not None and second is not None and abs(first - second) <= timedelta(days=1)


def _first_day(value: str) -> date | None:
    match = _ISO.match(value)
    if not match:
        return None
    year, month, day = (int(part) if part else 1 for part in match.groups())
    return _date(year, month, day)


def _dated(parts: tuple[int, ...], basis: str) -> Dated | None:
    year, month, day = (*parts, 1, 1)[:3]
    made = _date(year, month, day)
    if made is None or made < EARLIEST:
        return None
    precision = ("year", "month", "day")[len(parts) - 1]
    return Dated(made.isoformat()[: (4, 7, 10)[len(parts) - 1]], precision, basis)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
