"""A log-linear ranker with an L2 penalty, fitted by Adam over all choices at once: a few thousand rows, numpy alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sayso.resolve.ranking import NOBODY, crossed

STEPS, RATE = 300, 0.05


@dataclass(frozen=True, slots=True)
class Example:
    """One choice: the kind of source, the candidates' features, and the numbers of those that are right (or none)."""

    kind: str
    features: tuple[Mapping[str, float], ...]
    right: tuple[int, ...]


def fit(examples: Sequence[Example], penalty: float, prior: Mapping[str, float]) -> dict[str, float]:
    """Return feature -> weight; features that hardly weigh are left out. The penalty pulls weights to the prior's."""
    names: dict[str, int] = {}
    rows, columns, values, starts, right = [], [], [], [], []
    row = 0
    for example in examples:
        starts.append(row)
        choices = [*example.features, {NOBODY: 1.0}]
        for number, features in enumerate(choices):
            for name, value in crossed(example.kind, features).items():
                rows.append(row)
                columns.append(names.setdefault(name, len(names)))
                values.append(value)
            last = number == len(choices) - 1
            right.append(float(number in example.right or (last and not example.right)))
            row += 1
    table = np.zeros((row, len(names)), dtype=np.float32)
    table[rows, columns] = values
    before = np.array([prior.get(name, 0.0) for name in names])
    weights = _adam(table, np.array(starts), np.array(right, dtype=np.float32), penalty, before)
    seen = dict.fromkeys(names)
    kept = {name: weight for name, weight in prior.items() if name not in seen}
    return kept | {name: round(float(weights[n]), 3) for name, n in sorted(names.items()) if abs(weights[n]) >= 0.02}


def _adam(table: np.ndarray, starts: np.ndarray, right: np.ndarray, penalty: float, prior: np.ndarray) -> np.ndarray:
    weights = prior.copy()
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        gradient = _gradient(table, starts, right, weights) + penalty * (weights - prior)
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.999 * square + 0.001 * gradient**2
        rate = RATE * (1 - step / (STEPS + 1))
        weights -= rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return weights


def _gradient(table: np.ndarray, starts: np.ndarray, right: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return the gradient of minus the log of the probability of the right candidates, summed over the choices."""
    scores = table @ weights
    sizes = np.diff(np.append(starts, len(scores)))
    scores -= np.repeat(np.maximum.reduceat(scores, starts), sizes)
    parts = np.exp(scores)
    chosen = parts / np.repeat(np.add.reduceat(parts, starts), sizes)
    among = parts * right
    wanted = among / np.repeat(np.add.reduceat(among, starts), sizes)
    return table.T @ (chosen - wanted)
