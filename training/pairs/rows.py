"""One pair to learn from: which of the three relations it may have, and how alike its sentences are."""

from __future__ import annotations

import random
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sayso.model.pairs import RELATIONS

Item = TypeVar("Item")

ANY = (True, True, True)


@dataclass(frozen=True, slots=True)
class Row:
    """A pair; `allowed` says of each of RELATIONS whether it may be the right one, all three where nothing is known.

    `same` is 1 where both claim the same, `denial` where one of them rejects the other, and 0 where not; None where
    nobody knows.

    The loss is that of the allowed relations taken together, so that a weak label says no more than is known (as
    partial labels are learnt in Cour, Sapp and Taskar 2011): of two views on one matter, say, only that neither
    entails the other.
    """

    a: str
    b: str
    allowed: tuple[bool, bool, bool] = ANY
    similarity: float | None = None
    same: float | None = None
    weight: float = 1.0
    src: str = ""
    denial: float | None = None


def only(*relations: str) -> tuple[bool, bool, bool]:
    """Return what `Row.allowed` is where one of these relations is right.

    >>> only("neutral", "contradiction")
    (False, True, True)
    """
    entailment, neutral, contradiction = (name in relations for name in RELATIONS)
    return entailment, neutral, contradiction


def set_aside(
    items: Iterable[Item], groups: Sequence[Hashable], share: float, seed: str
) -> tuple[list[Item], list[Item]]:
    """Split the items into (the rest, a share of them); all items of one group go to the same side.

    >>> set_aside([1, 2, 3, 4], ["x", "y", "x", "y"], 0.5, "0")
    ([2, 4], [1, 3])
    """
    names = sorted(set(groups), key=repr)
    random.Random(seed).shuffle(names)
    aside = set(names[: round(len(names) * share)])
    rest: list[Item] = []
    kept: list[Item] = []
    for item, group in zip(items, groups, strict=True):
        (kept if group in aside else rest).append(item)
    return rest, kept
