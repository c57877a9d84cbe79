"""The sieve's card: what it is, what it learnt from, and how many links it costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from training.sieve.passing import Passing
from training.sieve.train import Recipe

CARD = "MODEL_CARD.md"


def write_card(
    recipe: Recipe, found: Mapping[str, Sequence[Passing]], taught_by: str, sizes: Mapping[str, int], bundle: Path
) -> None:
    """Fill the template, and put it beside the weights; the trials were logged by hand in tried.md."""
    template, tried = (
        (Path(__file__).parent / name).read_text(encoding="utf-8") for name in ("card_template.md", "tried.md")
    )
    figures = "\n".join(
        f"| {part}, {one.pages} | {one.pairs} | {' | '.join(map(str, one.links.values()))} |"
        for part, some in found.items()
        for one in some
    )
    filled = template.format(
        **asdict(recipe), **sizes, taught_by=taught_by, figures=figures, tried=tried.strip().partition("\n\n")[2]
    )
    (bundle / CARD).write_text(filled, encoding="utf-8", newline="\n")
