"""The network: two narrow layers whose attention begins by looking for the same piece, and a linear layer over them."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn

from sayso.model.pairs import FEATURES, LENGTH
from sayso.model.sieve import OUTCOMES
from training.attribution.encoder_graph import read_encoder
from training.attribution.network import Encoder, Shape
from training.pairs.network import PADDED_TO, Batch, ShortAttention, pair_features

SHAPE = Shape(width=128, layers=2, heads=4, inner=512, positions=LENGTH + PADDED_TO)
SPREAD, NOISE = 0.05, 0.02
"""Standard deviations of the pieces' vectors, and of what begins at random beside them."""


class SieveNetwork(nn.Module):
    """Encoder and head together; `words` `[pieces, width]` are the vectors that its pieces begin with."""

    def __init__(self, words: Tensor, shape: Shape = SHAPE) -> None:
        super().__init__()
        self.encoder = Encoder(shape)
        self.encoder.words = nn.Embedding.from_pretrained(words.clone(), freeze=False)
        for table in (self.encoder.places, self.encoder.features):
            nn.init.normal_(table.weight, std=NOISE)
        for layer in self.encoder.layers:
            layer.attention = ShortAttention(shape)
            for part in (layer.attention.query, layer.attention.key):
                nn.init.normal_(part.weight, std=NOISE)
                with torch.no_grad():
                    part.weight += torch.eye(shape.width)
        self.dropout = nn.Dropout(shape.dropout)
        self.head = nn.Linear(FEATURES * shape.width, len(OUTCOMES))
        nn.init.normal_(self.head.weight, std=NOISE)
        nn.init.constant_(self.head.bias, -3.0)  # most pairs come to nothing

    def forward(self, batch: Batch) -> Tensor:
        """Return the logits `[pairs, OUTCOMES]`."""
        states = self.encoder(batch.pieces, batch.segments, batch.mask)
        logits: Tensor = self.head(self.dropout(pair_features(states, batch)))
        return logits


def first_words(bundle: Path, width: int = SHAPE.width) -> Tensor:
    """Return the pair network's vectors of its pieces `[pieces, width]`, where they differ most."""
    words = torch.from_numpy(read_encoder(bundle / "encoder.onnx")["words.weight"].copy())
    centred = words - words.mean(0)
    _, _, directions = torch.linalg.svd(centred, full_matrices=False)
    found = centred @ directions[:width].T
    return found * (SPREAD / found.std())
