"""Annotate articles together, so that the model has windows for every core at all times."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from sayso.annotate.anchors import together
from sayso.annotate.encoding import CLS, SEP, EncodedText, Window, encode, mark_id, window_input, windows
from sayso.annotate.quotations import quotations
from sayso.model.encoder import AnchorScores, Annotations, AttributionModel, WindowInput
from sayso.records import Article, Role, Span

if TYPE_CHECKING:
    from numpy.typing import NDArray


PARTS = {Role.HEADLINE: 1, Role.DECK: 2, Role.BODY: 3}
"""A statement stands in one part of an article: a headline does not run on into the first paragraph."""


def annotate(articles: Sequence[Article], model: AttributionModel) -> list[Annotations]:
    """Return the annotations of each article; one that is `not_extracted` or has no spoken line has no anchor."""
    texts = [_encoded(article, model) for article in articles]
    cut = [(i, w) for i, text in enumerate(texts) for w in windows(text, model.length, model.stride)]
    scored = model.score([_input(texts[i], w, model) for i, w in cut])
    by_text: list[tuple[list[Window], list[list[AnchorScores]]]] = [([], []) for _ in articles]
    for (i, window), found in zip(cut, scored, strict=True):
        by_text[i][0].append(window)
        by_text[i][1].append(found)
    return [
        Annotations(
            text.words,
            *_parts_and_breaks(article, text),
            quotations(article.text, _lines(article)),
            tuple(together(*pairs, model.threshold)),
        )
        for article, text, pairs in zip(articles, texts, by_text, strict=True)
    ]


def window_inputs(articles: Sequence[Article], model: AttributionModel) -> list[WindowInput]:
    """Return what `annotate` has the model read, article by article."""
    texts = (_encoded(article, model) for article in articles)
    return [_input(text, w, model) for text in texts for w in windows(text, model.length, model.stride)]


def _parts_and_breaks(article: Article, text: EncodedText) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return for each word its part (1 headline, 2 deck, 3 body), and whether unread lines stand before it."""
    starts = np.array([line.start for line in article.lines], dtype=np.int64)
    line = np.searchsorted(starts, text.words[:, 0], side="right") - 1
    parts = np.array([PARTS.get(n.role, 0) for n in article.lines], dtype=np.int64)
    breaks = np.diff(line, prepend=line[:1]) > 1
    return (parts[line] if len(line) else line), breaks


def _lines(article: Article) -> tuple[Span, ...]:
    return () if article.not_extracted else tuple(Span(line.start, line.end) for line in article.spoken_lines())


def _encoded(article: Article, model: AttributionModel) -> EncodedText:
    return encode(article.text, _lines(article), model.tokenizer)


def _input(text: EncodedText, window: Window, model: AttributionModel) -> WindowInput:
    return WindowInput(*window_input(text, window, mark_id(model.tokenizer, CLS), mark_id(model.tokenizer, SEP)))
