"""The shipped model gives a window the same scores whatever is read beside it."""

from __future__ import annotations

import numpy as np
import pytest

from sayso.annotate import annotate
from sayso.annotate.articles import window_inputs
from sayso.config import Settings
from sayso.extract import statements
from sayso.model.onnx import load
from sayso.records import Article, Line, Role

CLEAR = '"We will not sign the treaty," Minister Dora Kell said on Monday.'
OTHERS = (
    "Rain fell on the harbour all night, and the ferries stayed in port.",
    "The guild's chair, Ivo Mar, said that the strait would open in May. Nobody else spoke.",
    "One. " * 300,
)


@pytest.fixture(scope="session")
def model():
    return load(Settings(threads=2))


def article(text):
    lines = (Line(0, len(text), Role.BODY),) if text.strip() else ()
    return Article(f"{len(text):016x}", "d" * 16, text, lines)


def inputs(model, *texts):
    return window_inputs([article(text) for text in texts], model)


def alike(one, other):
    """Return whether two windows have the same anchors with the same scores, to the last bit."""
    return len(one) == len(other) and all(
        (a.anchor, a.probability, a.first_word) == (b.anchor, b.probability, b.first_word)
        and np.array_equal(a.emissions, b.emissions)
        and np.array_equal(a.steps, b.steps)
        for a, b in zip(one, other, strict=True)
    )


def test_the_scores_of_a_window_depend_on_no_other_window_and_on_no_order(model):
    windows = inputs(model, CLEAR, *OTHERS)
    together = model.score(windows)
    backwards = model.score(windows[::-1])[::-1]
    alone = [model.score([window])[0] for window in windows]
    assert any(together)
    assert all(map(alike, together, backwards))
    assert all(map(alike, together, alone))


def test_the_number_of_threads_changes_nothing(model):
    windows = inputs(model, CLEAR, *OTHERS)
    assert all(map(alike, model.score(windows), load(Settings(threads=1)).score(windows)))


def test_nothing_to_read_nothing_found(model):
    assert model.score([]) == []
    assert annotate([], model) == []


def test_a_text_without_an_attribution_has_no_anchor(model):
    [found] = model.score(inputs(model, OTHERS[0]))
    assert found == []


@pytest.mark.parametrize("text", ["said", "x", ".", "“", "漢", "said\n\nsaid"])
def test_the_shortest_texts_are_read(model, text):
    [notes] = annotate([article(text)], model)
    assert all(0 <= a.anchor < len(notes.words) for a in notes.anchors)


def test_anchors_reach_the_threshold_and_come_with_scores_of_every_word(model):
    windows = inputs(model, CLEAR, *OTHERS)
    for window, found in zip(windows, model.score(windows), strict=True):
        words = len(window.first_piece)
        for anchor in found:
            assert model.threshold <= anchor.probability <= 1
            assert 0 <= anchor.anchor < words
            assert anchor.emissions.shape == (words, 4)
            assert anchor.steps.shape == (words, 4, 4)


def test_a_plain_case_is_read_as_people_read_it(model):
    page = article(CLEAR)
    [notes] = annotate([page], model)
    [one] = statements(page, notes, model.start)
    shown = {role: " ".join(s.of(CLEAR) for s in getattr(one, role)) for role in ("source", "cue", "content")}
    assert "Dora Kell" in shown["source"]
    assert "said" in shown["cue"]
    assert shown["content"].startswith('"We will not sign the treaty')
    assert one.manner.value == "direct"
