"""A source span -> what is said of its head: the noun, what determines it, whose it is, and the parts of a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sayso.records import NameKind
from sayso.resolve.lexicon import lexicon
from sayso.resolve.mentions import Mention
from sayso.resolve.postings import posted_at
from sayso.resolve.wording import Wording

MARKS = frozenset(",.;:—–-“”\"'‘’?!…|―")
ENDINGS = frozenset(
    [
        "himself",
        "herself",
        "itself",
        "themselves",
        "alike",
        "also",
        "all",
        "both",
        "here",
        "there",
        "everywhere",
        "abroad",
        "'s",
        "’s",
        "'",
        "’",
    ]
)
SUBJECTS = frozenset(["he", "she", "they", "we", "i"])


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words `first..end` of a noun phrase; `core_end` ends its core, before prepositions and relative clauses.

    `named` is the name that the core ends in, `inner` a name within the core that its head noun goes with ("the Roe
    campaign"), `apposed` the name in an apposition ("the mayor, | Jane Roe"), and `heading` the person with whom a
    heading begins that is in capitals throughout ("Roe Hammers Lenders").
    """

    first: int
    end: int
    core_end: int
    named: Mention | None = None
    inner: Mention | None = None
    apposed: Mention | None = None
    heading: Mention | None = None

    def head(self, text: Wording) -> str:
        """Return the head noun in lower case."""
        return text.low[self.core_end - 1]

    def opening(self, text: Wording) -> str:
        """Return the first word in lower case: the determiner, if it has one."""
        return text.low[self.first]


def phrases(text: Wording, first: int, end: int, found: Sequence[Mention]) -> tuple[Phrase, ...]:
    """Return the phrases that the words `first..end` list: one, mostly.

    A list is split where a name or pronoun stands before `and` (Roe and other mayors); "doctors and nurses" is one.
    """
    inside = [one for one in found if one.first < end and one.end > first]
    parts = [_phrase(text, a, b, inside) for a, b in _listed(text, first, end, inside)]
    return tuple(part for part in parts if part is not None)


def _trimmed(text: Wording, first: int, end: int, inside: Sequence[Mention]) -> tuple[int, int]:
    leading = lexicon().words["leading"]
    starts = {one.first for one in inside}
    first = _after_dateline(text, first, end)
    while first < end - 1 and first not in starts and (text.low[first] in leading or text.words[first] in MARKS):
        if text.low[first] == "both" and "and" not in text.low[first:end]:
            break
        first += 1
    while end - 1 > first and (text.words[end - 1] in MARKS or text.low[end - 1] in ENDINGS):
        end -= 1
    return first, end


def _after_dateline(text: Wording, first: int, end: int) -> int:
    """Return where the phrase begins after a place in capitals and a dash: VELDEN — | City leaders."""
    for n in range(first + 1, min(first + 7, end - 1)):
        if text.words[n] in ("—", "–", "-") and first in text.first_of_sentence:
            places = [word for word in text.words[first:n] if word.isalpha()]
            return n + 1 if all(word.isupper() and len(word) > 1 for word in places) else first
    return first


def _listed(text: Wording, first: int, end: int, inside: Sequence[Mention]) -> list[tuple[int, int]]:
    """Return the parts of a list of names, or the whole."""
    first, end = _trimmed(text, first, end, inside)
    held = {n for one in inside for n in range(one.first, one.end)}
    joins = [n for n in range(first + 1, end - 1) if text.low[n] in ("and", "or", "nor", "&") and n not in held]
    for n in joins:
        if not _ends_named(text, first, n, inside) or not _begins_part(text, n + 1, end, inside):
            continue
        if _within_apposition(text, first, n, end, inside):
            continue
        before = _commas(text, first, n, inside)
        return [*before, (n + 1, end)]
    comma = next((n for n in range(first + 1, end - 1) if text.words[n] == "," and n not in held), None)
    if comma is not None and text.low[comma + 1 : end] in (("others",), ("allies",)):
        return [(first, comma), (comma + 1, end)]
    return [(first, end)]


def _commas(text: Wording, first: int, end: int, inside: Sequence[Mention]) -> list[tuple[int, int]]:
    """Return the parts before `and`: each comma with a person's name right after it begins one."""
    parts, begin = [], first
    starts = {one.before: one for one in inside} | {one.first: one for one in inside}
    for n in range(first + 1, end):
        one = starts.get(n + 1)
        if text.words[n] != "," or one is None or one.end > end or not _ends_named(text, begin, n, inside):
            continue
        if one.kind is NameKind.PLACE:
            continue
        parts.append((begin, n))
        begin = n + 1
    return [*parts, (begin, end)]


