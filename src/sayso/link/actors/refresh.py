"""Who is who after some local actors and judgements changed: what is redone, and what of it is another than before.

Local actors that share a key have one home, and are redone together. So are those

- whom an office alone names, with its holder: an office is looked at anew where somebody was seen in it otherwise;
- whom one judgement names: home after home is taken in until no judgement reaches out of what is redone;
- who would have one id, where another one of them was seen first.

What is redone goes through the very steps that all local actors go through in `resolve`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable

from sayso.actor_rows import ActorChanges, Origin, Sighting
from sayso.link.actors.changes import Before, changes_of
from sayso.link.actors.describing import Described
from sayso.link.actors.kept import Kept
from sayso.link.actors.meant import Meant
from sayso.link.actors.records import LocalKey
from sayso.link.actors.resolve import Resolved
from sayso.link.actors.sightings import First
from sayso.link.actors.steps import Holders, Worked, sightings, worked_out
from sayso.link.actors.table import Table, table
from sayso.link.actors.touched import TooMany, Touched


def refreshed(kept: Kept, most: int, known: Table | None = None) -> ActorChanges | None:
    """Return what of the rows that are kept is another by now; None where more than `most` local actors are redone."""
    try:
        touched = Touched(kept, known or table(), most)
        touched.take_in(touched.changed())
        wanted = touched.look_at_offices()
        meant = Meant(kept, touched)
        wanted |= meant.changed()
        while True:
            touched.take_in(meant.closed(wanted | touched.homes))
            before = Before.of(kept, touched)
            worked, wanted = _worked(kept, touched, meant, before)
            if wanted <= touched.homes:
                break
    except TooMany:
        return None
    return changes_of(Resolved(worked, tuple(meant.replayed), meant.people), before, touched, meant)


def _worked(kept: Kept, touched: Touched, meant: Meant, before: Before) -> tuple[Worked, set[int]]:
    """Return what comes of the local actors that are redone, and the homes of others whose ids hang on it."""
    places, named = touched.places, touched.named()
    seen = list(sightings(places, named))
    held = _holders(seen, touched, before.sightings)
    worked = worked_out(places, named, seen, held, meant.replayed, meant.people)
    taken, others = _namesakes(kept, worked.described, before.origins)
    if others or not taken:
        return worked, kept.homes_of_actors(others)
    return worked_out(places, touched.named(), seen, held, meant.replayed, meant.people, taken), set()


def _holders(seen: Iterable[Sighting], touched: Touched, before: Iterable[Sighting]) -> Holders:
    """Return the holder for each whom an office alone names: as it was before, unless it was looked at anew."""
    kept = {LocalKey(row.article_id, row.local_id): row.who for row in before if row.asked}
    asked = [LocalKey(row.article_id, row.local_id) for row in seen if row.asked]
    held = {key: touched.held[key] if key in touched.held else kept[key] for key in asked}
    return {key: LocalKey(*who) if who is not None else None for key, who in held.items()}


def _namesakes(kept: Kept, described: Described, before: Collection[Origin]) -> tuple[set[str], set[str]]:
    """Return the plain ids that others have who are not redone, and the actors that must be redone for theirs.

    Of those with one plain id the one seen first has it: another one than before, where that one comes or goes.
    """
    mine: dict[str, list[First]] = defaultdict(list)
    for identity, plain in described.plain_ids.items():
        mine[plain].append(described.first[identity])
    own = {one.id for one in before}
    others: dict[str, list[Origin]] = defaultdict(list)
    for one in kept.origins_by_plain_id({*mine, *(one.plain_id for one in before)}):
        if one.id not in own:
            others[one.plain_id].append(one)
    taken, redone = set[str](), set[str]()
    for plain, some in others.items():
        first = min(some, key=_first)
        if plain in mine and min(mine[plain]) < _first(first):
            redone |= {one.id for one in some if one.id == plain}
        else:
            taken.add(plain)
            redone |= {first.id} - {plain}
    return taken, redone


def _first(one: Origin) -> First:
    day, *key = json.loads(one.first_seen)
    return First(day, LocalKey(*key))
