"""What the commands show on a terminal: tables, a highlighted paragraph, progress. The one door to rich."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from sayso.export.field_list import field_list
from sayso.flat import in_tree_order
from sayso.records import SPOKEN_ROLES, Page, Span, Statement, StatementRow

if TYPE_CHECKING:
    from sayso.read import Progress as Archived
    from sayso.store import Difference
    from sayso.summaries import Summary

STYLES = {
    "content": "green",
    "chain": "blue underline",
    "said_on": "yellow underline",
    "source": "bold cyan",
    "cue": "bold magenta",
}
"""Of two that cover the same characters the later one shows."""
HARMLESS = "\n\u00ad\u200c\u200d"
"""Marks that a terminal may be sent though they print nothing: soft hyphens, and those that shape Persian and emoji."""

FAILURES_SHOWN = 20
NARROWEST, WIDEST = 40, 1_000
"""Columns that are printed in, whatever COLUMNS says: at 0 rich prints nothing at all, and with a billion it fails."""


class Terminal(Console):
    """A console that leaves it to the group of commands to end where nobody reads on: rich would end with 1."""

    def __init__(self, **given: Any) -> None:  # noqa: ANN401 - as rich has it
        super().__init__(**given)
        if not NARROWEST <= self.width <= WIDEST:
            self.width = min(max(self.width, NARROWEST), WIDEST)

    def on_broken_pipe(self) -> None:
        """Raise what rich has caught."""
        raise BrokenPipeError


def output() -> Console:
    """Return the console for data: standard output."""
    return Terminal(soft_wrap=False, highlight=False, emoji=False)  # ":warning:" in a text is what stands there


def messages() -> Console:
    """Return the console for everything else: standard error."""
    return Terminal(stderr=True, highlight=False, emoji=False)


def statement_table(rows: Iterable[StatementRow]) -> Table:
    """Return the table of when, who, what is done by it and at whom, through whom it came, and what was said.

    Words that stand for an unresolved speaker are in italics; in the place of an unknown day stands the page's date in
    brackets. What is nested stands after what it is nested in, with a ">" for each level.
    """
    table = Table(show_lines=True, expand=True, box=box.HORIZONTALS, padding=(0, 1, 0, 0), pad_edge=False)
    table.add_column("when", width=12, overflow="fold")
    table.add_column("speaker", ratio=4, overflow="fold")
    table.add_column("act -> targets", ratio=4, min_width=9, overflow="fold")
    table.add_column("via", ratio=4, style="dim", overflow="fold")
    table.add_column("content", ratio=10, overflow="fold")
    for depth, row in in_tree_order(rows):
        table.add_row(_when(row), _who(row, depth), _act(row), _via(row), _content(row, depth))
    return table


def _when(row: StatementRow) -> Text:
    """Return when it was said, or in brackets when the page was published; below it the id's first characters."""
    day = row.said_on or (f"({row.published})" if row.published else "—")
    return Text.assemble(harmless(day).replace("/", "/\n"), "\n", (row.id[:8], "dim"))


def _who(row: StatementRow, depth: int) -> Text:
    speaker = Text(harmless(row.said_by) or "—", style="bold" if row.speaker else "italic")
    return Text.assemble("> " * max(depth, row.parent is not None), speaker)


def _act(row: StatementRow) -> Text:
    act = Text(harmless(row.act), style=STYLES["cue"])
    if row.act_targets:
        act.append("\n-> " + ", ".join(harmless(name) for _, name in row.act_targets), style="not bold default")
    more = [", ".join(row.modality), f"{row.tone} tone" if row.tone else ""]
    lines = [act, *(Text(harmless(some), style="dim") for some in more)]
    return Text("\n").join(line for line in lines if line)


def _via(row: StatementRow) -> Text:
    """Return the chain from the speaker to the page, the page's outlet last, or without one the page's name."""
    return Text("\n").join(Text(harmless(x)) for x in (*(link.name for link in row.chain), row.outlet or row.name) if x)


def _content(row: StatementRow, depth: int) -> Text:
    content = Text(harmless(row.content_text))
    if row.parent is not None and not depth:
        content.append(f"\n[within {row.parent[:8]}]", style="dim")
    if row.translated_by:
        content.append(f"\n[translated by {harmless(row.translated_by)}]", style="yellow")
    return content


def show_statement(console: Console, row: StatementRow, page: Page) -> None:
    """Print a statement in its paragraph, the words that its fields were read from highlighted, and all its fields."""
    statement = next(s for s in page.statements if s.id == row.id)
    spans = statement.source + statement.cue + statement.content
    whole = Span(min(s.start for s in spans), max(s.end for s in spans))
    read_from = [whole, *(span for role in ("said_on", "chain") for span in evidence(statement, role))]
    for line in page.article.lines:
        if any(line.start < span.end and line.end > span.start for span in read_from):
            console.print(
                Padding(highlighted(page.article.text, Span(line.start, line.end), [statement]), (0, 2, 1, 2))
            )
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in field_list(row, page):
        table.add_row(name, Text(harmless(value)))
    console.print(table)


def show_article(console: Console, page: Page) -> None:
    """Print an article with the roles of its lines, its statements highlighted."""
    article = page.article
    facts = [("title", article.title), ("outlet", article.outlet), ("authors", ", ".join(article.authors))]
    published = f"{article.published.value} ({article.published.basis})" if article.published else None
    facts += [("published", published), ("url", article.url), ("origin", page.document.origin)]
    facts += [("translated by", article.translated_by), ("not extracted", article.not_extracted)]
    for name, value in facts:
        console.print(f"[dim]{name:>14}[/dim]  {escape(harmless(value)) if value else '—'}")
    console.print()
    for line in article.lines:
        text = highlighted(article.text, Span(line.start, line.end), page.statements)
        if line.role not in SPOKEN_ROLES:
            text.stylize("dim")
        console.print(Text.assemble((f"{line.role.value:>9} ", "dim"), text))


