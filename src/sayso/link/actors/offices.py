"""Offices in words: "Veldish Prime Minister" -> (prime minister, VEL)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import NamedTuple

from sayso.link.actors.names import organisation_core
from sayso.link.actors.records import Office, StateNames
from sayso.link.actors.table import Table
from sayso.link.actors.transliteration import fold

LONGEST_TITLE = 4
"""Words of a title, without a portfolio."""
LONGEST_PLACE = 4
"""Words of a state's or region's name."""
LONGEST_PHRASE = 14
"""Words of a description that are read."""


@dataclass(frozen=True, slots=True)
class Described:
    """What a phrase says of somebody's office."""

    office: Office
    once: bool = False
    """Whether it was held before: former president."""
    left: tuple[str, ...] = ()
    """Words that tell something else."""


def described(words: Sequence[str], states: StateNames, table: Table) -> Described | None:
    """Return the office that a phrase of words, as they stand in the text, names; None where it names none.

    A phrase is what stands before a name ("Veldish Prime Minister") or beside one ("the chair of the Harbour Guild").
    """
    plain = [_bare(word) for word in words[:LONGEST_PHRASE]]
    plain = [part for word in plain if word for part in _apart(word)]
    at = _end_of_title([fold(word) for word in plain])
    title, first = _title(plain[:at])
    if title is None:
        return None
    before, once = _modified(plain[:first])
    place, rest = _place_before(before, states, table)
    if title in lexicon().portfolio_heads and rest:
        title, rest = _named(f"{' '.join(fold(word) for word in rest)} {title}"), []
    title = _with_rank(title, plain[:first])
    title, place, rest = _after(title, place, rest, plain[at:], states, table)
    body = _body(title, place, rest, table)
    if rest and not body and not place.shared and all(word[0].isupper() or not word[0].isalpha() for word in rest):
        body, rest = _unit(rest, table), []
    return Described(Office(title, body), once, tuple(rest))


def is_held_alone(title: str) -> bool:
    """Return whether one person holds the office at a time.

    >>> is_held_alone("prime minister"), is_held_alone("finance minister"), is_held_alone("senator")
    (True, True, False)
    """
    lex = lexicon()
    head = title.split()[-1]
    return title in lex.one or (head in lex.portfolio_heads and " " in title) or title.startswith("ambassador to ")


def fields_far_apart(one: Sequence[Office], other: Sequence[Office]) -> bool:
    """Return whether the offices are of fields that one person is seldom seen in.

    >>> coach, senator, lawyer = [Office("coach")], [Office("senator")], [Office("lawyer")]
    >>> fields_far_apart(coach, senator), fields_far_apart(lawyer, senator)
    (True, False)
    """
    lex = lexicon()
    a, b = (frozenset(filter(None, (lex.field.get(o.title.split()[-1]) for o in held))) for held in (one, other))
    return bool(a and b) and not a & b and all((x, y) in lex.far for x in a for y in b)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of offices.toml."""

    one: frozenset[str]
    every: frozenset[str]
    portfolio_heads: frozenset[str]
    """Titles that a portfolio makes an office of one: minister, secretary."""
    same: Mapping[str, str]
    portfolios: Mapping[str, str]
    once: frozenset[str]
    kept: frozenset[str]
    regional: frozenset[str]
    """Titles in regions as well as in states."""
    municipal: frozenset[str]
    """Titles in towns."""
    shared: Mapping[str, tuple[str, str]]
    """A name that a region and a state share -> the region, "" for the state's demonym, and the state's code."""
    of_states: frozenset[str]
    """Titles that no region has."""
    not_bodies: frozenset[str]
    """Words before a title that are no part of a body's name."""
    field: Mapping[str, str]
    """A title's last word -> its field."""
    far: frozenset[tuple[str, str]]
    words: frozenset[str]
    """Every word that stands in a title, or may stand before it in small letters."""


@cache
def lexicon() -> Lexicon:
    """Return the words for offices."""
    read = tomllib.loads(resources.files("sayso.link.actors").joinpath("offices.toml").read_text("utf-8"))
    one = frozenset(title for title in read["one"] if "*" not in title)
    far = {(x, y) for x, fields in read["far"].items() for y in fields}
    every = one | frozenset(read["many"]) | frozenset(read["same"])
    modifiers = [word for key in ("once", "kept", "dropped") for word in read["modifiers"][key]]
    return Lexicon(
        one=one,
        every=every,
        portfolio_heads=frozenset(title[2:] for title in read["one"] if title.startswith("* ")),
        same=read["same"],
        portfolios=read["portfolios"],
        once=frozenset(read["modifiers"]["once"]),
        kept=frozenset(read["modifiers"]["kept"]),
        regional=frozenset(read["regional"]),
        municipal=frozenset(read["municipal"]),
        shared={word: (one["region"], one["state"]) for one in read["shared"] for word in one["names"]},
        of_states=frozenset(read["of_states"]),
        not_bodies=frozenset(word for words in read["modifiers"].values() for word in words),
        field={word: name for name, words in read["fields"].items() for word in words},
        far=frozenset(far | {(y, x) for x, y in far}),
        words=frozenset(word for words in (*every, *modifiers, *read["before"]) for word in words.split()),
    )


def _bare(word: str) -> str:
    for ending in ("'s", "’s", "'", "’", ","):
        word = word.removesuffix(ending)
    return word if fold(word) else ""


def _end_of_title(low: Sequence[str]) -> int:
    """Return where the preposition stands that the body follows: not the one within "chief of staff"."""
    for n, word in enumerate(low):
        if n and word in ("of", "for", "to", "at", "in") and " ".join(low[n - 1 : n + 2]) not in lexicon().every:
            return n
    return len(low)


