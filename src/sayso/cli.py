"""The commands. Data goes to standard output, everything else to standard error.

Exit codes: 0 done, 1 some inputs failed (they are listed), 2 the call itself can't be carried out.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, replace
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from sayso.config import DEFAULTS, VERSION
from sayso.errors import ReadOnlyLedger, SaysoError

if TYPE_CHECKING:
    from sayso.library import Ledger

LEDGER = "sayso.db"
FORMATS = ("jsonl", "csv", "parquet", "json-ld", "web-annotation")
ACTS = ("AGREE", "CONSULT", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "none")
HELP = {"help_option_names": ["-h", "--help"], "max_content_width": 110}


class Commands(click.Group):
    """The group whose commands end in one sentence, not in a traceback, where something is wrong."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as click has it
        """Run a command; an error of sayso's own is a sentence on standard error and exit code 2."""
        try:
            return super().invoke(ctx)
        except SaysoError as error:
            click.echo(f"sayso: {error}", err=True)
            ctx.exit(2)
        except BrokenPipeError:  # `sayso statements | head`
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)
        except OSError as error:  # a file that can't be written: inputs that can't be read are told apart, and listed
            click.echo(f"sayso: {error.filename or 'a file'} can't be used: {error.strerror or error}.", err=True)
            ctx.exit(2)
        except KeyboardInterrupt:
            click.echo("sayso: stopped.", err=True)
            ctx.exit(130)