def highlighted(text: str, line: Span, statements: Iterable[Statement]) -> Text:
    """Return a line with the spans of the statements in their roles' styles."""
    shown = Text(harmless(text[line.start : line.end]))
    for statement in statements:
        for role, style in STYLES.items():
            for span in evidence(statement, role):
                start, end = max(span.start, line.start), min(span.end, line.end)
                if start < end:
                    shown.stylize(style, start - line.start, end - line.start)
    return shown


def evidence(statement: Statement, role: str) -> tuple[Span, ...]:
    """Return the spans that a field of a statement was read from."""
    if role == "chain":
        return tuple(link.span for link in statement.chain if link.span)
    if role == "said_on":
        return (statement.said_on.span,) if statement.said_on and statement.said_on.span else ()
    found: tuple[Span, ...] = getattr(statement, role)
    return found


def show_summary(console: Console, summary: Summary, seconds: float) -> None:
    """Print what became of the inputs, and at what rate."""
    for failure in summary.failures[:FAILURES_SHOWN]:
        console.print(
            f"[red]skipped[/red] {escape(harmless(failure.origin))}: {escape(harmless(failure.reason))}", soft_wrap=True
        )
    if len(summary.failures) > FAILURES_SHOWN:
        console.print(f"[red]skipped[/red] .. and {len(summary.failures) - FAILURES_SHOWN} more")
    rate = f", {summary.read / seconds:.1f} a second" if summary.read and seconds else ""
    read = f"{counted(summary.read, 'document')} read{rate}"
    console.print(f"{read}, {summary.known} known already, {len(summary.failures)} skipped")
    console.print(f"{counted(summary.statements, 'statement')} added")
    if summary.shards or summary.known_shards:
        console.print(f"{counted(summary.shards, 'shard')} written, {summary.known_shards} there already")
    for reason, number in sorted(summary.not_extracted.items()):
        console.print(f"{counted(number, 'document')} kept but not extracted: {escape(reason)}")
    for what, found in (("record", summary.passed_over), ("file", summary.left_out)):
        if found:
            reasons = ", ".join(f"{number:,} {reason}" for reason, number in sorted(found.items()))
            console.print(f"{counted(found.total(), what)} passed over: {escape(reasons)}", soft_wrap=True)
    if summary.new_origins:
        console.print(f"{counted(summary.new_origins, 'known document')} came from a new place, which was added")
    if not summary.read and summary.known and not summary.failures:
        console.print("nothing new")


def difference_table(found: Iterable[Difference], one: str, other: str) -> Table:
    """Return the table of what two ledgers differ in: which row of which table, and what each has."""
    table = Table(expand=True, box=box.HORIZONTALS, padding=(0, 1, 0, 0), pad_edge=False)
    table.add_column("table", no_wrap=True)
    table.add_column("row", min_width=16, max_width=33, overflow="fold")
    table.add_column("column", max_width=14, overflow="fold")
    for name in (one, other):
        table.add_column(Text(harmless(name)), ratio=1, overflow="fold")
    for each in found:
        cells = (each.table, each.key, each.column or "(row)", each.one, each.other)
        table.add_row(*(Text(harmless(cell)) for cell in cells))
    return table


class Rate:
    """A progress line on standard error: documents, documents a second, how far a web archive is read."""

    def __init__(self, progress: Progress, total: int | None) -> None:
        self._progress = progress
        self._task = progress.add_task("reading", total=total, rate="")
        self._began = time.monotonic()
        self._done = 0
        self._archive = ""

    def archive(self, at: Archived) -> None:
        """Show how far a web archive is read."""
        share = f" of {at.size / 1e6:,.0f}" if at.size else ""
        self._archive = f", {counted(at.records, 'record')}, {at.taken / 1e6:,.0f}{share} MB of {Path(at.origin).name}"
        self._progress.update(self._task, rate=escape(harmless(self._rate())))

    def _rate(self) -> str:
        rate = self._done / max(1e-9, time.monotonic() - self._began)
        return f"{rate:.1f} a second{self._archive}"

    def advance(self, documents: int = 1) -> None:
        """Count one document, or several."""
        self._done += documents
        total = self._progress.tasks[self._task].total
        if total is not None and self._done > total:  # a table or a feed holds more documents than files
            self._progress.update(self._task, total=None)
        self._progress.update(self._task, completed=self._done, rate=escape(harmless(self._rate())))


@contextmanager
def progress(total: int | None) -> Iterator[Rate]:
    """Show a progress bar while the block runs; nothing where standard error is no terminal."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=messages(), transient=True, disable=not sys.stderr.isatty()) as bar:
        yield Rate(bar, total)


def harmless(text: str | None) -> str:
    """Return the text with a blank for each mark that would move a terminal's cursor or turn its direction.

    One for one, so that offsets stay; the ledger keeps the marks.
    """
    return "".join(c if c.isprintable() or c in HARMLESS else " " for c in text or "")


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, in the plural where there are several or none.

    >>> counted(1, "copy"), counted(2, "copy"), counted(0, "link")
    ('1 copy', '2 copies', '0 links')
    """
    many = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{number:,} {noun if number == 1 else many}"
