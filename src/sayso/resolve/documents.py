"""Who speaks through a report, a letter, a poll: whoever made it.

The phrase says so ("the committee's report", "a Lanthorn News poll", "a study by the North Harbour Authority"), or the
article does where it speaks of the same document at another place ("the report").
"""

from __future__ import annotations

import bisect
from collections.abc import Callable

from sayso.records import NameKind
from sayso.resolve.carriers import carriers
from sayso.resolve.lexicon import lexicon
from sayso.resolve.mentions import Mention
from sayso.resolve.people import Actor
from sayso.resolve.phrases import MARKS, Phrase
from sayso.resolve.readings import Context, Reading
from sayso.resolve.states import states

Read = Callable[[int, int], Reading | None]
"""Words -> whom they name or describe."""

BY_SPEAKER = 0.5
"""The score of giving a statement or letter to who spoke last: of 23 labelled ones 12 were right."""
BY_MAKER = 0.9
"""That of giving it to whom the article names as its maker: of 31 labelled ones 29 were right."""
NEAR = 3
"""Sentences after which who spoke last is no longer the one whose statement is meant."""
ENDS = frozenset(
    ("says", "said", "shows", "showed", "found", "finds", "suggests", "is", "was", "has", "had", "and", "last", "this")
)
"""Words that end the maker's: a report by the guild | last month."""
SPOKEN_OF = 50
"""Places before and after at which the article speaks of such a document that are looked at."""
BEFORE, AFTER = 4, 7
"""Words before a document's noun, and after it, among which its maker is looked for."""


def by_document(context: Context, phrase: Phrase, owner: Reading | None, read: Read) -> Reading | None:
    """Return who speaks through a document; None where the article doesn't tell whose it is."""
    if owner is not None:
        return Reading(owner.actor, "document", owner.score)
    head = phrase.core_end - 1
    made = _maker(context, head, phrase.first, phrase.end, read)
    if made is None and _is_known(context, phrase):
        made = _introduced(context, head, read)
    if made is not None and made.actor.kind != "unnamed":
        return Reading(made.actor, "document", round(BY_MAKER * made.score, 4))
    last = _last_speaker(context, phrase)
    return Reading(last, "document", BY_SPEAKER) if last is not None else None


def _is_known(context: Context, phrase: Phrase) -> bool:
    """Return whether a document was spoken of before: the report, not "the report that he read", not polls."""
    text, head = context.text, phrase.head(context.text)
    if phrase.opening(text) not in ("the", "this", "that", "these", "those") or head in lexicon().words["generic"]:
        return False
    return phrase.end == phrase.core_end or text.words[phrase.core_end] in MARKS


def is_maker(one: Mention) -> bool:
    """Return whether a name may be that of a document's maker: no platform's, and no place's that only says where."""
    adjective = len(one.key) == 1 and one.key[0] in lexicon().words["common"]
    if adjective or " ".join(one.words) in carriers().words["platforms"]:
        return False
    return one.possessive or one.kind in (NameKind.ORGANISATION, None) or " ".join(one.key) in states().houses


def _maker(context: Context, head: int, first: int, end: int, read: Read) -> Reading | None:
    """Return the maker that stands beside a document's noun, within the words `first..end`."""
    return _before(context, head, first, read) or _after(context, head, end, read)


def _before(context: Context, head: int, first: int, read: Read) -> Reading | None:
    """Return the owner: the committee's | report, a Lanthorn News | poll, company | documents."""
    text, words = context.text, lexicon().words
    floor = max(first, head - BEFORE)
    for at in range(head - 1, floor - 1, -1):
        if text.line[at] != text.line[head] or text.words[at] in MARKS or text.low[at] in words["prepositions"]:
            return None
        if text.low[at] in ("'s", "’s"):
            return read(_owner_from(context, at, first), at)
        one = next((one for one in context.around(at, at + 1) if one.end == at + 1), None)
        if one is not None:
            return read(one.first, one.end) if is_maker(one) else None
    if head - 1 >= first and text.low[head - 1] in words["makers"]:
        return read(head - 1, head)
    return None


