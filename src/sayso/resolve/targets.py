"""At whom a statement is aimed: the object of "accused Velden of", of "denounced Brandt's trip", of "warned the West".

Of the candidates (`aimed_at`) the likeliest is taken, by a small log-linear model over what the words around each say,
the act and the kind of actor (`ranking`, `aiming.json`); none where nobody is likely. The speaker is never aimed at.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sayso.records import Article, Name, Span, Speaker, Statement
from sayso.resolve.aimed_at import Aims
from sayso.resolve.ranking import Weights, probabilities, shipped_weights

MOST = 3
LEAST = 0.4
"""A candidate less likely than this is not taken. In cross-validation .64 of those given are right at .4, where .38 of
the 1,088 wanted are found; at .3 it is .58 and .45, at .5 .68 and .31."""

Mention = Callable[[Span], Speaker | None]
"""Words -> whom they name or describe."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Those who may be aimed at, each with the first words for them and what speaks for them; training reads it."""

    kind: str
    actors: tuple[Speaker, ...]
    spans: tuple[Span, ...]
    features: tuple[Mapping[str, float], ...]


def targets(
    article: Article,
    statements: Sequence[Statement],
    names: Sequence[Name],
    spoken_to: Sequence[Span | None],
    mention: Mention,
) -> tuple[tuple[Speaker, ...], ...]:
    """Return for each statement those at whom it is aimed, at most three, the likeliest first; none without an act.

    The statements have their speakers; `spoken_to` are their addressees' words.
    """
    weights = shipped_weights("aiming.json")
    return tuple(found for _, found in aimed(Aims(article.text, names), statements, spoken_to, mention, weights))


def aimed(
    aims: Aims,
    statements: Sequence[Statement],
    spoken_to: Sequence[Span | None],
    mention: Mention,
    weights: Weights,
) -> Iterator[tuple[Choice | None, tuple[Speaker, ...]]]:
    """Yield for each statement whom it may be aimed at, and at whom it is; training reads the choices."""
    by_id = {one.id: one for one in statements}
    last: dict[str, frozenset[str]] = {}
    for one, addressee in zip(statements, spoken_to, strict=True):
        choice: Choice | None = None
        found: tuple[Speaker, ...] = ()
        speaker = one.speaker.id if one.speaker is not None else ""
        if one.act is not None:
            choice = _choice(aims, one, by_id.get(one.parent or ""), addressee, mention, last.get(speaker, frozenset()))
            if choice is not None:
                found = _likeliest(aims, one, choice, mention, weights)
        if found:
            last[speaker] = frozenset(actor.id for actor in found)
        yield choice, found


def _choice(
    aims: Aims,
    one: Statement,
    outer: Statement | None,
    addressee: Span | None,
    mention: Mention,
    last: frozenset[str],
) -> Choice | None:
    """Return those at whom a statement may be aimed, the speaker aside."""
    rows: dict[str, dict[str, float]] = {}
    actors: dict[str, Speaker] = {}
    spans: dict[str, Span] = {}
    own = one.speaker.id if one.speaker is not None else ""
    for candidate in aims.candidates(one, addressee):
        actor = mention(candidate.span)
        if actor is None or actor.id == own:
            continue
        actors.setdefault(actor.id, actor)
        spans.setdefault(actor.id, candidate.span)
        row = rows.setdefault(actor.id, _standing(aims, actor, last))
        for name, value in aims.features(one, candidate).items():
            row.setdefault(name, value)
        row["times"] = row.get("times", 0.0) + 1.0
    if not rows or one.act is None:
        return None
    if outer is not None and outer.speaker is not None and outer.speaker.id in rows:
        rows[outer.speaker.id]["speaks around"] = 1.0
    return Choice(one.act.type, tuple(actors.values()), tuple(spans.values()), tuple(rows.values()))


def _standing(aims: Aims, actor: Speaker, last: frozenset[str]) -> dict[str, float]:
    """Return what is known of an actor beside the words for him: kind, number of mentions, whether he was aimed at."""
    row = {f"is {actor.kind}": 1.0, "named": math.log1p(aims.count(actor.name))}
    if actor.id in last:
        row["aimed at before"] = 1.0
    return row


def _likeliest(aims: Aims, one: Statement, choice: Choice, mention: Mention, weights: Weights) -> tuple[Speaker, ...]:
    likely = probabilities(choice.kind, choice.features, weights)
    best = max(range(len(likely)), key=lambda n: (likely[n], -n))
    if likely[best] < LEAST:
        return ()
    found = {choice.actors[best].id: choice.actors[best]}
    for span in aims.joined(choice.spans[best], aims.named(one), MOST):
        actor = mention(span)
        if actor is not None:
            found.setdefault(actor.id, actor)
    return tuple(found.values())
