"""A small rule in the place of the attribution model.

`said` is an anchor, the word before it the source, the words after it the content.
"""

from __future__ import annotations

from contextlib import contextmanager

import numpy as np

from sayso.model.bundle import shipped
from sayso.model.encoder import AnchorScores, WindowScores
from sayso.model.pieces import word_pieces
from sayso.records import ModelVersion

NONE, SOURCE, CUE, CONTENT = range(4)


class SaidRule:
    """Finds `said` and notes what it was shown, and when that was asked for; an `AttributionModel`."""

    length, stride = 222, 112
    threshold, inner_threshold, calibration = 0.5, 1.1, ()
    start = np.zeros(4, dtype=np.float32)

    def __init__(self, version="1", stop_at=None, stop_with=KeyboardInterrupt):
        self.version = ModelVersion("rule", version)
        self.tokenizer = word_pieces(shipped() / "vocab.txt")
        self.said, self.stop = (self.tokenizer.token_to_id(word) for word in ("said", "."))
        self.shown, self.asked = 0, 0
        self.stop_at, self.stop_with = stop_at, stop_with
        self.is_open = False

    @contextmanager
    def scoring(self):
        self.is_open = True
        try:
            yield self._begin
        finally:
            self.is_open = False

    def _begin(self, window):
        assert self.is_open
        self.shown += 1
        return lambda: self._scores(window)

    def _scores(self, window):
        if self.asked == self.stop_at:
            raise self.stop_with
        self.asked += 1
        return WindowScores([self._anchor(window, n) for n in self._places(window)])

    def _places(self, window):
        return np.flatnonzero(window.pieces[window.first_piece] == self.said).tolist()

    def _anchor(self, window, at):
        words = window.pieces[window.first_piece]
        after = np.flatnonzero(words[at:] == self.stop)
        states = np.full(len(words), NONE)
        states[at + 1 : at + int(after[0]) if len(after) else None] = CONTENT
        states[max(0, at - 1) : at] = SOURCE
        states[at] = CUE
        emissions = np.full((len(words), 4), -9, dtype=np.float32)
        emissions[np.arange(len(words)), states] = 9
        return AnchorScores(at, 0.875, 0, emissions, np.zeros((len(words), 4, 4), dtype=np.float32))
