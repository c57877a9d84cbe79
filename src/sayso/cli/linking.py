"""Commands about links: looking for them, and what follows from them."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from sayso.cli.group import existing, ledger_option, main, print_json, tell_what_waits

if TYPE_CHECKING:
    from sayso.library import Ledger
    from sayso.link.matters import MatterSummary

KINDS = ("copy", "paraphrase", "reply", "denial", "shift")


@main.command()
@ledger_option
def link(ledger: str) -> None:
    """Look for links: copies, paraphrases, replies, denials and shifts among all statements of the ledger.

    Articles that were linked before are left alone; what was finished stays when it is stopped. Statements are indexed
    by their meaning too, as `sayso index` does.

    \b
    Example:
      sayso link --ledger spring.db
    """
    from sayso import terminal, terminal_links
    from sayso.library import open_ledger

    existing(ledger).close()
    with open_ledger(ledger) as opened:
        total = opened.count_unlinked() if sys.stderr.isatty() else None
        try:
            with terminal.progress(total) as rate:
                found = opened.link(on_event=lambda _: rate.advance())
            opened.index()
        except KeyboardInterrupt:
            click.echo("sayso: stopped; what was finished is in the ledger, and the same command goes on.", err=True)
            sys.exit(130)
    terminal_links.show_linked(terminal.messages(), found)


@main.command()
@ledger_option
@click.option("--kind", "kinds", type=click.Choice(KINDS), multiple=True, help="Only links of this kind; repeatable.")
@click.option("--min-score", type=click.FloatRange(0, 1), default=0.0, metavar="X", help="Only those at least so sure.")
@click.option(
    "--of", "statement", metavar="ID", help="Only those of this statement; the first characters of its id do."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON Lines.")
def links(ledger: str, kinds: tuple[str, ...], min_score: float, statement: str | None, as_json: bool) -> None:
    """List links: what kind, from which statement to which, how sure, and why.

    \b
    Examples:
      sayso links --kind denial
      sayso links --of 3f0a91c2 --json
    """
    from sayso.export import traces

    with existing(ledger) as opened:
        tell_what_waits(opened)
        rows = list(opened.links(kinds=kinds, min_score=min_score, of=statement))
        if as_json:
            for one in rows:
                print_json(traces.link_object(one.link))
            return
        from sayso import terminal, terminal_links

        terminal.output().print(terminal_links.link_table(rows))
        click.echo(f"{len(rows)} link{'' if len(rows) == 1 else 's'}", err=True)


@main.command()
@click.argument("identity", metavar="ID")
@ledger_option
@click.option("--format", "form", type=click.Choice(["text", "json", "dot", "svg"]), default="text", show_default=True)
def trace(identity: str, ledger: str, form: str) -> None:
    """Trace a claim: who said it first, through whom, which outlets have it from one another, who denied it.

    ID is the beginning of the id of any statement of the claim.

    \b
    Examples:
      sayso trace 3f0a91c2
      sayso trace 3f0a91c2 --format svg > claim.svg
    """
    from sayso.export import traces

    with existing(ledger) as opened:
        found = opened.trace(identity)
        tell_what_waits(opened)
    sys.stdout.buffer.write(traces.write_trace(form, found))
    sys.stdout.buffer.flush()


@main.command()
@ledger_option
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="At most so many.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON Lines.")
def matters(ledger: str, limit: int, as_json: bool) -> None:
    """List matters: statements that links hold together, the largest first, copies counted once and with.

    \b
    Example:
      sayso matters --limit 5
    """
    from sayso.export import traces

    with existing(ledger) as opened:
        tell_what_waits(opened)
        every = opened.matters(limit + 1)
        found = every[:limit]
        if as_json:
            for one in found:
                print_json(traces.matter_object(one))
        else:
            from sayso import terminal, terminal_links

            terminal.output().print(terminal_links.matter_table([_with_places(opened, one) for one in found]))
    number = f"{len(found)} matter{'' if len(found) == 1 else 's'}"
    if len(every) > limit:
        click.echo(f"{number}, the largest: --limit for more", err=True)
    elif not as_json:
        click.echo(number, err=True)


def _with_places(opened: Ledger, one: MatterSummary) -> MatterSummary:
    """Return a matter with the names of pages that have no outlet among its outlets, as other tables show them."""
    named = sum(count for _, count in one.outlets)
    whole = opened.matter(one.matter.id) if named < len(one.matter.statements) else None
    if whole is None:
        return one
    places = Counter(row.outlet or row.name for row in whole[1])
    return replace(one, outlets=tuple(sorted(places.items(), key=lambda pair: (-pair[1], pair[0]))))
