"""The scores that several windows give one anchor, taken together.

An anchor stands in every window that overlaps it. One near a window's edge sees half of a long quotation; the mean of
the windows' scores, over all words that any of them covers, sees all of it, and is steadier where they overlap.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from sayso.annotate.encoding import Window
from sayso.model.encoder import AnchorScores


def together(
    windows: Sequence[Window], found: Sequence[Sequence[AnchorScores]], threshold: float
) -> list[AnchorScores]:
    """Return one record for each anchor whose mean probability reaches `threshold`, in text order, as the windows are.

    `found` has what the model says of each window, counted from the window's first word; what is returned counts from
    the text's. A window that covers an anchor and does not name it counts as probability 0.
    """
    by_anchor: dict[int, list[AnchorScores]] = {}
    for window, rows in zip(windows, found, strict=True):
        for row in rows:
            moved = replace(row, anchor=row.anchor + window.first_word, first_word=window.first_word)
            by_anchor.setdefault(moved.anchor, []).append(moved)
    firsts, lasts = [window.first_word for window in windows], [window.last_word for window in windows]
    merged = []
    for anchor, rows in sorted(by_anchor.items()):
        covering = bisect_right(firsts, anchor) - bisect_right(lasts, anchor)
        probability = sum(row.probability for row in rows) / covering
        if probability >= threshold:
            merged.append(_mean(rows, probability))
    return merged


def _mean(rows: Sequence[AnchorScores], probability: float) -> AnchorScores:
    if len(rows) == 1:
        return replace(rows[0], probability=probability)
    first = min(row.first_word for row in rows)
    words = max(row.first_word + len(row.emissions) for row in rows) - first
    states = rows[0].emissions.shape[1]
    emissions = np.zeros((words, states), dtype=np.float32)
    steps = np.zeros((words, states, states), dtype=np.float32)
    count = np.zeros(words, dtype=np.float32)
    for row in rows:
        covered = slice(row.first_word - first, row.first_word - first + len(row.emissions))
        emissions[covered] += row.emissions
        steps[covered] += row.steps
        count[covered] += 1
    return AnchorScores(rows[0].anchor, probability, first, emissions / count[:, None], steps / count[:, None, None])
