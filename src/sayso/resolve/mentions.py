"""Names in the text -> mentions: where each stands, without its title, and what bears it.

The model's names come cut, missing or with titles inside. So a mention is a run of capitalised words, and the names
that overlap it say, together with the run's own words, of what kind it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from sayso.records import Name, NameKind
from sayso.resolve.bodies import known_bodies
from sayso.resolve.capitals import LONGEST, Tagged, in_title_case, is_capital, runs, tagged_words
from sayso.resolve.lexicon import Lexicon, lexicon
from sayso.resolve.postings import person_after_place, posted_at
from sayso.resolve.shared_names import shared_words
from sayso.resolve.states import is_abbreviation
from sayso.resolve.wording import Wording


@dataclass(frozen=True, slots=True)
class Mention:
    """A name at one place: words `first..end`, and `before`, where the title in capitals before it begins."""

    first: int
    end: int
    before: int
    words: tuple[str, ...]
    kind: NameKind | None
    possessive: bool = False

    @property
    def key(self) -> tuple[str, ...]:
        """Return the words in lower case."""
        return _key(self.words)


@lru_cache(maxsize=10_000)
def _key(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word.lower().replace("’", "'") for word in words)


def mentions(text: Wording, names: Sequence[Name]) -> tuple[Mention, ...]:
    """Return the article's mentions in text order; they don't overlap."""
    plain = [n for n in range(text.line[-1] + 1) if not in_title_case(text, n)] if len(text.words) else []
    tagged = tagged_words(text, names)
    capitals = tuple(runs(text, set(plain), tagged))
    offices = _surnames_like_offices(text, capitals)
    found = [one for run in capitals for one in _split(text, run, tagged, offices)]
    votes, bodies = _votes(found, tagged), known_bodies(text, [(one.first, one.end) for one in found])
    typed = _without_openers(text, [_typed(one, one.kind or _kind(text, one, votes, bodies)) for one in found])
    surnames = frozenset(one.key[-1] for one in typed if one.kind is NameKind.PERSON and len(one.words) > 1)
    typed = _cut_after_surname(text, [one for one in typed if _is_name(text, one, votes, surnames)])
    typed = _with_known_surnames(text, typed)
    in_heads = _in_headlines(text, typed, set(plain), tagged)
    return tuple(sorted([*typed, *in_heads], key=lambda one: one.first))


def _surnames_like_offices(text: Wording, capitals: Sequence[tuple[int, int]]) -> frozenset[str]:
    """Return the surnames that are offices' nouns, too: King, where the article names a Peter King."""
    lex = lexicon()
    last = {text.low[end - 1] for first, end in capitals if end - first > 1 and text.low[end - 2] in lex.first_names}
    return frozenset(low for low in last if lex.office(low) is not None)


def _split(text: Wording, run: tuple[int, int], tagged: Tagged, surnames: frozenset[str]) -> list[Mention]:
    """Return the mentions in a run: what stands before a title's last word is that title's."""
    first, end = run
    if end - first == 1 and text.low[first] in surnames and (first == 0 or text.low[first - 1] != "the"):
        return [_mention(text, first, end, first)]
    words = lexicon().words
    if text.low[end - 1] in words["organisations"] and end - first > 1 and not _person_tagged(tagged, end - 1):
        return [_mention(text, first, end, first)]
    start = _after_title(text, first, end)
    if start == first and first > 0 and text.low[first - 1] == "of" and text.low[first] in words["offices"]:
        start = min(_office_end(text, first, end), end - 1)  # then-Secretary of | State | Jane Roe
        if first > 1 and lexicon().office(text.words[first - 2].rsplit("-", 1)[-1]) is not None:
            first -= 2
    if start == end:
        return []
    if (inner := _person_inside(text, start, end, tagged)) is not None:
        return [_mention(text, start, inner, start), _mention(text, inner, end, inner)]
    if start == first and (inner := person_after_place(text, start, end)) is not None:
        place, person = _mention(text, start, inner, start), _mention(text, inner, end, inner)
        return [_typed(place, NameKind.PLACE), _typed(person, NameKind.PERSON)]
    return [_mention(text, start, end, first)]


def _person_tagged(tagged: Tagged, word: int) -> bool:
    one = tagged.get(word)
    return one is not None and one[2] is NameKind.PERSON


def _after_title(text: Wording, first: int, end: int) -> int:
    """Return where the name begins after the titles that a run opens with."""
    lex, start = lexicon(), first
    for at in range(first, end):
        if at > first and text.low[at - 1] in lex.titles:
            continue  # Mr. King
        if at == end - 1 > first and text.low[at - 1] in lex.first_names:
            continue  # Ann King
        if at - 1 > first and text.low[at - 1] == "of" and text.low[at - 2] in lex.words["organisations"]:
            continue  # House of Representatives
        titled = text.low[at] in lex.titles or lex.office(text.words[at]) is not None
        if titled and text.low[at] not in lex.first_names:
            start = at + 1
            if at + 1 < end and text.low[at + 1] == "of":
                start = _office_end(text, at + 2, end)
    return min(start, end)


