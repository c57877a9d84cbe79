"""Cleaning: a document becomes an article, every line of its text with a role, and its metadata with their sources.

    article(document)              Document -> Article
    located(article, span)         a span -> where its characters stand in the page's DOM
    page_characters(document, runs)   what stands there, in the page as archived
    archived(document, article, marks)   the page as archived with marks, to be shown
    other_versions(document)       what the page names as itself in other languages

Cleaning never deletes: a text copy's `text` is its file decoded (without a byte order mark, which is part of the
encoding), a page's is its visible text. NUL, which not every database holds, is U+FFFD in both: offsets stay.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sayso.clean.decoding import decode
from sayso.config import DEFAULTS, Settings
from sayso.records import Article, Document, NodeRun, Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sayso.clean.archived_page import ArchivedPage, Marked
    from sayso.clean.versions import OtherVersion

__all__ = ["archived", "article", "decode", "located", "other_versions", "page_characters"]


def article(document: Document, settings: Settings = DEFAULTS) -> Article:
    """Return the document's visible text with a role for every line, and its metadata.

    `settings.plain` says that the text is clean: every line is body, and the language is told but blocks nothing. Of
    the main text `settings.max_characters` are to be read; the lines that follow are `unread`.
    Raises InputError where there is no text at all, or where it has more than `settings.max_lines` lines; an article of
    furniture only is an article without body lines.
    """
    from sayso.clean import articles  # late: it loads lxml and numpy

    of_kind = articles.of_page if document.media_type == "text/html" else articles.of_text
    return of_kind(document, settings)


def located(article: Article, span: Span) -> tuple[NodeRun, ...]:
    """Return where the characters of a span stand in the page's DOM; empty for a text copy.

    Characters that sayso put between blocks (line breaks, the tab between cells) stand nowhere.
    """
    from sayso.clean.dom_text import locate

    return locate(article.nodes, span)


def page_characters(document: Document, runs: Iterable[NodeRun] | Sequence[NodeRun]) -> tuple[str | None, ...]:
    """Parse the stored bytes again and return what stands where each run points, None where its path leads nowhere."""
    from sayso.clean.page_tree import characters, parse

    root = parse(decode(document.content, document.charset, document.media_type))
    return tuple(None if root is None else characters(root, run) for run in runs)


def archived(document: Document, article: Article, marks: Sequence[Marked]) -> ArchivedPage:
    """Return an HTML document as it was archived, with marks, and without what runs, loads or leads away.

    `document.content` and `article.nodes` must be there. Raises InputError for a page that is too large.
    """
    from sayso.clean.archived_page import archived_page

    return archived_page(document, article, marks)


def other_versions(document: Document) -> tuple[OtherVersion, ...]:
    """Return the pages that an HTML document names as itself in other languages; `document.content` must be there."""
    from sayso.clean import versions

    return versions.other_versions(document)
