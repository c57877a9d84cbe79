"""The titles that stand before the names in a text, and the appositions after them, in one pass over its words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sayso.link.actors.names import person_name, words_before_surname
from sayso.link.actors.offices import Described, described, lexicon
from sayso.link.actors.records import Office, StateNames
from sayso.link.actors.table import Table
from sayso.link.actors.transliteration import fold

TITLE_WORDS = 8
"""Words before a name that may be its title."""
NAME_WORDS = 8
"""Words of a name before its surname that are read."""
APPOSITION_WORDS = 14
"""Words after a name that may describe its bearer."""
MOST_MENTIONS = 40
"""Mentions of one name that are read; an office is told by the first of them."""

_TOKEN = re.compile(r"\n|\w(?:[\w'’.&-]*[\w.])?(?:['’](?!\w))?|[^\w\s]")
_STOPS = frozenset(',;:()[]—–"“”.!?\n')
_DETERMINERS = frozenset(("the", "a", "an", "his", "her", "its", "their", "who"))


@dataclass(slots=True)
class Titles:
    """The offices that one person is shown in, and those once held."""

    now: set[Office] = field(default_factory=set)
    once: set[Office] = field(default_factory=set)

    def add(self, found: Described | None) -> None:
        """Add what a phrase says."""
        if found is not None:
            (self.once if found.once else self.now).add(found.office)


def titles_in(text: str, names: Mapping[str, str], states: StateNames, table: Table) -> dict[str, Titles]:
    """Return key -> the offices by which the text introduces the people of the names; linear in the text's length."""
    by_surname: dict[str, list[str]] = defaultdict(list)
    for key in sorted(names):
        by_surname[person_name(names[key]).surname].append(key)
    words = _TOKEN.findall(text)
    found: dict[str, Titles] = {}
    read: dict[str, int] = defaultdict(int)
    for at, word in enumerate(words):
        bearers = {key: names[key] for key in _bearers(word, by_surname) if _is_joined(word, names[key])}
        bearer, first = _bearer(words, at, bearers) if bearers else (None, at)
        if bearer is None or read[bearer] >= MOST_MENTIONS:
            continue
        read[bearer] += 1
        titles = found.setdefault(bearer, Titles())
        title = _before(words, first)
        if title:
            titles.add(described(title, states, table))
        if word == _owner(word):
            _read_after(titles, words, at + 1, states, table)
    return found


def _owner(word: str) -> str:
    return word.removesuffix("'s").removesuffix("’s").rstrip("'’.")


def _bearers(word: str, by_surname: Mapping[str, Sequence[str]]) -> Sequence[str]:
    """Return the keys of those whose surname a word is, or its last part is: al-Lund, Strack-Lund."""
    if not word.rpartition("-")[2][:1].isupper():
        return ()
    return by_surname.get(" ".join(fold(_owner(word)).split()[-1:]), ())


def _is_joined(word: str, name: str) -> bool:
    """Return whether all that hyphens join to the surname is of the name too: Holm-Lund is not Ann Lund."""
    return words_before_surname(name).issuperset(fold(_owner(word)).split()[:-1])


def _bearer(words: Sequence[str], at: int, names: Mapping[str, str]) -> tuple[str | None, int]:
    """Return whose name ends at a word and where it begins; None where several share it, or it is another's."""
    first = at
    for key, name in names.items():
        first, is_whole = _beginning(words, at, name)
        if is_whole:
            return key, first
    before = words[first - 1] if first else "\n"
    other = before[0].isupper() and fold(before) not in lexicon().words and not before.endswith(("'s", "’s"))
    if len(names) > 1 or (other and len(before) > 1 and first > 1 and words[first - 2] not in _STOPS):
        return None, at
    return next(iter(names)), first


def _beginning(words: Sequence[str], at: int, name: str) -> tuple[int, bool]:
    """Return where a name begins whose surname a word ends in, and whether a given name is part of it."""
    own, given, first, is_whole = words_before_surname(name), person_name(name).given, at, False
    while first > 0 and at - first < NAME_WORDS:
        parts = fold(words[first - 1]).split()
        if not parts or not own.issuperset(parts):
            break
        is_whole = is_whole or not set(parts).isdisjoint(given)
        first -= 1
    return first, is_whole


def _before(words: Sequence[str], first: int) -> list[str]:
    """Return the words of the title directly before a name."""
    lex, at = lexicon(), first
    while at > 0 and first - at < TITLE_WORDS:
        word = words[at - 1]
        low = fold(word)
        if word in _STOPS or not low or (word.endswith(".") and low not in lex.words and len(low) > 4):
            break
        if not word[0].isupper() and low not in lex.words:
            break
        if low in _DETERMINERS:
            break
        at -= 1
    return list(words[at:first])


def _read_after(titles: Titles, words: Sequence[str], at: int, states: StateNames, table: Table) -> None:
    if at < len(words) and words[at] == "(":
        close = next((n for n in range(at, min(at + 8, len(words))) if words[n] == ")"), None)
        if close is None:
            return
        _seat(titles, words[at + 1 : close], table)
        at = close + 1
    if at + 1 >= len(words) or words[at] != ",":
        return
    stop = at + 1
    while stop < len(words) and stop - at <= APPOSITION_WORDS and words[stop] not in _STOPS:
        stop += 1
    phrase = words[at + 1 : stop]
    if len(phrase) and _describes(phrase) and stop < len(words) and words[stop] in _STOPS:
        titles.add(described(phrase, states, table))


def _describes(phrase: Sequence[str]) -> bool:
    """Return whether the words after a comma go on about the name, and name nobody else."""
    low = fold(phrase[0])
    return low in _DETERMINERS or low in lexicon().words


def _seat(titles: Titles, words: Sequence[str], table: Table) -> None:
    """Read (R-Ill.): the region that a senator or representative is of."""
    inside = "".join(words).replace(",", "-")
    party, _, short = inside.partition("-")
    region = table.region(fold(short))
    if region is None or fold(party) not in ("r", "d", "i"):
        return
    for title in ("senator", "representative"):
        if Office(title) in titles.now:
            titles.now.discard(Office(title))
            titles.now.add(Office(title, region))
