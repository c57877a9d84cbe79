"""Texts become pieces, words and windows that hold together, whatever the text is."""

from __future__ import annotations

from contextlib import contextmanager
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.annotate import annotate, encoding
from sayso.annotate.encoding import CASES, CLS, PARAGRAPH, SEP, Cutter, encode, mark_id, window_input, windows
from sayso.model.bundle import shipped
from sayso.model.encoder import WindowScores
from sayso.model.pieces import word_pieces
from sayso.records import Article, Line, ModelVersion, Role, Span

ANYTHING = st.text(
    alphabet=st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from(' \n\0"“”\u200f\u202e\u2066e\u0301\u00ad🏴👩\u200d👧ﬁİß漢'),
    ),
    max_size=300,
)
LONG_WORDS = st.lists(st.integers(1, 400).map("x".__mul__) | st.integers(1, 120).map("漢".__mul__), max_size=40)


@pytest.fixture(scope="session")
def tokenizer():
    return word_pieces(shipped() / "vocab.txt")


def lines_of(text):
    """Return the spans between line breaks."""
    spans, start = [], 0
    for line in text.split("\n"):
        spans.append(Span(start, start + len(line)))
        start += len(line) + 1
    return spans


def words_of(text, tokenizer):
    return [text[a:b] for a, b in encode(text, lines_of(text), tokenizer).words.tolist()]


@given(text=ANYTHING)
def test_every_word_is_some_characters_of_one_line_in_the_order_of_the_text(tokenizer, text):
    lines = lines_of(text)
    words = encode(text, lines, tokenizer).words.tolist()
    assert all(any(line.start <= a < b <= line.end for line in lines) for a, b in words)
    assert all(left[1] <= right[0] for left, right in pairwise(words))
    assert not any(any(c.isspace() for c in text[a:b]) for a, b in words)


@given(text=ANYTHING)
def test_pieces_features_and_first_pieces_tally(tokenizer, text):
    encoded = encode(text, lines_of(text), tokenizer)
    paragraph = mark_id(tokenizer, PARAGRAPH)
    assert len(encoded.pieces) == len(encoded.features)
    assert len(encoded.words) == len(encoded.first_piece)
    assert encoded.words.shape[1:] == (2,)
    assert (np.diff(encoded.first_piece) > 0).all()
    assert ((encoded.features >= 0) & (encoded.features < 2 * CASES)).all()
    assert (encoded.pieces[encoded.first_piece] != paragraph).all()
    if len(encoded.words):
        assert encoded.first_piece[0] == 0
        assert encoded.first_piece[-1] < len(encoded.pieces)


@given(text=ANYTHING)
def test_between_two_lines_with_words_stands_one_paragraph_piece(tokenizer, text):
    encoded = encode(text, lines_of(text), tokenizer)
    starts = [line.start for line in lines_of(text)]
    filled = np.unique(np.searchsorted(starts, encoded.words[:, 0], side="right"))
    assert (encoded.pieces == mark_id(tokenizer, PARAGRAPH)).sum() == max(0, len(filled) - 1)


@pytest.mark.parametrize("kept", [1, 5, 50_000])
def test_that_words_were_cut_before_changes_nothing_however_many_are_kept(tokenizer, monkeypatch, kept):
    monkeypatch.setattr(encoding, "KEPT", kept)
    texts = [
        "“No,” he said.",
        "He\u200f re\u00adopened it, \u200f he said.",
        "",
        "“No,” he said. " + "x" * 120,
        "漢字 no",
    ]
    cutter = Cutter(tokenizer)
    for text in [*texts, *texts[::-1]]:
        alone, after_others = (encode(text, lines_of(text), by) for by in (tokenizer, cutter))
        for name in ("pieces", "features", "words", "first_piece", "line_starts"):
            assert getattr(after_others, name).tolist() == getattr(alone, name).tolist()


def test_a_word_is_cut_once(tokenizer):
    asked = []

    class Asked:
        def encode(self, words, **options):
            asked.extend(words)
            return tokenizer.encode(words, **options)

    cutter = Cutter(Asked())
    assert cutter.pieces(["no", "yes"]) + cutter.pieces(["yes", "maybe"]) == Cutter(tokenizer).pieces(
        ["no", "yes", "yes", "maybe"]
    )
    assert asked == ["no", "yes", "maybe"]


@settings(max_examples=50)
@given(words=LONG_WORDS, length=st.integers(150, 260), data=st.data())
def test_the_windows_cover_every_word_in_order_and_none_is_too_long(tokenizer, words, length, data):
    stride = data.draw(st.integers(20, length - 101))
    text = " ".join(words) + "\n" + "and so on, he said. " * data.draw(st.integers(0, 60))
    encoded = encode(text, lines_of(text), tokenizer)
    cut = windows(encoded, length, stride)
    assert sorted({n for w in cut for n in range(w.first_word, w.last_word)}) == list(range(len(encoded.words)))
    assert [w.first_word for w in cut] == sorted({w.first_word for w in cut})
    for window in cut:
        assert window.end - window.start <= length
        assert window.start == encoded.first_piece[window.first_word]


