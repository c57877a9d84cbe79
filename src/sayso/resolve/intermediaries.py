"""Find who and what carries words in running text: "in an interview with X", "wrote on Y", "at a rally in Z".

Each is found by its head word (a noun, a platform, a medium's name) and kept where the words before it bring it in.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sayso.records import Name, Span
from sayso.resolve.carriers import Carriers, carriers
from sayso.resolve.media import LOOK_BACK, media, shows
from sayso.resolve.running_words import Words

LONGEST_PHRASE = 8
"""Words looked back from a noun to what brings it in: "in a 30-minute telephone interview"."""


class Mention(NamedTuple):
    """One intermediary in the text; `span` is the evidence, `name` its words without article and filling."""

    span: Span
    name: str
    kind: str
    reports: bool = False
    """It tells what another said ("X said, Interfax reported"), so it counts only for others than itself."""
    of_cue: bool = False
    """It is a verb ("tweeted"), so it counts only for the statement whose cue it is."""


def intermediaries(text: str, names: Sequence[Name] = ()) -> list[Mention]:
    """Return the intermediaries in text order; none lies inside another.

    >>> [(m.name, m.kind) for m in intermediaries("“No,” she told Reuters. At a rally in Velden he said yes.")]
    [('Reuters', 'interview'), ('rally in Velden', 'remarks')]
    """
    words, table = Words.of(text), carriers()
    found = [*_nouns(words, table), *_posts(words, table), *_media(words, table, names)]
    found += _places(text, sorted(one.span.start for one in found if one.kind == "remarks"))
    found += [Mention(span, span.of(text), "interview") for span in shows(text)]
    found.sort(key=lambda m: (m.span.start, -m.span.end))
    return _unnested(found)


def _unnested(found: Sequence[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    for one in found:
        if not kept or one.span.start >= kept[-1].span.end:
            kept.append(one)
    return kept


_ON_A_MATTER = frozenset({"over", "about", "of"})
"""After the noun of an occasion these tell what it is about: not where somebody spoke, but what is talked of."""

# Nouns: "in a statement", "at the rally in Velden", "issued a communiqué"


def _nouns(words: Words, table: Carriers) -> Iterator[Mention]:
    for i, word in enumerate(words.lower):
        kind = table.nouns.get(word)
        if kind and word not in table.words["source_only"] and is_carrier_noun(words, i, table):
            found = _brought_in(words, i, kind, table)
            if found:
                yield found


def is_carrier_noun(words: Words, i: int, table: Carriers) -> bool:
    """Return whether the word is such a noun, not a part of a name or another compound.

    Some are only after another word ("conference call", not "call"), none before some ("email address").
    """
    if i > 0 and words.lower[i - 1] in table.words["no_occasion"] and table.nouns[words.lower[i]] == "remarks":
        return False
    wanted = table.qualified.get(words.lower[i])
    if wanted is not None and not (i > 0 and words.lower[i - 1] in wanted):
        return False
    if i + 1 < len(words.lower) and words.lower[i + 1] in table.words["compounds"] and words.adjoin(i):
        return False
    if words.lower[i + 1 : i + 2] and words.lower[i + 1] in _ON_A_MATTER and table.nouns[words.lower[i]] == "remarks":
        return False  # the debate over tides, in the event of
    if words.raw(i)[-2:] in ("’s", "'s"):
        return False  # the convention's opening day
    in_name = i > 0 and words.raw(i)[0].isupper() and words.raw(i - 1)[0].isupper() and words.adjoin(i - 1)
    return not in_name or (table.nouns[words.lower[i]] == "remarks" and words.raw(i) not in table.words["media_heads"])


def _brought_in(words: Words, head: int, kind: str, table: Carriers) -> Mention | None:
    """Return the mention whose noun is word `head`, if a preposition or a verb of making brings it in."""
    first = head
    for i in range(head - 1, max(-1, head - LONGEST_PHRASE), -1):
        word = words.lower[i]
        if not words.adjoin(i) or word in table.words["attending"]:
            return None
        if word in table.leads[kind] or (word in table.words["makes"] and (kind == "remarks" or word not in _SPOKEN)):
            if word in ("to", "into") and words.lower[first] not in table.words["determiners"]:
                return None  # "to rally", "to debate"
            if _is_no_lead(words, i, table):
                return None
            name = _cleaned(words, first, head, table)
            end = _with_place(words, head) if kind == "remarks" else words.ends[head]
            text = re.sub(r"\s+", " ", words.text[name:end])
            return Mention(Span(words.starts[i], end), *_as_platform(words, name, end, text, kind))
        if word in table.words["stops"]:
            return None
        first = i
    return None


def _is_no_lead(words: Words, i: int, table: Carriers) -> bool:
    """Return whether a preposition brings in nothing of the speaker's: at least two, walks in, those at the rally."""
    parted = "," in words.text[words.ends[i] : words.starts[i + 1]]
    set_phrase = words.lower[i] == "at" and words.lower[i + 1] in ("least", "most", "first", "times")
    return parted or set_phrase or (i > 0 and words.lower[i - 1] in table.words["attending"])


_SPOKEN = frozenset({"used", "told", "held", "holding", "addressing", "addressed"})
_PLACE = re.compile(
    r"\s+(?:(?:in|at|outside|near)\s+(?:the\s+)?[A-Z][\w’'.-]*\w(?:,?\s+[A-Z][\w’-]*\w)*|with\s+reporters\b)"
)


