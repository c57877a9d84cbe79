"""Commands that search: by words and by meaning, by the name of a saved search; and what makes meaning searchable."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import click

from sayso.cli.group import existing, kept, ledger_option, main, narrowing_options, print_json

if TYPE_CHECKING:
    from sayso.library import Ledger
    from sayso.store import StatementPage

A_PAGE = 200
"""Statements asked for at a time."""
SHOWN = 50
"""Statements that `search` shows where no limit is given: what comes later fits less. Of what is new all is shown."""


@main.command()
@click.argument("words", metavar="[WORDS]...", nargs=-1)
@ledger_option
@narrowing_options
@click.option("--words-only", is_flag=True, help="Only what has the words themselves.")
@click.option("--save", metavar="NAME", help="Save the search by this name as well.")
@click.option("--saved", metavar="NAME", help="Ask a saved search again; it then counts as looked at.")
@click.option("--new", is_flag=True, help="With --saved: only what came since it was looked at last; all of it.")
@click.option("--format", "form", type=click.Choice(["table", "jsonl", "csv"]), default="table", show_default=True)
def search(
    words: tuple[str, ...],
    ledger: str,
    words_only: bool,
    save: str | None,
    saved: str | None,
    new: bool,
    form: str,
    **wanted: Any,  # noqa: ANN401 - the filter's options
) -> None:
    """Search statements for words, and for other words that mean the same, the best first.

    Words "in quotes" and begin* are looked for as they stand. Meaning needs `sayso index`, or `sayso link`.

    \b
    Examples:
      sayso search sanctions are tied to security
      sayso search ferry --outlet "Velden Post" --save ferry
      sayso search --saved ferry --new
    """
    if saved is not None and (words or save or words_only or _given(wanted)):
        raise click.UsageError("--saved asks what was saved: leave out words and other options, but --new and --limit.")
    if new and saved is None:
        raise click.UsageError("--new goes with --saved NAME.")
    if saved is None and not words:
        raise click.UsageError("give words to search for, or --saved NAME.")
    writes = save is not None or saved is not None or wanted["actor"] is not None
    with (kept if writes else existing)(ledger) as opened:
        if saved is not None:
            _print_saved(opened, saved, form, wanted["limit"], new=new)
            return
        asked = {**wanted, "search": " ".join(words), "meaning": not words_only}
        if save is not None:
            if asked.get("actor") is not None:  # of several that begin so one day, this one was meant
                asked["actor"] = opened.actor_id(asked["actor"])
            opened.searches.save(save, **_given(asked))
            click.echo(f"saved as {save!r}", err=True)
        print_found(opened, form, {**asked, "limit": wanted["limit"] or SHOWN})


@main.command()
@ledger_option
@click.option("--rename", nargs=2, metavar="NAME NEW", help="Give one another name.")
@click.option("--delete", metavar="NAME", help="Take one away.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON Lines.")
def searches(ledger: str, rename: tuple[str, str] | None, delete: str | None, as_json: bool) -> None:
    """List saved searches: how much each finds, and how much of that came since it was looked at.

    \b
    Examples:
      sayso searches
      sayso searches --rename ferry "The ferry to Velden"
      sayso searches --delete ferry
    """
    if rename and delete is not None:
        raise click.UsageError("--rename and --delete are two things: give one of them at a time.")
    if as_json and (rename or delete is not None):
        raise click.UsageError("--json goes with the list: leave it out with --rename and --delete.")
    if rename or delete is not None:
        with kept(ledger) as opened:
            if rename:
                opened.searches.rename(*rename)
            if delete is not None:
                opened.searches.delete(delete)
        return
    from sayso.saved_views import saved_object

    with existing(ledger) as opened:
        found = opened.searches.counted()
    for one in found:
        if as_json:
            print_json(saved_object(one))
        elif one.wrong:
            click.echo(f"{'-':>9} new of {'-':>11}  {one.search.name}: {one.wrong}")
        else:
            click.echo(f"{one.new:>9,} new of {one.found:>11,}  {one.search.name}")
    click.echo(f"{len(found)} saved search{'' if len(found) == 1 else 'es'}", err=True)


@main.command()
@ledger_option
def index(ledger: str) -> None:
    """Index statements by their meaning, so that a search finds what says the same in other words.

    Those that are indexed are left alone; what was finished stays when it is stopped. `sayso link` does it too.

    \b
    Example:
      sayso index --ledger spring.db
    """
    from sayso import terminal
    from sayso.library import open_ledger

    existing(ledger).close()
    with open_ledger(ledger) as opened:
        total = opened.count_unindexed() if sys.stderr.isatty() else None
        try:
            with terminal.progress(total) as rate:
                made = opened.index(on_event=rate.advance)
        except KeyboardInterrupt:
            click.echo("sayso: stopped; what was finished is in the ledger, and the same command goes on.", err=True)
            sys.exit(130)
    click.echo(f"{made:,} statement{'' if made == 1 else 's'} indexed" if made else "nothing new", err=True)


def print_found(opened: Ledger, form: str, asked: Mapping[str, Any]) -> int:
    """Print what a page of statements is asked for, the best first, up to its limit; on standard error how many.

    Return how many, once all of it is written.
    """
    from sayso.export import write

    pages = list(_pages(opened, dict(asked)))
    rows = [row for page in pages for row in page.rows]
    if form == "table":
        from sayso import terminal

        terminal.output().print(terminal.statement_table(rows))
    else:
        write(form, rows, sys.stdout.buffer)
    sys.stdout.flush()
    why = [by for page in pages for by in page.why.values()]
    told = ", ".join(f"{sum(name in by for by in why)} by {name}" for name in ("words", "meaning")) if why else ""
    click.echo(f"{len(rows)} statement{'' if len(rows) == 1 else 's'}{f': {told}' if told else ''}", err=True)
    if pages[0].notice:
        click.echo(pages[0].notice, err=True)
    return len(rows)


def _print_saved(opened: Ledger, name: str, form: str, limit: int | None, *, new: bool) -> None:
    """Print what a saved search finds, or what of it is new; it counts as looked at when that is written.

    Not where a limit leaves new ones over: they would never be shown as new again.
    """
    one, newest = opened.searches.named(name), opened.newest_arrival()  # what comes while it is asked stays new
    asked = one.asked_for_new if new else one.asked
    shown = print_found(opened, form, {**asked, "limit": limit or (None if new else SHOWN)})
    left = opened.count(**asked) - shown if new and limit else 0
    if left > 0:
        click.echo(f"{left:,} more new, and all stay so: leave out --limit to see them", err=True)
    else:
        opened.looked_at(one.name, newest)


def _pages(opened: Ledger, asked: dict[str, Any]) -> Iterator[StatementPage]:
    left, after = asked.pop("limit") or sys.maxsize, None
    while True:
        page = opened.statement_page(after=after, limit=min(left, A_PAGE), **asked)
        yield page
        left, after = left - len(page.rows), page.next
        if after is None or left <= 0:
            return


def _given(wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options that were given, but for the limit; statements within others are looked for without asking."""
    left_out = {"limit"} | ({"nested"} if wanted.get("nested", True) else set())
    left_out |= set() if wanted.get("rejected") else {"rejected"}
    return {name: value for name, value in wanted.items() if value is not None and name not in left_out}
