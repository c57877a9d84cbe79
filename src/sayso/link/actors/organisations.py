"""Organisations that share a key: the same core of a name, and acronyms that one of them alone can have."""

from __future__ import annotations

from collections.abc import Iterable

from sayso.link.actors.groups import Group, against
from sayso.link.actors.names import SMALL_WORDS, initials, is_acronym
from sayso.link.actors.people import Block, Doubt, namesakes
from sayso.link.actors.records import Basis
from sayso.link.actors.sightings import Sightings
from sayso.link.actors.transliteration import fold

LEAST_LETTERS = 3
"""Of an acronym that is joined with a name by its letters alone; two letters are the initials of too many names."""


def organisations(some: Iterable[Sightings]) -> Block:
    """Return the organisations that looks of one block show."""
    block = Block()
    cores: dict[str, list[Sightings]] = {}
    for one in some:
        cores.setdefault(one.look.name, []).append(one)
    acronyms = []
    for core in sorted(cores, key=lambda core: (-len(core.split()), core)):
        for group in namesakes(cores[core], block):
            if " " not in core and any(is_acronym(one.look.shown) for one in group.some):
                acronyms.append((core, group))
            else:
                block.groups.append(group)
    for core, group in acronyms:
        _settle(block, core, group)
    return block


def _settle(block: Block, core: str, group: Group) -> None:
    """Join an acronym to the one organisation whose initials it is; of several, to the one that an article gives it."""
    fit = [other for other in block.groups if against(group, other) is None]
    told = [other for other in fit if any(fold(name) == core for one in other.some for name in one.look.also)]
    free = told or [other for other in fit if _has_initials(core, other)]
    if len(free) == 1:
        free[0].join(group, Basis.SURNAME)
        return
    block.doubts += [Doubt(group, other, 0.5, "the acronym may be of several") for other in free]
    block.groups.append(group)


def _has_initials(core: str, group: Group) -> bool:
    """Return whether the letters are the initials of a name whose words have capitals."""
    return len(core) >= LEAST_LETTERS and any(
        core in initials(one.look.name)
        and all(word[0].isupper() or fold(word) in SMALL_WORDS for word in one.look.shown.split())
        for one in group.some
    )
