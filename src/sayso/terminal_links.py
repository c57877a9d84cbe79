"""What the commands about links show on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from sayso.link.actors import Actor, Proposal, Tenure
from sayso.link.matters import MatterSummary
from sayso.link_views import LinkRow
from sayso.records import StatementRow
from sayso.terminal import counted, harmless

if TYPE_CHECKING:
    from sayso.summaries import LinkSummary


def show_linked(console: Console, found: LinkSummary) -> None:
    """Print what links were found."""
    kinds = ", ".join(f"{number:,} {kind}" for kind, number in sorted(found.links.items())) or "no links"
    console.print(f"{counted(found.articles, 'article')} linked: {kinds}; {found.copies:,} copied articles")
    if not found.articles:
        console.print("nothing new")


def link_table(rows: Sequence[LinkRow]) -> Table:
    """Return links as a table."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("link", style="bold", no_wrap=True)
    for name in ("from", "to"):
        table.add_column(name, ratio=5, overflow="fold")
    table.add_column("why", ratio=3, style="dim", overflow="fold")
    for row in rows:
        kind = Text.assemble(row.link.kind.value, "\n", (f"{row.link.score:.2f}", "dim"))
        table.add_row(kind, _said(row.from_row), _said(row.to_row), Text(harmless(row.link.reason)))
    return table


def matter_table(found: Sequence[MatterSummary]) -> Table:
    """Return matters as a table."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name, options in (
        ("matter", {"ratio": 6, "overflow": "fold"}),
        ("when", {}),
        ("statements", {"justify": "right"}),
    ):
        table.add_column(name, **options)
    for name in ("speakers", "outlets"):
        table.add_column(name, ratio=3, overflow="fold")
    for one in found:
        days = " – ".join(dict.fromkeys(day for day in (one.first, one.last) if day)) or "—"
        count = f"{one.matter.apart:,}\n({len(one.matter.statements):,} with copies)"
        names = (
            ", ".join(f"{harmless(name)} {number}" for name, number in some[:5]) for some in (one.speakers, one.outlets)
        )
        table.add_row(Text(harmless(one.name)), days, count, *(Text(some) for some in names))
    return table


def actor_table(found: Sequence[Actor]) -> Table:
    """Return actors as a table."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("actor", style="bold", ratio=3, overflow="fold")
    table.add_column("kind")
    for name in ("also", "offices"):
        table.add_column(name, ratio=4, style="dim", overflow="fold")
    table.add_column("seen", justify="right")
    table.add_column("from – to", no_wrap=True)
    for one in found:
        also = ", ".join(harmless(name) for name in one.names if name != one.name)
        held = "\n".join(_tenure(tenure) for tenure in one.tenures[:6])
        days = " – ".join(dict.fromkeys(day for day in (one.since, one.until) if day)) or "—"
        shown = Text.assemble(harmless(one.name), "\n", (one.id[:8], "dim"))
        table.add_row(shown, one.kind, Text(also), Text(harmless(held)), f"{one.sightings:,}", days)
    return table


def proposal_table(found: Sequence[Proposal]) -> Table:
    """Return merges that are in doubt as a table."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("one", "other", "why"):
        table.add_column(name, ratio=3, overflow="fold")
    table.add_column("mentions", justify="right")
    table.add_column("score", justify="right")
    for one in found:
        names = (
            Text(f"{harmless(name)}@{key.article_id}")
            for name, key in ((one.name, one.one), (one.other_name, one.other))
        )
        table.add_row(*names, Text(harmless(one.reason)), f"{one.sightings:,}", f"{one.score:.2f}")
    return table


def _tenure(tenure: Tenure) -> str:
    days = " – ".join(dict.fromkeys(day for day in (tenure.since, tenure.until) if day))
    body = f", {tenure.office.body}" if tenure.office.body else ""
    return f"{tenure.office.title}{body} ({days or 'undated'})"


def _said(row: StatementRow) -> Text:
    day = row.published or "undated"
    facts = ", ".join(filter(None, [harmless(row.outlet or row.name), day, row.id[:8]]))
    return Text.assemble((harmless(row.said_by), "bold"), f": {harmless(row.content_text)}\n", (facts, "dim"))
