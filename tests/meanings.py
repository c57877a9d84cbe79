"""A rule in place of the network that says what sentences mean: words that mean the same count as one word."""

from __future__ import annotations

import zlib

import numpy as np

WIDTH = 64
SAME = {
    "vessel": "ferry",
    "boat": "ferry",
    "secure": "safe",
    "harmless": "safe",
    "barrier": "dam",
    "stay": "hold",
    "abandon": "leave",
    "jetty": "quay",
}


class Bag:
    """The words of a sentence, each in one of 64 numbers, those of SAME as the word that they stand for."""

    method = "bag 1"

    def __init__(self, method="bag 1"):
        self.method = method

    def vectors(self, texts):
        return [np.clip(row * 20, -127, 127).astype(np.int8).tobytes() for row in map(self._counts, texts)]

    def asked(self, text):
        row = self._counts(text)
        return (row / max(float(np.linalg.norm(row)), 1e-9)).astype(np.float32)

    def _counts(self, text):
        row = np.zeros(WIDTH, np.float32)
        for word in "".join(c if c.isalnum() else " " for c in text.lower()).split():
            if len(word) > 2 and word not in ("the", "that", "would", "will"):
                row[zlib.crc32(SAME.get(word, word).encode()) % WIDTH] += 1
        return row
