"""How statements spread over time, as bars: geometry alone, the template draws it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

WIDTH, HEIGHT = 240.0, 60.0
MOST_BARS = 60
"""More months than this are drawn by year."""


class Counted(Protocol):
    """A month and its statements."""

    @property
    def value(self) -> str:
        """Return the month, `2031-05`."""
        ...

    @property
    def count(self) -> int:
        """Return how many statements it has."""
        ...


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: the period (`2031-05` or `2031`), its statements, and where it stands."""

    period: str
    count: int
    x: float
    y: float
    width: float
    height: float


def histogram(months: Sequence[Counted]) -> list[Bar]:
    """Return the bars, one a month of the span or one a year, those without a statement left out.

    >>> from types import SimpleNamespace as Month
    >>> months = [Month(value="2031-05", count=1), Month(value="2031-08", count=2)]
    >>> [(bar.period, bar.x, bar.height) for bar in histogram(months)]
    [('2031-05', 0.0, 30.0), ('2031-08', 180.0, 60.0)]
    """
    counts = {one.value: one.count for one in months}
    if not counts:
        return []
    step = _month
    if _month(max(counts)) - _month(min(counts)) >= MOST_BARS:
        step = _year
        by_year: dict[str, int] = {}
        for value, count in counts.items():
            by_year[value[:4]] = by_year.get(value[:4], 0) + count
        counts = by_year
    first, slots, most = step(min(counts)), step(max(counts)) - step(min(counts)) + 1, max(counts.values())
    width = WIDTH / slots
    found = []
    for period, count in sorted(counts.items()):
        height = round(max(1.0, HEIGHT * count / most), 1)
        x = round((step(period) - first) * width, 1)
        found.append(Bar(period, count, x, round(HEIGHT - height, 1), round(max(1.0, width - 1), 1), height))
    return found


def _month(value: str) -> int:
    return int(value[:4]) * 12 + int(value[5:7]) - 1


def _year(value: str) -> int:
    return int(value[:4])
