"""Annotate articles together, so that the model has windows for every core at all times."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from itertools import islice
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


SCORED_TOGETHER = 128
"""Windows given to the model at a time: a second's work for two cores, and at most 100 MB of scores."""


def annotate(articles: Sequence[Article], model: AttributionModel) -> list[Annotations]:
    """Return the annotations of each article; one that is `not_extracted` or has no spoken line has no anchor.

    The model reads the windows of all articles in one row, a stretch of it whenever anchors are asked for. Whoever
    reads the articles' anchors in order holds the scores of one stretch at a time; in another order more wait.
    """
    texts = [_encoded(article, model) for article in articles]
    scored = _Scored(texts, model)
    return [
        Annotations(
            text.words,
            *_parts_and_breaks(article, text),
            quotations(article.text, _lines(article)),
            together(scored.windows_of(i), model.threshold),
        )
        for i, (article, text) in enumerate(zip(articles, texts, strict=True))
    ]


def window_inputs(articles: Sequence[Article], model: AttributionModel) -> list[WindowInput]:
    """Return what `annotate` has the model read, article by article."""
    texts = (_encoded(article, model) for article in articles)
    return [_input(text, w, model) for text in texts for w in windows(text, model.length, model.stride)]


class _Scored:
    """The windows of several texts with what the model says of them, which it is asked as late as can be."""

    def __init__(self, texts: Sequence[EncodedText], model: AttributionModel) -> None:
        self._texts, self._model = texts, model
        self._cut = [windows(text, model.length, model.stride) for text in texts]
        self._unread = ((i, window) for i, cut in enumerate(self._cut) for window in cut)
        self._waiting: list[deque[list[AnchorScores]]] = [deque() for _ in texts]

    def windows_of(self, i: int) -> Iterator[tuple[Window, list[AnchorScores]]]:
        """Yield the windows of a text with their anchors."""
        for window in self._cut[i]:
            while not self._waiting[i]:
                self._read_on()
            yield window, self._waiting[i].popleft()

    def _read_on(self) -> None:
        some = list(islice(self._unread, SCORED_TOGETHER))
        found = self._model.score([_input(self._texts[i], window, self._model) for i, window in some])
        for (i, _), rows in zip(some, found, strict=True):
            self._waiting[i].append(rows)


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
