from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.annotate.anchors import Thresholds, together
from sayso.annotate.encoding import Window
from sayso.model.encoder import AnchorScores

FIRST, SECOND = Window(0, 8, 0, 6), Window(5, 12, 4, 10)


def scores(anchor, probability, words, value, inner=0.0):
    emissions, steps = np.full((words, 4), value, np.float32), np.full((words, 4, 4), value, np.float32)
    return AnchorScores(anchor, probability, 0, emissions, steps, inner, np.full(15, value, np.float32))


def merged(windows, found, threshold, inner=1.1):
    return list(together(zip(windows, found, strict=True), Thresholds(threshold, inner)))


def test_an_anchor_of_two_windows_has_the_mean_of_both_over_all_their_words():
    [anchor] = merged([FIRST, SECOND], [[scores(5, 0.8, 6, 1.0)], [scores(1, 0.6, 6, 3.0)]], 0.5)
    assert (anchor.anchor, anchor.first_word) == (5, 0)
    assert anchor.probability == pytest.approx(0.7)
    assert anchor.emissions[:, 0].tolist() == [1, 1, 1, 1, 2, 2, 3, 3, 3, 3]
    assert anchor.steps[:, 0, 0].tolist() == [1, 1, 1, 1, 2, 2, 3, 3, 3, 3]
    assert anchor.steps.shape == (10, 4, 4)
    assert anchor.acts.tolist() == [2] * 15
    assert anchor.acts.dtype == np.float32


def test_a_window_that_covers_an_anchor_and_does_not_name_it_counts_as_nought():
    assert merged([FIRST, SECOND], [[scores(5, 0.8, 6, 1.0)], []], 0.5) == []
    [anchor] = merged([FIRST, SECOND], [[scores(5, 0.8, 6, 1.0)], []], 0.4)
    assert anchor.probability == pytest.approx(0.4)


def test_an_anchor_that_one_window_covers_keeps_its_probability_and_counts_from_the_text():
    [anchor] = merged([FIRST, SECOND], [[], [scores(3, 0.9, 6, 1.0)]], 0.5)
    assert (anchor.anchor, anchor.first_word, anchor.probability) == (7, 4, 0.9)


def test_the_anchor_of_an_inner_statement_needs_to_reach_the_inner_threshold_in_the_mean():
    found = [[scores(5, 0.1, 6, 1.0, inner=0.5)], [scores(1, 0.3, 6, 1.0, inner=0.9)]]
    [anchor] = merged([FIRST, SECOND], found, 0.5, inner=0.7)
    assert (anchor.probability, anchor.inner) == (pytest.approx(0.2), pytest.approx(0.7))
    assert merged([FIRST, SECOND], found, 0.5, inner=0.71) == []
    assert merged([FIRST, SECOND], [found[0], []], 0.5, inner=0.3) == [], "a window that does not name it says 0"


def test_an_anchor_that_reaches_either_threshold_is_given_with_both_probabilities():
    rows = [scores(0, 0.8, 6, 1.0, inner=0.1), scores(1, 0.1, 6, 1.0, inner=0.8), scores(2, 0.8, 6, 1.0, inner=0.8)]
    made = merged([FIRST], [[*rows, scores(3, 0.4, 6, 1.0, inner=0.4)]], 0.5, inner=0.5)
    assert [(anchor.anchor, anchor.probability, anchor.inner) for anchor in made] == [
        (0, 0.8, 0.1),
        (1, 0.1, 0.8),
        (2, 0.8, 0.8),
    ]


def test_without_an_inner_threshold_no_anchor_is_an_inner_one():
    window = [(FIRST, [scores(0, 0.2, 6, 1.0, inner=1.0)])]
    assert list(together(window, Thresholds(0.5))) == []


def test_an_anchor_of_one_window_keeps_its_acts_and_a_model_may_have_none():
    [anchor] = merged([FIRST], [[scores(5, 0.8, 6, 3.0)]], 0.5)
    assert anchor.acts.tolist() == [3] * 15
    none = [AnchorScores(at, 0.8, 0, np.zeros((6, 4)), np.zeros((6, 4, 4))) for at in (5, 1)]
    [anchor] = merged([FIRST, SECOND], [none[:1], none[1:]], 0.5)
    assert anchor.acts.tolist() == []


def test_anchors_come_in_text_order_whatever_window_named_them_first():
    found = [[scores(3, 0.9, 6, 1.0), scores(0, 0.9, 6, 1.0)], [scores(5, 0.9, 6, 1.0)]]
    assert [anchor.anchor for anchor in merged([FIRST, SECOND], found, 0.5)] == [0, 3, 9]


def test_an_anchor_is_given_as_soon_as_a_window_begins_after_it():
    read = []

    def scored():
        for n in range(100):
            read.append(n)
            yield Window(0, 0, 4 * n, 4 * n + 6), [scores(2, 0.9, 6, 1.0)]

    anchors = together(scored(), Thresholds(0.5))
    assert next(anchors).anchor == 2
    assert len(read) == 2
    assert [anchor.anchor for anchor in anchors] == [4 * n + 2 for n in range(1, 100)]


@dataclass
class Plan:
    """Windows in text order, and the probability of each anchor that they name: {window: {word: probability}}."""

    windows: list
    named: dict


@st.composite
def plans(draw):
    windows, first, last = [], 0, 0
    for step, more in draw(st.lists(st.tuples(st.integers(0, 4), st.integers(1, 5)), min_size=1, max_size=8)):
        first, last = min(first + step, last), last + more
        windows.append(Window(0, 0, first, last))
    probability = st.sampled_from([0.1, 0.5, 0.9])
    named = {
        n: draw(st.dictionaries(st.integers(0, w.last_word - w.first_word - 1), probability, max_size=4))
        for n, w in enumerate(windows)
    }
    return Plan(windows, named)


@given(plans())
def test_every_anchor_has_the_mean_over_all_the_windows_that_cover_it(plan):
    found = [
        [scores(at, p, w.last_word - w.first_word, n) for at, p in plan.named[n].items()]
        for n, w in enumerate(plan.windows)
    ]
    expected = {}
    for word in range(plan.windows[-1].last_word):
        covering = [n for n, w in enumerate(plan.windows) if w.first_word <= word < w.last_word]
        named = [n for n in covering if word - plan.windows[n].first_word in plan.named[n]]
        if named:
            total = sum(plan.named[n][word - plan.windows[n].first_word] for n in named)
            expected[word] = (total / len(covering), min(plan.windows[n].first_word for n in named), named)
    made = merged(plan.windows, found, 0.4)
    assert [a.anchor for a in made] == [word for word, (p, _, _) in expected.items() if p >= 0.4]
    for anchor in made:
        probability, first, named = expected[anchor.anchor]
        assert (anchor.probability, anchor.first_word) == (probability, first)
        for at, value in enumerate(anchor.emissions[:, 0].tolist(), first):
            here = [n for n in named if plan.windows[n].first_word <= at < plan.windows[n].last_word]
            assert value == pytest.approx(sum(here) / len(here))
