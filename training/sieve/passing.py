"""Which least logits let enough of the links pass, and what share of the pairs passes with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import floor

import numpy as np
from numpy.typing import NDArray

from sayso.model.sieve import PairSieve
from training.sieve.answers import Answered

SHIFTS_READ = 0.1
"""Of the pairs that may be shifts, the share that passes as such: too few are any to choose by."""

TRIED = 80
"""Least logits of each outcome that are tried."""

NONE = 100.0
"""The least logit by which nothing passes: where there are no links to choose one by, or the other one is enough."""

PAGES = {"near": True, "undated": None, "far": False}
KINDS = ("paraphrase", "denial", "shift")


@dataclass(frozen=True)
class Share:
    """Of so many, the share that passes."""

    number: int
    passing: float

    def __str__(self) -> str:
        """Return it in words."""
        return f"{self.passing:.3f} of {self.number:,}" if self.number else "none"


@dataclass(frozen=True)
class Passing:
    """The shares that the sieve lets pass, of pairs of one of PAGES and of the links of each kind among them."""

    pages: str
    pairs: Share
    links: Mapping[str, Share]

    def __str__(self) -> str:
        """Return them in words."""
        links = ", ".join(f"{share} {kind}s" for kind, share in self.links.items())
        return f"{self.pages} pages: {self.pairs} pairs pass, {links}"


def passing(sieve: PairSieve, rows: Sequence[Answered]) -> list[Passing]:
    """Return what share of the pairs and of the links passes, of near pages, of such without a date and of far ones."""
    asked = ((row.later, row.earlier) for row in rows)
    passes = np.array(sieve.passing(asked, (row.near for row in rows), (row.shift for row in rows)))
    found = []
    for pages, near in PAGES.items():
        here = np.array([row.near is near for row in rows])
        links = {kind: _share(passes[here & _linked(rows, kind)]) for kind in KINDS}
        found.append(Passing(pages, _share(passes[here]), links))
    return found


def least_logits(logits: NDArray[np.float64], rows: Sequence[Answered], kept: Sequence[float]) -> list[float]:
    """Return the LEAST logits that pass: those by which the fewest pairs do, if of the links as many as asked do.

    `logits` are the sieve's of the rows `[pairs, 3]`; `kept` is what share of the paraphrases and of the denials is to
    pass, by whichever logit.
    """
    least: list[float] = []
    for near in (True, None):
        here = np.array([row.near is near for row in rows])
        least += _fewest(logits[:, :2], here, [here & _linked(rows, kind) for kind in KINDS[:2]], kept)
    shifts = logits[[row.shift for row in rows], 2]
    least.append(float(np.quantile(shifts, 1 - SHIFTS_READ)) if len(shifts) else NONE)
    return [floor(one * 1e4) / 1e4 for one in least]  # never above the logit that is to pass


def _fewest(
    logits: NDArray[np.float64], here: NDArray[np.bool_], kinds: Sequence[NDArray[np.bool_]], kept: Sequence[float]
) -> tuple[float, float]:
    """Return the least logits of both outcomes by which the fewest of the pairs here pass."""
    same, denial = (_tried(logits[linked, n]) for n, linked in enumerate(kinds))
    linked = [logits[one] for one in kinds]
    enough = [
        least
        for least in product(same, denial)
        if all(_reach(one, least).passing >= share for one, share in zip(linked, kept, strict=True))
    ]
    pairs = logits[here]
    return min(enough, key=lambda least: (_reach(pairs, least).passing, least))


def _tried(logits: NDArray[np.float64]) -> list[float]:
    found: list[float] = np.quantile(logits, np.linspace(0, 1, TRIED), method="lower").tolist() if len(logits) else []
    return [*found, NONE]


def _reach(logits: NDArray[np.float64], least: tuple[float, float]) -> Share:
    """Return what share of the pairs, whose logits are `[pairs, 2]`, reaches one of the least."""
    return _share((logits[:, 0] >= least[0]) | (logits[:, 1] >= least[1]))


def _linked(rows: Sequence[Answered], kind: str) -> NDArray[np.bool_]:
    return np.array([row.linked == kind for row in rows])


def _share(passes: NDArray[np.bool_]) -> Share:
    return Share(len(passes), float(passes.mean()) if len(passes) else 1.0)
