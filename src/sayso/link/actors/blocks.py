"""One key's local actors -> its actors: what of a resolution is redone alone when one of them comes or goes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sayso.link.actors.groups import Group, gathered
from sayso.link.actors.keys import Placed
from sayso.link.actors.organisations import organisations
from sayso.link.actors.people import MOST_PROPOSED, Block, Doubt, namesakes, whole_names
from sayso.link.actors.records import Basis, LocalKey, Office
from sayso.link.actors.sightings import Look, Sightings, look_of, sighting_of, sightings_of, summed
from sayso.link.actors.surnames import Bearers, bearer, is_bare


@dataclass(slots=True)
class Settled:
    """The actors of one key, and who of its local actors is which."""

    groups: list[Group]
    of: dict[LocalKey, tuple[int, Basis]] = field(default_factory=dict)
    """A local actor -> the place of its group, and why; those in doubt are absent."""
    doubts: list[Doubt] = field(default_factory=list)
    in_doubt: set[LocalKey] = field(default_factory=set)


def is_summed(one: Placed) -> bool:
    """Return whether a local actor is one of those that are summed up by looks; a surname alone is placed by itself."""
    return not (one.block or "").startswith(("person:", "retinue:")) or not is_bare(one)


def settled_looks(block: str, some: Iterable[Sightings]) -> Block:
    """Return the actors of a key from its looks summed up; the cost follows the number of looks, not of sightings."""
    sums, kind = summed(some), block.partition(":")[0]
    if kind in ("person", "retinue"):
        made = whole_names(sums)
    elif kind == "organisation":
        made = organisations(sums)
    else:
        made = Block()
        if kind in ("place", "group"):
            made.groups = namesakes(sums, made) if sums else []
        elif sums:
            made.groups = [_all_of(sums, Basis.CODE if kind == "state" else Basis.TABLE)]
    made.groups = gathered(made.groups)
    return made


def settled(block: str, locals_of: Sequence[Placed]) -> Settled:
    """Return the actors of a key from its local actors."""
    alike: dict[Look, list[Placed]] = {}
    for local in locals_of:
        if is_summed(local):
            alike.setdefault(look_of(local), []).append(local)
    made = settled_looks(block, [sightings_of(look, some) for look, some in alike.items()])
    found = Settled(list(made.groups), doubts=list(made.doubts))
    place: dict[Look, tuple[int, Basis]] = {}
    for n, group in enumerate(made.groups):
        for at, one in enumerate(group.some):
            default = Basis.NAME if group.count > 1 else Basis.ALONE
            place[one.look] = (n, group.basis.get(at, default))
    for look, some in alike.items():
        found.of |= dict.fromkeys((one.local.key for one in some), place[look])
    _place_bare(found, made.groups, [one for one in locals_of if not is_summed(one)])
    return found


def _place_bare(found: Settled, groups: Sequence[Group], bare: Sequence[Placed]) -> None:
    """Give each surname that stands alone to the one who can bear it; where nobody can, those of one office are one."""
    at, bearers = {id(group): n for n, group in enumerate(groups)}, Bearers(groups)
    unborne: dict[tuple[str, Office], list[Placed]] = {}
    for one in bare:
        who = bearer(one, bearers)
        if who.group is not None:
            found.of[one.local.key] = (at[id(who.group)], Basis.SURNAME)
        elif who.among:
            found.in_doubt.add(one.local.key)
            mine, share = Group.of(sighting_of(one)), sum(group.count for group in who.among)
            for group in sorted(who.among, key=lambda group: -group.count)[:MOST_PROPOSED]:
                score = round(group.count / share, 2)
                found.doubts.append(Doubt(mine, group, score, "a surname that several bear"))
        else:
            for office in one.offices[:1]:
                if office.body:
                    unborne.setdefault((one.name.casefold(), office), []).append(one)
    for key in sorted(unborne):
        sums = summed(sighting_of(one) for one in unborne[key])
        found.groups.append(_all_of(sums, Basis.SURNAME))
        for one in unborne[key]:
            found.of[one.local.key] = (len(found.groups) - 1, Basis.SURNAME if len(unborne[key]) > 1 else Basis.ALONE)


def _all_of(sums: Sequence[Sightings], basis: Basis) -> Group:
    first, *rest = (Group.of(one) for one in sums)
    for other in rest:
        first.join(other)
    first.basis = dict.fromkeys(range(len(first.some)), basis)
    return first
