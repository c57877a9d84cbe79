"""What `sayso extract` prints of a document: one JSON object, in the shape that the design gives it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sayso.link_records import Link
from sayso.records import Act, Article, Dated, Document, ModelVersion, Span, Speaker, Statement


def extract_object(
    document: Document,
    article: Article,
    statements: Sequence[Statement],
    model: ModelVersion,
    links: Sequence[Link] = (),
) -> dict[str, Any]:
    """Return the object, ready for `json.dumps`; what is unknown is None. Offsets are code points into `text`."""
    return {
        "doc_id": document.name,
        "document": {
            "origin": document.origin,
            "sha256": document.sha256,
            "media_type": document.media_type,
            "fetched": document.fetched,
        },
        "text": article.text,
        "title": article.title,
        "outlet": article.outlet,
        "authors": list(article.authors),
        "language": article.language,
        "translated_by": article.translated_by,
        "published": _published(article.published),
        "lines": [{"start": line.start, "end": line.end, "role": line.role.value} for line in article.lines],
        "statements": [_statement(statement) for statement in statements],
        "links": [_link(link) for link in links],
        "model": {"name": model.name, "version": model.version},
    }


def _link(link: Link) -> dict[str, Any]:
    ends = {"from": link.from_id, "to": link.to_id}
    return {"kind": link.kind.value, **ends, "score": link.score, "reason": link.reason}


def _statement(statement: Statement) -> dict[str, Any]:
    return {
        "id": statement.id,
        "parent": statement.parent,
        "source": _spans(statement.source),
        "cue": _spans(statement.cue),
        "content": _spans(statement.content),
        "manner": statement.manner.value,
        "speaker": _speaker(statement.speaker),
        "addressee": _speaker(statement.addressee),
        "chain": [{"name": link.name, "kind": link.kind, "span": _one(link.span)} for link in statement.chain],
        "said_on": _said_on(statement.said_on),
        "act": _act(statement.act),
        "modality": list(statement.modality),
        "tone": statement.tone,
        "confidence": statement.confidence,
        **({"verdict": statement.verdict} if statement.verdict else {}),
    }


def _published(date: Dated | None) -> dict[str, Any] | None:
    return {"value": date.value, "precision": date.precision, "basis": date.basis} if date else None


def _said_on(date: Dated | None) -> dict[str, Any] | None:
    if date is None:
        return None
    return {"value": date.value, "precision": date.precision, "span": _one(date.span), "basis": date.basis}


def _act(act: Act | None) -> dict[str, Any] | None:
    if act is None:
        return None
    targets = [{"id": identity, "name": name} for identity, name in act.targets]
    return {"type": act.type, "targets": targets, "score": act.score}


def _speaker(speaker: Speaker | None) -> dict[str, Any] | None:
    if speaker is None:
        return None
    return {
        "id": speaker.id,
        "name": speaker.name,
        "kind": speaker.kind,
        "affiliation": list(speaker.affiliation),
        "basis": speaker.basis,
        "score": speaker.score,
    }


def _spans(spans: Sequence[Span]) -> list[list[int]]:
    return [[start, end] for start, end in spans]


def _one(span: Span | None) -> list[list[int]] | None:
    return [[span.start, span.end]] if span else None
