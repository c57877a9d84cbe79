"""The network: the lower layers of a pretrained encoder, and a linear layer over [CLS] and the marks of the two actors.

States at marks that stand before an actor are the relation representation of Baldini Soares et al. (2019, "Matching the
blanks", section 3.2, entity start).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

from sayso.model.acts import TYPES, MarkedPieces
from training.attribution.network import Encoder, Shape, load_pretrained


@dataclass(frozen=True, slots=True)
class Batch:
    """Sentences padded to the longest: `pieces` and `mask` `[sentences, pieces]`, the marks' places `[sentences]`."""

    pieces: Tensor
    mask: Tensor
    source_at: Tensor
    target_at: Tensor

    @classmethod
    def of(cls, marked: list[MarkedPieces]) -> Batch:
        """Pad."""
        pieces = torch.zeros(len(marked), max(len(one.pieces) for one in marked), dtype=torch.long)
        mask = torch.zeros_like(pieces)
        for row, one in enumerate(marked):
            pieces[row, : len(one.pieces)] = torch.from_numpy(one.pieces)
            mask[row, : len(one.pieces)] = 1
        places = ([one.source_at for one in marked], [one.target_at for one in marked])
        return cls(pieces, mask, torch.tensor(places[0]), torch.tensor(places[1]))


class ActNetwork(nn.Module):
    """Encoder and head together."""

    def __init__(self, layers: int, dropout: float, kept: list[int], pretrained: Path) -> None:
        super().__init__()
        self.encoder = Encoder(Shape(layers=layers, dropout=dropout))
        load_pretrained(self.encoder, pretrained)
        words = self.encoder.words.weight.detach()[kept]
        self.encoder.words = nn.Embedding.from_pretrained(words, freeze=False)
        self.dropout = nn.Dropout(2 * dropout)
        self.head = nn.Linear(3 * words.shape[1], len(TYPES))
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.zeros_(self.head.bias)

    def forward(self, batch: Batch) -> Tensor:
        """Return logits `[sentences, types]`."""
        with torch.autocast("cpu", torch.bfloat16):
            states = self.encoder(batch.pieces, torch.zeros_like(batch.pieces), batch.mask)
        states, row = states.float(), torch.arange(len(batch.pieces))
        pooled = torch.cat([states[:, 0], states[row, batch.source_at], states[row, batch.target_at]], dim=-1)
        logits: Tensor = self.head(self.dropout(pooled))
        return logits
