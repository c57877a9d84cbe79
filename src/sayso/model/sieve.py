"""Which pairs of statements the pair network should read: a network of a thirtieth of its work says so first.

Of the pairs that share terms, one in thirty comes to a link. A small network that was taught what the large one says of
such pairs (Hinton, Vinyals and Dean 2015, Distilling the knowledge in a neural network) lets pass what may come to one,
and what it holds back is read no further, as in the cascades of Viola and Jones (2001). How many links that costs is in
its card.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sayso.model.bundle import no_manifest, shipped, verified_manifest
from sayso.model.onnx import session
from sayso.model.pairs import on_threads, pair_features, pair_pieces, states_of
from sayso.model.pieces import word_pieces
from sayso.records import ModelVersion

if TYPE_CHECKING:
    from numpy.typing import NDArray

FILES = ("encoder.onnx", "head.npz", "vocab.txt")
OUTCOMES = ("same", "denial", "shift")
"""What may come of a pair; the last only where both statements are one speaker's."""
LEAST = ("same", "denial", "surely same", "surely denied", "shift")
"""The names of the least logits: the first two are for pairs of near pages, the next two for those of unknown dates."""
_ROW = {True: 0, None: 1, False: 2}


class PairSieve:
    """The shipped weights: a small encoder, a linear layer that gives OUTCOMES' logits, and the LEAST that pass.

    Each pair is a run of its own, as in `sayso.model.pairs.PairModel` and for the same reason.
    """

    def __init__(self, folder: Path, *, threads: int = 0) -> None:
        manifest = verified_manifest(folder, FILES)
        try:
            self.version = ModelVersion(manifest["name"], manifest["version"])
            self.least = [float(manifest["least"][name]) for name in LEAST]
        except (KeyError, TypeError, ValueError) as error:
            raise no_manifest(folder, error) from error
        self.tokenizer = word_pieces(folder / "vocab.txt")
        self._threads = threads or os.cpu_count() or 1
        self._encoder = session(folder / "encoder.onnx")
        with np.load(folder / "head.npz", allow_pickle=False) as head:
            self._weight, self._bias = head["weight"].astype(np.float64), head["bias"].astype(np.float64)

    def passing(
        self, pairs: Iterable[tuple[str, str]], near: Iterable[bool | None], shift: Iterable[bool]
    ) -> list[bool]:
        """Return for each (statement, statement), each in one line with its speaker, whether it should be read.

        `near` says of each whether its pages are, and None where that is not known: only the former two may be the same
        or a denial, and the last must be surer ones. `shift` says whether the pair may be one.
        """
        logits = self.logits(pairs)
        rows = np.fromiter((_ROW[one] for one in near), dtype=int, count=len(logits))
        claims = np.array([self.least[:2], self.least[2:4], [np.inf, np.inf]])[rows]
        shifts = np.fromiter(shift, dtype=bool, count=len(logits)) & (logits[:, 2] >= self.least[4])
        passes: list[bool] = ((logits[:, :2] >= claims).any(axis=1) | shifts).tolist()
        return passes

    def logits(self, pairs: Iterable[tuple[str, str]]) -> NDArray[np.float64]:
        """Return the logits of OUTCOMES `[pairs, 3]`."""
        rows = on_threads(self._logits, pairs, self._threads)
        return np.stack(rows) if rows else np.zeros((0, len(OUTCOMES)))

    def _logits(self, pair: tuple[str, str]) -> NDArray[np.float64]:
        shown = pair_pieces(*pair, self.tokenizer)
        features = pair_features(states_of(self._encoder, shown), shown.segments)
        logits: NDArray[np.float64] = features @ self._weight + self._bias
        return logits


@cache
def load(folder: Path | None = None) -> PairSieve:
    """Load the shipped sieve, or the one in `folder`, once. Raises WeightsError where its files are not whole."""
    return PairSieve(folder or shipped("sieve"))
