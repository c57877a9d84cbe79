"""Figures of the other heads, in PyTorch: names on EWT's dev part, references on GAP's validation part."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from sayso.annotate.encoding import windows
from sayso.extract.acts import ACTS
from training.attribution.examples import Encoded, LabelledText, collate
from training.attribution.loading import moved
from training.attribution.network import AttributionNetwork, of_words
from training.attribution.other_tasks import (
    ReferringText,
    TaggedText,
    collate_names,
    collate_references,
    grouped,
    read_gap,
    read_names,
    read_ontogum,
)
from training.attribution.polnear import OWN_TEST_EACH

TOGETHER = 8
TENTHS = (0.2, 0.3, 0.4, 0.5, 0.6)


def other_figures(network: AttributionNetwork, data: Path, tokenizer: Tokenizer, length: int) -> dict[str, float]:
    """Return the card's figures of both heads, by name."""
    tenth = [text for i, text in enumerate(read_ontogum(data / "ontogum", tokenizer)) if i % OWN_TEST_EACH == 0]
    gap = read_gap(data / "gap" / "gap-validation.tsv", tokenizer)
    names = read_names(data / "ner_ewt" / "en_ewt-ud-dev.iob2", tokenizer)
    return {
        "names": names_f1(network, names, tokenizer, length),
        "gap": references_accuracy(network, gap, tokenizer, length),
        "ontogum": references_accuracy(network, tenth, tokenizer, length),
    }


@torch.no_grad()
def names_f1(network: AttributionNetwork, texts: Sequence[TaggedText], tokenizer: Tokenizer, length: int) -> float:
    """Return F1 of whole names with their kind, within the windows."""
    network.eval()
    hit = gold = predicted = 0
    for group in grouped(texts, length, TOGETHER, random.Random(0)):
        encoded, tags = collate_names(group, tokenizer, 0.0, random.Random(0))
        ours = network.names(_words(network, encoded)).argmax(-1)
        for row, answer, known in zip(ours.numpy(), tags.numpy(), encoded.word_mask.numpy(), strict=True):
            one, other = spans(row[known]), spans(answer[known])
            hit, gold, predicted = hit + len(one & other), gold + len(other), predicted + len(one)
    return 2 * hit / (gold + predicted)


@torch.no_grad()
def references_accuracy(
    network: AttributionNetwork, texts: Sequence[ReferringText], tokenizer: Tokenizer, length: int
) -> float:
    """Return the share of the words asked whose likeliest antecedent is right, or that rightly have none."""
    network.eval()
    right = asked_of = 0
    for group in grouped(texts, length, TOGETHER, random.Random(0)):
        encoded, answers, asked = collate_references(group, tokenizer, 0.0, random.Random(0))
        best = network.references(_words(network, encoded)).argmax(-1, keepdim=True)
        right += int(answers.gather(-1, best).squeeze(-1)[asked].sum())
        asked_of += int(asked.sum())
    return right / asked_of


@torch.no_grad()
def acts_and_inner_f1(
    network: AttributionNetwork, texts: Sequence[LabelledText], tokenizer: Tokenizer, length: int
) -> dict[str, float]:
    """Return the F1 of acts, the anchors given, and of inner anchors at the best of TENTHS."""
    network.eval()
    device = str(network.head.start.device)
    acts: Counter[str] = Counter()
    inner: dict[float, Counter[str]] = {least: Counter() for least in TENTHS}
    for text in texts:
        cut = [(text, window) for window in windows(text.encoded, length, length)]
        batch = moved(collate(cut, tokenizer, 0.0, random.Random(0)), device)
        words, known = _words(network, batch.encoded), batch.encoded.word_mask
        likely = network.inner(words)[..., 0].sigmoid()[known]
        gold = batch.is_anchor[..., 1][known] > 0
        for least, count in inner.items():
            count.update(hit=int((gold & (likely >= least)).sum()), gold=int(gold.sum()))
            count.update(said=int((likely >= least).sum()))
        told = batch.acts[:, 0] >= 0
        at = batch.batch[told], batch.place[told]
        if told.any():
            logits = network.acts(words, known.float(), *at, network.head.emissions(words, *at))
            ours, right = logits[:, : len(ACTS)].argmax(-1), batch.acts[told, 0]
            acts.update(hit=int(((ours == right) & (right > 0)).sum()), gold=int((right > 0).sum()))
            acts.update(said=int((ours > 0).sum()))
    return {"acts": _f1(acts), "inner": max(_f1(count) for count in inner.values())}


def _f1(count: Counter[str]) -> float:
    return 2 * count["hit"] / max(1, count["gold"] + count["said"])


def spans(tags: np.ndarray) -> set[tuple[int, int, int]]:
    """Return (kind, first word, one after the last) of each name.

    >>> sorted(spans(np.array([0, 1, 2, 0, 5])))
    [(1, 1, 3), (3, 4, 5)]
    """
    found, start = set(), 0
    for i, tag in enumerate([*tags.tolist(), 0]):
        before = tags[i - 1] if i else 0
        if before and (tag != before + before % 2 or tag % 2 or not tag):
            found.add(((int(before) + 1) // 2, start, i))
        if tag % 2 or (tag and (not before or (before + 1) // 2 != (tag + 1) // 2)):
            start = i
    return found


def _words(network: AttributionNetwork, encoded: Encoded) -> Tensor:
    hidden = network.encoder(encoded.pieces, encoded.features, encoded.mask).float()
    return of_words(hidden, encoded.first_piece)
