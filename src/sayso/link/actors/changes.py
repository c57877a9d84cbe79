"""What of the rows that are kept is another, once a part of who is who was redone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sayso.actor_rows import ActorChanges, KnownActor, KnownActors, Origin, ProposalRow, Sighting
from sayso.link.actors.kept import Kept
from sayso.link.actors.meant import Meant
from sayso.link.actors.records import LocalKey
from sayso.link.actors.resolve import Resolved
from sayso.link.actors.rows import rows_of
from sayso.link.actors.touched import Touched


@dataclass(frozen=True, slots=True)
class Before:
    """What was kept of the homes that are redone, beside their local actors."""

    origins: Sequence[Origin]
    sightings: Sequence[Sighting]
    proposals: Sequence[ProposalRow]

    @classmethod
    def of(cls, kept: Kept, touched: Touched) -> Before:
        """Return what is kept of the homes taken in."""
        actors = {one.actor_id for one in touched.before.values()}
        return cls(kept.origins(actors), kept.sightings_in(touched.homes), kept.proposals_in(touched.homes))


def changes_of(found: Resolved, before: Before, touched: Touched, meant: Meant) -> ActorChanges:
    """Return the rows that are new or changed, and those that went."""
    now = rows_of(found, touched.articles)
    places = {LocalKey(one.article_id, one.local_id): one for one in now.places}
    had, seen = ({one[:3]: one for one in some} for some in (before.sightings, now.sightings))
    homes = {one.home for one in {*before.proposals} ^ {*now.proposals}}
    known = {one.id: one for one in before.origins}
    written = KnownActors(
        actors=[one for one in now.actors if known.get(one.id) != _origin(one)],
        places=[
            one for key, one in places.items() if one.article_id in touched.articles or touched.before.get(key) != one
        ],
        name_keys=now.name_keys,
        sightings=[one for key, one in seen.items() if had.get(key) != one],
        proposals=[one for one in now.proposals if one.home in homes],
        replays=[one for one in now.replays if meant.before.get(one.judgement_id) != one],
    )
    return ActorChanges(
        written,
        articles=sorted(touched.articles),
        homes=sorted(homes),
        gone_actors=sorted(known.keys() - {one.id for one in now.actors}),
        gone_places=sorted(touched.before.keys() - places.keys()),
        gone_sightings=sorted(had.keys() - seen.keys()),
        gone_replays=sorted(meant.gone),
        more=len(places) - len(touched.before),
    )


def _origin(one: KnownActor) -> Origin:
    return Origin(one.id, one.plain_id, one.first_seen, one.record)
