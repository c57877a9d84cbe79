"""MinHash signatures, cut into bands: the one door to rensa.

Texts whose sets of shingles have the Jaccard similarity s share a band of r numbers with probability s^r (Broder 1997;
Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, chapter 3).
"""

from __future__ import annotations

from collections.abc import Sequence

from rensa import RMinHash  # type: ignore[import-untyped] # it ships no stubs

BANDS = 20
ROWS = 3
"""Of 20 bands of 3, texts alike by half share one with .93, by a third with .53; those alike by .03 with .0005."""
SEED = 20261127
ALGORITHM = int(RMinHash.ALGORITHM_VERSION)
"""Signatures of another version of rensa's algorithm are other numbers: it is part of every key and of the method."""


def bands(shingles: Sequence[str]) -> list[tuple[int, ...]]:
    """Return the bands of the shingles' signature, in order; none for no shingles.

    >>> bands(["a b c", "b c d"]) == bands(["b c d", "a b c", "b c d"])
    True
    """
    if not shingles:
        return []
    signature = RMinHash(BANDS * ROWS, SEED)
    signature.update(shingles)
    numbers = signature.digest()
    return [tuple(numbers[at : at + ROWS]) for at in range(0, BANDS * ROWS, ROWS)]
