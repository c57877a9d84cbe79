"""The group that all commands belong to, and the options that several of them have."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from sayso.config import VERSION
from sayso.errors import ReadOnlyLedger, SaysoError
from sayso.whole_files import not_written

if TYPE_CHECKING:
    from sayso.library import Ledger

LEDGER = "sayso.db"
FORMATS = ("jsonl", "csv", "parquet", "json-ld", "web-annotation", "dna", "ftm")
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
        except OSError as error:  # inputs that can't be read, and files that can't be written, are told apart
            named = f"{error.filename} can't be used: {error.strerror or error}." if error.filename else None
            click.echo(f"sayso: {named or not_written('standard output', error)}", err=True)
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
    said = "The ledger: a file, or postgresql://USER@HOST/DATABASE."
    return click.option("--ledger", default=LEDGER, show_default=True, metavar="FILE", help=said)(command)


def confidence_option(command: Callable[..., None]) -> Callable[..., None]:
    """Add `--min-confidence`."""
    said = "Only statements at least so likely to be right, 0 to 1: of those shown at .9, nine in ten are right."
    return click.option("--min-confidence", type=click.FloatRange(0, 1), metavar="X", help=said)(command)


def filter_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that narrow statements down, words among them."""
    said = 'Words of the content; "in quotes" in that order; begin* too.'
    return click.option("--search", metavar="WORDS", help=said)(narrowing_options(command))


def narrowing_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that narrow statements down, but for words."""
    for option in (
        click.option("--limit", type=click.IntRange(1, 2**31), help="At most so many."),
        confidence_option,
        click.option("--rejected", is_flag=True, help="Those that a person rejected, too."),
        click.option("--nested/--no-nested", default=True, help="Those within other statements too (default)."),
        click.option("--manner", type=click.Choice(["direct", "indirect", "mixed"]), help="How the content is given."),
        click.option("--until", metavar="DATE", help="Published on that day, month or year, or before."),
        click.option("--since", metavar="DATE", help="Published on 2025-05-05, in 2025-05 or in 2025, or later."),
        click.option("--outlet", metavar="NAME", help="Words of the outlet's name."),
        click.option("--said-until", metavar="DATE", help="Said on that day, month or year, or before."),
        click.option("--said-since", metavar="DATE", help="Said on 2025-05-05, in 2025-05 or in 2025, or later."),
        click.option("--via", metavar="NAME", help="Words of the name of one it came through."),
        click.option("--target", metavar="NAME", help="Words of the name of one at whom the act is aimed."),
        click.option("--act", type=click.Choice(ACTS, case_sensitive=False), help="What is done by saying it."),
        click.option("--addressee", metavar="NAME", help="Words of the name of whom it was said to."),
        click.option(
            "--actor", metavar="ID", help="Said by this actor, in any article: an id of `sayso actors --json`."
        ),
        click.option("--speaker", metavar="NAME", help="Words of the speaker's name, or of the source as quoted."),
    ):
        command = option(command)
    return command


def print_json(value: dict[str, Any]) -> None:
    """Print in UTF-8, whatever the terminal's encoding: files made on one machine are read on another."""
    click.echo(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))


def existing(path: str) -> Ledger:
    """Open a ledger that is there, for reading; an older one is brought up to date first."""
    from sayso.library import open_ledger

    try:
        return open_ledger(path, read_only=True)
    except ReadOnlyLedger:  # an older sayso's, which the library leaves alone: bring it up to date, if we may write
        open_ledger(path).close()
    return open_ledger(path, read_only=True)


def kept(path: str) -> Ledger:
    """Open a ledger that is there, for writing too where that may be: what is worked out from it is kept in it."""
    from sayso.library import open_ledger

    existing(path).close()
    return open_ledger(path)


def shown(ledger: str) -> str:
    """Return where a ledger is as it may be printed: without the password that an address may have."""
    from sayso.store.places import place_of

    return str(place_of(ledger))


def target(file: str, ledger: str) -> Path | BinaryIO:
    """Return what a command writes to; a usage error where that is the ledger, or in no folder."""
    if file == "-":
        return sys.stdout.buffer
    path = Path(file)
    if path.exists() and Path(ledger).exists() and path.samefile(ledger):
        raise click.UsageError(f"{file!r} is the ledger itself: name another file.")
    if not path.resolve().parent.is_dir():
        raise click.UsageError(f"the folder of {file!r} does not exist: make it first, or name another file.")
    return path
