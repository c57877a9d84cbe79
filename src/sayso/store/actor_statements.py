"""What known actors say of one another, and who answers them, as functions of a connection."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, Connection, Select, func, select

from sayso.link_records import Link, LinkKind
from sayso.store import schema
from sayso.store.filters import aimed_at, of_page, said_by
from sayso.store.links import hold, link_of

Days = tuple[str | None, str | None]
"""The first and the last day, month or year of the pages that are wanted, each None for any."""


def touching(db: Connection, actor: str, days: Days, limit: int) -> list[str]:
    """Return the ids of statements by an actor at others, and of others at it; newest page first, up to `limit`."""
    statement = schema.statement.c
    return _ids(db, statement.id.in_(said_by(actor)) | statement.id.in_(aimed_at(actor)), days, limit)


def among(db: Connection, actors: Collection[str], days: Days, limit: int) -> list[str]:
    """Return the ids of statements by one of the actors at one of them, likewise."""
    statement, some = schema.statement.c, sorted(actors)
    return _ids(db, statement.id.in_(said_by(*some)) & statement.id.in_(aimed_at(*some)), days, limit)


def links_of_actor(
    db: Connection, actor: str, kinds: Sequence[LinkKind], *, to: bool, limit: int
) -> tuple[list[Link], int]:
    """Return links of the kinds to (else from) what an actor said, the latest first, up to `limit`; and how many.

    As everywhere, those that begin or end at a statement that a person rejected are none.
    """
    link, statement, article = schema.link.c, schema.statement.c, schema.article.c
    own = (link.to_id if to else link.from_id).in_(said_by(actor))
    wanted = (link.kind.in_([kind.value for kind in kinds]), own, *hold())
    joined = schema.link.join(schema.statement, statement.id == link.from_id)
    joined = joined.join(schema.article, article.id == statement.article_id)
    query = select(schema.link).select_from(joined).where(*wanted).order_by(article.published_from.desc(), link.id)
    found = [link_of(row) for row in db.execute(query.limit(limit)).mappings()]
    if len(found) < limit:
        return found, len(found)
    return found, int(db.execute(select(func.count()).select_from(schema.link).where(*wanted)).scalar_one())


def _ids(db: Connection, condition: ColumnElement[bool], days: Days, limit: int) -> list[str]:
    return list(db.execute(_query(condition, days).limit(limit)).scalars())


def _query(condition: ColumnElement[bool], days: Days) -> Select[str]:
    """Return the query for outermost statements that nobody rejected and whose act is aimed at somebody."""
    statement, article = schema.statement.c, schema.article.c
    joined = schema.statement.join(schema.article, article.id == statement.article_id)
    held = func.coalesce(statement.verdict, "") != "rejected"
    counts = (statement.act_targets != "[]", statement.parent.is_(None), held)
    query = select(statement.id).select_from(joined).where(condition, *counts, *of_page(None, *days, None))
    return query.order_by(article.published_from.desc(), article.id, statement.number, statement.id)
