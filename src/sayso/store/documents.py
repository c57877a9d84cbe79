"""Documents and the places that they came from, as functions of a connection; who writes holds the transaction."""

from __future__ import annotations

from sqlalchemy import Connection, select, update

from sayso.errors import UsageError
from sayso.keeping import is_web
from sayso.records import Document
from sayso.store import rows, schema


def known_document(db: Connection, document_id: str) -> bool:
    """Return whether the ledger holds the document."""
    return db.execute(select(1).where(schema.document.c.id == document_id)).first() is not None


def document_bytes(db: Connection, document_id: str) -> bytes:
    """Return a document's bytes as received; UsageError where the ledger has no such document."""
    table = schema.document.join(schema.blob, schema.blob.c.sha256 == schema.document.c.sha256)
    query = select(schema.blob.c.bytes).select_from(table).where(schema.document.c.id == document_id)
    content = db.execute(query).scalar()
    if content is None:
        raise UsageError(f"The ledger holds no document {document_id!r}.")
    return rows.unpacked(content)


def document(db: Connection, document_id: str) -> Document | None:
    """Return a document with its bytes, as it came from the first of its places in the order of reading, or None."""
    first = min((origin for origin, _ in places(db, document_id)), key=reading_order, default=None)
    table = schema.document.join(schema.origin, schema.origin.c.document_id == schema.document.c.id)
    table = table.join(schema.blob, schema.blob.c.sha256 == schema.document.c.sha256)
    wanted = select(schema.document.c.sha256, schema.document.c.media_type, schema.document.c.given)
    wanted = wanted.add_columns(schema.origin, schema.blob.c.bytes)
    query = wanted.select_from(table).where(schema.document.c.id == document_id, schema.origin.c.origin == first)
    row = db.execute(query).mappings().first()
    return rows.document_of(row, rows.unpacked(row["bytes"])) if row else None


def documents_from(db: Connection, origin: str, name: str) -> tuple[tuple[str, str], ...]:
    """Return (id, when fetched) of the documents that came from a place; by the name it is found fast."""
    table = schema.origin.c
    place = (table.name == name, table.origin == origin)
    found = db.execute(select(table.document_id, table.fetched).where(*place).order_by(table.document_id))
    return tuple((row.document_id, row.fetched) for row in found)


def places(db: Connection, document_id: str) -> tuple[tuple[str, str | None], ...]:
    """Return (origin, charset) of every place that a document came from, in alphabetical order."""
    table = schema.origin.c
    query = select(table.origin, table.charset).where(table.document_id == document_id).order_by(table.origin)
    return tuple((row.origin, row.charset) for row in db.execute(query))


def reading_order(origin: str) -> tuple[bool, str]:
    """Return what orders the places of a document as they are read by: addresses first, then files.

    A server says by which charset its page is read; beside a saved copy nobody does.

    >>> sorted(["a.html", "https://b.example/2", "https://a.example/1"], key=reading_order)
    ['https://a.example/1', 'https://b.example/2', 'a.html']
    """
    return not is_web(origin), origin


def put_charset(db: Connection, document: Document) -> None:
    """Write by which charset a document is read that came from a place, where the ledger has it from there."""
    row, table = rows.origin_row(document), schema.origin.c
    place = (table.document_id == document.id, table.origin == row["origin"])
    other = table.charset.is_distinct_from(row["charset"])
    db.execute(update(schema.origin).where(*place, other).values(charset=row["charset"]))
