"""Annotate articles in a row, so that the model has windows for every core while others are read and cleaned."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING, Self

import numpy as np

from sayso.annotate.anchors import Thresholds, together
from sayso.annotate.encoding import CLS, SEP, Cutter, EncodedText, Window, encode, mark_id, window_input, windows
from sayso.annotate.quotations import quotations
from sayso.annotate.word_notes import WordNotes
from sayso.model.encoder import AnchorScores, Annotations, AttributionModel, Begin, WindowInput, WindowScores
from sayso.records import Article, Role, Span

if TYPE_CHECKING:
    from types import TracebackType

    from numpy.typing import NDArray


PARTS = {Role.HEADLINE: 1, Role.DECK: 2, Role.BODY: 3}
"""A statement stands in one part of an article: a headline does not run on into the first paragraph."""


AHEAD = 128
"""Windows begun before their scores are asked for: a second's work for two cores, and at most 100 MB of scores."""


class Annotator:
    """Annotates articles one after the other, a bounded number of windows ahead of who reads what is said of them.

    A context manager, since the model's threads work for it; what was not begun by its end is not scored.
    """

    def __init__(self, model: AttributionModel) -> None:
        self._model = model
        self._cutter = Cutter(model.tokenizer)
        self._least = Thresholds(model.anchor_threshold, model.inner_threshold)
        self._unbegun: deque[tuple[_Text, Window]] = deque()
        self._begun: deque[tuple[_Text, Window, Callable[[], WindowScores]]] = deque()
        self._open = ExitStack()
        self._begin: Begin

    def __enter__(self) -> Self:
        self._begin = self._open.enter_context(self._model.scoring())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    @property
    def is_full(self) -> bool:
        """Whether as many windows wait as are scored ahead: another article's could not begin now."""
        return len(self._unbegun) + len(self._begun) >= AHEAD

    def annotate(self, article: Article) -> Annotations:
        """Return an article's annotations; one that is passed over or has no spoken line has no anchor.

        Its windows are scored from now on, after those of the articles before. Whoever reads the articles' anchors in
        their order holds the scores of `AHEAD` windows at a time; in another order more wait.
        """
        encoded = encode(article.text, _lines(article), self._cutter)
        text = _Text(encoded, windows(encoded, self._model.length, self._model.stride))
        self._unbegun.extend((text, window) for window in text.cut)
        self._begin_more()
        return Annotations(
            encoded.words,
            *_parts_and_breaks(article, _line_numbers(article, encoded)),
            quotations(article.text, _lines(article)),
            together(self._scored(text), self._least),
            lambda: self._whole(text).names(),
            lambda: self._whole(text).references(),
        )

    def _scored(self, text: _Text) -> Iterator[tuple[Window, list[AnchorScores]]]:
        for window in text.cut:
            while not text.waiting:
                self._read_on()
            yield window, text.waiting.popleft()

    def _whole(self, text: _Text) -> WordNotes:
        """Return what is said of the words of a text, having read what is left of it."""
        while text.unscored:
            self._read_on()
        return text.notes

    def _read_on(self) -> None:
        text, window, scores = self._begun.popleft()
        self._begin_more()  # before waiting, so that there is no pause in between
        text.take(window, scores())

    def _begin_more(self) -> None:
        while self._unbegun and len(self._begun) < AHEAD:
            text, window = self._unbegun.popleft()
            self._begun.append((text, window, self._begin(_input(text.encoded, window, self._model))))


def annotate(articles: Iterable[Article], model: AttributionModel) -> list[Annotations]:
    """Return the annotations of a few articles, whose scores are all held at once."""
    with Annotator(model) as annotator:
        every = [annotator.annotate(article) for article in articles]
        return [replace(notes, anchors=list(notes.anchors)) for notes in every]


def window_inputs(articles: Sequence[Article], model: AttributionModel) -> list[WindowInput]:
    """Return what `annotate` has the model read, article by article."""
    cutter = Cutter(model.tokenizer)
    texts = (encode(article.text, _lines(article), cutter) for article in articles)
    return [_input(text, w, model) for text in texts for w in windows(text, model.length, model.stride)]


class _Text:
    """A text, its windows, and what the model said of them that nobody took yet."""

    def __init__(self, encoded: EncodedText, cut: Sequence[Window]) -> None:
        self.encoded, self.cut = encoded, cut
        self.waiting: deque[list[AnchorScores]] = deque()
        self.notes = WordNotes(encoded.words, _opens(encoded))
        self.unscored = len(cut)

    def take(self, window: Window, scores: WindowScores) -> None:
        self.waiting.append(scores.anchors)
        self.notes.take(window, scores)
        self.unscored -= 1


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
    return () if article.is_passed_over else article.spoken_paragraphs()


def _input(text: EncodedText, window: Window, model: AttributionModel) -> WindowInput:
    return WindowInput(*window_input(text, window, mark_id(model.tokenizer, CLS), mark_id(model.tokenizer, SEP)))
