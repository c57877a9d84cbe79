"""Which statements are copies of one another, directly or through others: the connected components of the links."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


def groups(count: int, one: Ints, other: Ints) -> Ints:
    """Return for each of `count` places the least place of its group, where `one[i]` and `other[i]` are in one group.

    Labels go along the links and are followed to their own labels, until none changes (Shiloach and Vishkin 1982).

    >>> groups(5, np.array([1, 4]), np.array([4, 2])).tolist()
    [0, 1, 1, 3, 1]
    """
    label = np.arange(count)
    while True:
        least, lower = np.minimum(label[one], label[other]), label.copy()
        for end in (one, other):
            np.minimum.at(lower, label[end], least)
        while not np.array_equal(lower, followed := lower[lower]):
            lower = followed
        if np.array_equal(lower, label):
            return label
        label = lower
