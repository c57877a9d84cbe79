"""Role scores -> the best sequence of states for each anchor (Viterbi over a linear-chain CRF).

Lafferty, McCallum and Pereira 2001, with emissions that depend on the anchor and transitions that depend on the word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Integers = NDArray[np.int64]


def best_states(start: Floats, emissions: Floats, transitions: Floats) -> Integers:
    """Return the states `[n, words]` with the highest score for each of `n` anchors.

    `start` is `[states]`; `emissions` `[n, words, states]`; `transitions` `[n, words, states, states]`, its entry at
    word `j` scoring the step from `j - 1` (first axis) to `j` (second axis); that of word 0 is not read.
    """
    n, words, _ = emissions.shape
    back = np.empty((words, n, emissions.shape[2]), dtype=np.int8)
    score = start + emissions[:, 0]
    for j in range(1, words):
        step = score[:, :, None] + transitions[:, j]
        back[j] = step.argmax(axis=1)
        score = step.max(axis=1) + emissions[:, j]
    states = np.empty((n, words), dtype=np.int64)
    states[:, -1] = score.argmax(axis=1)
    rows = np.arange(n)
    for j in range(words - 1, 0, -1):
        states[:, j - 1] = back[j, rows, states[:, j]]
    return states
