"""Role scores -> how much of what was decoded is expected to be right, role by role.

The marginals of a linear-chain CRF by the forward-backward algorithm (Rabiner 1989), and of each role the Dice overlap
of the words that were given it with those expected to have it: whoever checks a statement asks how much is shared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Integers = NDArray[np.int64]

LEAST = -60.0
"""Log-odds under which no step falls: products of what is further down would be zeros, and nothing divides by those."""


def expected_overlaps(likely: Floats, states: Integers) -> Floats:
    """Return `[n, states]`: of each state the expected overlap of its words, 0 to 1, with those decoded as `states`.

    `likely` are the marginals `[words, states, n]`, `states` what was decoded `[n, words]`. Of a state that no word was
    given, the probability that none should have been is taken, at its least.

    >>> likely = np.array([[[0.0], [1.0]], [[1.0], [0.0]], [[0.5], [0.5]]], dtype=np.float32)
    >>> expected_overlaps(likely, np.array([[1, 0, 0]])).round(2)
    array([[0.86, 0.8 ]], dtype=float32)
    """
    given = states.T[:, None] == np.arange(likely.shape[1])[:, None]
    count, expected = given.sum(axis=0, dtype=np.float32), likely.sum(axis=0)
    shared = (likely * given).sum(axis=0)
    overlaps: Floats = np.where(count > 0, 2 * shared / (count + expected), np.maximum(1 - expected, 0)).T
    return overlaps


def marginals(start: Floats, emissions: Floats, transitions: Floats) -> Floats:
    """Return the probability of each state at each word, `[words, states, n]`; the scores are as for `best_states`.

    Both passes run at once, the backward one over the words from the end; what is reached at each word is scaled to a
    sum of 1, so that nothing grows or vanishes.
    """
    n, words, size = emissions.shape
    gains = emissions.transpose(1, 2, 0).copy()  # the anchors last: they lie side by side in memory
    steps = transitions.transpose(1, 2, 3, 0).copy()
    steps += gains[:, None]
    steps = _odds(steps, (1, 2))
    ways = np.concatenate([steps[1:], steps[:0:-1].transpose(0, 2, 1, 3)], axis=-1)
    reached = np.empty((words, size, 2 * n), dtype=np.float32)
    reached[0, :, :n] = _odds(start[:, None] + gains[0], (0,))
    reached[0, :, n:] = 1.0
    for way, before, after in zip(ways, reached, reached[1:], strict=False):  # in place: new arrays cost as much
        np.multiply(way, before[:, None], out=way)
        np.add.reduce(way, axis=0, out=after)
        np.divide(after, np.add.reduce(after, axis=0), out=after)
    likely = reached[:, :, :n] * reached[::-1, :, n:]
    likely /= likely.sum(axis=1, keepdims=True)
    return likely


def _odds(scores: Floats, axes: tuple[int, ...]) -> Floats:
    """Return the scores as odds against the highest of those along the axes."""
    odds: Floats = scores - scores.max(axis=axes, keepdims=True)
    np.maximum(odds, LEAST, out=odds)
    np.exp(odds, out=odds)
    return odds
