"""Actors across articles as they were last worked out, as functions of a connection."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Select, Table, delete, func, insert, select, update

from sayso.store import schema
from sayso.store.cells import Row
from sayso.store.links import parts


@dataclass(frozen=True, slots=True)
class KnownActor:
    """An actor across articles, as a ledger keeps it."""

    id: str
    kind: str
    name: str
    sightings: int
    since: str
    until: str
    record: str
    """All that is known of it, as JSON."""
    names: tuple[frozenset[str], ...]
    """The folded words of each of its names."""


@dataclass(frozen=True, slots=True)
class KnownActors:
    """All actors across articles."""

    actors: Sequence[KnownActor]
    of: Sequence[tuple[str, str, str, str]]
    """(article, local id, actor, basis)."""
    proposals: Sequence[tuple[str, float, str]]
    """(id, score, JSON), the likeliest first."""


def changes(db: Connection) -> int:
    """Return how often a local actor came, went or changed, or a judgement was added: triggers count it."""
    return int(db.execute(select(schema.actor_stamp.c.changes)).scalar_one())


def is_current(db: Connection, method: str) -> bool:
    """Return whether the actors were worked out by this method and nothing has changed since."""
    stamp = schema.actor_stamp.c
    query = select(stamp.only).where(stamp.resolved == stamp.changes, stamp.method == method)
    return db.execute(query).first() is not None


def replace(db: Connection, at: int, method: str, found: KnownActors) -> bool:
    """Write the actors in the place of those that are there, unless something changed since the count was `at`."""
    if changes(db) != at:
        return False
    for table in (schema.known_actor_of, schema.known_actor_name, schema.known_actor, schema.actor_proposal):
        db.execute(delete(table))
    _put(db, schema.known_actor, map(_row, found.actors))
    _put(db, schema.known_actor_name, _name_rows(found.actors))
    columns = ("article_id", "local_id", "actor_id", "basis")
    _put(db, schema.known_actor_of, (dict(zip(columns, one, strict=True)) for one in found.of))
    rows = ({"n": n, "id": key, "score": score, "record": r} for n, (key, score, r) in enumerate(found.proposals, 1))
    _put(db, schema.actor_proposal, rows)
    db.execute(update(schema.actor_stamp).values(resolved=at, method=method))
    return True


def named(db: Connection, words: Collection[str], limit: int | None, offset: int) -> list[str]:
    """Return the records of those of whom all the words stand in one name, those seen most first."""
    table = schema.known_actor.c
    query = select(table.record).order_by(table.sightings.desc(), table.id).limit(limit).offset(offset)
    if words:
        query = query.where(table.id.in_(_having(frozenset(words))))
    return list(db.execute(query).scalars())


def records(db: Connection, actors: Iterable[str]) -> dict[str, str]:
    """Return the records of actors by id."""
    table = schema.known_actor.c
    found: dict[str, str] = {}
    for some in parts(sorted(set(actors))):
        found |= {row.id: row.record for row in db.execute(select(table.id, table.record).where(table.id.in_(some)))}
    return found


def ids_of(db: Connection, articles: Iterable[str]) -> dict[tuple[str, str], str]:
    """Return (article, local id) -> actor for the actors of articles."""
    table = schema.known_actor_of.c
    found: dict[tuple[str, str], str] = {}
    for some in parts(sorted(set(articles))):
        query = select(table.article_id, table.local_id, table.actor_id).where(table.article_id.in_(some))
        found |= {(row.article_id, row.local_id): row.actor_id for row in db.execute(query)}
    return found


def proposals(db: Connection) -> list[str]:
    """Return the merges that are in doubt, the likeliest first."""
    table = schema.actor_proposal.c
    return list(db.execute(select(table.record).order_by(table.n)).scalars())


def _having(words: frozenset[str]) -> Select[str]:
    table = schema.known_actor_name.c
    found = select(table.actor_id).where(table.word.in_(words)).group_by(table.actor_id, table.n)
    return found.having(func.count() == len(words))


def _row(one: KnownActor) -> Row:
    row = {"id": one.id, "kind": one.kind, "name": one.name, "sightings": one.sightings}
    return row | {"since": one.since, "until": one.until, "record": one.record}


def _name_rows(some: Iterable[KnownActor]) -> Iterator[Row]:
    for one in some:
        for n, words in enumerate(one.names):
            yield from ({"word": word, "actor_id": one.id, "n": n} for word in sorted(words))


def _put(db: Connection, table: Table, rows: Iterable[Row]) -> None:
    made = list(rows)
    if made:
        db.execute(insert(table), made)
