"""The training loop: what the pair network says of a pair is what the sieve is to say."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from sayso.model.pairs import PairPieces, pair_pieces
from training.attribution.network import Dropout, half_precision
from training.pairs.network import Batch
from training.sieve.answers import Answered
from training.sieve.network import SieveNetwork

SORTED_TOGETHER = 32
"""Batches whose rows are sorted by length, so that little is padded."""


@dataclass(frozen=True)
class Recipe:
    """The settings of a run."""

    seed: int = 0
    epochs: int = 6
    batch: int = 64
    rate: float = 1e-3
    weight_decay: float = 0.01
    warm_up: int = 500
    kept: tuple[float, float] = (0.96, 0.9)
    """Shares of the paraphrases and of the denials that are to pass."""


def train(network: SieveNetwork, rows: Sequence[Answered], tokenizer: Tokenizer, recipe: Recipe) -> None:
    """Train the network on what the pair network answered."""
    shown = [pair_pieces(row.later, row.earlier, tokenizer) for row in rows]
    told = torch.tensor([row.outcomes for row in rows])
    optimiser = torch.optim.AdamW(network.parameters(), recipe.rate, weight_decay=recipe.weight_decay, fused=True)
    epochs = [list(_batches(shown, recipe, epoch)) for epoch in range(recipe.epochs)]
    steps, done = sum(map(len, epochs)), 0
    torch.manual_seed(recipe.seed)
    Dropout.seed(recipe.seed)
    network.train()
    for epoch in epochs:
        losses = []
        for places in epoch:
            rate = recipe.rate * min(1.0, (done + 1) / recipe.warm_up, (steps - done) / steps)
            losses.append(_step(network, optimiser, rate, [shown[place] for place in places], told[places]))
            done += 1
        print(f"{done:,} of {steps:,} steps: loss {sum(losses) / len(losses):.4f}", flush=True)
    network.eval()


def _step(
    network: SieveNetwork, optimiser: torch.optim.Optimizer, rate: float, shown: Sequence[PairPieces], told: Tensor
) -> float:
    """Take one step down the loss of some pairs, and return it."""
    for group in optimiser.param_groups:
        group["lr"] = rate
    optimiser.zero_grad(set_to_none=True)
    with half_precision("cpu"):
        logits = network(Batch.of(shown)).float()
    loss = functional.binary_cross_entropy_with_logits(logits, told)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimiser.step()
    return float(loss.detach())


def _batches(shown: Sequence[PairPieces], recipe: Recipe, epoch: int) -> Iterator[list[int]]:
    chance = random.Random(f"{recipe.seed}/{epoch}")
    order = chance.sample(range(len(shown)), len(shown))
    groups = list[list[int]]()
    for start in range(0, len(order), SORTED_TOGETHER * recipe.batch):
        some = sorted(order[start : start + SORTED_TOGETHER * recipe.batch], key=lambda place: len(shown[place].pieces))
        groups += [some[i : i + recipe.batch] for i in range(0, len(some), recipe.batch)]
    chance.shuffle(groups)
    yield from groups
