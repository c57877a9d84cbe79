"""Contractions written out, and numbers in figures: didn't is did not, twenty-five is 25, U.S. is US.

For the words of statements, which are short: one word written otherwise is much of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.link.running_words import RunningWords

_IRREGULAR = {"ai": "is", "ca": "can", "sha": "shall", "wo": "will"}
_VERBS = "are could did do does had has have is might must need should was were would"
_NEGATED = {f"{verb}nt": (verb, "not") for verb in _VERBS.split()} | {
    f"{begun}nt": (verb, "not") for begun, verb in _IRREGULAR.items()
}
_NEGATED["cannot"] = ("can", "not")

_SHORT = re.compile(
    "(?P<who>i|you|we|they|he|she|it|that|there|who)['’ʼ](?P<verb>ll|re|ve|m)"
    "|(?P<one>he|she|it|that|there|what|who)['’ʼ](?P<is>s)"
)
"""Without 'd, which is had or would; 's of a pronoun is "is" more often than "has"."""
_VERB = {"ll": "will", "re": "are", "ve": "have", "m": "am", "s": "is"}

_UNDER_TWENTY = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_UNITS = {word: str(n) for n, word in enumerate(_UNDER_TWENTY.split())}
_BY_TEN = "twenty thirty forty fifty sixty seventy eighty ninety"
_TENS = {word: str(10 * n) for n, word in enumerate(_BY_TEN.split(), start=2)}
_FIRST_TO_TWELFTH = (
    "first 1st, second 2nd, third 3rd, fourth 4th, fifth 5th, sixth 6th, seventh 7th, eighth 8th, ninth 9th, "
    "tenth 10th, eleventh 11th, twelfth 12th"
)
_ORDINALS = {word: figure for word, _, figure in (pair.partition(" ") for pair in _FIRST_TO_TWELFTH.split(", "))}
_FIGURES = {word: figure for word, figure in (_UNITS | _TENS | _ORDINALS).items() if word != "one"}
"""One is more often nobody than a number."""
_BELOW_TEN = {word: form for word, form in (_UNITS | _ORDINALS).items() if re.match(r"[1-9](?!\d)", form)}
_NOUGHTS = {"hundred": "00", "thousand": "000"}
_DASHES = ("-", "\u2010", "\u2011", " ", "\u00a0")
_GROUPING = (",", "\u2009", "\u202f")
_CURRENCIES = {"$": "dollars", "€": "euros", "£": "pounds", "¥": "yen"}
_MAGNITUDES = frozenset({"million", "billion", "trillion"})
_PERCENT = re.compile(r"\s?%")


def in_full(text: str, words: RunningWords) -> RunningWords:
    """Return the words of a text in their full forms: two of one place for a contraction, one for a number of several.

    >>> from sayso.link.running_words import running_words
    >>> from sayso.records import Span
    >>> words = lambda text: in_full(text, running_words(text, [Span(0, len(text))])).forms
    >>> words("We’re sure it didn't cost 1,500, or twenty-five thousand")
    ('we', 'are', 'sure', 'it', 'did', 'not', 'cost', '1500', 'or', '25000')
    >>> words("5%, the fifth per cent in the U.S. for $2 million")
    ('5', 'percent', 'the', '5th', 'percent', 'in', 'the', 'us', 'for', '2', 'million', 'dollars')
    """
    found: list[tuple[str, int, int]] = []
    owed: str | None = None
    for form, start, end in zip(words.forms, words.starts, words.ends, strict=True):
        joined = _joined(text, found[-1], form, start) if found else None
        if owed and joined is None and not _goes_on(text[found[-1][2] : start], form):
            found.append((owed, *found[-1][1:]))
            owed = None
        if joined is not None:
            found[-1] = (joined, found[-1][1], end)
        else:
            found += [(part, start, end) for part in _parts(form, text[start:end])]
        if sign := _PERCENT.match(text, end):
            found.append(("percent", sign.end() - 1, sign.end()))
        owed = _CURRENCIES.get(text[start - 1 : start], owed)
    if owed:
        found.append((owed, *found[-1][1:]))
    forms, starts, ends = zip(*found, strict=True) if found else ((), (), ())
    return RunningWords(forms, starts, ends)


def _goes_on(between: str, form: str) -> bool:
    """Return whether an amount of money goes on with a word: the name of its currency comes after all of it."""
    return form in _MAGNITUDES or (between == "." and _is_figure(form))


def _parts(form: str, written: str) -> Iterator[str]:
    short = _SHORT.fullmatch(written.casefold())
    if short is not None:
        yield short["who"] or short["one"]
        yield _VERB[short["verb"] or short["is"]]
    else:
        yield from _NEGATED.get(form) or (_FIGURES.get(form, form),)


def _joined(text: str, before: tuple[str, int, int], form: str, start: int) -> str | None:
    """Return the word that a word makes with the one before it, or None."""
    known, begun, end = before
    between = text[end:start]
    if between == "." and len(form) == 1 and form.isalpha() and (len(known) == 1 or text[end - 2] == "."):
        return known + form
    if not _is_figure(known):
        return "percent" if (known, form) == ("per", "cent") else None
    if between in _GROUPING and _is_figure(form) and len(form) == 3 and _begins_groups(text, known, end, between):
        return known + form
    if between in _DASHES and form in _NOUGHTS:
        return known + _NOUGHTS[form]
    is_in_words = between in _DASHES and not text[begun].isdigit()
    return known[0] + _BELOW_TEN[form] if is_in_words and known in _TENS.values() and form in _BELOW_TEN else None


def _begins_groups(text: str, known: str, end: int, between: str) -> bool:
    return known[0] != "0" and (len(known) <= 3 or text[end - 4] == between)


def _is_figure(form: str) -> bool:
    return form.isascii() and form.isdecimal()
