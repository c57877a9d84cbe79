"""Sources -> speakers: who is behind "he", "the ambassador", "Tokyo", by the fullest name that the article gives.

Names and capitals are read by rule; a pronoun or description is given to the likeliest of those it may stand for
(`candidates`, `ranking`), and to nobody where two are about as likely. `Speaker.basis` says how one was found:

    name         the name stands in the source: `Kremlin spokesman Jan Orr`, `the Orr campaign`
    surname      a part of a name that stands whole elsewhere: `Ms. Orr`
    title        an office that the article gives somebody: `the ambassador`, after `Ambassador Jan Orr`
    description  another description, or a body's noun: `the Finnish leader`, `the ministry`
    pronoun      `he`, `she`, `they`, `it`, `who`, `which`
    acronym      the initials of a name that stands whole elsewhere
    capital      a capital or seat of government for its state: `Helsinki`
    several      a list; the name joins their names with `; `
    unnamed      people whose name the text keeps back: `two officials`
    group        people of a kind: `critics`
    first person `I` or `we` in the words of another statement's speaker
    reference    the model links the word to the name
    document     a statement, a letter, a post: whoever made it
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from sayso.identity import derived_id
from sayso.records import Article, Name, NameKind, Reference, Span, Speaker, Statement
from sayso.resolve.candidates import Discourse, Seat
from sayso.resolve.mentions import Mention, mentions
from sayso.resolve.named import by_name
from sayso.resolve.nouns import by_noun, by_pronoun
from sayso.resolve.organisations import groups, organisations, pairs, state_actors
from sayso.resolve.people import Actor, people, with_pronouns
from sayso.resolve.phrases import Phrase, phrases
from sayso.resolve.pieces import Pieces
from sayso.resolve.pronouns import Pronoun, antecedent, pronoun_of
from sayso.resolve.ranking import Weights, shipped_weights
from sayso.resolve.readings import Choice, Context, Reading
from sayso.resolve.wording import Wording, wording


def speakers(
    article: Article, statements: Sequence[Statement], names: Sequence[Name], references: Sequence[Reference]
) -> tuple[Speaker | None, ...]:
    """Return each statement's speaker, in the order of the statements; None where nobody can be told."""
    resolver = Resolver(article, names, references, statements)
    return tuple(resolver.speaker(statement) for statement in statements)


LONGEST = 120
"""Words of a source that are looked at: what is longer is a list that has run on, read anew at each comma."""


