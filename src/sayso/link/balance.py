"""Structural balance: how far "the friend of my friend is my friend, the enemy of my enemy too" holds in a network.

F. Heider, "Attitudes and cognitive organization" (1946); D. Cartwright and F. Harary, "Structural balance: a
generalization of Heider's theory", Psychological Review 63, 1956. Two measures: the share of triangles that are
balanced, and the line index (F. Harary, "On the measurement of structural balance", Behavioral Science 4, 1959), which
is the smallest number of ties against which no division into two camps is possible, in later works the frustration
index (S. Aref and M. Wilson, "Measuring partial balance in signed networks", Journal of Complex Networks 6, 2018).
To find it is NP-hard: it is exact in small networks, and otherwise lies between the two bounds given.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sayso.link.networks import Edge
from sayso.link.ties import signs_of, ties_of

EXACT = 20
"""Actors in a connected part, those with one tie left out, up to which every division is weighed: under a second."""

LONGEST_SEARCH = 10_000_000
"""Ties times actors of a part, above which its lower bound is by triangles alone and the upper one by one division: up
to there some seconds."""

Signs = Mapping[str, Mapping[str, int]]
"""Actor -> neighbour -> 1 or -1, both ways."""


@dataclass(frozen=True, slots=True)
class Balance:
    """What is balanced in a network, and how much is not. A tie's sign is that of most of its utterances."""

    positive: int
    """Friendly ties."""
    negative: int
    """Hostile ties."""
    ambivalent: int
    """Ties with as many friendly as hostile utterances: they have no sign, and are left out of the rest."""
    triangles: tuple[int, int, int, int]
    """By the number of their hostile ties, 0 to 3; 0 and 2 are balanced."""
    balanced_triangles: float | None
    """The share of balanced triangles, 0..1, four decimals; None without any."""
    frustration: tuple[int, int]
    """The line index lies between the two; they are equal where it is known."""

    @property
    def line_index(self) -> int | None:
        """Return the line index where it is known: the ties that stand against the best division into two camps."""
        lower, upper = self.frustration
        return lower if lower == upper else None

    @property
    def balanced_ties(self) -> float | None:
        """Return 1 - 2L/m for the upper bound L of m ties, 0..1, where 1 is balanced; None without ties."""
        ties = self.positive + self.negative
        return round(1 - 2 * self.frustration[1] / ties, 4) if ties else None


def balance(edges: Iterable[Edge]) -> Balance:
    """Return how balanced a network's edges are, or some of them: those of one period, say."""
    ties = ties_of(edges)
    found = [tie.sign for tie in ties.values()]
    signs = signs_of(ties)
    triangles = _triangles(signs)
    total = sum(triangles)
    bounds = [_frustration(part) for part in _parts(_without_leaves(signs))]
    return Balance(
        positive=found.count(1),
        negative=found.count(-1),
        ambivalent=found.count(0),
        triangles=triangles,
        balanced_triangles=round((triangles[0] + triangles[2]) / total, 4) if total else None,
        frustration=(sum(lower for lower, _ in bounds), sum(upper for _, upper in bounds)),
    )


def _triangles(signs: Signs) -> tuple[int, int, int, int]:
    """Count triangles by their hostile ties; each actor looks only at those with more ties, which bounds the work."""
    rank = {actor: (len(near), actor) for actor, near in signs.items()}
    after = {
        actor: {one: sign for one, sign in near.items() if rank[one] > rank[actor]} for actor, near in signs.items()
    }
    counts = [0, 0, 0, 0]
    for near in after.values():
        for other, sign in near.items():
            further = after[other]
            small, large = (near, further) if len(near) < len(further) else (further, near)
            for third in small:
                if third in large:
                    counts[(sign < 0) + (near[third] < 0) + (further[third] < 0)] += 1
    return counts[0], counts[1], counts[2], counts[3]


def _without_leaves(signs: Signs) -> dict[str, dict[str, int]]:
    """Return the ties that lie on cycles or between them: an actor with one tie can always join the right camp."""
    left = {actor: dict(near) for actor, near in signs.items()}
    waiting = [actor for actor, near in left.items() if len(near) < 2]
    while waiting:
        actor = waiting.pop()
        for other in left.pop(actor, {}):
            del left[other][actor]
            if len(left[other]) < 2:
                waiting.append(other)
    return left


def _parts(signs: Signs) -> list[dict[str, dict[str, int]]]:
    """Return the connected parts."""
    parts, seen = [], set[str]()
    for start in signs:
        if start not in seen:
            part = {start}
            waiting = [start]
            while waiting:
                new = signs[waiting.pop()].keys() - part
                part |= new
                waiting += new
            seen |= part
            parts.append({actor: dict(signs[actor]) for actor in sorted(part)})
    return parts


