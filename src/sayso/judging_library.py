"""The part of `Ledger` that people write with: judgements on statements and links, and what they are good for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sayso import actor_views, correcting
from sayso.correcting import Asked, now_exactly
from sayso.export.labels import label_lines, pair_lines
from sayso.judging import LINKS, Judgement, standing
from sayso.link.actors import ActorRef, Basis, LocalActor
from sayso.link.actors.keys import placed
from sayso.link.actors.replaying import People
from sayso.link.actors.stored import from_json
from sayso.link.actors.transliteration import fold
from sayso.records import Page, StatementRow
from sayso.store import StatementFilter, Store

AT_ONCE = 50
"""Articles of an actor that are looked at together for a place that tells it from others: most often the first do."""


@dataclass(frozen=True, slots=True)
class JudgementRow:
    """A judgement, and what has become of it."""

    judgement: Judgement
    holds: bool
    """Whether nobody withdrew it; a later one about the same thing may still count in its place."""


class Judging:
    """What a ledger is judged by. Statements, links, counts and exports follow each judgement at once."""

    _store: Store

    def judge(
        self,
        statement: str,
        kind: str,
        value: Any = None,  # noqa: ANN401 - each kind has its own: see Asked
        *,
        by: str,
        other: str | None = None,
        note: str = "",
        at: str | None = None,
    ) -> Judgement:
        """Judge a statement by the beginning of its id, or its link with `other`, and return the judgement.

        `kind` is `accepted` or `rejected`; or `speaker` (a name), `act`, `said_on` (a date), None for "not known"; or
        `source`, `cue`, `content` (`[[start, end], ..]`); or `link-added`, `link-broken` (the link's kind).
        Raises UsageError for what can't be meant, ReadOnlyLedger.
        """
        asked = Asked(statement, kind, value, other, note)
        return correcting.judge(self._store, asked, by=by, at=at)

    def withdraw(self, judgement: str, *, by: str, at: str | None = None) -> Judgement:
        """Withdraw a judgement by the beginning of its id; to withdraw a withdrawal makes it hold again."""
        return correcting.withdraw(self._store, judgement, by=by, at=at or now_exactly())

    def undo(self, statement: str, *, by: str, at: str | None = None) -> Judgement | None:
        """Withdraw the latest judgement about a statement that holds; None where there is none."""
        return correcting.undo(self._store, statement, by=by, at=at or now_exactly())

    def moment_to_judge_actors(self) -> str:
        """Return when a decision on actors is made: now, or where the clock was set back, after the last of them."""
        return correcting.now_after(one.at for one in actor_views.judgements_of(self._store))

    def places_of_actor(self, actor_id: str) -> Iterator[ActorRef]:
        """Yield a known actor by where it was seen: as who speaks, who is spoken to, or at whom an act is aimed.

        Of some articles at a time, those come first in which nobody else has its name: another model's ids are others.
        """
        seen = self._seen_at(actor_id)
        articles = sorted({article for article, _ in seen})
        for first in range(0, len(articles), AT_ONCE):
            here = self._local_actors_of(articles[first : first + AT_ONCE])
            alike = Counter((one.article_id, fold(one.name)) for one in here)
            own = [(alike[one.article_id, fold(one.name)], one.key, one.name) for one in here if one.key in seen]
            for _, key, name in sorted(own):
                yield ActorRef(name, *key)

    def actors_at(self, places: Iterable[ActorRef]) -> Mapping[ActorRef, str]:
        """Return whom references to actors of one article mean, as decisions are replayed: the ids of known actors.

        One that means nobody, or more than one, is left out.
        """
        every, found = set(places), actor_views.at_hand(self._store)
        articles = {one.article_id for one in every}
        of = dict[tuple[str, str], str](found.of.items()) if found else self._store.known_actor_ids(articles)
        direct = {ref: of[ref.article_id, ref.local_id] for ref in every if (ref.article_id, ref.local_id) in of}
        lost = every - direct.keys()  # another model has read their articles since, or they never had a local id
        people = People.of(map(placed, self._local_actors_of(sorted({one.article_id for one in lost}))))
        meant = [(ref, key) for ref in lost for key in people.named(ref)]
        return direct | {ref: of[key] for ref, key in meant if key in of}

    def is_apart(self, actor_id: str) -> bool:
        """Return whether a person said of anything seen of a known actor that it is, or is not, somebody else."""
        return Basis.JUDGEMENT in self._seen_at(actor_id).values()

    def _seen_at(self, actor_id: str) -> Mapping[tuple[str, str], str]:
        """Return where a known actor was seen, (article, local id), and why it is that one."""
        found = actor_views.at_hand(self._store)
        if found is not None:
            return {key: found.basis[key].value for key, one in found.of.items() if one == actor_id}
        with self._store.kept_actors() as kept:
            places = [place for place, _ in kept.places_in(kept.homes_of_actors([actor_id]))]
        return {(one.article_id, one.local_id): one.basis for one in places if one.actor_id == actor_id}

    def _local_actors_of(self, articles: Sequence[str]) -> list[LocalActor]:
        with self._store.kept_actors() as kept:
            return [from_json(one) for one in kept.local_actors_of(articles)]

    def add_judgements(self, judgements: Sequence[Judgement]) -> int:
        """Add judgements of another ledger, in whatever order; return how many were not known yet."""
        return correcting.add(self._store, judgements)

    def judgements(self, statement: str | None = None) -> Sequence[Judgement]:
        """Return all judgements, or those about a statement and its links, oldest first."""
        if statement is None:
            return self._store.judgements()
        return self._store.judgements_about(self._store.statement(statement).id)

    def judgement_rows(self, statement: str | None = None, *, limit: int = 100, offset: int = 0) -> list[JudgementRow]:
        """Return judgements, newest first, each with whether it holds."""
        if statement is not None:
            found = self.judgements(statement)[::-1][offset : offset + limit]
        else:
            found = self._store.judgements(limit, offset)
        withdrawn = self._store.withdrawn_ids(found)
        return [JudgementRow(one, one.id not in withdrawn) for one in found]

    def unattached_judgements(self) -> Sequence[Judgement]:
        """Return the judgements of which the ledger has no statement (any more): they are kept, and wait for it."""
        return self._store.unattached_judgements()

    def queue(self, limit: int = 20, **wanted: Any) -> Sequence[StatementRow]:  # noqa: ANN401 - as for statements
        """Return statements that nobody accepted or rejected yet, those that the model is least sure of first."""
        return self._store.queue(self._filter(wanted), limit)

    def count_queue(self, **wanted: Any) -> int:  # noqa: ANN401 - as for statements
        """Return how many they are."""
        return self._store.count_queue(self._filter(wanted))

    def labels(self) -> Iterator[str]:
        """Yield the articles whose every statement was accepted or rejected, as lines of `training/labels`."""
        for page in self._store.articles():
            yield from label_lines(page)

    def pairs(self) -> Iterator[str]:
        """Yield the pairs of statements whose links people added or broke, as lines of `training/labels/pairs`."""
        judged = [one for one in standing(self._store.judgements()) if one.kind in LINKS]
        ids = {place.statement_id for one in judged for place in (one.about, one.other) if place is not None}
        rows = {row.id: row for row in self._store.statement_rows(sorted(ids))}
        yield from pair_lines(judged, rows)

    def pages_of(self, articles: Sequence[str]) -> Sequence[Page]:
        """Return articles by their ids with their statements, those rejected too, without DOM maps."""
        return self._store.pages_of(articles)

    def names_in(self, page: Page) -> Sequence[str]:
        """Return the names of a page's actors, for whoever looks for the right one."""
        return sorted(correcting.names_here(page))

    def _filter(self, wanted: Mapping[str, Any]) -> StatementFilter:
        raise NotImplementedError
