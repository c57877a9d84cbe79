"""A choice is given with probabilities, what is missing to 1 being nobody's."""

from __future__ import annotations

import pytest

from sayso.resolve.ranking import NOBODY, probabilities, shipped_weights


def test_what_is_missing_to_one_is_nobody_s():
    likely = probabilities("he", [{"near": 1.0}, {"far": 1.0}], {"near": 1.0, NOBODY: 1.0})
    assert likely[0] == pytest.approx(1 - sum(likely) + 0, abs=1e-9)
    assert likely[1] < likely[0]


def test_a_crossed_weight_counts_for_its_kind_alone():
    weights = {"near": 1.0, "he: near": 2.0}
    assert probabilities("he", [{"near": 1.0}], weights)[0] > probabilities("it", [{"near": 1.0}], weights)[0]


def test_the_shipped_weights_hold_that_the_other_gender_is_not_meant():
    assert shipped_weights()["same noun"] > 0 > shipped_weights()["other noun"]
