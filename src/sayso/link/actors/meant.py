"""Whom judgements mean, after a change: those that are replayed over what is redone, and the homes they reach."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from sayso.actor_rows import Replay
from sayso.link.actors.judgements import ActorJudgement, ActorRef, from_lines, in_force
from sayso.link.actors.kept import Kept
from sayso.link.actors.keys import Placed, name_number, name_numbers
from sayso.link.actors.records import LocalKey
from sayso.link.actors.replaying import People
from sayso.link.actors.touched import Touched
from sayso.link.actors.transliteration import fold


class Meant:
    """The judgements in force, those that were replayed before, and whom those mean that must be replayed anew."""

    def __init__(self, kept: Kept, touched: Touched) -> None:
        self._kept, self._touched = kept, touched
        self._standing = in_force(from_lines(kept.judgements()))
        self.before = {one.judgement_id: one for one in kept.replays()}
        self._had = {key: _homes(one) for key, one in self.before.items()}
        standing = {one.id for one in self._standing}
        self.gone = [key for key in self.before if key not in standing]
        """Those that no longer hold."""
        self._anew = self._to_be_looked_up()
        self._replayed = set[str]()
        self._known: dict[LocalKey, Placed] = {}
        self.people = People.of(())

    @property
    def replayed(self) -> Sequence[ActorJudgement]:
        """Return the judgements that are to be replayed, in their order."""
        return [one for one in self._standing if one.id in self._replayed]

    def changed(self) -> set[int]:
        """Return the homes of those whom judgements named that are gone, or may mean others by now."""
        return set[int]().union(*(self._had.get(key, ()) for key in (*self.gone, *self._anew)))

    def closed(self, homes: Iterable[int]) -> set[int]:
        """Return homes and all that judgements join with them."""
        found = set(homes)
        while some := [one for one in self._standing if one.id not in self._replayed and self._reaches(one, found)]:
            self._read(some)
            for one in some:
                self._replayed.add(one.id)
                ends = self.people.ends_of(one) or ()
                found |= self._touched.homes_of(key for keys in ends for key in keys)
        return found

    def _reaches(self, one: ActorJudgement, homes: set[int]) -> bool:
        return one.id in self._anew or not homes.isdisjoint(self._had.get(one.id, ()))

    def _to_be_looked_up(self) -> set[str]:
        """Return the judgements that are new, or that name an article, or a name, some of whose actors changed."""
        articles, names = self._touched.articles, set[int]()
        if any(not ref.article_id for one in self._standing for ref in _refs(one)):
            names = {row.key for row in self._kept.name_keys_of(articles)}
            changed = [one for key, one in self._touched.now.items() if key.article_id in articles]
            names.update(number for one in changed for number in name_numbers(one.local))

        def may_be_others(ref: ActorRef) -> bool:
            return ref.article_id in articles if ref.article_id else _number(ref) in names

        return {one.id for one in self._standing if one.id not in self.before or any(map(may_be_others, _refs(one)))}

    def _read(self, some: Sequence[ActorJudgement]) -> None:
        """Read all whom judgements may mean: of the articles they name, and of the names."""
        refs, changed = [ref for one in some for ref in _refs(one)], self._touched.articles
        articles = {ref.article_id for ref in refs if ref.article_id}
        found = self._touched.read(self._kept.local_actors_of(articles))
        named = self._touched.read(self._kept.named({_number(ref) for ref in refs if not ref.article_id}))
        found += [one for one in named if one.local.article_id not in changed]
        found += [one for key, one in self._touched.now.items() if key.article_id in changed]
        self._known |= {one.local.key: one for one in found}
        self.people = People.of(self._known[key] for key in sorted(self._known))


def _refs(one: ActorJudgement) -> Iterator[ActorRef]:
    yield from (ref for ref in (one.one, one.other) if ref is not None)


def _number(ref: ActorRef) -> int:
    return name_number(fold(ref.name))


def _homes(one: Replay) -> frozenset[int]:
    return frozenset(json.loads(one.homes)) if one.homes is not None else frozenset()
