"""The training loop: seeded, one thread, bfloat16; the names are left out of half of the sentences."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from sayso.model.acts import TYPES, MarkedPieces, marked_pieces
from training.acts.invented import invented
from training.acts.network import ActNetwork, Batch
from training.acts.plover import Example, joined, without_names
from training.acts.vocabulary import MASK
from training.attribution.network import Dropout

LINKS = (", while ", " after ", "; ", ". Meanwhile, ", ", and ", " as ", ". ", " before ", ", whereas ")


@dataclass(frozen=True)
class Recipe:
    """The settings of a run; the card says what was tried beside them."""

    seed: int = 0
    layers: int = 4
    pieces: int = 8_500
    epochs: int = 6
    batch: int = 16
    encoder_rate: float = 1e-4
    head_rate: float = 1e-3
    weight_decay: float = 0.01
    warm_up: float = 0.1
    dropout: float = 0.1
    masked: float = 0.05
    nameless: float = 0.5
    joined: float = 0.25
    """Share of the sentences that stand beside another one, so that the marks tell whose act is asked for."""
    smoothing: float = 0.05
    invented: int = 28
    """Invented sentences of each type in an epoch, new ones in each."""
    invented_weight: float = 0.5


@dataclass(frozen=True, slots=True)
class _Item:
    marked: MarkedPieces
    label: int
    weight: float


def train(network: ActNetwork, examples: Sequence[Example], tokenizer: Tokenizer, recipe: Recipe) -> None:
    """Train the network in place."""
    chance = random.Random(recipe.seed)
    torch.manual_seed(recipe.seed)
    Dropout.seed(recipe.seed)
    optimiser = torch.optim.AdamW(
        [
            {"params": list(network.encoder.parameters()), "lr": recipe.encoder_rate},
            {"params": list(network.head.parameters()), "lr": recipe.head_rate},
        ],
        weight_decay=recipe.weight_decay,
        fused=True,
    )
    per_epoch = len(list(_batches(_epoch(examples, tokenizer, recipe, random.Random(0)), recipe, random.Random(0))))
    total = per_epoch * recipe.epochs
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _rate(step + 1, total, recipe.warm_up))
    network.train()
    for number in range(recipe.epochs):
        began, losses = time.monotonic(), 0.0
        for items in _batches(_epoch(examples, tokenizer, recipe, chance), recipe, chance):
            loss = _loss(network, items, tokenizer.token_to_id(MASK), recipe)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            losses += float(loss.detach())
        print(f"epoch {number} loss {losses / per_epoch:.3f} {time.monotonic() - began:.0f} s", flush=True)
    network.eval()


def _rate(step: int, total: int, warm_up: float) -> float:
    return min(1.0, step / (total * warm_up)) * max(0.02, (total - step) / total)


def _epoch(examples: Sequence[Example], tokenizer: Tokenizer, recipe: Recipe, chance: random.Random) -> list[_Item]:
    drawn = [(one, 1.0) for one in examples]
    drawn += [(invented(type_, chance), recipe.invented_weight) for type_ in TYPES for _ in range(recipe.invented)]
    items = []
    for one, weight in drawn:
        shown = without_names(one) if chance.random() < recipe.nameless else one
        if chance.random() < recipe.joined:
            other = chance.choice(drawn)[0]
            shown = joined(shown, other, chance.choice(LINKS), first=chance.random() < 0.5)
        marked = marked_pieces(shown.sentence, shown.source, shown.target, tokenizer)
        items.append(_Item(marked, one.label, weight))
    chance.shuffle(items)
    return items


def _batches(items: list[_Item], recipe: Recipe, chance: random.Random) -> Iterator[list[_Item]]:
    """Yield batches of sentences of about one length: eight batches at a time are sorted, then all are shuffled."""
    batches = []
    for start in range(0, len(items), 8 * recipe.batch):
        some = sorted(items[start : start + 8 * recipe.batch], key=lambda item: len(item.marked.pieces))
        batches += [some[i : i + recipe.batch] for i in range(0, len(some), recipe.batch)]
    chance.shuffle(batches)
    yield from batches


def _loss(network: ActNetwork, items: list[_Item], mask: int, recipe: Recipe) -> Tensor:
    batch = Batch.of([item.marked for item in items])
    hidden = (torch.rand(batch.pieces.shape) < recipe.masked) & batch.mask.bool()
    marks = torch.arange(batch.pieces.shape[1])[None, :]
    hidden &= (marks != 0) & (marks != batch.source_at[:, None]) & (marks != batch.target_at[:, None])
    batch = Batch(batch.pieces.masked_fill(hidden, mask), batch.mask, batch.source_at, batch.target_at)
    labels, weights = torch.tensor([item.label for item in items]), torch.tensor([item.weight for item in items])
    losses = functional.cross_entropy(network(batch), labels, label_smoothing=recipe.smoothing, reduction="none")
    return (losses * weights).sum() / weights.sum()
