"""Pronouns: what kind of actor each may stand for, and the relative ones, which stand beside what they stand for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sayso.records import NameKind
from sayso.resolve.lexicon import lexicon
from sayso.resolve.mentions import Mention
from sayso.resolve.people import FEMALE, MALE
from sayso.resolve.wording import Wording


@dataclass(frozen=True, slots=True)
class Pronoun:
    """`kind`: person, they, it, relative, first or second."""

    kind: str
    gender: str | None = None


_FORMS = {
    Pronoun("person", MALE): "he him his himself",
    Pronoun("person", FEMALE): "she her hers herself",
    Pronoun("they"): "they them their theirs themselves",
    Pronoun("it"): "it its itself",
    Pronoun("relative"): "who whom whose that which",
    Pronoun("first"): "i me my mine we us our ours myself ourselves",
    Pronoun("second"): "you your yours yourself",
}
PRONOUNS = {word: pronoun for pronoun, words in _FORMS.items() for word in words.split()}
"""The word in lower case -> what it may stand for.

>>> PRONOUNS["her"]
Pronoun(kind='person', gender='f')
"""


def pronoun_of(word: str) -> Pronoun | None:
    """Return the pronoun that a word in lower case is, a contracted verb aside.

    >>> pronoun_of("they’re")
    Pronoun(kind='they', gender=None)
    """
    return PRONOUNS.get(word) or PRONOUNS.get(word.replace("’", "'").split("'")[0])


BEFORE = 4
"""Words of a phrase without a determiner that are taken as what a relative pronoun stands for."""
BARRIERS = frozenset(
    [
        "and",
        "but",
        "or",
        "said",
        "says",
        "told",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "by",
        "as",
        "than",
        "while",
        "when",
        "if",
        "because",
        "has",
        "have",
        "had",
        "not",
    ]
)


def antecedent(text: Wording, at: int, found: Sequence[Mention]) -> tuple[int, int] | None:
    """Return the words that the relative pronoun at `at` follows: `the senator` of "the senator, who".

    A place or body that `who` follows is passed over: "leaders of Finland who" are the leaders.
    """
    end = _back_over_marks(text, at)
    if (named := _apposed_to(text, end, found)) is not None:
        return named
    ends = {one.end: one for one in found}
    personal = text.low[at] in ("who", "whom", "whose")
    while end > 0 and text.line[end - 1] == text.line[at]:
        one = ends.get(end)
        if one is not None and not (personal and one.kind in (NameKind.PLACE, NameKind.ORGANISATION)):
            return one.before, end
        begin = one.first if one is not None else end
        if one is None or begin == 0 or text.low[begin - 1] not in (*lexicon().words["prepositions"], "the"):
            return (one.before, end) if one is not None else _plain(text, end)
        end = begin - 1
        while end > 0 and text.low[end - 1] in lexicon().words["prepositions"] | {"the"}:
            end -= 1
    return None


def _apposed_to(text: Wording, end: int, found: Sequence[Mention]) -> tuple[int, int] | None:
    """Return the name before an apposition that ends at `end`: Jane Roe, | a doctor from X, | who."""
    words = lexicon().words
    for at in range(end - 1, max(end - 14, 0), -1):
        if text.line[at] != text.line[end - 1] or text.words[at] in (".", ";", "“", "”"):
            return None
        if text.words[at - 1] == "," and (text.low[at] in words["determiners"] or lexicon().office(text.words[at])):
            stop = _back_over_marks(text, at)
            one = next((one for one in found if one.end == stop), None)
            return (one.before, one.end) if one is not None and one.kind is not NameKind.PLACE else None
    return None


def _back_over_marks(text: Wording, at: int) -> int:
    """Return one after the last word before `at`, commas and what stands in brackets aside."""
    end = at
    while end > 0 and text.words[end - 1] in (",", "—", "–", ")", "”", '"', "-"):
        if text.words[end - 1] == ")":
            end = next((n for n in range(end - 1, max(end - 9, 0), -1) if text.words[n] == "("), end - 1)
        else:
            end -= 1
    return end


def _plain(text: Wording, end: int) -> tuple[int, int] | None:
    """Return the noun phrase without a name that ends before `end`."""
    words, first = lexicon().words, end
    while first > 0 and text.line[first - 1] == text.line[end - 1] and end - first < 2 * BEFORE:
        low = text.low[first - 1]
        if not low[0].isalnum() or low in BARRIERS or low in words["prepositions"]:
            break
        first -= 1
        if low in words["determiners"] or first in text.first_of_sentence:
            break
    else:
        first = max(first, end - BEFORE)
    return (first, end) if first < end else None
