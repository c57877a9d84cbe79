"""Which people of one surname a whole name is compared with: those who share a key of a given name.

Without it, a surname that thousands bear would cost the square of their number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from sayso.link.actors.groups import Group
from sayso.link.actors.names import PersonName, long_forms
from sayso.link.actors.transliteration import close_spelling, coarse_spelling

Key = tuple[str, str]


class Candidates:
    """Groups by the keys of their names, in the order in which they were put in."""

    def __init__(self) -> None:
        self._groups: dict[int, Group] = {}
        self._by_key: dict[Key, set[int]] = defaultdict(set)
        self._number: dict[int, int] = {}

    def __iter__(self) -> Iterator[Group]:
        return iter(self._groups.values())

    def put(self, group: Group) -> None:
        """Put in a group, or the names that it has got since."""
        number = self._number.setdefault(id(group), len(self._number))
        self._groups[number] = group
        for name in group.names:
            for key in _stored(name):
                self._by_key[key].add(number)

    def drop(self, group: Group) -> None:
        """Take out a group."""
        del self._groups[self._number[id(group)]]

    def of(self, name: PersonName) -> list[Group]:
        """Return the groups one of whose names may be the name, and some others."""
        numbers = set[int]().union(*(self._by_key.get(key, ()) for key in _asked(name)))
        return [self._groups[number] for number in sorted(numbers) if number in self._groups]

    def ending(self, name: PersonName) -> list[Group]:
        """Return the groups one of whose names ends the name: Jan Orr for Sleepy Jan Orr."""
        keys = [("whole", " ".join((*name.given[n:], name.surname))) for n in range(1, len(name.given))]
        numbers = set[int]().union(*(self._by_key.get(key, ()) for key in keys))
        return [self._groups[number] for number in sorted(numbers) if number in self._groups]


def _stored(name: PersonName) -> Iterator[Key]:
    yield "whole", " ".join((*name.given, name.surname))
    yield from _both(name)
    for word in name.given:
        yield "begins with", word[0]
        if len(word) == 1:
            yield "initial", word


def _asked(name: PersonName) -> Iterator[Key]:
    yield from _both(name)
    for word in name.given:
        yield "initial", word[0]
        if len(word) == 1:
            yield "begins with", word


def _both(name: PersonName) -> Iterator[Key]:
    for word in name.given:
        yield "given", close_spelling(word)
        yield from (("given", close_spelling(long)) for long in long_forms(word))
    yield "coarse", coarse_spelling(name.given[0]) if name.given else ""
