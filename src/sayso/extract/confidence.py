"""What the network says of a statement -> how often such statements are right.

The points come with the weights: isotonic regression (Zadrozny and Elkan 2002) of "found by a person too" on the
probability of the anchor, over articles that the model was not trained on.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise


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
