"""Whom a pronoun or description may stand for, and what speaks for each: distance, agreement, who spoke last, ..

The features are those of the pronoun-resolution literature (Lappin and Leass 1994; Ng and Cardie, "Improving machine
learning approaches to coreference resolution", ACL 2002), and those of quotation attribution: who spoke last, and who
is spoken of in the content (O'Keefe et al., "A sequence labelling approach to quote attribution", EMNLP 2012).
"""

from __future__ import annotations

import bisect
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sayso.resolve.descriptions import NOTHING, Description
from sayso.resolve.lexicon import lexicon
from sayso.resolve.people import Actor
from sayso.resolve.wording import Wording

DISTANCES = (0, 1, 2, 4, 8)
"""Upper bounds of the classes of distance, in sentences; further away is a class of its own."""
BACK = 100
"""Sentences after which a name is out of mind; it bounds the time that a very long article takes."""
AHEAD = 2
"""Sentences after a pronoun in which its name may come first: leads often begin with `he`."""


@dataclass(slots=True)
class Discourse:
    """What the article has said up to a place: where each actor is named, and who has spoken."""

    text: Wording
    actors: dict[str, Actor]
    places: dict[str, list[int]] = field(default_factory=dict)
    """Actor's key -> words at which it is named or was resolved, sorted."""
    named: dict[str, list[int]] = field(default_factory=dict)
    """Actor's key -> words at which it is named, sorted."""
    spoken: list[tuple[int, str]] = field(default_factory=list)
    """(word, actor's key) of the sources resolved so far, in text order."""
    first_turn: dict[str, int] = field(default_factory=dict)
    """Actor's key -> the first of its words there."""
    genders: Mapping[str, str] = field(default_factory=dict)
    first_in_sentence: frozenset[int] = frozenset()
    """The words at which the first person or body that a sentence names stands."""
    _known: list[Actor] = field(default_factory=list)
    _order: dict[str, int] = field(default_factory=dict)
    _at: list[tuple[int, int]] = field(default_factory=list)
    """(word, number in the order) of all places, sorted."""

    @classmethod
    def of(cls, text: Wording, actors: Sequence[Actor], genders: Mapping[str, str]) -> Discourse:
        """Return the state before any source is resolved."""
        found = cls(text, {actor.key: actor for actor in actors}, genders=genders)
        first: dict[int, int] = {}
        for actor in found.actors.values():
            found.named[actor.key] = sorted(one.first for one in actor.mentions)
            found.places[actor.key] = list(found.named[actor.key])
            for one in actor.mentions:
                sentence = text.sentence[one.first]
                first[sentence] = min(first.get(sentence, one.first), one.first)
        found.first_in_sentence = frozenset(first.values())
        found._known = list(found.actors.values())
        found._order = {key: n for n, key in enumerate(found.actors)}
        found._at = sorted((word, found._order[key]) for key, places in found.places.items() for word in places)
        return found

    def speaks(self, word: int, actor: Actor) -> None:
        """Note that the source at `word` is the actor."""
        if actor.key not in self.actors:
            self.actors[actor.key] = actor
            self.places[actor.key], self.named[actor.key] = [], []
            self._order[actor.key] = len(self._known)
            self._known.append(actor)
        self.first_turn[actor.key] = min(word, self.first_turn.get(actor.key, word))
        bisect.insort(self.spoken, (word, actor.key))
        bisect.insort(self.places[actor.key], word)
        bisect.insort(self._at, (word, self._order[actor.key]))

    def near(self, word: int) -> list[Actor]:
        """Return the actors that may be in reach of a seat at a word, in the order in which they came up."""
        sentence = self.text.sentence
        begin = bisect.bisect_left(sentence, sentence[word] - BACK)
        end = bisect.bisect_right(sentence, sentence[word] + AHEAD)
        some = self._at[bisect.bisect_left(self._at, (begin, 0)) : bisect.bisect_left(self._at, (end, 0))]
        return [self._known[number] for number in sorted({number for _, number in some})]


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a source stands: its words, those of the statement's content, and what it says of the speaker."""

    first: int
    end: int
    content: tuple[tuple[int, int], ...] = ()
    about: Description = NOTHING
    head: str = ""
    gender: str | None = None
    references: Mapping[str, float] = field(default_factory=dict)
    """Actor's key -> probability that the source's head word refers to it."""


@dataclass(frozen=True, slots=True)
class Turns:
    """Who spoke last before a seat, how many sentences ago, and who spoke before that."""

    last: str = ""
    ago: int = 0
    earlier: frozenset[str] = frozenset()

    @classmethod
    def before(cls, seat: Seat, talk: Discourse) -> Turns:
        """Return the turns before the seat."""
        at = bisect.bisect_left(talk.spoken, (seat.first, "")) - 1
        if at < 0:
            return cls()
        word, key = talk.spoken[at]
        ago = min(talk.text.sentence[seat.first] - talk.text.sentence[word], 3)
        return cls(key, ago, frozenset(k for _, k in talk.spoken[max(0, at - 2) : at]))


