"""The statements that are nearest in meaning to what was asked: by the cosine of vectors, all of them looked at.

A product of a million short vectors of int8 with one takes a few tenths of a second, so there is no index that would
have to be kept in step, or that could miss something.
"""

from __future__ import annotations

from dataclasses import dataclass

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
    if vectors.method != near.method:
        return np.empty(0, np.int64)
    # One buffer for all blocks: to get two megabytes from the system takes as long as the product.
    buffer = np.empty((max((len(block.keys) for block in vectors.blocks), default=0), len(near.vector)), np.float32)
    parts = [_close(block, columns, mask, near.vector, buffer) for block in vectors.blocks]
    places = np.concatenate([np.empty(0, np.int64), *(places for places, _ in parts)])
    cosines = np.concatenate([np.empty(0, np.float32), *(cosines for _, cosines in parts)])
    if len(places) > MOST * ALIKE:
        kept = np.argpartition(-cosines, MOST * ALIKE)[: MOST * ALIKE]
        places, cosines = places[kept], cosines[kept]
    ordered = places[np.lexsort((columns.place[places], -cosines))]
    _, first = np.unique(columns.group[ordered], return_index=True)
    return ordered[np.sort(first)][:MOST]


def _close(block: Block, columns: Columns, mask: Mask, asked: Floats, buffer: Floats) -> tuple[Ints, Floats]:
    """Return the places, and the cosines, of those of a block that are near enough."""
    places = np.searchsorted(columns.key, block.keys)
    wanted = mask[np.minimum(places, len(mask) - 1)] if len(mask) else np.zeros(len(places), bool)
    if block.vectors.shape[1] != len(asked) or not wanted.any():
        return np.empty(0, np.int64), np.empty(0, np.float32)
    rows = buffer[: len(block.keys)]
    np.copyto(rows, block.vectors)
    # einsum keeps to this thread: BLAS would divide so small a product, and wait for a second one on a busy machine.
    cosines = np.einsum("ij,j->i", rows, asked) / block.lengths
    close = np.flatnonzero(wanted & (cosines >= LEAST))
    return places[close], cosines[close]
