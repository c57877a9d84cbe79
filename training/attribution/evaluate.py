"""The network in PyTorch, run over whole articles and scored as `sayso extract --plain` would be."""

from __future__ import annotations

import random

import torch
from tokenizers import Tokenizer

from sayso.annotate.anchors import Thresholds, together
from sayso.annotate.encoding import windows
from sayso.model.encoder import AnchorScores
from sayso.model.onnx import FLOOR
from training.attribution.examples import LabelledText, collate
from training.attribution.loading import moved
from training.attribution.network import AttributionNetwork, of_words


@torch.no_grad()
def anchor_scores(
    network: AttributionNetwork, text: LabelledText, tokenizer: Tokenizer, length: int, stride: int, threshold: float
) -> list[AnchorScores]:
    """Return the anchors of the text, as the exported model and the annotate stage give them."""
    cut = windows(text.encoded, length, stride)
    if not cut:
        return []
    batch = collate([(text, w) for w in cut], tokenizer, 0.0, random.Random(0))
    encoded = moved(batch.encoded, str(network.head.start.device))
    words = of_words(network.encoder(encoded.pieces, encoded.features, encoded.mask).float(), encoded.first_piece)
    probability = torch.sigmoid(network.anchors(words)) * encoded.word_mask[..., None]
    chosen, place = torch.nonzero(probability.max(dim=-1).values >= FLOOR, as_tuple=True)
    emissions, steps = network.head(words, chosen, place)
    acts = network.acts(words, encoded.word_mask.float(), chosen, place, emissions)
    probability, emissions, steps, acts = (one.cpu() for one in (probability, emissions, steps, acts))
    found: list[list[AnchorScores]] = [[] for _ in cut]
    for n, (b, p) in enumerate(zip(chosen.tolist(), place.tolist(), strict=True)):
        size = cut[b].last_word - cut[b].first_word
        outer, inner = probability[b, p].tolist()
        scores = emissions[n, :size].numpy(), steps[n, :size].numpy()
        found[b].append(AnchorScores(p, outer, 0, *scores, inner, acts[n].numpy()))
    return list(together(zip(cut, found, strict=True), Thresholds(threshold)))
