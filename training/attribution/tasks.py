"""The tasks that a network is trained on: how a batch of each is made, and its loss.

attribution   anchors, roles, acts, of annotated articles
names         EWT's names
references    OntoGUM and GAP
unlabelled    what teachers say of articles that nobody has annotated
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from sayso.annotate.encoding import EncodedText
from training.attribution.examples import (
    Batch,
    Encoded,
    LabelledText,
    collate,
    collate_windows,
    epoch,
    groups_of,
    masked_pieces,
    shifted_windows,
)
from training.attribution.network import INNER, OUTER, AttributionNetwork, acts_loss, crf_loss, half_precision, of_words
from training.attribution.other_tasks import (
    ReferringText,
    TaggedText,
    collate_names,
    collate_references,
    grouped,
    names_loss,
    references_loss,
)
from training.attribution.teachers import Taught, Teachers, distillation_losses, taught


@dataclass(frozen=True)
class Texts:
    """What is trained on."""

    attributions: Sequence[LabelledText]
    names: Sequence[TaggedText] = ()
    references: Sequence[ReferringText] = ()
    unlabelled: Sequence[EncodedText] = ()


@dataclass(frozen=True)
class Weights:
    """What each loss counts."""

    anchors: float = 1.0
    inner: float = 0.5
    roles: float = 0.2
    acts: float = 1.0
    names: float = 1.0
    references: float = 0.3


@dataclass(frozen=True)
class Sizes:
    """How windows are cut and put together, and what share of each other task an epoch has."""

    length: int = 222
    stride: int = 160
    windows: int = 16
    masked: float = 0.05
    names: float = 0.5
    references: float = 0.5
    unlabelled: float = 0.0
    unlabelled_windows: int = 32
    """Windows of unlabelled articles in one step."""


Task = tuple[str, Sequence]


@dataclass(frozen=True)
class TaggedBatch:
    """Windows of EWT with the tags of their words."""

    encoded: Encoded
    tags: Tensor


@dataclass(frozen=True)
class ReferringBatch:
    """Windows of a coreference set with the antecedents of their words."""

    encoded: Encoded
    answers: Tensor
    asked: Tensor


@dataclass(frozen=True)
class UnlabelledBatch:
    """Windows as the teachers read them, and as the learner does, pieces masked."""

    whole: Encoded
    masked: Encoded


@dataclass(frozen=True)
class TaughtBatch:
    """Windows as the learner reads them, and what the teachers say of them."""

    encoded: Encoded
    said: Taught


@dataclass(frozen=True)
class Losses:
    """The losses of the tasks; `teachers` are asked about unlabelled windows."""

    weights: Weights = field(default_factory=Weights)
    teachers: Teachers | None = None

    def asked(self, batch: object) -> object:
        """Return the batch, one of unlabelled windows with what the teachers say of it."""
        if isinstance(batch, UnlabelledBatch) and self.teachers is not None:
            return TaughtBatch(batch.masked, taught(self.teachers, batch.whole))
        return batch

    def of(self, network: AttributionNetwork, batch: object) -> tuple[str, Tensor]:
        """Return the task's name and the loss of a batch that `asked` has returned."""
        if isinstance(batch, Batch):
            return "attribution", self._attribution(network, batch)
        if isinstance(batch, TaggedBatch):
            words = words_of(network, batch.encoded)
            return "names", self.weights.names * names_loss(network.names(words), batch.tags)
        if isinstance(batch, ReferringBatch):
            words = words_of(network, batch.encoded)
            loss = references_loss(network.references(words), batch.answers, batch.asked)
            return "references", self.weights.references * loss
        if isinstance(batch, TaughtBatch):
            return "unlabelled", self._unlabelled(network, batch)
        raise TypeError(f"{type(batch).__name__} is no batch of a known task, or there are no teachers to ask")

    def _attribution(self, network: AttributionNetwork, batch: Batch) -> Tensor:
        words, known = words_of(network, batch.encoded), batch.encoded.word_mask
        logits = torch.cat([network.head.anchors(words), network.inner(words)], dim=-1)
        answers, told_of = (of[..., [OUTER, INNER, INNER]] for of in (batch.is_anchor, batch.known))
        per_word = functional.binary_cross_entropy_with_logits(logits, answers, reduction="none")
        weight = torch.tensor([self.weights.anchors, self.weights.inner, self.weights.inner], device=words.device)
        loss = (per_word * told_of * weight).sum() / max(1, len(batch.place))
        if not len(batch.place):
            return loss
        emissions, steps = network.head(words, batch.batch, batch.place)
        roles = crf_loss(network.head.start, emissions, steps, batch.states, known[batch.batch]).mean()
        loss = loss + self.weights.roles * roles
        told = batch.acts[:, 0] >= 0
        share = float(told.float().mean())
        if share:
            acts = network.acts(words, known.float(), batch.batch[told], batch.place[told], emissions[told])
            loss = loss + self.weights.acts * share * acts_loss(acts, batch.acts[told])
        return loss

    def _unlabelled(self, network: AttributionNetwork, batch: TaughtBatch) -> Tensor:
        words = words_of(network, batch.encoded)
        losses = distillation_losses(network, words, batch.encoded.word_mask, batch.said)
        return torch.stack([getattr(self.weights, name) * loss for name, loss in losses.items()]).sum()


