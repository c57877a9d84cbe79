"""The network: a pretrained encoder with its segments, and a linear layer over what it gives of a pair."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors import safe_open
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from sayso.model.pairs import FEATURES, MEASURES, RELATIONS, PairPieces, sentence_pieces
from training.attribution.network import Attention, Encoder, Shape, half_precision, load_pretrained

SEGMENTS = 2
EARLY = ("same", "denial", "contradiction")
"""What a head of the first layers is taught, so that they learn more of it (deep supervision: Lee et al. 2015)."""
EARLY_LAYERS = 2
"""Layers whose states that head reads."""
PADDED_TO = 8
"""Lengths are multiples of this: for every other shape PyTorch keeps memory of its own, gigabytes in the end."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Pairs or sentences padded to the longest, or a little more: `pieces`, `segments` and `mask` `[rows, pieces]`."""

    pieces: Tensor
    segments: Tensor
    mask: Tensor

    @classmethod
    def of(cls, rows: Sequence[PairPieces], device: torch.device | str = "cpu") -> Batch:
        """Pad, and put on the device."""
        longest = max(len(one.pieces) for one in rows)
        shape = len(rows), -(-longest // PADDED_TO) * PADDED_TO
        pieces, segments, mask = (torch.zeros(shape, dtype=torch.long) for _ in range(3))
        for number, one in enumerate(rows):
            pieces[number, : len(one.pieces)] = torch.from_numpy(one.pieces)
            segments[number, : len(one.pieces)] = torch.from_numpy(one.segments)
            mask[number, : len(one.pieces)] = 1
        return cls(*(one.to(device) for one in (pieces, segments, mask)))


class ShortAttention(Attention):
    """The same attention as two products and a softmax.

    PyTorch's fused attention took half of a step's time on a CPU at the forty pieces that most pairs have.
    """

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """Attend over `x` `[batch, pieces, width]`; `bias` `[batch, 1, 1, pieces]` is added to the scores."""
        q, k, v = (
            part(x).unflatten(-1, (self.heads, -1)).transpose(1, 2) for part in (self.query, self.key, self.value)
        )
        scores = (q * q.shape[-1] ** -0.5) @ k.transpose(-1, -2) + bias.to(q.dtype)
        mixed = torch.softmax(scores, dim=-1, dtype=torch.float32).to(v.dtype) @ v
        return self.output(mixed.transpose(1, 2).flatten(-2))


class PairNetwork(nn.Module):
    """Encoder and head together."""

    def __init__(self, shape: Shape, kept: Sequence[int], pretrained: Path) -> None:
        super().__init__()
        self.encoder = pretrained_encoder(shape, pretrained)
        words = self.encoder.words.weight.detach()[list(kept)]
        self.encoder.words = nn.Embedding.from_pretrained(words, freeze=False)
        self.dropout = nn.Dropout(shape.dropout)
        self.head = nn.Linear(FEATURES * shape.width, len(RELATIONS) + len(MEASURES))
        self.early = nn.Linear(FEATURES * shape.width, len(EARLY))
        for head in (self.head, self.early):
            nn.init.normal_(head.weight, std=0.02)
            nn.init.zeros_(head.bias)

    @property
    def device(self) -> torch.device:
        """Return where the weights lie."""
        return self.head.weight.device

    def forward(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """Return logits `[pairs, RELATIONS and then MEASURES]`, and the early ones `[pairs, EARLY]`."""
        with half_precision(batch.pieces.device):
            states = list(self.encoder.after_each_layer(batch.pieces, batch.segments, batch.mask))
        last: Tensor = self.head(self.dropout(pair_features(states[-1], batch)))
        early: Tensor = self.early(self.dropout(pair_features(states[EARLY_LAYERS - 1], batch)))
        return last, early

    def embed(self, batch: Batch) -> Tensor:
        """Return embeddings of length 1, `[sentences, width]`."""
        return functional.normalize(mean(self._states(batch), batch.mask), dim=-1)

    def _states(self, batch: Batch) -> Tensor:
        with half_precision(batch.pieces.device):
            states: Tensor = self.encoder(batch.pieces, batch.segments, batch.mask)
        return states.float()


def pair_features(states: Tensor, batch: Batch) -> Tensor:
    """Return what a head reads of the pairs' states, `[pairs, FEATURES * width]`."""
    exact = states.float()
    a, b = (mean(exact, batch.mask * (batch.segments == number)) for number in range(SEGMENTS))
    return torch.cat([exact[:, 0], a, b, (a - b).abs(), a * b], dim=-1)


def mean(states: Tensor, mask: Tensor) -> Tensor:
    """Return the mean `[batch, width]` of the states where `mask` is 1."""
    chosen = mask.to(states.dtype)[..., None]
    return (states * chosen).sum(1) / chosen.sum(1).clamp(min=1)


def pretrained_encoder(shape: Shape, pretrained: Path) -> Encoder:
    """Return the encoder as it was pretrained, whose two features are the segments of BERT."""
    encoder = Encoder(shape)
    for layer in encoder.layers:
        layer.attention = ShortAttention(shape)
    load_pretrained(encoder, pretrained)
    with safe_open(pretrained, "pt") as weights:
        kinds = weights.get_tensor("embeddings.token_type_embeddings.weight")
    encoder.features = nn.Embedding.from_pretrained(kinds - kinds[0], freeze=False)
    return encoder


class Teacher:
    """The encoder as it was pretrained, whose embeddings the network keeps to."""

    def __init__(self, pretrained: Path, tokenizer: Tokenizer, device: str = "cpu") -> None:
        self._encoder = pretrained_encoder(Shape(dropout=0.0), pretrained).eval().to(device)
        self._tokenizer, self._device = tokenizer, device

    @torch.no_grad()
    def embed(self, sentences: Sequence[str]) -> Tensor:
        """Return embeddings of length 1, `[sentences, width]`."""
        batch = Batch.of([sentence_pieces(one, self._tokenizer) for one in sentences], self._device)
        with half_precision(batch.pieces.device):
            states = self._encoder(batch.pieces, batch.segments, batch.mask)
        return functional.normalize(mean(states.float(), batch.mask), dim=-1)