def _apart(word: str) -> tuple[str, ...]:
    """Return `ex-president` as two words."""
    return (word[:2], word[3:]) if word[:3].lower() == "ex-" and len(word) > 3 else (word,)


def _title(words: Sequence[str]) -> tuple[str | None, int]:
    """Return the title that the words end in, and where it begins; the longest of those there are."""
    folded = [fold(word) for word in words]
    for size in range(min(LONGEST_TITLE, len(folded)), 0, -1):
        title = " ".join(folded[-size:])
        if title in lexicon().every:
            return lexicon().same.get(title, title), len(folded) - size
    return None, 0


def _modified(words: Sequence[str]) -> tuple[list[str], bool]:
    """Return the words without those that say since when or how an office is held, and whether it is past."""
    lex, kept, once = lexicon(), [], False
    for word in words:
        low = fold(word)
        once = once or low in lex.once
        if low not in lex.not_bodies or word == "New":
            kept.append(word)
    return kept, once


def _with_rank(title: str, before: Sequence[str]) -> str:
    """Return the title with the deputy's word that stands somewhere before it."""
    ranks = [low for word in before if (low := fold(word)) in lexicon().kept]
    return f"{ranks[-1]} {title}" if ranks and not title.startswith(ranks[-1]) else title


class _Place(NamedTuple):
    """What words name in which an office may be held."""

    body: str = ""
    """A state's code, a region or an organisation; "" where they name none."""
    seat: str = ""
    """The folded words, where they name a state by its seat of government."""
    shared: tuple[str, str] | None = None
    """The region and the state, where the words may name either."""


def _place_before(words: list[str], states: StateNames, table: Table) -> tuple[_Place, list[str]]:
    """Return the state or region that the words begin with, and the words after it."""
    for size in range(min(LONGEST_PLACE, len(words)), 0, -1):
        place = _place(" ".join(words[:size]), states, table)
        if place.body:
            return place, words[size:]
    return _Place(), words


def _place(words: str, states: StateNames, table: Table) -> _Place:
    low = fold(words)
    if (both := lexicon().shared.get(low)) is not None:
        return _Place(both[0] or both[1], shared=both)
    named = table.region(low) or states.affiliation(words)
    return _Place(named) if named is not None else _Place(states.code(words) or "", low)


def _body(title: str, place: _Place, rest: Sequence[str], table: Table) -> str:
    """Return the body of a title in a place: a capital's mayor is the town's, its foreign minister the state's."""
    if place.shared is not None:
        return _of_region_or_state(title, place.shared, rest)
    lex, words = lexicon(), title.split()
    ends = frozenset(" ".join(words[n:]) for n in range(len(words)))
    if place.seat and ends & lex.municipal:
        return place.seat
    if place.seat and ends & lex.regional:
        return table.region(f"{place.seat} state") or place.seat
    return place.body


def _of_region_or_state(title: str, shared: tuple[str, str], rest: Sequence[str]) -> str:
    """Return which of the two that share a name an office is of: Georgia's governor, Georgia's foreign minister.

    "" for an office that both may have, and for what only begins with the name: the president of Georgia Tech.
    """
    lex, words = lexicon(), title.split()
    ends = frozenset(" ".join(words[n:]) for n in range(len(words)))
    if ends & (lex.regional | lex.municipal):
        return shared[0]
    has_portfolio = words[-1] == "minister" and len(words) > 1
    is_of_state = ends & lex.of_states or has_portfolio or title.startswith("ambassador to ")
    return shared[1] if is_of_state and not rest else ""


def _after(
    title: str, place: _Place, rest: list[str], after: Sequence[str], states: StateNames, table: Table
) -> tuple[str, _Place, list[str]]:
    """Read `of the Harbour Guild`, `of foreign affairs`, `to Tokyo`."""
    words = [word for word in after[1:] if fold(word) not in ("the", "a", "an")]
    if not words:
        return title, place, rest
    there, beyond = _place_before(words, states, table)
    if title == "ambassador":
        sent_to = there.shared[1] if there.shared is not None else there.body
        return (f"ambassador to {sent_to or fold(words[0])}", place, rest)
    if there.body and not place.body:
        is_of = fold(after[0]) == "of"  # a senator in Washington is not Washington's
        return title, there if is_of else there._replace(seat=""), [*rest, *beyond]
    if title.split()[-1] in lexicon().portfolio_heads and " " not in title:
        stop = next((n for n, word in enumerate(words) if fold(word) in ("of", "for", "in", "at")), len(words))
        title = _named(f"{' '.join(fold(word) for word in words[:stop])} {title}")
        return (*_after(title, place, rest, words[stop:], states, table)[:2], rest)
    if not place.body and fold(after[0]) in ("of", "at", "for"):
        stop = next(
            (n for n, word in enumerate(words) if n and word.islower() and fold(word) not in ("of", "for", "and")),
            len(words),
        )
        return title, _Place(_unit(words[:stop], table)), rest
    return title, place, rest


def _named(title: str) -> str:
    """Return the one form of a title with a portfolio: defence minister, minister of defence."""
    *portfolio, head = title.split()
    words = " ".join(portfolio)
    named = f"{lexicon().portfolios.get(words, words)} {head}"
    return lexicon().same.get(named, named)


def _unit(words: Sequence[str], table: Table) -> str:
    """Return an organisation in which an office is held: its key in the table, or its folded name."""
    core = organisation_core(" ".join(words))
    entry = table.named(core)
    return entry.key if entry is not None else core
