"""Documents and articles to rows of the tables, and back: what goes in comes out the same."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Sequence
from dataclasses import asdict

from sayso.days import day_range
from sayso.records import Article, Document, Given, Line, NodeRun, Role
from sayso.store.cells import Row, Stored, dated_of, exact_json, json_text

_LEVEL = 6
"""zlib's default: level 9 saves 1% on press pages and takes twice as long."""


def reading_key(article: Article) -> str:
    """Return the SHA-256 of what statements are read from: the text, its lines' roles, and what dates and chains need.

    "On Monday" is another day on a page of another date, and an outlet is no link of its own page's chains.
    """
    digest = hashlib.sha256(article.text.encode("utf-8", "surrogatepass"))
    lines = [[line.start, line.end, line.role] for line in article.lines]
    published = article.published and article.published.value
    page = [article.outlet, article.authors, published, article.translated_by]
    digest.update(exact_json([lines, article.language, article.not_extracted, page]).encode("ascii"))
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
    given = exact_json(asdict(document.given))
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
        "authors": json_text(article.authors),
        "url": article.url,
        "language": article.language,
        "translated_by": article.translated_by,
        "published": date and date.value,
        "published_precision": date and date.precision,
        "published_basis": date and date.basis,
        "published_span": json_text(date.span) if date and date.span else None,
        "published_from": first,
        "published_to": last,
        "basis": json_text(article.basis),
        "not_extracted": article.not_extracted,
        "text": article.text,
        "nodes": packed(exact_json([[n.start, n.end, n.path, n.offset] for n in article.nodes]).encode("ascii"))
        if article.nodes
        else None,
    }


def line_rows(article: Article) -> list[Row]:
    """Return the rows of `line`."""
    return [
        {"article_id": article.id, "n": n, "start": line.start, "end": line.end, "role": line.role.value}
        for n, line in enumerate(article.lines)
    ]


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
        published=dated_of(row, "published"),
        basis=tuple((name, where) for name, where in json.loads(row["basis"])),
        nodes=tuple(NodeRun(*node) for node in nodes),
        not_extracted=row["not_extracted"],
    )


def line_of(row: Stored) -> Line:
    """Return the line of a row of `line`."""
    return Line(row["start"], row["end"], Role(row["role"]))


def _printable(name: str) -> str:
    return name.encode("utf-8", "backslashreplace").decode("utf-8")
