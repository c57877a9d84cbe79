"""What is expected of a decoded statement: the marginals of all paths, and each role's overlap with them."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sayso.extract.decode import best_states
from sayso.extract.overlaps import expected_overlaps, marginals

SCORES = st.floats(-8, 8, width=32)


def paths(start, emissions, transitions):
    """Yield each path of one anchor with its probability."""
    words, states = emissions.shape
    every = list(product(range(states), repeat=words))
    scores = [
        start[path[0]]
        + emissions[0, path[0]]
        + sum(emissions[j, path[j]] + transitions[j, path[j - 1], path[j]] for j in range(1, words))
        for path in every
    ]
    odds = np.exp(np.array(scores, dtype=np.float64) - max(scores))
    return list(zip(every, odds / odds.sum(), strict=True))


@given(
    arrays(np.float32, 3, elements=SCORES),
    arrays(np.float32, (2, 4, 3), elements=SCORES),
    arrays(np.float32, (2, 4, 3, 3), elements=SCORES),
)
def test_a_marginal_is_the_sum_over_all_paths_through_that_state(start, emissions, transitions):
    found = marginals(start, emissions, transitions)
    for anchor in range(2):
        expected = np.zeros((4, 3))
        for path, probability in paths(start, emissions[anchor], transitions[anchor]):
            expected[np.arange(4), path] += probability
        assert np.allclose(found[:, :, anchor], expected, atol=1e-4)


@given(st.integers(1, 300), st.floats(-1e4, 1e4, width=32))
def test_however_long_and_however_sure_the_marginals_are_probabilities(words, score):
    """Products of hundreds of small numbers would be zeros."""
    emissions = np.zeros((1, words, 4), dtype=np.float32)
    emissions[0, ::2, 1] = score
    transitions = np.full((1, words, 4, 4), -30, dtype=np.float32)
    found = marginals(np.zeros(4, dtype=np.float32), emissions, transitions)
    assert np.allclose(found.sum(axis=1), 1, atol=1e-4)
    assert (found >= 0).all()


@given(arrays(np.float32, (2, 5, 3), elements=SCORES))
def test_an_overlap_is_between_0_and_1(emissions):
    start, free = np.zeros(3, dtype=np.float32), np.zeros((2, 5, 3, 3), dtype=np.float32)
    found = expected_overlaps(marginals(start, emissions, free), best_states(start, emissions, free))
    assert found.shape == (2, 3)
    assert ((found >= 0) & (found <= 1 + 1e-6)).all()


@pytest.mark.parametrize(("sure", "overlap"), [(12.0, 1.0), (0.0, 0.4)])
def test_the_surer_each_word_is_the_more_overlap_is_expected(sure, overlap):
    """Of two words that may as well be anything in three, two thirds of a word are right: 2 * 2/3 in 2 and 4/3 more."""
    emissions = np.zeros((1, 4, 3), dtype=np.float32)
    emissions[0, [0, 1, 2, 3], [1, 1, 0, 2]] = sure
    start, free = np.zeros(3, dtype=np.float32), np.zeros((1, 4, 3, 3), dtype=np.float32)
    states = np.array([[1, 1, 0, 2]])
    assert expected_overlaps(marginals(start, emissions, free), states)[0, 1] == pytest.approx(overlap, abs=0.01)


def test_of_a_role_without_a_word_the_chance_that_there_should_be_none_is_taken():
    emissions = np.full((1, 2, 2), -9, dtype=np.float32)
    emissions[0, :, 0] = 0
    start, free = np.zeros(2, dtype=np.float32), np.zeros((1, 2, 2, 2), dtype=np.float32)
    nothing = np.array([[0, 0]])
    assert expected_overlaps(marginals(start, emissions, free), nothing)[0, 1] == pytest.approx(1, abs=0.01)
    emissions[0, 1, 1] = 9
    assert expected_overlaps(marginals(start, emissions, free), nothing)[0, 1] == pytest.approx(0, abs=0.01)


def test_what_is_expected_of_an_anchor_does_not_depend_on_those_decoded_with_it():
    rng = np.random.default_rng(5)
    start = rng.normal(size=4).astype(np.float32)
    emissions, steps = (rng.normal(size=(7, 30, *size)).astype(np.float32) for size in ((4,), (4, 4)))
    states = best_states(start, emissions, steps)
    together = expected_overlaps(marginals(start, emissions, steps), states)
    each = [(marginals(start, emissions[n : n + 1], steps[n : n + 1]), states[n : n + 1]) for n in range(7)]
    alone = [expected_overlaps(*one)[0] for one in each]
    assert np.allclose(together, alone, atol=1e-6)
