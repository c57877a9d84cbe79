"""Blocs: groups of actors that speak well of one another, and not of the others.

Communities by the modularity of signed networks: friendly ties lie within blocs, and hostile ones between them, more
than chance would have it (S. Gomez, P. Jensen and A. Arenas, "Analysis of community structure in networks of correlated
data", Physical Review E 80, 2009; V. Traag and J. Bruggeman, "Community detection in networks with positive and
negative links", same volume). It is maximised as in V. Blondel and others, "Fast unfolding of communities in large
networks" (2008): actors move where it gains most, then what moved together moves as one. All sums are of whole numbers,
actors are taken in the order of their ids and in some shuffled orders with a fixed seed, and the best answer is kept:
so the answer is the same in every run, and whatever the order of the edges.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sayso.link.networks import Edge, Network
from sayso.link.ties import Tie, ties_of

STARTS = 16
"""Orders that are tried in a small network; how near that comes to the best known is told in docs/networks.md."""

MOST_TIES = 20_000
"""Ties times orders: in a larger network fewer orders are tried, one at least."""


@dataclass(frozen=True, slots=True)
class Blocs:
    """Which actors hold together."""

    blocs: tuple[tuple[str, ...], ...]
    """Ids, sorted; the largest bloc first, of equals the one that has the first id. Each has two actors at least."""
    alone: tuple[str, ...]
    """Actors with ties, but in no bloc."""
    modularity: float
    """-1..1, four decimals; 0 where there are no ties, or where all of them are in one bloc."""


def blocs(edges: Iterable[Edge]) -> Blocs:
    """Return the blocs of a network's edges, or of some of them: those of one period, say.

    Actors are in one bloc only if friendly ties lead from each to each within it: enemies of one enemy, who say nothing
    of one another, are none.
    """
    graph = _Graph.of(ties_of(edges))
    found = (_held_together(graph, partition) for partition in _partitions(graph))
    whole = min(found, key=lambda group_of: (-graph.quality(group_of), group_of))
    groups = [tuple(graph.ids[node] for node in group) for group in _members(whole)]
    groups.sort(key=lambda group: (-len(group), group))
    return Blocs(
        blocs=tuple(group for group in groups if len(group) > 1),
        alone=tuple(sorted(group[0] for group in groups if len(group) == 1)),
        modularity=graph.modularity(whole),
    )


def with_blocs(network: Network) -> Network:
    """Return the network with each node's bloc, numbered from 1, the largest first."""
    found = {actor: number for number, bloc in enumerate(blocs(network.edges).blocs, 1) for actor in bloc}
    return replace(network, nodes=tuple(replace(node, bloc=found.get(node.id)) for node in network.nodes))


@dataclass(frozen=True, slots=True)
class _Graph:
    """Ties by the actors' numbers; in a graph of groups a node's tie to itself is what lies within the group."""

    ids: tuple[str, ...]
    near: tuple[Mapping[int, Tie], ...]
    degree: tuple[Tie, ...]
    total: Tie
    """Twice the sum of all ties: the sum of the degrees."""

    @classmethod
    def of(cls, ties: Mapping[tuple[str, str], Tie]) -> _Graph:
        ids = tuple(sorted({actor for pair in ties for actor in pair}))
        number = {actor: n for n, actor in enumerate(ids)}
        near: list[dict[int, Tie]] = [{} for _ in ids]
        for (one, other), tie in sorted(ties.items()):
            near[number[one]][number[other]] = near[number[other]][number[one]] = tie
        return cls._made(ids, near)

    @classmethod
    def _made(cls, ids: tuple[str, ...], near: Sequence[Mapping[int, Tie]]) -> _Graph:
        degree = tuple(_sum(ties.values()) for ties in near)
        return cls(ids, tuple(near), degree, _sum(degree))

    def merged(self, group_of: Sequence[int]) -> _Graph:
        """Return the graph whose nodes are the groups, numbered from 0 without a gap."""
        near = [defaultdict[int, list[Tie]](list) for _ in range(max(group_of) + 1)]
        for node, ties in enumerate(self.near):
            for other, tie in ties.items():
                near[group_of[node]][group_of[other]].append(tie)
        return self._made((), [{other: _sum(ties) for other, ties in found.items()} for found in near])

    def gain(self, node: int, tie: Tie, group: Tie) -> int:
        """Return what a node's place in a group is worth, times the constant `scale`.

        `tie` is to the others of the group, `group` the sum of their degrees.
        """
        own, (positive, negative) = self.degree[node], self.total
        friends = tie.positive * positive - own.positive * group.positive
        enemies = tie.negative * negative - own.negative * group.negative
        return friends * max(negative, 1) - enemies * max(positive, 1)

    def quality(self, group_of: Sequence[int]) -> int:
        """Return the modularity times a constant, as a whole number."""
        within = [0, 0]
        degrees = [[0, 0] for _ in range(len(group_of))]
        for node, ties in enumerate(self.near):
            degrees[group_of[node]][0] += self.degree[node].positive
            degrees[group_of[node]][1] += self.degree[node].negative
            for other, tie in ties.items():
                if group_of[other] == group_of[node]:
                    within[0] += tie.positive
                    within[1] += tie.negative
        positive, negative = self.total
        friends = within[0] * positive - sum(one[0] ** 2 for one in degrees)
        enemies = within[1] * negative - sum(one[1] ** 2 for one in degrees)
        return friends * max(negative, 1) - enemies * max(positive, 1)

    def modularity(self, group_of: Sequence[int]) -> float:
        positive, negative = self.total
        scale = max(positive, 1) * max(negative, 1) * (positive + negative)
        return round(self.quality(group_of) / scale, 4) if scale else 0.0


