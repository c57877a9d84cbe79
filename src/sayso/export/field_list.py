"""A statement's fields as lines for people, each with the words that it was read from and where they stand."""

from __future__ import annotations

from collections.abc import Iterator

from sayso.records import ChainLink, Page, Span, StatementRow

UNKNOWN = "unknown"


def field_list(row: StatementRow, page: Page) -> Iterator[tuple[str, str]]:
    """Yield (name, value) of every field of a statement; `page` is the one that it stands on.

    Words of the page stand in the form `“on Monday” [14, 23]`: what they are, and their offsets into the page's text.
    """
    text = page.article.text
    for role in ("source", "cue", "content"):
        for piece in getattr(row, role):
            yield f"{role} [{piece.start}, {piece.end}]", piece.exact
    translated = f" (in a translation by {row.translated_by}: not the speaker's own words)" if row.translated_by else ""
    yield "manner", row.manner.value + translated
    yield "confidence", f"{row.confidence:.4f}"
    yield from _nesting(row, page)
    yield "speaker", _actor(row, "speaker") or "not resolved"
    yield "addressee", _actor(row, "addressee") or "none named"
    yield "said on", _said_on(row, text)
    for n, link in enumerate(row.chain):
        yield "" if n else "chain", _link(link, text)
    if not row.chain:
        yield "chain", "none named"
    yield from _act(row)
    yield from _of_page(row)


def _nesting(row: StatementRow, page: Page) -> Iterator[tuple[str, str]]:
    if row.parent is not None:
        yield "within", row.parent
    for one in page.statements:
        if one.parent == row.id:
            yield "holds", one.id


def _actor(row: StatementRow, role: str) -> str | None:
    name = getattr(row, role)
    if name is None:
        return None
    what = ", ".join(x for x in (getattr(row, f"{role}_kind"), *getattr(row, f"{role}_affiliation")) if x)
    basis, score = getattr(row, f"{role}_basis"), getattr(row, f"{role}_score")
    return f"{name} ({what}; basis: {basis or UNKNOWN}; score {score:.2f})"


def _said_on(row: StatementRow, text: str) -> str:
    if row.said_on is None:
        return UNKNOWN
    words = f"; {_words(row.said_on_span, text)}" if row.said_on_span else ""
    return f"{row.said_on} (precision: {row.said_on_precision}; basis: {row.said_on_basis}{words})"


def _link(link: ChainLink, text: str) -> str:
    return f"{link.name} ({link.kind}{f', {_words(link.span, text)}' if link.span else ''})"


def _words(span: Span, text: str) -> str:
    return f"“{span.of(text)}” [{span.start}, {span.end}]"


def _act(row: StatementRow) -> Iterator[tuple[str, str]]:
    yield "act", f"{row.act} (score {row.act_score or 0:.2f})" if row.act else "none"
    yield "targets", ", ".join(f"{name} ({identity})" for identity, name in row.act_targets) or "none"
    yield "modality", ", ".join(row.modality) or "none"
    yield "tone", row.tone or "neither positive nor negative"


def _of_page(row: StatementRow) -> Iterator[tuple[str, str]]:
    published = f"{row.published} (by {row.published_basis})" if row.published else None
    facts = {"title": row.title, "outlet": row.outlet, "authors": ", ".join(row.authors), "published": published}
    facts |= {"url": row.url, "language": row.language}
    for name, value in facts.items():
        yield name, value or UNKNOWN
    yield "origin", row.origin
    yield "fetched", row.fetched
    yield "sha256", row.sha256
    yield "article", row.article_id
    yield "statement", row.id
    yield "model", f"{row.model} {row.model_version}"
    if row.verdict:
        yield "verdict", row.verdict
