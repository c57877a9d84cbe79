"""The figures of the act model: F1 by type, the interval, the temperature, the calibration error."""

from __future__ import annotations

import numpy as np
import pytest

from sayso.model.acts import TYPES
from training.acts.figures import calibration_error, interval, measured, temperature, type_f1

LABELS = np.arange(len(TYPES)).repeat(20)


def logits_of(predicted, sure):
    return np.eye(len(TYPES))[predicted] * sure


def test_all_right_is_one_and_all_wrong_is_nothing():
    assert type_f1(LABELS, LABELS).tolist() == [1.0] * len(TYPES)
    assert type_f1(LABELS, (LABELS + 1) % len(TYPES)).tolist() == [0.0] * len(TYPES)


def test_the_interval_holds_the_figure_and_is_the_same_every_time():
    predicted = np.where(np.arange(len(LABELS)) % 4 == 0, 0, LABELS)
    low, high = interval(LABELS, predicted)
    assert low < type_f1(LABELS, predicted).mean() < high
    assert interval(LABELS, predicted) == (low, high)


def test_the_temperature_cools_what_is_too_sure_and_lowers_its_error():
    predicted = np.where(np.arange(len(LABELS)) % 4 == 0, (LABELS + 1) % len(TYPES), LABELS)
    logits = logits_of(predicted, sure=9.0)
    best = temperature(logits, LABELS)
    assert best > 1
    assert calibration_error(logits / best, LABELS) < 0.02 < calibration_error(logits, LABELS)


def test_the_figures_count_each_types_sentences():
    found = measured(logits_of(LABELS, sure=5.0), LABELS)
    assert found.macro == found.accuracy == pytest.approx(1)
    assert found.by_type["AID"] == (20, 1.0)
