"""Records to rows of the tables, and back: what goes in comes out the same."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sayso.records import (
    Act,
    Article,
    ChainLink,
    Dated,
    Document,
    Given,
    Line,
    Manner,
    NodeRun,
    Piece,
    Role,
    Span,
    Speaker,
    Statement,
    StatementRow,
    quoted,
)
from sayso.store.days import day_range

Row = dict[str, Any]
Stored = Mapping[Any, Any]
"""Column name to value, as SQLAlchemy takes it and gives it."""

_LEVEL = 6
"""zlib's default: level 9 saves 1% on press pages and takes twice as long."""


def reading_key(article: Article) -> str:
    """Return the SHA-256 of what a model reads of an article: its text, its lines' roles, its language."""
    digest = hashlib.sha256(article.text.encode("utf-8", "surrogatepass"))
    lines = [[line.start, line.end, line.role] for line in article.lines]
    digest.update(_exact_json([lines, article.language, article.not_extracted]).encode("ascii"))
    return digest.hexdigest()


def packed(content: bytes) -> bytes:
    """Return the bytes as the ledger keeps them."""
    return zlib.compress(content, _LEVEL)


def unpacked(content: bytes) -> bytes:
    """Return the bytes as they were received."""
    return zlib.decompress(content)


# --- records to rows --------------------------------------------------------------------------------------------------


def document_row(document: Document) -> Row:
    """Return the row of `document`: what does not depend on where it came from."""
    given = _exact_json(asdict(document.given))
    return {"id": document.id, "sha256": document.sha256, "media_type": document.media_type, "given": given}


def origin_row(document: Document) -> Row:
    """Return the row of `origin`. Bytes of a file name that are no text are written out, not lost."""
    return {
        "document_id": document.id,
        "origin": _printable(document.origin),
        "name": _printable(document.name),
        "charset": document.charset,
        "fetched": document.fetched,
    }


def article_row(article: Article, run_id: str) -> Row:
    """Return the row of `article`."""
    date = article.published
    first, last = (day_range(date.value) if date else None) or ("", "")
    return {
        "id": article.id,
        "document_id": article.document_id,
        "run_id": run_id,
        "reading": reading_key(article),
        "title": article.title,
        "outlet": article.outlet,
        "authors": _json(article.authors),
        "url": article.url,
        "language": article.language,
        "translated_by": article.translated_by,
        "published": date and date.value,
        "published_precision": date and date.precision,
        "published_basis": date and date.basis,
        "published_span": _json(date.span) if date and date.span else None,
        "published_from": first,
        "published_to": last,
        "basis": _json(article.basis),
        "not_extracted": article.not_extracted,
        "text": article.text,
        "nodes": packed(_exact_json([[n.start, n.end, n.path, n.offset] for n in article.nodes]).encode("ascii"))
        if article.nodes
        else None,
    }


def line_rows(article: Article) -> list[Row]:
    """Return the rows of `line`."""
    return [
        {"article_id": article.id, "n": n, "start": line.start, "end": line.end, "role": line.role.value}
        for n, line in enumerate(article.lines)
    ]


def statement_row(statement: Statement, text: str, run_id: str) -> Row:
    """Return the row of `statement`, with the words that its spans quote."""
    source = quoted(text, statement.source)
    said_on, act = statement.said_on, statement.act
    return {
        "id": statement.id,
        "article_id": statement.article_id,
        "run_id": run_id,
        "parent": statement.parent,
        "position": _position(statement),
        "manner": statement.manner.value,
        "confidence": statement.confidence,
        "said_by": statement.speaker.name if statement.speaker else source,
        "source_text": source,
        "cue_text": quoted(text, statement.cue),
        "content_text": quoted(text, statement.content),
        "said_on": said_on and said_on.value,
        "said_on_precision": said_on and said_on.precision,
        "said_on_basis": said_on and said_on.basis,
        "act": act and act.type,
        "act_targets": _json(act.targets if act else ()),
        "act_score": act and act.score,
        "chain": _json([[link.name, link.kind, link.span] for link in statement.chain]),
    }


def span_rows(statement: Statement) -> Iterator[Row]:
    """Yield the rows of `span`."""
    said_on = (statement.said_on.span,) if statement.said_on and statement.said_on.span else ()
    roles = {"source": statement.source, "cue": statement.cue, "content": statement.content, "said_on": said_on}
    for role, spans in roles.items():
        for n, (start, end) in enumerate(spans):
            yield {"statement_id": statement.id, "role": role, "n": n, "start": start, "end": end}


def mention_rows(statement: Statement) -> Iterator[Row]:
    """Yield the rows of `mention`: the actors behind the statement's roles."""
    for role, actor in (("speaker", statement.speaker), ("addressee", statement.addressee)):
        if actor is not None:
            yield {
                "statement_id": statement.id,
                "role": role,
                "actor_id": actor.id,
                "name": actor.name,
                "kind": actor.kind,
                "affiliation": _json(actor.affiliation),
                "basis": actor.basis,
                "score": actor.score,
            }


