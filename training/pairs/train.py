"""The training loop: seeded, resumable at any checkpoint, its losses logged to `log.jsonl`."""

from __future__ import annotations

import json
import random
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from sayso.model.pairs import MEASURES, RELATIONS, pair_pieces, sentence_pieces
from training.attribution.network import Dropout
from training.pairs.epoch import Group, Sizes, Texts, epoch
from training.pairs.network import EARLY, Batch, PairNetwork, Teacher
from training.pairs.rows import Row

WEIGHTS = "average.safetensors"


@dataclass(frozen=True)
class Recipe:
    """The settings of a run."""

    seed: int = 0
    layers: int = 6
    pieces: int = 10_000
    steps: int = 12_000
    sizes: Sizes = field(default_factory=Sizes)
    encoder_rate: float = 1.5e-4
    head_rate: float = 1e-3
    weight_decay: float = 0.01
    warm_up: int = 200
    decay_from: float = 0.5
    """Share of the steps after which the rate falls to nothing; before, `steps` may still be changed on resuming."""
    dropout: float = 0.1
    average: float = 0.99
    of_start: float = 0.0
    """Share of the weights that training went on from in the mean with them that is exported (Wortsman et al. 2022)."""
    weights: Mapping[str, float] = field(default_factory=lambda: {"similarity": 3.0, "same": 1.0, "denial": 1.0})
    """Of the losses of MEASURES, beside that of the relations."""
    early_weight: float = 0.3
    """Of the losses of what the first layers alone say."""
    embed_weight: float = 10.0
    checkpoint: int = 100

    @property
    def level(self) -> float:
        """Return the step from which on the rate falls, and pairs of the press are learnt."""
        return self.steps * self.decay_from


CONTINUED = Recipe(
    sizes=Sizes(inference=12_000, views=500, made=600, similarity=800, invented=1_500, strangers=6_000, beside=8_000),
    steps=3_400,
    encoder_rate=1.2e-4,
    decay_from=0.0,
)
"""From a network that has seen the other sets before: the pairs of the press from the first step on, three times, with
more pairs that have nothing to do with one another than there are denials."""


def train(
    network: PairNetwork, teacher: Teacher, texts: Texts, tokenizer: Tokenizer, recipe: Recipe, folder: Path
) -> None:
    """Train the network, from the folder's checkpoint where there is one; it ends with the mean of its weights."""
    learner = _Learner(network, recipe, folder)
    step = learner.resume()
    number, groups, first = 0, epoch(texts, recipe.sizes, recipe.seed, 0, late=recipe.level == 0), 0
    began, losses = time.monotonic(), defaultdict[str, list[float]](list)
    while step < recipe.steps:
        while step >= first + len(groups):
            first, number = first + len(groups), number + 1
            groups = epoch(texts, recipe.sizes, recipe.seed, number, late=first >= recipe.level)
        seed = random.Random(f"{recipe.seed}/step/{step}").getrandbits(31)
        torch.manual_seed(seed)
        Dropout.seed(seed)
        for name, loss in learner.step(groups[step - first], teacher, tokenizer).items():
            losses[name].append(loss)
        step += 1
        if step % recipe.checkpoint == 0 or step == recipe.steps:
            learner.checkpoint(step)
            _log(folder, step, recipe, losses, time.monotonic() - began)
            began, losses = time.monotonic(), defaultdict(list)
    learner.end()


