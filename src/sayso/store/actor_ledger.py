"""The part of a ledger that is about actors: those of each article, what people decided about them, and who is who."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from sayso.actor_rows import ActorChanges, KnownActors, Stamp
from sayso.link_records import Link, LinkKind
from sayso.store import actor_statements, actors, known_actors
from sayso.store.actor_statements import Days
from sayso.store.connection import spoken
from sayso.store.kept_actors import KeptActors
from sayso.store.opened import Opened


class ActorLedger(Opened):
    """What is written and asked about actors. Records are JSON: the stage that links actors reads and writes them.

    Known actors are those across articles, as they were last worked out and kept by `put_known_actors`.
    """

    def put_local_actors(self, article_id: str, records: Mapping[str, str]) -> None:
        """Write an article's actors (id -> JSON) in the place of those it had."""
        with self._write() as db:
            actors.replace_local_actors(db, article_id, records)

    def put_actor_judgements(self, judgements: Iterable[tuple[str, str, str]]) -> int:
        """Add people's decisions on actors, as (id, when, JSON); return how many were not known yet."""
        with self._write() as db:
            return actors.put_judgements(db, judgements)

    def local_actors(self) -> Iterator[str]:
        """Yield all articles' actors, as JSON."""
        with spoken(self.path), self._engine.connect() as db:
            yield from actors.local_actors(db)

    def actor_judgements(self) -> Sequence[str]:
        """Return people's decisions on actors, as JSON, oldest first."""
        with self._read() as db:
            return actors.judgements(db)

    def actor_changes(self) -> int:
        """Return a number that is another one once a local actor came, went or changed, or a judgement was added."""
        with self._read() as db:
            return known_actors.stamp(db).changes

    def actors_are_known(self, method: str) -> bool:
        """Return whether the known actors follow, by this method, from all that the ledger holds now."""
        with self._read() as db:
            return known_actors.is_current(db, method)

    def put_known_actors(self, changes: int, method: str, found: KnownActors) -> bool:
        """Write actors in the place of those known; return whether they were written.

        `changes` is what `actor_changes` gave before the local actors were read: where it is another by now, the ledger
        holds others than these follow from, and nothing is written.
        """
        with self._write() as db:
            return known_actors.replace(db, changes, method, found)

    @contextmanager
    def kept_actors(self) -> Iterator[KeptActors]:
        """Give what is kept of who is who, all of one moment, from which can be worked out what has changed."""
        with self._read() as db:
            yield KeptActors(db)

    def change_known_actors(self, at: Stamp, changes: ActorChanges) -> bool:
        """Write what is another by now; return whether it was written.

        `at` is the stamp with which it was worked out: where it is another by now, nothing is written.
        """
        with self._write() as db:
            return known_actors.change(db, at, changes)

    def unmatched_actor_judgements(self) -> Sequence[str]:
        """Return the ids of judgements that name nobody, or more than one of an article, oldest first."""
        with self._read() as db:
            return known_actors.unmatched(db)

    def known_actor(self, actor_id: str) -> str | None:
        """Return the record of a known actor, or None."""
        return self.known_actor_records([actor_id]).get(actor_id)

    def known_actors(self, words: Collection[str] = (), limit: int | None = None, offset: int = 0) -> Sequence[str]:
        """Return the records of those of whom all the words, folded, stand in one name; those seen most first."""
        with self._read() as db:
            return known_actors.named(db, words, limit, offset)

    def known_actor_records(self, actor_ids: Iterable[str]) -> Mapping[str, str]:
        """Return the records of known actors by id."""
        with self._read() as db:
            return known_actors.records(db, actor_ids)

    def actor_ids_beginning(self, given: str, limit: int) -> Sequence[str]:
        """Return up to `limit` ids of known actors that begin so, in order; what is given is of letters and digits."""
        with self._read() as db:
            return known_actors.beginning(db, given, limit)

    def known_actor_ids_of(self, article_id: str) -> Mapping[str, str]:
        """Return who each actor of an article is: local id -> the id of the known actor."""
        return {local: actor for (_, local), actor in self.known_actor_ids([article_id]).items()}

    def known_actor_ids(self, articles: Iterable[str]) -> Mapping[tuple[str, str], str]:
        """Return the same for several articles: (article, local id) -> the id of the known actor."""
        with self._read() as db:
            return known_actors.ids_of(db, articles)

    def actor_proposals(self) -> Sequence[str]:
        """Return the merges of known actors that are in doubt, the likeliest first."""
        with self._read() as db:
            return known_actors.proposals(db)

    def statements_touching(self, actor_id: str, days: Days, limit: int) -> Sequence[str]:
        """Return up to `limit` ids of statements by a known actor at others, and of others at it, newest page first.

        Those nested in others, and those that a person rejected, are left out.
        """
        with self._read() as db:
            return actor_statements.touching(db, actor_id, days, limit)

    def statements_among(self, actor_ids: Collection[str], days: Days, limit: int) -> Sequence[str]:
        """Return the ids of statements by one of the known actors at one of them, likewise."""
        with self._read() as db:
            return actor_statements.among(db, actor_ids, days, limit)

    def links_of_actor(
        self, actor_id: str, kinds: Sequence[LinkKind], *, to: bool, limit: int
    ) -> tuple[Sequence[Link], int]:
        """Return up to `limit` links to (else from) what an actor said, the latest first, and how many there are."""
        with self._read() as db:
            return actor_statements.links_of_actor(db, actor_id, kinds, to=to, limit=limit)
