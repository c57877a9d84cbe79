"""Names of people and of organisations: their parts, which may be one another's, and what they are looked up by.

Which given names may stand for one another follows the rules of record linkage for names (initials, nicknames, middle
names left out) as in Christen, "Data Matching" (Springer, 2012), chapter 3; they decide, they are not scored.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from sayso.link.actors.transliteration import MOST_NAMES, close_spelling, coarse_spelling, fold


@dataclass(frozen=True, slots=True)
class PersonName:
    """The folded parts of a name: `given` is empty where the surname stands alone."""

    given: tuple[str, ...]
    surname: str
    suffix: str = ""

    @property
    def whole(self) -> str:
        """Return the name in one line.

        >>> person_name("Senator-to-be Ann B. Orr Jr.").surname
        'orr'
        """
        return " ".join((*self.given, self.surname, self.suffix)).strip()


@lru_cache(maxsize=MOST_NAMES)
def person_name(name: str) -> PersonName:
    """Return the parts of a person's name.

    >>> person_name("Donald J. Orr Jr."), person_name("Kim Jong-un").surname, person_name("bin Salman").given
    (PersonName(given=('donald', 'j'), surname='orr', suffix='jr'), 'kim', ())
    """
    return _parts(fold(name))


@lru_cache(maxsize=MOST_NAMES)
def _parts(folded: str) -> PersonName:
    lists = _lists()
    words = [word for word in folded.split() if word not in lists["styles"]]
    while len(words) > 1 and words[0] in lists["no_names"]:
        del words[0]
    while len(words) > 1 and words[-1] in lists["no_names"]:
        words.pop()
    suffix = words.pop() if len(words) > 1 and words[-1] in lists["suffixes"] else ""
    if not words:
        return PersonName((), folded, suffix)
    if _family_name_first(words):
        return PersonName(tuple(words[1:]), words[0], suffix)
    given = tuple(word for n, word in enumerate(words[:-1]) if word not in lists["particles" if n else "opening"])
    return PersonName(given, words[-1], suffix)


def _family_name_first(words: list[str]) -> bool:
    lists = _lists()
    if len(words) == 3 and words[0] in lists["korean"]:
        return all(len(word) <= 6 for word in words[1:])
    return words[0] in lists["chinese"] and len(words) in (2, 3) and words[-1] not in lists["chinese"]


@lru_cache(maxsize=MOST_NAMES)
def words_before_surname(name: str) -> frozenset[str]:
    """Return the folded words of a person's name that stand before the surname in a text: given names and particles.

    >>> sorted(words_before_surname("Dr. Jean-Luc de la Orr")), sorted(words_before_surname("Ann Strack-Lund"))
    (['de', 'jean', 'la', 'luc'], ['ann', 'strack'])
    """
    particles: frozenset[str] = _lists()["particles"] & frozenset(fold(name).split())
    return frozenset(person_name(name).given) | particles


def same_surname(one: PersonName, other: PersonName) -> bool:
    """Return whether the surnames are written alike."""
    return one.surname == other.surname


def given_names_agree(one: PersonName, other: PersonName) -> bool:
    """Return whether the given names may be one person's: initials, nicknames and names left out agree.

    >>> a, b, c = (person_name(name) for name in ("Michael T. Orr", "Mike Orr", "Michael A. Orr"))
    >>> given_names_agree(a, b), given_names_agree(a, c)
    (True, False)
    """
    a, b = one.given, other.given
    if not a or not b:
        return True
    if len(a) < len(b):
        a, b = b, a
    if _agree(a[0], b[0]):
        return all(_agree(x, y) for x, y in zip(a[1:], b[1:], strict=False)) or b[1:] == a[-len(b[1:]) :]
    by_a_middle_name = len(a) > len(b) and len(b[0]) > 1
    return by_a_middle_name and all(_agree(x, y) for x, y in zip(a[-len(b) :], b, strict=True))


def first_names_agree(one: PersonName, other: PersonName) -> bool:
    """Return whether the first given names may stand for one another."""
    return not one.given or not other.given or _agree(one.given[0], other.given[0])


def given_names_alike(one: PersonName, other: PersonName) -> bool:
    """Return whether the given names agree as written, or by a romanisation: no nickname, no initial for a name.

    >>> a, b, c = (person_name(name) for name in ("Michael T. Orr", "Mike Orr", "Michael Orr"))
    >>> given_names_alike(a, c), given_names_alike(b, c)
    (True, False)
    """
    if not one.given or not other.given:
        return True
    return close_spelling(one.given[0]) == close_spelling(other.given[0])


def spelled_alike(one: PersonName, other: PersonName) -> bool:
    """Return whether two full names may be one in different romanisations: Sergei Orlov, Serguey Orloff.

    >>> spelled_alike(person_name("Sergei Orlov"), person_name("Sergey Orloff"))
    True
    """
    if bool(one.given) != bool(other.given) or coarse_spelling(one.surname) != coarse_spelling(other.surname):
        return False
    a, b = one.given, other.given
    return all(_agree(x, y) or coarse_spelling(x) == coarse_spelling(y) for x, y in zip(a, b, strict=False))


def spelled_closely(one: PersonName, other: PersonName) -> bool:
    """Return whether the surnames differ only as romanisations of the same letters do: -sky, -skyy, -skiy."""
    return close_spelling(one.surname) == close_spelling(other.surname)


def _agree(one: str, other: str) -> bool:
    if one == other or close_spelling(one) == close_spelling(other):
        return True
    if len(one) == 1 or len(other) == 1:
        return one[0] == other[0]
    return one in _nicknames().get(other, ()) or other in _nicknames().get(one, ())


def long_forms(given: str) -> frozenset[str]:
    """Return what a given name may be short for.

    >>> sorted(long_forms("ted"))
    ['edward', 'theodore']
    """
    return _nicknames().get(given, frozenset())


LEGAL_FORMS = frozenset(
    (
        "inc",
        "incorporated",
        "corp",
        "corporation",
        "co",
        "company",
        "ltd",
        "limited",
        "llc",
        "llp",
        "plc",
        "ag",
        "gmbh",
        "sa",
        "nv",
        "oy",
        "ab",
        "spa",
    )
)
SMALL_WORDS = frozenset(("of", "the", "and", "for", "on", "in", "to", "at", "a"))


@lru_cache(maxsize=MOST_NAMES)
def organisation_core(name: str) -> str:
    """Return an organisation's folded name without article and legal form, the unit it is a department of last.

    >>> organisation_core("The Lanthorn Co. Ltd."), organisation_core("Department of the Harbour")
    ('lanthorn', 'harbour department')
    """
    words = fold(name).split()
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    while len(words) > 1 and words[-1] in LEGAL_FORMS:
        words.pop()
    if len(words) > 2 and words[0] in ("department", "ministry", "bureau") and words[1] in ("of", "for"):
        rest = words[3:] if words[2] == "the" else words[2:]
        words = [*rest, words[0]] if rest else words
    return " ".join(words)


def is_acronym(name: str) -> bool:
    """Return whether a name is written as an acronym is: NHA, N.H.A.

    >>> is_acronym("N.H.A."), is_acronym("Orr"), is_acronym("HARBOUR")
    (True, False, False)
    """
    letters = name.replace(".", "")
    return letters.isalpha() and letters.isupper() and 2 <= len(letters) <= 6


@lru_cache(maxsize=MOST_NAMES)
def initials(core: str) -> frozenset[str]:
    """Return the acronyms that may be made of a folded name of several words: with and without its small words.

    >>> sorted(initials("bureau of harbour affairs"))
    ['bha', 'boha']
    """
    words = core.split()
    if len(words) < 2:
        return frozenset()
    return frozenset(
        ("".join(word[0] for word in words), "".join(word[0] for word in words if word not in SMALL_WORDS))
    )


@cache
def _lists() -> dict[str, Any]:
    text = resources.files("sayso.link.actors").joinpath("names.toml").read_text("utf-8")
    return {name: frozenset(v) if name != "nicknames" else v for name, v in tomllib.loads(text).items()}


@cache
def _nicknames() -> dict[str, frozenset[str]]:
    """Return a short given name -> what it may be short for."""
    found: dict[str, set[str]] = {}
    for long, *short in _lists()["nicknames"]:
        for name in short:
            found.setdefault(name, set()).add(long)
    return {name: frozenset(all_of) for name, all_of in found.items()}
