"""Anchors with their role scores -> statements: spans, duplicates dropped, ids, manner."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from sayso.extract.candidates import Candidate, Least, Words, candidates, spans_of
from sayso.extract.confidence import calibrated
from sayso.extract.continued_quotations import with_continued_quotations
from sayso.extract.found import Found
from sayso.extract.manner import manner
from sayso.extract.nesting import nested, without_doubtful_inner
from sayso.extract.pointing_back import pointing_back
from sayso.extract.roles import CONTENT, CUE, SOURCE
from sayso.extract.whole_quotations import with_whole_quotations
from sayso.identity import statement_id
from sayso.model.encoder import AnchorScores, Annotations, AttributionModel
from sayso.records import Act, Article, Span, Statement

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Integers = NDArray[np.int64]


def statements(article: Article, annotations: Annotations, model: AttributionModel) -> tuple[Statement, ...]:
    """Return the article's statements in text order, each inner one with its `parent`."""
    paragraphs = article.spoken_paragraphs()
    numbers = np.searchsorted([one.start for one in paragraphs], annotations.words[:, 0], side="right")
    words = Words(annotations.words, annotations.parts, annotations.breaks, numbers)
    least = Least(model.threshold, model.inner_threshold)
    found = _distinct(assemble(words, model.start, annotations.anchors, least, model.right))
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


def assemble(
    words: Words,
    start: Floats,
    anchors: Iterable[AnchorScores],
    least: Least = Least(),  # noqa: B008 - frozen
    right: Sequence[float] = (),
) -> list[Found]:
    """Return the anchors' attributions in text order, the likelier one where two share a cue word.

    An anchor whose attribution is less likely right than `least.right` as an outermost one is an inner one's, where
    `least.inner` lets it be one. A word of another part of the article than the anchor's has no role. `start` is the
    model's score `[states]` of a window's first word being in each state, `right` the weights of `likely_right`. The
    anchors are read once, and of their scores only the spans are kept.
    """
    taken: set[int] = set()
    found = []
    for one in sorted(candidates(words, start, anchors, least, right), key=_rank):
        key = {word for begin, end in one.runs[CUE] for word in range(begin, end)} or {one.anchor}
        if key.isdisjoint(taken):
            taken |= key
            found.append(_found(words.offsets, one))
    return sorted(found, key=_place)


def _rank(one: Candidate) -> tuple[bool, float, int]:
    return one.inner, -one.right, one.anchor


def _distinct(found: Sequence[Found]) -> list[Found]:
    """Return the attributions in text order, the likelier one of two that say the same: without a cue there may be."""
    by_place: dict[object, Found] = {}
    for one in sorted(found, key=lambda one: one.confidence):
        by_place[_place(one)] = one
    return sorted(by_place.values(), key=_place)


def _place(one: Found) -> tuple[Span, tuple[Span, ...], tuple[Span, ...], tuple[Span, ...]]:
    return min(one.source + one.cue + one.content), one.cue, one.source, one.content


def _found(offsets: Integers, one: Candidate) -> Found:
    source, cue, content = (spans_of(offsets, one.runs[state]) for state in (SOURCE, CUE, CONTENT))
    return Found(source, cue, content, round(one.right, 4), one.inner, one.act, one.probability)
