"""Local actors and judgements on actors, as functions of a connection: text that the link stage reads and writes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import Connection, delete, insert, select

from sayso.store import schema
from sayso.store.dialects import added
from sayso.store.links import AT_ONCE


def replace_local_actors(db: Connection, article_id: str, records: Mapping[str, str]) -> None:
    """Write an article's local actors in the place of those it had."""
    table = schema.local_actor
    db.execute(delete(table).where(table.c.article_id == article_id))
    rows = [{"article_id": article_id, "local_id": one, "record": record} for one, record in sorted(records.items())]
    if rows:
        db.execute(insert(table), rows)


def local_actors(db: Connection) -> Iterator[str]:
    """Yield the records of all local actors, in the order of their articles."""
    table = schema.local_actor.c
    query = select(table.record).order_by(table.article_id, table.local_id)
    yield from db.execution_options(yield_per=AT_ONCE).execute(query).scalars()


def put_judgements(db: Connection, judgements: Iterable[tuple[str, str, str]]) -> int:
    """Write (id, when, judgement) of those that are not there yet; return how many."""
    table, count = schema.actor_judgement, 0
    for identity, made, judgement in judgements:
        row = {"id": identity, "made": made, "judgement": judgement}
        count += added(db, table, row)
    return count


def judgements(db: Connection) -> list[str]:
    """Return the judgements, oldest first."""
    table = schema.actor_judgement.c
    return list(db.execute(select(table.judgement).order_by(table.made, table.id)).scalars())
