"""A document that was read, as one row of plain values, and back: nothing that a ledger keeps is lost on the way.

The row is the object that `sayso extract` prints, with what the ledger needs besides: the bytes, what was given beside
them, the DOM map, and the words of each statement's spans.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sayso.errors import InputError
from sayso.export.extract_object import extract_object
from sayso.identity import article_id, document_id, sha256, statement_id
from sayso.keeping import Extracted
from sayso.records import (
    Act,
    Article,
    ChainLink,
    Dated,
    Document,
    Given,
    Line,
    Manner,
    ModelVersion,
    NodeRun,
    Role,
    Span,
    Speaker,
    Statement,
    quoted,
)

Row = dict[str, Any]


def row_of(found: Extracted, model: ModelVersion) -> Row:
    """Return the row of a document that was read."""
    document, article = found.document, found.article
    row = extract_object(document, article, found.statements, model)
    del row["links"]  # a ledger looks for them, among all its statements
    row["document"] |= {"id": document.id, "charset": document.charset, "given": asdict(document.given)}
    row["document"]["given"]["authors"] = list(document.given.authors)
    row |= {"content": document.content, "article_id": article.id, "url": article.url}
    row["basis"] = [{"field": name, "read_from": where} for name, where in article.basis]
    row["not_extracted"] = article.not_extracted
    if article.published:
        row["published"]["span"] = _pairs(article.published.span)
    for line, values in zip(article.lines, row["lines"], strict=True):
        values["continues"] = line.continues
    row["nodes"] = [{"start": n.start, "end": n.end, "path": n.path, "offset": n.offset} for n in article.nodes]
    for statement, values in zip(found.statements, row["statements"], strict=True):
        values.update(_words(statement, article.text))
    return row


def found_in(row: Mapping[str, Any]) -> Extracted:
    """Return what a row was made of.

    Raises `InputError` where its ids do not follow from its bytes, text and spans, or a span lies outside the text.
    """
    document = _document(row)
    article = _article(row, document)
    statements = tuple(_statement(one, article.id) for one in row["statements"])
    _check(document, article, statements)
    return Extracted(document, article, statements)


def _words(statement: Statement, text: str) -> Row:
    source = quoted(text, statement.source)
    return {
        "said_by": statement.speaker.name if statement.speaker else source,
        "source_text": source,
        "cue_text": quoted(text, statement.cue),
        "content_text": quoted(text, statement.content),
    }


def _document(row: Mapping[str, Any]) -> Document:
    beside = row["document"]
    given = beside["given"]
    return Document(
        id=beside["id"],
        name=row["doc_id"],
        origin=beside["origin"],
        fetched=beside["fetched"],
        media_type=beside["media_type"],
        charset=beside["charset"],
        sha256=beside["sha256"],
        content=row["content"],
        given=Given(**{**given, "authors": tuple(given["authors"])}),
    )


def _article(row: Mapping[str, Any], document: Document) -> Article:
    return Article(
        id=row["article_id"],
        document_id=document.id,
        text=row["text"],
        lines=tuple(Line(one["start"], one["end"], Role(one["role"]), one["continues"]) for one in row["lines"]),
        title=row["title"],
        outlet=row["outlet"],
        authors=tuple(row["authors"]),
        url=row["url"],
        language=row["language"],
        translated_by=row["translated_by"],
        published=_dated(row["published"]),
        basis=tuple((one["field"], one["read_from"]) for one in row["basis"]),
        nodes=tuple(NodeRun(one["start"], one["end"], one["path"], one["offset"]) for one in row["nodes"]),
        not_extracted=row["not_extracted"],
    )


def _statement(row: Mapping[str, Any], article: str) -> Statement:
    return Statement(
        id=row["id"],
        article_id=article,
        source=_spans(row["source"]),
        cue=_spans(row["cue"]),
        content=_spans(row["content"]),
        manner=Manner(row["manner"]),
        confidence=row["confidence"],
        parent=row["parent"],
        speaker=_speaker(row["speaker"]),
        addressee=_speaker(row["addressee"]),
        chain=tuple(ChainLink(one["name"], one["kind"], _span(one["span"])) for one in row["chain"]),
        said_on=_dated(row["said_on"]),
        act=_act(row["act"]),
        modality=tuple(row["modality"]),
        tone=row["tone"],
    )


def _check(document: Document, article: Article, statements: Sequence[Statement]) -> None:
    """Hold what was read against itself: a shard may come from elsewhere, and evidence is evidence or nothing."""
    size = len(article.text)
    ours = (
        document.sha256 == sha256(document.content)
        and document.id == document_id(document.sha256, document.media_type, document.given)
        and article.id == article_id(document.id, article.text)
        and all(0 <= line.start <= line.end <= size for line in article.lines)
        and all(one.id == statement_id(article.id, one.source, one.cue, one.content) for one in statements)
        and all(0 <= span.start < span.end <= size for one in statements for span in _every_span(one))
    )
    if not ours:
        raise InputError(
            document.origin, "its row in the shard does not fit together (bytes, ids or spans): write the shard anew"
        )


def _every_span(one: Statement) -> list[Span]:
    apart = [link.span for link in one.chain if link.span]
    said_on = [one.said_on.span] if one.said_on and one.said_on.span else []
    return [*one.source, *one.cue, *one.content, *apart, *said_on]


def _spans(pairs: Sequence[Sequence[int]]) -> tuple[Span, ...]:
    return tuple(Span(*pair) for pair in pairs)


def _span(pairs: Sequence[Sequence[int]] | None) -> Span | None:
    return Span(*pairs[0]) if pairs else None


def _pairs(span: Span | None) -> list[list[int]] | None:
    return [[span.start, span.end]] if span else None


def _dated(date: Mapping[str, Any] | None) -> Dated | None:
    return Dated(date["value"], date["precision"], date["basis"], _span(date["span"])) if date else None


def _speaker(actor: Mapping[str, Any] | None) -> Speaker | None:
    return Speaker(**{**actor, "affiliation": tuple(actor["affiliation"])}) if actor else None


def _act(act: Mapping[str, Any] | None) -> Act | None:
    if act is None:
        return None
    return Act(act["type"], tuple((one["id"], one["name"]) for one in act["targets"]), act["score"])
