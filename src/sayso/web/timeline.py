"""A matter as swimlanes: geometry alone, the template draws it. Time goes from left to right, a lane for each outlet.

The days are divided into steps. In each lane, up to STACK statements of a step stand above one another; more of them
are drawn as one box that says how many they are, so that three statements are as legible as three thousand.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import hypot
from typing import NamedTuple

from sayso.web.matter_table import LaneKind, Told

WIDTH = 936.0
"""Pixels of the days; the undated have a column of their own beside them."""
UNDATED = 72.0
TOP, ROW, LANE = 26.0, 18.0, 10.0
"""Pixels of the axis, of a statement in a lane, and of the space between lanes."""
STEPS, STEPS_WITH_BOXES = 52, 29
"""At most so many: a step is then 18 pixels wide, as a mark is with some space around it, or 32, as a box is."""
STACK = 3
MOST_LANES = 20
"""Lanes that still fit a window; what has fewer statements shares the last one."""
MOST_LINES = 80
"""More of them can't be followed: then none is drawn."""
TICKS = 8
"""Dates written on the axis: each takes 100 pixels."""
REACH = 10.0
"""How far before the middle of a mark a line to it ends."""


class Place(NamedTuple):
    """Where something stands, in pixels."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Mark:
    """One statement, or, where there are more than fit, all those of a lane in some days."""

    at: Place
    told: tuple[Told, ...]
    lane: int
    since: str | None
    """The first and the last day of the step; None for what is undated."""
    until: str | None

    @property
    def is_box(self) -> bool:
        """Return whether it stands for several."""
        return len(self.told) > 1

    def count(self, kind: str) -> int:
        """Return how many of its statements are of a kind."""
        return sum(kind in one.kinds for one in self.told)


@dataclass(frozen=True, slots=True)
class Line:
    """From a statement to what it denies or departs from."""

    kind: str
    path: str
    """As SVG's `d` has it."""


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane: its name, or None for those that share the last one."""

    name: str | None
    y: float
    height: float
    statements: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """What is drawn."""

    width: float
    height: float
    lanes: tuple[Lane, ...]
    others: int
    """How many have no lane of their own."""
    marks: tuple[Mark, ...]
    lines: tuple[Line, ...]
    without_lines: int
    """How many lines are left out, as there are too many."""
    ticks: tuple[tuple[float, str], ...]
    """(x, day)."""
    undated: float | None
    """Where the column of the undated begins, None where there are none."""
    step: int
    """Days of a step, the longest of them."""

    @property
    def boxes(self) -> tuple[Mark, ...]:
        """Return the marks that stand for several statements."""
        return tuple(mark for mark in self.marks if mark.is_box)

    @property
    def boxed(self) -> int:
        """Return how many statements those are."""
        return sum(len(mark.told) for mark in self.boxes)


def timeline(told: Sequence[Told], kind: LaneKind) -> Timeline:
    """Return the drawing of statements, in lanes of a kind."""
    names = _lane_names(told, kind)
    found = _drawn(told, kind, names, STEPS)
    return _drawn(told, kind, names, STEPS_WITH_BOXES) if found.boxes else found


def _drawn(told: Sequence[Told], kind: LaneKind, names: Sequence[str], most_steps: int) -> Timeline:
    steps = _Steps.of([one.day for one in told if one.day], most_steps)
    number = {name: n for n, name in enumerate(names)}
    cells = defaultdict[tuple[int, int], list[Told]](list)
    for one in told:
        cells[number.get(kind.of(one.row), len(names)), steps.number(one.day)].append(one)
    others = {kind.of(one.row) for one in told} - number.keys()
    lanes = _lanes([*names, None] if others else names, cells)
    marks = [mark for cell in sorted(cells) for mark in _marks(cell, cells[cell], lanes, steps)]
    lines = _lines(marks)
    undated = WIDTH if any(one.day is None for one in told) else None
    return Timeline(
        width=WIDTH + (UNDATED if undated else 0.0),
        height=(lanes[-1].y + lanes[-1].height if lanes else TOP) + LANE,
        lanes=tuple(lanes),
        others=len(others),
        marks=tuple(marks),
        lines=tuple(lines) if len(lines) <= MOST_LINES else (),
        without_lines=len(lines) if len(lines) > MOST_LINES else 0,
        ticks=tuple(steps.ticks()),
        undated=undated,
        step=steps.longest(),
    )


class _Steps(NamedTuple):
    """The days from `first` on, divided into `steps` of about the same length."""

    first: date
    days: int
    steps: int

    @classmethod
    def of(cls, known: Sequence[str], most: int) -> _Steps:
        days = [date.fromisoformat(one) for one in known]
        if not days:
            return cls(date.min, 0, 0)
        length = (max(days) - min(days)).days + 1
        return cls(min(days), length, min(length, most))

    def number(self, day: str | None) -> int:
        """Return the number of the step of a day; what is undated comes after the last one."""
        if day is None:
            return self.steps
        return (date.fromisoformat(day) - self.first).days * self.steps // self.days

    def middle(self, number: int) -> float:
        if number == self.steps:
            return WIDTH + UNDATED / 2
        return round((number + 0.5) * WIDTH / self.steps, 1)

    def bounds(self, number: int) -> tuple[str, str] | tuple[None, None]:
        """Return the first and the last day of a step."""
        if number == self.steps:
            return None, None
        begin, end = (-(-n * self.days // self.steps) for n in (number, number + 1))
        return (self.first + timedelta(begin)).isoformat(), (self.first + timedelta(end - 1)).isoformat()

    def ticks(self) -> list[tuple[float, str]]:
        every = -(-self.steps // TICKS) or 1
        return [(self.middle(n), self.bounds(n)[0] or "") for n in range(0, self.steps, every)]

    def longest(self) -> int:
        return -(-self.days // self.steps) if self.steps else 0


def _lane_names(told: Sequence[Told], kind: LaneKind) -> list[str]:
    """Return the names that get a lane, who has the first statement first."""
    tally = Counter(kind.of(one.row) for one in told)
    most = sorted(tally, key=lambda name: (-tally[name], name))
    kept = set(most if len(most) <= MOST_LANES else most[: MOST_LANES - 1])
    return [name for name in dict.fromkeys(kind.of(one.row) for one in told) if name in kept]


def _lanes(names: Sequence[str | None], cells: Mapping[tuple[int, int], Sequence[Told]]) -> list[Lane]:
    found, y = list[Lane](), TOP
    for number, name in enumerate(names):
        own = [len(some) for (lane, _), some in cells.items() if lane == number]
        rows = max((n for n in own if n <= STACK), default=1)
        found.append(Lane(name, y, rows * ROW + LANE, sum(own)))
        y += rows * ROW + LANE
    return found


def _marks(cell: tuple[int, int], some: Sequence[Told], lanes: Sequence[Lane], steps: _Steps) -> list[Mark]:
    lane, number = lanes[cell[0]], cell[1]
    x, middle, (since, until) = steps.middle(number), lane.y + lane.height / 2, steps.bounds(number)
    if len(some) > STACK:
        return [Mark(Place(x, middle), tuple(some), cell[0], since, until)]
    top = middle - (len(some) - 1) * ROW / 2
    return [Mark(Place(x, top + n * ROW), (one,), cell[0], since, until) for n, one in enumerate(some)]


def _lines(marks: Sequence[Mark]) -> list[Line]:
    at = {one.row.id: mark.at for mark in marks for one in mark.told}
    found = dict[tuple[str, Place, Place], None]()
    for mark in marks:
        for one in mark.told:
            for kind, others in (("denial", one.denies), ("shift", one.departs_from)):
                found |= {(kind, mark.at, at[other.id]): None for other in others if at[other.id] != mark.at}
    return [Line(kind, _curve(begin, end)) for kind, begin, end in found]


def _curve(begin: Place, end: Place) -> str:
    """Return the way from one mark to shortly before another: straight, or, within a lane, above what is between."""
    bend = Place((begin.x + end.x) / 2, (begin.y + end.y) / 2 - (24 if begin.y == end.y else 0))
    across, down = end.x - bend.x, end.y - bend.y
    length = hypot(across, down) or 1.0
    stop = Place(end.x - across / length * REACH, end.y - down / length * REACH)
    return f"M{begin.x:.1f} {begin.y:.1f}Q{bend.x:.1f} {bend.y:.1f} {stop.x:.1f} {stop.y:.1f}"
