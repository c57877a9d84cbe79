"""A trace as a tree of labelled nodes: what its text, JSON, DOT and SVG have in common."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sayso.link.trace import Origin, Report, Trace
from sayso.link_records import Link
from sayso.records import StatementRow


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
    label = ", through ".join([origin.speaker, *([", ".join(origin.through)] if origin.through else [])])
    below = tuple(_report("report", report, origin) for report in top)
    why = "; ".join(text.reason for text in origin.texts) or None
    return Node("origin", label, origin.first.published, origin.first.id, why, below)


def _report(kind: str, report: Report, origin: Origin) -> Node:
    row = report.row
    copies = (one for one in origin.reports if one.copied_from is not None and one.copied_from.id == row.id)
    below = tuple(_report("copy", copy, origin) for copy in copies)
    return Node(kind, _place(row), row.published, row.id, None, below)


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
