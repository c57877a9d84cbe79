"""Looking up what stands where: the same as holding each against each, and sooner done."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sayso.records import Span
from sayso.resolve.organisations import _grouped, _is_surely, _same
from sayso.resolve.people import _Known, bearers_of, same_name
from sayso.resolve.pieces import Pieces

SPANS = st.tuples(st.integers(0, 2_000), st.integers(1, 900)).map(lambda pair: Span(pair[0], sum(pair)))


@given(st.lists(SPANS, max_size=30), SPANS)
def test_the_pieces_found_are_those_that_share_a_character(spans, one):
    pieces = [(span, n) for n, span in enumerate(spans)]
    met = [(span, n) for span, n in pieces if span.start < one.end and one.start < span.end]
    assert Pieces(pieces).meeting(one) == met


WORDS = ["jan", "jane", "j.", "tim", "timothy", "van", "orr", "kell", "al-kell", "jr.", "roe"]
PERSONS = st.lists(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(tuple),
    unique=True,
    max_size=12,
)


@given(PERSONS)
def test_people_are_told_apart_as_if_each_name_were_held_against_each(names):
    whole = sorted((name for name in names if len(name) > 1), key=lambda name: (-len(name), name))
    each: list[list[tuple[str, ...]]] = []
    known = _Known()
    for name in whole:
        home = next((forms for forms in each if any(same_name(name, form) for form in forms)), None)
        if home is None:
            each.append([name])
        else:
            home.append(name)
        one = known.same(name)
        known.add(len(known.names) if one is None else one, name)
    assert known.names == each
    assert [known.bearers(name) for name in names] == [bearers_of(name, each) for name in names]


NOUNS = ["North", "Harbour", "Authority", "NHA", "N.H.A.", "Bank", "Corp", "the", "The", "UN", "Nations", "of"]
BODIES = st.lists(
    st.lists(st.sampled_from(NOUNS), min_size=1, max_size=4).map(tuple),
    unique=True,
    max_size=12,
)


@given(BODIES)
def test_bodies_are_told_apart_as_if_each_name_were_held_against_each(names):
    glosses = {(names[0], names[1]), (names[1], names[0])} if len(names) > 1 else set()
    each: list[set[tuple[str, ...]]] = []
    for name in sorted(names, key=lambda words: (-len(words), words)):
        homes = [group for group in each if any(_same(name, other, glosses) for other in group)]
        if len(homes) > 1:
            homes = [group for group in homes if any(_is_surely(name, other, glosses) for other in group)]
        if homes:
            homes[0].add(name)
        else:
            each.append({name})
    assert _grouped(names, glosses) == each
