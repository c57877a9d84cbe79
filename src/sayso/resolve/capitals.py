"""Runs of capitalised words: where a name may stand, with what joins its words (of, de, and)."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from sayso.records import Name, NameKind
from sayso.resolve.lexicon import lexicon
from sayso.resolve.shared_names import names_apart
from sayso.resolve.wording import Wording

HEADLINE_SHARE = 0.7
"""Of a headline in title case at least so many of the longer words have a capital, and capitals tell no names there."""
SURE = 0.7
"""A tagged name of this score stands by itself before `and`."""
LONGEST = 8
"""Words of a name; a longer run of capitals is a heading."""
OPENING_PARTICLES = frozenset(("de", "da", "del", "della", "di", "dos", "van", "von", "der", "bin", "bint", "ibn"))
"""Those by which a name may begin with a small letter: de Blanc said."""

Tagged = Mapping[int, tuple[int, int, NameKind, float]]
"""A word -> the tagged name that it is part of: its words, kind and score."""


def tagged_words(text: Wording, names: Sequence[Name]) -> Tagged:
    """Return the tagged names by their words."""
    found = {}
    for name in names:
        first, end = text.within(name.span)
        for word in range(first, end):
            found[word] = (first, end, name.kind, name.score)
    return found


def runs(text: Wording, plain: set[int], tagged: Tagged) -> Iterator[tuple[int, int]]:
    """Yield runs of capitalised words, with what joins them."""
    words, done = lexicon().words, 0
    particles = words["particles"] & OPENING_PARTICLES
    openings = [n for n, word in enumerate(text.words) if is_capital(word) or text.low[n] in particles]
    for at in openings:
        if at < done or text.line[at] not in plain or not _starts(text, at, particles):
            continue
        end = at + 1
        while (after := _joined(text, at, end, tagged)) is not None:
            end = after
        begin = at
        while begin < end - 1 and text.low[begin] in words["openers"] and text.low[begin] not in words["heads"]:
            begin += 1
        yield begin, end
        done = end


def in_title_case(text: Wording, line: int) -> bool:
    """Return whether a line is a heading whose words have capitals throughout."""
    first, end = _line_words(text, line)
    longer = [word for word in text.words[first:end] if len(word) > 3 and word[0].isalpha()]
    capital = sum(word[0].isupper() for word in longer)
    speaks = end - first > 1 and text.words[first].isupper() and text.words[first + 1] == ":"
    return len(longer) > 3 and capital >= HEADLINE_SHARE * len(longer) and not speaks and end - first < 30


@lru_cache(maxsize=8192)  # asked for every word, and words recur
def is_capital(word: str) -> bool:
    """Return whether a word is written as a name is; the pronoun's contractions (I'd) are not."""
    if word[:2] in ("I'", "I’") or ("-" in word and word.rsplit("-", 1)[1] in lexicon().words["adjectival"]):
        return False
    return word[0].isupper() or (word[0] == "@" and len(word) > 1) or (word[:3] in ("al-", "el-") and len(word) > 3)


def _line_words(text: Wording, line: int) -> tuple[int, int]:
    return bisect.bisect_left(text.line, line), bisect.bisect_right(text.line, line)


def _starts(text: Wording, at: int, particles: frozenset[str]) -> bool:
    if is_capital(text.words[at]):
        return True
    after = at + 1 < len(text.words) and text.line[at + 1] == text.line[at] and is_capital(text.words[at + 1])
    return after and text.low[at] in particles


def _joined(text: Wording, first: int, end: int, tagged: Tagged) -> int | None:
    """Return one after the word that goes on with the name `first..end`, or None."""
    if end >= len(text.words) or text.line[end] != text.line[first] or end - first >= LONGEST:
        return None
    if end in text.first_of_sentence and text.words[end - 1] != text.words[end - 1].rstrip("."):
        return None if len(text.words[end - 1]) > 4 else end + 1
    if is_capital(text.words[end]):
        return None if text.low[end] in lexicon().words["days"] else end + 1
    word, after = text.low[end], end + 1
    if word not in lexicon().words["joiners"]:
        return None
    if word in ("of", "for", "on") and after < len(text.words) and text.low[after] == "the":
        after += 1
    if after >= len(text.words) or text.line[after] != text.line[first] or not is_capital(text.words[after]):
        return None
    if text.low[after] in lexicon().words["days"]:
        return None
    return after + 1 if _may_join(text, first, end, after, tagged) else None


def _may_join(text: Wording, first: int, end: int, after: int, tagged: Tagged) -> bool:
    words, last, word = lexicon().words, text.low[end - 1], text.low[end]
    if word in words["particles"] or word == "&":
        return True
    if word in ("'s", "’s"):
        return last in words["owners"]
    known = tagged.get(end)
    if known is not None and known[0] < end < known[1] - 1 and known[2] is not NameKind.PERSON and word != "and":
        return True
    if word == "of" and tuple(text.low[end - 1 : after + 1]) in names_apart():
        return True
    if word == "of":
        return last in words["organisations"] or lexicon().office(last) is not None or last in ("bank", "office")
    if word in ("for", "on"):
        return last in words["organisations"]
    if word == "and":
        return _and_joins(text, first, end, after, tagged)
    return False


def _and_joins(text: Wording, first: int, end: int, after: int, tagged: Tagged) -> bool:
    """Return whether `and` stands within one organisation's name: Food and Drug Administration."""
    nouns = lexicon().words["organisations"]
    if any(word in nouns for word in text.low[first : end - 1]) and "of" in text.low[first:end]:
        return True
    if "for" in text.low[first:end] and any(word in nouns for word in text.low[first:end]):
        return True
    stop = after + 1
    while stop < len(text.words) and text.line[stop] == text.line[first] and is_capital(text.words[stop]):
        stop += 1
    one = tagged.get(end - 1)
    if one is not None and (one[2] is NameKind.PERSON or (one[1] == end and one[0] <= first and one[3] > SURE)):
        return False
    by_itself = text.low[end - 1] in nouns or text.states.is_place(" ".join(text.words[first:end]))
    return not by_itself and stop - after > 1 and text.low[stop - 1] in nouns
