"""Windows are scored ahead of who reads them, a bounded number, and it makes no difference to any article."""

from __future__ import annotations

import weakref
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import pytest

from sayso.annotate import Annotator, annotate, articles, encoding
from sayso.annotate.word_notes import TAGS
from sayso.model.bundle import shipped
from sayso.model.encoder import AnchorScores, WindowScores
from sayso.model.pieces import word_pieces
from sayso.records import Article, Line, ModelVersion, Role

LENGTH = 24


class EveryThirdPiece:
    """A model that finds an anchor wherever a piece's number is a multiple of three; its scores tell the pieces.

    Every other anchor is that of an inner statement. A word's tag is told by its piece, and it stands for the word
    before it, the surer the later in the window.
    """

    version = ModelVersion("third", "1")
    length, stride = LENGTH, LENGTH // 2
    threshold, anchor_threshold, inner_threshold, right, calibration = 0.5, 0.5, 0.6, (), ()
    start = np.zeros(4, dtype=np.float32)

    def __init__(self):
        self.tokenizer = word_pieces(shipped() / "vocab.txt")
        self.begun, self.asked = 0, 0
        self.is_open = False
        self.given = []

    @contextmanager
    def scoring(self):
        self.is_open = True
        yield self._begin
        self.is_open = False

    def _begin(self, window):
        self.begun += 1
        return lambda: self._asked(window)

    def _asked(self, window):
        self.asked += 1
        return self._scores(window)

    def _scores(self, window):
        pieces, place = window.pieces[window.first_piece], np.arange(len(window.first_piece))
        anchors = [self._anchor(window, at) for at in self._places(window)]
        self.given += [weakref.ref(one.emissions) for one in anchors]
        sure = (place > 0) * (0.2 + place / 1000)
        before = np.repeat(np.maximum(place - 1, 0)[:, None], 3, axis=1)
        scores = np.stack([sure, 0 * sure, 0 * sure], axis=1).astype(np.float32)
        return WindowScores(anchors, pieces % len(TAGS), (place / 1000).astype(np.float32), before, scores)

    def held(self):
        """Return of how many anchors the scores are still in memory."""
        return sum(ref() is not None for ref in self.given)

    def _places(self, window):
        return np.flatnonzero(window.pieces[window.first_piece] % 3 == 0).tolist()

    def _anchor(self, window, at):
        words = window.pieces[window.first_piece].astype(np.float32)
        emissions = np.repeat(words[:, None], 4, axis=1) + at
        outer, inner = (0.9 - 0.001 * at, 0.0) if words[at] % 2 else (0.0, 0.9 - 0.001 * at)
        acts = np.full(15, at, dtype=np.float32)
        return AnchorScores(at, outer, 0, emissions, np.repeat(emissions[:, None], 4, axis=1), inner, acts)


@pytest.fixture
def model():
    return EveryThirdPiece()


@pytest.fixture
def annotated(model):
    """Return the annotations of pages, scored while they are read; `model` has read what was asked for."""
    with Annotator(model) as annotator:
        yield lambda pages: [annotator.annotate(page) for page in pages]


