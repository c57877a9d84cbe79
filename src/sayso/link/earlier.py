"""Which of two dates is the earlier, where that is known for sure."""

from __future__ import annotations

import re
from datetime import date

_DATE = re.compile(r"(?P<year>\d{4})(?:-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>0[1-9]|[12]\d|3[01]))?)?(?:T.*)?", re.ASCII)


def days(value: str | None) -> tuple[str, str] | None:
    """Return the first and last day that a date value may mean; None where its year is unknown or it is no date.

    The last day of a month is written as its 31st: days are compared, not counted.

    >>> days("2024-02"), days("2025-05-01/2025-06"), days("--05-05")
    (('2024-02-01', '2024-02-31'), ('2025-05-01', '2025-06-31'), None)
    """
    first, _, last = (value or "").partition("/")
    begins, ends = _DATE.fullmatch(first), _DATE.fullmatch(last or first)
    if begins is None or ends is None:
        return None
    return _day(begins, "01", "01"), _day(ends, "12", "31")


def compared(one: str | None, other: str | None) -> int:
    """Return -1 where `one` is surely earlier than `other`, 1 where surely later, 0 where that isn't known.

    >>> compared("2025-05", "2025-06-01"), compared("2025-05", "2025-05-31"), compared(None, "2025")
    (-1, 0, 0)
    """
    mine, others = days(one), days(other)
    if mine is None or others is None:
        return 0
    return int(mine[0] > others[1]) - int(mine[1] < others[0])


def _day(found: re.Match[str], month: str, day: str) -> str:
    return f"{found['year']}-{found['month'] or month}-{found['day'] or day}"


def days_between(one: str | None, other: str | None) -> int | None:
    """Return how many days lie between two dates; None where one of them isn't known to the day.

    >>> days_between("2025-05-05", "2025-05-01"), days_between("2025-05", "2025-05-01")
    (4, None)
    """
    both = [_one_day(value) for value in (one, other)]
    if both[0] is None or both[1] is None:
        return None
    return abs((both[0] - both[1]).days)


def _one_day(value: str | None) -> date | None:
    reach = days(value)
    if reach is None or reach[0] != reach[1]:
        return None
    try:
        return date.fromisoformat(reach[0])
    except ValueError:  # the 31st of June
        return None