@click.group(cls=Commands, context_settings=HELP)
@click.version_option(VERSION, prog_name="sayso")
def main() -> None:
    """Read press reports; keep a ledger of who said what, each field tied to the characters it was read from.

    \b
    Example:
      sayso read saved-pages/ https://example.org/feed.xml
      sayso statements --speaker "the minister"
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # what a terminal has no letter for is shown as "?", and is no error
            stream.reconfigure(errors="replace")


def ledger_option(command: Callable[..., None]) -> Callable[..., None]:
    """Add `--ledger`."""
    return click.option("--ledger", default=LEDGER, show_default=True, metavar="FILE", help="The ledger file.")(command)


def confidence_option(command: Callable[..., None]) -> Callable[..., None]:
    """Add `--min-confidence`."""
    said = "Only statements at least so likely to be right, 0 to 1: of those shown at .9, nine in ten are right."
    return click.option("--min-confidence", type=click.FloatRange(0, 1), metavar="X", help=said)(command)


def filter_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that narrow statements down."""
    for option in (
        click.option("--limit", type=click.IntRange(1, 2**31), help="At most so many."),
        confidence_option,
        click.option("--nested/--no-nested", default=True, help="Those within other statements too (default)."),
        click.option("--manner", type=click.Choice(["direct", "indirect", "mixed"]), help="How the content is given."),
        click.option("--search", metavar="WORDS", help='Words of the content; "in quotes" in that order; begin* too.'),
        click.option("--until", metavar="DATE", help="Published on that day, month or year, or before."),
        click.option("--since", metavar="DATE", help="Published on 2025-05-05, in 2025-05 or in 2025, or later."),
        click.option("--outlet", metavar="NAME", help="Words of the outlet's name."),
        click.option("--said-until", metavar="DATE", help="Said on that day, month or year, or before."),
        click.option("--said-since", metavar="DATE", help="Said on 2025-05-05, in 2025-05 or in 2025, or later."),
        click.option("--via", metavar="NAME", help="Words of the name of one it came through."),
        click.option("--target", metavar="NAME", help="Words of the name of one at whom the act is aimed."),
        click.option("--act", type=click.Choice(ACTS, case_sensitive=False), help="What is done by saying it."),
        click.option("--addressee", metavar="NAME", help="Words of the name of whom it was said to."),
        click.option("--speaker", metavar="NAME", help="Words of the speaker's name, or of the source as quoted."),
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
def read(
    inputs: tuple[str, ...], ledger: str, again: bool, plain: bool, text_column: str | None, allow_private: bool
) -> None:
    """Read pages into the ledger: files, folders, tables, feeds, URLs, or - for standard input.

    \b
    Examples:
      sayso read article.html notes.txt folder-of-pages/
      sayso read https://example.org/news/1 --ledger spring.db
      sayso read archive.parquet --text-column body
    """
    from sayso import terminal
    from sayso.library import open_ledger
    from sayso.read import count

    settings = replace(DEFAULTS, plain=plain, text_column=text_column, allow_private=allow_private)
    began = time.monotonic()
    with open_ledger(ledger, settings=settings) as opened:
        total = count(inputs) if sys.stderr.isatty() else None
        try:
            with terminal.progress(total) as rate:
                summary = opened.read(inputs, again=again, on_event=lambda _: rate.advance())
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
@confidence_option
def extract(
    inputs: tuple[str, ...], plain: bool, text_column: str | None, allow_private: bool, min_confidence: float | None
) -> None:
    """Print what stands in each input as JSON Lines, and keep nothing.

    \b
    Examples:
      sayso extract article.html | jq .statements
      sayso extract --plain clean-texts/ > statements.jsonl
    """
    from sayso.library import as_object, extract_pages
    from sayso.records import Failure

    failed = False
    settings = replace(DEFAULTS, plain=plain, text_column=text_column, allow_private=allow_private)
    for one in extract_pages(inputs, settings=settings, min_confidence=min_confidence):
        if isinstance(one, Failure):
            failed = True
            click.echo(f"skipped {one.origin}: {one.reason}", err=True)
        else:
            _print_json(as_object(one))
    sys.exit(1 if failed else 0)


@main.command()
@ledger_option
@filter_options
@click.option(
    "--format", "form", type=click.Choice(["table", "jsonl", "csv", "parquet"]), default="table", show_default=True
)
def statements(ledger: str, form: str, **wanted: Any) -> None:  # noqa: ANN401 - the filter's options
    """List statements: when, who, what by it and at whom, through whom, and what.

    One that stands within another ("Kell said that Mar denied it") is set in below it, after a ">".

    \b
    Examples:
      sayso statements --speaker Harrow --since 2025-05
      sayso statements --act ACCUSE --target Merovand --min-confidence .9
      sayso statements --search '"fishing zone"' --format csv > zone.csv
    """
    with _existing(ledger) as opened:
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
    with _existing(ledger) as opened:
        row = opened.statement(identity)
        if as_json:
            from sayso.export.plain_row import plain

            _print_json(plain(row))
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
    with _existing(ledger) as opened:
        page = opened.article(identity)
        if as_json:
            from sayso.library import as_object

            _print_json(as_object(page))
            return
        from sayso import terminal

        terminal.show_article(terminal.output(), page)


@main.command()
@click.argument("form", type=click.Choice(FORMATS), metavar="FORMAT")
@click.argument("file", metavar="FILE")
@ledger_option
@filter_options
@click.option("--spreadsheet", is_flag=True, help="CSV only: keep a spreadsheet from taking cells for formulas.")
def export(form: str, file: str, ledger: str, spreadsheet: bool, **wanted: Any) -> None:  # noqa: ANN401 - the filter's options
    """Write statements to a file: jsonl, csv, parquet, json-ld or web-annotation. FILE may be - for standard output.

    \b
    Example:
      sayso export csv statements.csv --outlet "Morning Post"
    """
    if spreadsheet and form != "csv":
        raise click.UsageError(f"--spreadsheet goes with csv, not with {form}.")
    options = {"spreadsheet": True} if spreadsheet else {}
    with _existing(ledger) as opened:
        count = opened.export(form, _target(file, ledger), options=options, **wanted)
    click.echo(f"{count} statement{'' if count == 1 else 's'} written to {file}", err=True)


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
    with _existing(ledger) as opened:
        count = opened.report(_target(file, ledger), title, min_confidence=min_confidence)
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

    if card:
        click.echo(model_card())
        return
    version = open_bundle(shipped()).version
    click.echo(f"sayso {VERSION}, Python {sys.version.split()[0]} on {sys.platform}")
    click.echo(f"model {version.name} {version.version} (`sayso info --card` prints its card)")
    if not Path(ledger).exists():
        click.echo(f"ledger {ledger}: there is none yet; `sayso read` makes it")
        return
    with _existing(ledger) as opened:
        for name, number in asdict(opened.counts()).items():
            click.echo(f"{name.replace('_', ' '):>14}  {number:,}")


def _print_json(value: dict[str, Any]) -> None:
    """Print in UTF-8, whatever the terminal's encoding: files made on one machine are read on another."""
    click.echo(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))


def _existing(path: str) -> Ledger:
    from sayso.library import open_ledger

    try:
        return open_ledger(path, read_only=True)
    except ReadOnlyLedger:  # an older sayso's, which the library leaves alone: bring it up to date, if we may write
        open_ledger(path).close()
    return open_ledger(path, read_only=True)


def _target(file: str, ledger: str) -> Path | BinaryIO:
    if file == "-":
        return sys.stdout.buffer
    path = Path(file)
    if path.exists() and path.samefile(ledger):
        raise click.UsageError(f"{file!r} is the ledger itself: name another file.")
    if not path.resolve().parent.is_dir():
        raise click.UsageError(f"the folder of {file!r} does not exist: make it first, or name another file.")
    return path
