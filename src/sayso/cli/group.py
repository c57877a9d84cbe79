"""The group that all commands belong to, and the options that several of them have."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO

import click
from click.core import ParameterSource

from sayso.config import VERSION
from sayso.errors import ReadOnlyLedger, SaysoError
from sayso.whole_files import not_written, writing_to

if TYPE_CHECKING:
    from sayso.library import Ledger

LEDGER = "sayso.db"
FORMATS = ("jsonl", "csv", "parquet", "json-ld", "web-annotation", "dna", "ftm")
ACTS = ("AGREE", "CONSULT", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "none")
HELP = {"help_option_names": ["-h", "--help"], "max_content_width": 110}


class Commands(click.Group):
    """The group whose commands end in one sentence, not in a traceback, where something is wrong."""

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,  # noqa: ANN401 - as click has it
    ) -> click.Context:
        """Read the command line; --help and --version are answered here."""
        with ending_well():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as click has it
        """Run a command; an error of sayso's own is a sentence on standard error and exit code 2."""
        with ending_well():
            return super().invoke(ctx)


@contextmanager
def ending_well() -> Iterator[None]:
    """Have the program end with what it wrote written, or with a sentence and an exit code that say what went wrong.

    That nobody reads on (`sayso statements | head`) is nothing wrong.
    """
    _open_closed_streams()
    try:
        try:
            yield
        except (SystemExit, click.exceptions.Exit):
            sys.stdout.flush()
            raise
        sys.stdout.flush()
    except SaysoError as error:
        raise _ended(2, str(error)) from error
    except BrokenPipeError as error:
        _discard(sys.stdout, sys.stderr)
        raise _ended(0) from error
    except OSError as error:  # inputs that can't be read, and files that can't be written, are told apart
        named = f"{error.filename} can't be used: {error.strerror or error}." if error.filename else None
        ended = _ended(2, named or not_written("standard output", error))
        _discard(sys.stdout)
        raise ended from error
    except KeyboardInterrupt as error:
        raise _ended(130, "stopped.") from error


def _ended(code: int, said: str | None = None) -> click.exceptions.Exit:
    """Return what ends the program, and say why; a page's name or address in it may hold marks that move a cursor."""
    if said is not None:
        from sayso.terminal import harmless  # imported late, as rich is: most commands end without it

        click.echo(f"sayso: {harmless(said)}", err=True)
    return click.exceptions.Exit(code)


def _discard(*streams: TextIO) -> None:
    """Have what waits to be written go nowhere: it would fail again when the program ends."""
    for stream in streams:
        with suppress(OSError, ValueError):  # of a test's own stream there is nothing to be led elsewhere
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _open_closed_streams() -> None:
    """Give standard streams that are closed (`>&-`), which Python has as None, a place that holds nothing."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - for as long as it runs


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
            "--actor", metavar="ID", help="Said by this actor, in any article: how its id begins in `sayso actors`."
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


def tell_what_waits(ledger: Ledger) -> None:
    """Say on standard error where articles wait for `sayso link`: what is asked for hangs on their links."""
    waiting = ledger.count_waiting()
    if not waiting:
        return
    if not ledger.was_linked() and waiting == ledger.counts().articles:
        click.echo("no article is linked yet: run `sayso link`", err=True)
    else:
        click.echo(f"{waiting:,} article{' waits' if waiting == 1 else 's wait'} for `sayso link`", err=True)


def is_given(option: str) -> bool:
    """Return whether an option that has a default stands on the command line."""
    return click.get_current_context().get_parameter_source(option) is ParameterSource.COMMANDLINE


def shown(ledger: str) -> str:
    """Return where a ledger is as it may be printed: without the password that an address may have."""
    from sayso.store.places import place_of

    return str(place_of(ledger))


def target(file: str, ledger: str) -> Path | BinaryIO:
    """Return what a command writes to; a usage error where that is the ledger, a folder, or in no folder.

    A link leads to the file that it names, and what is no file (a pipe, a device) is written to as it is: a new file
    in its place would take it away.
    """
    if file == "-":
        return sys.stdout.buffer
    path = Path(file)
    if not file or path.is_dir():
        raise click.UsageError(f"{file!r} is no file but a folder: name a file in it, or - for standard output.")
    if path.exists() and not path.is_file():
        return click.get_current_context().with_resource(_as_it_is(path))
    if path.exists() and Path(ledger).exists() and path.samefile(ledger):
        raise click.UsageError(f"{file!r} is the ledger itself: name another file.")
    named = Path(os.path.realpath(path))
    if not named.parent.is_dir():
        raise click.UsageError(f"the folder of {file!r} does not exist: make it first, or name another file.")
    return named if path.is_symlink() else path


@contextmanager
def _as_it_is(path: Path) -> Iterator[BinaryIO]:
    with writing_to(path), path.open("wb") as stream:
        yield stream
