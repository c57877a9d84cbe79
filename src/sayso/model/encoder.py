"""What a stage asks of the model: a Protocol, and the records that pass through it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import numpy as np

from sayso.records import ModelVersion, Name, Quotation, Reference

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

    Floats = NDArray[np.float32]
    Integers = NDArray[np.int64]


def _nothing() -> Floats:
    return np.zeros(0, dtype=np.float32)


def _none() -> Integers:
    return np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class WindowInput:
    """One window as the encoder reads it: `pieces` and `features` `[pieces]`, `first_piece` `[words]`."""

    pieces: Integers
    features: Integers
    first_piece: Integers


@dataclass(frozen=True, slots=True)
class AnchorScores:
    """What the model says of one anchor: its word in the text, its probability, and the scores of its window's words.

    `emissions` is `[words, states]`, `steps` `[words, states, states]`; the window begins at word `first_word`.
    `inner` is the probability that a statement inside another's content is anchored there. `acts` are the logits of
    the act, its flags and its tone (sayso.extract.acts); empty where a model has none.
    """

    anchor: int
    probability: float
    first_word: int
    emissions: Floats
    steps: Floats
    inner: float = 0.0
    acts: Floats = field(default_factory=_nothing)


@dataclass(frozen=True, slots=True)
class WindowScores:
    """What the model says of one window: its anchors, and of each word its tag and the earlier words it stands for.

    `tags` `[words]` are numbers of sayso.annotate.word_notes.TAGS with `tag_scores` `[words]`; `antecedents`
    `[words, 3]` count from the window's first word, `antecedent_scores` `[words, 3]` are their probabilities. All are
    empty where a model says nothing of them.
    """

    anchors: list[AnchorScores]
    tags: Integers = field(default_factory=_none)
    tag_scores: Floats = field(default_factory=_nothing)
    antecedents: Integers = field(default_factory=_none)
    antecedent_scores: Floats = field(default_factory=_nothing)


@dataclass(frozen=True, slots=True)
class Annotations:
    """What the annotate stage adds to an article; `anchors` count words from the article's first one.

    `anchors` are in text order and can be read once: they are scored while they are read, so that the scores of a long
    article are never held all at a time.

    `words` `[n, 2]` are the words' offsets, `parts` `[n]` the part of the article that each stands in, and `breaks`
    `[n]` whether something that is not read stands between it and the word before.
    """

    words: Integers
    parts: Integers
    breaks: NDArray[np.bool_]
    quotations: tuple[Quotation, ...]
    anchors: Iterable[AnchorScores]
    names: Callable[[], tuple[Name, ...]] = tuple
    """The names of the text; like `references` to be asked for after the anchors are read, as it reads what is left."""
    references: Callable[[], tuple[Reference, ...]] = tuple


Begin = Callable[[WindowInput], Callable[[], WindowScores]]
"""Begins to score a window beside the caller's other work; what it returns waits for the scores.

`anchor` and `first_word` count from the window's own first word. Anchors too unlikely to reach the thresholds in the
mean may be left out.
"""


class AttributionModel(Protocol):
    """Anything that scores windows; the ONNX bundle is one, a test's table of scores another."""

    version: ModelVersion
    tokenizer: Tokenizer
    start: Floats
    """Scores `[states]` of a window's first word being in each state."""
    length: int
    """Pieces a window, without [CLS] and [SEP]."""
    stride: int
    anchor_threshold: float
    """The least probability at which an anchor is looked at, as the mean over the windows that cover it."""
    inner_threshold: float
    """The least probability of an anchor of a statement inside another's content."""
    right: tuple[float, ...]
    """The weights of sayso.extract.confidence.likely_right; without any, the anchor's probability stands for it."""
    threshold: float
    """The least probability of being right at which an anchor makes a statement."""
    calibration: tuple[tuple[float, float], ...]
    """(how likely, how often right): a statement's confidence is read off the line between them, if there are any."""

    def scoring(self) -> AbstractContextManager[Begin]:
        """Return a way to have windows scored, open as long as the context: what was not begun by its end, isn't."""
        ...
