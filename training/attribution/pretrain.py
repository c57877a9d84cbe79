"""Before the labels, the language: masked pieces of news articles, guessed by the encoder (Devlin et al. 2019).

all-MiniLM-L6-v2 was trained to place whole sentences; going on with masked pieces on the texts of the task first is
what Gururangan et al. (2020) recommend. The features of words (case, quotation marks) are learnt here, too.
"""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from sayso.annotate.encoding import EncodedText
from training.attribution.examples import MISSING_PIECE, Encoded, collate_windows, groups_of, shifted_windows
from training.attribution.loading import loaded, moved
from training.attribution.network import Dropout, Encoder, half_precision

IGNORED = -100


@dataclass(frozen=True)
class MaskedRecipe:
    """The settings of this stage."""

    seed: int = 0
    rounds: int = 4
    length: int = 222
    windows: int = 64
    rate: float = 3e-4
    weight_decay: float = 0.01
    warm_up: float = 0.06
    hidden: float = 0.2
    """The share of pieces to be guessed: eight of ten are masked, one is another piece, one stands as it is."""


class PieceHead(nn.Module):
    """Hidden states -> logits of the pieces, by the encoder's own embeddings."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        vocabulary, width = encoder.words.weight.shape
        self.dense, self.norm = nn.Linear(width, width), nn.LayerNorm(width, eps=1e-12)
        self.bias = nn.Parameter(torch.zeros(vocabulary))

    def forward(self, hidden: Tensor, embeddings: Tensor) -> Tensor:
        """Return `[n, vocabulary]` of `hidden` `[n, width]`."""
        return functional.linear(self.norm(functional.gelu(self.dense(hidden))), embeddings, self.bias)


def pretrain(
    encoder: Encoder, texts: Sequence[EncodedText], tokenizer: Tokenizer, recipe: MaskedRecipe, device: str
) -> None:
    """Train the encoder in place."""
    head = PieceHead(encoder).to(device)
    encoder.to(device).train()
    parameters = [*encoder.parameters(), *head.parameters()]
    optimiser = torch.optim.AdamW(
        parameters, lr=recipe.rate, betas=(0.9, 0.98), weight_decay=recipe.weight_decay, fused=True
    )
    total = recipe.rounds * len(_groups(texts, recipe, random.Random(0)))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _rate(step, total, recipe.warm_up))
    for number in range(recipe.rounds):
        rng = random.Random(f"masked/{recipe.seed}/{number}")
        torch.manual_seed(rng.getrandbits(31))
        Dropout.seed(rng.getrandbits(31))
        began, sums, done = time.monotonic(), torch.zeros((), device=device), 0
        groups = _groups(texts, recipe, rng)
        prepare = partial(_hidden, tokenizer=tokenizer, share=recipe.hidden)
        for encoded, answers in loaded(groups, prepare, f"{recipe.seed}/{number}", device):
            optimiser.zero_grad(set_to_none=True)
            loss = _loss(encoder, head, moved(encoded, device), answers.to(device), device)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(parameters, 1.0)
            optimiser.step()
            schedule.step()
            sums, done = sums + loss.detach(), done + 1
            if done % 100 == 0:
                print(f"masked round {number} {done}/{len(groups)} loss {float(sums) / done:.3f}", flush=True)
        print(f"masked round {number} loss {float(sums) / done:.3f} {time.monotonic() - began:.0f} s", flush=True)


def _groups(texts: Sequence[EncodedText], recipe: MaskedRecipe, rng: random.Random) -> list:
    cut = [(text, window) for text in texts for window in shifted_windows(text, recipe.length, recipe.length, rng)]
    return groups_of(cut, recipe.windows, rng)


def _hidden(group: Sequence, rng: random.Random, *, tokenizer: Tokenizer, share: float) -> tuple[Encoded, Tensor]:
    """Return what the encoder reads, pieces hidden, and what stood there, IGNORED where nothing is asked."""
    encoded = collate_windows(group, tokenizer, 0.0, rng)
    draw = torch.Generator().manual_seed(rng.getrandbits(31))
    asked = (torch.rand(encoded.pieces.shape, generator=draw) < share) & encoded.mask.bool()
    lot = torch.rand(encoded.pieces.shape, generator=draw)
    others = torch.randint(1000, tokenizer.get_vocab_size(), encoded.pieces.shape, generator=draw)
    pieces = torch.where(asked & (lot < 0.8), tokenizer.token_to_id(MISSING_PIECE), encoded.pieces)
    pieces = torch.where(asked & (lot >= 0.9), others, pieces)
    answers = torch.where(asked, encoded.pieces, IGNORED)
    return Encoded(pieces, encoded.features, encoded.mask, encoded.first_piece, encoded.word_mask), answers


def _loss(encoder: Encoder, head: PieceHead, encoded: Encoded, answers: Tensor, device: str) -> Tensor:
    asked = answers != IGNORED
    with half_precision(device):
        hidden = encoder(encoded.pieces, encoded.features, encoded.mask)
        logits = head(hidden[asked], encoder.words.weight)
    return functional.cross_entropy(logits.float(), answers[asked])


def _rate(step: int, total: int, warm_up: float) -> float:
    warm = max(1, int(total * warm_up))
    return step / warm if step < warm else max(0.02, (total - step) / max(1, total - warm))
