"""Connected components: what belongs together through pairs, whatever the order of the pairs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

Node = TypeVar("Node", bound=str)


def components(nodes: Iterable[Node], pairs: Iterable[tuple[Node, Node]]) -> list[tuple[Node, ...]]:
    """Return the groups of nodes that the pairs connect, each sorted, the groups by their first node.

    A pair with a node that is not among `nodes` is passed over.

    >>> components("abcd", [("c", "a"), ("d", "x")])
    [('a', 'c'), ('b',), ('d',)]
    """
    above = {node: node for node in nodes}
    for one, other in pairs:
        if one in above and other in above:
            low, high = sorted((_root(above, one), _root(above, other)))
            above[high] = low
    groups: dict[Node, list[Node]] = {}
    for node in sorted(above):
        groups.setdefault(_root(above, node), []).append(node)
    return [tuple(groups[root]) for root in sorted(groups)]


def _root(above: dict[Node, Node], node: Node) -> Node:
    while above[node] != node:
        above[node] = above[above[node]]  # halves the way for the next one (Tarjan and van Leeuwen 1984)
        node = above[node]
    return node
