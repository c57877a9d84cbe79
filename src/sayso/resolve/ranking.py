"""Which of several candidates a pronoun or description stands for: a log-linear model over named features.

The model is a ranker of candidates against one another and against nobody (Denis and Baldridge, "Specialized models and
ranking for coreference resolution", EMNLP 2008). Its weights are a small table that can be read and checked by eye;
`training/speakers` writes it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources

NOBODY = "nobody"
"""The feature of the choice that none of the candidates is meant."""

Features = Mapping[str, float]
Weights = Mapping[str, float]


@cache
def shipped_weights(name: str = "ranking.json") -> Weights:
    """Return the weights that came with the package: feature -> weight."""
    text = (resources.files(__package__) / name).read_text(encoding="utf-8")
    weights: dict[str, float] = json.loads(text)["weights"]
    return weights


def crossed(kind: str, features: Features) -> dict[str, float]:
    """Return the features once as they are and once as those of one kind of source (`he`, `it`, `office`, ..).

    >>> crossed("he", {"sentence 0": 1.0})
    {'sentence 0': 1.0, 'he: sentence 0': 1.0}
    """
    return {**features, **{f"{kind}: {name}": value for name, value in features.items()}}


def probabilities(kind: str, candidates: Sequence[Features], weights: Weights) -> list[float]:
    """Return each candidate's probability; what is missing to 1 is nobody's."""
    known: dict[str, float] = {}
    totals = [_total(kind, one, weights, known) for one in candidates]
    nobody = _total(kind, {NOBODY: 1.0}, weights, known)
    most = max([nobody, *totals])
    parts = [math.exp(value - most) for value in totals]
    whole = sum(parts) + math.exp(nobody - most)
    return [part / whole for part in parts]


def _total(kind: str, features: Features, weights: Weights, known: dict[str, float]) -> float:
    """Return the weighted sum of the features and of their crossings with the kind of source.

    `known` keeps a feature's weight, as candidates have the most in common.
    """
    sum_ = 0.0
    for name, value in features.items():
        weight = known.get(name)
        if weight is None:
            weight = known[name] = weights.get(name, 0.0) + weights.get(f"{kind}: {name}", 0.0)
        sum_ += value * weight
    return sum_
