"""Commands that ask a ledger: lists, single statements and articles, files of them."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from sayso.cli.group import (
    FORMATS,
    confidence_option,
    existing,
    filter_options,
    kept,
    ledger_option,
    main,
    print_json,
    target,
)
from sayso.cli.judging import WRITERS
from sayso.cli.searching import print_found
from sayso.config import VERSION
from sayso.whole_files import write_whole


@main.command()
@ledger_option
@filter_options
@click.option("--like", metavar="SENTENCE", help="Near in meaning to this, the nearest first; needs `sayso index`.")
@click.option(
    "--format", "form", type=click.Choice(["table", "jsonl", "csv", "parquet"]), default="table", show_default=True
)
def statements(ledger: str, form: str, like: str | None, **wanted: Any) -> None:  # noqa: ANN401 - the filter's options
    """List statements: when, who, what by it and at whom, through whom, and what.

    One that stands within another ("Kell said that Mar denied it") is set in below it, after a ">".

    \b
    Examples:
      sayso statements --speaker Harrow --since 2025-05
      sayso statements --act ACCUSE --target Merovand --min-confidence .9
      sayso statements --search '"fishing zone"' --format csv > zone.csv
      sayso statements --like "sanctions are there to keep us safe"
    """
    with (existing if wanted["actor"] is None else kept)(ledger) as opened:
        if like is not None:
            print_found(opened, form, wanted | {"like": like})
            return
        if form != "table":
            opened.export(form, sys.stdout.buffer, **wanted)
            return
        from sayso import terminal

        rows = list(opened.statements(**wanted))
        terminal.output().print(terminal.statement_table(rows))
        click.echo(f"{len(rows)} statement{'' if len(rows) == 1 else 's'}", err=True)


@main.command()
@click.argument("identity", metavar="ID")
@ledger_option
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def show(identity: str, ledger: str, as_json: bool) -> None:
    """Show a statement in its paragraph, highlighted, with all its fields and the words they were read from.

    The first characters of its id do.

    \b
    Example:
      sayso show 3f0a91c2
    """
    with existing(ledger) as opened:
        row = opened.statement(identity)
        if as_json:
            from sayso.export.plain_row import plain

            print_json(plain(row))
            return
        from sayso import terminal

        terminal.show_statement(terminal.output(), row, opened.article(row.article_id))


@main.command()
@click.argument("identity", metavar="ID")
@ledger_option
@click.option("--json", "as_json", is_flag=True, help="Print it as `sayso extract` does.")
def article(identity: str, ledger: str, as_json: bool) -> None:
    """Show an article, every line with its role. ID is the beginning of its id, or the document's name.

    \b
    Example:
      sayso article harbour-talks
    """
    with existing(ledger) as opened:
        page = opened.article(identity)
        if as_json:
            from sayso.library import as_object

            print_json(as_object(page))
            return
        from sayso import terminal

        terminal.show_article(terminal.output(), page)


@main.command()
@click.argument("form", type=click.Choice([*FORMATS, "datasette", *WRITERS]), metavar="FORMAT")
@click.argument("file", metavar="FILE")
@ledger_option
@filter_options
@click.option(
    "--spreadsheet", is_flag=True, help="CSV and DNA only: keep a spreadsheet from taking cells for formulas."
)
def export(form: str, file: str, ledger: str, spreadsheet: bool, **wanted: Any) -> None:  # noqa: ANN401 - the filter's options
    """Write statements to a file: jsonl, csv, parquet, json-ld, web-annotation, dna or ftm. FILE may be -.

    What people judged is written by the formats judgements (to be replayed on another ledger), labels and pairs (to
    train on): all of it, so these take none of the options that narrow down.

    `datasette` writes no statements: it is the metadata with which Datasette shows the ledger's file.

    \b
    Examples:
      sayso export csv statements.csv --outlet "Morning Post"
      sayso export judgements ours.jsonl
      sayso export datasette metadata.json --ledger strait.db
    """
    if spreadsheet and form not in ("csv", "dna"):
        raise click.UsageError(f"--spreadsheet goes with csv and dna, not with {form}.")
    if form == "datasette":
        _write_metadata(file, ledger, _narrowing(wanted))
        return
    if form in WRITERS:
        _export_judged(form, file, ledger, _narrowing(wanted))
        return
    options = {"spreadsheet": True} if spreadsheet else {}
    with kept(ledger) as opened:
        count = opened.export(form, target(file, ledger), options=options, **wanted)
    click.echo(f"{count} statement{'' if count == 1 else 's'} written to {file}", err=True)


def _narrowing(wanted: Mapping[str, Any]) -> list[str]:
    """Return the options that were given, as they are written."""
    given = (name for name, value in wanted.items() if value not in (None, name == "nested"))
    return ["--no-nested" if name == "nested" else f"--{name.replace('_', '-')}" for name in given]


def _export_judged(form: str, file: str, ledger: str, narrowed: list[str]) -> None:
    if narrowed:
        raise click.UsageError(f"{form} is written whole: leave out {', '.join(narrowed)}.")
    with existing(ledger) as opened:
        place = target(file, ledger)
        lines = list(WRITERS[form](opened))
    content = "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")
    if isinstance(place, Path):
        write_whole(place, lambda stream: stream.write(content))
    else:
        place.write(content)
        place.flush()
    click.echo(f"{len(lines)} line{'' if len(lines) == 1 else 's'} written to {file}", err=True)


def _write_metadata(file: str, ledger: str, narrowed: list[str]) -> None:
    from sayso.export.datasette_metadata import datasette_metadata

    if narrowed:
        raise click.UsageError(f"datasette describes the whole ledger: leave out {', '.join(narrowed)}.")
    with existing(ledger) as opened:
        if not isinstance(opened.path, Path):
            raise click.UsageError(f"datasette opens SQLite files, and {opened.path} is on a server: name a file.")
    told = json.dumps(datasette_metadata(Path(ledger).stem), indent=1, ensure_ascii=False) + "\n"
    content = told.encode("utf-8", "replace")  # a file's name may be no UTF-8
    where = target(file, ledger)
    if isinstance(where, Path):
        write_whole(where, lambda stream: stream.write(content))
        click.echo(f"written to {file}: datasette {ledger} -m {file}", err=True)
    else:
        where.write(content)


@main.command()
@click.argument("file", metavar="FILE.html")
@ledger_option
@click.option("--title", default="Who said what", show_default=True, help="The report's heading.")
@confidence_option
def report(file: str, ledger: str, title: str, min_confidence: float | None) -> None:
    """Write one HTML file that shows every article with its statements marked. It needs no network and no script.

    The file may be - for standard output.

    \b
    Example:
      sayso report may.html --title "The strait, May 2025"
    """
    with existing(ledger) as opened:
        count = opened.report(target(file, ledger), title, min_confidence=min_confidence)
    click.echo(f"{count} article{'' if count == 1 else 's'} written to {file}", err=True)


@main.command()
@ledger_option
@click.option("--card", is_flag=True, help="Print the model's card: data, licences, figures.")
def info(ledger: str, card: bool) -> None:
    """Print versions, the model, and how much the ledger holds.

    \b
    Example:
      sayso info --ledger spring.db
    """
    from sayso.model.bundle import model_card, open_bundle, shipped
    from sayso.store.places import place_of

    if card:
        click.echo(model_card())
        return
    version = open_bundle(shipped()).version
    click.echo(f"sayso {VERSION}, Python {sys.version.split()[0]} on {sys.platform}")
    click.echo(f"model {version.name} {version.version} (`sayso info --card` prints its card)")
    place = place_of(ledger)
    if isinstance(place, Path) and not place.exists():
        click.echo(f"ledger {ledger}: there is none yet; `sayso read` makes it")
        return
    with existing(ledger) as opened:
        for name, number in asdict(opened.counts()).items():
            click.echo(f"{name.replace('_', ' '):>14}  {number:,}")