@settings(max_examples=50)
@given(text=ANYTHING)
def test_a_window_is_read_with_its_marks_around_it_and_its_words_counted_in_it(tokenizer, text):
    encoded = encode(text, lines_of(text), tokenizer)
    cls, sep = mark_id(tokenizer, CLS), mark_id(tokenizer, SEP)
    for window in windows(encoded, 150, 60):
        pieces, features, first = window_input(encoded, window, cls, sep)
        assert len(pieces) == len(features) == window.end - window.start + 2
        assert len(first) == window.last_word - window.first_word
        assert (pieces[0], pieces[-1]) == (cls, sep)
        assert (pieces[first] == encoded.pieces[encoded.first_piece[window.first_word : window.last_word]]).all()


def test_a_word_of_more_pieces_than_a_window_has_a_window_of_its_own(tokenizer):
    text = "the " + "漢" * 100 + " end"
    encoded = encode(text, lines_of(text), tokenizer)
    cut = windows(encoded, 5, 2)
    assert [(w.first_word, w.last_word) for w in cut][1] == (1, 2)
    assert {n for w in cut for n in range(w.first_word, w.last_word)} == {0, 1, 2}


@pytest.mark.parametrize("text", ["", " \t\n ", "\u200f\u200e", "\0"])
def test_a_text_without_words_has_no_window(tokenizer, text):
    encoded = encode(text, lines_of(text), tokenizer)
    assert len(encoded.words) == len(encoded.pieces) == 0
    assert windows(encoded, 222, 112) == []


def test_marks_are_words_and_control_characters_are_none(tokenizer):
    assert words_of("“No,” he\u200f said.", tokenizer) == ["“", "No", ",", "”", "he", "said", "."]


def test_accents_written_apart_and_soft_hyphens_stay_within_their_word(tokenizer):
    assert words_of("The cafe\u0301s re\u00adopen.", tokenizer) == ["The", "cafe\u0301s", "re\u00adopen", "."]


def test_the_features_tell_case_and_quotation_marks(tokenizer):
    text = 'Kell of NATO: "it is 5".'
    encoded = encode(text, lines_of(text), tokenizer)
    told = dict(zip(words_of(text, tokenizer), encoded.features[encoded.first_piece].tolist(), strict=True))
    assert (told["of"], told["Kell"], told["NATO"], told[":"]) == (0, 1, 2, 3)
    assert (told["it"], told["5"], told["."]) == (4, 7, 3)


class Nobody:
    """A model that must not find anything, and counts what it is shown."""

    version = ModelVersion("nobody", "1")
    length, stride = 222, 112
    threshold, anchor_threshold, inner_threshold, right, calibration = 0.5, 0.5, 1.1, (), ()
    start = np.zeros(4, dtype=np.float32)

    def __init__(self, tokenizer):
        self.tokenizer = tokenizer
        self.shown = 0

    @contextmanager
    def scoring(self):
        yield self._begin

    def _begin(self, window):
        self.shown += 1
        return lambda: WindowScores([])


@pytest.mark.parametrize(("role", "reason"), [(Role.CHROME, None), (Role.BODY, "language ru")])
def test_what_is_not_extracted_is_not_shown_to_the_model(tokenizer, role, reason):
    article = Article("a", "d", "Menu of the day", (Line(0, 15, role),), not_extracted=reason)
    model = Nobody(tokenizer)
    [notes] = annotate([article], model)
    assert (list(notes.anchors), len(notes.words), notes.quotations, model.shown) == ([], 0, (), 0)
    assert (notes.names(), notes.references(), model.shown) == ((), (), 0)


def test_a_window_ends_with_a_line_where_one_ends_in_its_second_half_and_the_next_begins_there(tokenizer):
    """Paragraphs are seen whole, and none twice."""
    text = "\n".join(["one two three four five six seven"] * 20)
    encoded = encode(text, lines_of(text), tokenizer)
    cut = windows(encoded, 30, 22)
    assert [window.first_word for window in cut] == [21 * n for n in range(7)], "three lines and the marks between them"
    assert all(one.last_word == other.first_word for one, other in pairwise(cut))


def test_a_line_that_ends_in_the_first_half_of_a_window_does_not_cut_it(tokenizer):
    """Windows of a few words would take as long to run, each by itself, as longer ones."""
    text = "a few words\n" + "word " * 100
    encoded = encode(text, lines_of(text), tokenizer)
    first, second, *_ = windows(encoded, 40, 25)
    assert (first.first_word, first.end - first.start) == (0, 40)
    assert second.first_word < first.last_word


def test_within_a_long_paragraph_windows_are_a_stride_apart_and_overlap(tokenizer):
    text = "word " * 200
    encoded = encode(text, lines_of(text), tokenizer)
    starts = [window.first_word for window in windows(encoded, 40, 25)]
    assert starts[:3] == [0, 25, 50]