def _ends_named(text: Wording, first: int, end: int, inside: Sequence[Mention]) -> bool:
    """Return whether the words before `and` are a name (with what stands in apposition to it) or a pronoun."""
    phrase = _phrase(text, first, end, inside)
    if phrase is None:
        return False
    pronoun = phrase.end - phrase.first == 1 and text.low[phrase.first] in ("he", "she", "they", "it", "him", "her")
    retinue = phrase.inner is not None and phrase.head(text) in lexicon().words["retinues"]
    return phrase.named is not None or pronoun or retinue


def _within_apposition(text: Wording, first: int, join: int, end: int, inside: Sequence[Mention]) -> bool:
    """Return whether `and` joins two descriptions of one: Roe, the founder | and | the owner of X."""
    left, right = _phrase(text, first, join, inside), _phrase(text, join + 1, end, inside)
    if left is None or right is None or right.named is not None or text.words[join - 1] == ",":
        return False
    return left.core_end < join and text.words[left.core_end] == ","


def _begins_part(text: Wording, first: int, end: int, inside: Sequence[Mention]) -> bool:
    """Return whether what follows `and` is somebody else, not a second office of the same person."""
    words, low = lexicon().words, text.low[first]
    if any(one.first == first or one.before == first for one in inside):
        return True
    if (
        low in words["determiners"]
        or low in words["quantifiers"]
        or low in ("allies", "he", "she", "they", "top", "her")
    ):
        return True
    phrase = _phrase(text, first, end, inside)
    if phrase is None:
        return False
    singular_office = phrase.named is None and lexicon().office(phrase.head(text)) is not None
    return phrase.named is not None or (phrase.head(text).endswith("s") and not singular_office)


def _phrase(text: Wording, first: int, end: int, inside: Sequence[Mention]) -> Phrase | None:
    first, end = _trimmed(text, first, end, inside)
    if first >= end:
        return None
    core = _core_end(text, first, end, inside)
    mine = [one for one in inside if one.first >= first and one.end <= end]
    named = next((one for one in mine if one.end == core), None)
    inner = next((one for one in reversed(mine) if one.end < core), None) if named is None else None
    if named is not None:
        return Phrase(first, end, core, named)
    return Phrase(first, end, core, None, inner, _apposed(text, core, end, mine), _heading(text, first, core, mine))


def _heading(text: Wording, first: int, core: int, mine: Sequence[Mention]) -> Mention | None:
    one = next((one for one in mine if one.first == first and one.kind is NameKind.PERSON), None)
    rest = text.words[one.end : core] if one is not None else ()
    capitals = len(rest) > 2 and all(word[0].isupper() for word in rest)
    return one if capitals and lexicon().office(rest[0]) is None else None


def _core_end(text: Wording, first: int, end: int, inside: Sequence[Mention]) -> int:
    """Return where the core ends: at a mark, a preposition or a relative pronoun outside names."""
    stops = lexicon().words["prepositions"]
    posted = {
        n for one in inside if one.kind is NameKind.PERSON for n in range(_posted_from(text, one, first), one.end)
    }
    held = {n for one in inside for n in range(one.first, one.end)} | posted
    for n in range(first + 1, end):
        if text.words[n] in ("’", "'") and text.low[n - 1].endswith("s") and n + 1 < end:
            continue  # the Lanthorn News’ Jane Roe
        if n not in held and (text.words[n] in MARKS or text.low[n] in stops or text.low[n] in SUBJECTS):
            if text.words[n] in ("-", "‘", "“", '"', "”") and n + 1 < end and n - first < 6 and text.words[n] != "-":
                continue
            return n
    return end


def _posted_from(text: Wording, one: Mention, first: int) -> int:
    """Return where the title begins that a name follows directly: an ambassador to Tokyo | Aino Laine."""
    at = one.before
    if at - 1 > first and text.words[at - 1][0].isupper():
        back = at - 1
        while back > first and text.words[back][0].isupper():
            back -= 1
        office = posted_at(text, back + 1) if back > first else None
        if office is not None and office >= first:
            return office
    return at


def _apposed(text: Wording, core: int, end: int, mine: Sequence[Mention]) -> Mention | None:
    """Return the person whose name alone stands after the core's comma: the mayor, | Jane Roe."""
    for one in mine:
        if one.kind is not NameKind.PERSON or one.first < core or one.before <= core - 1:
            continue
        comma = one.before - 1
        closed = one.end == end or text.words[one.end] in (",", "(", "’s", "'s", "—", "–")
        if comma >= core and text.words[comma] in (",", "—", "–", ":") and closed:
            return one
    return None
