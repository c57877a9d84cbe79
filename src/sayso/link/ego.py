"""The network around one actor: whom it speaks of, who speaks of it, and what those say of one another.

What is called an ego network and its alters in S. Wasserman and K. Faust, "Social Network Analysis" (1994), ch. 2.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import replace

from sayso.link.networks import Network


def alters(network: Network, actor: str) -> list[str]:
    """Return the actors that have an edge with an actor, those with the most utterances first, then by id."""
    tally = Counter[str]()
    for edge in network.edges:
        if actor in (edge.source, edge.target):
            tally[edge.target if edge.source == actor else edge.source] += edge.n
    return sorted(tally, key=lambda other: (-tally[other], other))


def within(network: Network, actors: Collection[str]) -> Network:
    """Return the part of a network that is among some actors; one of them without an edge there is left out."""
    kept = frozenset(actors)
    edges = tuple(edge for edge in network.edges if edge.source in kept and edge.target in kept)
    tied = {end for edge in edges for end in (edge.source, edge.target)}
    return replace(network, nodes=tuple(node for node in network.nodes if node.id in tied), edges=edges)
