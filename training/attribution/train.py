"""The training loop: seeded, resumable, its figures logged to `log.jsonl`."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from types import ModuleType

import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import Tensor

from training.attribution.evaluate import score
from training.attribution.examples import Batch, Encoded, LabelledText, collate, epoch
from training.attribution.network import AttributionNetwork, Dropout, acts_loss, crf_loss, of_words
from training.attribution.other_tasks import (
    ReferringText,
    TaggedText,
    collate_names,
    collate_references,
    grouped,
    names_loss,
    references_loss,
)

THRESHOLDS = (0.3, 0.4, 0.5, 0.6, 0.7)


@dataclass(frozen=True)
class Recipe:
    """The settings of a run."""

    seed: int = 0
    epochs: int = 6
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
    inner_weight: float = 0.5
    acts_weight: float = 1.0
    names_weight: float = 1.0
    references_weight: float = 0.3
    taught_share: float = 0.45
    """Of the articles that an earlier model has read, how many are read in an epoch; so with the tasks below."""
    names_share: float = 0.5
    references_share: float = 0.5


@dataclass(frozen=True)
class Texts:
    """What is trained on."""

    attributions: Sequence[LabelledText]
    taught: Sequence[LabelledText] = ()
    names: Sequence[TaggedText] = ()
    references: Sequence[ReferringText] = ()


Step = Callable[[AttributionNetwork, Tokenizer, random.Random], tuple[str, Tensor]]


def train(
    network: AttributionNetwork,
    texts: Texts,
    dev: Sequence[LabelledText],
    tokenizer: Tokenizer,
    scorer: ModuleType | None,
    recipe: Recipe,
    folder: Path,
) -> None:
    """Train for the recipe's epochs, from `folder`'s checkpoint where there is one; leave `average.safetensors`."""
    per_epoch = len(_steps(texts, recipe, random.Random(recipe.seed)))
    total = int(per_epoch * recipe.epochs * 1.05)
    optimiser = torch.optim.AdamW(_groups(network, recipe), betas=(0.9, 0.98), fused=True)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _rate(step, total, recipe.warm_up))
    average = {name: value.detach().clone() for name, value in network.state_dict().items()}
    first = _resume(network, optimiser, schedule, average, folder)
    for number in range(first, recipe.epochs):
        rng = random.Random(f"{recipe.seed}/{number}")
        torch.manual_seed(rng.getrandbits(31))
        Dropout.seed(rng.getrandbits(31))
        began, losses = time.monotonic(), _Means()
        network.train()
        for i, step in enumerate(_steps(texts, recipe, rng), 1):
            optimiser.zero_grad(set_to_none=True)
            name, loss = step(network, tokenizer, rng)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            _follow(average, network, recipe.average, schedule.last_epoch)
            losses.add(name, float(loss.detach()))
            if i % 50 == 0:
                print(f"epoch {number} step {i}/{per_epoch} {losses} {time.monotonic() - began:.0f} s", flush=True)
        row = {"epoch": number, "losses": losses.as_dict(), "seconds": round(time.monotonic() - began)}
        _checkpoint(network, optimiser, schedule, average, number, folder)
        if scorer is not None:
            row["dev"] = _score_average(network, average, dev, tokenizer, scorer, recipe)
        with (folder / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps({**asdict(recipe), **row}) + "\n")
        print(json.dumps(row), flush=True)
    save_file(average, folder / "average.safetensors")


class _Means:
    def __init__(self) -> None:
        self._sums: dict[str, tuple[float, int]] = {}

    def add(self, name: str, loss: float) -> None:
        total, count = self._sums.get(name, (0.0, 0))
        self._sums[name] = total + loss, count + 1

    def as_dict(self) -> dict[str, float]:
        return {name: round(total / count, 4) for name, (total, count) in sorted(self._sums.items())}

    def __str__(self) -> str:
        return " ".join(f"{name} {mean:.4f}" for name, mean in self.as_dict().items())


def _steps(texts: Texts, recipe: Recipe, rng: random.Random) -> list[Step]:
    """Return the steps of an epoch, the tasks mixed at random."""
    taught = rng.sample(list(texts.taught), round(len(texts.taught) * recipe.taught_share))
    steps: list[Step] = [
        partial(_attribution_step, recipe=recipe, group=group)
        for group in epoch([*texts.attributions, *taught], recipe.length, recipe.stride, recipe.windows, rng)
    ]
    for name, share in (("names", recipe.names_share), ("references", recipe.references_share)):
        groups = list(grouped(getattr(texts, name), recipe.length, recipe.windows, rng))
        one = _names_step if name == "names" else _references_step
        steps += [partial(one, recipe=recipe, group=group) for group in groups[: round(len(groups) * share)]]
    rng.shuffle(steps)
    return steps


def _groups(network: AttributionNetwork, recipe: Recipe) -> list[dict]:
    heads = torch.nn.ModuleList([network.head, network.names, network.references, network.acts])
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
    return step / warm if step < warm else max(0.02, (total - step) / (total - warm))


def _attribution_step(
    network: AttributionNetwork, tokenizer: Tokenizer, rng: random.Random, *, recipe: Recipe, group: list
) -> tuple[str, Tensor]:
    batch = collate(group, tokenizer, recipe.masked, rng)
    words = _words(network, batch.encoded)
    loss, emissions = _attribution_loss(network, words, batch, recipe)
    told = batch.acts[:, 0] >= 0
    if emissions is not None and told.any():
        known = batch.encoded.word_mask.float()
        logits = network.acts(words, known, batch.batch[told], batch.place[told], emissions[told])
        share = len(batch.acts[told]) / len(batch.place)
        loss = loss + recipe.acts_weight * share * acts_loss(logits, batch.acts[told])
    return "attribution", loss


def _attribution_loss(
    network: AttributionNetwork, words: Tensor, batch: Batch, recipe: Recipe
) -> tuple[Tensor, Tensor | None]:
    """Return the loss of anchors and roles, and the emissions of the batch's anchors, None where it has none."""
    known = batch.encoded.word_mask
    weight = torch.tensor([1.0, recipe.inner_weight])
    anchor_loss = torch.nn.functional.binary_cross_entropy_with_logits(
        network.head.anchors(words)[batch.known], batch.is_anchor[batch.known], weight=weight, reduction="sum"
    ) / max(1, len(batch.place))
    if not len(batch.place):
        return anchor_loss, None
    emissions, steps = network.head(words, batch.batch, batch.place)
    role_loss = crf_loss(network.head.start, emissions, steps, batch.states, known[batch.batch]).mean()
    return anchor_loss + recipe.crf_weight * role_loss, emissions