def _owner_from(context: Context, at: int, first: int) -> int:
    """Return where the owner begins whose possessive stands at `at`: a name, or words from a determiner on."""
    text = context.text
    one = next((one for one in context.around(at - 1, at) if one.end == at), None)
    if one is not None:
        return one.before
    start = at - 1
    while start > first and at - start < BEFORE and text.low[start] not in lexicon().words["determiners"]:
        start -= 1
    return start


def _after(context: Context, head: int, end: int, read: Read) -> Reading | None:
    """Return the maker after the noun: a report | published recently by | the Air Board."""
    text = context.text
    for at in range(head + 1, min(head + 1 + AFTER, end, len(text.words))):
        if text.line[at] != text.line[head] or text.words[at] in MARKS:
            return None
        if text.low[at] in ("by", "from"):
            made = at == head + 1 or any(low in lexicon().words["making"] for low in text.low[head + 1 : at])
            return read(at + 1, _phrase_end(context, at + 1, end)) if made and at + 1 < end else None
        if text.low[at] in lexicon().words["prepositions"] - lexicon().words["making"]:
            return None
    return None


def _phrase_end(context: Context, first: int, end: int) -> int:
    """Return where the noun phrase ends that begins at a word: before a mark or a preposition outside names."""
    text, stops, days = context.text, lexicon().words["prepositions"], lexicon().words["days"]
    held = {n for one in context.around(first, min(end, first + 12)) for n in range(one.first, one.end)}
    at = first
    while at < min(end, first + 12, len(text.words)) and text.line[at] == text.line[first]:
        low = text.low[at]
        if at not in held and at > first and (text.words[at] in MARKS or low in stops or low in ENDS or low in days):
            break
        at += 1
    return at


def _introduced(context: Context, head: int, read: Read) -> Reading | None:
    """Return the maker whom the article names elsewhere, by the same noun rather than by another for such a document.

    The last before the place counts, or else the first after it.
    """
    low = context.text.low
    for nouns in (frozenset({low[head]}), _kin(low[head])):
        places = sorted(n for noun in nouns for n in context.at_word(noun) if n != head)
        split = bisect.bisect_left(places, head)
        for n in (*reversed(places[max(0, split - SPOKEN_OF) : split]), *places[split : split + SPOKEN_OF]):
            made = _maker(context, n, max(0, n - BEFORE), len(low), read) or _issued(context, n, read)
            if made is not None and made.actor.kind in ("person", "organisation", "state"):
                return made
    return None


def _kin(noun: str) -> frozenset[str]:
    """Return the nouns by which the article may have called the same document."""
    for nouns in lexicon().documents:
        if noun in nouns:
            return nouns
    return frozenset()


def _issued(context: Context, noun: int, read: Read) -> Reading | None:
    """Return the subject that issues a document in its sentence: the guild | released | a report."""
    text, words = context.text, lexicon().words
    for at in range(noun - 1, max(noun - AFTER, 0), -1):
        if text.sentence[at] != text.sentence[noun] or text.words[at] in MARKS:
            return None
        if text.low[at] in words["issues"]:
            named = [one for one in context.around(max(0, at - 3), at) if one.end <= at and not one.possessive]
            subject = next((one for one in named if one.end in (at, at - 1)), None)
            is_one = subject is not None and subject.kind is not NameKind.PLACE
            return read(subject.first, subject.end) if is_one and subject is not None else None
    return None


def _last_speaker(context: Context, phrase: Phrase) -> Actor | None:
    """Return the person or body that spoke last before, not far away: the statement is theirs."""
    head = phrase.head(context.text)
    if head not in lexicon().words["utterances"]:
        return None
    known = phrase.opening(context.text) in ("the", "this", "that", "these")
    if not known and (phrase.opening(context.text) != "a" or head not in ("statement", "release")):
        return None
    at = bisect.bisect_left(context.talk.spoken, (phrase.first, "")) - 1
    if at < 0:
        return None
    word, key = context.talk.spoken[at]
    near = context.text.sentence[phrase.first] - context.text.sentence[word] <= NEAR
    actor = context.talk.actors[key]
    return actor if near and actor.kind in ("person", "organisation", "state") else None
