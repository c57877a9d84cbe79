"""What is written, as functions of a connection whose transaction the caller holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any

from sqlalchemy import Connection, Table, delete, false, select, update

from sayso.flat import in_tree_order
from sayso.identity import derived_id
from sayso.records import Article, Document, ModelVersion, Statement
from sayso.store import mentions, rows, schema, statement_rows
from sayso.store.dialects import added, insert, with_keys


def put_document(db: Connection, document: Document) -> bool:
    """Write a document, its bytes and its origin; return whether the document is new."""
    seen = db.execute(select(schema.document.c.id).where(schema.document.c.id == document.id)).first()
    if seen is None:
        _put_bytes(db, document)
        db.execute(insert(db, schema.document), rows.document_row(document))
    put_origin(db, document)
    return seen is None


def put_origin(db: Connection, document: Document) -> bool:
    """Write where a known document came from; return whether that is new. The earliest fetch is the one kept."""
    row, table = rows.origin_row(document), schema.origin.c
    place = (table.document_id == document.id, table.origin == row["origin"])
    known = db.execute(select(table.fetched).where(*place)).first()
    if known is None:
        db.execute(insert(db, schema.origin), row)
    elif row["fetched"] < known.fetched:
        db.execute(update(schema.origin).where(*place).values(fetched=row["fetched"]))
    return known is None


def replace_article(db: Connection, article: Article, statements: Sequence[Statement], run_id: str) -> None:
    """Write an article and its statements in the place of what was read from the same document before."""
    old = db.execute(select(schema.article.c.id).where(schema.article.c.document_id == article.document_id)).scalar()
    actors = mentions.actors_of(db, old) if old is not None else []
    if old is not None:
        db.execute(delete(schema.article).where(schema.article.c.id == old))
    db.execute(insert(db, schema.article), rows.article_row(article, run_id))
    _put_rows(db, schema.line, rows.line_rows(article))
    placed = sorted(statements, key=lambda statement: (statement_rows.position(statement), statement.id))
    ordered = [one for _, one in in_tree_order(placed)]
    numbered = [statement_rows.statement_row(one, article.text, run_id, n) for n, one in enumerate(ordered, 1)]
    numbered = [{**row, "verdict": None} for row in numbered]  # judgements give it, and nobody else
    _put_rows(db, schema.statement, with_keys(db, numbered))
    _put_rows(db, schema.span, [row for one in ordered for row in statement_rows.span_rows(one)])
    mentions.put(db, [row for one in ordered for row in statement_rows.mention_rows(one)])
    for actor in actors:
        mentions.look_again(db, actor)


def write_nothing(db: Connection) -> None:
    """Change no row of any table: SQLite begins to write where it may not, and says so at the first change alone."""
    db.execute(update(schema.run).where(false()).values(id=schema.run.c.id))


def start_run(db: Connection, model: ModelVersion, settings: str, started: str) -> str:
    """Write a run and return its id, which is no other's, though another may have begun in the same second.

    Who ends a run that wrote nothing takes it away: that must be none under which somebody else is still writing.
    """
    row = {"model": model.name, "model_version": model.version, "settings": settings, "started": started}
    ids = (derived_id("run", *row.values(), *([number] if number else [])) for number in count())
    return next(run for run in ids if added(db, schema.run, {"id": run, **row}))


def end_run(db: Connection, run_id: str, ended: str) -> bool:
    """Write when a run ended; a run that wrote nothing leaves no trace. Return whether it wrote."""
    tables = (schema.article, schema.link, schema.broken_link)
    wrote = any(db.execute(select(one.c.id).where(one.c.run_id == run_id).limit(1)).first() for one in tables)
    run = schema.run.c.id == run_id
    db.execute(update(schema.run).where(run).values(ended=ended) if wrote else delete(schema.run).where(run))
    return wrote


def put_validators(db: Connection, url: str, etag: str | None, last_modified: str | None) -> None:
    """Write what a server gave for the next conditional GET; nothing given, nothing kept."""
    db.execute(delete(schema.validator).where(schema.validator.c.url == url))
    if etag is not None or last_modified is not None:
        db.execute(insert(db, schema.validator), {"url": url, "etag": etag, "last_modified": last_modified})


def _put_bytes(db: Connection, document: Document) -> None:
    stored = db.execute(select(schema.blob.c.size).where(schema.blob.c.sha256 == document.sha256)).first()
    if stored is None:
        content = rows.packed(document.content)
        row = {"sha256": document.sha256, "size": len(document.content), "codec": "zlib", "bytes": content}
        db.execute(insert(db, schema.blob), row)


def _put_rows(db: Connection, table: Table, values: Sequence[Mapping[str, Any]]) -> None:
    if values:
        db.execute(insert(db, table), values)
