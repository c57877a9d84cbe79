"""A content's terms: its words, stemmed, and how rare each is in general news.

Rarity is looked up in a table that comes with the package and never counted in the ledger: what two statements have in
common must not depend on which others there are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import snowballstemmer  # type: ignore[import-untyped] # it comes without annotations

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_POSSESSIVE = ("'s", "’s")
LONGEST = 40
"""Characters of a word that are looked at: a longer one is none."""

UNKNOWN = 8
"""Rarity of a word that is not in the table: it stands in fewer than one of 200 articles."""

SHORT_TEXT = 1_000
"""Characters of a text whose terms are kept a while."""

COMMON = 2
"""A word that stands in more than one of 2 ** 2 articles says nothing of the matter."""


def stems(text: str) -> Iterator[str]:
    """Yield the stems of the words, in order; Porter's second stemmer for English (snowballstem.org).

    >>> list(stems("The ministry's ships were shipping 40 tanks"))
    ['the', 'ministri', 'ship', 'were', 'ship', '40', 'tank']
    """
    for match in WORD.finditer(text):
        word = match.group()
        if len(word) <= LONGEST:
            yield _stem(word.lower().removesuffix(_POSSESSIVE[0]).removesuffix(_POSSESSIVE[1]))


def terms(text: str) -> Mapping[str, int]:
    """Return the text's terms and their rarity: 2 ** rarity articles have one that has the term.

    >>> terms("the ships were in the harbour")
    {'ship': 5, 'harbour': 8}
    """
    return _kept(text) if len(text) <= SHORT_TEXT else _terms(text)


def _terms(text: str) -> Mapping[str, int]:
    found = {}
    for stem in stems(text):
        rarity = rarities().get(stem, UNKNOWN)
        if rarity > COMMON and (len(stem) > 1 or not stem.isalpha()):
            found[stem] = rarity
    return found


_kept = lru_cache(maxsize=20_000)(_terms)
"""The terms of the contents seen last, some 20 MB: an article is compared with those of its weeks again and again."""


@cache
def rarities() -> Mapping[str, int]:
    """Return the table of how rare words are."""
    lines = files("sayso.link").joinpath("common_words.txt").read_text(encoding="utf-8").splitlines()
    parts = (line.partition(": ") for line in lines if not line.startswith("#"))
    return {stem: int(rarity) for rarity, _, words in parts for stem in words.split()}


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    stem: str = _stemmer().stemWord(word)
    return stem


@cache
def _stemmer() -> Any:  # noqa: ANN401 - snowballstemmer comes without annotations
    return snowballstemmer.stemmer("english")
