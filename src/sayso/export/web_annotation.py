"""W3C Web Annotation: one annotation a statement, one target a piece of its source, cue and content.

Each piece is given twice: by its words and what stands around them (TextQuoteSelector), and by its offsets
(TextPositionSelector) in the page's visible text as sayso dumps it, in code points. The target's `styleClass` is the
role. The document's hash tells whether a page is still the one that was read.
https://www.w3.org/TR/annotation-model/
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from sayso.export.web_terms import SAYSO, SCHEMA, name_of, web_address
from sayso.records import Piece, StatementRow

CONTEXT = [
    "http://www.w3.org/ns/anno.jsonld",
    {"sha256": f"{SCHEMA}sha256", "softwareVersion": f"{SCHEMA}softwareVersion", "origin": f"{SAYSO}origin"},
]

_TAGS = (
    "speaker",
    "speaker_basis",
    "addressee",
    "manner",
    "confidence",
    "said_on",
    "said_on_basis",
    "act",
    "tone",
    "outlet",
    "published",
    "translated_by",
    "verdict",
)
"""The fields that a reader of annotations sees as tags, `name: value`, where they are known."""


def write_web_annotation(rows: Iterable[StatementRow], stream: BinaryIO) -> int:
    """Write one AnnotationPage, an annotation a line, and return how many there were."""
    stream.write(f'{{"@context": {json.dumps(CONTEXT)},\n"type": "AnnotationPage",\n"items": ['.encode())
    count = 0
    for row in rows:
        told = json.dumps(annotation(row), ensure_ascii=False).encode("utf-8", "replace")
        stream.write((b",\n" if count else b"\n") + told)
        count += 1
    stream.write(b"\n]}\n")
    return count


def annotation(row: StatementRow) -> dict[str, Any]:
    """Return the annotation of a statement."""
    return {
        "id": name_of("statement", row.id),
        "type": "Annotation",
        "motivation": "tagging",
        "generator": {"type": "Software", "name": row.model, "softwareVersion": row.model_version},
        "body": list(_bodies(row)),
        "target": [
            _target(row, role, piece)
            for role, pieces in (("source", row.source), ("cue", row.cue), ("content", row.content))
            for piece in pieces
        ],
    }


def _bodies(row: StatementRow) -> Iterator[dict[str, Any]]:
    values = [(name, getattr(row, name)) for name in _TAGS]
    values += [("target", name) for _, name in row.act_targets] + [("chain", link.name) for link in row.chain]
    values += [("modality", modality) for modality in row.modality] + [("parent", row.parent)]
    for name, value in values:
        if value is not None:
            yield {"type": "TextualBody", "purpose": "tagging", "format": "text/plain", "value": f"{name}: {value}"}


def _target(row: StatementRow, role: str, piece: Piece) -> dict[str, Any]:
    return {
        "type": "SpecificResource",
        "source": _source(row),
        "styleClass": role,
        "state": {"type": "TimeState", "sourceDate": row.fetched},
        "selector": [
            {"type": "TextQuoteSelector", "exact": piece.exact, "prefix": piece.prefix, "suffix": piece.suffix},
            {"type": "TextPositionSelector", "start": piece.start, "end": piece.end},
        ],
    }


def _source(row: StatementRow) -> dict[str, Any]:
    page = web_address(row.url) or web_address(row.origin) or name_of("document", row.document_id)
    language = {"language": row.language} if row.language else {}
    return {
        "id": page,
        "type": "Text",
        "format": row.media_type,
        **language,
        "sha256": row.sha256,
        "origin": row.origin,
    }
