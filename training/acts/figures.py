"""Figures: macro-F1 with a bootstrap interval, the calibration's temperature and error."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sayso.model.acts import TYPES

Logits = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]
RESAMPLES = 2000
BINS = 10


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures of one set of predictions; `by_type` holds (sentences, F1), `low` and `high` bound the macro-F1."""

    macro: float
    low: float
    high: float
    accuracy: float
    temperature: float
    error: float
    """Expected calibration error at that temperature."""
    by_type: dict[str, tuple[int, float]]


def measured(logits: Logits, labels: Labels) -> Measured:
    """Return the figures of `logits` `[sentences, types]` against `labels` `[sentences]`."""
    predicted = logits.argmax(-1)
    scores, counts = type_f1(labels, predicted), np.bincount(labels, minlength=len(TYPES))
    best = temperature(logits, labels)
    return Measured(
        float(scores.mean()),
        *interval(labels, predicted),
        accuracy=float((predicted == labels).mean()),
        temperature=best,
        error=calibration_error(logits / best, labels),
        by_type=dict(zip(TYPES, zip(counts.tolist(), scores.tolist(), strict=True), strict=True)),
    )


def type_f1(labels: Labels, predicted: Labels) -> npt.NDArray[np.float64]:
    """Return the F1 of each type.

    >>> type_f1(np.array([0, 0, 1]), np.array([0, 1, 1]))[:3].round(3).tolist()
    [0.667, 0.667, 0.0]
    """
    right = np.bincount(labels[labels == predicted], minlength=len(TYPES))
    both = np.bincount(labels, minlength=len(TYPES)) + np.bincount(predicted, minlength=len(TYPES))
    return 2 * right / np.maximum(both, 1)


def interval(labels: Labels, predicted: Labels, seed: int = 0) -> tuple[float, float]:
    """Return the 95% bootstrap interval of the macro-F1: sentences are drawn anew, `RESAMPLES` times."""
    chance = np.random.default_rng(seed)
    draws = (chance.integers(len(labels), size=len(labels)) for _ in range(RESAMPLES))
    found = [type_f1(labels[draw], predicted[draw]).mean() for draw in draws]
    low, high = np.percentile(found, [2.5, 97.5]).tolist()
    return low, high


def temperature(logits: Logits, labels: Labels) -> float:
    """Return what to divide the logits by for the best log-likelihood (Guo et al. 2017), to two decimals."""
    tried = np.arange(0.3, 3.0, 0.01)
    return round(float(tried[np.argmin([_log_loss(logits / one, labels) for one in tried])]), 2)


def calibration_error(logits: Logits, labels: Labels) -> float:
    """Return the expected calibration error of the likeliest type, over `BINS` equal bins."""
    chances = probabilities(logits)
    said, right = chances.max(-1), chances.argmax(-1) == labels
    bins = np.minimum((said * BINS).astype(int), BINS - 1)
    gaps = [abs(said[bins == b].mean() - right[bins == b].mean()) * (bins == b).mean() for b in set(bins.tolist())]
    return float(sum(gaps))


def probabilities(logits: Logits) -> Logits:
    """Return the softmax over the last axis."""
    powers = np.exp(logits - logits.max(-1, keepdims=True))
    return np.asarray(powers / powers.sum(-1, keepdims=True))


def _log_loss(logits: Logits, labels: Labels) -> float:
    return float(-np.log(probabilities(logits)[np.arange(len(labels)), labels] + 1e-12).mean())
