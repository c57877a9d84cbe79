"""Text -> word pieces with the features that the encoder reads, and the windows it reads them in.

A word is letters and digits with the accents written after them, or a single mark; statements start and end at words.
Between two lines stands one paragraph piece, so that the encoder sees where paragraphs end although word pieces drop
line breaks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING

import numpy as np

from sayso.annotate.quotations import quotations
from sayso.model.pieces import WORD
from sayso.records import Span

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

    Integers = NDArray[np.int64]

CLS, SEP, PARAGRAPH = "[CLS]", "[SEP]", "[unused1]"
CASES, FEATURES = 4, 8
"""A feature is the word's case (lower, Capital, UPPER, other) plus 4 inside quotation marks."""
MAX_WORD = 100
"""Characters of a word that are looked at: a longer one is no word, and its pieces would fill the window."""
SHORTEST = 4
"""A window is not cut at a line to less than this part of its length: each is a run by itself, however short."""
STRETCH = 10_000
"""Words cut into pieces at a time: the tokenizer's own account of a piece takes 500 bytes."""
KEPT = 50_000
"""Words whose pieces are kept, 10 MB of them; more than a stretch has."""


class Cutter:
    """Cuts words into pieces, each once: most words of a press report stood in those before it."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self.tokenizer = tokenizer
        self._known: dict[str, tuple[int, ...]] = {}

    def pieces(self, words: Sequence[str]) -> list[tuple[int, ...]]:
        """Return the ids of each word's pieces; a word of control characters has none."""
        new = [word for word in words if word not in self._known]
        if len(self._known) + len(new) > KEPT:
            self._known.clear()
            new = list(words)
        cut = self.tokenizer.encode(new, is_pretokenized=True)
        ids, first = cut.ids, np.searchsorted(np.array(cut.word_ids, dtype=np.int64), np.arange(len(new) + 1)).tolist()
        self._known.update((word, tuple(ids[a:b])) for word, (a, b) in zip(new, pairwise(first), strict=True))
        return [self._known[word] for word in words]


@dataclass(frozen=True, slots=True)
class EncodedText:
    """A text's pieces and words.

    `pieces` and `features` have one entry a piece; `words` is `[n, 2]`, each word's character offsets, `first_piece`
    `[n]` the index of the word's first piece, and `line_starts` the numbers of the words that open a line.
    """

    pieces: Integers
    features: Integers
    words: Integers
    first_piece: Integers
    line_starts: Integers


@dataclass(frozen=True, slots=True)
class Window:
    """Pieces `start..end` of a text, words `first_word..last_word`."""

    start: int
    end: int
    first_word: int
    last_word: int


def encode(text: str, lines: Sequence[Span], tokenizer: Tokenizer | Cutter) -> EncodedText:
    """Return the pieces of the lines, in text order, with a paragraph piece between two lines.

    `tokenizer` is the bare WordPiece model: no special tokens, no truncation. For many texts, give a `Cutter` of it.
    """
    cutter = tokenizer if isinstance(tokenizer, Cutter) else Cutter(tokenizer)
    spans = (m.span() for line in lines for m in WORD.finditer(text, line.start, line.end))
    stretches = [_stretch(text, some, cutter) for some in iter(lambda: list(islice(spans, STRETCH)), [])]
    if not stretches:
        none = np.zeros(0, dtype=np.int64)
        return EncodedText(none, none, none.reshape(0, 2), none, none)
    words, counts, cases, pieces = (np.concatenate(columns) for columns in zip(*stretches, strict=True))
    opens_line = np.diff(np.searchsorted([line.start for line in lines], words[:, 0], side="right"), prepend=0) > 0
    line_starts = np.flatnonzero(opens_line)
    opens_line[:1] = False
    first = np.cumsum(counts + opens_line) - counts  # the paragraph piece stands before the word that opens a line
    ids = np.full(int(counts.sum() + opens_line.sum()), mark_id(cutter.tokenizer, PARAGRAPH), dtype=np.int64)
    features = np.zeros(len(ids), dtype=np.int64)
    at = np.repeat(first, counts) + _ranges(counts)
    ids[at] = pieces
    features[at] = np.repeat(cases + CASES * _in_quotations(text, lines, words), counts)
    return EncodedText(ids, features, words, first, line_starts)


def windows(encoded: EncodedText, length: int, stride: int) -> list[Window]:
    """Cut the text into windows of at most `length` pieces, which together cover every word.

    A window ends with a line where one ends beyond its first quarter, and the next begins there: most statements stand
    within a paragraph, and are seen whole. In a longer paragraph a window begins at most `stride` pieces after the one
    before, so that the two overlap.
    """
    total, first = len(encoded.pieces), encoded.first_piece
    bounds: list[tuple[int, int]] = []
    begin = 0
    while begin < len(first):
        start = int(first[begin])
        end = max(_word_after(first, total, start + length), begin + 1)  # a word of more pieces has a window of its own
        line = _line_before(encoded, end)
        if end < len(first) and line > begin and first[line] - start > length // SHORTEST:
            end = line
        bounds.append((begin, end))
        goes_on = end == len(first) or end == line
        begin = end if goes_on else max(min(_word_at(first, start + stride), end), begin + 1)
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


def _stretch(
    text: str, spans: Sequence[tuple[int, int]], cutter: Cutter
) -> tuple[Integers, Integers, Integers, Integers]:
    """Return the offsets, number of pieces and case of each word, and the pieces, each distinct word being cut once.

    A word of control characters has no piece and is left out.
    """
    written = [text[a:b][:MAX_WORD] for a, b in spans]
    numbers: dict[str, int] = {}
    which = np.array([numbers.setdefault(word, len(numbers)) for word in written], dtype=np.int64)
    cut = cutter.pieces(list(numbers))
    pieces = np.array([len(word) for word in cut], dtype=np.int64)
    first, counts = np.cumsum(pieces) - pieces, pieces[which]
    every = np.array([piece for word in cut for piece in word], dtype=np.int64)
    ids = every[np.repeat(first[which], counts) + _ranges(counts)]
    cases = np.array([_case(word) for word in numbers], dtype=np.int64)[which]
    kept = counts > 0
    return np.array(spans, dtype=np.int64)[kept], counts[kept], cases[kept], ids


def _ranges(count: Integers) -> Integers:
    return np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count)


def _in_quotations(text: str, lines: Sequence[Span], words: Integers) -> Integers:
    inside = np.zeros(len(words), dtype=np.int64)
    quoted = [quotation.span for quotation in quotations(text, tuple(lines))]
    for a, b in np.searchsorted(words[:, 0], np.array(quoted, dtype=np.int64).reshape(-1, 2)).tolist():
        inside[a:b] = 1
    return inside


def _case(word: str) -> int:
    if not word[0].isalpha() or word.islower():
        return 0 if word.islower() else 3
    if word.isupper() and len(word) > 1:
        return 2
    return 1 if word[0].isupper() else 3


def _line_before(encoded: EncodedText, word: int) -> int:
    """Return the last word up to this one, itself too, that opens a line; -1 where none does."""
    before = int(np.searchsorted(encoded.line_starts, word, side="right")) - 1
    return int(encoded.line_starts[before]) if before >= 0 else -1


def _word_at(first: Integers, piece: int) -> int:
    """Return the word that the piece belongs to."""
    return max(0, int(np.searchsorted(first, piece, side="right")) - 1)


def _word_after(first: Integers, total: int, piece: int) -> int:
    """Return the first word that is not whole before the piece."""
    return len(first) if piece >= total else _word_at(first, piece)
