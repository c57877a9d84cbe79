"""The logits are those of the acts, the flags and the tones, in the order in which they were trained."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sayso.extract.acts import ACTS, FLAGS, NOTHING_KNOWN, TONES, act_scores

COUNT = len(ACTS) + len(FLAGS) + len(TONES)
LOGITS = arrays(np.float32, COUNT, elements=st.floats(-30, 30, width=32))


def logits(**places):
    """Return logits of 0 but for those given by their kind and number: `act6=9`."""
    row = np.zeros(COUNT, dtype=np.float32)
    for name, value in places.items():
        row[{"act": 0, "flag": len(ACTS), "tone": len(ACTS) + len(FLAGS)}[name[:-1]] + int(name[-1])] = value
    return row


def test_the_order_is_that_of_the_weights():
    """A change of it would give every statement of the shipped weights another act."""
    assert ACTS == ("none", "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN")
    assert FLAGS == ("negated", "conditional", "future")
    assert TONES == ("none", "positive", "negative")


@pytest.mark.parametrize("number", range(1, len(ACTS)))
def test_the_likeliest_act_is_the_act(number):
    found = act_scores(logits(**{f"act{number}": 9}))
    assert found.act == ACTS[number]
    assert found.score > 0.99


def test_where_none_is_likeliest_there_is_no_act_and_its_score_is_that_of_none():
    found = act_scores(logits(act0=2, act6=1))
    assert found.act is None
    assert found.score == pytest.approx(np.e**2 / (np.e**2 + np.e + 7), abs=1e-4)


def test_of_acts_that_are_equally_likely_the_first_is_taken():
    assert act_scores(logits(act6=4, act7=4)).act == "ACCUSE"
    assert act_scores(logits()).act is None


@pytest.mark.parametrize("number", range(len(FLAGS)))
def test_each_flag_is_shown_from_one_half(number):
    quiet = dict.fromkeys(("flag0", "flag1", "flag2"), -9)
    name = f"flag{number}"
    assert act_scores(logits(**quiet | {name: 0})).modality == (FLAGS[number],)
    assert act_scores(logits(**quiet | {name: -0.01})).modality == ()


def test_several_flags_are_in_their_order():
    assert act_scores(logits(flag2=3, flag1=-3, flag0=3)).modality == ("negated", "future")


@pytest.mark.parametrize(("number", "name"), [(1, "positive"), (2, "negative")])
def test_a_tone_is_shown_from_one_half_of_all_three(number, name):
    likely, unlikely = np.log(2) + 0.001, np.log(2) - 0.001  # e ** x of e ** x + 2
    assert act_scores(logits(**{f"tone{number}": likely})).tone == name
    assert act_scores(logits(**{f"tone{number}": unlikely})).tone is None
    assert act_scores(logits(tone0=9)).tone is None


def test_a_model_without_acts_says_nothing():
    assert act_scores(np.zeros(0, dtype=np.float32)) == NOTHING_KNOWN


@given(LOGITS)
def test_whatever_the_logits_the_score_is_the_likeliest_acts(row):
    found = act_scores(row)
    best = int(row[: len(ACTS)].argmax())
    assert found.act == (ACTS[best] if best else None)
    assert 1 / len(ACTS) - 1e-4 <= found.score <= 1
    assert list(found.modality) == [flag for flag in FLAGS if flag in found.modality]


@given(LOGITS, st.floats(-20, 20))
def test_what_is_added_to_all_acts_and_all_tones_alike_changes_neither(row, more):
    moved = row.astype(np.float64)
    moved[: len(ACTS)] += more
    moved[-len(TONES) :] += more
    one, other = act_scores(row.astype(np.float64)), act_scores(moved)
    assert one.score == pytest.approx(other.score, abs=2e-4)
    assert one.modality == other.modality
