"""The training loop: seeded, resumable, its figures logged to `log.jsonl`."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from types import ModuleType

import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer

from training.attribution.evaluate import score
from training.attribution.examples import Batch, LabelledText, collate, epoch
from training.attribution.network import AttributionNetwork, Dropout, crf_loss

THRESHOLDS = (0.3, 0.4, 0.5, 0.6, 0.7)


@dataclass(frozen=True)
class Recipe:
    """The settings of a run."""

    seed: int = 0
    epochs: int = 8
    length: int = 222
    stride: int = 160
    windows: int = 16
    encoder_rate: float = 1.5e-4
    head_rate: float = 1e-3
    weight_decay: float = 0.01
    warm_up: float = 0.05
    masked: float = 0.05
    average: float = 0.999
    crf_weight: float = 0.2


def train(
    network: AttributionNetwork,
    texts: Sequence[LabelledText],
    dev: Sequence[LabelledText],
    tokenizer: Tokenizer,
    scorer: ModuleType | None,
    recipe: Recipe,
    folder: Path,
) -> None:
    """Train for the recipe's epochs, from `folder`'s checkpoint where there is one; leave `average.safetensors`."""
    per_epoch = sum(1 for _ in epoch(texts, recipe.length, recipe.stride, recipe.windows, random.Random(recipe.seed)))
    total = int(per_epoch * recipe.epochs * 1.05)
    optimiser = torch.optim.AdamW(_groups(network, recipe), betas=(0.9, 0.98), fused=True)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _rate(step, total, recipe.warm_up))
    average = {name: value.detach().clone() for name, value in network.state_dict().items()}
    first = _resume(network, optimiser, schedule, average, folder)
    for number in range(first, recipe.epochs):
        rng = random.Random(f"{recipe.seed}/{number}")
        torch.manual_seed(rng.getrandbits(31))
        Dropout.seed(rng.getrandbits(31))
        began, losses = time.monotonic(), [0.0, 0.0, 0]
        network.train()
        for group in epoch(texts, recipe.length, recipe.stride, recipe.windows, rng):
            anchor, role = _step(network, optimiser, collate(group, tokenizer, recipe.masked, rng), recipe)
            schedule.step()
            _follow(average, network, recipe.average, schedule.last_epoch)
            losses = [losses[0] + anchor, losses[1] + role, losses[2] + 1]
            if losses[2] % 50 == 0:
                means = f"anchor {losses[0] / losses[2]:.4f} role {losses[1] / losses[2]:.4f}"
                seconds = time.monotonic() - began
                print(f"epoch {number} step {losses[2]}/{per_epoch} {means} {seconds:.0f} s", flush=True)
        row = {
            "epoch": number,
            "anchor_loss": losses[0] / losses[2],
            "role_loss": losses[1] / losses[2],
            "seconds": round(time.monotonic() - began),
        }
        _checkpoint(network, optimiser, schedule, average, number, folder)
        if scorer is not None:
            row["dev"] = _score_average(network, average, dev, tokenizer, scorer, recipe)
        with (folder / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps({**asdict(recipe), **row}) + "\n")
        print(json.dumps(row), flush=True)
    save_file(average, folder / "average.safetensors")


def _groups(network: AttributionNetwork, recipe: Recipe) -> list[dict]:
    groups = []
    for part, rate in ((network.encoder, recipe.encoder_rate), (network.head, recipe.head_rate)):
        plain = [p for p in part.parameters() if p.ndim < 2]
        groups += [
            {"params": [p for p in part.parameters() if p.ndim >= 2], "lr": rate, "weight_decay": recipe.weight_decay},
            {"params": plain, "lr": rate, "weight_decay": 0.0},
        ]
    return groups


def _rate(step: int, total: int, warm_up: float) -> float:
    warm = max(1, int(total * warm_up))
    return step / warm if step < warm else max(0.02, (total - step) / (total - warm))


def _step(
    network: AttributionNetwork, optimiser: torch.optim.Optimizer, batch: Batch, recipe: Recipe
) -> tuple[float, float]:
    with torch.autocast("cpu", torch.bfloat16):
        hidden = network.encoder(batch.pieces, batch.features, batch.mask)
    hidden = hidden.float()
    words = network.dropout(hidden.gather(1, batch.first_piece[..., None].expand(-1, -1, hidden.shape[-1])))
    logits = network.head.anchors(words)
    known = batch.word_mask
    anchors = max(1, len(batch.place))
    anchor_loss = (
        torch.nn.functional.binary_cross_entropy_with_logits(logits[known], batch.is_anchor[known], reduction="sum")
        / anchors
    )
    role_loss = torch.zeros(())
    if len(batch.place):
        emissions, steps = network.head(words, batch.batch, batch.place)
        role_loss = crf_loss(network.head.start, emissions, steps, batch.states, known[batch.batch]).mean()
    optimiser.zero_grad(set_to_none=True)
    (anchor_loss + recipe.crf_weight * role_loss).backward()
    torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimiser.step()
    return float(anchor_loss.detach()), float(role_loss.detach())


@torch.no_grad()
def _follow(average: dict[str, torch.Tensor], network: AttributionNetwork, decay: float, step: int) -> None:
    decay = min(decay, (1 + step) / (10 + step))
    for name, value in network.state_dict().items():
        average[name].lerp_(value, 1 - decay)


def _score_average(
    network: AttributionNetwork,
    average: dict[str, torch.Tensor],
    dev: Sequence[LabelledText],
    tokenizer: Tokenizer,
    scorer: ModuleType,
    recipe: Recipe,
) -> dict:
    kept = {name: value.detach().clone() for name, value in network.state_dict().items()}
    network.load_state_dict(average)
    figures = score(network, dev, tokenizer, scorer, recipe.length, recipe.length // 2, THRESHOLDS)
    network.load_state_dict(kept)
    return figures


def _checkpoint(
    network: AttributionNetwork,
    optimiser: torch.optim.Optimizer,
    schedule: torch.optim.lr_scheduler.LRScheduler,
    average: dict,
    number: int,
    folder: Path,
) -> None:
    state = {
        "network": network.state_dict(),
        "optimiser": optimiser.state_dict(),
        "schedule": schedule.state_dict(),
        "average": average,
        "epoch": number,
    }
    torch.save(state, folder / "checkpoint.new")
    (folder / "checkpoint.new").replace(folder / "checkpoint.pt")


def _resume(
    network: AttributionNetwork,
    optimiser: torch.optim.Optimizer,
    schedule: torch.optim.lr_scheduler.LRScheduler,
    average: dict,
    folder: Path,
) -> int:
    path = folder / "checkpoint.pt"
    if not path.exists():
        return 0
    state = torch.load(path, weights_only=True)
    network.load_state_dict(state["network"])
    optimiser.load_state_dict(state["optimiser"])
    schedule.load_state_dict(state["schedule"])
    average.update(state["average"])
    return int(state["epoch"]) + 1


def load_average(folder: Path) -> dict[str, torch.Tensor]:
    """Return the averaged weights that `train` left in `folder`."""
    return load_file(folder / "average.safetensors")
