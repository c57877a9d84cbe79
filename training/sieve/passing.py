"""Which least logits let enough of the links pass, and what share of the pairs passes with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sayso.model.sieve import PairSieve
from training.sieve.answers import Answered

AS_A_SHIFT = -2.0
"""Of a shift, whose product of both scores must be .45: a quarter of it."""


@dataclass(frozen=True)
class Passing:
    """Of so many pairs and links, the shares that the sieve lets pass."""

    pairs: int
    of_pairs: float
    links: int
    of_links: float

    def __str__(self) -> str:
        """Return them in words."""
        return f"{self.of_pairs:.3f} of {self.pairs:,} pairs pass, and {self.of_links:.3f} of {self.links:,} links"


def passing(sieve: PairSieve, rows: Sequence[Answered]) -> Passing:
    """Return what share of the pairs and of the links passes."""
    passes = np.array(sieve.passing(((row.later, row.earlier) for row in rows), (row.same_speaker for row in rows)))
    linked = np.array([row.linked for row in rows])
    return Passing(len(rows), float(passes.mean()), int(linked.sum()), float(passes[linked].mean()))


def least_logits(logits: NDArray[np.float64], rows: Sequence[Answered], kept: Sequence[float]) -> list[float]:
    """Return for each of OUTCOMES the least logit that passes.

    `logits` are the sieve's of the rows `[pairs, 3]`; `kept` is what share of the paraphrases is to pass by the first,
    and of the denials by the second alone. Shifts are too rare to choose by: they pass from AS_A_SHIFT on.
    """
    found = [row.denial > row.same for row in rows if row.linked]
    linked = logits[[row.linked for row in rows]]
    kinds = (linked[np.logical_not(found), 0], linked[found, 1])
    least = (float(np.quantile(one, 1 - share, method="lower")) for one, share in zip(kinds, kept, strict=True))
    return [*(round(one, 4) for one in least), AS_A_SHIFT]
