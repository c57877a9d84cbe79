"""Least logits: the share of the links that is asked for passes, each kind by its own logit."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from training.sieve.answers import Answered
from training.sieve.passing import AS_A_SHIFT, least_logits


def row(*, linked, denial=False):
    return Answered("a", "b", same_speaker=False, same=0.5, denial=0.9 if denial else 0.1, shift=0.0, linked=linked)


PARAPHRASE, DENIAL, NOTHING = row(linked=True), row(linked=True, denial=True), row(linked=False)
logit = st.floats(-9, 9).map(lambda value: round(value, 3))


@given(st.lists(st.tuples(logit, logit), min_size=1, max_size=30), st.sampled_from([0.5, 0.9, 1.0]))
def test_the_share_of_each_kind_that_is_asked_passes(found, kept):
    logits = np.array([[a, b, 0.0] for a, b in found for _ in range(2)])
    rows = [PARAPHRASE, DENIAL] * len(found)
    same, denial, _ = least_logits(logits, rows, (kept, kept))
    assert (logits[::2, 0] >= same).mean() >= kept
    assert (logits[1::2, 1] >= denial).mean() >= kept


def test_what_is_no_link_does_not_count_and_shifts_pass_from_one_logit_on():
    logits = np.array([[2.0, 0.0, 0.0], [0.0, 3.0, 0.0], [-9.0, -9.0, 0.0]])
    assert least_logits(logits, [PARAPHRASE, DENIAL, NOTHING], (1.0, 1.0)) == [2.0, 3.0, AS_A_SHIFT]
