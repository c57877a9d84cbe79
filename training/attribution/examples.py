"""Annotated articles -> windows with labels, batched for the network."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from sayso.annotate.encoding import EncodedText, Window, encode, window_input, windows
from sayso.extract.roles import CONTENT, CUE, NONE, SOURCE
from sayso.records import Span
from training.attribution.polnear import AnnotatedArticle, Attribution

LINE = re.compile(r"[^\r\n]*\S[^\r\n]*")
MISSING_PIECE = "[MASK]"
ROUND = 32
"""Lengths are padded to multiples of this: each new shape costs the CPU's matrix library a compilation."""


@dataclass(frozen=True)
class LabelledText:
    """An encoded article and, for each attribution, its anchor word and the state of every word."""

    article: AnnotatedArticle
    encoded: EncodedText
    anchors: tuple[int, ...]
    states: tuple[np.ndarray, ...]


@dataclass(frozen=True)
class Batch:
    """`pieces`, `features`, `mask` `[b, pieces]`; `first_piece`, `word_mask`, `is_anchor` `[b, words]`.

    `batch`, `place` `[n]` name the anchors; `states` `[n, words]` are the labels of their words.
    """

    pieces: Tensor
    features: Tensor
    mask: Tensor
    first_piece: Tensor
    word_mask: Tensor
    is_anchor: Tensor
    batch: Tensor
    place: Tensor
    states: Tensor


def lines_of(text: str) -> list[Span]:
    """Return the lines of a clean text that are not blank."""
    return [Span(*m.span()) for m in LINE.finditer(text)]


def label(article: AnnotatedArticle, tokenizer: Tokenizer) -> LabelledText:
    """Return the article's words with their states; an attribution that touches no word is left out."""
    encoded = encode(article.text, lines_of(article.text), tokenizer)
    anchors, states = [], []
    for attribution in article.attributions:
        row = _states(attribution, encoded.words)
        anchor = next((int(np.argmax(row == s)) for s in (CUE, SOURCE, CONTENT) if (row == s).any()), None)
        if anchor is not None and anchor not in anchors:
            anchors.append(anchor)
            states.append(row)
    return LabelledText(article, encoded, tuple(anchors), tuple(states))


def epoch(
    texts: Sequence[LabelledText], length: int, stride: int, size: int, rng: random.Random
) -> Iterator[list[tuple[LabelledText, Window]]]:
    """Yield groups of `size` windows in random order; where the windows start differs from epoch to epoch."""
    cut = [(text, window) for text in texts for window in _shifted(text.encoded, length, stride, rng)]
    rng.shuffle(cut)
    pool = size * 16  # windows of like length go together, so that little is padding
    groups = []
    for start in range(0, len(cut), pool):
        part = sorted(cut[start : start + pool], key=lambda pair: pair[1].end - pair[1].start)
        groups += [part[i : i + size] for i in range(0, len(part), size)]
    rng.shuffle(groups)
    yield from groups


def collate(
    group: Sequence[tuple[LabelledText, Window]], tokenizer: Tokenizer, masked: float, rng: random.Random
) -> Batch:
    """Return the padded tensors of a group; `masked` is the share of pieces hidden from the encoder."""
    cls, sep = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    parts = [window_input(text.encoded, window, cls, sep) for text, window in group]
    pieces = _pad([p for p, _, _ in parts])
    mask = _pad([np.ones_like(p) for p, _, _ in parts])
    first_piece = _pad([f for _, _, f in parts])
    word_mask = _pad([np.ones_like(f) for _, _, f in parts]).bool()
    is_anchor = torch.zeros(first_piece.shape)
    batch, place, states = [], [], []
    for b, (text, window) in enumerate(group):
        for anchor, row in zip(text.anchors, text.states, strict=True):
            if window.first_word <= anchor < window.last_word:
                is_anchor[b, anchor - window.first_word] = 1.0
                batch.append(b)
                place.append(anchor - window.first_word)
                states.append(row[window.first_word : window.last_word])
    if masked:
        hidden = torch.rand(pieces.shape, generator=torch.Generator().manual_seed(rng.getrandbits(31))) < masked
        pieces = torch.where(hidden & mask.bool(), tokenizer.token_to_id(MISSING_PIECE), pieces)
    labels = _pad(states, first_piece.shape[1]) if states else torch.zeros(0, first_piece.shape[1], dtype=torch.long)
    return Batch(
        pieces,
        _pad([f for _, f, _ in parts]),
        mask,
        first_piece,
        word_mask,
        is_anchor,
        torch.tensor(batch, dtype=torch.long),
        torch.tensor(place, dtype=torch.long),
        labels,
    )


def _states(attribution: Attribution, words: np.ndarray) -> np.ndarray:
    row = np.full(len(words), NONE, dtype=np.int64)
    for spans, state in ((attribution.content, CONTENT), (attribution.source, SOURCE), (attribution.cue, CUE)):
        for span in spans:
            row[(words[:, 0] < span.end) & (words[:, 1] > span.start)] = state
    return row


def _shifted(encoded: EncodedText, length: int, stride: int, rng: random.Random) -> list[Window]:
    """Return windows whose first is cut short by a random share of the stride."""
    if len(encoded.pieces) <= length:
        return windows(encoded, length, stride)
    skip = rng.randrange(stride)
    first = int(np.searchsorted(encoded.first_piece, length - skip, side="right")) - 1
    head = Window(int(encoded.first_piece[0]), int(encoded.first_piece[first]), 0, first)
    drop = int(np.searchsorted(encoded.first_piece, max(0, stride - skip)))
    rest = EncodedText(encoded.pieces, encoded.features, encoded.words, encoded.first_piece[drop:])
    base = int(rest.first_piece[0])
    moved = EncodedText(rest.pieces[base:], rest.features[base:], rest.words, rest.first_piece - base)
    tail = [
        Window(w.start + base, w.end + base, w.first_word + drop, w.last_word + drop)
        for w in windows(moved, length, stride)
    ]
    return [head, *tail]


def _pad(rows: Sequence[np.ndarray], width: int = 0) -> Tensor:
    longest = max(width, *(len(r) for r in rows))
    out = torch.zeros(len(rows), -(-longest // ROUND) * ROUND, dtype=torch.long)
    for i, row in enumerate(rows):
        out[i, : len(row)] = torch.from_numpy(row)
    return out
