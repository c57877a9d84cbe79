"""What one cell of a table holds, where a record's field is a list or a date."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from sayso.records import Dated, Span

Row = dict[str, Any]
Stored = Mapping[Any, Any]
"""Column name to value, as SQLAlchemy takes it and gives it."""

APART = " \ue000 "
"""Stands between names that are searched as words: the index takes it for a word, and nobody types it, so that a phrase
is found within one name and never across two."""


_ESCAPED_NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")


def json_text(value: object) -> str:
    r"""Return the value as JSON that people can read in the file. NUL becomes U+FFFD, as in all text that is kept.

    >>> json_text([("JPN", "Japan"), ("a\0b", "a\\u0000b")])
    '[["JPN","Japan"],["a\ufffdb","a\\\\u0000b"]]'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return _ESCAPED_NUL.sub("\\1\ufffd", text) if "\\u0000" in text else text


def exact_json(value: object) -> str:
    """Return the value as JSON in ASCII, so that a lone surrogate comes back as it was."""
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))


def names_text(names: Iterable[str]) -> str:
    """Return the names as one text to be searched."""
    return APART.join(names)


def span_of(text: str | None) -> Span | None:
    """Return the span of a cell, or None.

    >>> span_of("[4,7]")
    Span(start=4, end=7)
    """
    return Span(*json.loads(text)) if text else None


def dated_of(row: Stored, name: str) -> Dated | None:
    """Return the date of the columns that begin with `name`, or None where it is unknown."""
    if row[name] is None:
        return None
    return Dated(row[name], row[f"{name}_precision"], row[f"{name}_basis"], span_of(row[f"{name}_span"]))
