"""People of one surname, by whole names: which looks are one person, and which are in doubt.

A less specific name joins the one person of those with a more specific name who can bear it; where two can, it stands
by itself and the merges are proposed. Names are taken in an order that follows from them alone, so any order of arrival
gives the same people.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sayso.link.actors.candidates import Candidates
from sayso.link.actors.groups import LITTLE_KNOWN, Group, against, prominent, support
from sayso.link.actors.names import (
    PersonName,
    first_names_agree,
    given_names_agree,
    given_names_alike,
    person_name,
    spelled_alike,
    spelled_closely,
)
from sayso.link.actors.records import Basis
from sayso.link.actors.sightings import Sightings

MOST_PROPOSED = 3
"""Of those who may be the one in doubt, how many are proposed."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two groups that may be one."""

    one: Group
    other: Group
    score: float
    reason: str


@dataclass(slots=True)
class Block:
    """The actors of one key."""

    groups: list[Group] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)


def whole_names(some: Iterable[Sightings]) -> Block:
    """Return the people whom looks with whole names of one block show."""
    block, index = Block(), Candidates()
    forms: dict[PersonName | str, list[Sightings]] = {}
    for one in some:
        forms.setdefault(one.look.entry or person_name(one.look.name), []).append(one)
    for form in sorted(forms, key=_specific_first):
        alike = namesakes(forms[form], block)
        if len(forms) == len(alike) == 1:  # most surnames are those of one person
            block.groups = alike
            return block
        for group in alike:
            home = _home(index, block.doubts, group, alone=len(alike) == 1)
            if home is not None:
                home[0].join(group, home[1])
            index.put(group if home is None else home[0])
    _join_epithets(index)
    block.groups = list(index)
    return block


def _join_epithets(index: Candidates) -> None:
    """Join those rarely seen under a word before the name of somebody far better known: Sleepy Jan Orr."""
    for group in sorted(index, key=lambda group: (group.count, min(one.look for one in group.some))):
        known = [
            other
            for other in index.ending(next(iter(group.names)))
            if other is not group and group.count * LITTLE_KNOWN <= other.count and against(group, other) is None
        ]
        if len(group.names) == 1 and len(known) == 1:
            known[0].join(group)
            index.drop(group)


def _specific_first(form: PersonName | str) -> tuple[int, int, str]:
    """Order names: those of the table, then those of more and longer words."""
    if isinstance(form, str):
        return (-99, 0, form)
    return (-len(form.given) - bool(form.suffix), -len(form.whole), form.whole)


def namesakes(some: Sequence[Sightings], block: Block) -> list[Group]:
    """Return the actors of one whole name: one, unless something is against it."""
    if some[0].look.entry:
        return [_together(some)]
    made: list[Group] = []
    for one in sorted(some, key=lambda one: (-one.count, one.look)):
        group = Group.of(one)
        home = _of_namesakes(group, made)
        if home is not None:
            home.join(group)
            continue
        for other in made[:MOST_PROPOSED]:
            reason = against(group, other)
            why = f"the same name, but {reason}" if reason else "the same name, which several bear"
            block.doubts.append(Doubt(group, other, 0.4 if reason else 0.6, why))
        made.append(group)
    return made


def _of_namesakes(group: Group, made: Sequence[Group]) -> Group | None:
    """Return who of the namesakes so far it is: the one that something speaks for, or the only one that may be."""
    fit = [other for other in made if against(group, other) is None]
    told = [other for other in fit if support(group, other) is not None] if len(fit) > 1 else fit
    known = prominent(told or fit)
    return known[0] if len(known) == 1 else None


def _together(some: Sequence[Sightings]) -> Group:
    first, *rest = (Group.of(one) for one in some)
    for other in rest:
        first.join(other)
    first.basis = dict.fromkeys(range(len(first.some)), Basis.TABLE)
    return first


def _home(index: Candidates, doubts: list[Doubt], group: Group, *, alone: bool) -> tuple[Group, Basis] | None:
    """Return the one person with a more specific name, or one spelled otherwise, who this is; None where in doubt.

    `alone` is whether nobody else bears the very name: of namesakes, one joins only where something speaks for it.
    """
    own = next(iter(group.names))
    near = [other for other in index.of(own) if against(group, other) is None]
    borne = [other for other in near if _may_bear(own, other)]
    free = _by_first_name(own, [other for other in borne if _suffix_fits(group, other)])
    if free and _are_one(free) and _enough(own, group, free, alone=alone):
        for other in free[1:]:
            free[0].join(other)
            index.drop(other)
        return free[0], Basis.NAME
    if borne:
        why = "one of several who may bear the name" if len(free) > 1 else "the names agree"
        free_ones = {id(other) for other in free}
        doubts += [Doubt(group, other, 0.5 if id(other) in free_ones else 0.3, why) for other in borne]
        return None
    spelled = [other for other in near if _is_spelling_of(own, other)]
    sure = [other for other in spelled if _speaks_for_spelling(own, group, other)]
    if len(sure) == 1:
        return sure[0], Basis.SPELLING
    for other in spelled:
        close = all(spelled_closely(own, name) for name in other.names)
        doubts.append(Doubt(group, other, 0.7 if close else 0.3, "the names may be spellings of one"))
    return None


def _by_first_name(own: PersonName, groups: Sequence[Group]) -> list[Group]:
    """Return those whose first given name agrees, or else those known by a middle name; without the little known."""
    first = [other for other in groups if all(first_names_agree(own, name) for name in other.names)]
    return prominent(first or groups)


def _enough(own: PersonName, group: Group, free: Sequence[Group], *, alone: bool) -> bool:
    """Return whether the name tells enough: a nickname, an initial or a namesake needs something that speaks for it."""
    alike = all(given_names_alike(own, name) for other in free for name in other.names)
    return (alone and alike) or any(support(group, other) is not None for other in free)


def _are_one(groups: Sequence[Group]) -> bool:
    """Return whether any two of the groups may be one: variants of one name, and no namesakes."""
    return all(
        given_names_agree(x, y) and x.suffix == y.suffix and against(one, other) is None
        for n, one in enumerate(groups)
        for other in groups[n + 1 :]
        for x in one.names
        for y in other.names
    )


def _speaks_for_spelling(own: PersonName, group: Group, other: Group) -> bool:
    """Return whether enough speaks for two spellings' being one name: a state alone only where they are close."""
    reason = support(group, other)
    close = all(spelled_closely(own, name) and given_names_agree(own, name) for name in other.names)
    return reason is not None and (close or not reason.startswith("both are of "))


def _may_bear(own: PersonName, other: Group) -> bool:
    return all(own.surname == name.surname and given_names_agree(own, name) for name in other.names)


def _is_spelling_of(own: PersonName, other: Group) -> bool:
    return any(own.surname != name.surname or own.given != name.given for name in other.names) and all(
        spelled_alike(own, name) for name in other.names
    )


def _suffix_fits(group: Group, other: Group) -> bool:
    """Return whether nothing tells father from son: Jr. and no Jr. are one only where something speaks for it."""
    a, b = ({name.suffix for name in one.names} for one in (group, other))
    return bool(a & b) or (support(group, other) or "").startswith("both are ")
