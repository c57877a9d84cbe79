"""Runs of words in two texts: each word once, in linear time."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from sayso.link.shared_runs import shared_runs

WORDS = st.lists(st.sampled_from("abcde"), max_size=60)


@given(WORDS, WORDS, st.integers(1, 4))
def test_a_run_is_the_same_words_in_both_and_no_word_is_in_two_runs(here, there, least):
    runs = shared_runs(here, there, least)
    for run in runs:
        assert run.length >= least
        assert here[run.here : run.here + run.length] == there[run.there : run.there + run.length]
    mine = [n for run in runs for n in range(run.here, run.here + run.length)]
    theirs = [n for run in runs for n in range(run.there, run.there + run.length)]
    assert mine == sorted(set(mine))
    assert len(theirs) == len(set(theirs))


@given(st.lists(st.text("abcdefgh", min_size=3, max_size=8), min_size=3, max_size=40))
def test_a_text_shares_all_its_words_with_itself(words):
    assert [(run.here, run.there, run.length) for run in shared_runs(words, words, 3)] == [(0, 0, len(words))]


def test_a_passage_that_moved_is_found_where_it_went():
    first, second = list("abcde"), list("fghij")
    assert shared_runs(first + second, second + first, 3) == [(0, 5, 5), (5, 0, 5)]


def test_after_a_changed_word_the_run_goes_on_beside_it_though_its_words_stand_elsewhere_too():
    refrain = ["never", "again"]
    here = refrain * 12 + ["said", "he"] + refrain
    there = refrain * 12 + ["told", "us"] + refrain
    assert shared_runs(here, there, 2) == [(0, 0, 24), (26, 26, 2)]


def test_a_word_repeated_a_hundred_thousand_times_takes_seconds_at_most():
    began = time.process_time()
    shared_runs(["a"] * 100_000, ["a"] * 100_000, 6)
    shared_runs(["a"] * 100_000, (["a"] * 50 + ["b"]) * 2_000, 6)
    assert time.process_time() - began < 20
