"""A matter's statements, each with what it does to the others in it, as rows that can be sorted and narrowed down."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sayso.days import day_range
from sayso.errors import UsageError
from sayso.link.sides import folded
from sayso.link.trace import when
from sayso.link_records import Link, LinkKind
from sayso.records import StatementRow
from sayso.web.comparison import outlet_of


@dataclass(frozen=True, slots=True)
class Told:
    """A statement of a matter, and which others in it it copies, denies or departs from, the earliest first."""

    row: StatementRow
    copy_of: tuple[StatementRow, ...] = ()
    denies: tuple[StatementRow, ...] = ()
    departs_from: tuple[StatementRow, ...] = ()

    @property
    def kind(self) -> str:
        """Return what it is in one word: a denial or a shift before a copy of one."""
        if self.denies:
            return "denial"
        if self.departs_from:
            return "shift"
        return "copy" if self.copy_of else "statement"

    @property
    def kinds(self) -> tuple[str, ...]:
        """Return all that it is."""
        of = {"denial": self.denies, "shift": self.departs_from, "copy": self.copy_of}
        return tuple(name for name, others in of.items() if others) or ("statement",)

    @property
    def day(self) -> str | None:
        """Return the first day of its page's date, None where that is not known, or of the year 0."""
        found = day_range(self.row.published)
        return found[0] if found and not found[0].startswith("0000") else None


def told_of(rows: Iterable[StatementRow], links: Iterable[Link]) -> list[Told]:
    """Return the statements in time order, undated ones last; links that lead out of them are passed over."""
    by_id = {row.id: row for row in rows}
    ends = defaultdict[tuple[str, LinkKind], list[StatementRow]](list)
    for link in links:
        if link.from_id in by_id and link.to_id in by_id:
            ends[link.from_id, link.kind].append(by_id[link.to_id])

    def others(one: str, kind: LinkKind) -> tuple[StatementRow, ...]:
        return tuple(sorted(ends[one, kind], key=when))

    kinds = (LinkKind.COPY, LinkKind.DENIAL, LinkKind.SHIFT)
    return [Told(row, *(others(row.id, kind) for kind in kinds)) for row in sorted(by_id.values(), key=when)]


@dataclass(frozen=True, slots=True)
class LaneKind:
    """What a lane of the timeline is: whose statements stand in it."""

    name: str
    of: Callable[[StatementRow], str]


NOT_NAMED = "not named"
"""The lane of statements whose speaker is not told: with no name, no address would ask for it."""

LANES: Mapping[str, LaneKind] = {
    "outlet": LaneKind("outlet", outlet_of),
    "speaker": LaneKind("speaker", lambda row: row.said_by or NOT_NAMED),
}

COLUMNS: Mapping[str, Callable[[Told], tuple[str, ...]]] = {
    "date": lambda one: when(one.row),
    "outlet": lambda one: (folded(outlet_of(one.row)), *when(one.row)),
    "speaker": lambda one: (folded(one.row.said_by), *when(one.row)),
    "kind": lambda one: (one.kind, *when(one.row)),
}
"""Column -> what the rows are sorted by; of equals the earliest comes first."""


@dataclass(frozen=True, slots=True)
class Part:
    """Which of a matter's statements: those in one lane (or in those that have no lane of their own), in some days."""

    lane: str | None = None
    beside: frozenset[str] = frozenset()
    """The lanes that have a place of their own: asked for are the others."""
    since: str | None = None
    """The first day, `2031-05-02`."""
    until: str | None = None
    undated: bool = False

    def holds(self, one: Told, kind: LaneKind) -> bool:
        """Return whether the statement is one of them."""
        lane = kind.of(one.row)
        if (self.lane is not None and lane != self.lane) or lane in self.beside:
            return False
        if self.undated:
            return one.day is None
        if self.since or self.until:
            return one.day is not None and (self.since or "") <= one.day <= (self.until or "9999-12-31")
        return True


def sorted_by(told: Sequence[Told], column: str, order: str) -> list[Told]:
    """Return the statements in the order of a column, `asc` or `desc`; UsageError names the columns there are."""
    if column not in COLUMNS:
        raise UsageError(f"sort {column!r} is unknown: give {', '.join(COLUMNS)}.")
    if order not in ("asc", "desc"):
        raise UsageError(f"order {order!r} is unknown: give asc or desc.")
    return sorted(told, key=COLUMNS[column], reverse=order == "desc")


def lane_kind(given: str) -> LaneKind:
    """Return the kind of lanes asked for; UsageError names those there are."""
    if given not in LANES:
        raise UsageError(f"lanes {given!r} is unknown: give {' or '.join(LANES)}.")
    return LANES[given]