def _frustration(part: Signs) -> tuple[int, int]:
    """Return bounds of the line index of a connected part, equal where it is small enough to weigh every division."""
    is_long = sum(map(len, part.values())) * len(part) > LONGEST_SEARCH
    upper = min(_improved(part, start) for start in list(part)[: 1 if is_long else 10])
    if len(part) <= EXACT:
        exact = _exact(part, upper)
        return exact, exact
    return _unbalanced_cycles(part, triangles_alone=is_long), upper


def _improved(part: Signs, start: str) -> int:
    """Return how many ties stand against a division: along the first paths from `start`, improved by single moves."""
    camp = {start: 1}
    waiting = deque([start])
    while waiting:
        actor = waiting.popleft()
        for other, sign in part[actor].items():
            if other not in camp:
                camp[other] = camp[actor] * sign
                waiting.append(other)
    is_moving = True
    while is_moving:
        is_moving = False
        for actor, near in part.items():
            if sum(sign * camp[other] for other, sign in near.items()) * camp[actor] < 0:
                camp[actor] = -camp[actor]
                is_moving = True
    against = sum(sign * camp[actor] * camp[other] < 0 for actor, near in part.items() for other, sign in near.items())
    return against // 2


def _exact(part: Signs, upper: int) -> int:
    """Return the line index, by branch and bound: actors join a camp one by one, those with most ties first.

    What stands against the camps so far, and for each actor not yet in one the smaller of what would stand against its
    joining either, is a lower bound.
    """
    order = sorted(part, key=lambda actor: (-len(part[actor]), actor))
    number = {actor: n for n, actor in enumerate(order)}
    near = [[(number[other], sign) for other, sign in part[actor].items()] for actor in order]
    return _search(near, upper)


def _search(near: Sequence[Sequence[tuple[int, int]]], upper: int) -> int:
    best = upper
    cost = [[0, 0] for _ in near]

    def place(actor: int, against: int) -> None:
        nonlocal best
        rest = sum(min(one) for one in cost[actor:])
        if against + rest >= best:
            return
        if actor == len(near):
            best = against
            return
        cheaper = 0 if cost[actor][0] <= cost[actor][1] else 1
        for camp in (cheaper, 1 - cheaper) if actor else (0,):  # the camps may change names: the first one's is given
            _count(near[actor], camp, cost, 1)
            place(actor + 1, against + cost[actor][camp])
            _count(near[actor], camp, cost, -1)

    place(0, 0)
    return best


def _count(near: Sequence[tuple[int, int]], camp: int, cost: Sequence[list[int]], times: int) -> None:
    """Count for each neighbour of one who joins a camp what stands against joining the other one, or the same."""
    for other, sign in near:
        cost[other][1 - camp if sign > 0 else camp] += times


def _unbalanced_cycles(part: Signs, *, triangles_alone: bool) -> int:
    """Return how many unbalanced cycles that share no tie were found: in each one tie at least stands against it."""
    left = {actor: dict(near) for actor, near in part.items()}
    found = sum(_taken_triangles(left, actor) for actor in part)
    if not triangles_alone:
        for start in part:
            while _take_cycle(left, start):
                found += 1
    return found


def _taken_triangles(left: dict[str, dict[str, int]], actor: str) -> int:
    """Take unbalanced triangles at an actor out of what is left, and return how many."""
    taken = 0
    for one in sorted(left[actor]):
        for other in sorted(left[actor].keys() & left[one].keys()) if one in left[actor] else ():
            if left[actor][one] * left[actor][other] * left[one][other] < 0:
                for pair in ((actor, one), (actor, other), (one, other)):
                    _take(left, *pair)
                taken += 1
                break
    return taken


def _take_cycle(left: dict[str, dict[str, int]], start: str) -> bool:
    """Take a shortest way out that leads from an actor back to it with a negative sign, and say whether there is one.

    The ties that it uses once make up cycles, of which an odd number are unbalanced.
    """
    before: dict[tuple[str, int], tuple[str, int] | None] = {(start, 1): None}
    waiting = deque([(start, 1)])
    while waiting and (start, -1) not in before:
        state = waiting.popleft()
        for other, sign in left[state[0]].items():
            reached = (other, state[1] * sign)
            if reached not in before:
                before[reached] = state
                waiting.append(reached)
    here: tuple[str, int] | None = (start, -1) if (start, -1) in before else None
    is_found = here is not None
    while here is not None:
        there = before[here]
        if there is not None:
            _take(left, here[0], there[0])
        here = there
    return is_found


def _take(left: dict[str, dict[str, int]], one: str, other: str) -> None:
    left[one].pop(other, None)
    left[other].pop(one, None)
