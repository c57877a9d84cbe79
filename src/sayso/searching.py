"""What somebody types in the search box, by words and by meaning: the part of asking that needs the network.

Words "in quotes" and begin* are meant as they stand, and looked for by words alone. So is everything where there are no
vectors, or those of another network: the answer then says so, and is no error.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from sayso.errors import UsageError
from sayso.store.nearest import Near
from sayso.store.paging import StatementPage
from sayso.store.words import is_exact

NOT_INDEXED = "Searched by words alone: no statement is indexed by its meaning yet; `sayso index` does that."
OTHER_NETWORK = "Searched by words alone: what is indexed was made by another version; `sayso index` makes it anew."


class Encoder(Protocol):
    """What makes a vector of a question: the shipped network is one."""

    method: str

    def asked(self, text: str) -> NDArray[np.float32]:
        """Return its vector, of length 1."""
        ...


class VectorLedger(Protocol):
    """What is asked of a store."""

    def vector_method(self) -> str | None:
        """Return what the vectors were made by."""
        ...


def near_in_meaning(ledger: VectorLedger, encoder: Callable[[], Encoder], text: str) -> tuple[Near | None, str | None]:
    """Return what to search by, or None with the sentence that says why it is by words alone.

    Both are None for words that are meant as they stand. The network is loaded only where it is needed.
    """
    if is_exact(text):
        return None, None
    held = ledger.vector_method()
    if held is None:
        return None, NOT_INDEXED
    loaded = encoder()
    if held != loaded.method:
        return None, OTHER_NETWORK
    return Near(loaded.asked(text), loaded.method), None


def near_alone(ledger: VectorLedger, encoder: Callable[[], Encoder], text: str) -> Near:
    """Return what to search by where it is by meaning alone; UsageError where that can't be."""
    if not any(character.isalnum() for character in text):
        raise UsageError(f"{text!r} holds no word to compare: give a sentence.")
    held = ledger.vector_method()
    if held is None:
        raise UsageError("No statement is indexed by its meaning yet: run `sayso index`.")
    loaded = encoder()
    if held != loaded.method:
        raise UsageError("What is indexed by meaning was made by another version: run `sayso index`.")
    return Near(loaded.asked(text), loaded.method)


def notice_of(page: StatementPage) -> str | None:
    """Return the sentence on what could not be found by meaning, or None where all could.

    >>> notice_of(StatementPage((), None, unindexed=1200))
    'Not yet indexed by meaning, and looked for by words alone: 1,200 of the ledger; `sayso index` does that.'
    """
    if not page.unindexed:
        return None
    return (
        f"Not yet indexed by meaning, and looked for by words alone: {page.unindexed:,} of the ledger; "
        "`sayso index` does that."
    )
