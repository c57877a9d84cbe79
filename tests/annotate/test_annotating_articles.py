"""Windows are scored as late as can be, those of several articles together, and it makes no difference to any."""

from __future__ import annotations

import numpy as np
import pytest

from sayso.annotate import annotate, articles, encoding
from sayso.model.bundle import shipped
from sayso.model.encoder import AnchorScores
from sayso.model.pieces import word_pieces
from sayso.records import Article, Line, ModelVersion, Role

LENGTH = 24


class EveryThirdPiece:
    """A model that finds an anchor wherever a piece's number is a multiple of three; its scores tell the pieces."""

    version = ModelVersion("third", "1")
    length, stride, threshold = LENGTH, LENGTH // 2, 0.5
    start = np.zeros(4, dtype=np.float32)

    def __init__(self):
        self.tokenizer = word_pieces(shipped() / "vocab.txt")
        self.shown = []

    def score(self, windows):
        self.shown.append(len(windows))
        return [[self._anchor(window, n) for n in self._places(window)] for window in windows]

    def _places(self, window):
        return np.flatnonzero(window.pieces[window.first_piece] % 3 == 0).tolist()

    def _anchor(self, window, at):
        words = window.pieces[window.first_piece].astype(np.float32)
        emissions = np.repeat(words[:, None], 4, axis=1) + at
        return AnchorScores(at, 0.9 - 0.001 * at, 0, emissions, np.repeat(emissions[:, None], 4, axis=1))


@pytest.fixture
def model():
    return EveryThirdPiece()


def article(number, words):
    text = " ".join(f"day {n} of the strike {n * number}." for n in range(words // 7 + 1))
    return Article(f"{number:016x}", "d" * 16, text, (Line(0, len(text), Role.BODY),))


def plain(anchors):
    return [(a.anchor, a.probability, a.first_word, a.emissions.tolist(), a.steps.tolist()) for a in anchors]


PAGES = [article(number, words) for number, words in enumerate([300, 3, 40, 900, 0, 70])]


def test_nothing_is_scored_before_an_anchor_is_asked_for(model):
    notes = annotate(PAGES, model)
    assert model.shown == []
    assert next(iter(notes[0].anchors)).anchor >= 0
    assert len(model.shown) == 1


def test_short_articles_are_scored_together(model):
    notes = annotate([article(number, 30) for number in range(20)], model)
    assert all(len(list(one.anchors)) > 0 for one in notes)
    assert len(model.shown) == 1
    assert model.shown[0] > 20


def test_of_a_long_article_few_windows_are_scored_at_a_time(model, monkeypatch):
    monkeypatch.setattr(articles, "SCORED_TOGETHER", 4)
    [notes] = annotate([article(1, 900)], model)
    for given, _ in enumerate(notes.anchors, 1):
        assert sum(model.shown) <= given + 8, "the windows scored are those of the anchors given, and one stretch"
    assert set(model.shown[:-1]) == {4}


def test_every_window_is_scored_once(model):
    assert all(list(one.anchors) for one in annotate(PAGES, model))
    assert sum(model.shown) == len(articles.window_inputs(PAGES, model))


@pytest.mark.parametrize("together", [1, 3, 16, 1000])
def test_how_many_windows_are_scored_together_changes_nothing(model, monkeypatch, together):
    expected = [plain(annotate([page], model)[0].anchors) for page in PAGES]
    monkeypatch.setattr(articles, "SCORED_TOGETHER", together)
    assert [plain(one.anchors) for one in annotate(PAGES, model)] == expected


def test_the_order_in_which_articles_are_read_changes_nothing(model, monkeypatch):
    expected = [plain(one.anchors) for one in annotate(PAGES, model)]
    monkeypatch.setattr(articles, "SCORED_TOGETHER", 5)
    notes = annotate(PAGES, model)
    assert [plain(one.anchors) for one in notes[::-1]] == expected[::-1]
    turns = [iter(one.anchors) for one in annotate(PAGES, model)]
    taken = [[] for _ in PAGES]
    while any(found := [next(turn, None) for turn in turns]):
        for page, anchor in enumerate(found):
            taken[page] += [anchor] if anchor else []
    assert [plain(one) for one in taken] == expected


@pytest.mark.parametrize("stretch", [1, 2, 7])
def test_how_many_words_are_cut_into_pieces_together_changes_nothing(model, monkeypatch, stretch):
    text = "Re\u00adopened: \u200f “the café”, 5 x unpronounceability.\n\u200f\n\n“No,” he\u200f said. No no"
    lines = _lines(text)
    whole = encoding.encode(text, lines, model.tokenizer)
    monkeypatch.setattr(encoding, "STRETCH", stretch)
    again = encoding.encode(text, lines, model.tokenizer)
    for one in ("pieces", "features", "words", "first_piece"):
        assert getattr(again, one).tolist() == getattr(whole, one).tolist()


def _lines(text):
    starts = [0, *(n + 1 for n, mark in enumerate(text) if mark == "\n")]
    return [Line(a, b, Role.BODY) for a, b in zip(starts, [*(n - 1 for n in starts[1:]), len(text)], strict=True)]
