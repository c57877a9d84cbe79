"""What a ledger keeps of who is who, as of one moment: the link stage asks for it, to work out what has changed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import starmap
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, select

from sayso.actor_rows import LocalId, NameKey, Origin, Place, ProposalRow, Replay, Sighting, Stamp
from sayso.store import actors, known_actors, schema
from sayso.store.links import parts


class KeptActors:
    """One connection's view of it; `sayso.link.actors.kept.Kept` says what each answer is for."""

    def __init__(self, db: Connection) -> None:
        self._db = db
        self.stamp: Stamp = known_actors.stamp(db)

    def changed_articles(self) -> Sequence[str]:
        """Return the articles whose local actors came, went or changed since it was worked out."""
        return list(self._db.execute(select(schema.actor_change.c.article_id)).scalars())

    def local_actors_of(self, articles: Collection[str]) -> Sequence[str]:
        """Return the local actors that articles have by now, as JSON."""
        table = schema.local_actor
        return [row.record for row in self._rows(select(table.c.record), table.c.article_id, articles)]

    def judgements(self) -> Sequence[str]:
        """Return all judgements there are by now, as JSON."""
        return actors.judgements(self._db)

    def places_of(self, articles: Collection[str]) -> Sequence[Place]:
        """Return the places that the local actors of articles had."""
        table = schema.actor_place
        return list(starmap(Place, self._rows(select(table), table.c.article_id, articles)))

    def places_in(self, homes: Collection[int]) -> Iterator[tuple[Place, str | None]]:
        """Yield the local actors that had one of the homes, and what they are by now, as JSON."""
        place, local = schema.actor_place, schema.local_actor
        same = (local.c.article_id == place.c.article_id) & (local.c.local_id == place.c.local_id)
        found = select(place, local.c.record).select_from(place.outerjoin(local, same))
        for *row, record in self._rows(found, place.c.home, homes):
            yield Place(*row), record

    def count_in(self, homes: Collection[int]) -> int:
        """Return how many local actors had one of the homes."""
        return sum(row.n for row in self._rows(select(func.count().label("n")), schema.actor_place.c.home, homes))

    def homes_of(self, locals: Collection[LocalId]) -> Mapping[LocalId, int]:  # noqa: A002 - what the field calls them
        """Return the homes that local actors had."""
        place, wanted = schema.actor_place.c, set(locals)
        query = select(place.article_id, place.local_id, place.home)
        rows = self._rows(query, place.article_id, {article for article, _ in wanted})
        return {(row.article_id, row.local_id): row.home for row in rows if (row.article_id, row.local_id) in wanted}

    def homes_of_actors(self, actors: Collection[str]) -> set[int]:
        """Return the homes of the local actors that actors had."""
        place = schema.actor_place.c
        return {row.home for row in self._rows(select(place.home).distinct(), place.actor_id, actors)}

    def name_keys_of(self, articles: Collection[str]) -> Sequence[NameKey]:
        """Return the numbers of the names that the local actors of articles had."""
        table = schema.actor_name_key
        return list(starmap(NameKey, self._rows(select(table), table.c.article_id, articles)))

    def named(self, keys: Collection[int]) -> Sequence[str]:
        """Return the local actors that had a name of one of the numbers, as they are by now, as JSON."""
        name, local = schema.actor_name_key, schema.local_actor
        joined = name.join(local, (local.c.article_id == name.c.article_id) & (local.c.local_id == name.c.local_id))
        return [row.record for row in self._rows(select(local.c.record).select_from(joined), name.c.key, keys)]

    def sightings_in(self, homes: Collection[int]) -> Sequence[Sighting]:
        """Return the sightings of those who had one of the homes."""
        seen, place = schema.actor_sighting, schema.actor_place
        joined = place.join(seen, (seen.c.article_id == place.c.article_id) & (seen.c.local_id == place.c.local_id))
        return list(starmap(Sighting, self._rows(select(seen).select_from(joined), place.c.home, homes)))

    def sightings_at(self, offices: Collection[int]) -> Sequence[Sighting]:
        """Return all sightings in offices."""
        table = schema.actor_sighting
        return list(starmap(Sighting, self._rows(select(table), table.c.office, offices)))

    def origins(self, actors: Collection[str]) -> Sequence[Origin]:
        """Return what the ids of actors were made of."""
        return list(starmap(Origin, self._rows(_origins(), schema.known_actor.c.id, actors)))

    def origins_by_plain_id(self, plain_ids: Collection[str]) -> Sequence[Origin]:
        """Return the same of all actors that have one of the plain ids."""
        return list(starmap(Origin, self._rows(_origins(), schema.known_actor.c.plain_id, plain_ids)))

    def proposals_in(self, homes: Collection[int]) -> Sequence[ProposalRow]:
        """Return the proposals of homes."""
        table = schema.actor_proposal
        return list(starmap(ProposalRow, self._rows(select(table), table.c.home, homes)))

    def replays(self) -> Sequence[Replay]:
        """Return the judgements that were replayed."""
        return list(starmap(Replay, self._db.execute(select(schema.actor_replay))))

    def _rows(self, query: Select[Any], column: ColumnElement[Any], values: Collection[Any]) -> Iterator[Any]:
        for some in parts(sorted(set(values))):
            yield from self._db.execute(query.where(column.in_(some)))


def _origins() -> Select[Any]:
    table = schema.known_actor.c
    return select(table.id, table.plain_id, table.first_seen, table.record)
