"""A network's edges as signed ties without direction: what blocs and balance are read from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sayso.link.networks import Edge


class Tie(NamedTuple):
    """Between two actors, in both directions: how many utterances are friendly, and how many hostile."""

    positive: int
    negative: int

    @property
    def sign(self) -> int:
        """Return 1 or -1 by the greater number, and 0 where they are equal: then the tie has no sign.

        >>> Tie(3, 1).sign, Tie(2, 2).sign
        (1, 0)
        """
        return (self.positive > self.negative) - (self.positive < self.negative)


def ties_of(edges: Iterable[Edge]) -> dict[tuple[str, str], Tie]:
    """Return the ties of the edges, by the two actors' ids in order; one with neutral utterances alone is none."""
    counts = defaultdict[tuple[str, str], list[int]](lambda: [0, 0])
    for edge in edges:
        found = counts[min(edge.source, edge.target), max(edge.source, edge.target)]
        found[0] += edge.positive
        found[1] += edge.negative
    return {pair: Tie(*counts[pair]) for pair in sorted(counts) if any(counts[pair])}


def signs_of(ties: Mapping[tuple[str, str], Tie]) -> dict[str, dict[str, int]]:
    """Return for each actor its neighbours, each with the sign of the tie to it; ties without a sign are left out."""
    signs = defaultdict[str, dict[str, int]](dict)
    for (one, other), tie in sorted(ties.items()):
        if tie.sign:
            signs[one][other] = signs[other][one] = tie.sign
    return {actor: signs[actor] for actor in sorted(signs)}
