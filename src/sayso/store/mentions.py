"""Mentions, and what follows of actors from them, as functions of a connection whose transaction the caller holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, exists, func, select, update

from sayso.store import schema
from sayso.store.dialects import insert, least


def put(db: Connection, mentions: Sequence[Mapping[str, Any]]) -> None:
    """Write mentions and the actors that they name."""
    if not mentions:
        return
    seen = sorted({(row["actor_id"], row["name"], row["kind"]) for row in mentions})
    new = insert(db, schema.actor)
    # Where two pages name one actor differently, the first name in order stands for it, whichever page came first.
    first = {name: least(schema.actor.c[name], new.excluded[name]) for name in ("name", "kind")}
    upsert = new.on_conflict_do_update(index_elements=["id"], set_=first)
    db.execute(upsert, [{"id": actor, "name": name, "kind": kind} for actor, name, kind in seen])
    names = insert(db, schema.actor_name).on_conflict_do_nothing()
    db.execute(names, [{"actor_id": actor, "name": name} for actor, name, _ in seen])
    db.execute(insert(db, schema.mention), mentions)


def actors_of(db: Connection, article_id: str) -> Sequence[str]:
    """Return the actors that an article's statements mention."""
    table = schema.mention.c
    of_article = schema.statement.c.article_id == article_id
    joined = schema.mention.join(schema.statement, schema.statement.c.id == table.statement_id)
    return db.execute(select(table.actor_id).distinct().select_from(joined).where(of_article)).scalars().all()


def look_again(db: Connection, actor: str) -> None:
    """Leave of an actor what the mentions still say, after some of them went.

    The first name, and kind, of all is the first still where anybody is called so: most are by thousands of mentions.
    """
    mentions = schema.mention.c
    if not all(_is_said(db, actor, name) for name in ("name", "kind")):
        still = select(func.min(mentions.name), func.min(mentions.kind)).where(mentions.actor_id == actor)
        name, kind = db.execute(still).one()
        if name is None:
            db.execute(delete(schema.actor).where(schema.actor.c.id == actor))
            return
        db.execute(update(schema.actor).where(schema.actor.c.id == actor).values(name=name, kind=kind))
    names = schema.actor_name.c
    said = exists().where(mentions.actor_id == names.actor_id, mentions.name == names.name)
    db.execute(delete(schema.actor_name).where(names.actor_id == actor, ~said))


def _is_said(db: Connection, actor: str, name: str) -> bool:
    """Return whether a mention has what stands for the actor in this column."""
    said = select(schema.actor.c[name]).where(schema.actor.c.id == actor).scalar_subquery()
    query = select(1).where(schema.mention.c.actor_id == actor, schema.mention.c[name] == said)
    return db.execute(query.limit(1)).first() is not None
