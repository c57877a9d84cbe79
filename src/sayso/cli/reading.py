"""Commands that read: pages into the ledger, or to standard output."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import click

from sayso.cli.group import confidence_option, ledger_option, main, print_json
from sayso.config import DEFAULTS


def archive_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that say which pages of web archives are read."""
    for option in (
        click.option("--limit", type=click.IntRange(1, 2**31), help="Of web archives: at most so many pages in all."),
        click.option("--until", metavar="DATE", help="Of web archives: archived then or before."),
        click.option("--since", metavar="DATE", help="Of web archives: archived on 2025-05-05, in 2025-05, or later."),
        click.option("--outlet", multiple=True, metavar="HOST", help="Of web archives: of this host, or below it."),
        click.option("--language", multiple=True, metavar="CODE", help="Of web archives: in this language, as en."),
    ):
        command = option(command)
    return command


@main.command()
@click.argument("inputs", nargs=-1, required=True, metavar="PATH_OR_URL...")
@ledger_option
@click.option("--again", is_flag=True, help="Extract anew what the ledger has already.")
@click.option("--plain", is_flag=True, help="The input is clean text: every line is body.")
@click.option("--text-column", metavar="NAME", help="The column of a table that holds the text or HTML.")
@click.option("--allow-private", is_flag=True, help="Fetch from private and loopback addresses too.")
@archive_options
def read(inputs: tuple[str, ...], ledger: str, again: bool, **chosen: Any) -> None:  # noqa: ANN401 - click's options
    """Read pages into the ledger: files, folders, tables, feeds, web archives, URLs, or - for standard input.

    \b
    Examples:
      sayso read article.html notes.txt folder-of-pages/
      sayso read https://example.org/news/1 --ledger spring.db
      sayso read archive.parquet --text-column body
      sayso read crawl.warc.gz --language en --outlet example.org --since 2025-05
    """
    from sayso import terminal
    from sayso.library import open_ledger
    from sayso.read import count

    settings = replace(DEFAULTS, **chosen)
    began = time.monotonic()
    with open_ledger(ledger, settings=settings) as opened:
        total = count(inputs) if sys.stderr.isatty() else None
        try:
            with terminal.progress(total) as rate:
                summary = opened.read(inputs, again=again, on_event=lambda _: rate.advance(), watch=rate.archive)
        except KeyboardInterrupt:
            click.echo("sayso: stopped; what was finished is in the ledger, and the same command goes on.", err=True)
            sys.exit(130)
    terminal.show_summary(terminal.messages(), summary, time.monotonic() - began)
    sys.exit(1 if summary.failures else 0)


@main.command()
@click.argument("inputs", nargs=-1, required=True, metavar="PATH...")
@click.option("--plain", is_flag=True, help="The input is clean text: every line is body.")
@click.option("--text-column", metavar="NAME", help="The column of a table that holds the text or HTML.")
@click.option("--allow-private", is_flag=True, help="Fetch from private and loopback addresses too.")
@archive_options
@confidence_option
@click.option("--links", is_flag=True, help="Look for links between the statements of each page too.")
def extract(
    inputs: tuple[str, ...],
    min_confidence: float | None,
    links: bool,
    **chosen: Any,  # noqa: ANN401 - click's options
) -> None:
    """Print what stands in each input as JSON Lines, and keep nothing.

    \b
    Examples:
      sayso extract article.html | jq .statements
      sayso extract --plain clean-texts/ > statements.jsonl
      sayso extract crawl.warc.gz --outlet example.org --limit 100 > statements.jsonl
    """
    from sayso.library import as_object, extract_pages, links_within
    from sayso.records import Failure

    failed = False
    settings = replace(DEFAULTS, **chosen)
    for one in extract_pages(inputs, settings=settings, min_confidence=min_confidence):
        if isinstance(one, Failure):
            failed = True
            click.echo(f"skipped {one.origin}: {one.reason}", err=True)
        else:
            print_json(as_object(one, links_within(one) if links else ()))
    sys.exit(1 if failed else 0)
