"""What a user types, as a full-text query that can't be malformed.

Terms are all looked for; words "in double quotes" stand in that order; a word that ends in `*` stands for all that
begin so. Nothing else is syntax: `AND`, `NEAR(`, `-`, `:` and `*` are looked for as words, or passed over where they
hold no letter and no digit. How a store asks for a query, its dialect says (`sayso.store.dialects`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sayso.errors import UsageError

_TERM = re.compile(r'"([^"]*)"|(\S+)')


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand one after the other."""

    words: str
    """As typed: without double quotes and NUL, and with a letter or a digit."""
    is_beginning: bool = False
    """Whether the last word may go on."""


@dataclass(frozen=True, slots=True)
class WordQuery:
    """Terms that all stand in one of the columns, each in whichever."""

    columns: tuple[str, ...]
    terms: tuple[Term, ...]


def any_order(typed: str, *columns: str) -> WordQuery:
    """Return a query for the terms of `typed`, all of them, in the columns; UsageError where there is no word.

    >>> [term.words for term in any_order('gas "cease fire" talk* -- OR', "content_text").terms]
    ['gas', 'cease fire', 'talk', 'OR']
    """
    terms = []
    for phrase, word in _TERM.findall(_clean(typed)):
        term = phrase or word.replace('"', " ")
        if _has_word(term):
            terms.append(Term(term.rstrip("*"), is_beginning=word.endswith("*")))
    if not terms:
        raise UsageError(f"{typed!r} holds no word to search for: give letters or digits.")
    return WordQuery(columns, tuple(terms))


def as_phrase(typed: str, column: str) -> WordQuery:
    """Return a query for all of `typed` as one phrase: case-insensitive, on word boundaries.

    >>> as_phrase('Ana "Lu" Berg', "said_by")
    WordQuery(columns=('said_by',), terms=(Term(words='Ana  Lu  Berg', is_beginning=False),))
    """
    phrase = _clean(typed).replace('"', " ")
    if not _has_word(phrase):
        raise UsageError(f"{typed!r} holds no word to look for: give a name, or a part of it.")
    return WordQuery((column,), (Term(phrase),))


def is_exact(typed: str) -> bool:
    """Return whether somebody asks for words as they stand: in quotation marks, or by their beginning.

    >>> is_exact('"cease fire"'), is_exact("sanction*"), is_exact("an end to the sanctions")
    (True, True, False)
    """
    return '"' in typed or any(word.endswith("*") for word in typed.split())


def _clean(typed: str) -> str:
    # NUL would end the query early, and a lone surrogate (a command line that is not UTF-8) can't be sent.
    return typed.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")


def _has_word(term: str) -> bool:
    return any(character.isalnum() for character in term)
