"""The threshold, chosen on dev by the exported model as it will run: int8 shifts probabilities a little."""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType

from sayso.model.onnx import OnnxAttribution
from training.attribution.polnear import AnnotatedArticle
from training.attribution.scoring import Figures, counted, f1

CANDIDATES = (0.3, 0.34, 0.38, 0.42, 0.46, 0.5)
"""Half of the F1 to be had is the best threshold on a probability that is true (Lipton et al. 2014)."""

FLAT = 0.002
"""F1 that is no difference: of such thresholds the lowest is taken; what it lets in can be left out by confidence."""


def best_threshold(
    model: OnnxAttribution, dev: Sequence[AnnotatedArticle], scorer: ModuleType
) -> tuple[float, Figures]:
    """Return the lowest candidate whose linked F1 on dev is the best, but for FLAT, and its figures; print all."""
    by_threshold = {}
    for threshold in CANDIDATES:
        model.threshold = threshold
        by_threshold[threshold] = f1(counted(model, dev, scorer), scorer)
        print(threshold, by_threshold[threshold], flush=True)
    most = max(figures["linked"] for figures in by_threshold.values())
    best = min(t for t, figures in by_threshold.items() if figures["linked"] >= most - FLAT)
    return best, by_threshold[best]
