"""Blocs and balance: the same in every run and any order, right on what can be worked out by hand or by trying all."""

from __future__ import annotations

from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.link.balance import EXACT, balance
from sayso.link.blocs import blocs, with_blocs
from sayso.link.networks import Edge, Network, Node
from sayso.link.periods import PeriodKind
from sayso.link.ties import Tie, ties_of


def edge(source, target, positive=0, negative=0, neutral=0):
    n = positive + negative + neutral
    return Edge(source, target, None, None, None, n, n, positive, negative, neutral, 0.0, 0.0, (), 0, ())


def signed(friends="", foes=""):
    """Return edges from words of two letters: `ab` is a tie of a and b."""
    return [edge(*pair, positive=1) for pair in friends.split()] + [edge(*pair, negative=1) for pair in foes.split()]


TWO_CAMPS = signed("ab bc ac de ef df", "ad be cf")

some_edges = st.lists(
    st.builds(edge, *[st.sampled_from("abcdefgh")] * 2, st.integers(0, 3), st.integers(0, 3)).filter(
        lambda one: one.source != one.target
    ),
    max_size=20,
)


def smallest_number_against(edges):
    """Weigh every division into two camps."""
    signs = {pair: tie.sign for pair, tie in ties_of(edges).items() if tie.sign}
    actors = sorted({actor for pair in signs for actor in pair})
    best = len(signs)
    for camps in product((1, -1), repeat=len(actors)):
        camp = dict(zip(actors, camps, strict=True))
        best = min(best, sum(sign * camp[one] * camp[other] < 0 for (one, other), sign in signs.items()))
    return best


def test_two_camps_are_two_blocs():
    found = blocs(TWO_CAMPS)
    assert found.blocs == (("a", "b", "c"), ("d", "e", "f"))
    assert found.alone == ()
    assert found.modularity == 0.5, "(12 - 72 / 12 + 18 / 6) / 18, by hand"


def test_three_camps_are_three_blocs():
    assert blocs(signed("ab cd ef", "ac ce ae bd df bf")).blocs == (("a", "b"), ("c", "d"), ("e", "f"))


def test_enemies_of_one_enemy_who_say_nothing_of_one_another_are_no_bloc():
    found = blocs(signed("cd", "ax bx cx"))
    assert (found.blocs, found.alone) == ((("c", "d"),), ("a", "b", "x"))


def test_friends_alone_are_one_bloc_and_foes_alone_none():
    assert blocs(signed("ab bc ca")).blocs == (("a", "b", "c"),)
    assert blocs(signed("", "ab bc ca")).blocs == ()


@pytest.mark.parametrize("measure", [blocs, balance])
def test_nothing_comes_of_nothing(measure):
    assert measure([]) == measure([edge("a", "b", neutral=3)])


@given(edges=some_edges, data=st.data())
@settings(max_examples=100, deadline=None)
def test_neither_depends_on_the_order_of_the_edges_or_their_direction(edges, data):
    other = [
        edge(*data.draw(st.permutations([one.source, one.target])), one.positive, one.negative)
        for one in data.draw(st.permutations(edges))
    ]
    assert blocs(other) == blocs(edges)
    assert balance(other) == balance(edges)


@given(edges=some_edges)
@settings(max_examples=100, deadline=None)
def test_everybody_with_a_tie_is_in_one_bloc_or_alone_and_friends_lead_through_each_bloc(edges):
    found = blocs(edges)
    ties = ties_of(edges)
    everybody = [actor for bloc in found.blocs for actor in bloc] + list(found.alone)
    assert sorted(everybody) == sorted({actor for pair in ties for actor in pair})
    for bloc in found.blocs:
        reached, waiting = {bloc[0]}, [bloc[0]]
        while waiting:
            here = waiting.pop()
            near = {one for one in bloc for pair in [(min(one, here), max(one, here))] if ties.get(pair, Tie(0, 0))[0]}
            waiting += near - reached
            reached |= near
        assert reached == set(bloc)


@given(edges=some_edges)
@settings(max_examples=100, deadline=None)
def test_the_line_index_is_what_weighing_every_division_gives(edges):
    assert balance(edges).line_index == smallest_number_against(edges)


@given(edges=some_edges)
@settings(max_examples=100, deadline=None)
def test_the_bounds_of_a_large_network_hold(edges):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sayso.link.balance.EXACT", 0)
        lower, upper = balance(edges).frustration
    assert lower <= smallest_number_against(edges) <= upper


@given(camps=st.lists(st.booleans(), min_size=EXACT + 1, max_size=40), left_out=st.integers(0, 9))
@settings(max_examples=30, deadline=None)
def test_a_balanced_network_is_found_to_be_so_at_any_size(camps, left_out):
    edges = [
        edge(f"{i:02}", f"{j:02}", positive=camps[i] == camps[j], negative=camps[i] != camps[j])
        for i, j in combinations(range(len(camps)), 2)
        if (i * j) % 10 != left_out
    ]
    found = balance(edges)
    assert (found.frustration, found.balanced_triangles, found.balanced_ties) == ((0, 0), 1.0, 1.0)


def test_triangles_are_counted_by_their_hostile_ties():
    found = balance(signed("ab bc ac de ef", "df xy yz xz ax"))
    assert found.triangles == (1, 1, 0, 1)
    assert (found.balanced_triangles, found.line_index) == (0.3333, 2)
    assert (found.positive, found.negative, found.ambivalent) == (5, 5, 0)


def test_a_tie_with_as_much_friendly_as_hostile_has_no_sign():
    found = balance([edge("a", "b", positive=1), edge("b", "a", negative=1), edge("b", "c", negative=2, positive=1)])
    assert (found.positive, found.negative, found.ambivalent) == (0, 1, 1)


def test_nodes_are_given_the_number_of_their_bloc():
    nodes = tuple(Node(actor, actor, None, (), 1, 1) for actor in "abcdefg")
    numbered = with_blocs(Network(nodes, tuple(TWO_CAMPS), PeriodKind.ALL))
    assert [node.bloc for node in numbered.nodes] == [1, 1, 1, 2, 2, 2, None]


def test_a_thousand_actors_take_no_search_without_end():
    edges = [edge(f"{n:04}", f"{(n * 7 + 1) % 1000:04}", negative=n % 3 == 0, positive=n % 3 > 0) for n in range(1000)]
    found = balance([one for one in edges if one.source != one.target])
    assert found.frustration[0] <= found.frustration[1]
