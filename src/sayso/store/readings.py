"""What was read already: by which model and under which settings, as functions of a connection."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, Select, and_, not_, select

from sayso.records import Article, ModelVersion, Statement
from sayso.store import rows, schema
from sayso.store.as_read import statements_as_read


def read_alike(db: Connection, document_id: str, model: ModelVersion, settings: str) -> bool:
    """Return whether the document was read by this model under these settings."""
    query = _articles().where(_alike(model, settings), schema.article.c.document_id == document_id)
    return db.execute(query).first() is not None


def place_read_alike(db: Connection, origin: str, model: ModelVersion, settings: str) -> bool:
    """Return whether all documents that came from a place were read so.

    From the address of a feed none came; then it is asked of all that the ledger holds, as nothing says which are its.
    """
    article, run, others = schema.article.c, schema.run.c, not_(_alike(model, settings))
    from_there = select(schema.origin.c.document_id).where(schema.origin.c.origin == origin)
    if db.execute(from_there.limit(1)).first() is not None:
        query = _articles().where(others, article.document_id.in_(from_there))
    else:
        query = select(run.id).where(others, select(article.id).where(article.run_id == run.id).exists())
    return db.execute(query.limit(1)).first() is None


def extracted(db: Connection, article: Article, model: ModelVersion, settings: str) -> bool:
    """Return whether this very article, with these roles, was read by this model under these settings."""
    query = _readings(article, model, settings).where(schema.article.c.id == article.id)
    return db.execute(query).first() is not None


def twin(db: Connection, article: Article, model: ModelVersion, settings: str) -> tuple[Statement, ...] | None:
    """Return what was read from another page of the same text and roles by this model under these settings, or None."""
    others = _readings(article, model, settings).where(schema.article.c.id != article.id)
    other = db.execute(others.order_by(schema.article.c.id).limit(1)).scalar()
    return tuple(read for read, _ in statements_as_read(db, [other])[other]) if other is not None else None


def _readings(article: Article, model: ModelVersion, settings: str) -> Select[str]:
    return _articles().where(_alike(model, settings), schema.article.c.reading == rows.reading_key(article))


def _articles() -> Select[str]:
    article, run = schema.article, schema.run
    return select(article.c.id).select_from(article.join(run, run.c.id == article.c.run_id))


def _alike(model: ModelVersion, settings: str) -> ColumnElement[bool]:
    run = schema.run.c
    return and_(run.model == model.name, run.model_version == model.version, run.settings == settings)
