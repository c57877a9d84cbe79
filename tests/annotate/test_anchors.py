import numpy as np
import pytest

from sayso.annotate.anchors import together
from sayso.annotate.encoding import Window
from sayso.model.encoder import AnchorScores

FIRST, SECOND = Window(0, 8, 0, 6), Window(5, 12, 4, 10)


def scores(anchor, probability, words, value):
    return AnchorScores(
        anchor, probability, 0, np.full((words, 4), value, np.float32), np.full((words, 4, 4), value, np.float32)
    )


def test_an_anchor_of_two_windows_has_the_mean_of_both_over_all_their_words():
    [anchor] = together([FIRST, SECOND], [[scores(5, 0.8, 6, 1.0)], [scores(1, 0.6, 6, 3.0)]], 0.5)
    assert (anchor.anchor, anchor.first_word) == (5, 0)
    assert anchor.probability == pytest.approx(0.7)
    assert anchor.emissions[:, 0].tolist() == [1, 1, 1, 1, 2, 2, 3, 3, 3, 3]
    assert anchor.steps.shape == (10, 4, 4)


def test_a_window_that_covers_an_anchor_and_does_not_name_it_counts_as_nought():
    assert together([FIRST, SECOND], [[scores(5, 0.8, 6, 1.0)], []], 0.5) == []
    [anchor] = together([FIRST, SECOND], [[scores(5, 0.8, 6, 1.0)], []], 0.4)
    assert anchor.probability == pytest.approx(0.4)


def test_an_anchor_that_one_window_covers_keeps_its_probability_and_counts_from_the_text():
    [anchor] = together([FIRST, SECOND], [[], [scores(3, 0.9, 6, 1.0)]], 0.5)
    assert (anchor.anchor, anchor.first_word, anchor.probability) == (7, 4, 0.9)


def test_anchors_come_in_text_order_whatever_window_named_them_first():
    found = [[scores(3, 0.9, 6, 1.0), scores(0, 0.9, 6, 1.0)], [scores(5, 0.9, 6, 1.0)]]
    assert [anchor.anchor for anchor in together([FIRST, SECOND], found, 0.5)] == [0, 3, 9]
