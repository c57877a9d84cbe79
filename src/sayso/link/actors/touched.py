"""The local actors that are redone after a change: read home by home from what a ledger keeps."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from sayso.actor_rows import LocalId, Place, Sighting
from sayso.link.actors.blocks import Settled
from sayso.link.actors.kept import Kept
from sayso.link.actors.keys import Placed, home_alone, home_of, placed
from sayso.link.actors.records import LocalKey
from sayso.link.actors.steps import Named, by_names, holders, sightings
from sayso.link.actors.stored import from_json
from sayso.link.actors.table import Table


class TooMany(Exception):
    """More local actors would be redone than is worth it."""


class Touched:
    """Local actors of changed articles, and all of the homes that were taken in."""

    def __init__(self, kept: Kept, known: Table, most: int) -> None:
        self._kept, self._known, self._most = kept, known, most
        self._done: dict[str, Settled] = {}
        self.homes = set[int]()
        """Those whose local actors are all here."""
        self.articles = frozenset(kept.changed_articles())
        self.now = {one.local.key: one for one in self.read(kept.local_actors_of(self.articles))}
        self.before: dict[LocalKey, Place] = {_key(one): one for one in kept.places_of(self.articles)}
        self.held: dict[LocalKey, LocalKey | None] = {}
        """Whom an office alone names -> its holder, for the offices that were looked at anew."""

    @property
    def places(self) -> Sequence[Placed]:
        """Return the local actors as they are now, in the order of their keys."""
        return [self.now[key] for key in sorted(self.now)]

    def read(self, records: Iterable[str]) -> list[Placed]:
        """Return local actors of their records."""
        return [placed(from_json(record), self._known) for record in records]

    def changed(self) -> set[int]:
        """Return the homes that local actors of changed articles had or have, but for those that offices give them."""
        had = {place.home for place in self.before.values() if place.article_id in self.articles}
        return had | {home_of(one) for key, one in self.now.items() if key.article_id in self.articles}

    def take_in(self, homes: Collection[int]) -> None:
        """Read the local actors of homes. Raises TooMany."""
        more = set(homes) - self.homes
        if len(self.now) + self._kept.count_in(more) > self._most:
            raise TooMany
        self.homes |= more
        for place, record in self._kept.places_in(more):
            self.before[_key(place)] = place
            if place.article_id not in self.articles and record is not None:
                (self.now[_key(place)],) = self.read([record])

    def named(self) -> Named:
        """Return who of them is who by names alone."""
        return by_names(self.places, self._done)

    def look_at_offices(self) -> set[int]:
        """Find the holders of offices in which somebody was seen otherwise; return the homes that this changes.

        To be called once, after the homes of what changed were taken in.
        """
        old = self._kept.sightings_in(self.homes)
        new = list(sightings(self.places, self.named()))
        seen_otherwise = {row for row in old if not row.asked} ^ {row for row in new if not row.asked}
        asked_otherwise = [row for row in (*old, *new) if row.asked and row.article_id in self.articles]
        offices = {row.office for row in (*seen_otherwise, *asked_otherwise)}
        out = {_key(row) for row in old if self._is_redone(row)}
        rows = [row for row in self._kept.sightings_at(offices) if _key(row) not in out]
        before = {_key(row): row.who for row in rows if row.asked}
        rows += [row for row in new if row.office in offices and self._is_redone(row)]
        self.held = holders(rows)
        moved = [key for key, who in self.held.items() if key not in before or before[key] != who]
        return {*self._kept.homes_of(moved).values(), *self.homes_of(moved)}

    def homes_of(self, keys: Iterable[LocalKey]) -> set[int]:
        """Return the homes of local actors as they are now, whether they are here or not."""
        found, elsewhere = set[int](), set[LocalId]()
        for key in keys:
            home = self._home(key)
            if home is None:
                elsewhere.add(self.held.get(key) or key)
            else:
                found.add(home)
        return found | set(self._kept.homes_of(elsewhere).values())

    def _home(self, key: LocalKey) -> int | None:
        """Return the home of a local actor; None where it is the one that is kept."""
        if key in self.held:
            holder = self.held[key]
            return self._home(holder) if holder is not None else home_alone(key)
        one = self.now.get(key)
        if one is not None and one.block is not None:
            return home_of(one)
        if key.article_id in self.articles:
            return home_alone(key)
        return self.before[key].home if key in self.before else None

    def _is_redone(self, row: Sighting) -> bool:
        """Return whether a sighting of somebody here is another by now, or may be."""
        return not row.asked or row.article_id in self.articles


def _key(row: Place | Sighting) -> LocalKey:
    return LocalKey(row.article_id, row.local_id)
