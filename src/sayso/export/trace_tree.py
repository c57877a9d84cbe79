"""A trace as a tree of labelled nodes: what its text, JSON, DOT and SVG have in common."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sayso.link.trace import Origin, Report, Trace
from sayso.link_records import Link
from sayso.records import StatementRow

DEEPEST = 25
"""So deep copies of copies are set in. A claim may have two thousand of them in a row, which nobody could read so, nor
any reader of JSON take; those further down stand below the last one beside each other, each with whom it copies."""

_Copies = Mapping[str, Sequence[Report]]
"""Statement -> the reports that have their text from it."""


@dataclass(frozen=True, slots=True)
class Node:
    """`kind` is claim, origin, report, copy, denial or reply; of all but the claim `statement_id` names a statement."""

    kind: str
    label: str
    date: str | None = None
    statement_id: str | None = None
    reason: str | None = None
    children: tuple[Node, ...] = ()

    def walk(self, depth: int = 0) -> Iterator[tuple[int, Node]]:
        """Yield (depth, node) of all nodes, each before its children."""
        yield depth, self
        for child in self.children:
            yield from child.walk(depth + 1)


def trace_tree(found: Trace) -> Node:
    """Return the tree of a trace: the claim, its origins with their reports and copies, then denials and replies."""
    origins = tuple(_origin(origin) for origin in found.origins)
    denials = tuple(_answer("denial", link, row) for link, row in found.denials)
    replies = tuple(_answer("reply", link, row) for link, row in found.replies)
    earliest = found.earliest
    return Node("claim", earliest.content_text, earliest.published, earliest.id, None, origins + denials + replies)


def _origin(origin: Origin) -> Node:
    top = [report for report in origin.reports if report.copied_from is None]
    copies: dict[str, list[Report]] = {}
    for report in origin.reports:
        if report.copied_from is not None:
            copies.setdefault(report.copied_from.id, []).append(report)
    label = ", through ".join([origin.speaker, *([", ".join(origin.through)] if origin.through else [])])
    below = tuple(_report("report", report, copies, 1) for report in top)
    why = "; ".join(text.reason for text in origin.texts) or None
    return Node("origin", label, origin.first.published, origin.first.id, why, below)


def _report(kind: str, report: Report, copies: _Copies, depth: int) -> Node:
    row = report.row
    if depth < DEEPEST:
        below = tuple(_report("copy", copy, copies, depth + 1) for copy in copies.get(row.id, ()))
    else:
        below = tuple(_side_by_side(report, copies))
    return Node(kind, _place(row), row.published, row.id, None, below)


def _side_by_side(report: Report, copies: _Copies) -> Iterator[Node]:
    """Yield the copies of a report, and theirs, each before its own copies."""
    waiting = list(reversed(copies.get(report.row.id, ())))
    while waiting:
        copy = waiting.pop()
        row, source = copy.row, copy.copied_from or copy.row
        reason = f"copied from {_place(source)} [{source.id[:8]}]"
        yield Node("copy", _place(row), row.published, row.id, reason)
        waiting += reversed(copies.get(row.id, ()))


def _answer(kind: str, link: Link, row: StatementRow) -> Node:
    return Node(kind, f"{row.said_by}: {row.content_text}", row.published, row.id, f"{_place(row)}; {link.reason}")


def _place(row: StatementRow) -> str:
    return row.outlet or row.name or row.origin


def one_line(text: str, most: int) -> str:
    r"""Return the text as one line that every format can hold, at most so many characters long.

    >>> one_line("no\x1b such\n strait", 8)
    'no such…'
    """
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
