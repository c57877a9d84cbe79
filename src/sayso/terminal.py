"""What the commands show on a terminal: tables, a highlighted paragraph, progress. The one door to rich."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from sayso.records import SPOKEN_ROLES, Page, Span, Statement, StatementRow

if TYPE_CHECKING:
    from sayso.library import Summary

STYLES = {"source": "bold cyan", "cue": "bold magenta", "content": "green"}
HARMLESS = "\n\u00ad\u200c\u200d"
"""Marks that a terminal may be sent though they print nothing: soft hyphens, and those that shape Persian and emoji."""

FAILURES_SHOWN = 20


def output() -> Console:
    """Return the console for data: standard output."""
    return Console(soft_wrap=False, highlight=False, emoji=False)  # ":warning:" in a text is what stands there


def messages() -> Console:
    """Return the console for everything else: standard error."""
    return Console(stderr=True, highlight=False, emoji=False)


def statement_table(rows: Iterable[StatementRow]) -> Table:
    """Return the table of speaker, cue, content and page; words that stand for an unresolved speaker are in italics."""
    table = Table(show_lines=True, expand=True)
    table.add_column("id", no_wrap=True, style="dim", width=8)
    table.add_column("speaker", ratio=2)
    table.add_column("cue", ratio=1, style=STYLES["cue"])
    table.add_column("content", ratio=6)
    table.add_column("page", ratio=2, style="dim")
    for row in rows:
        speaker = Text(_safe(row.said_by) or "—", style="bold" if row.speaker else "italic")
        where = Text("\n".join(_safe(x) for x in (row.outlet, row.published, row.name) if x))
        content = Text(_safe(row.content_text))
        if row.translated_by:
            content.append(f"\n[translated by {_safe(row.translated_by)}]", style="yellow")
        table.add_row(row.id[:8], speaker, Text(_safe(row.cue_text)), content, where)
    return table


def show_statement(console: Console, row: StatementRow, page: Page) -> None:
    """Print a statement in its paragraph, its roles highlighted, and all its fields."""
    statement = next(s for s in page.statements if s.id == row.id)
    spans = statement.source + statement.cue + statement.content
    first, last = min(s.start for s in spans), max(s.end for s in spans)
    for line in page.article.lines:
        if line.start < last and line.end > first:
            console.print(
                Padding(highlighted(page.article.text, Span(line.start, line.end), [statement]), (0, 2, 1, 2))
            )
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column()
    for name, value in _fields(row):
        table.add_row(name, Text(_safe(value)))
    console.print(table)


def show_article(console: Console, page: Page) -> None:
    """Print an article with the roles of its lines, its statements highlighted."""
    article = page.article
    facts = [("title", article.title), ("outlet", article.outlet), ("authors", ", ".join(article.authors))]
    published = f"{article.published.value} ({article.published.basis})" if article.published else None
    facts += [("published", published), ("url", article.url), ("origin", page.document.origin)]
    facts += [("translated by", article.translated_by), ("not extracted", article.not_extracted)]
    for name, value in facts:
        console.print(f"[dim]{name:>14}[/dim]  {escape(_safe(value)) if value else '—'}")
    console.print()
    for line in article.lines:
        text = highlighted(article.text, Span(line.start, line.end), page.statements)
        if line.role not in SPOKEN_ROLES:
            text.stylize("dim")
        console.print(Text.assemble((f"{line.role.value:>9} ", "dim"), text))


def highlighted(text: str, line: Span, statements: Iterable[Statement]) -> Text:
    """Return a line with the spans of the statements in their roles' styles."""
    shown = Text(_safe(text[line.start : line.end]))
    for statement in statements:
        for role in ("content", "source", "cue"):
            for span in getattr(statement, role):
                start, end = max(span.start, line.start), min(span.end, line.end)
                if start < end:
                    shown.stylize(STYLES[role], start - line.start, end - line.start)
    return shown


def show_summary(console: Console, summary: Summary, seconds: float) -> None:
    """Print what became of the inputs, and at what rate."""
    for failure in summary.failures[:FAILURES_SHOWN]:
        console.print(
            f"[red]skipped[/red] {escape(_safe(failure.origin))}: {escape(_safe(failure.reason))}", soft_wrap=True
        )
    if len(summary.failures) > FAILURES_SHOWN:
        console.print(f"[red]skipped[/red] .. and {len(summary.failures) - FAILURES_SHOWN} more")
    rate = f", {summary.read / seconds:.1f} a second" if summary.read and seconds else ""
    console.print(
        f"{_count(summary.read, 'document')} read{rate}, {summary.known} known already, {len(summary.failures)} skipped"
    )
    console.print(f"{_count(summary.statements, 'statement')} added")
    for reason, number in sorted(summary.not_extracted.items()):
        console.print(f"{_count(number, 'document')} kept but not extracted: {escape(reason)}")
    if summary.new_origins:
        console.print(f"{_count(summary.new_origins, 'known document')} came from a new place, which was added")
    if not summary.read and summary.known and not summary.failures:
        console.print("nothing new")


class Rate:
    """A progress line on standard error: documents, statements, documents a second."""

    def __init__(self, progress: Progress, total: int | None) -> None:
        self._progress = progress
        self._task = progress.add_task("reading", total=total, rate="")
        self._began = time.monotonic()
        self._done = 0

    def advance(self) -> None:
        """Count one document."""
        self._done += 1
        rate = self._done / max(1e-9, time.monotonic() - self._began)
        total = self._progress.tasks[self._task].total
        if total is not None and self._done > total:  # a table or a feed holds more documents than files
            self._progress.update(self._task, total=None)
        self._progress.update(self._task, completed=self._done, rate=f"{rate:.1f} a second")


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


def _fields(row: StatementRow) -> Iterator[tuple[str, str]]:
    for role in ("source", "cue", "content"):
        for piece in getattr(row, role):
            yield f"{role} [{piece.start}, {piece.end}]", piece.exact
    translated = f" (in a translation by {row.translated_by}: not the speaker's own words)" if row.translated_by else ""
    yield "manner", row.manner.value + translated
    yield "confidence", f"{row.confidence:.4f}"
    speaker = f"{row.speaker} ({row.speaker_kind}, by {row.speaker_basis})" if row.speaker else None
    yield "speaker", speaker or "not resolved"
    yield "said on", row.said_on or "unknown"
    yield "chain", " <- ".join(link.name for link in row.chain) or "none named"
    yield "act", row.act or "none"
    published = f"{row.published} (by {row.published_basis})" if row.published else "unknown"
    for name, value in (("title", row.title), ("outlet", row.outlet), ("published", published), ("url", row.url)):
        yield name, value or "unknown"
    yield "origin", row.origin
    yield "sha256", row.sha256
    yield "article", row.article_id
    yield "statement", row.id
    yield "model", f"{row.model} {row.model_version}"


def _safe(text: str | None) -> str:
    """Return the text with a blank for each mark that would move a terminal's cursor or turn its direction.

    One for one, so that offsets stay; the ledger keeps the marks.
    """
    return "".join(c if c.isprintable() or c in HARMLESS else " " for c in text or "")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
