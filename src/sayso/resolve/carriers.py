"""The tables of `carriers.toml`: agencies, outlets, platforms, and the nouns for occasions and documents."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

POSSESSIVE = re.compile(r"[’'`]s?$")


@dataclass(frozen=True, slots=True)
class Carriers:
    """What `carriers.toml` lists, ready to be looked up. Nouns and verbs are in small letters."""

    kinds: dict[str, str]
    """Name of an agency or outlet -> `agency` or `outlet`."""
    usual: dict[str, str]
    """Each of a bearer's names -> the first of them, in small letters."""
    first_words: dict[str, tuple[str, ...]]
    """The first word of a name -> the names that begin with it, the longest first."""
    nouns: dict[str, str]
    """Head noun -> the kind of link."""
    leads: dict[str, frozenset[str]]
    """The kind of link -> prepositions that bring it in."""
    qualified: dict[str, frozenset[str]]
    words: dict[str, frozenset[str]]
    """The other lists, by name."""

    def kind(self, name: str) -> str:
        """Return `agency` or `outlet`; what is not listed is an outlet, unless it calls itself an agency.

        >>> carriers().kind("Interfax"), carriers().kind("Velden News Agency"), carriers().kind("Velden Tribune")
        ('agency', 'agency', 'outlet')
        """
        listed = self.kinds.get(name)
        return listed or ("agency" if "agency" in name.lower() else "outlet")

    def same(self, one: str, other: str) -> bool:
        """Return whether both name one bearer.

        >>> carriers().same("The Associated Press", "AP"), carriers().same("AP", "AFP")
        (True, False)
        """
        return self._key(one) == self._key(other)

    def _key(self, name: str) -> str:
        usual = self.usual.get(name, name).lower().replace("-", " ")
        return self.usual.get(name.removeprefix("The ").removeprefix("the "), usual).lower().removeprefix("the ")


@lru_cache(maxsize=1)
def carriers() -> Carriers:
    """Return the tables, read once."""
    text = files("sayso.resolve").joinpath("carriers.toml").read_text(encoding="utf8")
    table: dict[str, Any] = tomllib.loads(text)
    kinds: dict[str, str] = {}
    usual: dict[str, str] = {}
    for kind, key in (("agency", "agencies"), ("outlet", "outlets")):
        for names in table[key]:
            kinds |= dict.fromkeys(names, kind)
            usual |= dict.fromkeys(names, names[0].lower())
    first: dict[str, list[str]] = {}
    for name in sorted((*kinds, *table["platforms"]), key=lambda name: (-len(name), name)):
        first.setdefault(re.split(r"\s", name, maxsplit=1)[0], []).append(name)
    lists = {key: frozenset(value) for key, value in table.items() if isinstance(value, list) and key not in _PAIRED}
    lists |= {key: frozenset(value) for key, value in table["carry"].items()}
    lists["source_only"] = frozenset(table["source_only"]["heads"])
    return Carriers(
        kinds=kinds,
        usual=usual,
        first_words={word: tuple(names) for word, names in first.items()},
        nouns={noun: kind for kind, nouns in reversed(table["nouns"].items()) for noun in nouns}
        | {"call": "remarks", "hall": "remarks", "trail": "remarks", "floor": "remarks", "questions": "remarks"}
        | {"media": "post"},
        leads={kind: frozenset(words) for kind, words in table["lead"].items()},
        qualified={head: frozenset(words) for head, words in table["qualified"].items()},
        words=lists,
    )


_PAIRED = frozenset({"agencies", "outlets"})
