"""Least logits: the share of the links that is asked for passes, by as few pairs as can be."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.model.bundle import shipped
from sayso.model.sieve import PairSieve
from training.sieve.answers import Answered
from training.sieve.passing import NONE, Share, least_logits, passing


def row(linked=None, *, near=True, shift=False):
    return Answered("Ott said: a", "Ott said: b", near, shift, same=0.5, denial=0.1, at_odds=0.0, linked=linked)


logit = st.floats(-9, 9).map(lambda value: round(value, 3))


@given(st.lists(st.tuples(logit, logit), min_size=1, max_size=20), st.sampled_from([0.5, 0.9, 1.0]))
def test_the_share_of_each_kind_that_is_asked_passes(found, kept):
    logits = np.array([[a, b, 0.0] for a, b in found for _ in range(2)])
    rows = [row("paraphrase"), row("denial")] * len(found)
    least = least_logits(logits, rows, (kept, kept))[:2]
    for kind in (0, 1):
        assert (logits[kind::2, :2] >= least).any(axis=1).mean() >= kept


def test_of_all_least_logits_those_that_let_the_fewest_pairs_pass_are_taken():
    """The denial passes by the other logit; by its own, two pairs of nothing would pass too."""
    logits = np.array([[2.0, 0.0, 0.0], [2.0, 1.0, 0.0], [-9.0, 1.0, 0.0], [-9.0, 3.0, 0.0]])
    rows = [row("paraphrase"), row("denial"), row(), row()]
    same, denial = least_logits(logits, rows, (1.0, 1.0))[:2]
    assert (logits[:, :2] >= (same, denial)).any(axis=1).tolist() == [True, True, False, False]


def test_pairs_of_unknown_dates_have_least_logits_of_their_own_and_without_links_nothing_passes():
    logits = np.array([[2.0, 0.0, 0.0], [5.0, 0.0, 0.0]])
    rows = [row("paraphrase"), row("paraphrase", near=None)]
    assert least_logits(logits, rows, (1.0, 1.0))[:4] == [2.0, NONE, 5.0, NONE]


def test_a_tenth_of_what_may_be_a_shift_passes():
    logits = np.array([[0.0, 0.0, float(n)] for n in range(101)])
    assert least_logits(logits, [row(shift=True)] * 101, (1.0, 1.0))[4] == pytest.approx(90.0)


def test_shares_are_told_by_what_the_dates_say():
    rows = [row("paraphrase"), row("denial"), row(near=None), row("shift", near=False, shift=True)]
    sieve = PairSieve(shipped("sieve"))
    sieve.least = [-100.0] * 5
    near, undated, far = passing(sieve, rows)
    assert (near.pages, near.pairs.number) == ("near", 2)
    assert [share.number for share in near.links.values()] == [1, 1, 0]
    assert (undated.pairs.number, undated.links["paraphrase"].number) == (1, 0)
    assert far.links["shift"] == Share(1, 1.0)
    sieve.least = [100.0] * 5
    assert str(passing(sieve, rows)[0]).startswith("near pages: 0.000 of 2 pairs pass, 0.000 of 1 paraphrases")
