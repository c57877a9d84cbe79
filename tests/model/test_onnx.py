"""The shipped model gives a window the same scores whatever is read beside it."""

from __future__ import annotations

import numpy as np
import pytest

from sayso.annotate import annotate
from sayso.annotate.articles import window_inputs
from sayso.annotate.word_notes import ANTECEDENTS, TAGS
from sayso.config import Settings
from sayso.extract import statements
from sayso.extract.acts import ACTS, FLAGS, TONES
from sayso.model.onnx import FLOOR, load
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
    """Return whether two windows have the same anchors and words with the same scores, to the last bit."""
    of_words = ("tags", "tag_scores", "antecedents", "antecedent_scores")
    return (
        len(one.anchors) == len(other.anchors)
        and all(np.array_equal(getattr(one, name), getattr(other, name)) for name in of_words)
        and all(
            (a.anchor, a.probability, a.inner, a.first_word) == (b.anchor, b.probability, b.inner, b.first_word)
            and all(np.array_equal(getattr(a, name), getattr(b, name)) for name in ("emissions", "steps", "acts"))
            for a, b in zip(one.anchors, other.anchors, strict=True)
        )
    )


def test_the_scores_of_a_window_depend_on_no_other_window_and_on_no_order(model):
    windows = inputs(model, CLEAR, *OTHERS)
    together = list(model.score(windows))
    backwards = list(model.score(windows[::-1]))[::-1]
    alone = [next(iter(model.score([window]))) for window in windows]
    assert any(one.anchors for one in together)
    assert all(map(alike, together, backwards))
    assert all(map(alike, together, alone))


def test_the_number_of_threads_changes_nothing(model):
    windows = inputs(model, CLEAR, *OTHERS)
    assert all(map(alike, model.score(windows), load(Settings(threads=1)).score(windows)))


def test_windows_may_be_asked_for_in_another_order_than_they_were_begun(model):
    windows = inputs(model, CLEAR, *OTHERS)
    with model.scoring() as begin:
        begun = [begin(window) for window in windows]
        backwards = [scores() for scores in begun[::-1]]
    assert all(map(alike, backwards[::-1], model.score(windows)))


def test_who_leaves_early_waits_for_no_window_that_was_not_begun(model, monkeypatch):
    scored, window_scores = [], model._score_window
    monkeypatch.setattr(model, "_score_window", lambda window: scored.append(1) or window_scores(window))
    windows = inputs(model, *[OTHERS[2]] * 20)
    with model.scoring() as begin:
        begun = [begin(window) for window in windows]
        begun[0]()
    assert 0 < len(scored) < len(windows)


def test_an_error_in_a_window_is_raised_to_who_asks_for_it(model, monkeypatch):
    [window] = inputs(model, CLEAR)
    monkeypatch.setattr(model, "_score_window", lambda _: 1 / 0)
    with model.scoring() as begin:
        scores = begin(window)
        with pytest.raises(ZeroDivisionError):
            scores()


def test_nothing_to_read_nothing_found(model):
    assert list(model.score([])) == []
    assert annotate([], model) == []


def test_a_text_without_an_attribution_has_no_anchor(model):
    [notes] = annotate([article(OTHERS[0])], model)
    assert list(notes.anchors) == []


@pytest.mark.parametrize("text", ["said", "x", ".", "“", "漢", "said\n\nsaid"])
def test_the_shortest_texts_are_read(model, text):
    [notes] = annotate([article(text)], model)
    assert all(0 <= a.anchor < len(notes.words) for a in notes.anchors)


def test_anchors_reach_the_floor_and_come_with_scores_of_every_word(model):
    windows = inputs(model, CLEAR, *OTHERS)
    for window, found in zip(windows, model.score(windows), strict=True):
        words = len(window.first_piece)
        for anchor in found.anchors:
            assert FLOOR <= max(anchor.probability, anchor.inner) <= 1
            assert min(anchor.probability, anchor.inner) >= 0
            assert 0 <= anchor.anchor < words
            assert anchor.emissions.shape == (words, 4)
            assert anchor.steps.shape == (words, 4, 4)
            assert anchor.acts.shape == (len(ACTS) + len(FLAGS) + len(TONES),)


def test_every_word_has_a_tag_and_the_earlier_words_that_it_may_stand_for(model):
    windows = inputs(model, CLEAR, *OTHERS, "said")
    for window, said in zip(windows, model.score(windows), strict=True):
        words = len(window.first_piece)
        assert said.tags.shape == said.tag_scores.shape == (words,)
        assert said.antecedents.shape == said.antecedent_scores.shape == (words, ANTECEDENTS)
        assert set(said.tags.tolist()) <= set(range(len(TAGS)))
        assert ((said.tag_scores > 0) & (said.tag_scores <= 1)).all()
        likely = said.antecedent_scores > 0.01
        assert (said.antecedents < np.arange(words)[:, None])[likely].all(), "what it stands for is before it"
        assert ((said.antecedents >= 0) & (said.antecedents < words)).all()
        assert (said.antecedent_scores.sum(axis=1) <= 1.001).all()
        assert (np.diff(said.antecedent_scores, axis=1) <= 0).all(), "the likeliest first"


def test_a_plain_case_is_read_as_people_read_it(model):
    page = article(CLEAR)
    [notes] = annotate([page], model)
    [one] = [one for one in statements(page, notes, model) if one.parent is None]
    shown = {role: " ".join(s.of(CLEAR) for s in getattr(one, role)) for role in ("source", "cue", "content")}
    assert "Dora Kell" in shown["source"]
    assert "said" in shown["cue"]
    assert shown["content"].startswith('"We will not sign the treaty')
    assert one.manner.value == "direct"


def test_a_plain_name_is_known_for_one_and_a_pronoun_goes_back_to_it(model):
    text = "Maria Brenner arrived in London on Monday. She said that the talks had failed, and that she was tired."
    [notes] = annotate([article(text)], model)
    assert ("Maria Brenner", "person") in [(name.span.of(text), name.kind.value) for name in notes.names()]
    she = [one for one in notes.references() if one.word.of(text) == "She"]
    assert she[0].antecedent.of(text) == "Brenner"


def test_what_one_says_that_another_says_is_a_statement_within_a_statement(model):
    """Plain cases, of which one may be missed."""
    texts = [
        "Kell said that the president has repeatedly claimed that the election was stolen.",
        "Mayor Dora Kell said that the president has denied that the bridge was unsafe.",
        "Kell told reporters that the minister has said that the bridge was unsafe.",
    ]
    pages = [article(text) for text in texts]
    found = [statements(page, notes, model) for page, notes in zip(pages, annotate(pages, model), strict=True)]
    inner = [(one.parent, outer.id) for outer, *rest in found for one in rest]
    assert len(inner) >= len(texts) - 1
    assert all(parent == outer for parent, outer in inner)
