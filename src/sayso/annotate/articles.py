"""Annotate articles together, so that the model has windows for every core at all times."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from sayso.annotate.anchors import Thresholds, together
from sayso.annotate.encoding import CLS, SEP, EncodedText, Window, encode, mark_id, window_input, windows
from sayso.annotate.quotations import quotations
from sayso.annotate.word_notes import WordNotes
from sayso.model.encoder import AnchorScores, Annotations, AttributionModel, WindowInput, WindowScores
from sayso.records import Article, Name, Reference, Role, Span

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
    lines = [_line_numbers(article, text) for article, text in zip(articles, texts, strict=True)]
    scored = _Scored(texts, [_opens(text) for text in texts], model)
    least = Thresholds(model.threshold, model.inner_threshold)
    return [
        Annotations(
            text.words,
            *_parts_and_breaks(article, lines[i]),
            quotations(article.text, _lines(article)),
            together(scored.windows_of(i), least),
            partial(scored.names_of, i),
            partial(scored.references_of, i),
        )
        for i, (article, text) in enumerate(zip(articles, texts, strict=True))
    ]


def window_inputs(articles: Sequence[Article], model: AttributionModel) -> list[WindowInput]:
    """Return what `annotate` has the model read, article by article."""
    texts = (_encoded(article, model) for article in articles)
    return [_input(text, w, model) for text in texts for w in windows(text, model.length, model.stride)]


class _Scored:
    """The windows of several texts with what the model says of them, which it is asked as late as can be."""

    def __init__(
        self, texts: Sequence[EncodedText], opens_line: Sequence[NDArray[np.bool_]], model: AttributionModel
    ) -> None:
        self._texts, self._model = texts, model
        self._cut = [windows(text, model.length, model.stride) for text in texts]
        self._waiting: list[deque[list[AnchorScores]]] = [deque() for _ in texts]
        self._notes = [WordNotes(text.words, opens) for text, opens in zip(texts, opens_line, strict=True)]
        self._unscored = [len(cut) for cut in self._cut]
        self._left = sum(self._unscored)
        self._scored = self._stretches()

    def windows_of(self, i: int) -> Iterator[tuple[Window, list[AnchorScores]]]:
        """Yield the windows of a text with their anchors."""
        for window in self._cut[i]:
            while not self._waiting[i]:
                self._read_on()
            yield window, self._waiting[i].popleft()

    def names_of(self, i: int) -> tuple[Name, ...]:
        """Return the names of a text, reading what is left of it."""
        return self._whole(i).names()

    def references_of(self, i: int) -> tuple[Reference, ...]:
        """Return which earlier words the words of a text stand for, reading what is left of it."""
        return self._whole(i).references()

    def _whole(self, i: int) -> WordNotes:
        while self._unscored[i]:
            self._read_on()
        return self._notes[i]

    def _read_on(self) -> None:
        (i, window), scores = next(self._scored)
        self._waiting[i].append(scores.anchors)
        self._notes[i].take(window, scores)
        self._unscored[i] -= 1
        self._left -= 1
        if not self._left:  # ended here, where an interrupt is heard, and not when the generator is thrown away
            next(self._scored, None)

    def _stretches(self) -> Iterator[tuple[tuple[int, Window], WindowScores]]:
        unread = ((i, window) for i, cut in enumerate(self._cut) for window in cut)
        while some := list(islice(unread, SCORED_TOGETHER)):
            scores = self._model.score([_input(self._texts[i], window, self._model) for i, window in some])
            yield from zip(some, scores, strict=True)


def _opens(text: EncodedText) -> NDArray[np.bool_]:
    """Return for each word whether it opens a paragraph."""
    opens = np.zeros(len(text.words), dtype=np.bool_)
    opens[text.line_starts] = True
    return opens


def _line_numbers(article: Article, text: EncodedText) -> NDArray[np.int64]:
    """Return for each word the number of the line that it stands in."""
    starts = np.array([line.start for line in article.lines], dtype=np.int64)
    return np.searchsorted(starts, text.words[:, 0], side="right") - 1


def _parts_and_breaks(article: Article, line: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return for each word its part (1 headline, 2 deck, 3 body), and whether unread lines stand before it."""
    parts = np.array([PARTS.get(n.role, 0) for n in article.lines], dtype=np.int64)
    breaks = np.diff(line, prepend=line[:1]) > 1
    return (parts[line] if len(line) else line), breaks


def _lines(article: Article) -> tuple[Span, ...]:
    return () if article.not_extracted else article.spoken_paragraphs()


def _encoded(article: Article, model: AttributionModel) -> EncodedText:
    return encode(article.text, _lines(article), model.tokenizer)


def _input(text: EncodedText, window: Window, model: AttributionModel) -> WindowInput:
    return WindowInput(*window_input(text, window, mark_id(model.tokenizer, CLS), mark_id(model.tokenizer, SEP)))
