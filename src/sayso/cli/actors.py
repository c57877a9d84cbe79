"""Commands about actors across articles, and their networks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sayso.cli.group import kept, ledger_option, main, print_json, target, tell_what_waits

if TYPE_CHECKING:
    from sayso.link.actors import Proposal

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
        tell_what_waits(opened)
        doubts = _naming(name, opened.actor_proposals()) if proposals else ()
        found = () if proposals else opened.actors(name, limit)
        total = len(doubts) + (opened.count_actors(name) if len(found) == limit else len(found))
    if as_json:
        for one in (*doubts[:limit], *found):
            print_json(asdict(one))
    else:
        shown = terminal_links.proposal_table(doubts[:limit]) if proposals else terminal_links.actor_table(found)
        terminal.output().print(shown)
    told = terminal.counted(total, "proposal" if proposals else "actor")
    if total > limit:
        click.echo(f"{limit:,} of {told}: --limit for more", err=True)
    elif not as_json:
        click.echo(told, err=True)


@main.command()
@click.argument("file", metavar="FILE")
@ledger_option
@click.option("--format", "given", type=click.Choice(NETWORKS), help="That of FILE's suffix if left out, else graphml.")
@click.option("--period", type=click.Choice(PERIODS), default="all", show_default=True, help="One edge a period.")
@click.option("--since", metavar="DATE", help="Published on 2025-05-05, in 2025-05 or in 2025, or later.")
@click.option("--until", metavar="DATE", help="Published on that day, month or year, or before.")
@click.option("--outlet", metavar="NAME", help="Words of the outlet's name.")
@click.option("--min-confidence", type=click.FloatRange(0, 1), metavar="X", help="Only statements at least so sure.")
@click.option("--blocs", is_flag=True, help="Add to each actor the bloc that friendly acts put it in.")
@click.option("--nested", is_flag=True, help="Count statements within others too.")
@click.option("--unnamed", is_flag=True, help="Count whoever has no name of his own too: an official, critics.")
@click.option("--spreadsheet", is_flag=True, help="CSV only: keep a spreadsheet from taking cells for formulas.")
def network(file: str, ledger: str, given: str | None, spreadsheet: bool, **wanted: Any) -> None:  # noqa: ANN401 - the options
    """Write the signed network of who acts towards whom: support, accusation .., by period, copies counted once.

    FILE may be - for standard output.

    \b
    Examples:
      sayso network strait.gexf --period month
      sayso network strait.graphml --blocs --min-confidence .9
    """
    from sayso.export import write_network
    from sayso.terminal import counted
    from sayso.whole_files import write_whole

    form = _form(file, given)
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
        tell_what_waits(opened)
    click.echo(f"{counted(len(found.nodes), 'actor')}, {counted(len(found.edges), 'edge')} written to {file}", err=True)


def _naming(name: str | None, doubts: Sequence[Proposal]) -> Sequence[Proposal]:
    """Return the proposals one of whose two names has all the words, as actors are listed by their names."""
    from sayso.link.sides import folded

    words = set(folded(name or "").split())
    if name and name.strip() and not words:
        raise click.UsageError(f"name {name[:40]!r} has no word in it: give words of an actor's name.")
    return [one for one in doubts if any(words <= set(folded(shown).split()) for shown in (one.name, one.other_name))]


def _form(file: str, given: str | None) -> str:
    """Return the format that is asked for, with a word where the file's name tells another; else that of the name."""
    suffix = Path(file).suffix.lower().removeprefix(".")
    told = suffix if suffix in NETWORKS else None
    if given is None:
        return told or "graphml"
    if told is not None and told != given.removesuffix("-nodes"):
        click.echo(f"{file} is written as {given}, though its name ends in .{suffix}", err=True)
    return given
