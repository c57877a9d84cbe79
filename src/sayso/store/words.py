"""What a user types, as a full-text query that can't be malformed.

Every term is quoted, so that nothing in it is FTS5 syntax: `AND`, `NEAR(`, `-`, `:` and `*` are looked for as words, or
passed over where they hold no letter and no digit. Terms are joined by "and"; words "in double quotes" stand in that
order; a word that ends in `*` stands for all that begin so.
"""

from __future__ import annotations

import re

from sayso.errors import UsageError

_TERM = re.compile(r'"([^"]*)"|(\S+)')


def any_order(typed: str, column: str) -> str:
    """Return a query for the terms of `typed`, all of them, in the column; UsageError where there is no word.

    >>> any_order('gas "cease fire" talk* -- OR', "content_text")
    'content_text : ("gas" "cease fire" "talk"* "OR")'
    """
    terms = []
    for phrase, word in _TERM.findall(_clean(typed)):
        term = phrase or word.replace('"', " ")
        if _has_word(term):
            terms.append(_quoted(term.rstrip("*")) + ("*" if word.endswith("*") else ""))
    if not terms:
        raise UsageError(f"{typed!r} holds no word to search for: give letters or digits.")
    return f"{column} : ({' '.join(terms)})"


def as_phrase(typed: str, column: str) -> str:
    """Return a query for all of `typed` as one phrase: case-insensitive, on word boundaries.

    >>> as_phrase('Ana "Lu" Berg', "said_by")
    'said_by : ("Ana  Lu  Berg")'
    """
    phrase = _clean(typed).replace('"', " ")
    if not _has_word(phrase):
        raise UsageError(f"{typed!r} holds no word to look for: give a name, or a part of it.")
    return f"{column} : ({_quoted(phrase)})"


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


def _quoted(term: str) -> str:
    return f'"{term}"'
