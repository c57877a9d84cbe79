"""States by their names, their demonyms, and the places that stand for their governments.

Metonymy of place for government ("Moscow denies") as in Markert and Nissim, "Data and models for metonymy resolution",
Language Resources and Evaluation 43 (2009): by table, since for capitals the table is nearly always right.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from sayso.resolve.lexicon import table


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
    """Look-ups by lower-case words -> code."""

    by_code: Mapping[str, State]
    names: Mapping[str, str]
    seats: Mapping[str, str]
    people: Mapping[str, str]
    houses: Mapping[str, str]

    def code(self, words: str) -> str | None:
        """Return the code of the state that the words name, by whichever kind of name.

        >>> states().code("Tokyo"), states().code("the Finnish"), states().code("Springfield")
        ('JPN', 'FIN', None)
        """
        return _code(words)

    def affiliation(self, words: str) -> str | None:
        """Return the code of the state that the words belong to: one of its houses', too (the Kremlin)."""
        low = words.lower().removeprefix("the ")
        return self.names.get(low) or self.people.get(low) or self.houses.get(low)


@lru_cache(maxsize=8192)  # asked several times for each name
def _code(words: str) -> str | None:
    table, low = states(), words.lower().removeprefix("the ").replace(" 's", "'s").replace(" ’s", "'s")
    return table.names.get(low) or table.people.get(low) or table.seats.get(low)


@cache
def states() -> States:
    """Return the table of states."""
    every = {
        code: State(code, row["name"], *(tuple(row.get(key, ())) for key in ("also", "seats", "people", "houses")))
        for code, row in table("states.toml").items()
    }
    return States(
        by_code=every,
        names={name.lower(): one.code for one in every.values() for name in (one.name, *one.also)},
        seats={name.lower(): one.code for one in every.values() for name in one.seats},
        people={name.lower(): one.code for one in every.values() for name in one.people},
        houses={name.lower(): one.code for one in every.values() for name in one.houses},
    )


def is_abbreviation(name: str) -> bool:
    """Return whether a state's name is given by letters (U.S., UK), which is no name to show.

    >>> is_abbreviation("U.S."), is_abbreviation("Chad")
    (True, False)
    """
    return (name.replace(".", "").isupper() and len(name) <= 6) or name == "America"
