"""What a benchmark measured, kept as a line of JSON: `--record FILE` adds it, `python -m benchmarks.plots` draws it.

A file holds all that was ever measured, the newest last; of each plot the newest is drawn.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.clocks import Ratio
from benchmarks.machine import processor

RECORDED = Path(__file__).parent / "figures.jsonl"
"""The figures that docs/speed.md shows."""


@dataclass(frozen=True)
class Held:
    """A ratio and what it is held to."""

    said: str
    ratio: Ratio
    asked: float | None = None
    """None where it is told and held to nothing."""
    at_most: bool = False

    @property
    def reached(self) -> bool:
        """Return whether it is what was asked."""
        if self.asked is None:
            return True
        return self.ratio.value < self.asked if self.at_most else self.ratio.value >= self.asked

    def __str__(self) -> str:
        if self.asked is None:
            return f"{self.said} {self.ratio}"
        asked = f"under {self.asked}" if self.at_most else f"{self.asked}"
        return f"{self.said} {self.ratio}: {'reaches' if self.reached else 'MISSES'} {asked}"


@dataclass(frozen=True)
class Figure:
    """The figures of one plot."""

    plot: str
    on: str
    """What was read."""
    unit: str
    series: tuple[tuple[str, tuple[float, ...]], ...]
    """Names with one value each, or one for each of `sizes`."""
    sizes: tuple[int, ...] = ()
    held: tuple[Held, ...] = ()
    machine: str = ""
    date: str = ""

    def to_json(self) -> str:
        """Return the figure as one line."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, line: str) -> Figure:
        """Return the figure of a line that `to_json` made."""
        row: dict[str, Any] = json.loads(line)
        row["series"] = tuple((name, tuple(values)) for name, values in row["series"])
        row["sizes"] = tuple(row["sizes"])
        row["held"] = tuple(Held(**{**one, "ratio": Ratio(**one["ratio"])}) for one in row["held"])
        return cls(**row)


def measured_here(
    plot: str,
    on: str,
    unit: str,
    series: Iterable[tuple[str, tuple[float, ...]]],
    *,
    sizes: tuple[int, ...] = (),
    held: Iterable[Held] = (),
) -> Figure:
    """Return a figure of this machine and of today; times to three digits."""
    rounded = tuple((name, tuple(float(f"{one:.3g}") for one in values)) for name, values in series)
    today = datetime.now(UTC).date().isoformat()
    return Figure(plot, on, unit, rounded, sizes, tuple(held), processor(), today)


def record(path: Path | None, figure: Figure) -> None:
    """Add the figure to the file, where one is given."""
    if path is not None:
        with path.open("a", encoding="utf-8") as file:
            file.write(figure.to_json() + "\n")


def newest(path: Path) -> dict[str, Figure]:
    """Return the newest figure of each plot; none where there is no such file yet."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return {one.plot: one for one in map(Figure.from_json, filter(None, lines))}
