"""Anchors with their role scores -> statements: spans, duplicates dropped, ids, manner."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from sayso.extract.acts import ActScores, act_scores
from sayso.extract.confidence import calibrated
from sayso.extract.continued_quotations import with_continued_quotations
from sayso.extract.decode import best_states
from sayso.extract.found import Found
from sayso.extract.manner import manner
from sayso.extract.nesting import nested, without_doubtful_inner
from sayso.extract.pointing_back import pointing_back
from sayso.extract.roles import CONTENT, CUE, NONE, SOURCE, STATES
from sayso.extract.whole_quotations import with_whole_quotations
from sayso.identity import statement_id
from sayso.model.encoder import AnchorScores, Annotations, AttributionModel
from sayso.records import Act, Article, Span, Statement

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Integers = NDArray[np.int64]

ROLELESS = np.array([0, -1e4, -1e4, -1e4], dtype=np.float32)
"""The scores of a word that can have no role; they are in the order of the states."""

CONTENT_ALONE = np.array([0, -1e4, -1e4, 0], dtype=np.float32)
"""Added to the scores of a word of another paragraph than the anchor's: a content goes on there, a source or a cue does
not (in PolNeAR, 11 of 22,026 do)."""

TOGETHER = 256
"""Anchors decoded at once: 4 MB of scores."""


@dataclass(frozen=True, slots=True)
class Words:
    """A text's words: offsets `[n, 2]`, the part that each stands in, and whether a span is cut before it `[n]`.

    `paragraphs` `[n]` numbers the paragraph of each; None where the text is all one.
    """

    offsets: Integers
    parts: Integers
    breaks: NDArray[np.bool_]
    paragraphs: Integers | None = None

    @classmethod
    def of_one_part(cls, offsets: Integers, line_starts: Integers | None = None) -> Words:
        """Return the words of a text that is all of one part, with nothing unread between them.

        `line_starts` are the numbers of the words that open a paragraph.
        """
        count = len(offsets)
        numbers = None if line_starts is None else np.searchsorted(line_starts, np.arange(count), side="right")
        return cls(offsets, np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.bool_), numbers)


def statements(article: Article, annotations: Annotations, model: AttributionModel) -> tuple[Statement, ...]:
    """Return the article's statements in text order, each inner one with its `parent`."""
    paragraphs = article.spoken_paragraphs()
    numbers = np.searchsorted([one.start for one in paragraphs], annotations.words[:, 0], side="right")
    words = Words(annotations.words, annotations.parts, annotations.breaks, numbers)
    found = _distinct(assemble(words, model.start, annotations.anchors, model.threshold))
    outer = with_whole_quotations([one for one in found if not one.inner], annotations.quotations)
    outer = with_continued_quotations(outer, annotations.quotations)
    outer = pointing_back(article.text, paragraphs, outer)
    every = _distinct([*outer, *(one for one in found if one.inner)])
    pairs = sorted(nested(without_doubtful_inner(article.text, every)), key=lambda pair: _place(pair[0]))
    quoted = [quotation.span for quotation in annotations.quotations]
    ids = {id(one): statement_id(article.id, one.source, one.cue, one.content) for one, _ in pairs}
    return tuple(
        Statement(
            id=ids[id(one)],
            article_id=article.id,
            source=one.source,
            cue=one.cue,
            content=one.content,
            manner=manner(article.text, one.content, quoted),
            confidence=calibrated(one.confidence, model.calibration),
            parent=ids[id(parent)] if parent else None,
            act=Act(one.act.act, score=one.act.score) if one.act.act else None,
            modality=one.act.modality,
            tone=one.act.tone,
        )
        for one, parent in pairs
    )


def assemble(words: Words, start: Floats, anchors: Iterable[AnchorScores], threshold: float = 0.0) -> list[Found]:
    """Return the anchors' attributions in text order, the likelier one where two share a cue word.

    An anchor less likely than `threshold` to be an outermost statement's is an inner one's. A word of another part of
    the article than the anchor's has no role. `start` is the model's score `[states]` of a window's first word being in
    each state. The anchors are read once, `TOGETHER` at a time, and of their scores only the spans are kept.
    """
    taken: set[int] = set()
    found = []
    for one in sorted(_candidates(words, start, anchors, threshold), key=_rank):
        key = {word for begin, end in one.runs[CUE] for word in range(begin, end)} or {one.anchor}
        if key.isdisjoint(taken):
            taken |= key
            found.append(_found(words.offsets, one))
    return sorted(found, key=_place)


def _rank(one: _Candidate) -> tuple[bool, float, int]:
    return one.inner, -one.probability, one.anchor


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
    inner: bool
    act: ActScores
    runs: tuple[list[tuple[int, int]], ...]


def _candidates(words: Words, start: Floats, anchors: Iterable[AnchorScores], threshold: float) -> Iterator[_Candidate]:
    """Yield the anchors that have a content, decoded so many at a time that their padded scores stay small."""
    rest = iter(anchors)
    while some := list(islice(rest, TOGETHER)):
        runs: list[tuple[list[tuple[int, int]], ...]] = [tuple([] for _ in range(STATES)) for _ in some]
        for row, state, begin, end in _runs(words, some, start):
            runs[row][state].append((begin, end))
        for anchor, by_state in zip(some, runs, strict=True):
            if by_state[CONTENT]:
                inner = anchor.probability < threshold
                probability = anchor.inner if inner else anchor.probability
                yield _Candidate(anchor.anchor, probability, inner, act_scores(anchor.acts), by_state)


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
    if words.paragraphs is not None:
        other = words.paragraphs[number] != words.paragraphs[[a.anchor for a in anchors]][:, None]
        emissions += CONTENT_ALONE * other[:, :, None]
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
    return Found(source, cue, content, round(one.probability, 4), one.inner, one.act)
