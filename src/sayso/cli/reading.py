"""Commands that read: pages into the ledger, or to standard output."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from sayso.cli.group import confidence_option, is_given, ledger_option, main, print_json
from sayso.config import DEFAULTS, Settings

if TYPE_CHECKING:
    from sayso.summaries import Summary

ENGINE_HELP = "Who reads for shards: this machine, or a Ray cluster."


def processes_option(command: Callable[..., None]) -> Callable[..., None]:
    """Add `--processes`."""
    said = "Processes that read; 0, the default, chooses for the machine's cores and the inputs."
    return click.option("--processes", type=click.IntRange(0, 1000), default=0, metavar="N", help=said)(command)


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
@processes_option
@click.option("--shards", metavar="FOLDER", help="Write Parquet shards there, in place of a ledger.")
@click.option("--shard-size", type=click.IntRange(1, 100_000), metavar="N", help="Documents of a shard (500).")
@click.option("--engine", type=click.Choice(["local", "ray"]), default="local", show_default=True, help=ENGINE_HELP)
@click.option("--address", metavar="ADDRESS", help="The Ray cluster's; auto for the one this machine is part of.")
@click.option("--gpus", type=click.FloatRange(0, min_open=True), metavar="X", help="GPUs of each Ray worker: 0.25 ..")
def read(
    inputs: tuple[str, ...],
    ledger: str,
    again: bool,
    processes: int,
    shards: str | None,
    shard_size: int | None,
    engine: str,
    address: str | None,
    gpus: float | None,
    **chosen: Any,  # noqa: ANN401 - click's options
) -> None:
    """Read pages into the ledger: files, folders, tables, feeds, web archives, URLs, - for standard input, or shards.

    \b
    Examples:
      sayso read article.html notes.txt folder-of-pages/
      sayso read https://example.org/news/1 --ledger spring.db
      sayso read archive.parquet --text-column body
      sayso read crawl.warc.gz --language en --outlet example.org --since 2025-05
      sayso read archive.jsonl.gz --processes 8 --shards shards/
      sayso read shards/ --ledger archive.db
    """
    from sayso import terminal

    settings = _settings(chosen)
    given = {name: value for name, value in (("address", address), ("gpus", gpus)) if value is not None}
    _fits(shards, shard_size, engine, given)
    began = time.monotonic()
    try:
        if shards is None:
            summary = _into_ledger(inputs, ledger, settings, again=again, processes=processes)
        else:
            size = {"articles": shard_size} if shard_size else {}
            summary = _into_shards(
                inputs, shards, settings, again=again, engine=engine, processes=processes, **size, **given
            )
    except KeyboardInterrupt:
        where = "the ledger" if shards is None else shards
        click.echo(f"sayso: stopped; what was finished is in {where}, and the same command goes on.", err=True)
        sys.exit(130)
    terminal.show_summary(terminal.messages(), summary, time.monotonic() - began)
    _tell_empty(inputs)
    sys.exit(1 if summary.failures else 0)


def _settings(chosen: dict[str, Any]) -> Settings:
    """Return the settings that were chosen; UsageError where the days of archives end before they begin."""
    from sayso.searched import in_order

    in_order(chosen["since"], chosen["until"])
    return replace(DEFAULTS, **chosen)


def _tell_empty(inputs: Sequence[str]) -> None:
    """Say of each folder that holds nothing to read that it doesn't."""
    from sayso.read import units

    for one in inputs:
        if next(units([one]), None) is None:
            click.echo(f"there is nothing to read in {one}", err=True)


def _fits(shards: str | None, shard_size: int | None, engine: str, of_cluster: dict[str, Any]) -> None:
    """Raise a usage error where options stand without those that they belong to."""
    if shards is not None and is_given("ledger"):
        raise click.UsageError(
            f"--shards writes {shards!r} in place of a ledger: leave out --ledger, and load it with `sayso read` then."
        )
    if shards is None and engine == "ray":
        raise click.UsageError("--engine ray writes shards: give --shards FOLDER, and then `sayso read FOLDER`.")
    if shards is None and shard_size:
        raise click.UsageError("--shard-size is for shards: give --shards FOLDER with it.")
    if engine != "ray" and of_cluster:
        raise click.UsageError(f"--{next(iter(of_cluster))} is for a cluster: give --engine ray with it.")


def _into_ledger(inputs: Sequence[str], ledger: str, settings: Settings, **options: Any) -> Summary:  # noqa: ANN401 - those of Ledger.read
    from sayso import terminal
    from sayso.library import open_ledger
    from sayso.read import count

    with open_ledger(ledger, settings=settings) as opened:
        total = count(inputs) if sys.stderr.isatty() else None
        with terminal.progress(total) as rate:
            return opened.read(inputs, on_event=lambda _: rate.advance(), watch=rate.archive, **options)


def _into_shards(inputs: Sequence[str], shards: str, settings: Settings, **options: Any) -> Summary:  # noqa: ANN401 - those of read_to_shards
    from sayso import terminal
    from sayso.sharding import read_to_shards

    with terminal.progress(None) as rate:
        return read_to_shards(
            inputs, shards, settings=settings, on_event=lambda one: rate.advance(one.manifest.documents), **options
        )


@main.command()
@click.argument("inputs", nargs=-1, required=True, metavar="PATH...")
@click.option("--plain", is_flag=True, help="The input is clean text: every line is body.")
@click.option("--text-column", metavar="NAME", help="The column of a table that holds the text or HTML.")
@click.option("--allow-private", is_flag=True, help="Fetch from private and loopback addresses too.")
@archive_options
@confidence_option
@click.option("--links", is_flag=True, help="Look for links between the statements of each page too.")
@processes_option
def extract(
    inputs: tuple[str, ...],
    min_confidence: float | None,
    links: bool,
    processes: int,
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

    failed, settings = False, _settings(chosen)
    for one in extract_pages(inputs, settings=settings, min_confidence=min_confidence, processes=processes):
        if isinstance(one, Failure):
            from sayso.terminal import harmless  # imported late, as rich is: who pipes data on needs none of it

            failed = True
            click.echo(f"skipped {harmless(one.origin)}: {harmless(one.reason)}", err=True)
        else:
            print_json(as_object(one, links_within(one) if links else ()))
    _tell_empty(inputs)
    sys.exit(1 if failed else 0)


@main.command()
@click.argument("one", metavar="LEDGER_OR_SHARDS")
@click.argument("other", metavar="LEDGER_OR_SHARDS")
@click.option("--limit", type=click.IntRange(1, 1_000_000), default=20, show_default=True, help="Show at most so many.")
def verify(one: str, other: str, limit: int) -> None:
    """Say whether two ledgers, or a ledger and a folder of shards, hold the same; exit with 1 where they don't.

    A ledger is a file or the address of a database; one of each can be compared. Runs and times of fetching don't
    count. Shards hold no links, actors across articles and judgements: beside them, those don't count either.

    \b
    Examples:
      sayso verify monday.db tuesday.db
      sayso verify archive.db shards/
      sayso verify press.db postgresql://ana@db.example/press
    """
    from itertools import islice

    from sayso import terminal
    from sayso.verifying import differences, names

    found = list(islice(differences(one, other), limit + 1))
    shown = names(one, other)
    if not found:
        click.echo(f"{shown[0]} and {shown[1]} hold the same.")
        return
    terminal.output().print(terminal.difference_table(found[:limit], *shown))
    if len(found) > limit:
        these = "This is the first difference" if limit == 1 else f"These are the first {limit} differences"
        click.echo(f"{these}; there are more.")
    sys.exit(1)