class Resolver:
    """Resolves the sources of one article's statements, and any other span that names or describes somebody."""

    def __init__(
        self,
        article: Article,
        names: Sequence[Name],
        references: Sequence[Reference] = (),
        statements: Sequence[Statement] = (),
        weights: Weights | None = None,
    ) -> None:
        self._article = article
        text = wording(article.text, article.spoken_paragraphs())
        self._context = _context(text, names, references, weights)
        self._readings: dict[str, Reading | None] = {}
        self.choices: dict[str, tuple[Choice, ...]] = {}
        """A statement's id -> what the ranker was asked for its source; training reads them."""
        self._statements = {one.id: one for one in statements}
        self._ordered = tuple(statements)
        self._contents = Pieces((span, n) for n, one in enumerate(statements) for span in one.content)
        self._mentioned: dict[Span, Speaker | None] = {}
        for one in sorted(statements, key=_order):
            self._readings[one.id] = self._read_statement(one)

    def speaker(self, statement: Statement) -> Speaker | None:
        """Return who makes one of the statements that the resolver was made with."""
        return self._speaker(self._readings.get(statement.id))

    def mention(self, span: Span) -> Speaker | None:
        """Return whom the words of a span name or describe: a target, an addressee; None where nobody can be told."""
        if span not in self._mentioned:
            self._context.outer = None
            self._mentioned[span] = self._speaker(self._mention(span))
        return self._mentioned[span]

    def _mention(self, span: Span) -> Reading | None:
        context = self._context
        first, end = context.text.within(span)
        one = next((one for one in context.around(first, first + 1) if (one.first, one.end) == (first, end)), None)
        if one is not None:  # a name alone needs no reading of the phrase
            return by_name(context, Phrase(first, end, end, one), one, Seat(first, end))
        return self._read(first, end, ()) if first < end else None

    def named(self) -> tuple[Name, ...]:
        """Return the article's names as they are read here: whole, and with those that the model missed."""
        text = self._context.text
        kinds = ((text.span(one.first, one.end), one.kind) for one in self._context.mentions)
        return tuple(Name(span, kind, 1.0) for span, kind in kinds if kind is not None)

    def _read_statement(self, statement: Statement) -> Reading | None:
        text = self._context.text
        if not statement.source:
            return None
        first, end = text.within(self._telling_piece(statement))
        if first >= end:
            return None
        content = tuple(text.within(one) for one in statement.content)
        outer = self._readings.get(statement.parent or "")
        self._context.outer = outer.actor.key if outer is not None else None
        reading = self._first_person(statement, first) or self._read(first, end, content)
        self.choices[statement.id] = tuple(self._context.choices)
        if reading is not None:
            self._context.talk.speaks(first, reading.actor)
        return reading

    def _telling_piece(self, statement: Statement) -> Span:
        """Return the piece of the source that tells most: "he .. Orr" names Orr."""
        text, pieces = self._context.text, statement.source
        if len(pieces) > 1 and pronoun_of(pieces[0].of(text.text).lower()) is not None:
            return next((piece for piece in pieces if self._context.around(*text.within(piece))), pieces[0])
        return pieces[0]

    def _first_person(self, statement: Statement, first: int) -> Reading | None:
        """Return the outer statement's speaker, where the source is `I` or `we` in his words."""
        pronoun = _pronoun_at(self._context.text, first)
        if pronoun is None or pronoun.kind != "first":
            return None
        outer = self._outer(statement)
        reading = self._readings.get(outer.id) if outer is not None else None
        return replace(reading, basis="first person") if reading is not None else None

    def _outer(self, statement: Statement) -> Statement | None:
        if statement.parent is not None:
            return self._statements.get(statement.parent)
        at = statement.source[0].start
        some = ((span, self._ordered[n]) for span, n in self._contents.meeting(Span(at, at + 1)))
        around = [(span.end - span.start, one.id) for span, one in some if one.id != statement.id]
        return self._statements[min(around)[1]] if around else None

    def _read(self, first: int, end: int, content: tuple[tuple[int, int], ...]) -> Reading | None:
        context, end = self._context, min(end, first + LONGEST)
        context.choices.clear()
        parts = phrases(context.text, first, end, context.around(first, end))
        found = [read_phrase(context, part, content) for part in parts]
        if len(found) == 1:
            return found[0]
        known = [one for one in found if one is not None]
        if not known or len(known) < len(found):
            return None
        return _several(known)

    def _speaker(self, reading: Reading | None) -> Speaker | None:
        if reading is None:
            return None
        actor = reading.actor
        return Speaker(
            id=actor_id(self._article.id, actor),
            name=actor.name,
            kind=actor.kind,
            affiliation=actor.about.codes,
            basis=reading.basis,
            score=reading.score,
        )


def actor_id(article: str, actor: Actor) -> str:
    """Return the actor's id: a state's ISO code, or one derived from the article and the name."""
    is_state = actor.kind == "state" and actor.about.codes == (actor.key,)
    return actor.key if is_state else _derived(article, actor.kind, actor.name.casefold())


@lru_cache(maxsize=4096)  # asked for each mention of an actor
def _derived(article: str, kind: str, name: str) -> str:
    return derived_id("actor", article, kind, name)


def read_phrase(context: Context, phrase: Phrase, content: tuple[tuple[int, int], ...]) -> Reading | None:
    """Return whom one phrase stands for."""
    text = context.text
    seat = Seat(phrase.first, phrase.core_end, content)
    pronoun = _pronoun_at(text, phrase.first)
    if pronoun is not None and phrase.core_end - phrase.first == 1:
        return _by_pronoun(context, phrase, replace(seat, gender=pronoun.gender), pronoun.kind)
    if phrase.named is not None:
        return by_name(context, phrase, phrase.named, seat)
    if phrase.apposed is not None:
        return by_name(context, phrase, phrase.apposed, seat)
    if phrase.heading is not None:
        return by_name(context, phrase, phrase.heading, seat)
    return by_noun(context, phrase, seat)


