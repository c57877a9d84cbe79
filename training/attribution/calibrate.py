"""How often statements are right that the network says so much of: the points that `calibrated` reads confidence off.

Right is what PolNeAR's annotators have too: the cues meet, and source and content each share half their words. The
points are made on the project's own test, which the network was not trained on, and checked on dev.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sayso.library import extract
from sayso.model.encoder import AttributionModel
from sayso.records import Span
from training.attribution.polnear import AnnotatedArticle, Attribution

WORD = re.compile(r"\w+|[^\w\s]")
BINS = 12
"""Points at most: so many groups of statements of like confidence."""
TENTHS = 10
HALF = 0.5


@dataclass(frozen=True)
class Outcome:
    """What the network said of a statement, and whether a person found it too."""

    said: float
    right: bool


def outcomes(model: AttributionModel, articles: Sequence[AnnotatedArticle]) -> list[Outcome]:
    """Return the outcome of each outermost statement that is extracted from the articles."""
    found = []
    for article in articles:
        rows = [row for row in extract(article.text, model=model) if row.parent is None]
        spans = [
            Attribution(*(tuple(Span(p.start, p.end) for p in each) for each in (r.source, r.cue, r.content)))
            for r in rows
        ]
        matched = _matched(article, spans)
        found += [Outcome(row.confidence, i in matched) for i, row in enumerate(rows)]
    return found


def points(found: Sequence[Outcome]) -> list[tuple[float, float]]:
    """Return (said, right) by groups of equal size, made to rise (pool adjacent violators: Ayer et al. 1955)."""
    rows = sorted(found, key=lambda one: one.said)
    groups = [[one.said, one.right] for one in rows]
    pooled: list[tuple[float, float, int]] = []
    for part in np.array_split(np.array(groups, dtype=np.float64), min(BINS, len(groups))):
        pooled.append((float(part[:, 0].mean()), float(part[:, 1].mean()), len(part)))
        while len(pooled) > 1 and pooled[-2][1] >= pooled[-1][1]:
            (a, b, n), (c, d, m) = pooled[-2:]
            pooled[-2:] = [((a * n + c * m) / (n + m), (b * n + d * m) / (n + m), n + m)]
    return [(round(said, 4), round(right, 4)) for said, right, _ in pooled]


def tenths(found: Sequence[Outcome]) -> list[tuple[float, float, int]]:
    """Return (mean confidence, share that is right, count) of the statements in each tenth that has some."""
    numbers = [min(TENTHS - 1, int(one.said * TENTHS)) for one in found]
    rows = []
    for number in sorted(set(numbers)):
        some = [one for one, n in zip(found, numbers, strict=True) if n == number]
        rows.append((sum(o.said for o in some) / len(some), sum(o.right for o in some) / len(some), len(some)))
    return rows


def calibration_error(found: Sequence[Outcome]) -> float:
    """Return the expected calibration error over ten bins (Guo et al. 2017).

    >>> calibration_error([Outcome(0.9, True), Outcome(0.9, False)])
    0.4
    """
    return sum(abs(said - right) * count for said, right, count in tenths(found)) / len(found)


def words_of_roles(text: str, found: Sequence[Attribution]) -> list[tuple[frozenset[int], ...]]:
    """Return the numbers of the words of each attribution's source, cue and content."""
    words = np.array([match.span() for match in WORD.finditer(text)])
    return [_words(one, words) for one in found]


def agree(one: Sequence[frozenset[int]], other: Sequence[frozenset[int]]) -> bool:
    """Return whether the cues meet, and source and content each share half their words."""
    return bool(one[1] & other[1]) and all(_overlap(one[role], other[role]) >= HALF for role in (0, 2))


def _matched(article: AnnotatedArticle, predicted: Sequence[Attribution]) -> set[int]:
    gold, ours = words_of_roles(article.text, article.attributions), words_of_roles(article.text, predicted)
    pairs = sorted(
        (
            (sum(_overlap(a, b) for a, b in zip(x, y, strict=True)), i, j)
            for i, x in enumerate(gold)
            for j, y in enumerate(ours)
            if agree(x, y)
        ),
        reverse=True,
    )
    taken: set[int] = set()
    matched: set[int] = set()
    for _, i, j in pairs:
        if i not in taken and j not in matched:
            taken.add(i)
            matched.add(j)
    return matched


def _words(one: Attribution, words: np.ndarray) -> tuple[frozenset[int], ...]:
    return tuple(
        frozenset(int(i) for s in spans for i in np.flatnonzero((words[:, 0] < s.end) & (words[:, 1] > s.start)))
        for spans in (one.source, one.cue, one.content)
    )


def _overlap(one: frozenset[int], other: frozenset[int]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 1.0
