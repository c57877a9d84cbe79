"""Calendar periods, and which of them a date falls into: only where all of it falls into one."""

from __future__ import annotations

import re
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:T.{0,40})?", re.ASCII)


class PeriodKind(StrEnum):
    """How long the periods are; `all` is one period without bounds."""

    DAY = "day"
    WEEK = "week"
    """ISO 8601: from Monday to Sunday, in the year that its Thursday lies in."""
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    ALL = "all"


class Period(NamedTuple):
    """A stretch of whole days, both included; sorts by time.

    >>> Period(date(2031, 5, 1), date(2031, 5, 31), "2031-05").days
    31
    """

    start: date
    end: date
    label: str

    @property
    def days(self) -> int:
        """Return how many days it has."""
        return (self.end - self.start).days + 1


def days_of(value: str | None) -> tuple[date, date] | None:
    """Return the first and last day of an ISO date, month, year or interval; None without a year, or where it is none.

    >>> days_of("2032-02")
    (datetime.date(2032, 2, 1), datetime.date(2032, 2, 29))
    >>> days_of("--05-05"), days_of("2031-13")
    (None, None)
    """
    return _days(value) if value else None


def period_of(value: str | None, kind: PeriodKind) -> Period | None:
    """Return the period that the whole of a date falls into, or None: a year falls into no month.

    >>> period_of("2031-05-05", PeriodKind.WEEK).label
    '2031-W19'
    >>> period_of("2031-05-05/2031-05-11", PeriodKind.WEEK).label
    '2031-W19'
    >>> period_of("2031", PeriodKind.QUARTER) is None
    True
    """
    return _period(value, kind) if value and kind is not PeriodKind.ALL else None


def containing(day: date, kind: PeriodKind) -> Period:
    """Return the period of a day.

    >>> containing(date(2031, 5, 5), PeriodKind.QUARTER)
    Period(start=datetime.date(2031, 4, 1), end=datetime.date(2031, 6, 30), label='2031-Q2')
    """
    match kind:
        case PeriodKind.DAY:
            return Period(day, day, day.isoformat())
        case PeriodKind.WEEK:
            return _week(day)
        case PeriodKind.MONTH:
            return _months(day.year, day.month, 1, f"{day.year:04d}-{day.month:02d}")
        case PeriodKind.QUARTER:
            quarter = (day.month + 2) // 3
            return _months(day.year, 3 * quarter - 2, 3, f"{day.year:04d}-Q{quarter}")
        case PeriodKind.YEAR:
            return _months(day.year, 1, 12, f"{day.year:04d}")
        case PeriodKind.ALL:
            return Period(date.min, date.max, "")


@lru_cache(maxsize=4096)  # the same days come again and again
def _period(value: str, kind: PeriodKind) -> Period | None:
    days = _days(value)
    found = containing(days[0], kind) if days else None
    return found if days and found and days[1] <= found.end else None


def _week(day: date) -> Period:
    year, week, weekday = day.isocalendar()
    start = day - timedelta(days=weekday - 1)
    # The calendar ends on a Friday: 9999-12-31.
    end = date.fromordinal(min(date.max.toordinal(), day.toordinal() + 7 - weekday))
    return Period(start, end, f"{year:04d}-W{week:02d}")


def _months(year: int, month: int, count: int, label: str) -> Period:
    return Period(date(year, month, 1), _month_end(year, month + count - 1), label)


def _month_end(year: int, month: int) -> date:
    return date(year, 12, 31) if month == 12 else date(year, month + 1, 1) - timedelta(days=1)


@lru_cache(maxsize=4096)  # likewise
def _days(value: str) -> tuple[date, date] | None:
    first, _, last = value.partition("/")
    begins, ends = _bounds(first), _bounds(last or first)
    if begins is None or ends is None or begins[0] > ends[1]:
        return None
    return begins[0], ends[1]


def _bounds(value: str) -> tuple[date, date] | None:
    match = _DATE.fullmatch(value)
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        first = date(year or 0, month or 1, day or 1)
    except ValueError:
        return None
    if month is None:
        return first, date(first.year, 12, 31)
    return (first, first) if day is not None else (first, _month_end(first.year, month))
