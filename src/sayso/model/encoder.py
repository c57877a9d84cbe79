"""What a stage asks of the model: a Protocol, and the records that pass through it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from sayso.records import ModelVersion, Quotation

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

    Floats = NDArray[np.float32]
    Integers = NDArray[np.int64]


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
    """

    anchor: int
    probability: float
    first_word: int
    emissions: Floats
    steps: Floats


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


class AttributionModel(Protocol):
    """Anything that scores windows; the ONNX bundle is one, a test's table of scores another."""

    version: ModelVersion
    tokenizer: Tokenizer
    start: Floats
    """Scores `[states]` of a window's first word being in each state."""
    length: int
    """Pieces a window, without [CLS] and [SEP]."""
    stride: int
    threshold: float
    """The least probability at which an anchor makes a statement, as the mean over the windows that cover it."""

    def score(self, windows: Sequence[WindowInput]) -> list[list[AnchorScores]]:
        """Return the anchors of each window; `anchor` and `first_word` count from the window's own first word.

        Anchors too unlikely to reach `threshold` in the mean may be left out.
        """
        ...
