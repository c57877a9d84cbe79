"""Annotated articles -> windows with labels, batched for the network."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from sayso.annotate.encoding import EncodedText, Window, encode, window_input, windows
from sayso.extract.acts import FLAGS
from sayso.extract.roles import CONTENT, CUE, NONE, SOURCE
from training.attribution.network import KINDS_OF_ANCHOR, OUTER
from training.attribution.polnear import AnnotatedArticle, Attribution, lines_of

Text = TypeVar("Text")

MISSING_PIECE = "[MASK]"
NO_ACT = (-1,) * (2 + len(FLAGS))
ROUND = 32
"""Lengths are padded to multiples of this: each new shape costs the CPU's matrix library a compilation."""


@dataclass(frozen=True)
class LabelledText:
    """An encoded article and, for each attribution, its anchor word, whether it is an inner one, and all states."""

    article: AnnotatedArticle
    encoded: EncodedText
    anchors: tuple[int, ...]
    inner: tuple[int, ...]
    states: tuple[np.ndarray, ...]
    unsure: frozenset[int] = frozenset()
    """Words of which nobody knows whether an attribution is anchored there."""
    acts: tuple[np.ndarray, ...] = ()
    """For each anchor the numbers of its act, flags and tone; -1 where nobody has said."""
    outer_known: bool = True
    """Whether the outermost anchors are all there are; else nothing is learnt of where they stand."""


@dataclass(frozen=True)
class Encoded:
    """`pieces`, `features`, `mask` `[b, pieces]`; `first_piece`, `word_mask` `[b, words]`: what the encoder reads."""

    pieces: Tensor
    features: Tensor
    mask: Tensor
    first_piece: Tensor
    word_mask: Tensor


@dataclass(frozen=True)
class Batch:
    """`is_anchor` `[b, words, 2]`: of an outermost attribution, of an inner one; `known` the same: is it known?

    `batch`, `place` `[n]` name the anchors; `states` `[n, words]` are the labels of their words,
    `acts` `[n, 5]` the numbers of act, flags and tone, -1 where unknown.
    """

    encoded: Encoded
    is_anchor: Tensor
    known: Tensor
    batch: Tensor
    place: Tensor
    states: Tensor
    acts: Tensor


def label(
    article: AnnotatedArticle,
    tokenizer: Tokenizer,
    nested: Sequence[Attribution] = (),
    unsure: Sequence[int] = (),
    acts: Mapping[Attribution, Sequence[int]] | None = None,
) -> LabelledText:
    """Return the article's words with their states; an attribution that touches no word is left out."""
    encoded = encode(article.text, lines_of(article.text), tokenizer)
    anchors: list[int] = []
    inner: list[int] = []
    states, known_acts = [], []
    for number, attribution in enumerate([*article.attributions, *nested]):
        row = _states(attribution, encoded.words)
        anchor = next((int(np.argmax(row == s)) for s in (CUE, SOURCE, CONTENT) if (row == s).any()), None)
        if anchor is not None and anchor not in anchors:
            anchors.append(anchor)
            inner.append(int(number >= len(article.attributions)))
            states.append(row)
            known_acts.append(np.array((acts or {}).get(attribution, NO_ACT), dtype=np.int64))
    unknown = frozenset(np.searchsorted(encoded.words[:, 1], unsure, side="right").tolist()) - set(anchors)
    return LabelledText(article, encoded, tuple(anchors), tuple(inner), tuple(states), unknown, tuple(known_acts))


def epoch(
    texts: Sequence[LabelledText], length: int, stride: int, size: int, rng: random.Random
) -> list[list[tuple[LabelledText, Window]]]:
    """Return groups of `size` windows in random order; where the windows start differs from epoch to epoch."""
    return groups_of(
        [(text, window) for text in texts for window in shifted_windows(text.encoded, length, stride, rng)], size, rng
    )


def groups_of(cut: list[tuple[Text, Window]], size: int, rng: random.Random) -> list[list[tuple[Text, Window]]]:
    """Return the windows `size` at a time in random order, those of like length together, so that little is padding."""
    rng.shuffle(cut)
    pool = size * 16
    groups = []
    for start in range(0, len(cut), pool):
        part = sorted(cut[start : start + pool], key=lambda pair: pair[1].end - pair[1].start)
        groups += [part[i : i + size] for i in range(0, len(part), size)]
    rng.shuffle(groups)
    return groups


