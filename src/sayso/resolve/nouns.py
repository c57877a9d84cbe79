"""Phrases whose head is a common noun: offices, bodies, documents, and people whose name is kept back."""

from __future__ import annotations

import bisect

from sayso.resolve.candidates import Discourse, Seat
from sayso.resolve.descriptions import NOTHING, describe
from sayso.resolve.documents import by_document, is_maker
from sayso.resolve.fitting import belongs, may_be, may_hold, only_one
from sayso.resolve.lexicon import lexicon
from sayso.resolve.named import as_written, by_campaign, by_demonym_side, by_name
from sayso.resolve.people import Actor
from sayso.resolve.phrases import Phrase, phrases
from sayso.resolve.pronouns import pronoun_of
from sayso.resolve.readings import Context, Reading, choose

BY_OFFICE = 0.86
"""That of the one whom the whole article calls so: of 22 labelled ones 19 were right."""
BY_HAND = 0.7
"""The score of a rule that too few labelled sources met to be counted: set by hand."""
LEDE = 3
"""Sentences at an article's beginning in which "a former mayor" may be one whom it names later."""
PLURALS = frozenset(
    ("people", "men", "women", "children", "police", "folks", "media", "those", "staff", "youth", "clergy")
)
REMEMBERED = 500
"""Turns after which an unnamed speaker is forgotten."""
BODIES = ("organisation", "state", "group", "several")


def by_noun(context: Context, phrase: Phrase, seat: Seat) -> Reading | None:
    """Return whom a common noun stands for, or the words as they are where the text names nobody."""
    words, head = lexicon().words, phrase.head(context.text)
    if head in words["retinues"] and (reading := _campaign(context, phrase, seat)) is not None:
        return reading
    if head in words["sides"] and (reading := by_demonym_side(context, phrase)) is not None:
        return reading
    if phrase.opening(context.text)[0].isdigit():
        return as_written(context, phrase, "group", "group")
    if head in words["documents"]:
        return _document(context, phrase, seat)
    if is_plural(head):
        return _several_people(context, phrase)
    if lexicon().office(head) is not None:
        return _office(context, phrase, seat)
    return _body(context, phrase, seat)


def is_plural(noun: str) -> bool:
    """Return whether a noun is a plural.

    >>> is_plural("critics"), is_plural("boss"), is_plural("people")
    (True, False, True)
    """
    quantifier = noun in lexicon().words["quantifiers"] and noun not in ("one", "another", "someone", "somebody")
    return noun in PLURALS or quantifier or (noun.endswith("s") and noun[-2:] not in ("ss", "us", "is"))


def definite(context: Context, phrase: Phrase) -> bool:
    """Return whether a phrase speaks of somebody known: the mayor, his boss, the town's mayor."""
    words, low = lexicon().words, phrase.opening(context.text)
    if low in words["definite"] or low in words["possessives"]:
        return True
    return any(word in ("'s", "’s") for word in context.text.words[phrase.first : phrase.core_end])


def _indefinite(context: Context, phrase: Phrase) -> bool:
    return phrase.opening(context.text) in ("a", "an", "another", "one", "some", "any", "no", "each", "every")


def _owner(context: Context, phrase: Phrase, seat: Seat) -> Reading | None:
    """Return whose the head is: his | campaign, the town of Roe's | campaign."""
    low = phrase.opening(context.text)
    pronoun = pronoun_of(low)
    if pronoun is not None and low in lexicon().words["possessives"] and pronoun.kind in ("person", "they", "it"):
        return by_pronoun(
            context, Seat(phrase.first, phrase.first + 1, seat.content, gender=pronoun.gender), pronoun.kind
        )
    if phrase.inner is not None:
        return by_name(context, phrase, phrase.inner, Seat(phrase.inner.first, phrase.inner.end, seat.content))
    return None


def by_pronoun(context: Context, seat: Seat, kind: str) -> Reading | None:
    """Return whom a pronoun of the third person stands for."""
    actors = context.talk.near(seat.first)
    if kind == "person":
        talk = context.talk
        some = [one for one in actors if _is_one_person(one) and _agrees(talk, one, seat.gender)]
    elif kind == "it":
        some = [one for one in actors if one.kind in ("organisation", "state")]
    else:
        some = [one for one in actors if one.kind in BODIES]
    return choose(context, kind, seat, some, "pronoun")


