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


NEVER = -1e4
"""The score of a state that a word can't have."""


def best_states(start: Floats, emissions: Floats, transitions: Floats) -> Integers:
    """Return the states `[n, words]` with the highest score for each of `n` anchors.

    `start` is `[states]`; `emissions` `[n, words, states]`; `transitions` `[n, words, states, states]`, its entry at
    word `j` scoring the step from `j - 1` (first axis) to `j` (second axis); that of word 0 is not read.
    """
    n, words, _ = emissions.shape
    gains = emissions.transpose(1, 2, 0).copy()  # the anchors last: they lie side by side in memory
    steps = transitions.transpose(1, 2, 3, 0).copy()
    peaks = np.zeros((words, len(start), n), dtype=np.float32)
    score = start[:, None] + gains[0]
    before = score[:, None]
    for step, peak, gain in zip(steps[1:], peaks[1:], gains[1:], strict=True):  # in place: new arrays cost as much
        np.add(step, before, out=step)
        np.maximum.reduce(step, axis=0, out=peak)
        np.add(peak, gain, out=score)
    anchors = np.arange(n)
    back = _first(steps, peaks) * n + anchors  # of each state the place `state * n + anchor` that it came from
    places = np.empty((words, n), dtype=np.intp)
    places[-1] = score.argmax(axis=0) * n + anchors
    for j in range(words - 1, 0, -1):
        back[j].reshape(-1).take(places[j], out=places[j - 1], mode="clip")
    return np.ascontiguousarray((places // n).T)


def with_expected(
    state: int, least: float, start: Floats, emissions: Floats, transitions: Floats, states: Integers, likely: Floats
) -> Integers:
    """Return the states, decoded anew where none is `state` though `least` of a word, or more, is expected to be.

    Of many ways to cut a source, each may be less likely than that there is none, and all together likelier. The word
    that is likeliest to have the state is given it. `likely` are the marginals `[words, states, n]`.

    >>> emissions = np.array([[[0, 1], [0, 2], [0, 0]]], dtype=np.float32)
    >>> free, start = np.zeros((1, 3, 2, 2), dtype=np.float32), np.zeros(2, dtype=np.float32)
    >>> likely = np.full((3, 2, 1), 0.5, dtype=np.float32)
    >>> with_expected(1, 0.5, start, emissions, free, np.array([[0, 0, 0]]), likely)
    array([[1, 1, 0]])
    """
    lacking = np.flatnonzero((states != state).all(axis=1) & (likely[:, state].sum(axis=0) >= least))
    if not len(lacking):
        return states
    given = emissions[lacking]
    rows, words = np.arange(len(lacking)), likely[:, state, lacking].argmax(axis=0)
    held = given[rows, words, state]
    given[rows, words] = NEVER
    given[rows, words, state] = held
    states = states.copy()
    states[lacking] = best_states(start, given, transitions[lacking])
    return states


def _first(rows: Floats, highest: Floats) -> Integers:
    """Return the first index on the second axis where `highest` stands, which it does: argmax, but quicker on few."""
    passed = np.zeros(highest.shape, dtype=np.intp)
    is_later = np.ones(highest.shape, dtype=np.bool_)
    for n in range(rows.shape[1] - 1):
        is_later &= rows[:, n] != highest
        passed += is_later
    return passed
