"""Actors across articles as they were last worked out, as functions of a connection.

`replace` writes all of them, `change` what is another by now. Where something has changed since they were worked out,
or another process was faster, nothing is written.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Select, Table, bindparam, delete, func, insert, select, update

from sayso.actor_rows import ActorChanges, KnownActor, KnownActors, Place, Stamp
from sayso.store import schema
from sayso.store.cells import Row
from sayso.store.filters import MOST_ROWS
from sayso.store.links import parts

TABLES = (
    schema.known_actor_of,
    schema.known_actor_name,
    schema.known_actor,
    schema.actor_proposal,
    schema.actor_place,
    schema.actor_name_key,
    schema.actor_sighting,
    schema.actor_replay,
    schema.actor_change,
)
"""All that is written when actors are worked out anew, in an order in which it can be deleted."""


def stamp(db: Connection) -> Stamp:
    """Return as of when the actors are kept; triggers count what changes."""
    found = schema.actor_stamp.c
    return Stamp(*db.execute(select(found.changes, found.resolved, found.method, found.places)).one())


def is_current(db: Connection, method: str) -> bool:
    """Return whether the actors were worked out by this method and nothing has changed since."""
    found = stamp(db)
    return found.resolved == found.changes and found.method == method


def replace(db: Connection, at: int, method: str, found: KnownActors) -> bool:
    """Write the actors in the place of those that are there, unless something changed since the count was `at`."""
    if stamp(db).changes != at:
        return False
    for table in TABLES:
        db.execute(delete(table))
    _put_actors(db, found.actors)
    _put_of(db, found.places)
    _put_rest(db, found)
    db.execute(update(schema.actor_stamp).values(resolved=at, method=method, places=len(found.places)))
    return True


def change(db: Connection, at: Stamp, changes: ActorChanges) -> bool:
    """Write what is another by now, unless the stamp is no longer the one with which it was worked out."""
    if stamp(db) != at:
        return False
    written, of = changes.written, ("article_id", "local_id")
    ids = [one.id for one in written.actors]
    for some in parts(ids):
        db.execute(delete(schema.known_actor_name).where(schema.known_actor_name.c.actor_id.in_(some)))
    there = set(_there(db, ids))
    _update(db, [one for one in written.actors if one.id in there])
    _put(db, schema.known_actor, [_row(one) for one in written.actors if one.id not in there])
    _put(db, schema.known_actor_name, _name_rows(written.actors))
    places = [*changes.gone_places, *(one[:2] for one in written.places)]
    _delete(db, schema.known_actor_of, of, places)
    _delete(db, schema.actor_place, of, places)
    _put_of(db, written.places)
    _delete(db, schema.known_actor, ("id",), [(one,) for one in changes.gone_actors])
    _delete_rest(db, changes)
    _put_rest(db, written)
    db.execute(update(schema.actor_stamp).values(resolved=at.changes, places=at.places + changes.more))
    return True


def named(db: Connection, words: Collection[str], limit: int | None, offset: int) -> list[str]:
    """Return the records of those of whom all the words stand in one name, those seen most first."""
    table = schema.known_actor.c
    most = min(limit, MOST_ROWS) if limit is not None else None
    query = select(table.record).order_by(table.sightings.desc(), table.id).limit(most).offset(offset)
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


def beginning(db: Connection, given: str, limit: int) -> list[str]:
    """Return up to `limit` ids of actors that begin so, in order; what is given is of letters and digits."""
    known = schema.known_actor.c.id
    # "~" comes after every letter and digit, so this is a range of the index.
    query = select(known).where(known.between(given, given + "~")).order_by(known).limit(limit)
    return list(db.execute(query).scalars())


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
    order = table.score.desc(), table.sightings.desc(), table.id, table.n
    return list(db.execute(select(table.record).order_by(*order)).scalars())


def unmatched(db: Connection) -> list[str]:
    """Return the judgements that name nobody, in the order in which they are replayed."""
    table = schema.actor_replay.c
    query = select(table.judgement_id).where(table.homes.is_(None)).order_by(table.moment, table.judgement_id)
    return list(db.execute(query).scalars())


def _having(words: frozenset[str]) -> Select[str]:
    table = schema.known_actor_name.c
    found = select(table.actor_id).where(table.word.in_(words)).group_by(table.actor_id, table.n)
    return found.having(func.count() == len(words))


def _there(db: Connection, actors: Sequence[str]) -> Iterator[str]:
    """Yield those of the ids that known actors have."""
    for some in parts(actors):
        yield from db.execute(select(schema.known_actor.c.id).where(schema.known_actor.c.id.in_(some))).scalars()


def _put_actors(db: Connection, some: Sequence[KnownActor]) -> None:
    _put(db, schema.known_actor, map(_row, some))
    _put(db, schema.known_actor_name, _name_rows(some))


def _put_of(db: Connection, places: Sequence[Place]) -> None:
    _put(db, schema.actor_place, (one._asdict() for one in places))
    columns = ("article_id", "local_id", "actor_id", "basis")
    _put(db, schema.known_actor_of, ({name: getattr(one, name) for name in columns} for one in places))


def _put_rest(db: Connection, found: KnownActors) -> None:
    _put(db, schema.actor_name_key, (one._asdict() for one in found.name_keys))
    _put(db, schema.actor_sighting, (one._asdict() | {"asked": int(one.asked)} for one in found.sightings))
    _put(db, schema.actor_proposal, (one._asdict() for one in found.proposals))
    _put(db, schema.actor_replay, (one._asdict() for one in found.replays))


def _delete_rest(db: Connection, changes: ActorChanges) -> None:
    _delete(db, schema.actor_name_key, ("article_id",), [(one,) for one in changes.articles])
    gone = [*changes.gone_sightings, *(one[:3] for one in changes.written.sightings)]
    _delete(db, schema.actor_sighting, ("office", "article_id", "local_id"), gone)
    _delete(db, schema.actor_proposal, ("home",), [(one,) for one in changes.homes])
    replays = [*changes.gone_replays, *(one.judgement_id for one in changes.written.replays)]
    _delete(db, schema.actor_replay, ("judgement_id",), [(one,) for one in replays])
    db.execute(delete(schema.actor_change))


def _update(db: Connection, some: Sequence[KnownActor]) -> None:
    """Write actors in the place of those that have their ids: nobody who is one of them is put out."""
    table = schema.known_actor
    if some:
        rows = [{f"of_{name}": value for name, value in _row(one).items()} for one in some]
        values: dict[str, Any] = {name: bindparam(f"of_{name}") for name in _row(some[0]) if name != "id"}
        db.execute(update(table).where(table.c.id == bindparam("of_id")).values(values), rows)


def _delete(db: Connection, table: Table, columns: Sequence[str], keys: Iterable[Sequence[object]]) -> None:
    """Delete the rows whose columns have one of the keys."""
    rows = [{f"of_{name}": value for name, value in zip(columns, key, strict=True)} for key in keys]
    if rows:
        db.execute(delete(table).where(*(table.c[name] == bindparam(f"of_{name}") for name in columns)), rows)


def _row(one: KnownActor) -> Row:
    names = ("id", "kind", "name", "sightings", "since", "until", "record", "plain_id", "first_seen")
    return {name: getattr(one, name) for name in names}


def _name_rows(some: Iterable[KnownActor]) -> Iterator[Row]:
    for one in some:
        for n, words in enumerate(one.names):
            yield from ({"word": word, "actor_id": one.id, "n": n} for word in sorted(words))


def _put(db: Connection, table: Table, rows: Iterable[Row]) -> None:
    made = list(rows)
    if made:
        db.execute(insert(table), made)
