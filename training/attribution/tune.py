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

CANDIDATES = (0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65)


def tuned_threshold(
    bundle: Path, dev: Sequence[AnnotatedArticle], scorer: ModuleType
) -> tuple[float, dict[str, float]]:
    """Return the candidate with the highest linked F1, and its figures; print those of all."""
    model = OnnxAttribution(open_bundle(bundle))
    by_threshold = {}
    for threshold in CANDIDATES:
        model.threshold = threshold
        by_threshold[threshold] = _figures(model, dev, scorer)
        print(threshold, by_threshold[threshold], flush=True)
    best = max(by_threshold, key=lambda t: (by_threshold[t]["linked"], -t))
    return best, by_threshold[best]


def _figures(model: OnnxAttribution, dev: Sequence[AnnotatedArticle], scorer: ModuleType) -> dict[str, float]:
    total: Counter[tuple[str, str]] = Counter()
    for article in dev:
        gold = [{"source": a.source, "cue": a.cue, "content": a.content} for a in article.attributions]
        rows = extract(article.text, model=model)
        predicted = [
            {role: [(piece.start, piece.end) for piece in getattr(row, role)] for role in ("source", "cue", "content")}
            for row in rows
        ]
        total += scorer.count(gold, predicted, scorer.tokens(article.text))
    return {figure: round(scorer.prf(total, figure)[2], 4) for figure in FIGURES}
