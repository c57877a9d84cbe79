"""The card that stands beside the line classifier's weights."""

from __future__ import annotations

from training.lines.network import Choices

_CARD = """# Line classifier

Tells for each line of a text copy (a page pasted as text, without HTML) how likely it is main text.

- **Kind**: {seeds} averaged networks of four dilated residual convolutions along the lines, {width} wide; 44 features
  a line; run in numpy by `sayso/clean/line_classifier.py`. No word lists are learnt: the features are shapes, shares
  and positions.
- **Data**: {pages} pages ({lines} lines) of the development part of WCXB, type article
  (github.com/Murrough-Foley/web-content-extraction-benchmark, CC BY 4.0): the visible text of each page, a line
  labelled main where it stands in the main text that people marked. Beside them {hand} invented texts with roles,
  `training/lines/roles.jsonl`.
- **Parted** by seed {split} into two halves; this file was trained on one, `benchmarks/main_text.py` measures the
  other.
- **Made by** `python -m training.lines --data FOLDER`, seeds {seed_list}, {epochs} epochs, dropout {dropout}, AdamW
  at {rate}.
- **Figures**, five folds by page over the training half, F1 of the sets of word 4-shingles of the kept lines:

| threshold | F1 |
|---|---|
{rows}
- **Limits**: trained on English pages; lines in other languages are told by shape and position alone. Lists of
  products or reviews are often cut short. A comment in full sentences may be kept.
- **SHA-256** of `lines.npz`: `{sha256}`
"""


def card(
    figures: dict[float, float],
    *,
    pages: int,
    lines: int,
    hand: int,
    sha256: str,
    split: int,
    seeds: tuple[int, ...],
    choices: Choices,
) -> str:
    """Return the card as Markdown."""
    rows = (
        "\n".join(f"| {threshold} | {f1:.4f} |" for threshold, f1 in figures.items())
        or "| - | not measured in this run |"
    )
    return _CARD.format(
        seeds=len(seeds),
        seed_list=", ".join(map(str, seeds)),
        width=choices.width,
        epochs=choices.epochs,
        dropout=choices.dropout,
        rate=choices.rate,
        pages=pages,
        lines=lines,
        hand=hand,
        split=split,
        rows=rows,
        sha256=sha256,
    )