def words_of(network: AttributionNetwork, encoded: Encoded) -> Tensor:
    """Return the states `[batch, words, width]` of the words in bfloat16, as they are trained on."""
    with half_precision(encoded.pieces.device):
        hidden = network.encoder(encoded.pieces, encoded.features, encoded.mask)
    return network.dropout(of_words(hidden.float(), encoded.first_piece))


def tasks(texts: Texts, sizes: Sizes, rng: random.Random) -> list[Task]:
    """Return the groups of an epoch, each with its task's name, the tasks mixed at random."""
    rows: list[Task] = [
        ("attribution", group) for group in epoch(texts.attributions, sizes.length, sizes.stride, sizes.windows, rng)
    ]
    for name in ("names", "references"):
        groups = grouped(getattr(texts, name), sizes.length, sizes.windows, rng)
        rows += [(name, group) for group in groups[: round(len(groups) * getattr(sizes, name))]]
    some = rng.sample(list(texts.unlabelled), round(len(texts.unlabelled) * sizes.unlabelled))
    cut = [(text, window) for text in some for window in shifted_windows(text, sizes.length, sizes.length, rng)]
    rows += [("unlabelled", group) for group in groups_of(cut, sizes.unlabelled_windows, rng)]
    rng.shuffle(rows)
    return rows


def batch_of(task: Task, rng: random.Random, *, tokenizer: Tokenizer, masked: float) -> object:
    """Return the tensors of a group."""
    name, group = task
    return MAKERS[name](group, tokenizer, masked, rng)


def _names(group: Sequence, tokenizer: Tokenizer, masked: float, rng: random.Random) -> TaggedBatch:
    return TaggedBatch(*collate_names(group, tokenizer, masked, rng))


def _references(group: Sequence, tokenizer: Tokenizer, masked: float, rng: random.Random) -> ReferringBatch:
    return ReferringBatch(*collate_references(group, tokenizer, masked, rng))


def _unlabelled(group: Sequence, tokenizer: Tokenizer, masked: float, rng: random.Random) -> UnlabelledBatch:
    whole = collate_windows(group, tokenizer, 0.0, rng)
    return UnlabelledBatch(whole, masked_pieces(whole, tokenizer, masked, rng))


MAKERS: dict[str, Callable[[Sequence, Tokenizer, float, random.Random], object]] = {
    "attribution": collate,
    "names": _names,
    "references": _references,
    "unlabelled": _unlabelled,
}