def features(seat: Seat, actor: Actor, talk: Discourse, turns: Turns) -> dict[str, float]:
    """Return what speaks for and against the actor at this seat, by name."""
    places = talk.places[actor.key]
    at = bisect.bisect_left(places, seat.first) - 1
    found: dict[str, float] = {}
    if at < 0:
        found["named later"] = 1.0
    else:
        _distance(found, seat, places[at], talk)
    _standing(found, actor, talk)
    _turns(found, seat, actor, talk, turns)
    named = talk.named[actor.key]
    if any(bisect.bisect_left(named, a) < bisect.bisect_left(named, b) for a, b in seat.content):
        found["in the content"] = 1.0
    _agreement(found, seat, actor, talk)
    if seat.head:
        _likeness(found, seat, actor)
    if (score := seat.references.get(actor.key)) is not None:
        found["referred to"] = score
        found["odds of reference"] = math.log((score + 0.02) / (1.02 - score))
    elif seat.references:
        found["not referred to"] = 1.0
    found[f"is {actor.kind}"] = 1.0
    return found


def reach(seat: Seat, actor: Actor, talk: Discourse) -> bool:
    """Return whether the actor is known by then: named before the seat, or very soon after it."""
    places = talk.places[actor.key]
    if not places:
        return False
    sentence, here = talk.text.sentence, talk.text.sentence[seat.first]
    at = bisect.bisect_left(places, seat.first) - 1
    return sentence[places[0]] <= here + AHEAD if at < 0 else here - sentence[places[at]] <= BACK


def _distance(found: dict[str, float], seat: Seat, place: int, talk: Discourse) -> None:
    text = talk.text
    apart = text.sentence[seat.first] - text.sentence[place]
    bound = bisect.bisect_left(DISTANCES, apart)
    found[f"sentence {DISTANCES[bound] if bound < len(DISTANCES) else 'far'}"] = 1.0
    if text.line[seat.first] == text.line[place]:
        found["same paragraph"] = 1.0
    if place in talk.first_in_sentence:
        found["first in its sentence"] = 1.0
        if apart == 1:
            found["first in the sentence before"] = 1.0
    if text.quoted[place]:
        found["last named in a quotation"] = 1.0
    if place + 1 < len(text.words) and _possessive_after(text, place):
        found["last named as an owner"] = 1.0
    found["words between"] = math.log1p(seat.first - place)


def _possessive_after(text: Wording, place: int) -> bool:
    return any(word in ("'s", "’s") for word in text.words[place + 1 : place + 4] if not word[0].isupper())


def _standing(found: dict[str, float], actor: Actor, talk: Discourse) -> None:
    count = len(talk.named[actor.key])
    found["mentions"] = math.log1p(count)
    if " " not in actor.name:
        found["of one word"] = 1.0


def _turns(found: dict[str, float], seat: Seat, actor: Actor, talk: Discourse, turns: Turns) -> None:
    """Who spoke last before the seat, and the time before that."""
    if not turns.last:
        return
    if turns.last == actor.key:
        found["spoke last"] = 1.0
        found[f"spoke last, sentence {turns.ago}"] = 1.0
    elif actor.key in turns.earlier:
        found["spoke before the last"] = 1.0
    if talk.first_turn.get(actor.key, seat.first) >= seat.first:
        found["has not spoken"] = 1.0


def _agreement(found: dict[str, float], seat: Seat, actor: Actor, talk: Discourse) -> None:
    if seat.gender is None:
        return
    known = talk.genders.get(actor.key) or actor.gender
    if known is None:
        found["gender unknown"] = 1.0
    elif known != seat.gender:
        found["other gender"] = 1.0


def _likeness(found: dict[str, float], seat: Seat, actor: Actor) -> None:
    """How well a description fits what the article says of the actor."""
    lex, about = lexicon(), actor.about
    broad = lex.organisation_nouns.get(seat.head, frozenset())
    if seat.head in about.heads or (actor.kind != "person" and seat.head in about.words):
        found["same noun"] = 1.0
    elif lex.stands_for(seat.head, about.heads) or not broad.isdisjoint(about.words):
        found["broader noun"] = 1.0
    elif about.heads:
        found["other noun"] = 1.0
    else:
        found["no noun"] = 1.0
    _modifiers(found, seat, actor)


def _modifiers(found: dict[str, float], seat: Seat, actor: Actor) -> None:
    """How well a description's other words, its party and its state fit."""
    about = actor.about
    others = seat.about.words - {seat.head} - FILLERS
    if others:
        shared = len(others & (about.words | frozenset(actor.name.lower().split()))) / len(others)
        found["modifiers shared"] = shared
        if not shared:
            found["no modifier shared"] = 1.0
        if shared == 1:
            found["all modifiers shared"] = 1.0
    ours, theirs = seat.about.words & PARTIES, about.words & PARTIES
    if ours and theirs:
        found["same party" if ours & theirs else "other party"] = 1.0
    if seat.about.codes:
        if set(seat.about.codes) & set(about.codes):
            found["same state"] = 1.0
        elif about.codes:
            found["other state"] = 1.0


PARTIES = frozenset(
    ("republican", "democrat", "libertarian", "independent", "conservative", "labour", "liberal", "socialist")
)
FILLERS = frozenset(
    ("the", "a", "an", "of", "this", "that", "former", "his", "her", "its", "their", "who", "and", "then")
)