def _is_one_person(actor: Actor) -> bool:
    """Return whether an actor is a person, or an unnamed one: an official."""
    return actor.kind == "person" or (actor.kind == "unnamed" and not lexicon().nouns.isdisjoint(actor.about.heads))


def _agrees(talk: Discourse, actor: Actor, gender: str | None) -> bool:
    known = actor.gender or talk.genders.get(actor.key)
    return gender is None or known is None or known == gender


def _campaign(context: Context, phrase: Phrase, seat: Seat) -> Reading | None:
    owner = _owner(context, phrase, seat)
    if owner is not None:
        return by_campaign(context, phrase, owner.actor) if owner.actor.kind == "person" else None
    noun = phrase.head(context.text)
    known = [one for one in context.talk.actors.values() if noun in one.about.heads and one.kind == "organisation"]
    if len(known) == 1:
        return Reading(known[0], "description", BY_HAND)
    return choose(context, "body", _described(context, phrase, seat), known, "description")


def _described(context: Context, phrase: Phrase, seat: Seat) -> Seat:
    """Return the seat with what the phrase says of its actor: noun, modifiers, states."""
    text, lex = context.text, lexicon()
    about = describe(text, phrase.first, phrase.end)
    noun = lex.office(phrase.head(text)) or phrase.head(text)
    if about is NOTHING:
        words = frozenset(low for low in text.low[phrase.first : phrase.end] if low[0].isalnum())
        about = type(about)(frozenset((noun,)), words)
    gender = "f" if phrase.head(text) in lex.female else "m" if phrase.head(text) in lex.male else None
    return Seat(phrase.first, phrase.end, seat.content, about, noun, gender)


def _office(context: Context, phrase: Phrase, seat: Seat) -> Reading | None:
    """Return the person whom an office or trade describes, or somebody unnamed."""
    text = context.text
    lede = text.sentence[phrase.first] < LEDE
    if not definite(context, phrase) and not lede:
        bare = not _indefinite(context, phrase) and text.words[phrase.first][0].isupper()
        if not bare or (phrase.first in text.first_of_sentence and phrase.core_end - phrase.first > 1):
            return as_written(context, phrase, "unnamed", "unnamed")
    owner = phrase.inner.first if phrase.inner is not None else -1
    bearer = context.of_mention.get(owner)
    people = [one for one in context.talk.actors.values() if one.kind == "person" and one is not bearer]
    kind = "office" if definite(context, phrase) else "somebody"
    described = _described(context, phrase, seat)
    if owner >= 0 and _owned(phrase):
        people = [one for one in people if belongs(one, phrase, context.text.states)]
    in_office = kind == "office" and described.head in lexicon().offices
    if in_office and (only := only_one(described, people)) is not None:
        return Reading(only, "title", BY_OFFICE)
    if kind == "office" and (again := _same_unnamed(context, phrase)) is not None:
        return again
    people = [one for one in people if may_hold(one, described) and one.key != context.outer]
    found = choose(context, kind, described, people, "description")
    if found is None:
        return as_written(context, phrase, "unnamed", "unnamed")
    titled = lexicon().office(phrase.head(text)) in found.actor.about.heads
    return Reading(found.actor, "title" if titled else found.basis, found.score)


def _same_unnamed(context: Context, phrase: Phrase) -> Reading | None:
    """Return the unnamed speaker who was called so before: an official, and then `the official`."""
    head = phrase.head(context.text)
    spoken = context.talk.spoken
    before = bisect.bisect_left(spoken, (phrase.first, ""))
    for _, key in reversed(spoken[max(0, before - REMEMBERED) : before]):
        actor = context.talk.actors[key]
        if actor.kind == "unnamed" and head in actor.about.heads:
            return Reading(actor, "description", BY_HAND)
    return None


def _owned(phrase: Phrase) -> bool:
    """Return whether somebody's own is meant: Roe's lawyer."""
    return phrase.inner is not None and phrase.inner.possessive


