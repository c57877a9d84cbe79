"""A report: one HTML file that shows pages with their statements marked. No network, no script, safe to pass on."""

from __future__ import annotations

import base64
import hashlib
import shutil
import tempfile
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from markupsafe import Markup

from sayso.export.html_templates import html_templates
from sayso.export.marking import by_line, marked, marks_of
from sayso.export.web_terms import language_tag, web_address
from sayso.flat import in_tree_order
from sayso.records import SPOKEN_ROLES, ChainLink, Dated, Page, Statement, quoted
from sayso.whole_files import write_whole

if TYPE_CHECKING:
    from jinja2 import Environment


def write_report(target: str | Path | BinaryIO, pages: Iterable[Page], title: str = "Who said what") -> int:
    """Write the report to a file or a binary stream, a page at a time, and return how many pages there were.

    A file appears whole or not at all.
    """
    if not isinstance(target, str | Path):
        return _write(target, pages, title)
    path = Path(target)
    return write_whole(path, lambda stream: _write(stream, pages, title))


DEEPEST = 3
"""Statements nested deeper are shown as deep as this: the table would run out of width."""


class _Entry(NamedTuple):
    """A line of the contents."""

    id: str
    title: str
    outlet: str | None
    published: str | None
    statements: int


def _write(stream: BinaryIO, pages: Iterable[Page], title: str) -> int:
    entries = []
    # The contents stand before the pages and are known after them: the pages wait in a file, not in memory.
    with tempfile.TemporaryFile() as body:
        template = _templates().get_template("page.html")
        for page in pages:
            body.write(template.render(_shown_page(page)).encode("utf-8"))
            article = page.article
            date = article.published.value if article.published else None
            entries.append(_Entry(article.id, _title(page), article.outlet, date, len(page.statements)))
        head = _templates().get_template("head.html")
        style = files("sayso.export").joinpath("templates", "report.css").read_text(encoding="utf-8")
        total = sum(entry.statements for entry in entries)
        hashed = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
        shown_head = head.render(title=title, entries=entries, total=total, style=Markup(style), style_hash=hashed)  # noqa: S704 - our own file
        stream.write(shown_head.encode("utf-8"))
        body.seek(0)
        shutil.copyfileobj(body, stream)
    stream.write(b"</main>\n</body>\n</html>\n")
    return len(entries)


def _shown_page(page: Page) -> dict[str, Any]:
    article = page.article
    ordered = in_tree_order(page.statements)
    numbers = {statement.id: number for number, (_, statement) in enumerate(ordered, 1)}
    marks = by_line(article.lines, marks_of([statement for _, statement in ordered]))
    lines = [
        {"role": line.role.value, "spoken": line.role in SPOKEN_ROLES, "html": marked(article.text, line, touching)}
        for line, touching in zip(article.lines, marks, strict=True)
    ]
    return {
        "article": article,
        "document": page.document,
        "model": page.model,
        "title": _title(page),
        "basis": dict(article.basis),
        "address": web_address(article.url) or web_address(page.document.origin),
        "language": language_tag(article.language),
        "lines": lines,
        "rows": [_shown_row(article.text, statement, depth, numbers) for depth, statement in ordered],
    }


def _shown_row(text: str, statement: Statement, depth: int, numbers: dict[str, int]) -> dict[str, Any]:
    date = statement.said_on
    return {
        "statement": statement,
        "number": numbers[statement.id],
        "depth": min(depth, DEEPEST),
        "parent": numbers.get(statement.parent or ""),
        "source": quoted(text, statement.source),
        "cue": quoted(text, statement.cue),
        "content": quoted(text, statement.content),
        "said_on": _said_on(date),
        "said_on_words": date.span.of(text) if date and date.span else None,
        "through": [(link.name, link.kind, _unlike(link, text)) for link in statement.chain],
        "anchored": any(start < end for start, end in statement.content[:1]),
    }


def _unlike(link: ChainLink, text: str) -> str | None:
    """Return the words that a link was read from, where they are others than its name."""
    words = link.span.of(text) if link.span else None
    return words if words != link.name else None


def _said_on(date: Dated | None) -> str | None:
    if date is None:
        return None
    return f"{date.value[2:]}, year unknown" if date.value.startswith("--") else date.value


def _title(page: Page) -> str:
    return page.article.title or page.document.name or page.article.id


@cache
def _templates() -> Environment:
    return html_templates("sayso.export")
