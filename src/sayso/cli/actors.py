"""Commands about actors across articles, and what people decide about them; networks."""

from __future__ import annotations

import getpass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sayso.cli.group import existing, kept, ledger_option, main, print_json, target

if TYPE_CHECKING:
    from sayso.link.actors import ActorJudgement, ActorRef

PERIODS = ("day", "week", "month", "quarter", "year", "all")
NETWORKS = ("graphml", "gexf", "csv", "csv-nodes", "json")
DECISIONS = ("merge", "split", "rename", "undo")


@main.command()
@ledger_option
@click.option("--name", metavar="WORDS", help="Only those with these words in one of their names.")
@click.option("--proposals", is_flag=True, help="List the merges that are in doubt instead, the likeliest first.")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="At most so many.")
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
@click.argument("decision", type=click.Choice(DECISIONS), metavar="merge|split|rename|undo")
@click.argument("one", metavar="ACTOR_OR_ID")
@click.argument("other", metavar="[OTHER]", required=False, default="")
@ledger_option
@click.option("--by", metavar="NAME", help="Who decides; your name on this machine if left out.")
def judge(decision: str, one: str, other: str, ledger: str, by: str | None) -> None:
    """Decide about actors: merge two, split one off, rename one, or undo a decision. It is kept for good, and replayed.

    An actor is a name, in all articles, or NAME@ARTICLE, with the id of one; `undo` takes a decision's id.

    \b
    Examples:
      sayso judge merge "Ida Ostrelle" "I. Ostrelle"
      sayso judge split "Ostrelle@9f3a21c07b5e4d10" "Ida Ostrelle"
      sayso judge rename "Ida Ostrelle" "Ida Ostrelle-Maas"
    """
    if (decision == "undo") == bool(other):
        raise click.UsageError(f"{decision!r} takes {'one id' if decision == 'undo' else 'two arguments'}.")
    with kept(ledger) as opened:
        found = _decision(opened.actor_judgements(), decision, one, other, by or getpass.getuser())
        opened.judge_actors([found])
    click.echo(
        f"{found.id}  {decision} {one}{f', {other}' if other else ''}; sayso judge undo {found.id} takes it back"
    )


@main.command()
@ledger_option
@click.option("--import", "file", metavar="FILE", help="Add those of this file, as this command prints them.")
def judgements(ledger: str, file: str | None) -> None:
    """Print what people decided about actors, as JSON Lines; or add those that another ledger has.

    \b
    Examples:
      sayso judgements > ours.jsonl
      sayso judgements --import theirs.jsonl
    """
    from sayso.link.actors import from_lines, to_lines

    if file is None:
        with existing(ledger) as opened:
            for line in to_lines(opened.actor_judgements()):
                click.echo(line.encode("utf-8", "replace"))
        return
    with kept(ledger) as opened:
        given = from_lines(Path(file).read_text(encoding="utf-8", errors="replace").splitlines())
        click.echo(f"{opened.judge_actors(given)} of {len(given)} were new", err=True)


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

    if spreadsheet and not form.startswith("csv"):
        raise click.UsageError(f"--spreadsheet goes with csv, not with {form}.")
    with kept(ledger) as opened:
        found = opened.network(**wanted)
        place = target(file, ledger)
        options = {"spreadsheet": True} if spreadsheet else {}
        if isinstance(place, Path):
            with place.open("wb") as stream:
                write_network(form, found, stream, **options)
        else:
            write_network(form, found, place, **options)
    click.echo(f"{len(found.nodes)} actors, {len(found.edges)} edges written to {file}", err=True)


def _decision(known: tuple[ActorJudgement, ...], decision: str, one: str, other: str, by: str) -> ActorJudgement:
    from sayso.link import actors as judging

    at = datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    if decision == "rename":
        return judging.rename(_ref(one), other, by=by, at=at)
    if decision != "undo":
        return (judging.merge if decision == "merge" else judging.split)(_ref(one), _ref(other), by=by, at=at)
    found = [judgement for judgement in known if judgement.id.startswith(one)]
    if len(found) != 1:
        raise click.UsageError(f"{len(found)} decisions have an id that begins with {one!r}: see `sayso judgements`.")
    return judging.undo(found[0], by=by, at=at)


def _ref(given: str) -> ActorRef:
    from sayso.link.actors import ActorRef

    name, _, article = given.partition("@")
    return ActorRef(name.strip(), article.strip())
