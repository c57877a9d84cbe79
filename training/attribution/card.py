"""The model's card: data, licences, figures, and the command that made it."""

from __future__ import annotations

from pathlib import Path

TEMPLATE = Path(__file__).with_name("card_template.md")


def write_card(settings: dict, figures: dict[str, tuple[float, float]], others: dict[str, float], path: Path) -> None:
    """Fill the card's template."""
    template = TEMPLATE.read_text(encoding="utf-8")
    rows = "\n".join(f"| {name} | {dev:.3f} | {test:.3f} |" for name, (dev, test) in figures.items())
    path.write_text(template.format(**{**settings, **others}, figures=rows), encoding="utf-8")
