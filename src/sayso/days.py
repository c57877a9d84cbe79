"""The first and last day that a date value may mean."""

from __future__ import annotations

import calendar
import re

from sayso.errors import UsageError

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:T.*)?", re.ASCII)


def day_range(value: str | None) -> tuple[str, str] | None:
    """Return (first, last) day of an ISO date, month, year or interval; None where the value has no year.

    >>> day_range("2024-02"), day_range("2025-05-01/2025-06"), day_range("--05-05")
    (('2024-02-01', '2024-02-29'), ('2025-05-01', '2025-06-30'), None)
    >>> day_range("0000"), day_range("2025-02-30")
    (None, None)
    """
    if not value:
        return None
    first, _, last = value.partition("/")
    begins, ends = _days(first), _days(last or first)
    return (begins[0], ends[1]) if begins and ends else None


def asked_day(option: str, value: str) -> tuple[str, str]:
    """Return (first, last) day of what a user asked for; UsageError says what a date looks like."""
    days = _days(value)
    if days is None:
        raise UsageError(f"{option} {value!r} is not a date: give 2025, 2025-05 or 2025-05-05.")
    return days


def _days(value: str) -> tuple[str, str] | None:
    match = _DATE.fullmatch(value)
    if match is None:
        return None
    year, month, day = match.groups()
    if int(year) == 0:
        return None
    if month is None:
        return f"{year}-01-01", f"{year}-12-31"
    if not 1 <= int(month) <= 12:
        return None
    last = calendar.monthrange(int(year), int(month))[1]
    if day is None:
        return f"{year}-{month}-01", f"{year}-{month}-{last:02d}"
    exact = f"{year}-{month}-{day}"
    return (exact, exact) if 1 <= int(day) <= last else None
