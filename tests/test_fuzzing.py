"""The fuzzing of benchmarks/fuzz.py on a page of our own: nothing is raised or broken that must not be."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.fuzzing import asking, growth
from benchmarks.fuzzing.inputs import KINDS, made, pages
from benchmarks.fuzzing.mutations import NAMES
from benchmarks.fuzzing.stages import Trial
from sayso.config import Settings
from sayso.store import Store

PARAGRAPHS = (
    "<p>The port of Sund will stay closed until Friday, harbour master Dora Kell said on Monday, 5 May 2031.</p>"
    "<p>“We asked for help and received a bill,” Kell told the Sund Courier. “The gates stay shut.”</p>"
    "<p>Ostmark's embassy denied on Tuesday that its captains were to blame, the agency Fjordnews reported.</p>"
)
PAGE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Sund port stays shut | Sund Courier</title>'
    '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Sund port stays shut", '
    '"datePublished": "2031-05-05", "author": {"name": "Ada Brom"}}</script></head><body>'
    '<nav><a href="/">Home</a></nav>'
    f'<article><h1>Sund port stays shut</h1><p class="byline">By Ada Brom</p>{PARAGRAPHS * 3}</article>'
    "<footer>© 2031 The Sund Courier. All rights reserved.</footer></body></html>"
)


@pytest.fixture(scope="module")
def seeds(tmp_path_factory):
    folder = tmp_path_factory.mktemp("seeds")
    (folder / "page.html.gz").write_bytes(gzip.compress(PAGE.encode()))
    return pages(folder)


@pytest.fixture(scope="module")
def trial(tmp_path_factory):
    with Store.open(tmp_path_factory.mktemp("store") / "fuzz.db") as store:
        yield Trial(Settings(max_characters=2_500), store)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("inputs")


@given(number=st.integers(0, 10**9))
@settings(max_examples=60)
def test_no_input_makes_a_stage_raise_or_break_what_has_to_hold(seeds, trial, folder, number):
    one = made(seeds, 0, number)
    path = folder / one.name
    path.write_bytes(one.content)
    assert [what for what in trial.file(path) if what.outcome in ("raised", "broke")] == []


@given(number=st.integers(0, 10**9))
@settings(max_examples=60)
def test_no_judgement_and_no_address_is_answered_with_an_error_of_ours(number):
    found = asking.tried(0, number * asking.EACH)
    assert [what for what in found if what.outcome in ("raised", "broke")] == []


def test_an_input_follows_from_the_seed_and_its_number(seeds):
    assert [made(seeds, 3, n).content for n in range(12)] == [made(seeds, 3, n).content for n in range(12)]
    assert made(seeds, 3, 1).content != made(seeds, 4, 1).content


def test_every_kind_of_input_and_every_mutation_comes_up(seeds):
    some = [made(seeds, 0, n) for n in range(400)]
    assert {one.kind for one in some} == set(KINDS)
    assert {name for one in some for name in one.edits} == set(NAMES)


def test_growth_is_told_by_stage(monkeypatch, capsys):
    monkeypatch.setattr(growth, "TEXTS", {"a word": "said "})
    monkeypatch.setattr(growth, "PAGES", {"breaks": "<br>"})
    monkeypatch.setattr(growth, "BLOCKS", {})
    assert growth.main((40, 80, 160)) == 0
    told = capsys.readouterr().out
    assert "text: a word" in told
    assert "page: breaks" in told
    assert "no stage grew faster than its input" in told
