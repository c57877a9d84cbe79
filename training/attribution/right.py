"""How likely a statement is right, given what the network says: the weights of sayso.extract.confidence.likely_right.

    python -m training.attribution.right --data DATA --scorer EVAL/score_attribution.py --out FOLDER [--bundle BUNDLE]

DATA holds PolNeAR in polnear/. A logistic regression over the candidates of the project's own test, which the network
was not trained on. A candidate is right where it agrees with what a person marked: the cues meet, and source and
content each share half their words. The threshold is chosen on dev. FOLDER gets the bundle with both, the network as it
was; the command prints dev's figures, and the own test's by ten folds of its articles.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import numpy as np

from sayso.annotate.articles import annotate
from sayso.extract.candidates import Words, decoded, spans_of
from sayso.extract.confidence import SURE, Evidence
from sayso.extract.roles import CONTENT, CUE, SOURCE
from sayso.model.bundle import open_bundle, shipped
from sayso.model.encoder import AttributionModel
from sayso.model.onnx import OnnxAttribution
from sayso.records import Article, Line, Role
from training.attribution.calibrate import agree, calibration_error, outcomes, words_of_roles
from training.attribution.manifest import rewrite_manifest
from training.attribution.polnear import AnnotatedArticle, Attribution, is_own_test, lines_of, read_split
from training.attribution.reliability import reliability_svg
from training.attribution.scoring import FIGURES, counted, f1, load_scorer
from training.attribution.tune import best_threshold

FOLDS = 10
STEPS = 30
"""Of Newton's method, which needs a dozen."""
SHRINK = 1.0
"""Half of this times the squared weights, of parts that are scaled to a spread of 1, is added to the loss (ridge)."""


@dataclass(frozen=True)
class Example:
    """A candidate: the probability of its anchor, what else speaks for it, and whether a person found it too."""

    anchor: float
    evidence: Evidence
    right: bool


def examples(model: AttributionModel, articles: Sequence[AnnotatedArticle]) -> list[Example]:
    """Return the candidates of the articles, every anchor that the model looks at."""
    return [one for article in articles for one in _of_article(model, article)]


def fitted(some: Sequence[Example]) -> tuple[float, ...]:
    """Return the constant and the weights of the anchor's log-odds and of each of the evidence, by Newton's method."""
    anchors = np.clip(np.array([one.anchor for one in some]), SURE, 1 - SURE)
    parts = np.column_stack([np.log(anchors / (1 - anchors)), np.array([one.evidence for one in some], dtype=float)])
    answers = np.array([one.right for one in some], dtype=float)
    mean, spread = parts.mean(axis=0), parts.std(axis=0) + 1e-6
    rows = np.column_stack([np.ones(len(some)), (parts - mean) / spread])
    weights, shrink = np.zeros(rows.shape[1]), SHRINK * np.eye(rows.shape[1])
    shrink[0, 0] = 0.0
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-rows @ weights))
        bend = (rows.T * (likely * (1 - likely))) @ rows + shrink
        weights = weights - np.linalg.solve(bend, rows.T @ (likely - answers) + shrink @ weights)
    slopes = weights[1:] / spread
    return tuple(round(float(one), 4) for one in (weights[0] - slopes @ mean, *slopes))


def fold_of(article: AnnotatedArticle) -> int:
    """Return the fold of an article, by a hash of its name."""
    return int(hashlib.sha256(article.doc_id.encode()).hexdigest(), 16) // FOLDS % FOLDS  # not that of the own test


def _of_article(model: AttributionModel, article: AnnotatedArticle) -> Iterator[Example]:
    lines = tuple(Line(*span, Role.BODY) for span in lines_of(article.text))
    paragraphs = np.array([line.start for line in lines])
    [notes] = annotate([Article(article.doc_id, article.doc_id, article.text, lines)], model)
    numbers = np.searchsorted(paragraphs, notes.words[:, 0], side="right")
    words = Words(notes.words, notes.parts, notes.breaks, numbers)
    found = list(decoded(words, model.start, notes.anchors))
    spans = [Attribution(*(spans_of(notes.words, runs[s]) for s in (SOURCE, CUE, CONTENT))) for _, runs, _ in found]
    gold = words_of_roles(article.text, article.attributions)
    for (anchor, runs, overlaps), ours in zip(found, words_of_roles(article.text, spans), strict=True):
        evidence = Evidence.of(overlaps, sourceless=not runs[SOURCE])
        yield Example(anchor.probability, evidence, any(agree(one, ours) for one in gold))


def settled(
    bundle: Path, dev: Sequence[AnnotatedArticle], own_test: Sequence[AnnotatedArticle], scorer: ModuleType
) -> tuple[dict, dict[str, tuple[float, float]]]:
    """Return the bundle's weights and threshold, and F1 by figure on dev and, by folds of articles, on the own test."""
    model = OnnxAttribution(open_bundle(bundle))
    model.calibration = ()
    folds = [[a for a in own_test if fold_of(a) == n] for n in range(FOLDS)]
    parts = [examples(model, some) for some in folds]
    right = model.right = fitted([one for part in parts for one in part])
    model.threshold, on_dev = best_threshold(model, dev, scorer)
    total: Counter = Counter()
    for n, some in enumerate(folds):
        model.right = fitted([one for m, part in enumerate(parts) if m != n for one in part])
        total += counted(model, some, scorer)
    on_test = f1(total, scorer)
    settings = {"right": list(right), "threshold": model.threshold, "calibration": []}
    return settings, {figure: (on_dev[figure], on_test[figure]) for figure in FIGURES}


def main() -> None:
    """Run the command."""
    args = _arguments()
    if args.out.resolve() == args.bundle.resolve():
        raise SystemExit(f"{args.out} is the bundle itself: give another folder with --out.")
    own_test = [a for a in read_split(args.data / "polnear" / "train") if is_own_test(a.doc_id)]
    dev = read_split(args.data / "polnear" / "dev")
    settings, figures = settled(args.bundle, dev, own_test, load_scorer(args.scorer))
    for name, (on_dev, on_test) in figures.items():
        print(f"{name:14s} dev {on_dev:.4f}, own test {on_test:.4f}")
    shutil.copytree(args.bundle, args.out, dirs_exist_ok=True)
    version = rewrite_manifest(args.out, settings)
    of_dev = outcomes(OnnxAttribution(open_bundle(args.out)), dev)
    (args.out / "reliability.svg").write_text(reliability_svg(of_dev), encoding="utf-8")
    print(f"calibration error on dev {calibration_error(of_dev):.4f}; the bundle, version {version}, is in {args.out}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with polnear")
    parser.add_argument("--scorer", type=Path, required=True, help="score_attribution.py")
    parser.add_argument("--bundle", type=Path, default=shipped(), help="the bundle, if not the package's")
    parser.add_argument("--out", type=Path, required=True, help="folder for the bundle with the new weights")
    return parser.parse_args()


if __name__ == "__main__":
    main()
