"""A time expression and the dates it counts from -> the date that it means, at its own precision.

Values are ISO 8601 at the precision known: `2025`, `2025-05`, `2025-05-05`, an interval `2025-05-05/2025-05-11`, or
`--05-05` where nothing tells the year. What can't be known is None.

The rules are those of the English press. A weekday is the last such day up to the day after the page's date (AP
Stylebook, "days of the week": a day's name stands for a day within seven days). Weeks begin on Monday (ISO 8601).
The longer ago, the coarser: "three years ago" is a year, "two months ago" a month, "three weeks ago" a week.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

from dateparser.date import DateDataParser  # type: ignore[import-untyped] # it comes without annotations

from sayso.records import Dated, Span
from sayso.resolve.time_grammar import Kind, TimeWords

IN_TEXT = "in text"
FROM_PAGE = "relative to the page's date"
FROM_TEXT = "relative to a date in the text"
"""The bases: the words say it all; it was counted from the date of publication; from the date before it in the text."""

EARLY = timedelta(days=1)
"""How far a page's date may lie before the days it tells of: time zones; in the dated articles for training it did
fourteen times, and a bare weekday never stood for the sixth day before."""


HALF_A_YEAR = timedelta(days=183)
"""Beyond it a day without a year is nearer in the year to come."""


def dated(words: TimeWords, published: Dated | None, before: Dated | None = None) -> Dated | None:
    """Return the date that the words mean, or None where it can't be known.

    `published` is the page's date, `before` the date before the words in the text.

    >>> from sayso.resolve.time_words import time_words
    >>> page = Dated("2025-05-07", "day", "json-ld")
    >>> [dated(found, page).value for found in time_words("On Monday, last month, in 2018, on May 5, last week")]
    ['2025-05-05', '2025-04', '2018', '2025-05-05', '2025-04-28/2025-05-04']
    >>> [dated(found, None) for found in time_words("On Monday")]
    [None]
    """
    try:
        if words.kind is Kind.WRITTEN:
            return _written(words, published)
        if words.kind is Kind.WEEKDAY:
            return _weekday(words, published)
        if words.kind is Kind.SHIFTED:
            return _shifted(words, before if words.from_text else published)
    except (OverflowError, ValueError):  # before the first day that a calendar has, or after the last
        return None
    return None


def day_of(when: Dated | None) -> date | None:
    """Return the day of a date that has one, year and all.

    >>> day_of(Dated("2025-05-05", "day", "given"))
    datetime.date(2025, 5, 5)
    """
    if when is None or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", when.value):
        return None
    return date.fromisoformat(when.value)


def month_of(when: Dated | None) -> tuple[int, int] | None:
    """Return (year, month) of a date that has them, be it a day or a month.

    >>> month_of(Dated("2025-05", "month", "given"))
    (2025, 5)
    """
    match = re.fullmatch(r"(\d{4})-(\d{2})(?:-\d{2})?", when.value) if when else None
    return (int(match[1]), int(match[2])) if match else None


def year_of(when: Dated | None) -> int | None:
    """Return the year of a date that has one and only one.

    >>> year_of(Dated("--05-05", "day", "in text")) is None
    True
    """
    match = re.fullmatch(r"(\d{4})(?:-\d{2}){0,2}", when.value) if when else None
    return int(match[1]) if match else None


# -- written dates


@lru_cache(maxsize=4096)
def _read(written: str, parts: frozenset[str]) -> tuple[int, int, int] | None:
    """Return (year, month, day) that dateparser reads; what the words don't name is as in the base, a leap year."""
    day = _parser(parts).get_date_data(written).date_obj
    return (day.year, day.month, day.day) if day else None


@lru_cache(maxsize=8)
def _parser(parts: frozenset[str]) -> DateDataParser:
    """Return a parser that depends on nothing but the words: neither clock nor time zone nor locale of the machine."""
    settings = {
        "PARSERS": ["absolute-time"],
        "REQUIRE_PARTS": sorted(parts),
        "RELATIVE_BASE": datetime(2000, 1, 1),
        "PREFER_DAY_OF_MONTH": "first",
        "TIMEZONE": "UTC",
        "DATE_ORDER": "DMY",
    }
    return DateDataParser(languages=["en"], settings=settings)


def _written(words: TimeWords, published: Dated | None) -> Dated | None:
    if words.unit == "quarter":
        return _quarter_of(words, published)
    if words.has == {"year"}:
        return Dated(words.written, "year", IN_TEXT, words.span)
    read = _read(words.written, words.has)
    if read is None:
        return None
    year, month, day = read
    if "day" not in words.has:
        return _month(words, year if "year" in words.has else None, month, published)
    if "year" in words.has:
        return _day(words, year, month, day, IN_TEXT)
    known = _year_for(month, day, published)
    if known is not None:
        return _day(words, known, month, day, FROM_PAGE)
    if words.last_day is not None:
        return None
    return Dated(f"--{month:02}-{day:02}", "day", IN_TEXT, words.span)


def _day(words: TimeWords, year: int, month: int, day: int, basis: str) -> Dated | None:
    first = _date(year, month, day)
    if first is None:
        return None
    if words.last_day is None:
        return Dated(first.isoformat(), "day", basis, words.span)
    last = _date(year, month, words.last_day)
    if last is None or last <= first:
        return None
    return _interval(first, last, basis, words.span)