class _Learner:
    """The network, its optimiser, and the mean of its weights."""

    def __init__(self, network: PairNetwork, recipe: Recipe, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.network, self.recipe, self.folder = network.train(), recipe, folder
        self.optimiser = torch.optim.AdamW(
            [
                {"params": list(network.encoder.parameters()), "lr": recipe.encoder_rate},
                {"params": [*network.head.parameters(), *network.early.parameters()], "lr": recipe.head_rate},
            ],
            betas=(0.9, 0.98),
            weight_decay=recipe.weight_decay,
            fused=True,
        )
        self.rates = [group["lr"] for group in self.optimiser.param_groups]
        self.average = {name: value.detach().clone() for name, value in network.state_dict().items()}
        self.done = 0

    def step(self, group: Group, teacher: Teacher, tokenizer: Tokenizer) -> dict[str, float]:
        """Take one step down the group's loss; return the losses by name."""
        share = rate(self.done, self.recipe)
        for one, full in zip(self.optimiser.param_groups, self.rates, strict=True):
            one["lr"] = full * share
        self.optimiser.zero_grad(set_to_none=True)
        if group.rows:
            losses = pair_losses(self.network, group.rows, tokenizer, self.recipe)
        else:
            losses = {"embed": embed_loss(self.network, teacher, group.sentences, tokenizer, self.recipe)}
        total = torch.stack(list(losses.values())).sum()
        total.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimiser.step()
        self.done += 1
        self._follow()
        return {name: float(loss.detach()) for name, loss in losses.items()}

    @torch.no_grad()
    def _follow(self) -> None:
        decay = min(self.recipe.average, (1 + self.done) / (10 + self.done))
        now = self.network.state_dict()
        torch._foreach_lerp_(list(self.average.values()), [now[name] for name in self.average], 1 - decay)

    def checkpoint(self, step: int) -> None:
        """Write all that a later run needs to go on after this step."""
        state = {
            "network": self.network.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "average": self.average,
            "step": step,
        }
        torch.save(state, self.folder / "checkpoint.new")
        (self.folder / "checkpoint.new").replace(self.folder / "checkpoint.pt")

    def resume(self) -> int:
        """Take up the checkpoint, if there is one; return the steps done."""
        path = self.folder / "checkpoint.pt"
        if path.exists():
            state = torch.load(path, map_location=self.network.device, weights_only=True)
            self.network.load_state_dict(state["network"])
            self.optimiser.load_state_dict(state["optimiser"])
            for name, value in state["average"].items():
                self.average[name].copy_(value)
            self.done = int(state["step"])
        return self.done

    def end(self) -> None:
        """Give the network the mean of its weights, and write them."""
        self.network.load_state_dict(self.average)
        self.network.eval()
        self.network.cpu()
        save_file(self.network.state_dict(), self.folder / WEIGHTS)


def pair_losses(network: PairNetwork, rows: Sequence[Row], tokenizer: Tokenizer, recipe: Recipe) -> dict[str, Tensor]:
    """Return the loss of the relations, and of each of MEASURES where it is known."""
    device = network.device
    logits, early = network(Batch.of([pair_pieces(row.a, row.b, tokenizer) for row in rows], device))
    weights = torch.tensor([row.weight for row in rows], device=device)
    allowed = torch.tensor([row.allowed for row in rows], device=device)
    likely = torch.log_softmax(logits[:, : len(RELATIONS)], dim=-1).masked_fill(~allowed, -1e4)
    losses = {"relation": -(torch.logsumexp(likely, dim=-1) * weights).mean()}
    for place, name in enumerate(MEASURES, len(RELATIONS)):
        told = [getattr(row, name) for row in rows]
        losses[name] = recipe.weights[name] * known_loss(logits[:, place], told, weights)
    for place, name in enumerate(EARLY):
        told = [_early(row, name) for row in rows]
        losses[f"early {name}"] = recipe.early_weight * known_loss(early[:, place], told, weights)
    return losses


def _early(row: Row, name: str) -> float | None:
    """Return what the early head is to say of a row, None where it is not known."""
    if name != "contradiction":
        told: float | None = getattr(row, name)
        return told
    return None if row.allowed[-1] and sum(row.allowed) > 1 else float(row.allowed[-1])


def known_loss(logits: Tensor, told: Sequence[float | None], weights: Tensor) -> Tensor:
    """Return the mean over all rows of the loss of those of which it is told how likely they are, 0 for the others."""
    known = torch.tensor([one is not None for one in told], device=logits.device)
    right = torch.tensor([one or 0.0 for one in told], device=logits.device)
    said = functional.binary_cross_entropy_with_logits(logits, right, reduction="none")
    beyond = said - torch.special.entr(right) - torch.special.entr(1 - right)  # nothing where all is right
    return (beyond * weights * known).mean()


def embed_loss(
    network: PairNetwork, teacher: Teacher, sentences: Sequence[str], tokenizer: Tokenizer, recipe: Recipe
) -> Tensor:
    """Return how far the embeddings' cosine with those of the pretrained encoder is from 1."""
    told = teacher.embed(sentences)
    said = network.embed(Batch.of([sentence_pieces(one, tokenizer) for one in sentences], network.device))
    return recipe.embed_weight * (1 - (said * told).sum(-1)).mean()


def rate(step: int, recipe: Recipe) -> float:
    """Return the share of the full rate at a step: up, level, and from `decay_from` on down to a fiftieth."""
    down = (recipe.steps - step) / max(1.0, recipe.steps - recipe.level)
    return max(0.02, min(1.0, (step + 1) / recipe.warm_up, down))


def _log(folder: Path, step: int, recipe: Recipe, losses: dict[str, list[float]], seconds: float) -> None:
    means = {name: round(sum(some) / len(some), 4) for name, some in sorted(losses.items())}
    row = {"step": step, "losses": means, "seconds": round(seconds)}
    with (folder / "log.jsonl").open("a", encoding="utf-8") as log:
        log.write(json.dumps({**asdict(recipe), **row}) + "\n")
    print(json.dumps(row), flush=True)
