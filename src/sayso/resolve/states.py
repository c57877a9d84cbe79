"""States by their names, their demonyms, and the places that stand for their governments.

Metonymy of place for government ("Moscow denies") as in Markert and Nissim, "Data and models for metonymy resolution",
Language Resources and Evaluation 43 (2009): by table, since for capitals the table is nearly always right.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache

from sayso.resolve.lexicon import table
from sayso.resolve.shared_names import shared_people, shared_words


@dataclass(frozen=True, slots=True)
class State:
    """A state: `code` is ISO 3166-1 alpha-3."""

    code: str
    name: str
    also: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    houses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class States:
    """Look-ups by lower-case words -> code; those of an article have the shared names that it tells apart, too."""

    by_code: Mapping[str, State]
    names: Mapping[str, str]
    seats: Mapping[str, str]
    people: Mapping[str, str]
    houses: Mapping[str, str]
    told: Mapping[str, str] = field(default_factory=dict)
    """A name that several places share -> the code of the one that the article means, "" for one that is no state."""

    def code(self, words: str) -> str | None:
        """Return the code of the state that the words name, by whichever kind of name.

        >>> states().code("Tokyo"), states().code("the Finnish"), states().code("Springfield")
        ('JPN', 'FIN', None)
        """
        return _code(words) or self.told.get(_plain(words)) or None

    def is_place(self, words: str) -> bool:
        """Return whether the words name a state, or one of several places that share a name."""
        return _plain(words) in shared_words() or self.code(words) is not None

    def is_nobody(self, words: str) -> bool:
        """Return whether the words name one of several places and nothing tells which, or are of no state's people.

        >>> states().is_nobody("Georgia"), states().is_nobody("Velden")
        (True, False)
        """
        low = _plain(words)
        return low in shared_words() and not self.told.get(low) and (low not in self.told or low in shared_people())

    def affiliation(self, words: str) -> str | None:
        """Return the code of the state that the words belong to: one of its houses', too (the Kremlin)."""
        low = words.lower().removeprefix("the ")
        return self.names.get(low) or self.people.get(low) or self.houses.get(low)


@lru_cache(maxsize=8192)  # asked several times for each name
def _code(words: str) -> str | None:
    table, low = states(), _plain(words)
    return table.names.get(low) or table.people.get(low) or table.seats.get(low)


def _plain(words: str) -> str:
    return words.lower().removeprefix("the ").replace(" 's", "'s").replace(" ’s", "'s")


@cache
def states() -> States:
    """Return the table of states, without the names that other places share: Congo is neither of the two."""
    every = {
        code: State(code, row["name"], *(tuple(row.get(key, ())) for key in ("also", "seats", "people", "houses")))
        for code, row in table("states.toml").items()
    }
    return States(
        by_code=every,
        names=_unshared((name, one.code) for one in every.values() for name in (one.name, *one.also)),
        seats=_unshared((name, one.code) for one in every.values() for name in one.seats),
        people=_unshared((name, one.code) for one in every.values() for name in one.people),
        houses=_unshared((name, one.code) for one in every.values() for name in one.houses),
    )


def _unshared(names: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    return {name.lower(): code for name, code in names if name.lower() not in shared_words()}


def states_told(told: Mapping[str, str]) -> States:
    """Return the table for an article that tells some shared names apart: word -> code, or "" for no state."""
    return _states_told(tuple(sorted(told.items()))) if told else states()


@lru_cache(maxsize=64)
def _states_told(told: tuple[tuple[str, str], ...]) -> States:
    base, named = states(), {word: code for word, code in told if code}
    seats = {word: code for word, code in named.items() if word in _low(base.by_code[code].seats)}
    people = {word: code for word, code in named.items() if word in shared_people()}
    names = {word: code for word, code in named.items() if word not in seats and word not in people}
    return replace(
        base,
        names={**base.names, **names},
        seats={**base.seats, **seats},
        people={**base.people, **people},
        told=dict(told),
    )


def _low(names: Iterable[str]) -> frozenset[str]:
    return frozenset(name.lower() for name in names)


def is_abbreviation(name: str) -> bool:
    """Return whether a state's name is given by letters (U.S., UK), which is no name to show.

    >>> is_abbreviation("U.S."), is_abbreviation("Chad")
    (True, False)
    """
    return (name.replace(".", "").isupper() and len(name) <= 6) or name == "America"
