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

CANDIDATES = (0.5, 0.55, 0.6)


def tuned_threshold(
    bundle: Path, dev: Sequence[AnnotatedArticle], own_test: Sequence[AnnotatedArticle], scorer: ModuleType
) -> tuple[float, dict[str, tuple[float, float]]]:
    """Return the candidate with the highest linked F1 on dev, and its figures on both; print those of all."""
    model = OnnxAttribution(open_bundle(bundle))
    by_threshold = {}
    for threshold in CANDIDATES:
        model.threshold = threshold
        by_threshold[threshold] = _figures(model, dev, scorer)
        print(threshold, by_threshold[threshold], flush=True)
    best = max(by_threshold, key=lambda t: (by_threshold[t]["linked"], -t))
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