# --- rows to records --------------------------------------------------------------------------------------------------


def document_of(row: Stored, content: bytes) -> Document:
    """Return the document of a row that holds `document` and one `origin`."""
    given = json.loads(row["given"])
    return Document(
        id=row["document_id"],
        name=row["name"],
        origin=row["origin"],
        fetched=row["fetched"],
        media_type=row["media_type"],
        charset=row["charset"],
        sha256=row["sha256"],
        content=content,
        given=Given(**{**given, "authors": tuple(given["authors"])}),
    )


def article_of(row: Stored, lines: Sequence[Line]) -> Article:
    """Return the article of a row of `article`."""
    nodes = json.loads(unpacked(row["nodes"])) if row["nodes"] else []
    return Article(
        id=row["id"],
        document_id=row["document_id"],
        text=row["text"],
        lines=tuple(lines),
        title=row["title"],
        outlet=row["outlet"],
        authors=tuple(json.loads(row["authors"])),
        url=row["url"],
        language=row["language"],
        translated_by=row["translated_by"],
        published=_dated(row, "published"),
        basis=tuple((name, where) for name, where in json.loads(row["basis"])),
        nodes=tuple(NodeRun(*node) for node in nodes),
        not_extracted=row["not_extracted"],
    )


def line_of(row: Stored) -> Line:
    """Return the line of a row of `line`."""
    return Line(row["start"], row["end"], Role(row["role"]))


def statement_of(row: Stored) -> Statement:
    """Return the statement of a row of the flat view."""
    act = row["act"]
    return Statement(
        id=row["id"],
        article_id=row["article_id"],
        source=_spans(row["source_spans"]),
        cue=_spans(row["cue_spans"]),
        content=_spans(row["content_spans"]),
        manner=Manner(row["manner"]),
        confidence=row["confidence"],
        parent=row["parent"],
        speaker=_speaker(row, "speaker"),
        addressee=_speaker(row, "addressee"),
        chain=_chain(row["chain"]),
        said_on=_dated(row, "said_on"),
        act=Act(act, _pairs(row["act_targets"]), row["act_score"]) if act is not None else None,
    )


def flat_row(row: Stored, text: str) -> StatementRow:
    """Return the flat record of a row of the flat view; `text` is its article's."""
    same = {name: row[name] for name in _SAME}
    span = _span(row["said_on_span"])
    return StatementRow(
        **same,
        source=_pieces(text, row["source_spans"]),
        cue=_pieces(text, row["cue_spans"]),
        content=_pieces(text, row["content_spans"]),
        manner=Manner(row["manner"]),
        speaker_affiliation=tuple(json.loads(row["speaker_affiliation"])),
        addressee_affiliation=tuple(json.loads(row["addressee_affiliation"])),
        authors=tuple(json.loads(row["authors"])),
        chain=_chain(row["chain"]),
        act_targets=_pairs(row["act_targets"]),
        said_on_span=span,
    )


_MADE = frozenset({"source", "cue", "content", "manner", "authors", "chain", "act_targets", "said_on_span"}) | {
    "speaker_affiliation",
    "addressee_affiliation",
}
_SAME = tuple(name for name in StatementRow.__dataclass_fields__ if name not in _MADE)
"""The fields that stand in the view as they stand in the record."""


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _exact_json(value: object) -> str:
    # In ASCII, so that a lone surrogate comes back as it was.
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))


def _printable(name: str) -> str:
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def _position(statement: Statement) -> int:
    spans = statement.content or statement.cue or statement.source
    return min((span.start for span in spans), default=0)


def _spans(text: str) -> tuple[Span, ...]:
    return tuple(Span(*pair) for pair in json.loads(text))


def _span(text: str | None) -> Span | None:
    return Span(*json.loads(text)) if text else None


def _pieces(text: str, spans: str) -> tuple[Piece, ...]:
    return tuple(Piece.of(text, start, end) for start, end in json.loads(spans))


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((one, other) for one, other in json.loads(text))


def _chain(text: str) -> tuple[ChainLink, ...]:
    return tuple(ChainLink(name, kind, Span(*span) if span else None) for name, kind, span in json.loads(text))


def _dated(row: Stored, name: str) -> Dated | None:
    if row[name] is None:
        return None
    return Dated(row[name], row[f"{name}_precision"], row[f"{name}_basis"], _span(row[f"{name}_span"]))


def _speaker(row: Stored, role: str) -> Speaker | None:
    if row[f"{role}_id"] is None:
        return None
    fields = {name: row[f"{role}_{name}"] for name in ("id", "kind", "basis", "score")}
    return Speaker(name=row[role], affiliation=tuple(json.loads(row[f"{role}_affiliation"])), **fields)
