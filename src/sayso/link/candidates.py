"""Which statements are compared: those that share a key, and a run of words or enough of their terms.

A key is a number that follows from one statement alone. Two rare terms of a content make one, so does a term that is
very rare: statements of one matter share names, numbers and places even where they share no phrase. A speaker and a
term make another kind, by which somebody's earlier words are found, however long ago.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from sayso.link.sides import Side

NEAR_DAYS = 45
"""Days between two pages within which paraphrases, replies and denials are looked for."""

TERMS = 7
"""Of a content's terms the rarest so many make keys."""

ALONE = 7
"""From this rarity on a term is a key alone: it stands in fewer than one of 128 articles."""

OF_SPEAKER = 4
"""Terms of a content that make a key with its speaker."""

LEAST_OVERLAP = 0.25
"""Of two contents' terms, weighed by their rarity, the share of the shorter one that both must have to be compared by
what they mean. Those with a run of words in common are compared as copies without it: "we will not go back" has none.
"""

UNSURE_OVERLAP = 0.4
UNSURE_TERMS = 2
"""The same, and how many terms both must have, where dates don't say that the pages are near: among all years there is
more that sounds alike by chance (docs/design/2026-11-28-undated-pages.md).
"""


@dataclass(frozen=True, slots=True)
class Keys:
    """Of one statement: `near` are looked up among pages of some weeks, `ever` among all.

    Those of the near ones that are `words` stand for words in their order, whether common or rare.
    """

    near: frozenset[int]
    ever: frozenset[int]
    words: frozenset[int] = frozenset()


def statement_keys(side: Side, words: Iterable[int] = ()) -> Keys:
    """Return the keys of a statement, with those of its running `words`; one of common words alone has no others."""
    words = frozenset(words)
    rarest = sorted(side.terms, key=lambda term: (-side.terms[term], term))[:TERMS]
    near = frozenset((*words, *(_number("terms", *pair) for pair in _pairs(side, rarest))))
    speaker = side.speaker
    ever = frozenset(_number("speaker", speaker, term) for term in rarest[:OF_SPEAKER]) if speaker else frozenset()
    return Keys(near, ever, words)


def overlap(one: Mapping[str, int], other: Mapping[str, int]) -> float:
    """Return the share, by rarity, of the terms of the shorter content that stand in both.

    >>> overlap({"ferri": 8, "strait": 6}, {"strait": 6, "toll": 7, "navi": 6})
    0.42857142857142855
    """
    shared = sum(rarity for term, rarity in one.items() if term in other)
    least = min(sum(one.values()), sum(other.values()))
    return shared / least if least else 0.0


def are_close(one: Side, other: Side) -> bool:
    """Return whether the two have enough of their terms in common to be compared by what they mean."""
    shared = overlap(one.terms, other.terms)
    if are_near(one, other) is not None:
        return shared >= LEAST_OVERLAP
    return shared >= UNSURE_OVERLAP and len(one.terms.keys() & other.terms.keys()) >= UNSURE_TERMS


def near_days(side: Side) -> tuple[str, str] | None:
    """Return the first and last day of the pages that a statement is compared with, or None for all.

    A page of a month, a year or an interval is looked up among all, and found from all, as one without a date is: its
    reach is another than that of a page of one day, and the two would find each other in one order of arrival only.
    """
    if side.days is None or side.days[0] != side.days[1]:
        return None
    reach = timedelta(days=NEAR_DAYS)
    day, _ = side.days
    return (max(day, date.min + reach) - reach).isoformat(), (min(day, date.max - reach) + reach).isoformat()


def are_near(one: Side, other: Side) -> bool | None:
    """Return whether the pages were published within NEAR_DAYS of one another; None where their dates don't say."""
    if one.row.article_id == other.row.article_id:
        return True
    if one.days is None or other.days is None:
        return None
    apart = one.days[0] - other.days[1], other.days[0] - one.days[1]
    if max(apart).days > NEAR_DAYS:
        return False
    return True if -min(apart).days <= NEAR_DAYS else None


def _pairs(side: Side, rarest: list[str]) -> Iterator[tuple[str, ...]]:
    alone = [term for term in rarest if side.terms[term] >= ALONE]
    yield from ((term,) for term in alone)
    yield from combinations(sorted(set(rarest) - set(alone)), 2)


def _number(*parts: str) -> int:
    """Return 63 bits that follow from the parts, as SQLite keeps them."""
    digest = hashlib.blake2b("\x1f".join(parts).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1
