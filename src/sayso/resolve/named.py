"""Phrases that end in a name, or whose head a name stands before: people, bodies, states, campaigns."""

from __future__ import annotations

from sayso.records import NameKind
from sayso.resolve.candidates import Seat
from sayso.resolve.descriptions import NOTHING, Description
from sayso.resolve.lexicon import lexicon
from sayso.resolve.mentions import Mention
from sayso.resolve.organisations import is_plural_people, retinue
from sayso.resolve.people import Actor, bearers_of
from sayso.resolve.phrases import Phrase
from sayso.resolve.readings import Context, Reading, choose
from sayso.resolve.states import states

SURE = {"name": 0.95, "surname": 0.98, "group": 0.8, "unnamed": 0.6, "acronym": 0.95, "capital": 0.9}
"""The scores of readings by rule. The first four are the shares that were right in the articles that the ranker is
trained on; acronyms and capitals were too few there to be counted (4 each), and theirs are set by hand."""


def by_name(context: Context, phrase: Phrase, one: Mention, seat: Seat) -> Reading | None:
    """Return whom a name names; a surname that several bear is decided by what stands around it."""
    actor = context.of_mention.get(one.first)
    if actor is None and one.kind is NameKind.PERSON:
        return _of_several_bearers(context, one, seat)
    words, table = " ".join(one.words).lower(), context.text.states
    if words in table.people and words not in table.names:
        return _by_demonym(context, phrase, one)
    if actor is None:
        return _unknown_name(context, phrase, one)
    return Reading(actor, basis := _basis(context, actor, one), SURE[basis])


def by_campaign(context: Context, phrase: Phrase, bearer: Actor) -> Reading | None:
    """Return the campaign (team, administration) of a person: the Roe | campaign."""
    noun = phrase.head(context.text)
    campaign = f"{bearer.name} campaign".lower()
    key = campaign if noun != "administration" and campaign in context.talk.actors else f"{bearer.name} {noun}".lower()
    return Reading(context.talk.actors.get(key) or retinue(bearer, noun), "name", SURE["name"])


def by_demonym_side(context: Context, phrase: Phrase) -> Reading | None:
    """Return the state for which `side` or `government` speaks: the Finnish side."""
    if phrase.inner is None or phrase.inner.end != phrase.core_end - 1:
        return None
    code = context.text.states.code(" ".join(phrase.inner.words))
    if code is None:
        return None
    return Reading(state_actor(context, code), "name", SURE["name"])


def state_actor(context: Context, code: str) -> Actor:
    """Return the article's actor of a state, or one of the table's."""
    known = context.talk.actors.get(code)
    return known or Actor(code, states().by_code[code].name, "state", (), Description(codes=(code,)))


def label(context: Context, phrase: Phrase) -> str:
    """Return what unnamed people are called: a phrase's words up to its first comma or relative clause."""
    text, words = context.text, lexicon().words
    first, end = phrase.first, phrase.core_end
    while end < phrase.end and text.low[end] not in CLAUSES and text.words[end] not in CUT:
        end += 1
    while first < phrase.core_end - 1 and text.low[first] in words["determiners"]:
        first += 1
    return text.show(first, end).strip("“”\"' ")


CLAUSES = frozenset(
    ("who", "whom", "whose", "that", "which", "including", "such", "speaking", "where", "when", "ranging")
)
CUT = frozenset(",;:—–(“")


def as_written(context: Context, phrase: Phrase, kind: str, basis: str) -> Reading | None:
    """Return people without a name, or a body that nothing is known of, under the words of the text."""
    name = label(context, phrase)
    if not name:
        return None
    code = _code_within(context, phrase)
    about = Description(
        frozenset((phrase.head(context.text),)), frozenset(name.lower().split()), (code,) if code else ()
    )
    return Reading(Actor(f"{kind} {name.lower()}", name, kind, (), about), basis, SURE.get(basis, 0.8))


def _code_within(context: Context, phrase: Phrase) -> str | None:
    """Return the state whose demonym stands in the core: Finnish officials."""
    if phrase.inner is None:
        return None
    return context.text.states.affiliation(" ".join(phrase.inner.words))


def _of_several_bearers(context: Context, one: Mention, seat: Seat) -> Reading | None:
    persons = [actor for actor in context.talk.actors.values() if actor.kind == "person"]
    forms = [tuple(actor.names) for actor in persons]
    bearers = [persons[n] for n in bearers_of(one.key, forms)]
    gender = _title_gender(context, one)
    return choose(
        context,
        "surname",
        Seat(seat.first, seat.end, seat.content, _title(context, one), "", gender),
        bearers,
        "surname",
    )


def _title_gender(context: Context, one: Mention) -> str | None:
    before = context.text.low[one.first - 1] if one.first else ""
    return "f" if before in lexicon().female else "m" if before in lexicon().male else None


def _title(context: Context, one: Mention) -> Description:
    from sayso.resolve.descriptions import describe, title_start

    start = title_start(context.text, one)
    return describe(context.text, start, one.first) if start < one.first else NOTHING


def _by_demonym(context: Context, phrase: Phrase, one: Mention) -> Reading | None:
    """Return the people that a demonym names (Finns), or the state where it stands for one (American commitments)."""
    if is_plural_people(one.words) or phrase.core_end - phrase.first > len(one.words):
        return as_written(context, phrase, "group", "group")
    code = context.text.states.people[" ".join(one.words).lower()]
    return Reading(state_actor(context, code), "name", SURE["name"])


def _unknown_name(context: Context, phrase: Phrase, one: Mention) -> Reading | None:
    """Return a name that belongs to no known person, body or state: people of a kind, a city, a thing.

    One that several places share is nobody's where the article doesn't tell which is meant.
    """
    if is_plural_people(one.words):
        return as_written(context, phrase, "group", "group")
    name = context.text.show(one.first, one.end)
    if context.text.states.is_nobody(name):
        return None
    kind = "state" if one.kind is NameKind.PLACE else "organisation"
    if name.lower() == "west":
        kind = "group"
    return Reading(Actor(f"{kind} {name.lower()}", name, kind, (one,)), "name", 0.8)


def _basis(context: Context, actor: Actor, one: Mention) -> str:
    if actor.kind == "state":
        return "capital" if " ".join(one.words).lower() in context.text.states.seats else "name"
    if actor.kind == "person" and len(one.words) == 1 and len(actor.name.split()) > 1:
        return "surname"
    if actor.kind == "organisation" and len(one.words) == 1 and len(actor.name.split()) > 1 and one.words[0].isupper():
        return "acronym"
    return "name"
