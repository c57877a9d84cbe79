"""Names that a state shares with another place (Georgia, Congo), and which of them an article means by one.

An article that names what is of the one alone means it throughout, as one sense of a word does for a discourse (Gale,
Church and Yarowsky, "One sense per discourse", HLT 1992). With signs of two, or of none, both answers remain.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sayso.resolve.lexicon import table

ELSEWHERE = ""
"""The reading as a place that is no state."""


@dataclass(frozen=True, slots=True)
class Signs:
    """Words in lower case that tell a reading: `anywhere` in the article, or `beside` the name in a sentence."""

    anywhere: tuple[str, ...]
    beside: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shared:
    """Names of several places, and their demonyms, in lower case; `readings` by the state's code, or ELSEWHERE."""

    names: tuple[str, ...]
    people: tuple[str, ...]
    readings: Mapping[str, Signs]

    @property
    def words(self) -> tuple[str, ...]:
        """Return the names and demonyms."""
        return (*self.names, *self.people)


@cache
def shared_names() -> tuple[Shared, ...]:
    """Return the table of shared names."""
    return tuple(_shared(row) for row in table("shared_names.toml")["shared"])


@cache
def shared_words() -> frozenset[str]:
    """Return all the shared names and demonyms, in lower case."""
    return frozenset(word for one in shared_names() for word in one.words)


@cache
def shared_people() -> frozenset[str]:
    """Return the demonyms among them."""
    return frozenset(word for one in shared_names() for word in one.people)


@cache
def names_apart() -> frozenset[tuple[str, ...]]:
    """Return the names, in lower-case words, that hold a state's and are none of that state's: New Mexico."""
    return frozenset(tuple(name.lower().split()) for name in table("shared_names.toml")["apart"])


def told_by(low: Sequence[str], sentence: Sequence[int]) -> Mapping[str, str]:
    """Return shared word -> the reading that an article's words, in lower case, tell; without those that are open.

    >>> told_by(("atlanta", "is", "in", "georgia"), (0, 0, 0, 0))["georgia"] == ELSEWHERE
    True
    """
    here, found = frozenset(low), dict[str, str]()
    for one in shared_names():
        if not any(word.split()[0] in here for word in one.words):
            continue
        near = {sentence[at] for at in _places(low, one.words)}
        words = _spaced(low)
        beside = _spaced(word for word, number in zip(low, sentence, strict=True) if number in near)
        told = [code for code, signs in one.readings.items() if _tell(signs, words, beside)]
        if len(told) == 1:
            found |= dict.fromkeys(one.words, told[0])
    return found


def _shared(row: Mapping[str, Any]) -> Shared:
    names, people = (tuple(word.lower() for word in row[key]) for key in ("names", "people"))
    signs = {key: Signs(tuple(one["anywhere"]), tuple(one["beside"])) for key, one in row.items() if "anywhere" in one}
    return Shared(names, people, {ELSEWHERE if key == "elsewhere" else key: one for key, one in signs.items()})


def _places(low: Sequence[str], words: Iterable[str]) -> set[int]:
    """Return where one of the names begins."""
    named = {parts[0]: parts for word in words if (parts := tuple(word.split()))}
    return {n for n, word in enumerate(low) if word in named and tuple(low[n : n + len(named[word])]) == named[word]}


def _spaced(low: Iterable[str]) -> str:
    return f" {' '.join(low)} ".replace("’", "'")


def _tell(signs: Signs, words: str, beside: str) -> bool:
    return any(f" {sign} " in words for sign in signs.anywhere) or any(f" {sign} " in beside for sign in signs.beside)
