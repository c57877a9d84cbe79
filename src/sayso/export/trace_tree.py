"""A trace as a tree of labelled nodes: what its text, JSON, DOT and SVG have in common."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sayso.link.relations import DENYING, denies
from sayso.link.taken_up import denies_what_was_said
from sayso.link.terms import stems
from sayso.link.trace import Origin, Report, Trace
from sayso.link_records import Link
from sayso.records import StatementRow

DEEPEST = 25
"""So deep copies of copies are set in. A claim may have two thousand of them in a row, which nobody could read so, nor
any reader of JSON take; those further down stand below the last one beside each other, each with whom it copies."""

NOBODY = "—"
"""Who speaks where neither a speaker nor words for one are known, as in the table of statements."""


@dataclass(frozen=True, slots=True)
class Node:
    """`kind` is claim, origin, report, copy, also, denial or reply. `statement_id` is that of the statement behind it.

    `also` is what the page of a report or a copy says of the claim beside it: in its headline, deck or text.
    """

    kind: str
    label: str
    date: str | None = None
    statement_id: str | None = None
    reason: str | None = None
    children: tuple[Node, ...] = ()
    is_told: bool = False
    """Of a denial: whether the statement tells that others deny, and its source is not who denies."""

    def walk(self, depth: int = 0) -> Iterator[tuple[int, Node]]:
        """Yield (depth, node) of all nodes, each before its children."""
        yield depth, self
        for child in self.children:
            yield from child.walk(depth + 1)


@dataclass(frozen=True, slots=True)
class _Pages:
    """The reports of an origin by page: of each page the first one stands for it."""

    of: Mapping[str, Sequence[Report]]
    """Article -> its reports."""
    copies: Mapping[str, Sequence[Report]]
    """Statement -> the first reports of the pages that have their text from it."""

    @classmethod
    def of_origin(cls, origin: Origin) -> _Pages:
        of: dict[str, list[Report]] = {}
        for report in origin.reports:
            of.setdefault(report.row.article_id, []).append(report)
        copies: dict[str, list[Report]] = {}
        for first, *_ in of.values():
            if first.copied_from is not None:
                copies.setdefault(first.copied_from.id, []).append(first)
        return cls(of, copies)

    def top(self) -> list[Report]:
        return [first for first, *_ in self.of.values() if first.copied_from is None]

    def beside(self, report: Report) -> Iterator[Node]:
        """Yield what the page of a report says beside it."""
        for other in self.of[report.row.article_id]:
            if other is not report:
                yield Node("also", other.row.content_text, other.row.published, other.row.id)


def trace_tree(found: Trace) -> Node:
    """Return the tree of a trace: the claim, its origins with their reports and copies, then denials and replies."""
    origins = tuple(_origin(origin) for origin in found.origins)
    denials = tuple(_answer("denial", link, row) for link, row in found.denials)
    replies = tuple(_answer("reply", link, row) for link, row in found.replies)
    earliest = found.earliest
    return Node("claim", earliest.content_text, earliest.published, earliest.id, None, origins + denials + replies)


def tells_of_others(row: StatementRow) -> bool:
    """Return whether a statement tells that others deny what stands before it: "claims that both have denied".

    Its cue denies nothing, and so its source, whose claim it may be, is not who denies.
    """
    is_denial = not denies(row) and denies_what_was_said(row)
    return is_denial and not DENYING.isdisjoint(list(stems(row.content_text))[-2:])


def _origin(origin: Origin) -> Node:
    pages = _Pages.of_origin(origin)
    label = ", through ".join([origin.speaker or NOBODY, *([", ".join(origin.through)] if origin.through else [])])
    below = tuple(_report("report", report, pages, 1) for report in pages.top())
    why = "; ".join(text.reason for text in origin.texts) or None
    return Node("origin", label, origin.first.published, origin.first.id, why, below)


def _report(kind: str, report: Report, pages: _Pages, depth: int) -> Node:
    row = report.row
    if depth < DEEPEST:
        below = tuple(_report("copy", copy, pages, depth + 1) for copy in pages.copies.get(row.id, ()))
    else:
        below = tuple(_side_by_side(report, pages))
    return Node(kind, _place(row), row.published, row.id, None, (*pages.beside(report), *below))


def _side_by_side(report: Report, pages: _Pages) -> Iterator[Node]:
    """Yield the copies of a report, and theirs, each before its own copies."""
    waiting = list(reversed(pages.copies.get(report.row.id, ())))
    while waiting:
        copy = waiting.pop()
        row, source = copy.row, copy.copied_from or copy.row
        reason = f"copied from {_place(source)} [{source.id[:8]}]"
        yield Node("copy", _place(row), row.published, row.id, reason, tuple(pages.beside(copy)))
        waiting += reversed(pages.copies.get(row.id, ()))


def _answer(kind: str, link: Link, row: StatementRow) -> Node:
    is_told = kind == "denial" and tells_of_others(row)
    who = row.said_by or NOBODY
    label = f"{f'denied, as {who} tells' if is_told else who}: {row.content_text}"
    return Node(kind, label, row.published, row.id, f"{_place(row)}; {link.reason}", is_told=is_told)


def _place(row: StatementRow) -> str:
    return row.outlet or row.name or row.origin


def one_line(text: str, most: int) -> str:
    r"""Return the text as one line that every format can hold, at most so many characters long.

    >>> one_line("no\x1b such\n strait", 8)
    'no such…'
    """
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
