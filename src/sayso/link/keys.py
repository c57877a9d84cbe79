"""Keys: 63-bit numbers that follow from a text alone, the same on every machine."""

from __future__ import annotations

import hashlib
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

_MASK = (1 << 63) - 1
_MULTIPLIER = 0x9E3779B97F4A7C15
"""An odd number with its bits well mixed: 2^64 over the golden ratio."""


def key(kind: str, *parts: object) -> int:
    """Return the key of the parts: strings and numbers.

    >>> key("band", 3, 7) == key("band", 3, 7), key("band", 3, 7) == key("passage", 3, 7), 0 <= key("band") < 2**63
    (True, False, True)
    """
    text = "\x1f".join((kind, *map(str, parts)))
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "big") & _MASK


def shingle_hashes(forms: tuple[str, ...], length: int) -> NDArray[np.uint64]:
    """Return the 64-bit hash of each run of `length` words: one less than `length` fewer than there are words.

    >>> hashes = shingle_hashes(("a", "b", "a", "b"), 2)
    >>> bool(hashes[0] == hashes[2]), bool(hashes[0] == hashes[1])
    (True, False)
    """
    if len(forms) < length:
        return np.empty(0, dtype=np.uint64)
    words = np.array([_word_hash(form) for form in forms], dtype=np.uint64)
    count = len(words) - length + 1
    mixed = np.zeros(count, dtype=np.uint64)
    for at in range(length):
        mixed = mixed * np.uint64(_MULTIPLIER) + words[at : at + count]
    return _finished(mixed)


@lru_cache(maxsize=1 << 16)
def _word_hash(form: str) -> int:
    return int.from_bytes(hashlib.blake2b(form.encode("utf-8", "replace"), digest_size=8).digest(), "big")


def _finished(mixed: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Mix every bit into every other: the last steps of splitmix64."""
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))
