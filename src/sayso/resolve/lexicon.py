"""The word tables of this stage, read once from the files beside it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words in lower case, by what they tell."""

    titles: Mapping[str, str]
    """A title before a name -> the noun of the office; "" for a mere form of address."""
    nouns: frozenset[str]
    """Nouns for a person in an office or a trade."""
    offices: frozenset[str]
    """Those of them that are offices of state: somebody who holds another one is not meant."""
    broader: Mapping[str, frozenset[str]]
    """A noun -> the nouns of narrower sense that it may stand for."""
    same: Mapping[str, str]
    female: frozenset[str]
    male: frozenset[str]
    female_names: frozenset[str]
    male_names: frozenset[str]
    first_names: frozenset[str]
    alike: Mapping[str, str]
    """A word of a description -> the word that it is compared as."""
    words: Mapping[str, frozenset[str]]
    """The lists of words.toml by their name."""
    organisation_nouns: Mapping[str, frozenset[str]]
    """A noun for an organisation -> words of the names for which it may stand."""
    documents: tuple[frozenset[str], ...]
    """Nouns by which one document may be called, together."""

    def office(self, word: str) -> str | None:
        """Return the noun of the office or trade that a word names, or None.

        >>> lexicon().office("Sen."), lexicon().office("spokeswomen"), lexicon().office("harbour")
        ('senator', 'spokesperson', None)
        """
        return _office(word)

    def stands_for(self, noun: str, own: frozenset[str]) -> bool:
        """Return whether a broad noun may stand for somebody known by narrower ones."""
        return not self.broader.get(noun, frozenset()).isdisjoint(own)


@lru_cache(maxsize=8192)  # asked for nearly every capital, and words recur
def _office(word: str) -> str | None:
    lex, low = lexicon(), word.lower()
    low = lex.titles.get(low, low)
    for form in (low, *_singulars(low), *_compounds(low)):
        same = lex.same.get(form, form)
        if same in lex.nouns:
            return same
    return None


def _compounds(word: str) -> tuple[str, ...]:
    """Return the office that a hyphened word names: secretary-general, minister-elect, ex-mayor."""
    first, hyphen, last = word.partition("-")
    if not hyphen:
        return ()
    if last in ("general", "elect", "designate"):
        return (first,)
    return (last,) if first in ("ex", "vice", "then", "deputy") else ()


@cache
def lexicon() -> Lexicon:
    """Return the tables."""
    roles, words, names = (table(name) for name in ("roles.toml", "words.toml", "first_names.toml"))
    lists = {key: frozenset(value) for key, value in words.items() if isinstance(value, list)}
    female, male = (frozenset(roles["gender"][key]) for key in ("female", "male"))
    nouns = frozenset(noun for some in roles["nouns"].values() for noun in some) | set(roles["same"].values())
    trades = frozenset(noun for noun in female | male if noun not in roles["titles"])
    given = {key: frozenset(names[key].split()) for key in ("female", "male")}
    return Lexicon(
        titles=roles["titles"],
        nouns=nouns | trades,
        offices=frozenset(roles["nouns"]["offices"]),
        broader={key: frozenset(value) for key, value in roles["broader"].items()},
        same=roles["same"],
        female=female,
        male=male,
        female_names=given["female"],
        male_names=given["male"],
        first_names=given["female"] | given["male"],
        alike={**roles["same"], **words["alike"]},
        words=lists,
        organisation_nouns={key: frozenset(value) for key, value in words["broader"].items()},
        documents=tuple(frozenset(nouns) for nouns in words["one_document"].values()),
    )


def table(name: str) -> dict[str, Any]:
    """Return a file of this package, parsed."""
    return tomllib.loads((resources.files(__package__) / name).read_text(encoding="utf-8"))


def _singulars(word: str) -> tuple[str, ...]:
    if word.endswith("women"):
        return (word[:-5] + "woman",)
    if word.endswith("men"):
        return (word[:-3] + "man",)
    if word.endswith("ies"):
        return (word[:-3] + "y",)
    if word.endswith("s") and not word.endswith("ss"):
        return (word[:-1],)
    return ()