def _with_place(words: Words, head: int) -> int:
    """Return the end of the phrase with the place that follows: "rally in Velden"."""
    place = _PLACE.match(words.text, words.ends[head])
    return place.end() if place and " with" not in place[0] else words.ends[head]


def _cleaned(words: Words, first: int, head: int, table: Carriers) -> int:
    """Return where the name begins: after articles, filling words and "Tuesday's"."""
    while first < head:
        word = words.lower[first]
        named = words.raw(first)[0].isupper() and not word.endswith("day")
        if named or (word not in table.words["determiners"] and word not in table.words["passing"]):
            break
        first += 1
    return words.starts[first]


def _as_platform(words: Words, start: int, end: int, name: str, kind: str) -> tuple[str, str]:
    """Return the platform instead of the post: "a Facebook post", "a post on Facebook"."""
    if kind != "post":
        return name, kind
    around = words.text[start : end + 24]
    for platform in _PLATFORM.findall(around):
        return platform, kind
    return name, kind


# Places where one speaks: "speaking at the Harbour Club"

_SPEAKING_AT = re.compile(
    r"\b(?:[Ss]peaking|[Ss]poke|[Aa]ddressing \w+|delivered)\s+"
    r"(?:(?:(?:on\s+)?\w+day|to \w+|yesterday|earlier|later|today)\s+){0,2}"
    r"(?:at|from|in|before)\s+(?:the\s+|a\s+|an\s+)?"
    r"(?P<name>[A-Z][\w’'-]*\w(?: (?:(?:of|on|for) )?[A-Z][\w’'-]*\w| \w+ room)*)"
)
_NO_PLACE = re.compile(
    r"(?:\w+day|January|February|March|April|May|June|July|August|September|October|November|December)\b"
)


def _places(text: str, occasions: Sequence[int]) -> Iterator[Mention]:
    """Yield the houses and bodies that somebody speaks at; no mere town, and none where the occasion itself follows.

    `occasions` are in text order.
    """
    for found in _SPEAKING_AT.finditer(text):
        told = bisect_left(occasions, found.start()) < bisect_left(occasions, found.end() + NEAR_PLACE)
        if not told and " " in found["name"] and not _NO_PLACE.match(found["name"]):
            yield Mention(Span(*found.span("name")), found["name"], "remarks")


NEAR_PLACE = 60
"""Characters after a place within which an occasion is the one that is held there."""


# Platforms: "wrote on Telegram", "tweeted"

_PLATFORM = re.compile(
    r"\b(?:" + "|".join(sorted(carriers().words["platforms"] - {"X", "Medium"}, key=len)[::-1]) + r")\b"
)
_ON_PLATFORM = re.compile(
    r"(?:\b(?:on|via|over|through|took to|taking to|turned to|takes to|in an?|his|her|their|its)\s+"
    r"(?:(?:his|her|their|its|the|official|personal|own|social network|platform|app)\s+)*)$",
    re.IGNORECASE,
)
_X_AFTER = re.compile(r"(?=[\s]*(?:[,.;:”\"]|$|that\b|on\b|in\b|\(|formerly|after|late|early|[A-Z]\w+day\b))")


def _posts(words: Words, table: Carriers) -> Iterator[Mention]:
    verbs, nouns, before = (table.words[key] for key in ("post_verbs", "post_nouns", "tweet_before"))
    platforms, telling = _telling(table)
    for i, word in enumerate(words.lower):
        if word not in telling:
            continue
        start, end = words.starts[i], words.ends[i]
        if word in nouns and not before.isdisjoint(words.lower[max(0, i - 3) : i]):
            yield Mention(Span(start, end), words.raw(i), "post")
        elif word in verbs:
            yield Mention(Span(start, end), "Twitter", "post", of_cue=True)
        elif words.text[start].isupper() and words.raw(i) in platforms:
            platform = _platform(words, i, table)
            if platform:
                yield Mention(Span(start, start + len(platform)), platform, "post")


def _telling(table: Carriers) -> tuple[frozenset[str], frozenset[str]]:
    """Return the first words of platforms' names, and all words in small letters that can tell of a post."""
    platforms = frozenset(name.split(" ")[0] for name in table.words["platforms"])
    words = {name.lower() for name in platforms} | table.words["post_verbs"] | table.words["post_nouns"]
    return platforms, frozenset(words)


def _platform(words: Words, i: int, table: Carriers) -> str | None:
    """Return the platform that word `i` begins, where something is written on it."""
    start = words.starts[i]
    if not _ON_PLATFORM.search(words.text, max(0, start - LOOK_BACK), start):
        return None
    for name in table.first_words.get(words.raw(i), ()):
        if name in table.words["platforms"] and words.text.startswith(name, start):
            return name if name != "X" or _X_AFTER.match(words.text, start + 1) else None
    return None


# Media: "told Reuters", "Interfax reported"


def _media(words: Words, table: Carriers, names: Sequence[Name]) -> Iterator[Mention]:
    for span, use in media(words, names):
        name = _QUOTES.sub("", span.of(words.text))
        yield Mention(span, name, "interview" if use == "told" else table.kind(name), reports=use == "reports")


_QUOTES = re.compile("[“”\"]|(?<!\\w)['‘]")
"""The marks around a programme's title."""
