"""What `sayso watch` shows on a terminal: a table of the feeds, or a line for each thing that happened."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console, Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

from sayso.feed_records import FeedState
from sayso.keeping import Stored
from sayso.records import Failure
from sayso.terminal import counted, harmless
from sayso.watch.events import Event, ItemPutOff, NotIndexed, Polled, Resting

if TYPE_CHECKING:
    from sayso.summaries import WatchSummary

MOST_ROWS = 40
"""Feeds shown; of more, those with errors and those that come next."""


def feed_table(feeds: Sequence[FeedState], zone: tzinfo | None = None) -> Table:
    """Return feeds as a table, times in a time zone (the machine's own if none is given)."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("feed", ratio=5, overflow="fold")
    table.add_column("last poll", no_wrap=True)
    table.add_column("read", justify="right")
    table.add_column("waiting", justify="right")
    table.add_column("next poll", no_wrap=True)
    table.add_column("error", ratio=4, style="red", overflow="fold")
    shown = sorted(feeds, key=lambda one: (not one.error, one.next, one.url))[:MOST_ROWS]
    for one in shown:
        name = Text(harmless(one.name), style="bold") if one.name else Text()
        feed = Text("\n").join(part for part in (name, Text(harmless(one.url), style="dim")) if part)
        error = f"{harmless(one.error)} ({counted(one.failures, 'time')})" if one.error else ""
        polled = clock_time(one.polled, zone) if one.polled else "not yet"
        table.add_row(feed, polled, f"{one.read:,}", f"{one.waiting:,}", clock_time(one.next, zone), Text(error))
    if len(feeds) > len(shown):
        table.caption = f"and {counted(len(feeds) - len(shown), 'more feed')}"
    return table


def clock_time(moment: str, zone: tzinfo | None = None) -> str:
    """Return a moment of the ledger as people read it.

    >>> from datetime import UTC
    >>> clock_time("2031-05-01T08:05:00Z", UTC)
    '1 May 08:05'
    """
    there = datetime.fromisoformat(moment).astimezone(zone)
    return f"{there.day} {there:%b %H:%M}"


def line_of(event: Event) -> str | None:
    """Return what is written of an event where there is no terminal; None for what is not worth a line."""
    if isinstance(event, Polled):
        if event.error:
            return f"{event.url}: {event.error}; asked again at {event.next}"
        return f"{event.url}: {counted(event.found, 'new item')}" if event.found else None
    if isinstance(event, ItemPutOff):
        return f"{event.origin}: {event.reason}; tried again at {event.next}"
    if isinstance(event, Stored):
        return f"{event.origin}: read, {counted(event.statements, 'statement')}"
    if isinstance(event, Failure):
        return f"skipped {event.origin}: {event.reason}"
    if isinstance(event, NotIndexed):
        return f"not indexed by meaning: {event.reason}; all else goes on"
    return event.reason if isinstance(event, Resting) else None


@contextmanager
def watching(console: Console, feeds: Callable[[], Sequence[FeedState]]) -> Iterator[Callable[[Event], None]]:
    """Show what happens while the block runs; the block is given what takes the events.

    On a terminal that is a table, made anew with each poll, and the latest event below it; elsewhere it is lines.
    """
    if not console.is_terminal:
        yield lambda event: _print_line(console, event)
        return
    with Live(console=console, auto_refresh=False, transient=True) as live:
        latest = [""]

        def show(event: Event) -> None:
            latest[0] = line_of(event) or latest[0]
            line = Text(harmless(latest[0]), style="dim", no_wrap=True, overflow="ellipsis")
            live.update(Group(feed_table(feeds()), line), refresh=True)

        yield show


def show_watched(console: Console, found: WatchSummary) -> None:
    """Print what one watch did."""
    read = found.read
    console.print(f"{counted(found.polls, 'poll')}, {counted(found.found, 'new item')}")
    console.print(f"{counted(read.read, 'document')} read with {counted(read.statements, 'statement')}")
    links = sum(found.linked.links.values())
    console.print(f"{counted(found.linked.articles, 'article')} linked: {counted(links, 'link')}")
    if found.indexed:
        left = f", {found.unindexed:,} wait (`sayso index` does them at once)" if found.unindexed else ""
        console.print(f"{counted(found.indexed, 'statement')} indexed by meaning{left}")
    if found.not_indexed:
        console.print(Text(f"not indexed by meaning: {harmless(found.not_indexed)}", style="red"), soft_wrap=True)
    if found.put_off:
        console.print(f"{counted(found.put_off, 'time')} a page could not be had and was put off")
    for url, reason in sorted(found.failed.items()):
        console.print(Text(f"failed {harmless(url)}: {harmless(reason)}", style="red"), soft_wrap=True)


def _print_line(console: Console, event: Event) -> None:
    line = line_of(event)
    if line is not None:
        console.print(Text(harmless(line)), soft_wrap=True)
