"""The command that watches feeds."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from sayso.cli.group import ledger_option, main
from sayso.config import DEFAULTS

if TYPE_CHECKING:
    from types import FrameType

    from sayso.watch.clock import SystemClock


@main.command()
@click.argument("feeds", nargs=-1, required=True, metavar="OPML_TOML_OR_URL...")
@ledger_option
@click.option("--every", default="30m", show_default=True, metavar="TIME", help="Between two polls: 10m, 2h, 1d.")
@click.option("--once", is_flag=True, help="Ask each feed once, read what is new, and end: for cron.")
@click.option("--seed", type=int, default=0, show_default=True, help="Decides by how much each poll is moved.")
@click.option("--allow-private", is_flag=True, help="Fetch from private and loopback addresses too.")
def watch(feeds: tuple[str, ...], ledger: str, every: str, once: bool, seed: int, allow_private: bool) -> None:
    """Watch feeds: ask them again and again, politely, read what is new into the ledger, and link it.

    Ctrl-C ends it after the page at hand; the same command goes on where it was.

    \b
    Examples:
      sayso watch feeds.opml
      sayso watch feeds.toml --ledger strait.db --every 10m
      sayso watch https://courier.example/feed.xml --once
    """
    from sayso import terminal, terminal_feeds
    from sayso.library import open_ledger
    from sayso.read.feed_lists import feeds_of, seconds_of
    from sayso.watch.clock import SystemClock
    from sayso.watch.shown import Shown

    urls = [one.url for one in feeds_of(feeds)]  # what is wrong with them is said before a ledger is made
    seconds_of(every, "--every")
    console, clock = terminal.messages(), SystemClock()
    settings = replace(DEFAULTS, allow_private=allow_private)
    with open_ledger(ledger, settings=settings) as opened, ended_by_signals(clock) as signals:
        shown = Shown(lambda: opened.feeds(urls), clock.monotonic)
        with terminal_feeds.watching(console, shown.feeds) as show:
            told = shown.before(show)
            summary = opened.watch(feeds, every=every, seed=seed, once=once, clock=clock, on_event=told)
    terminal_feeds.show_watched(console, summary)
    if signals:
        click.echo("sayso: stopped; what was finished is in the ledger, and the same command goes on.", err=True)
        sys.exit(130 if signals[0] == signal.SIGINT else 0)
    sys.exit(1 if summary.failed or summary.read.failures else 0)


@contextmanager
def ended_by_signals(clock: SystemClock) -> Iterator[list[int]]:
    """Have Ctrl-C and SIGTERM end the watch after the page at hand, and at once when they come a second time.

    The list is given the signal that came.
    """
    came: list[int] = []
    before = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)}

    def told(number: int, _: FrameType | None) -> None:
        came.append(number)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        clock.stop()
        os.write(2, b"sayso: ending after the page at hand (again: at once)\n")  # print may be what was interrupted

    try:
        for one in before:
            signal.signal(one, told)
        yield came
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
