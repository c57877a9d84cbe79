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

    def is_outlet(self, name: str, outlet: str | None) -> bool:
        """Return whether a name is the page's outlet's, which tables and sites write with a section or a domain.

        >>> is_outlet = carriers().is_outlet
        >>> is_outlet("the Velden Tribune", "Velden Tribune - News"), is_outlet("The Post", "Velden Post")
        (True, True)
        >>> is_outlet("Velden Tribune", "www.velden-tribune.example"), is_outlet("AP", "Reuters")
        (True, False)
        """
        if outlet is None:
            return False
        known, short = _forms(outlet), _letters(name)
        return any(self.same(name, form) or short == _head(form) for form in known) or short in _domain_forms(outlet)

    def same(self, one: str, other: str) -> bool:
        """Return whether both name one bearer.

        >>> carriers().same("The Associated Press", "AP"), carriers().same("AP", "AFP")
        (True, False)
        """
        return self._key(one) == self._key(other)

    def _key(self, name: str) -> str:
        usual = self.usual.get(name, name).lower().replace("-", " ")
        return self.usual.get(name.removeprefix("The ").removeprefix("the "), usual).lower().removeprefix("the ")


_SECTION = re.compile(
    r"\s+-\s+\w+$|\s*\((?:\w+\s)*(?:news|online|opinion|web)\)$|\s+(?:online news|online|opinion)$", re.IGNORECASE
)
_DOMAIN = re.compile(r"(?:https?://)?(?:www\.)?(?P<name>[\w-]+)\.[a-z.]{2,12}$", re.IGNORECASE)


@lru_cache(maxsize=256)
def _forms(outlet: str) -> tuple[str, ...]:
    """Return an outlet's name as it is written, and without its section: Velden Tribune - News."""
    bare = _SECTION.sub("", outlet)
    return tuple(dict.fromkeys((outlet, bare, re.sub(r"\s+online\b", "", bare, flags=re.IGNORECASE))))


def _head(form: str) -> str | None:
    """Return the last word of a name, by which its own page calls it: The Post."""
    words = form.split()
    return words[-1].lower() if len(words) > 1 and words[-1] in carriers().words["media_heads"] else None


@lru_cache(maxsize=256)
def _domain_forms(outlet: str) -> frozenset[str]:
    """Return the letters of a domain's name, where the outlet is known by its domain alone."""
    found = _DOMAIN.fullmatch(outlet.strip())
    return frozenset({_letters(found["name"])}) if found else frozenset()


def _letters(name: str) -> str:
    return re.sub(r"[\W_]|^the\s", "", name.lower())


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