def _several_people(context: Context, phrase: Phrase) -> Reading | None:
    words, head = lexicon().words, phrase.head(context.text)
    if phrase.opening(context.text) in ("the", "both", "these") and (found := _the_two(context, phrase)) is not None:
        return found
    kept_back = head in words["unnamed"] and phrase.opening(context.text) not in ("many", "most", "all")
    kind = "unnamed" if kept_back else "group"
    return as_written(context, phrase, kind, kind)


def _the_two(context: Context, phrase: Phrase) -> Reading | None:
    """Return those that were named or spoke together last: the two men, both candidates, the ministries."""
    singular = phrase.head(context.text)[:-1]
    if singular in lexicon().organisation_nouns:
        together = [
            one for one in context.talk.actors.values() if one.kind == "several" and singular in one.about.words
        ]
        placed = [(places[-1], one) for one in together if (places := _before(context, one, phrase.first))]
        return Reading(max(placed, key=lambda pair: pair[0])[1], "description", BY_HAND) if placed else None
    low = context.text.low[phrase.first : phrase.core_end]
    if "two" not in low and "both" not in low and phrase.head(context.text) not in ("pair", "duo", "rivals"):
        return None
    pairs = [one for one in context.talk.actors.values() if one.kind == "several" and one.name.count(";") == 1]
    placed = [(places[-1], one) for one in pairs if (places := _before(context, one, phrase.first))]
    if not placed:
        return None
    return Reading(max(placed, key=lambda pair: pair[0])[1], "description", BY_HAND)


def _before(context: Context, actor: Actor, word: int) -> list[int]:
    """Return the last place before a word at which an actor is named, if there is one."""
    places = context.talk.places[actor.key]
    return places[: bisect.bisect_left(places, word)][-1:]


def _document(context: Context, phrase: Phrase, seat: Seat) -> Reading | None:
    """Return who speaks through a statement, a letter, a poll; one of nobody's is called as it is."""
    owner = _owner(context, phrase, seat) if phrase.inner is None or is_maker(phrase.inner) else None
    made = by_document(context, phrase, owner, lambda first, end: _read(context, first, end))
    return made or as_written(context, phrase, *(("group", "group") if _counted(context, phrase) else WRITTEN))


WRITTEN = ("organisation", "unnamed")


def _counted(context: Context, phrase: Phrase) -> bool:
    """Return whether several documents speak: polls, the studies."""
    return is_plural(phrase.head(context.text))


def _read(context: Context, first: int, end: int) -> Reading | None:
    """Return the maker whom some words name or describe; a document makes no other."""
    parts = phrases(context.text, first, end, context.around(first, end))
    if len(parts) != 1:
        return None
    [part] = parts
    seat = Seat(part.first, part.core_end)
    if part.named is not None:
        return by_name(context, part, part.named, seat)
    head = part.head(context.text)
    if pronoun_of(head) is not None or head in lexicon().words["documents"] or head in lexicon().words["findings"]:
        return None
    return by_noun(context, part, seat)


def _body(context: Context, phrase: Phrase, seat: Seat) -> Reading | None:
    """Return the organisation or state that a noun such as `the ministry` stands for."""
    lex, head = lexicon(), phrase.head(context.text)
    words = lex.words
    some: list[Actor] = []
    if phrase.inner is not None and context.text.states.is_nobody(" ".join(phrase.inner.words)):
        return as_written(context, phrase, "organisation", "unnamed")
    if head in lex.organisation_nouns or head in words["organisations"]:
        some = [one for one in context.talk.actors.values() if one.kind == "organisation" and may_be(one, head)]
    elif head in STATELY:
        some = [one for one in context.talk.actors.values() if one.kind in ("state",)]
    if some and definite(context, phrase) and (only := only_one(_described(context, phrase, seat), some)) is not None:
        return Reading(only, "description", BY_OFFICE)
    if some and (definite(context, phrase) or context.text.sentence[phrase.first] < LEDE):
        found = choose(context, "body", _described(context, phrase, seat), some, "description")
        if found is not None:
            return found
    if head in words["collectives"]:
        return as_written(context, phrase, "group", "group")
    if some or phrase.inner is not None or _indefinite(context, phrase) or head in words["findings"]:
        return as_written(context, phrase, "organisation", "unnamed")
    return None


STATELY = frozenset(("government", "country", "nation", "state", "city", "regime", "republic", "kingdom", "leadership"))
