"""Read the noun phrase that begins at a place: "a small group of Velden reporters", "her colleague, Ada Brandt"."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files

from sayso.records import Span

_WORD = re.compile(r"[^\W_](?:[\w&.’'-]*[^\W_])?")
_APPOSITION = re.compile(r", ((?:[A-Z][\w’'.-]*\s?){1,4}),")
_TITLES = frozenset(("Mr", "Mrs", "Ms", "Dr", "Sen", "Rep", "Gov", "Gen", "Pres", "Col", "Lt", "St", "Sgt", "Prof"))
_OWN = re.compile(r"(?:his|her|their|its|my|our)(?: [\w-]+){1,4}", re.IGNORECASE)
_LEADING = " \t  “\"‘'("
LONGEST = 9
"""Words: what is longer is a clause."""


@lru_cache(maxsize=1)
def addressing() -> dict[str, frozenset[str]]:
    """Return the lists of `addressing.toml`, read once."""
    text = files("sayso.resolve").joinpath("addressing.toml").read_text(encoding="utf8")
    return {key: frozenset(words) for key, words in tomllib.loads(text).items()}


def noun_phrase(text: str, start: int, end: int) -> Span | None:
    """Return the noun phrase at `start`, at most to `end`; None where another kind of word stands there.

    >>> text = "told a small group of reporters on Monday"
    >>> noun_phrase(text, 4, len(text)).of(text)
    'a small group of reporters'
    """
    while start < end and text[start] in _LEADING:
        start += 1
    at, last = start, None
    for _ in range(LONGEST):
        word = _WORD.match(text, at, end)
        if word is None or word[0].lower() in addressing()["ends"]:
            break
        last = word
        step = 2 if word[0] in _TITLES and text.startswith(". ", word.end()) else 1
        if text[word.end() + step - 1 : word.end() + step] != " ":
            break
        at = word.end() + step
    if last is None:
        return None
    stop = _without_joint(text, start, last.end())
    if stop <= start:
        return None
    return Span(start, _with_apposition(text, stop, end) if _OWN.fullmatch(text, start, stop) else stop)


def _without_joint(text: str, start: int, end: int) -> int:
    """Return the end without "and" or "of" left over."""
    left = re.search(r"\s+(?:and|of|the|a|an)$", text[start:end])
    return start + left.start() if left else end


def _with_apposition(text: str, stop: int, end: int) -> int:
    """Return the end with the name that follows between commas: "his colleague, Ada Brandt,"."""
    name = _APPOSITION.match(text, stop, end)
    return name.end(1) if name else stop
