"""What is written, as functions of a connection whose transaction the caller holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, delete, exists, func, select, update
from sqlalchemy.dialects.sqlite import insert

from sayso.flat import in_tree_order
from sayso.identity import derived_id
from sayso.records import Article, Document, ModelVersion, Statement
from sayso.store import rows, schema, statement_rows


def put_document(db: Connection, document: Document) -> bool:
    """Write a document, its bytes and its origin; return whether the document is new."""
    seen = db.execute(select(schema.document.c.id).where(schema.document.c.id == document.id)).first()
    if seen is None:
        _put_bytes(db, document)
        db.execute(insert(schema.document), rows.document_row(document))
    put_origin(db, document)
    return seen is None


def put_origin(db: Connection, document: Document) -> bool:
    """Write where a known document came from; return whether that is new. The earliest fetch is the one kept."""
    new = insert(schema.origin).values(rows.origin_row(document))
    table, given = schema.origin.c, new.excluded
    upsert = new.on_conflict_do_update(
        index_elements=["document_id", "origin"], set_={"fetched": given.fetched}, where=given.fetched < table.fetched
    )
    place = (table.document_id == document.id, table.origin == rows.origin_row(document)["origin"])
    known = db.execute(select(table.fetched).where(*place)).first()
    db.execute(upsert)
    return known is None


def replace_article(db: Connection, article: Article, statements: Sequence[Statement], run_id: str) -> None:
    """Write an article and its statements in the place of what was read from the same document before."""
    old = db.execute(select(schema.article.c.id).where(schema.article.c.document_id == article.document_id)).scalar()
    actors = _actors_of(db, old) if old is not None else []
    if old is not None:
        db.execute(delete(schema.article).where(schema.article.c.id == old))
    db.execute(insert(schema.article), rows.article_row(article, run_id))
    _put_rows(db, schema.line, rows.line_rows(article))
    placed = sorted(statements, key=lambda statement: (statement_rows.position(statement), statement.id))
    ordered = [one for _, one in in_tree_order(placed)]
    numbered = [statement_rows.statement_row(one, article.text, run_id, n) for n, one in enumerate(ordered, 1)]
    _put_rows(db, schema.statement, numbered)
    _put_rows(db, schema.span, [row for one in ordered for row in statement_rows.span_rows(one)])
    _put_mentions(db, [row for one in ordered for row in statement_rows.mention_rows(one)])
    for actor in actors:
        _look_again(db, actor)


def start_run(db: Connection, model: ModelVersion, settings: str, started: str) -> str:
    """Write a run and return its id."""
    run = derived_id("run", model.name, model.version, settings, started)
    row = {"id": run, "model": model.name, "model_version": model.version, "settings": settings, "started": started}
    db.execute(insert(schema.run).values(row).on_conflict_do_nothing())
    return run


def end_run(db: Connection, run_id: str, ended: str) -> bool:
    """Write when a run ended; a run that wrote nothing leaves no trace. Return whether it wrote."""
    tables = (schema.article, schema.link)
    wrote = any(db.execute(select(one.c.id).where(one.c.run_id == run_id).limit(1)).first() for one in tables)
    run = schema.run.c.id == run_id
    db.execute(update(schema.run).where(run).values(ended=ended) if wrote else delete(schema.run).where(run))
    return wrote


def put_validators(db: Connection, url: str, etag: str | None, last_modified: str | None) -> None:
    """Write what a server gave for the next conditional GET; nothing given, nothing kept."""
    if etag is None and last_modified is None:
        db.execute(delete(schema.validator).where(schema.validator.c.url == url))
        return
    new = insert(schema.validator).values(url=url, etag=etag, last_modified=last_modified)
    kept = {"etag": new.excluded.etag, "last_modified": new.excluded.last_modified}
    db.execute(new.on_conflict_do_update(index_elements=["url"], set_=kept))


def put_judgement(db: Connection, statement_id: str, verdict: str, judge: str, made: str, note: str) -> str:
    """Write a person's decision on a statement and return its id."""
    row = {"subject": "statement", "subject_id": statement_id, "verdict": verdict, "judge": judge, "made": made}
    judgement = derived_id("judgement", *row.values(), note)
    db.execute(insert(schema.judgement).values(id=judgement, note=note, **row).on_conflict_do_nothing())
    return judgement


def _put_bytes(db: Connection, document: Document) -> None:
    stored = db.execute(select(schema.blob.c.size).where(schema.blob.c.sha256 == document.sha256)).first()
    if stored is None:
        content = rows.packed(document.content)
        row = {"sha256": document.sha256, "size": len(document.content), "codec": "zlib", "bytes": content}
        db.execute(insert(schema.blob), row)


def _put_rows(db: Connection, table: Table, values: Sequence[Mapping[str, Any]]) -> None:
    if values:
        db.execute(insert(table), values)


def _put_mentions(db: Connection, mentions: Sequence[Mapping[str, Any]]) -> None:
    if not mentions:
        return
    seen = sorted({(row["actor_id"], row["name"], row["kind"]) for row in mentions})
    new = insert(schema.actor)
    # Where two pages name one actor differently, the first name in order stands for it, whichever page came first.
    least = {name: func.min(schema.actor.c[name], new.excluded[name]) for name in ("name", "kind")}
    upsert = new.on_conflict_do_update(index_elements=["id"], set_=least)
    db.execute(upsert, [{"id": actor, "name": name, "kind": kind} for actor, name, kind in seen])
    names = insert(schema.actor_name).on_conflict_do_nothing()
    db.execute(names, [{"actor_id": actor, "name": name} for actor, name, _ in seen])
    db.execute(insert(schema.mention), mentions)


def _actors_of(db: Connection, article_id: str) -> Iterable[str]:
    table = schema.mention.c
    of_article = schema.statement.c.article_id == article_id
    joined = schema.mention.join(schema.statement, schema.statement.c.id == table.statement_id)
    return db.execute(select(table.actor_id).distinct().select_from(joined).where(of_article)).scalars().all()


def _look_again(db: Connection, actor: str) -> None:
    """Leave of an actor what the mentions still say, after some of them went."""
    mentions = schema.mention.c
    still = select(func.min(mentions.name), func.min(mentions.kind)).where(mentions.actor_id == actor)
    name, kind = db.execute(still).one()
    if name is None:
        db.execute(delete(schema.actor).where(schema.actor.c.id == actor))
        return
    db.execute(update(schema.actor).where(schema.actor.c.id == actor).values(name=name, kind=kind))
    names = schema.actor_name.c
    said = exists().where(mentions.actor_id == names.actor_id, mentions.name == names.name)
    db.execute(delete(schema.actor_name).where(names.actor_id == actor, ~said))
