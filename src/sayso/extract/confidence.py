"""What the network says of a statement -> how often such statements are right.

Two steps, each fitted to "found by a person too" over articles that the model was not trained on; what they need comes
with the weights. A logistic regression over the anchor's probability and the expected overlaps of the three roles says
how likely a statement is right: an anchor may be sure, and nobody sure where its content ends. Points, where there are
any, then correct it (isotonic regression, Zadrozny and Elkan 2002), by judgements on a newsroom's own pages, say.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

SURE = 1e-4
"""The least probability of an anchor, and of none: the odds of what is certain have no logarithm."""


class Evidence(NamedTuple):
    """What speaks for a statement beside its anchor: expected overlaps, 0 to 1, and whether it has no source."""

    source: float
    cue: float
    content: float
    sourceless: bool

    @classmethod
    def of(cls, overlaps: Sequence[float], *, sourceless: bool) -> Evidence:
        """Return the evidence, given the overlaps of source, cue and content."""
        source, cue, content = overlaps
        return cls(source, cue, content, sourceless)


def likely_right(anchor: float, evidence: Evidence, weights: Sequence[float]) -> float:
    """Return the probability that a statement is right, given its anchor's.

    `weights` are the constant, then those of the anchor's log-odds and of each of the evidence.

    >>> weights = (-5.0, 0.5, 2.0, 1.0, 2.0, -0.5)
    >>> round(likely_right(0.9, Evidence(1.0, 1.0, 1.0, sourceless=False), weights), 2)
    0.75
    >>> round(likely_right(0.9, Evidence(1.0, 1.0, 0.4, sourceless=False), weights), 2)
    0.47
    """
    anchor = min(max(anchor, SURE), 1 - SURE)
    parts = 1.0, math.log(anchor / (1 - anchor)), *evidence
    return 1 / (1 + math.exp(-sum(weight * part for weight, part in zip(weights, parts, strict=True))))


def calibrated(said: float, points: Sequence[tuple[float, float]]) -> float:
    """Return the confidence on the line between the points, rounded to four decimals; without points, what was said.

    The points are in rising order; outside them the nearest one's confidence holds.

    >>> calibrated(0.7, [(0.6, 0.4), (0.8, 0.7)])
    0.55
    >>> calibrated(0.99, [(0.6, 0.4), (0.8, 0.7)])
    0.7
    """
    if not points:
        return round(said, 4)
    if said <= points[0][0]:
        return round(points[0][1], 4)
    for (low, below), (high, above) in pairwise(points):
        if said <= high:
            return round(below + (above - below) * (said - low) / (high - low), 4)
    return round(points[-1][1], 4)
