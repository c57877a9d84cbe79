"""The sieve: which pairs the pair network is to read, by a network of its own."""

from __future__ import annotations

import json
import re
import shutil

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.errors import WeightsError
from sayso.model.bundle import MANIFEST, shipped
from sayso.model.pairs import load as load_pairs
from sayso.model.sieve import FILES, OUTCOMES, PairSieve, load
from sayso.model.statement_pairs import load as load_both

SAME = (
    "Dora Ott said: the old bridge at Velden is closed to lorries until May",
    "the mayor said: lorries may not cross the old bridge at Velden before May",
)
NOTHING = (SAME[0], 'Io Brandt wrote: "I have been writing about birds since I was nine"')


@pytest.fixture(scope="module")
def sieve():
    return load()


def test_what_says_the_same_passes_and_what_is_about_something_else_does_not(sieve):
    assert sieve.passing([SAME, NOTHING], [True, True], [False, False]) == [True, False]


def test_only_what_may_be_a_shift_passes_as_one():
    only_shifts = PairSieve(shipped("sieve"))
    only_shifts.least = [100.0, 100.0, 100.0, 100.0, -100.0]
    assert only_shifts.passing([SAME, SAME], [False, False], [True, False]) == [True, False]


def test_what_passes_as_the_same_or_a_denial_depends_on_what_the_dates_say():
    by_dates = PairSieve(shipped("sieve"))
    by_dates.least = [-100.0, 100.0, 100.0, 100.0, 100.0]
    assert by_dates.passing([SAME] * 3, [True, None, False], [True] * 3) == [True, False, False]
    by_dates.least = [100.0, 100.0, 100.0, -100.0, 100.0]
    assert by_dates.passing([SAME] * 3, [True, None, False], [True] * 3) == [False, True, False]


def test_a_pairs_logits_do_not_depend_on_its_neighbours_or_on_the_threads(sieve):
    pairs = [SAME, NOTHING, SAME[::-1]]
    together = sieve.logits(pairs)
    assert together.shape == (3, len(OUTCOMES))
    assert (together == np.concatenate([sieve.logits([pair]) for pair in pairs])).all()
    assert (PairSieve(shipped("sieve"), threads=1).logits(pairs) == together).all()


def test_of_nothing_nothing_passes(sieve):
    assert sieve.passing([], [], []) == []
    assert sieve.logits([]).shape == (0, len(OUTCOMES))


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_has_logits(sieve, a, b):
    assert np.isfinite(sieve.logits([(a, b)])).all()


def test_it_was_taught_by_the_pair_network_that_is_shipped():
    taught_by = json.loads((shipped("sieve") / MANIFEST).read_text("utf-8"))["taught_by"]
    reader = load_pairs().version
    assert taught_by == f"{reader.name} {reader.version}"


def test_links_are_by_both_networks_so_the_version_is_of_both(sieve):
    both = load_both()
    assert both.version.name == load_pairs().version.name
    assert both.version.version == f"{load_pairs().version.version}-{sieve.version.version}"
    assert both.passing([SAME], [True], [False]) == [True]
    assert both.relate([SAME]) == load_pairs().relate([SAME])


@pytest.mark.parametrize("name", [*FILES, MANIFEST])
def test_an_absent_file_is_named(name, tmp_path):
    folder = tmp_path / "sieve"
    shutil.copytree(shipped("sieve"), folder)
    (folder / name).unlink()
    with pytest.raises(WeightsError, match=re.escape(name)):
        PairSieve(folder)


@pytest.mark.parametrize("field", ["name", "version", "least"])
def test_a_manifest_without_a_field_is_refused(field, tmp_path):
    folder = tmp_path / "sieve"
    shutil.copytree(shipped("sieve"), folder)
    manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    del manifest[field]
    (folder / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(WeightsError, match=field):
        PairSieve(folder)