def _names_step(
    network: AttributionNetwork, tokenizer: Tokenizer, rng: random.Random, *, recipe: Recipe, group: list
) -> tuple[str, Tensor]:
    encoded, tags = collate_names(group, tokenizer, recipe.masked, rng)
    return "names", recipe.names_weight * names_loss(network.names(_words(network, encoded)), tags)


def _references_step(
    network: AttributionNetwork, tokenizer: Tokenizer, rng: random.Random, *, recipe: Recipe, group: list
) -> tuple[str, Tensor]:
    encoded, answers, asked = collate_references(group, tokenizer, recipe.masked, rng)
    loss = references_loss(network.references(_words(network, encoded)), answers, asked)
    return "references", recipe.references_weight * loss


def _words(network: AttributionNetwork, encoded: Encoded) -> Tensor:
    with torch.autocast("cpu", torch.bfloat16):
        hidden = network.encoder(encoded.pieces, encoded.features, encoded.mask)
    return network.dropout(of_words(hidden.float(), encoded.first_piece))


@torch.no_grad()
def _follow(average: dict[str, Tensor], network: AttributionNetwork, decay: float, step: int) -> None:
    decay = min(decay, (1 + step) / (10 + step))
    for name, value in network.state_dict().items():
        average[name].lerp_(value, 1 - decay)


def _score_average(
    network: AttributionNetwork,
    average: dict[str, Tensor],
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


def load_average(folder: Path) -> dict[str, Tensor]:
    """Return the averaged weights that `train` left in `folder`."""
    return load_file(folder / "average.safetensors")
