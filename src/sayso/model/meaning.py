"""What a sentence means, as a short vector: the pair network's embedding, made shorter and kept in bytes.

Embeddings of 384 numbers are projected onto the 128 directions along which contents of the press differ most (principal
components, not centred, so that cosines stay what they are), and each is kept as int8. A million take 128 MB.
docs/design/2026-11-27-meaning.md says what that costs.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sayso.model import pairs
from sayso.model.bundle import no_manifest, shipped, verified_manifest

if TYPE_CHECKING:
    from numpy.typing import NDArray

FILES = ("projection.npy",)
MOST = 127
ASKED_KEPT = 64
"""Questions whose vectors are kept: a screen asks for a page, for its counts and for the next page."""


class MeaningModel:
    """The pair network's encoder and the shipped projection."""

    def __init__(self, folder: Path, encoder: pairs.PairModel) -> None:
        manifest = verified_manifest(folder, FILES)
        try:
            projection = f"{manifest['name']} {manifest['version']}"
        except (KeyError, TypeError) as error:
            raise no_manifest(folder, error) from error
        self.method = f"{projection}, {encoder.version.name} {encoder.version.version}"
        """What vectors are made by: those of another one can't be compared with these."""
        self._encoder = encoder
        self._asked = lru_cache(ASKED_KEPT)(self._direction)
        self._directions = np.load(folder / FILES[0], allow_pickle=False).astype(np.float32)

    def vectors(self, texts: Sequence[str]) -> list[bytes]:
        """Return each text's vector as 128 bytes, int8; it follows from that text alone."""
        return [_as_bytes(row).tobytes() for row in self._projected(texts)]

    def asked(self, text: str) -> NDArray[np.float32]:
        """Return the vector `[128]` of what is asked, of length 1: its product with a unit vector is a cosine.

        It isn't rounded to bytes.
        """
        return self._asked(text)

    def _direction(self, text: str) -> NDArray[np.float32]:
        [row] = self._projected([text])
        found = np.asarray(row / max(float(np.linalg.norm(row)), 1e-9), dtype=np.float32)
        found.setflags(write=False)  # it is kept, and given to whoever asks the same
        return found

    def _projected(self, texts: Sequence[str]) -> list[NDArray[np.float32]]:
        # A row at a time: the sums of one product must not depend on how many rows there are beside it.
        return [self._directions @ row for row in self._encoder.embed(texts)]


@cache
def load() -> MeaningModel:
    """Load what is shipped, once. Raises WeightsError where its files are not whole."""
    return MeaningModel(shipped("meaning"), pairs.load())


def _as_bytes(row: NDArray[np.float32]) -> NDArray[np.int8]:
    most = max(float(np.abs(row).max(initial=0.0)), 1e-9)
    return np.round(row * (MOST / most)).astype(np.int8)
