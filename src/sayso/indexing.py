"""What a ledger's statements mean, as vectors: made for those that have none yet, some at a time.

A vector follows from its statement's content alone, so the vectors are the same in whatever order statements came, and
whether they were made a few at a time or all at once.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from typing import Protocol

from sayso.store.vectors import Waiting

AT_ONCE = 256
"""Statements whose vectors are made, and written in one transaction: some seconds."""


class Embedder(Protocol):
    """What makes vectors: the shipped network is one."""

    method: str

    def vectors(self, texts: Sequence[str]) -> Sequence[bytes]:
        """Return each text's vector as bytes, all of one length."""
        ...


class VectorLedger(Protocol):
    """What indexing asks of a store."""

    def without_vector(self, method: str, after: int, limit: int) -> Sequence[Waiting]:
        """Return statements without a vector of this method, those after a key."""
        ...

    def put_vectors(self, method: str, made: Iterable[tuple[Waiting, bytes]]) -> None:
        """Write vectors; those of another method are taken away."""
        ...


def index_waiting(ledger: VectorLedger, embedder: Embedder) -> Generator[int, None, None]:
    """Make the vectors of all statements without one, and yield how many were made once they are safely written."""
    last = -1
    while some := ledger.without_vector(embedder.method, last, AT_ONCE):
        last = some[-1].key
        made = embedder.vectors([one.content for one in some])
        ledger.put_vectors(embedder.method, zip(some, made, strict=True))
        yield len(some)