def article(number, words):
    text = " ".join(f"day {n} of the strike {n * number}." for n in range(words // 7 + 1))
    return Article(f"{number:016x}", "d" * 16, text, (Line(0, len(text), Role.BODY),))


def plain(anchors):
    arrays = "emissions", "steps", "acts"
    return [
        (a.anchor, a.probability, a.inner, a.first_word, *(getattr(a, name).tolist() for name in arrays))
        for a in anchors
    ]


PAGES = [article(number, words) for number, words in enumerate([300, 3, 40, 900, 0, 70])]


def windows_of(pages, model):
    return len(articles.window_inputs(pages, model))


def test_the_windows_of_an_article_begin_to_be_scored_before_anything_is_asked(annotated, model):
    notes = annotated(PAGES)
    assert (model.begun, model.asked) == (windows_of(PAGES, model), 0)
    assert next(iter(notes[0].anchors)).anchor >= 0
    assert model.asked <= 3, "the windows that the first anchor may stand in"


@pytest.mark.parametrize("ahead", [1, 4])
def test_how_many_windows_are_scored_ahead_is_bounded(annotated, model, monkeypatch, ahead):
    monkeypatch.setattr(articles, "AHEAD", ahead)
    notes = annotated(PAGES)
    assert model.begun == ahead
    for one in notes:
        for _ in one.anchors:
            assert model.begun <= model.asked + ahead
    assert model.begun == model.asked == windows_of(PAGES, model)


def test_an_annotator_is_full_while_as_many_windows_wait_as_are_scored_ahead(model, monkeypatch):
    monkeypatch.setattr(articles, "AHEAD", 5)
    with Annotator(model) as annotator:
        assert not annotator.is_full
        [short, long] = [annotator.annotate(article(number, words)) for number, words in enumerate([3, 900])]
        assert annotator.is_full
        assert list(short.anchors)
        assert annotator.is_full
        assert list(long.anchors)
        assert not annotator.is_full


def test_who_leaves_early_closes_the_model(model):
    with Annotator(model) as annotator:
        notes = annotator.annotate(PAGES[0])
        next(iter(notes.anchors))
        assert model.is_open
    assert not model.is_open


def test_every_window_is_scored_once(annotated, model):
    assert all(list(one.anchors) for one in annotated(PAGES))
    assert model.begun == model.asked == windows_of(PAGES, model)


@pytest.mark.parametrize("ahead", [1, 3, 16, 1000])
def test_how_many_windows_are_scored_ahead_changes_nothing(annotated, model, monkeypatch, ahead):
    expected = [plain(annotated([page])[0].anchors) for page in PAGES]
    monkeypatch.setattr(articles, "AHEAD", ahead)
    assert [plain(one.anchors) for one in annotated(PAGES)] == expected
    assert [plain(one.anchors) for one in annotate(PAGES, model)] == expected


def test_the_order_in_which_articles_are_read_changes_nothing(annotated, monkeypatch):
    expected = [plain(one.anchors) for one in annotated(PAGES)]
    monkeypatch.setattr(articles, "AHEAD", 5)
    notes = annotated(PAGES)
    assert [plain(one.anchors) for one in notes[::-1]] == expected[::-1]
    turns = [iter(one.anchors) for one in annotated(PAGES)]
    taken = [[] for _ in PAGES]
    while any(found := [next(turn, None) for turn in turns]):
        for page, anchor in enumerate(found):
            taken[page] += [anchor] if anchor else []
    assert [plain(one) for one in taken] == expected


def test_anchors_of_outermost_and_of_inner_statements_are_given(model):
    [notes] = annotate([article(1, 300)], model)
    kinds = {(one.probability >= model.threshold, one.inner >= model.inner_threshold) for one in notes.anchors}
    assert kinds == {(True, False), (False, True)}


def words_about(notes):
    return notes.names(), notes.references()


def test_names_and_references_may_be_asked_for_before_the_anchors_are_read(annotated, model):
    after = []
    for notes in annotated(PAGES):
        anchors = plain(notes.anchors)
        after.append((anchors, words_about(notes)))
    assert all(names and references for _, (names, references) in after[:1])
    shown = model.asked
    before = [(words_about(notes), plain(notes.anchors)) for notes in annotated(PAGES)]
    assert [(anchors, words) for words, anchors in before] == after
    assert model.asked == 2 * shown, "and no window is scored twice for it"


def test_what_is_said_of_the_words_is_the_same_however_and_in_whatever_order_it_is_read(annotated, model, monkeypatch):
    expected = [words_about(annotated([page])[0]) for page in PAGES]
    assert [words_about(one) for one in annotate(PAGES, model)] == expected
    for ahead in (1, 3, 1000):
        monkeypatch.setattr(articles, "AHEAD", ahead)
        notes = annotated(PAGES)
        assert [words_about(one) for one in notes[::-1]] == expected[::-1]
        notes = annotated(PAGES)
        next(iter(notes[3].anchors))
        assert [words_about(one) for one in notes] == expected


def test_to_name_the_names_of_one_article_no_more_is_waited_for_than_its_own_and_those_before(annotated, model):
    own = windows_of(PAGES[:1], model)
    notes = annotated(PAGES)
    assert notes[0].names()
    assert model.asked == own
    assert notes[0].references()
    assert model.asked == own


def test_names_and_references_are_words_of_the_text(model):
    [page] = PAGES[:1]
    [notes] = annotate([page], model)
    words = {tuple(pair) for pair in notes.words.tolist()}
    starts, ends = ({pair[n] for pair in words} for n in (0, 1))
    assert all(name.span.start in starts and name.span.end in ends for name in notes.names())
    for one in notes.references():
        assert one.word in words
        assert one.antecedent in words
        assert one.antecedent < one.word


class OneName(EveryThirdPiece):
    """A model that takes every word for one that goes on with a person's name."""

    def _scores(self, window):
        said = super()._scores(window)
        return replace(said, tags=np.full(len(said.tags), TAGS.index("I-PER")))


def test_no_name_goes_on_over_the_end_of_a_line():
    text = "Kell and Mar\nPhoto of Orr\nBrenn"
    roles = (Role.HEADLINE, Role.CAPTION, Role.BODY)
    lines = tuple(Line(a.start, a.end, role) for a, role in zip(_lines(text), roles, strict=True))
    [notes] = annotate([Article("a", "d", text, lines)], OneName())
    assert [name.span.of(text) for name in notes.names()] == ["Kell and Mar", "Brenn"]


def test_the_scores_of_windows_that_were_read_are_not_kept(annotated, model, monkeypatch):
    """Asked for or not, the names of an article don't hold the scores of its anchors."""
    monkeypatch.setattr(articles, "AHEAD", 4)
    [notes] = annotated([article(1, 900)])
    most = max(model.held() for _ in notes.anchors)
    assert len(model.given) > 400
    assert most < 100, "those of the windows around an anchor"
    assert words_about(notes) != ((), ())
    assert model.held() == 0


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
