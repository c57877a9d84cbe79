"""An example of each answer, for the OpenAPI document: invented people, outlets and states."""

from __future__ import annotations

from typing import Any

_RUN = "9b20d1f47a6c3e58"
_ARTICLE = "a41c07d2e95f3b68"
_PIECE: dict[str, Any] = {
    "start": 118,
    "end": 138,
    "exact": "the strait is closed",
    "prefix": "Ostrelle said that ",
    "suffix": " to the ships of Halvern.",
}
STATEMENT: dict[str, Any] = {
    "id": "026d89327960c630",
    "article_id": _ARTICLE,
    "document_id": "77f2c8e0b1d4a963",
    "parent": None,
    "source": [{"start": 99, "end": 107, "exact": "Ostrelle", "prefix": "", "suffix": " said that the strait"}],
    "cue": [{"start": 108, "end": 112, "exact": "said", "prefix": "Ostrelle ", "suffix": " that the strait"}],
    "content": [_PIECE],
    "source_text": "Ostrelle",
    "cue_text": "said",
    "content_text": "the strait is closed",
    "manner": "indirect",
    "confidence": 0.94,
    "speaker": "Maruk Ostrelle",
    "speaker_id": "5be1c0d37f9a2846",
    "speaker_kind": "person",
    "speaker_affiliation": ["MRV"],
    "speaker_basis": "name",
    "speaker_score": 0.97,
    "addressee": None,
    "addressee_id": None,
    "addressee_kind": None,
    "addressee_affiliation": [],
    "addressee_basis": None,
    "addressee_score": None,
    "chain": [{"name": "Tidewater Wire", "kind": "agency", "span": [2, 16]}],
    "said_on": "2025-09-17",
    "said_on_precision": "day",
    "said_on_basis": "in text",
    "said_on_span": [140, 149],
    "act": "THREATEN",
    "act_targets": [{"id": "HLV", "name": "Halvern"}],
    "act_score": 0.81,
    "modality": [],
    "tone": None,
    "title": "Strait closed",
    "outlet": "The Dorrick Courier",
    "authors": ["Odile Marsh"],
    "url": "https://courier.example/strait",
    "published": "2025-09-17",
    "published_precision": "day",
    "published_basis": "json-ld",
    "language": "en",
    "translated_by": None,
    "name": "courier-closure",
    "origin": "examples/courier-closure.html",
    "fetched": "2025-10-01T08:00:00Z",
    "media_type": "text/html",
    "sha256": "3f" * 32,
    "model": "sayso-attribution",
    "model_version": "2026.11",
    "verdict": None,
    "run_id": _RUN,
}
STATEMENTS: dict[str, Any] = {
    "items": [STATEMENT],
    "next": "WyIyMDI1LTA5LTE3IiwiYTQxYyIsM10",
    "why": {},
    "notice": None,
}
_LINK = {
    "id": "e1",
    "kind": "denial",
    "from": "b7d2406f1ce85a93",
    "to": STATEMENT["id"],
    "score": 0.91,
    "reason": "says that what the other says is not so",
    "method": "pairs 2026.11",
    "evidence": [{"statement": STATEMENT["id"], "span": [118, 138]}],
}
LINKS = [_LINK]
_LEAF = {
    "kind": "origin",
    "label": "Maruk Ostrelle, The Dorrick Courier",
    "date": "2025-09-17",
    "statement": STATEMENT["id"],
    "reason": None,
    "children": [],
}
TRACE = {
    "asked": STATEMENT["id"],
    "earliest": STATEMENT["id"],
    "independent_origins": 1,
    "reports": 1,
    "tree": {**_LEAF, "kind": "claim", "label": "the strait is closed", "statement": None, "children": [_LEAF]},
}
ARTICLE = {
    "doc_id": "courier-closure",
    "document": {
        "origin": "examples/courier-closure.html",
        "sha256": "3f" * 32,
        "media_type": "text/html",
        "fetched": "2025-10-01T08:00:00Z",
    },
    "text": "Strait closed\n..",
    "title": "Strait closed",
    "outlet": "The Dorrick Courier",
    "authors": ["Odile Marsh"],
    "language": "en",
    "translated_by": None,
    "published": {"value": "2025-09-17", "precision": "day", "basis": "json-ld"},
    "lines": [{"start": 0, "end": 13, "role": "headline"}],
    "statements": [],
    "links": [],
    "model": {"name": "sayso-attribution", "version": "2026.11"},
    "run_id": _RUN,
}
_COUNTS = {"values": [{"value": "Maruk Ostrelle", "count": 3}], "others": 4, "rest": 9, "unknown": 1}
FACETS = {
    "statements": 13,
    "without_copies": 11,
    **dict.fromkeys(("speaker", "target", "outlet", "act", "manner", "language"), _COUNTS),
    "months": [{"value": "2025-09", "count": 13}],
    "undated": 0,
}
MATTER = {
    "id": "5d1e0c94b7a28f36",
    "name": "the strait is closed",
    "central": STATEMENT["id"],
    "first": "2025-09-17",
    "last": "2025-09-19",
    "statements": 2,
    "without_copies": 2,
    "speakers": {"Maruk Ostrelle": 1, "Ida Lenk": 1},
    "outlets": {"The Dorrick Courier": 2},
    "statement_ids": [STATEMENT["id"], "b7d2406f1ce85a93"],
}
MATTERS = [MATTER]
ACTOR = {
    "id": "c3f0a1be62d9874e",
    "kind": "person",
    "name": "Maruk Ostrelle",
    "names": ["Maruk Ostrelle", "Ostrelle"],
    "affiliation": ["MRV"],
    "tenures": [],
    "sightings": 3,
    "since": "2025-09-17",
    "until": "2025-09-19",
    "wikidata": None,
}
ACTORS = [ACTOR]
RUN = {
    "id": _RUN,
    "model": "sayso-attribution",
    "model_version": "2026.11",
    "settings": '{"plain": false}',
    "started": "2025-10-01T08:00:00Z",
    "ended": "2025-10-01T08:00:09Z",
    "articles": 8,
    "statements": 61,
}
RUNS = [RUN]
_CONTAINER = f"http://127.0.0.1:8023/api/v1/articles/{_ARTICLE}/annotations/"
ANNOTATION = {
    "@context": ["http://www.w3.org/ns/anno.jsonld"],
    "id": f"{_CONTAINER}{STATEMENT['id']}",
    "canonical": f"urn:sayso:statement:{STATEMENT['id']}",
    "type": "Annotation",
    "motivation": "tagging",
    "generator": {"type": "Software", "name": "sayso-attribution", "softwareVersion": "2026.11"},
    "body": [{"type": "TextualBody", "purpose": "tagging", "format": "text/plain", "value": "speaker: Maruk Ostrelle"}],
    "target": [
        {
            "type": "SpecificResource",
            "source": {"id": "https://courier.example/strait", "type": "Text", "format": "text/html"},
            "styleClass": "content",
            "selector": [{"type": "TextPositionSelector", "start": 118, "end": 138}],
        }
    ],
}
ANNOTATIONS = {
    "@context": ["http://www.w3.org/ns/anno.jsonld", "http://www.w3.org/ns/ldp.jsonld"],
    "id": _CONTAINER,
    "type": ["BasicContainer", "AnnotationCollection"],
    "label": "Statements of Strait closed",
    "modified": "2025-10-01T08:00:00Z",
    "total": 0,
}
NETWORK = {
    "actor": "c3f0a1be62d9874e",
    "periods": "all",
    "nodes": [
        {
            "id": "c3f0a1be62d9874e",
            "label": "Maruk Ostrelle",
            "kind": "person",
            "affiliation": ["MRV"],
            "said": 1,
            "aimed_at": 0,
            "bloc": None,
        },
        {
            "id": "MRV",
            "label": "Merovand",
            "kind": "state",
            "affiliation": ["MRV"],
            "said": 0,
            "aimed_at": 1,
            "bloc": None,
        },
    ],
    "edges": [
        {
            "source": "c3f0a1be62d9874e",
            "source_label": "Maruk Ostrelle",
            "target": "MRV",
            "target_label": "Merovand",
            "period": None,
            "start": None,
            "end": None,
            "weight": 1,
            "n": 1,
            "n_with_copies": 2,
            "positive": 0,
            "negative": 1,
            "neutral": 0,
            "mean_sign": -1.0,
            "mean_intensity": -0.2,
            "acts": [{"act": "ACCUSE", "n": 1}],
            "by_publication": 1,
            "statements": [STATEMENT["id"]],
        }
    ],
    "left_out": 0,
    "cut": False,
}
JUDGEMENT = {
    "id": "3f2a91bb07c5e4d1",
    "kind": "speaker",
    "by": "Io Brandt",
    "at": "2025-10-02T09:30:00.000000Z",
    "about": {"statement": STATEMENT["id"], "article_id": _ARTICLE},
    "value": "Ida Ostrelle",
    "holds": True,
}
JUDGEMENTS = [JUDGEMENT]
SEARCHES = [
    {
        "name": "The strait",
        "wanted": {"search": "strait", "outlet": "Dorrick"},
        "meaning": True,
        "made": "2025-10-02T09:30:00Z",
        "looked": 42,
        "found": 12,
        "new": 2,
        "wrong": None,
    }
]
