"""JSON-LD: schema.org Quotation and NewsArticle, and with PROV-O the very bytes that each was derived from.

One graph. An article and its document stand before the first of their statements; where rows of one article do not
stand together they stand there again, which in JSON-LD says the same thing twice.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from sayso.export.web_terms import PROV, SAYSO, SCHEMA, name_of, web_address
from sayso.records import ChainLink, Manner, StatementRow

CONTEXT = {
    "@vocab": SCHEMA,
    "prov": PROV,
    "sayso": SAYSO,
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "prov:generatedAtTime": {"@type": "xsd:dateTime"},
    "url": {"@type": "@id"},
    "sayso:chain": {"@container": "@list"},
}

_TYPES = {"person": "Person", "organisation": "Organization", "organization": "Organization", "state": "Country"}
"""Kind of actor -> schema.org's type; of the other kinds nothing is claimed."""

_CARRIERS = {
    "interview": "Conversation",
    "post": "SocialMediaPosting",
    "remarks": "CreativeWork",
    "document": "CreativeWork",
}
"""Kind of link in a chain -> schema.org's type of the work that the words were taken from."""

_SPREADERS = frozenset({"agency", "outlet"})
"""Kinds of link that are no works: what they put out is one."""


_UNSAFE = re.compile(r"[<>&]|[^\n -~\w]")
"""In JSON these stand in strings alone, where an escape is the same: what could end a block, or turns text round."""


def json_ld_block(rows: Iterable[StatementRow]) -> str:
    """Return the same document as it may stand in HTML, in `<script type="application/ld+json">`; "" for no rows.

    No `</script` and no `<!--` of what a page says can end the block, or begin another (HTML standard, 4.12.1.3).

    >>> json_ld_block([])
    ''
    """
    stream = io.BytesIO()
    count = write_json_ld(rows, stream)
    return _UNSAFE.sub(_escaped, stream.getvalue().decode("utf-8")) if count else ""


def write_json_ld(rows: Iterable[StatementRow], stream: BinaryIO) -> int:
    """Write one JSON-LD document, a node a line, and return how many statements there were."""
    stream.write(f'{{"@context": {json.dumps(CONTEXT)},\n"@graph": [\n'.encode())
    count, article, before = 0, "", b""
    for row in rows:
        nodes = [quotation(row)] if row.article_id == article else [*page_nodes(row), quotation(row)]
        for node in nodes:
            stream.write(before + json.dumps(node, ensure_ascii=False).encode("utf-8", "replace"))
            before = b",\n"
        count, article = count + 1, row.article_id
    stream.write(b"\n]}\n")
    return count


def quotation(row: StatementRow) -> dict[str, Any]:
    """Return the Quotation of a statement. `sayso:verbatim`: in quotation marks, and not translated."""
    return _known(
        {
            "@id": name_of("statement", row.id),
            "@type": "Quotation",
            "text": row.content_text,
            "spokenByCharacter": _speaker(row),
            "creator": {"@id": _actor(row.speaker_id)} if row.speaker_id else None,
            "isBasedOn": [work for link in row.chain if (work := _work(link))] or None,
            "isPartOf": {"@id": name_of("article", row.article_id)},
            "inLanguage": row.language,
            "dateCreated": _calendar_date(row.said_on),
            "prov:wasDerivedFrom": {"@id": name_of("document", row.document_id)},
            "prov:wasAttributedTo": {
                "@type": "prov:SoftwareAgent",
                "name": row.model,
                "softwareVersion": row.model_version,
            },
            "sayso:speakerBasis": row.speaker_basis,
            "sayso:speakerScore": row.speaker_score,
            "sayso:source": row.source_text or None,
            "sayso:cue": row.cue_text or None,
            "sayso:manner": row.manner.value,
            "sayso:verbatim": row.manner is Manner.DIRECT and row.translated_by is None,
            "sayso:confidence": row.confidence,
            "sayso:parent": {"@id": name_of("statement", row.parent)} if row.parent else None,
            "sayso:saidOn": row.said_on,
            "sayso:saidOnBasis": row.said_on_basis,
            "sayso:addressee": _known({"@id": _actor(row.addressee_id), "name": row.addressee}) or None,
            "sayso:act": row.act,
            "sayso:target": [{"@id": _actor(target), "name": name} for target, name in row.act_targets] or None,
            "sayso:modality": list(row.modality) or None,
            "sayso:tone": row.tone,
            "sayso:chain": [{"name": link.name, "sayso:kind": link.kind} for link in row.chain] or None,
            "sayso:verdict": row.verdict,
        }
    )


def page_nodes(row: StatementRow) -> Iterator[dict[str, Any]]:
    """Yield the NewsArticle that a statement stands in, and the document that it was read from."""
    document = name_of("document", row.document_id)
    yield _known(
        {
            "@id": name_of("article", row.article_id),
            "@type": "NewsArticle",
            "headline": row.title,
            "url": web_address(row.url),
            "publisher": {"@type": "Organization", "name": row.outlet} if row.outlet else None,
            "author": [{"name": author} for author in row.authors] or None,
            "datePublished": _calendar_date(row.published),
            "inLanguage": row.language,
            "translator": {"name": row.translated_by} if row.translated_by else None,
            "prov:wasDerivedFrom": {"@id": document},
        }
    )
    yield _known(
        {
            "@id": document,
            "@type": ["prov:Entity", "MediaObject"],
            "name": row.name or None,
            "sha256": row.sha256,
            "encodingFormat": row.media_type,
            "url": web_address(row.origin),
            "sayso:origin": row.origin,
            "prov:generatedAtTime": row.fetched or None,
        }
    )


def _escaped(match: re.Match[str]) -> str:
    character = match[0]
    return f"\\u{ord(character):04x}" if character in "<>&" else json.dumps(character)[1:-1]


def _speaker(row: StatementRow) -> dict[str, Any] | None:
    if row.speaker is None:
        return {"name": row.source_text} if row.source_text else None
    return _known(
        {
            "@id": _actor(row.speaker_id),
            "@type": _TYPES.get(row.speaker_kind or ""),
            "name": row.speaker,
            "sayso:affiliation": list(row.speaker_affiliation) or None,
        }
    )


def _work(link: ChainLink) -> dict[str, Any] | None:
    """Return what the words were taken from: the interview itself, or the unnamed report of an agency.

    >>> _work(ChainLink("Wire", "agency"))
    {'@type': 'CreativeWork', 'provider': {'@type': 'Organization', 'name': 'Wire'}}
    """
    if link.kind in _SPREADERS:
        return {"@type": "CreativeWork", "provider": {"@type": "Organization", "name": link.name}}
    return {"@type": _CARRIERS[link.kind], "name": link.name} if link.kind in _CARRIERS else None


def _actor(identity: str | None) -> str | None:
    return name_of("actor", identity) if identity else None


def _calendar_date(value: str | None) -> str | None:
    """Return what schema.org takes for a date: no interval, and no day without its year."""
    return value if value and value[0].isdigit() and "/" not in value else None


def _known(node: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in node.items() if value is not None}
