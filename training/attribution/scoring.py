"""A bundle over whole articles, scored as `sayso extract --plain` would be, inner statements left out."""

from __future__ import annotations

import importlib.util
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

from sayso.library import extract
from sayso.model.encoder import AttributionModel
from training.attribution.polnear import AnnotatedArticle

Figures = dict[str, float]

FIGURES = (
    "linked",
    "triple",
    "exact.source",
    "exact.cue",
    "exact.content",
    "token.source",
    "token.cue",
    "token.content",
)


def load_scorer(path: Path) -> ModuleType:
    """Load the scorer from its file: it is kept outside this repository, so that nobody tunes it."""
    spec = importlib.util.spec_from_file_location("score_attribution", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(f"{path} is not a Python file: give the path of score_attribution.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def counted(model: AttributionModel, articles: Sequence[AnnotatedArticle], scorer: ModuleType) -> Counter:
    """Return what the scorer counts over the articles, as the model is set."""
    total: Counter[tuple[str, str]] = Counter()
    for article in articles:
        gold = [{"source": a.source, "cue": a.cue, "content": a.content} for a in article.attributions]
        rows = [row for row in extract(article.text, model=model) if row.parent is None]
        predicted = [
            {role: [(piece.start, piece.end) for piece in getattr(row, role)] for role in ("source", "cue", "content")}
            for row in rows
        ]
        total += scorer.count(gold, predicted, scorer.tokens(article.text))
    return total


def f1(total: Counter, scorer: ModuleType) -> Figures:
    """Return F1 by figure."""
    return {figure: round(scorer.prf(total, figure)[2], 4) for figure in FIGURES}