def collate(
    group: Sequence[tuple[LabelledText, Window]], tokenizer: Tokenizer, masked: float, rng: random.Random
) -> Batch:
    """Return the padded tensors of a group; `masked` is the share of pieces hidden from the encoder."""
    encoded = collate_windows([(text.encoded, window) for text, window in group], tokenizer, masked, rng)
    is_anchor = torch.zeros(*encoded.first_piece.shape, KINDS_OF_ANCHOR)
    known = encoded.word_mask[..., None].repeat(1, 1, KINDS_OF_ANCHOR)
    batch, place, states, acts = [], [], [], []
    for b, (text, window) in enumerate(group):
        known[b, :, OUTER] &= text.outer_known
        for anchor, inner, row, act in zip(text.anchors, text.inner, text.states, text.acts, strict=True):
            if window.first_word <= anchor < window.last_word:
                is_anchor[b, anchor - window.first_word, inner] = 1.0
                batch.append(b)
                place.append(anchor - window.first_word)
                states.append(row[window.first_word : window.last_word])
                acts.append(torch.from_numpy(act))
        for word in text.unsure:
            if window.first_word <= word < window.last_word:
                known[b, word - window.first_word] = False
    width = encoded.first_piece.shape[1]
    labels = pad(states, width) if states else torch.zeros(0, width, dtype=torch.long)
    places = torch.tensor(batch, dtype=torch.long), torch.tensor(place, dtype=torch.long)
    of_acts = torch.stack(acts) if acts else torch.zeros(0, len(NO_ACT), dtype=torch.long)
    return Batch(encoded, is_anchor, known, *places, labels, of_acts)


def collate_windows(
    group: Sequence[tuple[EncodedText, Window]], tokenizer: Tokenizer, masked: float, rng: random.Random
) -> Encoded:
    """Return what the encoder reads of the windows, padded."""
    cls, sep = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    parts = [window_input(text, window, cls, sep) for text, window in group]
    pieces = pad([p for p, _, _ in parts])
    mask = pad([np.ones_like(p) for p, _, _ in parts])
    words = [first for _, _, first in parts]
    word_mask = pad([np.ones_like(f) for f in words]).bool()
    encoded = Encoded(pieces, pad([f for _, f, _ in parts]), mask, pad(words), word_mask)
    return masked_pieces(encoded, tokenizer, masked, rng) if masked else encoded


def masked_pieces(encoded: Encoded, tokenizer: Tokenizer, share: float, rng: random.Random) -> Encoded:
    """Return the same windows with a share of their pieces hidden from the encoder."""
    draw = torch.Generator().manual_seed(rng.getrandbits(31))
    hidden = (torch.rand(encoded.pieces.shape, generator=draw) < share) & encoded.mask.bool()
    return replace(encoded, pieces=torch.where(hidden, tokenizer.token_to_id(MISSING_PIECE), encoded.pieces))


def _states(attribution: Attribution, words: np.ndarray) -> np.ndarray:
    row = np.full(len(words), NONE, dtype=np.int64)
    for spans, state in ((attribution.content, CONTENT), (attribution.source, SOURCE), (attribution.cue, CUE)):
        for span in spans:
            row[(words[:, 0] < span.end) & (words[:, 1] > span.start)] = state
    return row


def shifted_windows(encoded: EncodedText, length: int, stride: int, rng: random.Random) -> list[Window]:
    """Return windows whose first is cut short by a random share of the stride."""
    if len(encoded.pieces) <= length:
        return windows(encoded, length, stride)
    skip = rng.randrange(stride)
    first = int(np.searchsorted(encoded.first_piece, length - skip, side="right")) - 1
    head = Window(int(encoded.first_piece[0]), int(encoded.first_piece[first]), 0, first)
    drop = int(np.searchsorted(encoded.first_piece, max(0, stride - skip)))
    base = int(encoded.first_piece[drop])
    line_starts = encoded.line_starts[encoded.line_starts >= drop] - drop
    pieces, features, first_piece = encoded.pieces[base:], encoded.features[base:], encoded.first_piece[drop:] - base
    moved = EncodedText(pieces, features, encoded.words, first_piece, line_starts)
    tail = [
        Window(w.start + base, w.end + base, w.first_word + drop, w.last_word + drop)
        for w in windows(moved, length, stride)
    ]
    return [head, *tail]


def pad(rows: Sequence[np.ndarray], width: int = 0) -> Tensor:
    """Return the rows as one tensor, zeros behind the shorter ones."""
    longest = max(width, *(len(r) for r in rows))
    out = torch.zeros(len(rows), -(-longest // ROUND) * ROUND, dtype=torch.long)
    for i, row in enumerate(rows):
        out[i, : len(row)] = torch.from_numpy(row)
    return out
