"""The threshold, chosen on dev by the exported model as it will run: int8 shifts probabilities a little."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

from sayso.library import extract
from sayso.model.bundle import open_bundle
from sayso.model.onnx import OnnxAttribution
from training.attribution.evaluate import FIGURES
from training.attribution.polnear import AnnotatedArticle

CANDIDATES = (0.4, 0.45, 0.5, 0.55, 0.6, 0.65)

FLAT = 0.001
"""F1 that is no difference: of such thresholds the lowest is taken; what it lets in can be left out by confidence."""


def tuned_threshold(
    bundle: Path, dev: Sequence[AnnotatedArticle], own_test: Sequence[AnnotatedArticle], scorer: ModuleType
) -> tuple[float, dict[str, tuple[float, float]]]:
    """Return the lowest candidate whose linked F1 on dev is the best, but for FLAT, and its figures; print all."""
    model = OnnxAttribution(open_bundle(bundle))
    by_threshold = {}
    for threshold in CANDIDATES:
        model.threshold = threshold
        by_threshold[threshold] = _figures(model, dev, scorer)
        print(threshold, by_threshold[threshold], flush=True)
    most = max(figures["linked"] for figures in by_threshold.values())
    best = min(t for t, figures in by_threshold.items() if figures["linked"] >= most - FLAT)
    model.threshold = best
    on_test = _figures(model, own_test, scorer)
    return best, {figure: (by_threshold[best][figure], on_test[figure]) for figure in FIGURES}


def _figures(model: OnnxAttribution, dev: Sequence[AnnotatedArticle], scorer: ModuleType) -> dict[str, float]:
    total: Counter[tuple[str, str]] = Counter()
    for article in dev:
        gold = [{"source": a.source, "cue": a.cue, "content": a.content} for a in article.attributions]
        rows = [row for row in extract(article.text, model=model) if row.parent is None]
        predicted = [
            {role: [(piece.start, piece.end) for piece in getattr(row, role)] for role in ("source", "cue", "content")}
            for row in rows
        ]
        total += scorer.count(gold, predicted, scorer.tokens(article.text))
    return {figure: round(scorer.prf(total, figure)[2], 4) for figure in FIGURES}
