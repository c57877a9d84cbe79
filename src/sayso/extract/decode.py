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
    n, words, count = emissions.shape
    gains = emissions.transpose(1, 2, 0).copy()  # the anchors last: they lie side by side in memory
    steps = transitions.transpose(1, 2, 3, 0).copy()
    back = np.empty((words, count, n), dtype=np.intp)
    score = start[:, None] + gains[0]
    for j in range(1, words):
        steps[j] += score[:, None]
        steps[j].argmax(axis=0, out=back[j])
        score = steps[j].max(axis=0) + gains[j]
    states = np.empty((words, n), dtype=np.int64)
    states[-1] = score.argmax(axis=0)
    anchors = np.arange(n)
    for j in range(words - 1, 0, -1):
        states[j - 1] = back[j, states[j], anchors]
    return states.T
