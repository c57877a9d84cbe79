"""The last stage: the heads of acts and of inner anchors, trained over the finished network on what people annotated.

The labels are too few to steer the encoder by: more rounds of the whole network over these articles cost .02 of linked
F1 on dev. What the heads read of a word or an anchor is therefore the same from round to round, is computed once, and
each head is trained on it in seconds. To the acts are added PLOVER's own sentences (snowood1/Zero-Shot-PLOVER,
`plover/plv_train.tsv`) of the types that words alone can do: clear cases of the rare ones.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from sayso.annotate.encoding import Window, encode, windows
from sayso.extract.acts import ACTS
from training.attribution.examples import NO_ACT, Encoded, LabelledText, collate, collate_windows, lines_of
from training.attribution.network import ActHead, AttributionNetwork, acts_loss, of_words

RATE, DECAY = 1e-3, 0.05
ACT_ROUNDS, ACTS_TOGETHER = 12, 64
INNER_ROUNDS, WORDS_TOGETHER = 4, 512
OF_PLOVER = {name: name for name in ACTS[1:]} | {"YIELD": "CONCEDE"}
NONE_OFFSET = 1.5
"""Taken off the logit of "none", which a head trained on few labels gives too often; chosen on ledger_dev."""
PLOVER_TWICE = 2
"""Times that PLOVER's sentences are read for once of ours."""


@dataclass(frozen=True)
class ActExamples:
    """Features `[n, 4 * width]` and the numbers of act, flags and tone `[n, 5]`."""

    features: Tensor
    answers: Tensor


def finish(
    network: AttributionNetwork,
    texts: Sequence[LabelledText],
    plover: Path,
    tokenizer: Tokenizer,
    length: int,
    seed: int,
) -> None:
    """Train the heads of acts and of inner anchors; the rest of the network stays as it is."""
    network.eval()
    words = [words_of(network, text, tokenizer, length) for text in texts]
    is_inner = torch.cat([_inner(text) for text in texts])
    _train_inner(network.inner, torch.cat(words), is_inner, seed)
    annotated = act_examples(network, texts, tokenizer, length)
    sentences = plover_examples(network, plover, tokenizer, length)
    features = torch.cat([annotated.features] + [sentences.features] * PLOVER_TWICE)
    answers = torch.cat([annotated.answers] + [sentences.answers] * PLOVER_TWICE)
    _train_acts(network.acts, ActExamples(features, answers), seed)
    with torch.no_grad():
        network.acts.out.bias[0] -= NONE_OFFSET
    network.eval()


@torch.no_grad()
def words_of(network: AttributionNetwork, text: LabelledText, tokenizer: Tokenizer, length: int) -> Tensor:
    """Return the state `[words, width]` of each word, from the window in which it stands most central."""
    found = torch.zeros(len(text.encoded.words), network.shape.width)
    centrality = torch.full((len(found),), -1)
    for window in windows(text.encoded, length, length * 2 // 3):
        encoded = collate_windows([(text.encoded, window)], tokenizer, 0.0, random.Random(0))
        states = _states(network, encoded)[0][: window.last_word - window.first_word]
        place = torch.arange(len(states))
        central = torch.minimum(place, len(states) - 1 - place)
        here = slice(window.first_word, window.last_word)
        better = central > centrality[here]
        found[here][better], centrality[here][better] = states[better], central[better]
    return found


@torch.no_grad()
def act_examples(
    network: AttributionNetwork, texts: Sequence[LabelledText], tokenizer: Tokenizer, length: int
) -> ActExamples:
    """Return the anchors whose act somebody has said, from each window that they stand in, half a window apart."""
    features, answers = [], []
    for text in texts:
        cut: list[Window] = windows(text.encoded, length, length // 2)
        batch = collate([(text, window) for window in cut], tokenizer, 0.0, random.Random(0))
        told = batch.acts[:, 0] >= 0
        if not told.any():
            continue
        states, at = _states(network, batch.encoded), (batch.batch[told], batch.place[told])
        emissions = network.head.emissions(states, *at)
        features.append(network.acts.features(states, batch.encoded.word_mask.float(), *at, emissions))
        answers.append(batch.acts[told])
    return ActExamples(torch.cat(features), torch.cat(answers))


@torch.no_grad()
def plover_examples(network: AttributionNetwork, path: Path, tokenizer: Tokenizer, length: int) -> ActExamples:
    """Return the likeliest anchor of each sentence whose type is an act of words; flags and tone are taken as none."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["root"] in OF_PLOVER]
    features, answers = [], []
    for row in rows:
        text = encode(row["sentence"], lines_of(row["sentence"]), tokenizer)
        encoded = collate_windows([(text, windows(text, length, length)[0])], tokenizer, 0.0, random.Random(0))
        states, known = _states(network, encoded), encoded.word_mask
        likely = torch.sigmoid(network.head.anchors(states))[0].max(-1).values * known[0]
        at = torch.zeros(1, dtype=torch.long), likely.argmax()[None]
        emissions = network.head.emissions(states, *at)
        features.append(network.acts.features(states, known.float(), *at, emissions))
        answers.append([ACTS.index(OF_PLOVER[row["root"]]), *[0] * (len(NO_ACT) - 1)])
    return ActExamples(torch.cat(features), torch.tensor(answers))


def _states(network: AttributionNetwork, encoded: Encoded) -> Tensor:
    return of_words(network.encoder(encoded.pieces, encoded.features, encoded.mask).float(), encoded.first_piece)


def _inner(text: LabelledText) -> Tensor:
    found = torch.zeros(len(text.encoded.words))
    found[[anchor for anchor, inner in zip(text.anchors, text.inner, strict=True) if inner]] = 1.0
    return found


def _train_inner(head: nn.Module, words: Tensor, answers: Tensor, seed: int) -> None:
    def loss(rows: np.ndarray) -> Tensor:
        return functional.binary_cross_entropy_with_logits(head(words[rows])[:, 0], answers[rows])

    _train(head, loss, len(words), INNER_ROUNDS, WORDS_TOGETHER, seed)


def _train_acts(head: ActHead, found: ActExamples, seed: int) -> None:
    def loss(rows: np.ndarray) -> Tensor:
        return acts_loss(head.of_features(found.features[rows]), found.answers[rows])

    _train(head, loss, len(found.features), ACT_ROUNDS, ACTS_TOGETHER, seed)


def _train(
    head: nn.Module, loss: Callable[[np.ndarray], Tensor], count: int, rounds: int, together: int, seed: int
) -> None:
    torch.manual_seed(seed)
    for part in head.modules():
        if isinstance(part, nn.Linear):
            part.reset_parameters()
    optimiser = torch.optim.AdamW(head.parameters(), lr=RATE, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.LinearLR(optimiser, 1.0, 1.0 / rounds, rounds - 1)
    rng = np.random.default_rng(seed)
    head.train()
    for _ in range(rounds):
        for rows in np.array_split(rng.permutation(count), max(1, count // together)):
            optimiser.zero_grad(set_to_none=True)
            loss(rows).backward()
            optimiser.step()
        schedule.step()
    head.eval()
