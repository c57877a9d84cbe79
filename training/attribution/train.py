"""The training loop: seeded, resumable, its losses logged to `log.jsonl`."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path

import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer
from torch import Tensor

from training.attribution.loading import loaded, moved
from training.attribution.network import AttributionNetwork, Dropout
from training.attribution.tasks import Losses, Sizes, Texts, batch_of, tasks

WEIGHTS = "average.safetensors"


@dataclass(frozen=True)
class Recipe:
    """The settings of a run."""

    seed: int = 0
    epochs: int = 6
    sizes: Sizes = field(default_factory=Sizes)
    encoder_rate: float = 1.5e-4
    head_rate: float = 1e-3
    weight_decay: float = 0.01
    warm_up: float = 0.05
    average: float = 0.999


def train(
    networks: Mapping[Path, AttributionNetwork],
    texts: Texts,
    tokenizer: Tokenizer,
    losses: Losses,
    recipe: Recipe,
    device: str = "cpu",
) -> None:
    """Train the networks on the same batches, each from its folder's checkpoint where there is one.

    Several are trained together where they have the same teachers, who are then asked once. `WEIGHTS` are left in
    each folder, the mean of the weights over the steps; the network itself ends with it, too.
    """
    per_epoch = len(tasks(texts, recipe.sizes, random.Random(recipe.seed)))
    total = int(per_epoch * recipe.epochs * 1.05)
    learners = [_Learner(network.to(device), recipe, total, folder) for folder, network in networks.items()]
    make = partial(batch_of, tokenizer=tokenizer, masked=recipe.sizes.masked)
    for number in range(min(learner.resume() for learner in learners), recipe.epochs):
        rng = random.Random(f"{recipe.seed}/{number}")
        torch.manual_seed(rng.getrandbits(31))
        Dropout.seed(rng.getrandbits(31))
        began, means = time.monotonic(), _Means()
        groups = tasks(texts, recipe.sizes, rng)
        for i, batch in enumerate(loaded(groups, make, f"{recipe.seed}/{number}", device), 1):
            asked = losses.asked(moved(batch, device))
            for learner in learners:
                means.add(*learner.step(losses, asked))
            if i % 200 == 0:
                print(f"epoch {number} step {i}/{len(groups)} {means} {time.monotonic() - began:.0f} s", flush=True)
        row = {"epoch": number, "losses": means.as_dict(), "seconds": round(time.monotonic() - began)}
        for learner in learners:
            learner.checkpoint(number)
            with (learner.folder / "log.jsonl").open("a", encoding="utf-8") as log:
                log.write(json.dumps({**asdict(recipe), **row}) + "\n")
        print(json.dumps(row), flush=True)
    for learner in learners:
        learner.end()


class _Learner:
    """A network, its optimiser, and the mean of its weights."""

    def __init__(self, network: AttributionNetwork, recipe: Recipe, total: int, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.network, self.folder, self._decay = network.train(), folder, recipe.average
        self._optimiser = torch.optim.AdamW(_groups(network, recipe), betas=(0.9, 0.98), fused=True)
        self._schedule = torch.optim.lr_scheduler.LambdaLR(
            self._optimiser, lambda step: _rate(step, total, recipe.warm_up)
        )
        self._average = {name: value.detach().clone() for name, value in network.state_dict().items()}

    def step(self, losses: Losses, asked: object) -> tuple[str, Tensor]:
        """Take one step down the batch's loss; return the task and the loss."""
        self._optimiser.zero_grad(set_to_none=True)
        name, loss = losses.of(self.network, asked)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self._optimiser.step()
        self._schedule.step()
        _follow(self._average, self.network, self._decay, self._schedule.last_epoch)
        return name, loss.detach()

    def checkpoint(self, epoch: int) -> None:
        """Write all that a later run needs to go on after this epoch."""
        state = {
            "network": self.network.state_dict(),
            "optimiser": self._optimiser.state_dict(),
            "schedule": self._schedule.state_dict(),
            "average": self._average,
            "epoch": epoch,
        }
        torch.save(state, self.folder / "checkpoint.new")
        (self.folder / "checkpoint.new").replace(self.folder / "checkpoint.pt")

    def resume(self) -> int:
        """Take up the checkpoint, if there is one; return the epoch to go on with."""
        path = self.folder / "checkpoint.pt"
        if not path.exists():
            return 0
        state = torch.load(path, weights_only=True)
        self.network.load_state_dict(state["network"])
        self._optimiser.load_state_dict(state["optimiser"])
        self._schedule.load_state_dict(state["schedule"])
        for name, value in state["average"].items():
            self._average[name].copy_(value)
        return int(state["epoch"]) + 1

    def end(self) -> None:
        """Give the network the mean of its weights, and write them."""
        self.network.load_state_dict(self._average)
        save_file(self._average, self.folder / WEIGHTS)


class _Means:
    def __init__(self) -> None:
        self._sums: dict[str, tuple[Tensor, int]] = {}

    def add(self, name: str, loss: Tensor) -> None:
        total, count = self._sums.get(name, (torch.zeros_like(loss), 0))
        self._sums[name] = total + loss, count + 1

    def as_dict(self) -> dict[str, float]:
        return {name: round(float(total) / count, 4) for name, (total, count) in sorted(self._sums.items())}

    def __str__(self) -> str:
        return " ".join(f"{name} {mean:.4f}" for name, mean in self.as_dict().items())


def _groups(network: AttributionNetwork, recipe: Recipe) -> list[dict]:
    heads = torch.nn.ModuleList([network.head, network.names, network.references, network.acts, network.inner])
    groups = []
    for part, rate in ((network.encoder, recipe.encoder_rate), (heads, recipe.head_rate)):
        plain = [p for p in part.parameters() if p.ndim < 2]
        groups += [
            {"params": [p for p in part.parameters() if p.ndim >= 2], "lr": rate, "weight_decay": recipe.weight_decay},
            {"params": plain, "lr": rate, "weight_decay": 0.0},
        ]
    return groups


def _rate(step: int, total: int, warm_up: float) -> float:
    warm = max(1, int(total * warm_up))
    return step / warm if step < warm else max(0.02, (total - step) / max(1, total - warm))


@torch.no_grad()
def _follow(average: dict[str, Tensor], network: AttributionNetwork, decay: float, step: int) -> None:
    decay = min(decay, (1 + step) / (10 + step))
    now = network.state_dict()
    torch._foreach_lerp_(list(average.values()), [now[name] for name in average], 1 - decay)
