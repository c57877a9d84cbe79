"""The line classifier in PyTorch: the same network that sayso runs in numpy (`sayso.clean.line_classifier`)."""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import nn

from sayso.clean.line_classifier import DILATIONS, LIMIT

Array = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Example:
    """The lines of one text: features (lines x features), labels (0 or 1), and how much each line counts."""

    seen: Array
    labels: Array
    weights: Array


@dataclass(frozen=True, slots=True)
class Choices:
    """What was chosen by cross-validation over the training half."""

    width: int = 24
    epochs: int = 20
    dropout: float = 0.3
    rate: float = 3e-3
    decay: float = 1e-2


class LineNetwork(nn.Module):
    """Dilated residual convolutions along the lines."""

    def __init__(self, features: int, choices: Choices) -> None:
        super().__init__()
        width = choices.width
        self.enter = nn.Linear(features, width)
        self.convolutions = nn.ModuleList([nn.Conv1d(width, width, 3, dilation=d, padding=d) for d in DILATIONS])
        self.leave = nn.Linear(width, 1)
        self.drop = nn.Dropout(choices.dropout)

    def forward(self, seen: torch.Tensor) -> torch.Tensor:
        """Return a score for each line of a lines x features matrix."""
        state = torch.relu(self.enter(self.drop(seen))).T[None]
        for convolution in self.convolutions:
            state = state + torch.relu(convolution(self.drop(state)))
        return self.leave(self.drop(state[0].T))[:, 0]


def standard(examples: list[list[Example]]) -> tuple[Array, Array]:
    """Return the mean and the spread of the features over the whole texts (the first variant of each)."""
    seen = np.concatenate([variants[0].seen for variants in examples])
    return seen.mean(axis=0), seen.std(axis=0) + np.float32(1e-3)


def train(examples: list[list[Example]], seed: int, choices: Choices) -> LineNetwork:
    """Train one network. Each text comes in variants (whole, cut); an epoch takes one of each, by chance."""
    torch.manual_seed(seed)
    chance = random.Random(seed)
    mean, spread = standard(examples)
    ready = [[_tensors(one, mean, spread) for one in variants] for variants in examples]
    network = LineNetwork(len(mean), choices)
    optimiser = torch.optim.AdamW(network.parameters(), lr=choices.rate, weight_decay=choices.decay)
    steps = choices.epochs * len(ready)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, choices.rate, total_steps=steps)
    for _ in range(choices.epochs):
        order = [chance.choice(variants) for variants in ready]
        chance.shuffle(order)
        for seen, labels, weights in order:
            loss = nn.functional.binary_cross_entropy_with_logits(
                network(seen), labels, weight=weights, reduction="sum"
            )
            optimiser.zero_grad()
            # A page counts by the root of its weight: long pages more than short ones, but not in proportion.
            (loss / (10 * weights.sum().sqrt() + 1)).backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
    return network.eval()


def exported(networks: list[LineNetwork], mean: Array, spread: Array) -> dict[str, Array]:
    """Return the arrays that `sayso.clean.line_classifier` loads; networks are stacked along the first axis."""

    def stack(parts: list[torch.Tensor]) -> Array:
        return torch.stack(parts).detach().numpy().astype(np.float32)

    return {
        "mean": mean.astype(np.float32),
        "spread": spread.astype(np.float32),
        "in": stack([network.enter.weight.T for network in networks]),
        "in_bias": stack([network.enter.bias for network in networks]),
        # PyTorch: out x in x 3 (before, own, after); numpy: 3 x in x out
        "conv": stack([torch.stack([c.weight.permute(2, 1, 0) for c in network.convolutions]) for network in networks]),
        "conv_bias": stack([torch.stack([c.bias for c in network.convolutions]) for network in networks]),
        "out": stack([network.leave.weight[0] for network in networks]),
        "out_bias": stack([network.leave.bias[0] for network in networks]),
    }


def _tensors(one: Example, mean: Array, spread: Array) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    seen = np.clip((one.seen - mean) / spread, -LIMIT, LIMIT).astype(np.float32)
    return torch.from_numpy(seen), torch.from_numpy(one.labels), torch.from_numpy(one.weights)
