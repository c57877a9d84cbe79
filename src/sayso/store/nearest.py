"""The statements that are nearest in meaning to what was asked: by the cosine of vectors, all of them looked at.

A product of a million short vectors of int8 with one takes a few tenths of a second, so there is no index that would
have to be kept in step, or that could miss something.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from sayso.store.columns import Columns, Ints
from sayso.store.recent import Mask
from sayso.store.vectors import Block, Floats, Vectors

MOST = 100
"""Statements found by their meaning; copies of one another count once."""
LEAST = 0.45
"""Least cosine of one that is found: docs/design/2026-11-27-meaning.md has what is above and below it."""
ALIKE = 20
"""So many times MOST are looked at for being copies of one another."""


@dataclass(frozen=True, slots=True, eq=False)
class Near:
    """What is asked for by its meaning: a vector `[width]` of length 1, and the method that made it."""

    vector: Floats
    method: str


def nearest(vectors: Vectors, columns: Columns, mask: Mask, near: Near) -> Ints:
    """Return where the nearest statements of the mask stand in the columns, the nearest first.

    Of copies of one another the nearest alone is among them. Vectors of another method find nothing.
    """
    best = _Best()
    if vectors.method == near.method:
        # One buffer for all blocks: to get two megabytes from the system takes as long as the product.
        most = max((len(block.keys) for block in vectors.blocks), default=0)
        buffer = np.empty((most, len(near.vector)), np.float32)
        for block in vectors.blocks:
            best = best.with_more(columns, *_close(block, columns, mask, near.vector, buffer, best.least))
    ordered = best.ordered(columns)
    _, first = np.unique(columns.group[ordered], return_index=True)
    return ordered[np.sort(first)][:MOST]


@dataclass(frozen=True, slots=True, eq=False)
class _Best:
    """The nearest of the blocks that were looked at, and some that are less near; `least` is what a nearer one has."""

    places: Ints = field(default_factory=lambda: np.empty(0, np.int64))
    cosines: Floats = field(default_factory=lambda: np.empty(0, np.float32))
    least: float = LEAST

    def with_more(self, columns: Columns, places: Ints, cosines: Floats) -> _Best:
        places, cosines = np.concatenate([self.places, places]), np.concatenate([self.cosines, cosines])
        if len(places) <= 2 * MOST * ALIKE:
            return _Best(places, cosines, self.least)
        kept = np.lexsort((columns.place[places], -cosines))[: MOST * ALIKE]
        return _Best(places[kept], cosines[kept], float(cosines[kept[-1]]))

    def ordered(self, columns: Columns) -> Ints:
        return self.places[np.lexsort((columns.place[self.places], -self.cosines))][: MOST * ALIKE]


def _close(
    block: Block, columns: Columns, mask: Mask, asked: Floats, buffer: Floats, least: float
) -> tuple[Ints, Floats]:
    """Return the places, and the cosines, of those of a block that are near enough."""
    if not len(columns.key):
        return np.empty(0, np.int64), np.empty(0, np.float32)
    places = np.minimum(np.searchsorted(columns.key, block.keys), len(columns.key) - 1)
    wanted = mask[places] & (columns.key[places] == block.keys)
    if block.vectors.shape[1] != len(asked) or not wanted.any():
        return np.empty(0, np.int64), np.empty(0, np.float32)
    rows = buffer[: len(block.keys)]
    np.copyto(rows, block.vectors)
    # einsum keeps to this thread: BLAS would divide so small a product, and wait for a second one on a busy machine.
    cosines = np.einsum("ij,j->i", rows, asked) / block.lengths
    close = np.flatnonzero(wanted & (cosines >= least))
    return places[close], cosines[close]
