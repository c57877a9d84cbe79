"""Local actors and judgements -> actors: a function of the two sets, in whatever order they come.

each key by itself      blocks: whole names, spellings, acronyms; then surnames that stand alone
offices                 whoever was seen in the office around the day
judgements              in the order of their times
ids                     from the name under which an actor was first seen
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sayso.link.actors.judgements import ActorJudgement, in_force
from sayso.link.actors.keys import name_keys, placed
from sayso.link.actors.records import LocalActor, LocalKey, Resolution
from sayso.link.actors.replaying import People
from sayso.link.actors.steps import Worked, by_names, holders, likeliest_first, sightings, worked_out
from sayso.link.actors.table import Table, table

METHOD = "names, offices and judgements 3"
"""Another one, once the same local actors and judgements give other actors: what was kept is then worked out anew."""


def resolve_actors(
    locals: Iterable[LocalActor],  # noqa: A002 - what the field calls them here
    judgements: Sequence[ActorJudgement] = (),
    known: Table | None = None,
) -> Resolution:
    """Return which local actors are one actor; the same for the same sets, in whatever order they come.

    Of two local actors with one key, the one that comes first in the order of their fields is taken.
    """
    return resolved(locals, judgements, known).resolution


@dataclass(frozen=True, slots=True)
class Resolved:
    """All that comes of all local actors and judgements."""

    worked: Worked
    standing: tuple[ActorJudgement, ...]
    """The judgements in force."""
    people: People

    @property
    def resolution(self) -> Resolution:
        """Return which local actors are one."""
        every = [one for block in self.worked.proposals.values() for one in block]
        return Resolution(
            actors=self.worked.described.actors,
            of=self.worked.described.of,
            basis=self.worked.basis,
            proposals=likeliest_first(every),
            unmatched=self.worked.unmatched,
        )


def resolved(
    some: Iterable[LocalActor], judgements: Sequence[ActorJudgement] = (), known: Table | None = None
) -> Resolved:
    """Return all that `resolve_actors` works out."""
    known = known or table()
    every = _by_key(some)
    places = [placed(every[key], known) for key in sorted(every)]
    named = by_names(places)
    standing = in_force(judgements)
    people = People.of(places if standing else ())
    seen = list(sightings(places, named))
    return Resolved(worked_out(places, named, seen, holders(seen), standing, people), standing, people)


def affected(some: Iterable[LocalActor], known: Table | None = None) -> frozenset[str]:
    """Return the keys that have to be redone when local actors come, go or change (give both the old and the new ones).

    Everything else stays as it is. After a key `person:..` is redone, so are the keys `office:..` of the offices in
    which its people were seen, if it has other people than before.
    """
    return frozenset().union(*(name_keys(one, known) for one in some))


def _by_key(some: Iterable[LocalActor]) -> dict[LocalKey, LocalActor]:
    every: dict[LocalKey, LocalActor] = {}
    for one in some:
        other = every.setdefault(one.key, one)
        if other is not one and _order(one) <= _order(other):
            every[one.key] = one
    return every


def _order(one: LocalActor) -> tuple[str, ...]:
    return (
        *one.key,
        repr((one.name, one.kind, one.also, one.affiliation, one.offices, one.once, one.day, sorted(one.beside))),
        one.last_day or "",
    )
