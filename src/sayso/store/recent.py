"""The latest answers to full-text queries, so that the next page and the next facet don't ask them again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]

KEPT = 64
"""Of a million statements an answer takes 125 kB."""


class Recent:
    """Answers by what was asked, as bits, of one state of the ledger; threads may share it.

    >>> recent = Recent()
    >>> recent.get(("gas",), lambda: np.array([True, False])).tolist()
    [True, False]
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: OrderedDict[tuple[object, ...], tuple[int, NDArray[np.uint8]]] = OrderedDict()

    def get(self, asked: tuple[object, ...], answer: Callable[[], Mask]) -> Mask:
        """Return the answer that is kept, or else work it out and keep it in the place of the one longest not used."""
        with self._lock:
            if asked in self._kept:
                self._kept.move_to_end(asked)
                size, bits = self._kept[asked]
                return np.unpackbits(bits, count=size).astype(bool)
        found = answer()
        with self._lock:
            self._kept[asked] = (len(found), np.packbits(found))
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return found
