"""Two clocks for what is measured, and the ratio of two sides that were measured in turn, part by part."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from os import cpu_count

import numpy as np

CORES = cpu_count() or 1
"""As the model counts them."""
DRAWS, SEED = 2000, 20260501


@dataclass(frozen=True)
class Taken:
    """Seconds by the clock, and of the processor's by all threads of this process."""

    seconds: float = 0.0
    processor: float = 0.0

    def __add__(self, other: Taken) -> Taken:
        return Taken(self.seconds + other.seconds, self.processor + other.processor)

    def told(self, count: int) -> str:
        """Return what that makes for so many articles or pages."""
        idle = max(0.0, 1 - self.processor / (self.seconds * CORES))
        return f"{count / self.seconds:.1f} a second, {self.processor / count * 1e3:.0f} ms each, idle {idle:.1%}"

    @staticmethod
    def since(began: Taken) -> Taken:
        """Return what was taken since `now`."""
        now = Taken.now()
        return Taken(now.seconds - began.seconds, now.processor - began.processor)

    @staticmethod
    def now() -> Taken:
        """Return both clocks."""
        return Taken(time.perf_counter(), time.process_time())


def total(parts: Sequence[Taken]) -> Taken:
    """Return what all parts took together."""
    return sum(parts, Taken())


@dataclass(frozen=True)
class Ratio:
    """One side's time by the other's over all parts, and where 95 % of the draws of as many parts lie."""

    value: float
    low: float
    high: float

    @classmethod
    def of(cls, ones: Sequence[float], others: Sequence[float]) -> Ratio:
        """Return the ratio of two sides whose parts were measured in pairs: bootstrap over the pairs.

        >>> Ratio.of([1.0, 2.0, 3.0], [2.0, 4.0, 6.0])
        Ratio(value=0.5, low=0.5, high=0.5)
        """
        pairs = np.array([ones, others], dtype=float)
        drawn = np.random.default_rng(SEED).integers(0, pairs.shape[1], (DRAWS, pairs.shape[1]))
        sums = pairs[:, drawn].sum(axis=2)
        low, high = np.quantile(sums[0] / sums[1], [0.025, 0.975])
        value = pairs[0].sum() / pairs[1].sum()
        return cls(*(round(float(one), 4) for one in (value, low, high)))

    @classmethod
    def by_clock(cls, ones: Sequence[Taken], others: Sequence[Taken]) -> Ratio:
        """Return the ratio of seconds by the clock."""
        return cls.of([one.seconds for one in ones], [one.seconds for one in others])

    @classmethod
    def by_processor(cls, ones: Sequence[Taken], others: Sequence[Taken]) -> Ratio:
        """Return the ratio of the processor's seconds."""
        return cls.of([one.processor for one in ones], [one.processor for one in others])

    def __str__(self) -> str:
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}]"
