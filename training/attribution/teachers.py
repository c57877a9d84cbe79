"""What several trained networks say of unlabelled windows, for one network to learn from (distillation).

Teachers differ in their seeds, and each comes twice: a general one, trained on PolNeAR foremost, and a special one,
trained further on the articles that the project annotated for inner statements and acts. Of outermost anchors, roles,
names and references the general ones' mean is taught, of inner anchors and acts the special ones'. Everything is taught
as probabilities (Hinton et al. 2015); of a statement's roles the probability of each step of the CRF (Wang et al.
2020, "Structure-level knowledge distillation"), which is the gradient of the log-partition function.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from sayso.extract.acts import ACTS, FLAGS, TONES
from training.attribution.examples import Encoded
from training.attribution.network import AttributionNetwork, crf_log_partition, half_precision, of_words

PARTS_OF_ACT = [len(ACTS), len(FLAGS), len(TONES)]

TAUGHT_ANCHOR = 0.15
"""Roles and acts are taught of the words that are anchors with at least this probability, weighted by it."""

REFERS = 0.3
"""A word's antecedents are taught where it refers back to something with at least this probability."""


@dataclass(frozen=True)
class Teachers:
    """The networks that are learnt from; those with one index were trained from one seed."""

    general: Sequence[AttributionNetwork]
    special: Sequence[AttributionNetwork]


@dataclass(frozen=True)
class Taught:
    """What the teachers say of a batch.

    `outer`, `inner` `[b, words]`: probability of an anchor. Of the `n` words that are likely ones, `batch`, `place`
    and `weight` `[n]`, the expected counts `at` `[n, words, 4]` of each state and `step` `[n, words, 4, 4]` of each
    step, and `acts` `[n, acts + flags + tones]` as probabilities. `names` `[b, words, tags]`; `references`
    `[b, words, 1 + words]`.
    """

    outer: Tensor
    inner: Tensor
    batch: Tensor
    place: Tensor
    weight: Tensor
    first: Tensor
    at: Tensor
    step: Tensor
    acts: Tensor
    names: Tensor
    references: Tensor


@torch.no_grad()
def taught(teachers: Teachers, encoded: Encoded) -> Taught:
    """Return what the teachers say of the windows; nothing may be masked in them."""
    known = encoded.word_mask.float()
    once = {id(network): network for network in (*teachers.general, *teachers.special)}  # one may be of both kinds
    words = {key: _words(network, encoded) for key, network in once.items()}
    general, special = ([words[id(n)] for n in some] for some in (teachers.general, teachers.special))
    outer = _mean([n.head.anchors(w)[..., 0].sigmoid() for n, w in zip(teachers.general, general, strict=True)]) * known
    inner = _mean([n.inner(w)[..., 0].sigmoid() for n, w in zip(teachers.special, special, strict=True)]) * known
    batch, place = torch.nonzero(torch.maximum(outer, inner) >= TAUGHT_ANCHOR, as_tuple=True)
    at = batch, place
    general_roles = [n.head(w, *at) for n, w in zip(teachers.general, general, strict=True)]
    special_roles = [n.head(w, *at) for n, w in zip(teachers.special, special, strict=True)]
    of_inner = (inner[at] > outer[at])[:, None, None]
    emissions = torch.where(of_inner, *(_mean([e for e, _ in rows]) for rows in (special_roles, general_roles)))
    steps = torch.where(of_inner[..., None], *(_mean([s for _, s in rows]) for rows in (special_roles, general_roles)))
    start = _mean([n.head.start for n in teachers.general])
    first, counts, step_counts = _expected(start, emissions, steps, encoded.word_mask[batch])
    acts = [
        _act_probabilities(n.acts(w, known, *at, e))
        for n, w, (e, _) in zip(teachers.special, special, special_roles, strict=True)
    ]
    names = _mean([n.names(w).softmax(-1) for n, w in zip(teachers.general, general, strict=True)])
    references = _mean([n.references(w).softmax(-1) for n, w in zip(teachers.general, general, strict=True)])
    weight = torch.maximum(outer, inner)[at]
    return Taught(outer, inner, batch, place, weight, first, counts, step_counts, _mean(acts), names, references)


def distillation_losses(network: AttributionNetwork, words: Tensor, known: Tensor, said: Taught) -> dict[str, Tensor]:
    """Return the losses of `anchors`, `inner`, `roles`, `acts`, `names` and `references` against what is taught."""
    weight = said.weight
    losses = {
        "anchors": _anchor_loss(network.head.anchors(words)[..., 0], said.outer, known),
        "inner": _anchor_loss(network.inner(words)[..., 0], said.inner, known),
        "names": _soft(network.names(words)[known], said.names[known]).mean(),
    }
    asked = known & (1.0 - said.references[..., 0] >= REFERS)
    if asked.any():
        losses["references"] = _soft(network.references(words)[asked], said.references[asked]).mean()
    if len(weight):
        emissions, steps = network.head(words, said.batch, said.place)
        roles = crf_log_partition(network.head.start, emissions, steps, known[said.batch])
        score = said.first @ network.head.start + (said.at * emissions).sum((1, 2)) + (said.step * steps).sum((1, 2, 3))
        losses["roles"] = ((roles - score) * weight).sum() / weight.sum()
        logits = network.acts(words, known.float(), said.batch, said.place, emissions)
        losses["acts"] = (_acts_loss(logits, said.acts) * weight).sum() / weight.sum()
    return losses


def _words(network: AttributionNetwork, encoded: Encoded) -> Tensor:
    with half_precision(encoded.pieces.device):
        hidden = network.encoder(encoded.pieces, encoded.features, encoded.mask)
    return of_words(hidden.float(), encoded.first_piece)


def _mean(rows: Sequence[Tensor]) -> Tensor:
    return torch.stack(list(rows)).mean(0)


def _expected(start: Tensor, emissions: Tensor, steps: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Return how often a path drawn from the CRF starts in a state, is in each at each word, and takes each step."""
    with torch.enable_grad():
        inputs = [one.detach().clone().requires_grad_() for one in (start.expand(len(emissions), -1), emissions, steps)]
        crf_log_partition(*inputs, mask).sum().backward()
    first, at, step = (one.grad if one.grad is not None else torch.zeros_like(one) for one in inputs)
    return first, at, step


def _act_probabilities(logits: Tensor) -> Tensor:
    act, flags, tone = logits.split(PARTS_OF_ACT, dim=-1)
    return torch.cat([act.softmax(-1), flags.sigmoid(), tone.softmax(-1)], dim=-1)


def _acts_loss(logits: Tensor, answers: Tensor) -> Tensor:
    (act, flags, tone), (of_act, of_flags, of_tone) = (x.split(PARTS_OF_ACT, dim=-1) for x in (logits, answers))
    of_flag = functional.binary_cross_entropy_with_logits(flags, of_flags, reduction="none").mean(-1)
    return _soft(act, of_act) + of_flag + _soft(tone, of_tone)


def _anchor_loss(logits: Tensor, likely: Tensor, known: Tensor) -> Tensor:
    total = functional.binary_cross_entropy_with_logits(logits[known], likely[known], reduction="sum")
    return total / likely.sum().clamp(min=1.0)


def _soft(logits: Tensor, likely: Tensor) -> Tensor:
    return -(likely * logits.log_softmax(-1)).sum(-1)
