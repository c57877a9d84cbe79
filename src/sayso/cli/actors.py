"""Commands about actors across articles, and their networks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from sayso.cli.group import kept, ledger_option, main, print_json, target

PERIODS = ("day", "week", "month", "quarter", "year", "all")
NETWORKS = ("graphml", "gexf", "csv", "csv-nodes", "json")


@main.command()
@ledger_option
@click.option("--name", metavar="WORDS", help="Only those with these words in one of their names.")
@click.option("--proposals", is_flag=True, help="List the merges that are in doubt instead, the likeliest first.")
@click.option("--limit", type=click.IntRange(1, 2**31), default=50, show_default=True, help="At most so many.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON Lines.")
def actors(ledger: str, name: str | None, proposals: bool, limit: int, as_json: bool) -> None:
    """List actors across articles: names, offices with the days they were seen in them, how often they were seen.

    Only articles that `sayso link` has seen are looked at.

    \b
    Examples:
      sayso actors --name Ostrelle
      sayso actors --proposals
    """
    from dataclasses import asdict

    from sayso import terminal, terminal_links

    with kept(ledger) as opened:
        doubts = opened.actor_proposals()[:limit] if proposals else ()
        found = () if proposals else opened.actors(name, limit)
    if as_json:
        for one in (*doubts, *found):
            print_json(asdict(one))
    else:
        shown = terminal_links.proposal_table(doubts) if proposals else terminal_links.actor_table(found)
        terminal.output().print(shown)


@main.command()
@click.argument("file", metavar="FILE")
@ledger_option
@click.option("--format", "form", type=click.Choice(NETWORKS), default="graphml", show_default=True)
@click.option("--period", type=click.Choice(PERIODS), default="all", show_default=True, help="One edge a period.")
@click.option("--since", metavar="DATE", help="Published on 2025-05-05, in 2025-05 or in 2025, or later.")
@click.option("--until", metavar="DATE", help="Published on that day, month or year, or before.")
@click.option("--outlet", metavar="NAME", help="Words of the outlet's name.")
@click.option("--min-confidence", type=click.FloatRange(0, 1), metavar="X", help="Only statements at least so sure.")
@click.option("--blocs", is_flag=True, help="Add to each actor the bloc that friendly acts put it in.")
@click.option("--nested", is_flag=True, help="Count statements within others too.")
@click.option("--unnamed", is_flag=True, help="Count unnamed speakers and groups too.")
@click.option("--spreadsheet", is_flag=True, help="CSV only: keep a spreadsheet from taking cells for formulas.")
def network(file: str, ledger: str, form: str, spreadsheet: bool, **wanted: Any) -> None:  # noqa: ANN401 - the options
    """Write the signed network of who acts towards whom: support, accusation .., by period, copies counted once.

    FILE may be - for standard output.

    \b
    Examples:
      sayso network strait.gexf --format gexf --period month
      sayso network strait.graphml --blocs --min-confidence .9
    """
    from sayso.export import write_network
    from sayso.whole_files import write_whole

    if spreadsheet and not form.startswith("csv"):
        raise click.UsageError(f"--spreadsheet goes with csv, not with {form}.")
    with kept(ledger) as opened:
        found = opened.network(**wanted)
        place = target(file, ledger)
        options = {"spreadsheet": True} if spreadsheet else {}
        if isinstance(place, Path):
            write_whole(place, lambda stream: write_network(form, found, stream, **options))
        else:
            write_network(form, found, place, **options)
    click.echo(f"{len(found.nodes)} actors, {len(found.edges)} edges written to {file}", err=True)
