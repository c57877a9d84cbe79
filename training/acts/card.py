"""The model's card: data, licences, figures, what was tried, and the command that made it."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from training.acts.figures import Measured
from training.acts.train import Recipe

HERE = Path(__file__).parent


def write_card(recipe: Recipe, found: Measured | None, path: Path) -> None:
    """Fill the card's template; the trials were logged by hand in tried.md."""
    template = (HERE / "card_template.md").read_text(encoding="utf-8")
    figures = _figures(found) if found else "Not measured in this run."
    tried = (HERE / "tried.md").read_text(encoding="utf-8").strip()
    settings = {**asdict(recipe), "temperature": found.temperature if found else 1.0}
    path.write_text(template.format(**settings, figures=figures, tried=tried), encoding="utf-8", newline="\n")


def _figures(found: Measured) -> str:
    rows = "\n".join(f"| {name} | {count} | {f1:.2f} |" for name, (count, f1) in found.by_type.items())
    return (
        "Five folds over the training rows, stratified, seed 0; each fold's weights are exported to int8 and run as\n"
        "sayso runs them.\n\n"
        f"- macro-F1 **{found.macro:.3f}**, 95% bootstrap interval {found.low:.3f} to {found.high:.3f}\n"
        f"- accuracy {found.accuracy:.3f}\n"
        f"- expected calibration error of the probability of the type named (ten bins): {found.error:.3f}\n\n"
        f"| type | sentences | F1 |\n|---|---|---|\n{rows}"
    )
