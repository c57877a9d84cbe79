"""Text -> word pieces with the features that the encoder reads, and the windows it reads them in.

A word is letters and digits with the accents written after them, or a single mark; statements start and end at words.
Between two lines stands one paragraph piece, so that the encoder sees where paragraphs end although word pieces drop
line breaks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sayso.annotate.quotations import quotations
from sayso.records import Span

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from tokenizers import Encoding, Tokenizer

    Integers = NDArray[np.int64]

WORD = re.compile(r"\w[\w\u0300-\u036f\u00ad]*|[^\w\s]")
"""Accents as characters of their own (text copied on a Mac) and soft hyphens stand within a word, not between two."""

CLS, SEP, PARAGRAPH = "[CLS]", "[SEP]", "[unused1]"
CASES, FEATURES = 4, 8
"""A feature is the word's case (lower, Capital, UPPER, other) plus 4 inside quotation marks."""
MAX_WORD = 100
"""Characters of a word that are looked at: a longer one is no word, and its pieces would fill the window."""


@dataclass(frozen=True, slots=True)
class EncodedText:
    """A text's pieces and words.

    `pieces` and `features` have one entry a piece; `words` is `[n, 2]`, each word's character offsets, and
    `first_piece` `[n]` the index of the word's first piece.
    """

    pieces: Integers
    features: Integers
    words: Integers
    first_piece: Integers


@dataclass(frozen=True, slots=True)
class Window:
    """Pieces `start..end` of a text, words `first_word..last_word`."""

    start: int
    end: int
    first_word: int
    last_word: int


def encode(text: str, lines: Sequence[Span], tokenizer: Tokenizer) -> EncodedText:
    """Return the pieces of the lines, in text order, with a paragraph piece between two lines.

    `tokenizer` is the bare WordPiece model: no special tokens, no truncation.
    """
    starts: list[int] = []
    ends: list[int] = []
    counts: list[int] = []
    pieces: list[list[int]] = []
    paragraph = mark_id(tokenizer, PARAGRAPH)
    matches = [[m.span() for m in WORD.finditer(text, line.start, line.end)] for line in lines]
    encoded = tokenizer.encode_batch([_line_words(text, spans) for spans in matches], is_pretokenized=True)
    breaks = []
    for spans, line in zip(matches, encoded, strict=True):
        if not spans:
            continue
        if starts:
            breaks.append(len(starts))
        kept, ids = _pieces_by_word(line)
        pieces.append(ids)
        for word, count in kept:
            starts.append(spans[word][0])
            ends.append(spans[word][1])
            counts.append(count)
    return _assemble(text, lines, starts, ends, counts, breaks, pieces, paragraph)


def windows(encoded: EncodedText, length: int, stride: int) -> list[Window]:
    """Cut the text into windows of at most `length` pieces whose starts are `stride` pieces apart, at word starts.

    Together they cover every word; with a stride of half the length, all but the ends twice.
    """
    total, first = len(encoded.pieces), encoded.first_piece
    if not len(first):
        return []
    bounds: list[tuple[int, int]] = []
    start, reached = 0, 0
    while reached < len(first):
        begin = min(_word_at(first, start), reached)
        end = _word_after(first, total, int(first[begin]) + length)
        if end > reached or begin == reached:  # a word of more pieces than a window has one of its own
            reached = max(end, begin + 1)
            bounds.append((begin, reached))
        start += stride
    return [Window(int(first[a]), int(first[b]) if b < len(first) else total, a, b) for a, b in bounds]


def window_input(encoded: EncodedText, window: Window, cls: int, sep: int) -> tuple[Integers, Integers, Integers]:
    """Return the window's piece ids and features with [CLS] and [SEP] around, and its words' first pieces in it."""
    part = slice(window.start, window.end)
    ids = np.concatenate(([cls], encoded.pieces[part], [sep]))
    features = np.concatenate(([0], encoded.features[part], [0]))
    return ids, features, encoded.first_piece[window.first_word : window.last_word] - window.start + 1


def mark_id(tokenizer: Tokenizer, mark: str) -> int:
    """Return the id of [CLS], [SEP] or the paragraph piece. Raises KeyError for a vocabulary without it."""
    found = tokenizer.token_to_id(mark)
    if found is None:
        raise KeyError(mark)
    return found


def _line_words(text: str, spans: Sequence[tuple[int, int]]) -> list[str]:
    return [text[a : min(b, a + MAX_WORD)] for a, b in spans]


def _pieces_by_word(line: Encoding) -> tuple[list[tuple[int, int]], list[int]]:
    """Return ((word index, number of pieces), ..) and the ids; a word of control characters has no piece."""
    counts: dict[int, int] = {}
    for word in line.word_ids:
        if word is not None:  # None marks pieces that stand for no word, of which this tokenizer makes none
            counts[word] = counts.get(word, 0) + 1
    return list(counts.items()), line.ids


def _assemble(
    text: str,
    lines: Sequence[Span],
    starts: list[int],
    ends: list[int],
    counts: list[int],
    breaks: list[int],
    pieces: list[list[int]],
    paragraph: int,
) -> EncodedText:
    words = np.array([starts, ends], dtype=np.int64).T.reshape(-1, 2)
    count = np.array(counts, dtype=np.int64)
    extra = np.zeros(len(count), dtype=np.int64)
    extra[[b for b in breaks if b < len(count)]] = 1  # the paragraph piece stands before the word that opens a line
    first = np.cumsum(count + extra) - count
    ids = np.full(int(count.sum() + extra.sum()), paragraph, dtype=np.int64)
    features = np.zeros(len(ids), dtype=np.int64)
    if len(count):
        at = np.repeat(first, count) + _ranges(count)
        ids[at] = np.concatenate([np.asarray(p, dtype=np.int64) for p in pieces])
        features[at] = np.repeat(_word_features(text, lines, words), count)
    return EncodedText(ids, features, words, first)


def _ranges(count: Integers) -> Integers:
    return np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count)


def _word_features(text: str, lines: Sequence[Span], words: Integers) -> Integers:
    cases = np.array([_case(text[a : min(b, a + MAX_WORD)]) for a, b in words.tolist()], dtype=np.int64)
    inside = np.zeros(len(words), dtype=np.int64)
    for quotation in quotations(text, tuple(lines)):
        a, b = np.searchsorted(words[:, 0], [quotation.span.start, quotation.span.end])
        inside[a:b] = 1
    return cases + CASES * inside


def _case(word: str) -> int:
    if not word[0].isalpha() or word.islower():
        return 0 if word.islower() else 3
    if word.isupper() and len(word) > 1:
        return 2
    return 1 if word[0].isupper() else 3


def _word_at(first: Integers, piece: int) -> int:
    """Return the word that the piece belongs to."""
    return max(0, int(np.searchsorted(first, piece, side="right")) - 1)


def _word_after(first: Integers, total: int, piece: int) -> int:
    """Return the first word that is not whole before the piece."""
    return len(first) if piece >= total else _word_at(first, piece)
