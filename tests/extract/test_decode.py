"""The decoded states are the best there are."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.extract.decode import best_states, with_expected
from sayso.extract.overlaps import marginals


def score_of(path, start, emissions, transitions):
    total = start[path[0]] + emissions[0, path[0]]
    for j in range(1, len(path)):
        total += transitions[j, path[j - 1], path[j]] + emissions[j, path[j]]
    return total


@settings(max_examples=60)
@given(st.integers(0, 2**32 - 1), st.integers(1, 3), st.integers(1, 5), st.integers(2, 4))
def test_no_other_path_scores_higher(seed, anchors, words, states):
    random = np.random.default_rng(seed)
    start = random.normal(size=states).astype(np.float32)
    emissions = random.normal(size=(anchors, words, states)).astype(np.float32)
    transitions = random.normal(size=(anchors, words, states, states)).astype(np.float32)
    for n, found in enumerate(best_states(start, emissions, transitions).tolist()):
        every = product(range(states), repeat=words)
        best = max(score_of(path, start, emissions[n], transitions[n]) for path in every)
        assert abs(score_of(found, start, emissions[n], transitions[n]) - best) < 1e-4


@settings(max_examples=30)
@given(st.integers(0, 2**32 - 1), st.integers(1, 6))
def test_of_equal_paths_the_first_is_taken_whoever_is_decoded_beside(seed, words):
    random = np.random.default_rng(seed)
    start = np.zeros(3, dtype=np.float32)
    emissions = random.integers(0, 2, size=(4, words, 3)).astype(np.float32)
    transitions = random.integers(0, 2, size=(4, words, 3, 3)).astype(np.float32)
    together = best_states(start, emissions, transitions)
    alone = [best_states(start, emissions[n : n + 1], transitions[n : n + 1])[0] for n in range(4)]
    assert (together == np.stack(alone)).all()
    flat = np.zeros((1, words, 3), dtype=np.float32)
    assert (best_states(start, flat, np.zeros((1, words, 3, 3), dtype=np.float32)) == 0).all()


def test_the_transition_into_the_first_word_is_not_read():
    emissions = np.zeros((1, 2, 2), dtype=np.float32)
    transitions = np.zeros((1, 2, 2, 2), dtype=np.float32)
    transitions[0, 0] = [[9, -9], [9, -9]]
    transitions[0, 1, 1, 1] = 1
    assert best_states(np.zeros(2, dtype=np.float32), emissions, transitions).tolist() == [[1, 1]]


@settings(max_examples=40)
@given(st.integers(0, 2**32 - 1), st.integers(1, 9), st.integers(1, 40))
def test_the_states_are_those_of_the_algorithm_written_word_by_word(seed, anchors, words):
    """To the bit: of two paths that all but tie, the same one is taken whatever the machine is good at."""
    random = np.random.default_rng(seed)
    start = random.normal(size=4).astype(np.float32)
    emissions = random.normal(size=(anchors, words, 4)).astype(np.float32)
    transitions = random.normal(size=(anchors, words, 4, 4)).astype(np.float32)
    for n, found in enumerate(best_states(start, emissions, transitions).tolist()):
        score, back = start + emissions[n, 0], []
        for j in range(1, words):
            reached = transitions[n, j] + score[:, None]
            back.append(reached.argmax(axis=0))
            score = reached.max(axis=0) + emissions[n, j]
        path = [int(score.argmax())]
        for came_from in back[::-1]:
            path.append(int(came_from[path[-1]]))
        assert found == path[::-1]


def cut_in_many_ways():
    """Return the scores of a word that is a source in one of two ways, each less likely than that it is none."""
    emissions = np.array([[[0.5, 0, 0], [0, 0, 0], [4, 0, 0]]], dtype=np.float32)
    transitions = np.zeros((1, 3, 3, 3), dtype=np.float32)
    return np.zeros(3, dtype=np.float32), emissions, transitions


def test_a_source_that_may_be_cut_in_many_ways_is_given_where_one_is_expected():
    scores = cut_in_many_ways()
    states, likely = best_states(*scores), marginals(*scores)
    assert states.tolist() == [[0, 0, 0]]
    assert likely[:, 1].sum() > 0.5
    [found] = with_expected(1, 0.5, *scores, states, likely).tolist()
    assert found[1] == 1, "the word that is likeliest one"
    assert found[2] == 0
    assert states.tolist() == [[0, 0, 0]], "what was given is left as it was"


def test_where_less_is_expected_or_one_was_found_nothing_changes():
    scores = cut_in_many_ways()
    states, likely = best_states(*scores), marginals(*scores)
    assert with_expected(1, 0.9, *scores, states, likely) is states
    found = np.array([[1, 0, 0]])
    assert with_expected(1, 0.5, *scores, found, likely) is found


@settings(max_examples=30)
@given(st.integers(0, 2**32 - 1), st.integers(1, 6))
def test_an_anchor_gets_what_is_expected_whoever_is_decoded_beside(seed, words):
    random = np.random.default_rng(seed)
    start = random.normal(size=3).astype(np.float32)
    emissions = random.normal(size=(5, words, 3)).astype(np.float32)
    steps = random.normal(size=(5, words, 3, 3)).astype(np.float32)
    states, likely = best_states(start, emissions, steps), marginals(start, emissions, steps)
    together = with_expected(2, 0.4, start, emissions, steps, states, likely)
    for n in range(5):
        own = slice(n, n + 1)
        alone = with_expected(2, 0.4, start, emissions[own], steps[own], states[own], likely[:, :, own])
        assert together[n].tolist() == alone[0].tolist()
