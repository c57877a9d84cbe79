"""Which statement stands inside which other's content, and what becomes of those that can't be where they say."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.extract.found import Found
from sayso.extract.nesting import nested, without_doubtful_inner
from sayso.records import Span

TEXT = "Ardo said that Brenn said that Celm denied it. Dorn, asked about this, wrote that rain would fall."


def span(words):
    start = TEXT.index(words)
    return Span(start, start + len(words))


def found(source, cue, content, *, inner=False, confidence=0.9):
    """Return an attribution by its words; a cue or source of `""` is none."""
    spans = [(span(words),) if words else () for words in (source, cue, content)]
    return Found(*spans, confidence, inner)


ARDO = found("Ardo", "said", "Brenn said that Celm denied it")
BRENN = Found((span("Brenn"),), (Span(21, 25),), (span("Celm denied it"),), 0.7, inner=True)
CELM = found("Celm", "denied", "it.", inner=True)
DORN = found("Dorn", "wrote", "rain would fall")


def shown(pairs):
    """Return (source, content, the parent's source) of each attribution."""
    return [
        (one.source[0].of(TEXT), " … ".join(s.of(TEXT) for s in one.content), p and p.source[0].of(TEXT))
        for one, p in pairs
    ]


def test_a_statement_that_stands_in_no_other_has_no_parent():
    assert nested([ARDO, DORN]) == [(ARDO, None), (DORN, None)]
    assert nested([]) == []


def test_a_chain_of_three_has_each_in_the_one_before():
    assert shown(nested([ARDO, BRENN, CELM])) == [
        ("Ardo", "Brenn said that Celm denied it", None),
        ("Brenn", "Celm denied it", "Ardo"),
        ("Celm", "it", "Brenn"),
    ]


def test_the_parent_is_the_one_with_the_shortest_content_around_the_cue():
    longer = found("Dorn", "wrote", TEXT[:46])
    assert shown(nested([longer, ARDO, CELM]))[2] == ("Celm", "it", "Ardo")
    assert shown(nested([longer, CELM]))[1] == ("Celm", "it.", "Dorn")


def test_an_inner_anchor_that_stands_in_no_content_is_dropped():
    assert nested([DORN, BRENN]) == [(DORN, None)]


def test_what_stands_in_a_dropped_one_is_dropped_with_it_or_has_the_next_one_around_it():
    """Of a chain whose outermost statement nobody found, nothing is left, and no parent is named that is not there."""
    assert nested([BRENN, CELM]) == []
    deeper = found("Celm", "it", ".", inner=True)
    around = found("Dorn", "wrote", TEXT[:46], inner=True)
    assert nested([around, BRENN, CELM, deeper]) == []
    stray = found("Dorn", "wrote", "Celm denied it", inner=True)
    assert shown(nested([ARDO, stray, CELM])) == [
        ("Ardo", "Brenn said that Celm denied it", None),
        ("Celm", "it", "Ardo"),
    ]


def test_an_outermost_one_in_anothers_content_is_an_inner_one_all_the_same():
    sure = found("Celm", "denied", "it")
    assert shown(nested([ARDO, sure]))[1] == ("Celm", "it", "Ardo")


def test_what_a_statement_claims_outside_its_parents_content_is_cut_off():
    greedy = Found(CELM.source, CELM.cue, (span("Ardo"), span("Brenn"), Span(43, 60)), 0.6, inner=True)
    assert shown(nested([ARDO, greedy]))[1] == ("Celm", "Brenn … it", "Ardo")


def test_what_is_cut_holds_no_statement_that_stood_in_the_part_cut_off():
    """Brenn's content is cut where Ardo's ends; what Dorn wrote stood beyond."""
    greedy = Found(BRENN.source, BRENN.cue, (Span(31, len(TEXT)),), 0.6, inner=True)
    inner = found("Dorn", "wrote", "rain would fall", inner=True)
    assert shown(nested([ARDO, greedy, inner])) == shown(nested([ARDO, BRENN]))
    assert shown(nested([ARDO, greedy, DORN])) == [*shown(nested([ARDO, BRENN])), ("Dorn", "rain would fall", None)]


def test_a_statement_of_which_nothing_stands_in_the_others_content_is_not_inside_it():
    about = found("Celm", "denied", "rain would fall")
    assert nested([ARDO, about]) == [(ARDO, None), (about, None)]
    inner = found("Celm", "denied", "rain would fall", inner=True)
    assert nested([ARDO, inner]) == [(ARDO, None)]


def test_of_two_that_stand_in_each_other_neither_is_the_parent():
    one = Found((), (Span(0, 4),), (Span(5, 9), Span(15, 20)), 0.9)
    other = Found((), (Span(5, 9),), (Span(0, 4), Span(15, 20)), 0.9)
    assert nested([one, other]) == [(one, None), (other, None)]


def test_a_cue_that_is_only_partly_in_the_content_is_outside_it():
    half = Found((span("Celm"),), (span("denied"), span("asked")), (span("it"),), 0.9)
    assert nested([ARDO, half]) == [(ARDO, None), (half, None)]


def test_a_statement_without_a_cue_stands_where_its_content_does():
    bare = found("Celm", "", "denied it", inner=True)
    assert shown(nested([ARDO, bare]))[1] == ("Celm", "denied it", "Ardo")
    beyond = found("Celm", "", "it. Dorn", inner=True)
    assert nested([ARDO, beyond]) == [(ARDO, None)]


STRETCHES = [Span(a, a + 3) for a in range(0, 45, 3)]


@st.composite
def attributions(draw):
    """Attributions as `assemble` makes them: no word is the cue of two, and no two are the same."""
    owners = draw(st.lists(st.integers(-1, 5), min_size=len(STRETCHES), max_size=len(STRETCHES)))
    some = []
    for n in range(draw(st.integers(0, 6))):
        cue = tuple(s for s, owner in zip(STRETCHES, owners, strict=True) if owner == n)
        rest = [s for s in STRETCHES if s not in cue]
        roles = draw(st.lists(st.sampled_from("sqq."), min_size=len(rest), max_size=len(rest)))
        source, content = (tuple(s for s, role in zip(rest, roles, strict=True) if role == r) for r in "sq")
        if content:
            some.append(Found(source, cue, content, draw(st.sampled_from([0.5, 0.9])), draw(st.booleans())))
    by_place = {(one.source, one.cue, one.content): one for one in some}
    return list(by_place.values())


def characters(spans):
    return {at for one in spans for at in range(*one)}


@given(attributions())
def test_whatever_is_found_each_parent_is_there_and_holds_the_cue_and_the_content(some):
    pairs = nested(some)
    kept = [one for one, _ in pairs]
    for one, parent in pairs:
        assert one.content
        assert list(one.content) == sorted(one.content)
        assert parent is not None or not one.inner
        if parent is not None:
            assert any(parent is other for other in kept)
            assert characters(one.cue or one.content) | characters(one.content) <= characters(parent.content)


@given(attributions())
def test_no_statement_stands_in_itself(some):
    above = {id(one): parent for one, parent in nested(some)}
    for one in above:
        at = above[one]
        for _ in above:
            at = above[id(at)] if at is not None else None
        assert at is None


@given(attributions())
def test_what_is_left_was_found_with_its_cue_and_no_more_source_and_content(some):
    for one, parent in nested(some):
        mine = [two for two in some if two.cue == one.cue and set(one.source) <= set(two.source)]
        assert any(characters(one.content) <= characters(two.content) for two in mine)
        assert parent is not None or one in mine or one.inner is False


def test_the_source_of_an_inner_statement_is_what_stands_in_the_outer_one():
    outer = Found((Span(0, 4),), (Span(5, 9),), (Span(15, 60),), 0.9)
    inner = Found((Span(0, 4), Span(15, 19)), (Span(20, 27),), (Span(28, 50),), 0.7, inner=True)
    assert nested([outer, inner])[1][0].source == (Span(15, 19),)


def test_an_inner_statement_without_a_source_has_to_be_surer():
    outer = Found((Span(0, 4),), (Span(5, 9),), (Span(15, 60),), 0.9)
    bare = [Found((), (Span(20, 27),), (Span(28, 50),), 0.5, inner=True, anchor=sure) for sure in (0.4, 0.6)]
    assert without_doubtful_inner("x" * 60, [outer, *bare]) == [outer, bare[1]]


@given(attributions(), st.randoms(use_true_random=False))
def test_the_order_in_which_they_are_given_changes_nothing(some, order):
    expected = set(nested(some))
    order.shuffle(some)
    assert set(nested(some)) == expected


@given(attributions())
def test_a_second_time_changes_nothing(some):
    once = nested(some)
    assert nested([one for one, _ in once]) == once


def test_fifty_thousand_statements_are_nested_in_seconds():
    """Each held against each would take the day."""
    steps = range(0, 40 * 25_000, 40)
    outer = [Found((Span(n, n + 3),), (Span(n + 4, n + 8),), (Span(n + 9, n + 38),), 0.9) for n in steps]
    inner = [Found((Span(n + 9, n + 12),), (Span(n + 13, n + 17),), (Span(n + 18, n + 39),), 0.7, True) for n in steps]
    began = time.process_time()
    pairs = nested([*outer, *inner])
    assert time.process_time() - began < 10
    assert sum(parent is not None for _, parent in pairs) == len(inner)


@pytest.mark.parametrize(("text", "kept"), [("we think it rains", False), ("we have said it rains", True)])
def test_what_a_first_person_says_in_the_present_is_no_statement_within_a_statement(text, kept):
    outer = Found((Span(90, 94),), (Span(95, 99),), (Span(0, 60),), 0.9)
    cue = Span(3, text.index(" it"))
    inner = Found((Span(0, 2),), (cue,), (Span(cue.end + 1, len(text)),), 0.8, inner=True)
    assert (inner in without_doubtful_inner(text, [outer, inner])) is kept
