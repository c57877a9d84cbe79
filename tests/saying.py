"""A small rule in the place of the attribution model.

`said` is an anchor, the word before it the source, the words after it the content.
"""

from __future__ import annotations

import os
import signal
import sqlite3
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sayso.model.bundle import shipped
from sayso.model.encoder import AnchorScores, WindowScores
from sayso.model.pieces import word_pieces
from sayso.records import ModelVersion

NONE, SOURCE, CUE, CONTENT = range(4)


class SaidRule:
    """Finds `said` and notes what it was shown, and when that was asked for; an `AttributionModel`."""

    length, stride = 222, 112
    threshold, anchor_threshold, inner_threshold, right, calibration = 0.5, 0.5, 1.1, (), ()
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


@dataclass(frozen=True)
class Said:
    """The rule, for other processes to load: `sayso.engine.weights.Weights`.

    A text with the word `poison` ends the process that reads it: always, or where `spared` names a file, once. One with
    the word `puzzle` upsets it.
    """

    spared: str | None = None
    number: str = "1"

    def version(self):
        return ModelVersion("rule", self.number)

    def load(self, settings):
        return Dangerous(self.spared, self.number)


class Dangerous(SaidRule):
    def __init__(self, spared=None, version="1"):
        super().__init__(version)
        self.poison, self.puzzle = (self.tokenizer.token_to_id(word) for word in ("poison", "puzzle"))
        self.spared = Path(spared) if spared else None

    def _begin(self, window):
        if self.poison in window.pieces and not (self.spared and self.spared.exists()):
            if self.spared:
                self.spared.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        if self.puzzle in window.pieces:
            raise IndexError("no word 7")
        return super()._begin(window)


def rows_of(path):
    """Return all rows but what tells of runs, of times and of the order of arrival, and what searches count by."""
    apart = {"run", "run_id", "fetched", "key", "ended", "started"}
    derived = {"facet_value", "article_facet", "statement_facet", "statement_target", "facet_change"}
    derived |= {"actor_stamp", "link_stamp", "arrival", "last_number", "sqlite_sequence"}
    with closing(sqlite3.connect(path)) as db:
        db.row_factory = sqlite3.Row
        named = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%_words%' AND name != 'run'"
        tables = [row[0] for row in db.execute(named) if row[0] not in derived]
        return {
            table: sorted(
                repr([(key, row[key]) for key in row.keys() if key not in apart])  # noqa: SIM118 - a Row iterates values
                for row in db.execute(f"SELECT * FROM {table}")  # noqa: S608 - names from the file's own list
            )
            for table in tables
        }
