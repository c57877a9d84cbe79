"""The scores that several windows give one anchor, taken together.

An anchor stands in every window that overlaps it. One near a window's edge sees half of a long quotation; the mean of
the windows' scores, over all words that any of them covers, sees all of it, and is steadier where they overlap.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from sayso.annotate.encoding import Window
from sayso.model.encoder import AnchorScores


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The least mean probability of an outermost statement's anchor, and of an inner one's."""

    outer: float
    inner: float = math.inf


def together(scored: Iterable[tuple[Window, Sequence[AnchorScores]]], least: Thresholds) -> Iterator[AnchorScores]:
    """Yield one record for each anchor whose mean probability reaches its threshold, in text order, as the windows are.

    `scored` has what the model says of each window, counted from the window's first word; what is yielded counts from
    the text's. A window that covers an anchor and does not name it counts as probability 0. An anchor is yielded as
    soon as a window begins after it: the scores of a few windows are held at a time, however many there are.
    """
    waiting: dict[int, list[AnchorScores]] = {}
    near: list[Window] = []
    for window, rows in scored:
        yield from _settled(waiting, near, window.first_word, least)
        near = [one for one in near if one.last_word > window.first_word] + [window]
        for row in rows:
            at = row.anchor + window.first_word
            moved = AnchorScores(at, row.probability, window.first_word, row.emissions, row.steps, row.inner, row.acts)
            waiting.setdefault(at, []).append(moved)
    yield from _settled(waiting, near, math.inf, least)


def _settled(
    waiting: dict[int, list[AnchorScores]], near: Sequence[Window], before: float, least: Thresholds
) -> Iterator[AnchorScores]:
    """Take the anchors that stand before a word out of those that wait; `near` are the windows that may cover them."""
    for anchor in sorted(at for at in waiting if at < before):
        rows = waiting.pop(anchor)
        covering = sum(window.first_word <= anchor < window.last_word for window in near)
        probability, inner = (
            sum(each) / covering for each in zip(*((r.probability, r.inner) for r in rows), strict=True)
        )
        if probability >= least.outer or inner >= least.inner:
            yield _mean(rows, probability, inner)


def _mean(rows: Sequence[AnchorScores], probability: float, inner: float) -> AnchorScores:
    if len(rows) == 1:
        [row] = rows
        return AnchorScores(row.anchor, probability, row.first_word, row.emissions, row.steps, inner, row.acts)
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
    emissions /= count[:, None]
    steps /= count[:, None, None]
    acts = np.stack([row.acts for row in rows]).mean(axis=0)
    return AnchorScores(rows[0].anchor, probability, first, emissions, steps, inner, acts)