def _pronoun_at(text: Wording, word: int) -> Pronoun | None:
    """Return the pronoun that a word is; "US" is a state."""
    return pronoun_of(text.low[word]) if text.words[word] != "US" else None


def _by_pronoun(context: Context, phrase: Phrase, seat: Seat, kind: str) -> Reading | None:
    if kind == "relative":
        return _by_relative(context, phrase, seat)
    if kind in ("first", "second"):
        word = context.text.low[phrase.first].replace("’", "'").split("'")[0]
        if word not in ("we", "us", "our"):
            return None  # "you" may be anybody
        return Reading(Actor(f"group {word}", word, "group", ()), "group", 0.5)
    return by_pronoun(context, seat, kind)


def _by_relative(context: Context, phrase: Phrase, seat: Seat) -> Reading | None:
    words = antecedent(context.text, phrase.first, context.around(max(0, phrase.first - 40), phrase.first))
    if words is None:
        return None
    parts = phrases(context.text, *words, context.around(*words))
    if (
        len(parts) != 1
        or parts[0].first >= phrase.first
        or context.text.low[parts[0].first] in ("that", "which", "who")
    ):
        return None
    reading = read_phrase(context, parts[0], seat.content)
    if reading is not None and reading.actor.kind == "state" and context.text.low[phrase.first] == "who":
        return None
    return replace(reading, basis="pronoun") if reading is not None else None


def _several(found: Sequence[Reading]) -> Reading:
    """Return several speakers as one, under all their names."""
    name = "; ".join(dict.fromkeys(one.actor.name for one in found))
    about = found[0].actor.about
    for one in found[1:]:
        about |= one.actor.about
    score = 1.0
    for one in found:
        score *= one.score
    return Reading(Actor(f"several {name.lower()}", name, "several", (), about), "several", round(score, 4))


def _order(statement: Statement) -> tuple[bool, int]:
    """Order the statements as they are read: the outer ones first, as the nested ones' `I` is their speaker."""
    start = statement.source[0].start if statement.source else min(statement.cue + statement.content).start
    return statement.parent is not None, start


def _context(text: Wording, names: Sequence[Name], references: Sequence[Reference], weights: Weights | None) -> Context:
    found = mentions(text, names)
    persons = people(text, found)
    bodies = _apart(organisations(text, found, persons), persons)
    nations = state_actors(text, found)
    of_mention = {one.first: actor for actor in bodies for one in actor.mentions if _whole(actor, one)}
    of_mention |= {one.first: actor for actor in (*nations, *persons) for one in actor.mentions}
    actors = (*persons, *bodies, *nations, *groups(text, found), *pairs(text, found, of_mention))
    linked: dict[int, list[tuple[int, float]]] = {}
    ends = text.ends
    for one in references:
        word, antecedent = bisect_right(ends, one.word.start), bisect_right(ends, one.antecedent.start)
        linked.setdefault(word, []).append((antecedent, one.score))
    talk = Discourse.of(text, actors, with_pronouns(text, persons))
    return Context(talk, found, shipped_weights() if weights is None else weights, of_mention, linked)


def _apart(bodies: Sequence[Actor], persons: Sequence[Actor]) -> tuple[Actor, ...]:
    """Return the bodies, those with a person's name under a key of their own: Lumera, which Mr. Lumera founded."""
    taken = {one.key for one in persons}
    return tuple(replace(one, key=f"{one.kind} {one.key}") if one.key in taken else one for one in bodies)


def _whole(actor: Actor, one: Mention) -> bool:
    """Return whether a mention is the actor's name, and not the person's after whom it is called."""
    return bool(actor.names) and one.kind is not NameKind.PERSON
