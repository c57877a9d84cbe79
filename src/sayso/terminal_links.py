"""What the commands about links show on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from sayso.export.trace_tree import NOBODY, tells_of_others
from sayso.link.actors import Actor, Proposal, Tenure
from sayso.link.matters import MatterSummary
from sayso.link_records import LinkKind
from sayso.link_views import LinkRow
from sayso.records import StatementRow
from sayso.terminal import counted, harmless

if TYPE_CHECKING:
    from sayso.summaries import LinkSummary

WIDEST_KIND = len("organisation")
WIDEST_DAY = len("2031-05-05 –")


def show_linked(console: Console, found: LinkSummary) -> None:
    """Print what links were found."""
    if not found.articles:
        console.print("nothing waits to be linked")
        return
    kinds = ", ".join(counted(number, kind) for kind, number in sorted(found.links.items())) or "no links"
    copies = counted(found.copies, "copied article")
    console.print(f"{counted(found.articles, 'article')} linked: {kinds}; {copies}")


def link_table(rows: Sequence[LinkRow]) -> Table:
    """Return links as a table."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("link", style="bold", no_wrap=True)
    for name in ("from", "to"):
        table.add_column(name, ratio=5, overflow="fold")
    table.add_column("why", ratio=3, style="dim", overflow="fold")
    for row in rows:
        is_told = row.link.kind is LinkKind.DENIAL and tells_of_others(row.from_row)
        kind = [row.link.kind.value, *(["as told"] if is_told else [])]
        link = Text.assemble("\n".join(kind), "\n", (f"{row.link.score:.2f}", "dim"))
        said = _said(row.from_row, " tells" if is_told else "")
        table.add_row(link, said, _said(row.to_row), Text(harmless(row.link.reason)))
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
        held = len(one.matter.statements)
        count = f"{one.matter.apart:,}" + (f"\n({held:,} with copies)" if held != one.matter.apart else "")
        names = (
            ", ".join(f"{harmless(name)} {number}" for name, number in some[:5]) for some in (one.speakers, one.outlets)
        )
        title = Text.assemble(harmless(one.name), "\n", (one.matter.central[:8], "dim"))
        table.add_row(title, days, count, *(Text(some) for some in names))
    return table


def actor_table(found: Sequence[Actor]) -> Table:
    """Return actors as a table."""
    table = Table(box=box.SIMPLE_HEAD, expand=True, padding=(0, 1, 0, 0), pad_edge=False)
    table.add_column("actor", style="bold", ratio=4, overflow="fold")
    table.add_column("kind", width=WIDEST_KIND, no_wrap=True)
    table.add_column("also", ratio=4, style="dim", overflow="fold")
    table.add_column("offices", ratio=5, style="dim", overflow="fold")
    table.add_column("seen", justify="right", no_wrap=True)
    table.add_column("from – to", width=WIDEST_DAY, no_wrap=True)
    for one in found:
        also = ", ".join(harmless(name) for name in one.names if name != one.name)
        held = "\n".join(_tenure(tenure) for tenure in one.tenures[:6])
        days = " –\n".join(dict.fromkeys(day for day in (one.since, one.until) if day)) or "—"
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


def _said(row: StatementRow, verb: str = "") -> Text:
    day = row.published or "undated"
    facts = ", ".join(filter(None, [harmless(row.outlet or row.name), day, row.id[:8]]))
    who = harmless(row.said_by) or NOBODY
    return Text.assemble((who, "bold"), f"{verb}: {harmless(row.content_text)}\n", (facts, "dim"))
