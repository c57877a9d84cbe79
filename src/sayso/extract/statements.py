"""Anchors with their role scores -> statements: spans, duplicates dropped, ids, manner."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from sayso.extract.decode import best_states
from sayso.extract.found import Found
from sayso.extract.manner import manner
from sayso.extract.roles import CONTENT, CUE, NONE, SOURCE, STATES
from sayso.extract.whole_quotations import with_whole_quotations
from sayso.identity import statement_id
from sayso.model.encoder import AnchorScores, Annotations
from sayso.records import Article, Span, Statement

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Integers = NDArray[np.int64]

ROLELESS = np.array([0, -1e4, -1e4, -1e4], dtype=np.float32)
"""The scores of a word that can have no role; they are in the order of the states."""

TOGETHER = 256
"""Anchors decoded at once: 4 MB of scores."""


@dataclass(frozen=True, slots=True)
class Words:
    """A text's words: offsets `[n, 2]`, the part that each stands in, and whether a span is cut before it `[n]`."""

    offsets: Integers
    parts: Integers
    breaks: NDArray[np.bool_]

    @classmethod
    def of_one_part(cls, offsets: Integers) -> Words:
        """Return the words of a text that is all of one part, with nothing unread between them."""
        return cls(offsets, np.zeros(len(offsets), dtype=np.int64), np.zeros(len(offsets), dtype=np.bool_))


def statements(article: Article, annotations: Annotations, start: Floats) -> tuple[Statement, ...]:
    """Return the article's statements in text order.

    `start` is the model's score `[states]` of a window's first word being in each state.
    """
    words = Words(annotations.words, annotations.parts, annotations.breaks)
    quoted = [quotation.span for quotation in annotations.quotations]
    found = with_whole_quotations(assemble(words, start, annotations.anchors), annotations.quotations)
    return tuple(
        Statement(
            id=statement_id(article.id, one.source, one.cue, one.content),
            article_id=article.id,
            source=one.source,
            cue=one.cue,
            content=one.content,
            manner=manner(article.text, one.content, quoted),
            confidence=one.confidence,
        )
        for one in _distinct(found)
    )


def assemble(words: Words, start: Floats, anchors: Iterable[AnchorScores]) -> list[Found]:
    """Return the attributions of the anchors in text order, the likelier one where two share a cue word.

    A word of another part of the article than the anchor's has no role. The anchors are read once, `TOGETHER` at a
    time, and of their scores only the spans are kept.
    """
    taken: set[int] = set()
    found = []
    for one in sorted(_candidates(words, start, anchors), key=lambda one: (-one.probability, one.anchor)):
        key = {word for begin, end in one.runs[CUE] for word in range(begin, end)} or {one.anchor}
        if key.isdisjoint(taken):
            taken |= key
            found.append(_found(words.offsets, one))
    return sorted(found, key=_place)


def _distinct(found: Sequence[Found]) -> list[Found]:
    """Return the attributions in text order, the likelier one of two that say the same: without a cue there may be."""
    by_place: dict[object, Found] = {}
    for one in sorted(found, key=lambda one: one.confidence):
        by_place[_place(one)] = one
    return sorted(by_place.values(), key=_place)


def _place(one: Found) -> tuple[Span, tuple[Span, ...], tuple[Span, ...], tuple[Span, ...]]:
    return min(one.source + one.cue + one.content), one.cue, one.source, one.content


@dataclass(frozen=True, slots=True)
class _Candidate:
    """An anchor with its runs of words by state, (first, one after the last) each."""

    anchor: int
    probability: float
    runs: tuple[list[tuple[int, int]], ...]


def _candidates(words: Words, start: Floats, anchors: Iterable[AnchorScores]) -> Iterator[_Candidate]:
    """Yield the anchors that have a content, decoded so many at a time that their padded scores stay small."""
    rest = iter(anchors)
    while some := list(islice(rest, TOGETHER)):
        runs: list[tuple[list[tuple[int, int]], ...]] = [tuple([] for _ in range(STATES)) for _ in some]
        for row, state, begin, end in _runs(words, some, start):
            runs[row][state].append((begin, end))
        for anchor, by_state in zip(some, runs, strict=True):
            if by_state[CONTENT]:
                yield _Candidate(anchor.anchor, anchor.probability, by_state)


def _runs(words: Words, anchors: Sequence[AnchorScores], start: Floats) -> list[tuple[int, int, int, int]]:
    """Return (anchor's number here, state, first word, one after the last) of each run of words that has a role.

    A run goes on over a line's end, not over what is not read. Windows of several lengths are decoded at once: a word
    after a window's end, as one of another part, costs nothing to leave without a role.
    """
    longest = max(len(a.emissions) for a in anchors)
    first = np.array([a.first_word for a in anchors], dtype=np.int64)[:, None]
    number = np.minimum(first + np.arange(longest), len(words.parts) - 1)
    emissions, steps = _padded(anchors, longest)
    elsewhere = words.parts[number] != words.parts[[a.anchor for a in anchors]][:, None]
    emissions[elsewhere] = ROLELESS
    states = best_states(start, emissions, steps)
    begins = words.breaks[number]
    begins[:, 0] = True
    begins[:, 1:] |= states[:, 1:] != states[:, :-1]
    places = np.flatnonzero(begins)
    ends = np.append(places[1:], begins.size)  # a row's first word begins a run, so none goes on into the next row
    with_role = states.ravel()[places] != NONE
    places, lengths = places[with_role], (ends - places)[with_role]
    rows, begin = places // longest, number.ravel()[places]
    columns = rows, states.ravel()[places], begin, begin + lengths
    return list(zip(*(column.tolist() for column in columns), strict=True))


def _padded(anchors: Sequence[AnchorScores], longest: int) -> tuple[Floats, Floats]:
    emissions = np.empty((len(anchors), longest, STATES), dtype=np.float32)
    steps = np.zeros((len(anchors), longest, STATES, STATES), dtype=np.float32)
    for i, anchor in enumerate(anchors):
        emissions[i, : len(anchor.emissions)] = anchor.emissions
        emissions[i, len(anchor.emissions) :] = ROLELESS
        steps[i, : len(anchor.steps)] = anchor.steps
    return emissions, steps


def _found(offsets: Integers, one: _Candidate) -> Found:
    source, cue, content = (
        tuple(Span(int(offsets[a, 0]), int(offsets[b - 1, 1])) for a, b in one.runs[state])
        for state in (SOURCE, CUE, CONTENT)
    )
    return Found(source, cue, content, round(one.probability, 4))