def _year_for(month: int, day: int, published: Dated | None) -> int | None:
    """Return the latest year in which the day isn't after the page's date; None if the page's date can't tell.

    Nor can it where the day is nearer in the year to come: "July 25" on a page of 23 June is likely to lie ahead.
    """
    page = day_of(published)
    if page is not None:
        latest = page + EARLY
        year = latest.year if (month, day) <= (latest.month, latest.day) else latest.year - 1
        found = _date(year, month, day)
        return None if found is None or (latest - found > HALF_A_YEAR and year < page.year) else year
    known = month_of(published)
    if known is None:
        return None
    return known[0] if month <= known[1] else known[0] - 1


def _month(words: TimeWords, year: int | None, month: int, published: Dated | None) -> Dated | None:
    if year is not None:
        return Dated(f"{_four_figures(year)}-{month:02}", "month", IN_TEXT, words.span)
    page = month_of(published)
    if page is None:
        return None
    latest = page[0] if month <= page[1] else page[0] - 1
    if words.which == "last" and month == page[1]:
        latest = page[0] - 1
    elif words.which in ("next", "that"):
        return None
    return Dated(f"{_four_figures(latest)}-{month:02}", "month", FROM_PAGE, words.span)


# -- weekdays


def _weekday(words: TimeWords, published: Dated | None) -> Dated | None:
    page = day_of(published)
    if page is None or words.weekday is None or words.which in ("next", "that"):
        return None
    latest = page if words.which == "last" else page + EARLY
    back = (latest.weekday() - words.weekday) % 7
    if words.which == "last" and back == 0:
        back = 7
    return Dated((latest - timedelta(days=back)).isoformat(), "day", FROM_PAGE, words.span)


# -- shifts


def _shifted(words: TimeWords, base: Dated | None) -> Dated | None:
    basis = FROM_TEXT if words.from_text else FROM_PAGE
    if words.unit == "year":
        year = year_of(base)
        return None if year is None else Dated(_four_figures(year + words.shift), "year", basis, words.span)
    if words.unit == "month":
        return _shifted_month(words, base, basis)
    day = day_of(base)
    if day is None:
        return _yearless(words, base, basis)
    if words.unit == "day":
        return Dated((day + timedelta(days=words.shift)).isoformat(), "day", basis, words.span)
    if words.unit == "quarter":
        return _quarter(day.year * 4 + (day.month - 1) // 3 + words.shift, words, basis)
    if words.unit == "weekend":
        return _weekend(day, words, basis)
    monday = day - timedelta(days=day.weekday()) + timedelta(weeks=words.shift)
    sunday = monday + timedelta(days=6)
    if words.shift == 0 and not words.from_text:  # what was said this week was said by now
        sunday = max(monday, day - timedelta(days=words.part in ("earlier", "early")))
    return _interval(monday, sunday, basis, words.span)


def _shifted_month(words: TimeWords, base: Dated | None, basis: str) -> Dated | None:
    month = month_of(base)
    if month is None:
        return None
    year, zero = divmod(month[0] * 12 + month[1] - 1 + words.shift, 12)
    return Dated(f"{_four_figures(year)}-{zero + 1:02}", "month", basis, words.span)


def _four_figures(year: int) -> str:
    """Return a year as ISO 8601 writes it; ValueError for one that no calendar has."""
    return str(date(year, 1, 1))[:4]


def _yearless(words: TimeWords, base: Dated | None, basis: str) -> Dated | None:
    """Return a day beside `--05-05`: in any year the same, unless the end of February lies between."""
    match = re.fullmatch(r"--(\d{2})-(\d{2})", base.value) if base else None
    if match is None or words.unit != "day":
        return None
    days = set()
    for year in (2000, 2001):  # a leap year, and none
        day = _date(year, int(match[1]), int(match[2]))
        days.add(day and (day + timedelta(days=words.shift)).isoformat()[4:])
    value = days.pop()
    return None if days or value is None else Dated(f"-{value}", "day", basis, words.span)


def _quarter(number: int, words: TimeWords, basis: str) -> Dated:
    """Return a quarter; `number` counts them from the year 0."""
    year, zero = divmod(number, 4)
    after = date(year + (zero == 3), (zero * 3 + 3) % 12 + 1, 1)
    return _interval(date(year, zero * 3 + 1, 1), after - timedelta(days=1), basis, words.span)


def _quarter_of(words: TimeWords, published: Dated | None) -> Dated | None:
    """Return the quarter of the year named, or the latest that had begun by the page's date."""
    if words.has:
        return _quarter(int(words.written) * 4 + words.shift - 1, words, IN_TEXT)
    page = month_of(published)
    if page is None:
        return None
    begun = page[1] > (words.shift - 1) * 3
    return _quarter((page[0] if begun else page[0] - 1) * 4 + words.shift - 1, words, FROM_PAGE)


def _weekend(day: date, words: TimeWords, basis: str) -> Dated | None:
    """Return the Saturday and Sunday that began last on or before the day, or the ones before or after those."""
    saturday = day - timedelta(days=(day.weekday() - 5) % 7) + timedelta(weeks=words.shift)
    if words.which == "last" and day.weekday() < 5:
        saturday += timedelta(weeks=1)
    return _interval(saturday, saturday + timedelta(days=1), basis, words.span)


def _interval(first: date, last: date, basis: str, span: Span) -> Dated:
    value = first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"
    return Dated(value, "day" if first == last else "interval", basis, span)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
