"""What is likely right is a statement: a sure anchor is not enough where nobody is sure what was said."""

from __future__ import annotations

import numpy as np

from sayso.extract.candidates import Least, Words, candidates, decoded
from sayso.extract.roles import CONTENT, CUE, SOURCE
from sayso.model.encoder import AnchorScores

COUNT = 8
WORDS = Words.of_one_part(np.array([(4 * n, 4 * n + 3) for n in range(COUNT)], dtype=np.int64))
START = np.zeros(4, dtype=np.float32)
WEIGHTS = (-5.0, 0.5, 2.0, 1.0, 3.0, -1.0)


def anchor(probability, sure=8.0, inner=0.0, states=(1, 2, 3, 3, 3, 0, 0, 0), unsure=None):
    """Return an anchor whose words have these states, those of the state `unsure` by a hair."""
    emissions = np.zeros((COUNT, 4), dtype=np.float32)
    for word, state in enumerate(states):
        emissions[word, state] = 0.1 if state == unsure else sure
    return AnchorScores(1, probability, 0, emissions, np.zeros((COUNT, 4, 4), dtype=np.float32), inner)


def made(*anchors, least=Least(), weights=WEIGHTS):  # noqa: B008 - frozen
    return list(candidates(WORDS, START, anchors, least, weights))


def test_the_surer_its_anchor_and_its_roles_the_likelier_is_a_statement_right():
    [sure], [less], [blurred] = (made(one) for one in (anchor(0.99), anchor(0.6), anchor(0.99, unsure=CONTENT)))
    assert sure.right > less.right
    assert sure.right > blurred.right
    assert sure.runs == blurred.runs == ([], [(0, 1)], [(1, 2)], [(2, 5)])


def test_without_a_source_a_statement_is_less_likely_right():
    [named], [bare] = made(anchor(0.9)), made(anchor(0.9, states=(0, 2, 3, 3, 3, 0, 0, 0)))
    assert not bare.runs[SOURCE]
    assert bare.right < named.right


def test_what_is_less_likely_right_than_the_least_is_no_outermost_statement():
    sure, blurred = anchor(0.99), anchor(0.99, unsure=CONTENT)
    [kept] = made(sure, blurred, least=Least(right=0.7, inner=0.5))
    assert kept.runs[CUE] == [(1, 2)]
    assert kept.right >= 0.7


def test_it_may_be_an_inner_one_by_the_probability_of_its_anchor():
    [inner] = made(anchor(0.2, inner=0.6), least=Least(right=0.7, inner=0.5))
    assert (inner.inner, inner.probability) == (True, 0.6)
    assert made(anchor(0.2, inner=0.4), least=Least(right=0.7, inner=0.5)) == []


def test_without_weights_the_anchors_probability_stands_for_it():
    [one] = made(anchor(0.8, unsure=CONTENT), weights=())
    assert one.right == one.probability == 0.8


def test_an_anchor_without_content_is_no_candidate():
    assert made(anchor(0.99, states=(1, 2, 0, 0, 0, 0, 0, 0))) == []


def test_the_overlaps_are_those_of_source_cue_and_content():
    [(_, _, overlaps)] = decoded(WORDS, START, [anchor(0.9, unsure=CUE)])
    assert len(overlaps) == 3
    assert overlaps[1] < 0.7
    assert all(0.8 < one < 1 for one in (overlaps[0], overlaps[2])), "the cue's word may be one of theirs"
