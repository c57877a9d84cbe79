"""A stand-in for the model: it finds more statements than there are, at little cost, so that the stages behind it work.

It knows no language. What it says follows from the pieces of a window alone, so that a text gives the same every time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np

from sayso.extract.acts import ACTS, FLAGS, TONES
from sayso.extract.roles import CONTENT, CUE, NONE, SOURCE, STATES
from sayso.model.bundle import shipped
from sayso.model.encoder import AnchorScores, Begin, WindowInput, WindowScores
from sayso.model.pieces import word_pieces
from sayso.records import ModelVersion

CUES = ("said", "says", "told", "asked", "announced", "to", "by", "that", "report", ":")
"""Each of these words is an anchor, and besides every piece whose number is divisible by `EVERY`."""
EVERY = 53
BEFORE, AFTER = 4, 30
"""Words of the source before an anchor at most, and of the content after it."""
CAPITAL = (1, 2)
"""What a window's features call a word with a capital (sayso.annotate.encoding), outside quotation marks."""


class EagerModel:
    """An `AttributionModel` that says of every twentieth word or so that a statement is anchored there."""

    length, stride = 222, 112
    threshold, anchor_threshold, inner_threshold, right, calibration = 0.5, 0.5, 0.4, (), ()
    start = np.zeros(STATES, dtype=np.float32)

    def __init__(self, cues: Sequence[str] = CUES, every: int = EVERY) -> None:
        self.version = ModelVersion("eager", "1")
        self.tokenizer = word_pieces(shipped() / "vocab.txt")
        self._cues, self._every = np.array([self.tokenizer.token_to_id(word) for word in cues]), every
        self._stop = self.tokenizer.token_to_id(".")

    @contextmanager
    def scoring(self) -> Iterator[Begin]:
        """Score windows when their scores are asked for."""
        yield lambda window: lambda: self._scores(window)

    def _scores(self, window: WindowInput) -> WindowScores:
        pieces = window.pieces[window.first_piece]
        places = np.flatnonzero(np.isin(pieces, self._cues) | (pieces % self._every == 0))
        capital = np.isin(window.features[window.first_piece] % 4, CAPITAL)
        kinds = 1 + 2 * (pieces % 3)
        inside = capital & np.concatenate(([False], capital[:-1]))
        inside &= kinds == np.concatenate(([0], kinds[:-1]))
        tags = np.where(capital, kinds + inside, 0)
        back = np.maximum(np.arange(len(pieces))[:, None] - np.array([1, 3, 9]), 0)
        return WindowScores(
            [self._anchor(pieces, at) for at in places.tolist()],
            tags,
            np.where(capital, 0.9, 0.1).astype(np.float32),
            back,
            np.where(pieces[:, None] % 4 == 0, np.array([0.6, 0.25, 0.1]), 0.0).astype(np.float32),
        )

    def _anchor(self, pieces: np.ndarray, at: int) -> AnchorScores:
        after = np.flatnonzero(pieces[at + 1 : at + AFTER] == self._stop)
        end = at + 1 + (int(after[0]) if len(after) else AFTER)
        states = np.full(len(pieces), NONE)
        states[at + 1 : end] = CONTENT
        states[max(0, at - 1 - int(pieces[at]) % BEFORE) : at] = SOURCE
        states[at] = CUE
        emissions = np.full((len(pieces), STATES), -9, dtype=np.float32)
        emissions[np.arange(len(pieces)), states] = 9
        steps = np.zeros((len(pieces), STATES, STATES), dtype=np.float32)
        chosen = np.random.default_rng(int(pieces[at])).normal(size=len(ACTS) + len(FLAGS) + len(TONES))
        is_inner = bool(pieces[at] % 3 == 0)
        outer, inner = (0.3, 0.8) if is_inner else (0.8, 0.1)
        return AnchorScores(at, outer, 0, emissions, steps, inner, 3 * chosen.astype(np.float32))
