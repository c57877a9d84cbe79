"""A matter's statements as a table: a row a claim, a column an outlet, in each cell how that outlet words it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sayso.link.components import components
from sayso.link.trace import when
from sayso.link_records import Link, LinkKind
from sayso.records import StatementRow

MOST_OUTLETS = 8
"""Columns: what has more is read in the list of statements."""

MOST_CLAIMS = 200
"""Rows: those carried by fewest outlets are left to the table over time, which has pages."""
MOST_WORDINGS = 10
"""Statements of one cell, and denials of one claim."""

CLAIM = (LinkKind.COPY, LinkKind.PARAPHRASE)


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim: its central wording, and of each outlet its statements of it, the earliest first."""

    first: StatementRow
    statements: int
    cells: tuple[tuple[StatementRow, ...], ...]
    denied_by: tuple[StatementRow, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The table: outlets by how much they have, claims by how many outlets carry them, then by date."""

    outlets: tuple[str, ...]
    claims: tuple[ClaimRow, ...]
    left_out: int
    """Outlets that the table has no column for."""
    claims_left_out: int = 0
    """Claims that it has no row for."""


def comparison(rows: Sequence[StatementRow], links: Sequence[Link]) -> Comparison:
    """Return the table of a matter's statements and the links between them."""
    by_id = {row.id: row for row in rows}
    inside = [link for link in links if link.from_id in by_id and link.to_id in by_id]
    tally = Counter(outlet_of(row) for row in rows)
    outlets = tuple(sorted(tally, key=lambda name: (-tally[name], name)))
    claims = []
    for group in components(by_id, [(x.from_id, x.to_id) for x in inside if x.kind in CLAIM]):
        own = sorted((by_id[one] for one in group), key=when)
        denials = {x.from_id for x in inside if x.kind is LinkKind.DENIAL and x.to_id in group}
        cells = tuple(tuple(row for row in own if outlet_of(row) == name) for name in outlets[:MOST_OUTLETS])
        denied_by = tuple(sorted((by_id[one] for one in denials), key=when))
        claims.append(ClaimRow(own[0], len(own), cells, denied_by))
    claims.sort(key=lambda claim: (-sum(map(bool, claim.cells)), -claim.statements, when(claim.first)))
    outlets_left, claims_left = max(0, len(outlets) - MOST_OUTLETS), max(0, len(claims) - MOST_CLAIMS)
    return Comparison(outlets[:MOST_OUTLETS], tuple(claims[:MOST_CLAIMS]), outlets_left, claims_left)


def outlet_of(row: StatementRow) -> str:
    """Return the outlet's name, or else the document's."""
    return row.outlet or row.name or row.origin
