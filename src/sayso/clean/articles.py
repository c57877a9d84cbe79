"""Articles from pages and from text copies: the steps of cleaning in order."""

from __future__ import annotations

from collections.abc import Container, Sequence
from itertools import dropwhile, takewhile

from sayso.clean import dom_text, heads, limits, line_roles, metadata, page_roles, published, wrapping
from sayso.clean.decoding import decode
from sayso.clean.lines import split
from sayso.clean.metadata import About
from sayso.clean.page_tree import parse
from sayso.clean.translation import first_translator
from sayso.clean.unclosed import closed
from sayso.config import Settings
from sayso.errors import InputError
from sayso.identity import article_id
from sayso.language import SUPPORTED_LANGUAGES, language_of
from sayso.records import SPOKEN_ROLES, Article, Document, Line, NodeRun, Role, Span


def of_page(document: Document, settings: Settings) -> Article:
    """Return the article of an HTML page."""
    html = closed(decode(document.content, document.charset, document.media_type))  # others parse it, too
    root = parse(html)
    if root is None:
        raise InputError(document.origin, "the page has no elements and no text; an HTML page with text was expected")
    try:
        page = dom_text.dump(root, settings.max_lines)
    except dom_text.TooManyLinesError as error:
        raise limits.too_many_lines(document, settings) from error
    marks, spans, texts = _shown(page)
    if not texts:
        raise InputError(document.origin, "the page shows no text without running its scripts; save it from a browser")
    about = metadata.of_page(root, document)
    roles = (
        [Role.BODY] * len(texts)
        if settings.plain
        else page_roles.roles_of_page(texts, marks, html, about, page.nesting)
    )
    about.offer("authors", heads.authors(texts, roles), "byline")
    if not about.dated:
        shown = heads.days(page.text, spans, roles, heads.dates_page)
        about.published = heads.shown_date(shown, document.fetched) or published.by_htmldate(
            html, about.url, document.fetched, {day.isoformat() for day in shown}
        )
    return _article(document, page.text, spans, roles, about, page.runs, settings)


def of_text(document: Document, settings: Settings) -> Article:
    """Return the article of a text: its text is the file decoded, unchanged."""
    text = decode(document.content, document.charset, document.media_type)
    spans = split(text)
    if not spans:
        raise InputError(document.origin, "the text has no characters but white space; a text was expected")
    if len(spans) > settings.max_lines:
        raise limits.too_many_lines(document, settings)
    texts = [span.of(text) for span in spans]
    roles = [Role.BODY] * len(texts) if settings.plain else _text_roles(text, spans)
    about = metadata.of_given(About(), document)
    about.published = metadata.given_date(document)
    if not settings.plain:
        shown = heads.days(text, spans, roles, heads.dates_copy)
        about.published = about.published or heads.shown_date(shown, document.fetched)
        about.offer("authors", heads.authors(texts, roles), "byline")
        about.offer("title", _headline(texts, roles), "headline")
    wrapped = frozenset(number for paragraph in wrapping.paragraphs(text, spans) for number in paragraph[1:])
    return _article(document, text, spans, roles, about, (), settings, wrapped)


def _text_roles(text: str, spans: Sequence[Span]) -> list[Role]:
    """Return a role for each line; those of a paragraph that was broken into lines have the paragraph's."""
    found = wrapping.paragraphs(text, spans)
    joined = [" ".join(spans[number].of(text) for number in paragraph) for paragraph in found]
    roles = line_roles.roles_of_text(joined)
    return [role for role, paragraph in zip(roles, found, strict=True) for _ in paragraph]


def _article(
    document: Document,
    text: str,
    spans: Sequence[Span],
    roles: Sequence[Role],
    about: About,
    runs: tuple[NodeRun, ...],
    settings: Settings,
    wrapped: Container[int] = frozenset(),
) -> Article:
    texts = [span.of(text) for span in spans]
    language = language_of(_prose(texts, roles))
    if language:
        about.basis["language"] = "text"
    translated_by = (
        None
        if settings.plain
        else first_translator(one for one, role in zip(texts, roles, strict=True) if role is Role.NOTICE)
    )
    if translated_by:
        about.basis["translated_by"] = "notice"
    blocked = language is not None and language not in SUPPORTED_LANGUAGES and not settings.plain
    lines = tuple(
        Line(span.start, span.end, role, continues=number in wrapped)
        for number, (span, role) in enumerate(zip(spans, roles, strict=True))
    )
    read = lines if blocked else limits.read_up_to(text, lines, settings.max_characters)
    return Article(
        id=article_id(document.id, text),
        document_id=document.id,
        text=text,
        lines=read,
        title=about.title,
        outlet=about.outlet,
        authors=about.authors,
        url=about.url,
        language=language,
        translated_by=translated_by,
        published=about.published,
        basis=tuple(sorted(about.basis.items())),
        nodes=runs,
        not_extracted=f"language {language}" if blocked else limits.left_out(read, settings),
    )


def _headline(texts: Sequence[str], roles: Sequence[Role]) -> str | None:
    """Return the first headline, whole where it was broken into lines."""
    found = dropwhile(lambda told: told[1] is not Role.HEADLINE, zip(texts, roles, strict=True))
    return " ".join(text for text, _ in takewhile(lambda told: told[1] is Role.HEADLINE, found)) or None


def _prose(texts: Sequence[str], roles: Sequence[Role]) -> str:
    """Return the lines that tell the language: the spoken ones, or where these are few, all that aren't buttons."""
    spoken = "\n".join(text for text, role in zip(texts, roles, strict=True) if role in SPOKEN_ROLES)
    return spoken if len(spoken) >= 200 else "\n".join(text for text in texts if len(text) > 40)


def _shown(page: dom_text.PageText) -> tuple[list[dom_text.PageLine], list[Span], list[str]]:
    """Return the lines of a page that aren't blank: what mark-up tells of each, its span without white space, its text.

    One pass, since a table may have hundreds of thousands of lines.
    """
    marks, spans, texts = [], [], []
    for mark in page.lines:
        line = page.text[mark.start : mark.end]
        text = line.strip()
        if text:
            start = mark.start + line.index(text[0])
            marks.append(mark)
            spans.append(Span(start, start + len(text)))
            texts.append(text)
    return marks, spans, texts
