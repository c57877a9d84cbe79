"""What has to hold of whatever comes out of a stage; each check raises `Broken` with one sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso import clean
from sayso.records import Article, Dated, Document, Failure, Page, Span, Statement

_DAY = r"(?:\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?|--\d\d(?:-\d\d)?)"
_DATE = re.compile(rf"{_DAY}(?:/{_DAY})?", re.ASCII)
MAPPED = 40
"""Runs of a page's map that are looked up in the DOM, evenly spread over it: each is an XPath of its own."""


class Broken(Exception):
    """Something that has to hold does not."""


def document(one: Document) -> None:
    """Check that a document's words can be stored."""
    _storable(one.name, one.origin)


def failure(one: Failure) -> None:
    """Check that a failure is told in one line that can be stored."""
    _storable(one.origin, one.reason)
    if not one.reason or "\n" in one.reason:
        raise Broken(f"a failure without a reason, or with one of several lines: {one.reason!r:.60}")


def article(source: Document, one: Article) -> None:
    """Check text, lines, metadata and map."""
    _storable(one.text, one.title, one.outlet, one.url, one.translated_by, *one.authors)
    at = -1
    for line in one.lines:
        words = one.text[line.start : line.end]
        if not at < line.start < line.end <= len(one.text) or words != words.strip() or re.search(r"[\r\n]", words):
            raise Broken(f"line {line.start}..{line.end} is out of order, blank, or no line")
        at = line.end - 1
    _dated(one.published, one.text)
    _mapped(source, one)


def statements(page: Article, found: Sequence[Statement]) -> None:
    """Check that each quotes its page, and that parents are there."""
    ids = {one.id for one in found}
    if len(ids) < len(found):
        raise Broken("two statements have one id")
    for one in found:
        spans = [*one.source, *one.cue, *one.content, *(link.span for link in one.chain if link.span)]
        if not one.content or any(not 0 <= span.start < span.end <= len(page.text) for span in spans):
            raise Broken(f"statement {one.id} has no content, or a span outside its page")
        if any(list(role) != sorted(role) for role in (one.source, one.cue, one.content)):
            raise Broken(f"statement {one.id} has pieces out of order")
        if one.parent is not None and one.parent not in ids - {one.id}:
            raise Broken(f"statement {one.id} stands in one that isn't there")
        if not 0 <= one.confidence <= 1:
            raise Broken(f"statement {one.id} has the confidence {one.confidence}")
        _dated(one.said_on, page.text)
        _storable(*(who.name for who in (one.speaker, one.addressee) if who), *(link.name for link in one.chain))


def kept(given: Page, found: Page) -> None:
    """Check that a ledger gives back what it was given; it may have read the document of the same bytes elsewhere."""
    if found.article != given.article:
        raise Broken(f"article {given.article.id} is another when it is asked for again")
    if set(found.statements) != set(given.statements):
        raise Broken(f"the statements of article {given.article.id} are others when they are asked for again")


def _mapped(source: Document, one: Article) -> None:
    at = 0
    for run in one.nodes:
        if not at <= run.start < run.end <= len(one.text):
            raise Broken(f"run {run} of the map is out of order")
        at = run.end
    some = one.nodes[:: max(1, len(one.nodes) // MAPPED)]
    for run, there in zip(some, clean.page_characters(source, some), strict=True):
        if there != one.text[run.start : run.end]:
            raise Broken(f"{run} leads to {there!r:.60}, not to {one.text[run.start : run.end]!r:.60}")
    for line in one.lines[:: max(1, len(one.lines) // MAPPED)] if one.nodes else ():
        found = clean.located(one, Span(line.start, line.end))
        if any(not line.start <= run.start < run.end <= line.end for run in found):
            raise Broken(f"line {line.start}..{line.end} is found outside itself")


def _dated(date: Dated | None, text: str) -> None:
    if date is None:
        return
    if not _DATE.fullmatch(date.value):
        raise Broken(f"{date.value!r} is no date")
    if date.span is not None and not 0 <= date.span.start < date.span.end <= len(text):
        raise Broken(f"the date {date.value!r} has a span outside its page")


def _storable(*texts: str | None) -> None:
    for text in texts:
        try:
            (text or "").encode("utf-8")
        except UnicodeEncodeError as error:
            raise Broken(f"{text!r:.60} can't be stored as UTF-8") from error
