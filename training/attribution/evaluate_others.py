"""Figures of the other heads, in PyTorch: names on EWT's dev part, references on GAP's validation part."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from training.attribution.examples import Encoded
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
