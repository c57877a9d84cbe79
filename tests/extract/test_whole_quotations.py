import time
from dataclasses import replace
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


def one_by_one(found, quotations):
    """The rule as it is said: every gap is held against every span of every other attribution."""
    closed = [q.span for q in quotations if q.closed]
    return [replace(one, content=grown(one, found, closed)) for one in found]


def grown(one, found, quotations):
    content = list(one.content)
    others = [*one.source, *one.cue]
    others += [s for other in found if other is not one for s in (*other.source, *other.cue, *other.content)]
    for quotation in quotations:
        inside = [span for span in content if meet(span, quotation)]
        if not any(meet(span, quotation) for span in one.content):
            continue
        whole = Span(min(inside[0].start, quotation.start), max(inside[-1].end, quotation.end))
        edges = [whole.start, *(edge for span in inside for edge in span), whole.end]
        added = [Span(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b]
        if added and not any(meet(gap, other) for other in others for gap in added):
            content = sorted([span for span in content if span not in inside] + [whole])
    return tuple(content)


def meet(one, other):
    return one.start < other.end and other.start < one.end


def spans_of(stretches):
    return st.lists(st.sampled_from(stretches), max_size=3, unique=True).map(lambda some: tuple(sorted(some)))


STRETCHES = [Span(a, a + 3) for a in range(0, 90, 3)]
ATTRIBUTIONS = st.builds(Found, *(spans_of(STRETCHES) for _ in range(3)), st.just(0.9))


@given(st.lists(ATTRIBUTIONS, max_size=5), st.lists(st.integers(0, 92), max_size=8, unique=True), st.data())
def test_looking_up_finds_what_looking_through_all_finds(attributions, edges, data):
    sides = sorted(edges)
    quotations = [
        Quotation(Span(a, b), data.draw(st.booleans())) for a, b in zip(sides[::2], sides[1::2], strict=False)
    ]
    assert with_whole_quotations(attributions, quotations) == one_by_one(attributions, quotations)


def test_a_text_full_of_attributions_and_quotations_takes_seconds():
    """Fifty thousand of each, every content to be grown: each held against each would take the day."""
    many = [found(Span(n + 2, n + 8), source=[Span(n + 10, n + 14)], cue=[Span(n + 15, n + 19)]) for n in steps(50_000)]
    began = time.process_time()
    grown = with_whole_quotations(many, [Quotation(Span(n, n + 9), True) for n in steps(50_000)])
    assert time.process_time() - began < 10
    assert [one.content for one in grown] == [(Span(n, n + 9),) for n in steps(50_000)]


def steps(count):
    return range(0, 20 * count, 20)