def _office_end(text: Wording, at: int, end: int) -> int:
    """Return where what an office is of ends: Secretary of | State | Jane Roe."""
    words = lexicon().words["offices"]
    begin = at
    while at < end and (text.low[at] in words or text.low[at] in ("the", "and", "of")):
        at += 1
    return at if at > begin else min(begin + 1, end)


def _person_inside(text: Wording, first: int, end: int, tagged: Tagged) -> int | None:
    """Return where a person's name begins after a place's in one run: Ambassador to | Tokyo | Aino Laine."""
    if end - first < 3:
        return None
    for at in range(first + 1, end - 1):
        known = text.states.is_place(" ".join(text.words[first:at]))
        one = tagged.get(at)
        tag = one is not None and one[0] == at and one[2] is NameKind.PERSON and one[1] >= end
        before = tagged.get(at - 1)
        if tag and (known or (before is not None and before[2] is not NameKind.PERSON)):
            return at
        if known and text.low[at] in lexicon().first_names and not _is_given(text, first):
            return at
    return None


def _is_given(text: Wording, at: int) -> bool:
    """Return whether a state's name is a first name here: Chad Michael Orr, not the envoy to | Chad | Ann Orr."""
    return text.low[at] in lexicon().first_names and posted_at(text, at) is None


def _mention(text: Wording, first: int, end: int, before: int) -> Mention:
    possessive = end < len(text.words) and text.words[end] in ("'s", "’s", "'", "’")
    return Mention(first, end, before, text.words[first:end], None, possessive)


OF_BODIES = frozenset(("of", "for", "on"))
"""Within a name that has a body's noun: Committee on Tides.

A name with none of these may be a person's: Ann Church."""


def _typed(one: Mention, kind: NameKind | None) -> Mention:
    return Mention(one.first, one.end, one.before, one.words, kind, one.possessive)


Votes = Mapping[tuple[str, ...], Mapping[NameKind, float]]


def _votes(found: Sequence[Mention], tagged: Tagged) -> Votes:
    """Return for each name's words the scores of the tags that it has anywhere in the article."""
    votes: dict[tuple[str, ...], dict[NameKind, float]] = defaultdict(lambda: defaultdict(float))
    for one in found:
        for at in range(one.first, one.end):
            if at in tagged:
                votes[one.key][tagged[at][2]] += tagged[at][3] / (one.end - one.first)
    return votes


def _kind(text: Wording, one: Mention, votes: Votes, bodies: frozenset[str]) -> NameKind | None:
    lex, low = lexicon(), one.key
    nouns = lex.words["organisations"]
    if len(low) > 1 and text.states.is_place(" ".join(one.words)):
        return NameKind.PLACE
    if low[-1] in nouns or (len(low) > 2 and any(w in nouns for w in low) and not OF_BODIES.isdisjoint(low)):
        return NameKind.ORGANISATION
    if _titled(text, one, lex):
        return NameKind.PERSON
    if text.states.is_place(" ".join(one.words)):
        return NameKind.PLACE
    tally = votes.get(low, {})
    told = bool(tally) or low[0] in shared_words()  # Georgia Power, Georgia Orr
    if len(low) > 1 and low[0] in lex.first_names and not (told and text.states.is_place(one.words[0])):
        return NameKind.PERSON
    if len(low) == 1 and low[0] in bodies:
        return NameKind.ORGANISATION
    if tally:
        return max(tally, key=lambda kind: (tally[kind], kind.value))
    if len(low) == 1 and is_abbreviation(one.words[0]) and len(one.words[0]) > 1:
        return NameKind.ORGANISATION
    return None


def _titled(text: Wording, one: Mention, lex: Lexicon) -> bool:
    if one.first == 0 or text.line[one.first - 1] != text.line[one.first]:
        return False
    before = text.words[one.first - 1]
    return text.low[one.first - 1] in lex.titles or (one.before < one.first and lex.office(before) is not None)


def _is_name(text: Wording, one: Mention, votes: Votes, surnames: frozenset[str]) -> bool:
    """Return whether a run is a name, and not the plain word that a sentence begins with."""
    low = one.key
    if low[0] in lexicon().words["days"] or low == ("pac",):
        return False
    if len(low) > NAME_IN_HEADING and one.kind is NameKind.PERSON and all(word.isupper() for word in one.words):
        return False
    if len(low) > 1 or (
        one.kind in (NameKind.ORGANISATION, NameKind.PLACE) and one.first not in text.first_of_sentence
    ):
        return True
    opener = low[0] in lexicon().words["openers"]
    if one.first not in text.first_of_sentence:
        return not opener or sum(votes.get(low, {}).values()) > 0.5
    return (one.kind is not None or low[0] in surnames) and not opener


