"""What the reading of a phrase needs and gives: the article so far, the reading, and the choice among candidates."""

from __future__ import annotations

import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sayso.resolve.candidates import Discourse, Seat, Turns, features, reach
from sayso.resolve.mentions import Mention
from sayso.resolve.people import Actor
from sayso.resolve.ranking import Weights, probabilities
from sayso.resolve.wording import Wording

LEAST = 0.4
"""A candidate less likely than this is not taken. At .4 against .5 cross-validated accuracy rose from .723 to .744 of
582 choices, and wrong answers from 95 to 112; further down nearly all that is gained is wrong answers."""
LINKED = 0.5
"""From this probability on the model's own link is given as the basis."""
NEAREST = ("nearest", "second nearest")


@dataclass(frozen=True, slots=True)
class Reading:
    """Who is meant, how that is known, and with what probability."""

    actor: Actor
    basis: str
    score: float


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice that the ranker was asked for: the kind of source, the candidates, and each one's features."""

    kind: str
    actors: tuple[Actor, ...]
    features: tuple[Mapping[str, float], ...]


@dataclass(slots=True)
class Context:
    """An article as far as it has been read: its names, who bears them, who has spoken."""

    talk: Discourse
    mentions: tuple[Mention, ...]
    weights: Weights
    of_mention: Mapping[int, Actor]
    """A mention's first word -> its bearer, where that is certain."""
    references: Mapping[int, Sequence[tuple[int, float]]] = field(default_factory=dict)
    """A word -> the words that it may refer to, with probabilities."""
    outer: str | None = None
    """The key of the outer statement's speaker, while a nested one is read."""
    choices: list[Choice] = field(default_factory=list)
    """Those made for the last source; training reads them."""
    _at_word: dict[str, list[int]] = field(default_factory=dict)

    @property
    def text(self) -> Wording:
        """Return the words."""
        return self.talk.text

    def at_word(self, low: str) -> Sequence[int]:
        """Return the numbers of the words that are this one, in small letters."""
        if not self._at_word:
            for n, word in enumerate(self.text.low):
                self._at_word.setdefault(word, []).append(n)
        return self._at_word.get(low, ())

    def around(self, first: int, end: int) -> list[Mention]:
        """Return the mentions that touch the words `first..end`."""
        at = bisect.bisect_right(self.mentions, first, key=lambda one: one.end)
        some = []
        while at < len(self.mentions) and self.mentions[at].first < end:
            some.append(self.mentions[at])
            at += 1
        return some

    def referred(self, first: int, end: int) -> dict[str, float]:
        """Return actor -> probability that a word of `first..end` refers to it, as the model links words."""
        found: dict[str, float] = {}
        for word in range(first, end):
            for other, score in self.references.get(word, ()):
                key = self.bearer_at(other)
                if key is not None:
                    found[key] = min(1.0, found.get(key, 0.0) + score)
        return found

    def bearer_at(self, word: int) -> str | None:
        """Return the key of the actor that is named, or was found to be meant, at a word."""
        for one in self.around(word, word + 1):
            if one.first in self.of_mention:
                return self.of_mention[one.first].key
        at = bisect.bisect_left(self.talk.spoken, (word, ""))
        if at < len(self.talk.spoken) and self.talk.spoken[at][0] == word:
            return self.talk.spoken[at][1]
        return None


def choose(context: Context, kind: str, seat: Seat, actors: Sequence[Actor], basis: str) -> Reading | None:
    """Return the likeliest of the actors, or None where none of them is likelier than not."""
    near = [actor for actor in actors if reach(seat, actor, context.talk)]
    if not near:
        return None
    linked = context.referred(seat.first, seat.end)
    seat = Seat(seat.first, seat.end, seat.content, seat.about, seat.head, seat.gender, linked)
    if context.text.quoted[seat.first]:
        kind = f"quoted {kind}"  # who speaks calls himself I, not he
    turns = Turns.before(seat, context.talk)
    rows = [features(seat, actor, context.talk, turns) for actor in near]
    for row, actor in zip(rows, near, strict=True):
        if actor.key == context.outer:
            row["speaks around"] = 1.0
    _by_nearness(rows, near, seat, context.talk)
    context.choices.append(Choice(kind, tuple(near), tuple(rows)))
    likely = probabilities(kind, rows, context.weights)
    best = max(range(len(near)), key=lambda n: (likely[n], -n))
    if likely[best] < LEAST:
        return None
    by = "reference" if seat.references.get(near[best].key, 0.0) > LINKED and basis == "description" else basis
    return Reading(near[best], by, round(likely[best], 4))


def _by_nearness(rows: Sequence[dict[str, float]], actors: Sequence[Actor], seat: Seat, talk: Discourse) -> None:
    """Note which two candidates that agree with the source were named last before it."""
    last = []
    for row, actor in zip(rows, actors, strict=True):
        places = talk.places[actor.key]
        at = bisect.bisect_left(places, seat.first) - 1
        if at >= 0 and "other gender" not in row:
            last.append((-places[at], actor.key, row))
    for name, (_, _, row) in zip(NEAREST, sorted(last, key=lambda one: one[:2]), strict=False):
        row[name] = 1.0
    if len(last) == 1:
        last[0][2]["only one named before"] = 1.0
