"""Anchors with their role scores -> statements: spans, duplicates dropped, ids, manner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from sayso.extract.decode import best_states
from sayso.extract.found import Found
from sayso.extract.manner import manner
from sayso.extract.roles import CONTENT, CUE, NONE, SOURCE
from sayso.extract.whole_quotations import with_whole_quotations
from sayso.identity import statement_id
from sayso.model.encoder import AnchorScores, Annotations
from sayso.records import Article, Span, Statement

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Integers = NDArray[np.int64]

PADDING = -1e4
"""A score that no path takes."""

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


def assemble(words: Words, start: Floats, anchors: Sequence[AnchorScores]) -> list[Found]:
    """Return the attributions of the anchors in text order, the likelier one where two share a cue word.

    A word of another part of the article than the anchor's has no role.
    """
    rows = _decoded(start, [_in_part(anchor, words.parts) for anchor in anchors])
    taken: set[int] = set()
    found = []
    for anchor, states in sorted(
        zip(anchors, rows, strict=True), key=lambda pair: (-pair[0].probability, pair[0].anchor)
    ):
        key = {anchor.first_word + int(i) for i in np.flatnonzero(states == CUE)} or {anchor.anchor}
        if key & taken or not (states == CONTENT).any():
            continue
        taken |= key
        found.append(_found(words, anchor, states))
    return sorted(found, key=_place)


def _distinct(found: Sequence[Found]) -> list[Found]:
    """Return the attributions in text order, the likelier one of two that say the same: without a cue there may be."""
    by_place: dict[object, Found] = {}
    for one in sorted(found, key=lambda one: one.confidence):
        by_place[_place(one)] = one
    return sorted(by_place.values(), key=_place)


def _place(one: Found) -> tuple[Span, tuple[Span, ...], tuple[Span, ...], tuple[Span, ...]]:
    return min(one.source + one.cue + one.content), one.cue, one.source, one.content


def _in_part(anchor: AnchorScores, parts: Integers) -> AnchorScores:
    window = parts[anchor.first_word : anchor.first_word + len(anchor.emissions)]
    elsewhere = window != parts[anchor.anchor]
    if not elsewhere.any():
        return anchor
    emissions = anchor.emissions.copy()
    emissions[elsewhere] = PADDING
    emissions[elsewhere, NONE] = 0.0
    return replace(anchor, emissions=emissions)


def _decoded(start: Floats, anchors: Sequence[AnchorScores]) -> list[Integers]:
    """Decode the anchors, so many at a time that their padded scores stay small."""
    rows: list[Integers] = []
    for first in range(0, len(anchors), TOGETHER):
        rows += _decoded_together(start, anchors[first : first + TOGETHER])
    return rows


def _decoded_together(start: Floats, anchors: Sequence[AnchorScores]) -> list[Integers]:
    """Decode rows of several windows at once, padded with a state that costs nothing to stay in."""
    longest = max(len(a.emissions) for a in anchors)
    states = anchors[0].emissions.shape[1]
    emissions = np.full((len(anchors), longest, states), PADDING, dtype=np.float32)
    steps = np.zeros((len(anchors), longest, states, states), dtype=np.float32)
    emissions[:, :, NONE] = 0.0
    for i, anchor in enumerate(anchors):
        emissions[i, : len(anchor.emissions)] = anchor.emissions
        steps[i, : len(anchor.steps)] = anchor.steps
    rows = best_states(start, emissions, steps)
    return [row[: len(anchor.emissions)] for row, anchor in zip(rows, anchors, strict=True)]


def _found(words: Words, anchor: AnchorScores, states: Integers) -> Found:
    spans = {state: _runs(words, anchor.first_word, states == state) for state in (SOURCE, CUE, CONTENT)}
    return Found(spans[SOURCE], spans[CUE], spans[CONTENT], round(anchor.probability, 4))


def _runs(words: Words, first_word: int, chosen: NDArray[np.bool_]) -> tuple[Span, ...]:
    """Return the spans of the runs of chosen words; a run goes on over a line's end, not over what is not read."""
    states = np.concatenate(([False], chosen, [False])).astype(np.int8)
    begins, ends = np.flatnonzero(np.diff(states) == 1), np.flatnonzero(np.diff(states) == -1)
    cut = np.flatnonzero(words.breaks[first_word : first_word + len(chosen)] & chosen & (states[:-2] == 1))
    begins, ends = np.sort(np.concatenate((begins, cut))), np.sort(np.concatenate((ends, cut)))
    offsets = words.offsets[first_word:]
    return tuple(Span(int(offsets[a, 0]), int(offsets[b - 1, 1])) for a, b in zip(begins, ends, strict=True))
