"""Names of one word that the text treats as a body's: the start-up Lumera, Lumera's users, Lumera, an app for nurses.

The model takes many a one-word company, outlet or app for a person. What stands around the name tells better.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from sayso.resolve.carriers import carriers
from sayso.resolve.lexicon import lexicon
from sayso.resolve.wording import Wording

Run = tuple[int, int]
APPOSED = 5
"""Words between ", a" and the noun that says what a body is: "a fast-growing Velden start-up"."""


def known_bodies(text: Wording, found: Sequence[Run]) -> frozenset[str]:
    """Return the one-word names, in small letters, that more signs tell to be bodies than people."""
    signs = Counter[str]()
    for first, end in found:
        if end - first == 1:
            signs[text.low[first]] += _is_called_body(text, first) - SURER * _is_called_person(text, first)
    return frozenset(name for name, count in signs.items() if count > 0)


SURER = 3
"""A form of address or an office before a name counts for so many signs of a body."""


def _is_called_body(text: Wording, at: int) -> bool:
    words, low = lexicon().words, text.low
    if text.words[at] in carriers().kinds or text.words[at] in carriers().words["platforms"]:
        return text.words[at] not in carriers().words["ambiguous"]
    if at > 0 and low[at - 1] in words["body_nouns"] and text.line[at - 1] == text.line[at]:
        return True
    after = at + 1
    if after >= len(text.words) or text.line[after] != text.line[at]:
        return False
    if low[after] in ("'s", "’s") and after + 1 < len(text.words):
        return _is_of_a_body(text, after + 1)
    if low[after] in words["body_tails"]:
        return True
    return text.words[after] == "," and _is_apposed_body(text, after + 1)


def _is_of_a_body(text: Wording, at: int) -> bool:
    """Return whether what somebody's possessive owns is a body's: its users, its co-founder, its chief executive."""
    owned = lexicon().words["body_owned"]
    return text.low[at] in owned or (at + 1 < len(text.words) and f"{text.low[at]} {text.low[at + 1]}" in owned)


def _is_apposed_body(text: Wording, at: int) -> bool:
    """Return whether `a start-up`, `the maker of ..` stands at the words after a name's comma."""
    if at >= len(text.words) or text.low[at] not in ("a", "an", "the"):
        return False
    nouns: Collection[str] = lexicon().words["body_nouns"]
    for n in range(at + 1, min(at + 1 + APPOSED, len(text.words))):
        if text.line[n] != text.line[at] or text.words[n] in (",", ".", "“", "”") or lexicon().office(text.words[n]):
            return False
        if text.low[n] in nouns:
            after = text.words[n + 1] if n + 1 < len(text.words) else "."
            return lexicon().office(after) is None
    return False


def _is_called_person(text: Wording, at: int) -> bool:
    lex = lexicon()
    if at > 0 and text.line[at - 1] == text.line[at] and text.low[at - 1] in lex.titles:
        return True
    return text.low[at] in lex.first_names
