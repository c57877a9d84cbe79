from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from sayso.extract.found import Found
from sayso.extract.whole_quotations import with_whole_quotations
from sayso.records import Quotation, Span


def found(*content, source=(), cue=()):
    return Found(tuple(source), tuple(cue), tuple(content), 0.9)


def contents(*attributions, quotations):
    return [one.content for one in with_whole_quotations(attributions, quotations)]


def test_the_end_of_a_long_quotation_brings_its_beginning():
    assert contents(found(Span(40, 60)), quotations=[Quotation(Span(0, 60), True)]) == [(Span(0, 60),)]


def test_pieces_in_one_quotation_become_one_piece():
    assert contents(found(Span(0, 10), Span(20, 30)), quotations=[Quotation(Span(0, 30), True)]) == [(Span(0, 30),)]


def test_a_quotation_that_runs_to_the_end_of_its_line_is_left_as_the_model_has_it():
    assert contents(found(Span(5, 20)), quotations=[Quotation(Span(0, 60), False)]) == [(Span(5, 20),)]


def test_words_of_another_attribution_stop_it():
    other = found(Span(2, 10), cue=[Span(12, 16)])
    assert contents(found(Span(20, 30)), other, quotations=[Quotation(Span(0, 30), True)])[0] == (Span(20, 30),)


def test_a_reporting_clause_of_its_own_stops_it():
    inside = found(Span(20, 30), cue=[Span(12, 16)])
    assert contents(inside, quotations=[Quotation(Span(0, 30), True)]) == [(Span(20, 30),)]


def test_a_content_that_only_holds_a_quotation_stays_as_it_is():
    assert contents(found(Span(0, 50)), quotations=[Quotation(Span(10, 20), True)]) == [(Span(0, 50),)]


def test_a_quotation_that_no_content_touches_is_none_of_its_business():
    assert contents(found(Span(0, 5)), quotations=[Quotation(Span(5, 20), True)]) == [(Span(0, 5),)]


@given(st.lists(st.integers(1, 9), min_size=2, max_size=12), st.lists(st.booleans(), min_size=12, max_size=12))
def test_what_was_content_stays_content_and_a_second_time_changes_nothing(gaps, chosen):
    """Growing loses no character of a content, and is done in one go."""
    edges = [sum(gaps[: i + 1]) for i in range(len(gaps))]
    stretches = [Span(a, b) for a, b in pairwise(edges)]
    content = tuple(s for s, c in zip(stretches, chosen, strict=False) if c) or (Span(0, 1),)
    quotations = [Quotation(Span(a, min(a + 7, edges[-1] + 7)), True) for a in range(0, edges[-1], 8)]
    once = with_whole_quotations([found(*content)], quotations)
    before = {at for s in content for at in range(*s)}
    after = {at for s in once[0].content for at in range(*s)}
    assert before <= after
    assert list(once[0].content) == sorted(once[0].content)
    assert with_whole_quotations(once, quotations) == once