def _cut_after_surname(text: Wording, found: Sequence[Mention]) -> list[Mention]:
    """Cut a run that goes on after a first name and a surname known from elsewhere: Jane Roe | Election Day."""
    single = {one.key[0] for one in found if len(one.words) == 1}
    return [
        _typed(_mention(text, one.first, one.first + 2, one.before), NameKind.PERSON)
        if len(one.words) > 3 and one.key[0] in lexicon().first_names and one.key[1] in single
        else one
        for one in found
    ]


def _without_openers(text: Wording, found: Sequence[Mention]) -> list[Mention]:
    """Cut the word that a sentence begins with off a name that stands elsewhere without it: Following | Roe."""
    known = {one.key for one in found if one.first not in text.first_of_sentence or one.before < one.first}
    known |= {key[-1:] for key in known}
    return [
        replace(one, first=one.first + 1, before=one.first + 1, words=one.words[1:], kind=NameKind.PERSON)
        if one.kind is not NameKind.ORGANISATION
        and len(one.words) > 1
        and one.before == one.first
        and one.first in text.first_of_sentence
        and one.key not in known
        and _opens(one, known)
        else one
        for one in found
    ]


def _opens(one: Mention, known: set[tuple[str, ...]]) -> bool:
    """Return whether a run's first word is a verb or the like, and the rest a person: Hold | Jane Roe."""
    given, low = lexicon().first_names, one.key
    if low[1:] in known and (low[0].endswith("ing") or low[0] in lexicon().words["openers"]):
        return True
    return len(low) > 2 and low[0] not in given and low[1] in given


def _with_known_surnames(text: Wording, found: Sequence[Mention]) -> list[Mention]:
    """Give a lone surname the kind of the whole name that it is the end of."""
    whole = [one.key for one in found if one.kind is NameKind.PERSON and len(one.words) > 1]
    people = {key[-1] for key in whole} | {key[0] for key in whole} & lexicon().first_names
    borne = {word for key in whole if key[0] in lexicon().first_names for word in (key[0], key[-1])}
    states_elsewhere = _states_elsewhere(text, found, borne)
    return [
        _typed(one, NameKind.PERSON)
        if len(one.words) == 1
        and one.kind is not NameKind.PERSON
        and (one.key[0] in people or one.key[0].rstrip(".") in people)
        and not _is_the_state(text, one, borne, states_elsewhere)
        else one
        for one in found
    ]


INTO_PLACES = frozenset(("in", "into", "inside", "outside", "across", "near", "from", "throughout", "within"))
"""Words before a place, and hardly before a person."""


def _is_the_state(text: Wording, one: Mention, borne: set[str], elsewhere: set[str]) -> bool:
    """Return whether a name of a state is the state's here, though somebody bears it: Ann Jordan, Chad Orr."""
    table = text.states
    if one.kind is not NameKind.PLACE or not table.is_place(one.words[0]):
        return False
    before = text.low[one.first - 1] if one.first else ""
    known = one.key[0] in table.told or table.code(one.words[0]) in elsewhere
    return one.key[0] not in borne or known or before in INTO_PLACES


def _states_elsewhere(text: Wording, found: Sequence[Mention], borne: set[str]) -> set[str]:
    """Return the states that the article also names by a word that nobody bears, or by their people."""
    table = text.states
    people = {table.people[low] for low in text.low if low in table.people}
    named = (table.code(" ".join(one.words)) for one in found if one.key[-1] not in borne)
    return people | {code for code in named if code is not None}


NAME_IN_HEADING = 4
"""Words of a person's name at most, where capitals tell nothing: a longer tag is a heading's words."""


def _in_headlines(text: Wording, found: Sequence[Mention], plain: set[int], tagged: Tagged) -> Iterator[Mention]:
    """Yield the names in lines whose capitals tell nothing: those that the article gives elsewhere, and tagged ones."""
    kinds: dict[tuple[str, ...], NameKind | None] = {}
    for one in found:
        kinds.setdefault(one.key, one.kind)
        if one.kind is NameKind.PERSON:
            kinds.setdefault(one.key[-1:], one.kind)
    openings = {key[0] for key in kinds}
    at = 0
    while at < len(text.words):
        if text.line[at] in plain:
            at += 1
            continue
        ends = range(min(at + LONGEST, len(text.words)), at, -1) if text.low[at] in openings else ()
        end = next((e for e in ends if text.low[at:e] in kinds), None)
        if end is not None and (is_capital(text.words[at])) and text.line[end - 1] == text.line[at]:
            yield _typed(_mention(text, at, end, at), kinds[text.low[at:end]])
            at = end
        elif at in tagged and tagged[at][0] == at and is_capital(text.words[at]):
            end = tagged[at][1]
            start = min(_after_title(text, at, end), end - 1)
            if end - start > NAME_IN_HEADING and tagged[at][2] is NameKind.PERSON:
                at = end
                continue
            yield _typed(_mention(text, start, end, at), tagged[at][2])
            at = end
        else:
            at += 1