def _partitions(graph: _Graph) -> Iterable[tuple[int, ...]]:
    shuffled = random.Random(0)  # noqa: S311 - its numbers hide nothing
    order = list(range(len(graph.ids)))
    ties = sum(map(len, graph.near)) // 2
    for _ in range(max(1, min(STARTS, MOST_TIES // max(ties, 1)))):
        yield _partition(graph, order)
        shuffled.shuffle(order)


def _partition(graph: _Graph, order: Sequence[int]) -> tuple[int, ...]:
    """Return each node's group: first found by moving nodes, then groups, then single nodes again."""
    group_of = _moved(graph, order, list(range(len(order))))
    while True:
        merged = graph.merged(group_of) if group_of else graph
        count = len(merged.near)
        joined = _moved(merged, range(count), list(range(count)))
        if not group_of or len(set(joined)) == count:
            break
        group_of = [joined[group] for group in group_of]
    return tuple(_moved(graph, order, group_of))


def _moved(graph: _Graph, order: Sequence[int], group_of: list[int]) -> list[int]:
    """Return the groups, numbered in order of appearance, after every node moved where it gains until none does."""
    group_of = list(group_of)
    degrees = [[0, 0] for _ in group_of]
    for node, group in enumerate(group_of):
        _add(degrees[group], graph.degree[node], 1)
    is_moving = True
    while is_moving:
        is_moving = False
        for node in order:
            group = group_of[node]
            _add(degrees[group], graph.degree[node], -1)
            best = _best_group(graph, node, group_of, degrees)
            _add(degrees[best], graph.degree[node], 1)
            group_of[node] = best
            is_moving |= best != group
    return _numbered(group_of)


def _best_group(graph: _Graph, node: int, group_of: Sequence[int], degrees: Sequence[Sequence[int]]) -> int:
    """Return the group that a node gains most in, its own among equals, else the one with the lowest number."""
    ties = defaultdict[int, list[Tie]](list)
    for other, tie in graph.near[node].items():
        if other != node:
            ties[group_of[other]].append(tie)
    here = group_of[node]
    gains = {here: graph.gain(node, _sum(ties[here]), Tie(*degrees[here]))}
    for group, found in ties.items():
        tie = _sum(found)
        if tie.positive and group != here:
            gains[group] = graph.gain(node, tie, Tie(*degrees[group]))
    best = max(gains.values())
    if best < 0:  # alone is better: there are as many numbers as nodes, so that one is free
        return next(number for number, degree in enumerate(degrees) if not any(degree))
    return here if gains[here] == best else min(group for group, gain in gains.items() if gain == best)


def _held_together(graph: _Graph, group_of: Sequence[int]) -> list[int]:
    """Return the groups, each parted into what friendly ties connect."""
    found = [-1] * len(group_of)
    for start in range(len(group_of)):
        waiting = [start] if found[start] < 0 else []
        while waiting:
            node = waiting.pop()
            if found[node] < 0:
                found[node] = start
                near = graph.near[node].items()
                waiting += [other for other, tie in near if tie.positive and group_of[other] == group_of[start]]
    return _numbered(found)


def _members(group_of: Sequence[int]) -> list[list[int]]:
    members = defaultdict[int, list[int]](list)
    for node, group in enumerate(group_of):
        members[group].append(node)
    return list(members.values())


def _numbered(group_of: Sequence[int]) -> list[int]:
    numbers: dict[int, int] = {}
    return [numbers.setdefault(group, len(numbers)) for group in group_of]


def _add(degrees: list[int], degree: Tie, times: int) -> None:
    degrees[0] += times * degree.positive
    degrees[1] += times * degree.negative


def _sum(ties: Iterable[Tie]) -> Tie:
    positive = negative = 0
    for tie in ties:
        positive += tie.positive
        negative += tie.negative
    return Tie(positive, negative)
