"""The words of a text that say when: found, and taken apart, but not yet set against a calendar.

The expressions are those that TIMEX3 calls DATE (Pustejovsky et al. 2003, "TimeML"), as the English press writes
them; durations and clock times are left alone. A word that can only stand in such an expression (`Monday`, `May`,
`ago`, `2018`) is looked up first, and a grammar is tried around it alone: most words of a page cost one look-up.
"""

from __future__ import annotations

import re

from sayso.resolve.time_grammar import Grammar, Kind, TimeWords, table


def time_words(text: str, start: int = 0, end: int | None = None) -> list[TimeWords]:
    """Return the time expressions of `text[start:end]`, in text order; none overlaps another.

    >>> text = "On Monday he denied what she had said two days earlier."
    >>> [found.span.of(text) for found in time_words(text)]
    ['On Monday', 'two days earlier']
    """
    end = len(text) if end is None else end
    grammars_of = table()
    if grammars_of.keys().isdisjoint(_TOKEN.findall(text, start, end)):
        return []
    found: list[TimeWords] = []
    floor = start
    for match in _TOKEN.finditer(text, start, end):
        grammars = grammars_of.get(match[0])
        if grammars is None or match.start() < floor:
            continue
        before = [token.start() for token in _TOKEN.finditer(text, max(floor, match.start() - LEFT), match.end())]
        one = _around(text, before, match.end(), grammars, end)
        if one is not None:
            if found and found[-1].span.end > one.span.start:  # "earlier", of "earlier this year"
                found.pop()
            found.append(one)
            floor = one.span.end if one.kind is not Kind.VAGUE else one.span.start
    return found


LEFT = 50
"""Characters that an expression may begin before the word that gives it away: `on the morning of Wednesday, 5 May`."""

_TOKEN = re.compile(r"[A-Za-z]+|\d+")


def _around(text: str, starts: list[int], core: int, grammars: tuple[Grammar, ...], end: int) -> TimeWords | None:
    """Return the expression of the first grammar that fits, from as far left as it fits, up to `core` at least."""
    for grammar in grammars:
        for at in starts:
            match = grammar.pattern.match(text, at, end)
            if match and match.end() >= core and not (at and (text[at - 1].isalnum() or text[at - 1] in "-/.")):
                return grammar.read(match)
    return None
