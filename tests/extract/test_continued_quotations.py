"""A quotation of several paragraphs is one content, whichever of them the model found; nobody else's words join it."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.annotate.quotations import quotations
from sayso.extract.continued_quotations import with_continued_quotations
from sayso.extract.found import Found
from sayso.records import Quotation, Span

CURLY = """“We looked at every crane,” Dora Kell said. “Every crane was safe.
“We looked at every rope.
“And we looked at the sky.”
Rain fell.
“Nobody slept,” Ivo Mar said."""
STRAIGHT = CURLY.translate(str.maketrans("“”", '""'))


def lines_of(text):
    """Return the spans between line breaks."""
    edges = [-1, *(at for at, mark in enumerate(text) if mark == "\n"), len(text)]
    return tuple(Span(a + 1, b) for a, b in pairwise(edges))


def span_of(text, words):
    return Span(text.index(words), text.index(words) + len(words))


def attribution(text, source, cue, *content, confidence=0.9):
    """Return an attribution by its words; a source or cue of `""` is none."""
    roles = (tuple(span_of(text, words) for words in some if words) for some in ([source], [cue], content))
    return Found(*roles, confidence)


def grown(text, *found):
    """Return the pieces of each content after the quotations of the text are taken together."""
    made = with_continued_quotations(found, quotations(text, lines_of(text)))
    return [[piece.of(text) for piece in one.content] for one in made]


@pytest.fixture(params=[CURLY, STRAIGHT], ids=["curly", "straight"])
def text(request):
    return request.param


def paragraphs(text):
    """Return the four quotations of the first speaker, as they stand in the text."""
    first, second, third = (line.of(text) for line in lines_of(text)[:3])
    return first[:27], first[44:], second, third


def test_the_paragraphs_after_the_one_beside_the_cue_are_of_its_content(text):
    before, *rest = paragraphs(text)
    assert grown(text, attribution(text, "Dora Kell", "said", before, rest[0])) == [[before, *rest]]


def test_the_paragraphs_before_the_one_beside_the_cue_are_of_its_content():
    text = "“We waited.\n“We slept.\n“We left,” Kell said."
    assert grown(text, attribution(text, "Kell", "said", "We left")) == [["“We waited.", "“We slept.", "We left"]]


def test_from_one_in_the_middle_it_grows_both_ways(text):
    _, first, second, third = paragraphs(text)
    assert grown(text, attribution(text, "Dora Kell", "said", second)) == [[first, second, third]]


def test_a_part_of_a_paragraph_is_enough_and_stays_the_part_it_is(text):
    _, _, second, third = paragraphs(text)
    part = "Every crane was safe"
    assert grown(text, attribution(text, "Dora Kell", "said", part)) == [[part, second, third]]


def test_the_quotations_of_other_lines_are_none_of_its_business(text):
    mar = attribution(text, "Ivo Mar", "said", "Nobody slept")
    assert grown(text, mar) == [["Nobody slept"]]
    before = attribution(text, "Dora Kell", "said", paragraphs(text)[0])
    assert grown(text, before) == [[paragraphs(text)[0]]], "it is closed before its line ends"


def test_another_speakers_paragraph_stops_it():
    text = "“We waited.\n“We slept,” Mar said. “All of us.\n“We left,” Kell said."
    mar = attribution(text, "Mar", "said", "“We slept,”")
    kell = attribution(text, "Kell", "said", "“We left,”")
    assert grown(text, mar, kell) == [["“We waited.", "“We slept,”"], ["“All of us.", "“We left,”"]]


def test_what_is_reported_inside_the_quotation_does_not_grow_and_stops_the_others():
    text = "“We waited.\n“The mayor said so.\n“We left,” Kell said."
    inside = attribution(text, "The mayor", "said", "so")
    kell = Found((span_of(text, "Kell"),), (span_of(text, "said."),), (span_of(text, "We left"),), 0.9)
    assert grown(text, inside, kell) == [["so"], ["We left"]]


def test_anothers_paragraph_between_two_of_its_own_is_not_taken():
    text = "“We waited.\n“We slept.\n“We left,” Kell said to Mar."
    kell = attribution(text, "Kell", "said", "We waited", "We left")
    mar = attribution(text, "Mar", "", "We slept")
    assert grown(text, kell, mar) == [["We waited", "We left"], ["We slept"]]
    assert grown(text, kell) == [["We waited", "“We slept.", "We left"]]


def test_its_own_reporting_clause_is_never_of_its_content():
    text = "“We waited.\n“We slept, Kell said.\n“We left.”"
    assert grown(text, attribution(text, "Kell", "said", "“We waited.")) == [["“We waited."]]


def test_of_two_that_could_take_a_paragraph_the_first_has_it():
    text = "“We waited,” Kell said. “We slept.\n“We ate.\n“We left,” Mar said."
    kell, mar = attribution(text, "Kell", "said", "We slept"), attribution(text, "Mar", "", "We left")
    assert grown(text, kell, mar) == [["We slept", "“We ate."], ["We left"]]


def test_statements_without_source_and_cue_in_the_other_paragraphs_are_taken_up(text):
    before, first, second, third = paragraphs(text)
    kell = attribution(text, "Dora Kell", "said", before, first)
    bare = [attribution(text, "", "", words, confidence=0.99) for words in (second[1:], third[1:5])]
    assert grown(text, kell, *bare) == grown(text, *bare, kell) == [[before, first, second, third]]


def test_one_without_source_and_cue_that_says_more_stays_and_none_grows_by_itself(text):
    _, first, second, third = paragraphs(text)
    kell = attribution(text, "Dora Kell", "said", first)
    more = attribution(text, "", "", third + "\nRain fell.")
    assert grown(text, kell, more) == [[first, second, third], [third + "\nRain fell."]]
    assert grown(text, attribution(text, "", "", second)) == [[second]]


def test_without_a_long_quotation_everything_stays_as_it_is():
    text = "“We waited.” Kell said so.\n“We left,” Mar said."
    kell = attribution(text, "Kell", "said", "We waited")
    assert with_continued_quotations([kell], quotations(text, lines_of(text))) == [kell]
    assert with_continued_quotations([kell], ()) == [kell]
    assert with_continued_quotations([], quotations(text, lines_of(text))) == []


STRETCHES = [Span(a, a + 3) for a in range(0, 60, 3)]


@st.composite
def long_quotations(draw):
    """Quotations in text order, some the next paragraph of the one before."""
    edges = sorted(draw(st.lists(st.integers(0, 62), min_size=4, max_size=16, unique=True)))
    some, left_open = [], False
    for a, b in zip(edges[::2], edges[1::2], strict=False):
        closed = draw(st.sampled_from([False, False, False, True]))
        some.append(Quotation(Span(a, b), closed, left_open))
        left_open = not closed
    return some


@st.composite
def attributions(draw):
    """Attributions in text order of which no two share a word."""
    owner = st.sampled_from([None, None, None, None, 0, 1, 2, 3])
    owners = draw(st.lists(owner, min_size=len(STRETCHES), max_size=len(STRETCHES)))
    roles = draw(st.lists(st.sampled_from("scqqq"), min_size=len(STRETCHES), max_size=len(STRETCHES)))
    places = list(zip(STRETCHES, owners, roles, strict=True))
    some = [
        Found(*(tuple(s for s, owner, role in places if (owner, role) == (n, r)) for r in "scq"), 0.9) for n in range(4)
    ]
    return sorted((one for one in some if one.content), key=lambda one: min(one.source + one.cue + one.content))


def characters(*spans):
    return {at for one in spans for at in range(*one)}


@given(attributions(), long_quotations())
def test_a_second_run_changes_nothing(found, quoted):
    once = with_continued_quotations(found, quoted)
    assert with_continued_quotations(once, quoted) == once


@given(attributions(), long_quotations())
def test_nothing_that_was_said_is_lost_and_nothing_added_but_paragraphs_that_are_nobodys(found, quoted):
    made = with_continued_quotations(found, quoted)
    paragraphs = [one.span for one in quoted]
    anchored = [one for one in found if one.source or one.cue]
    assert [(one.source, one.cue) for one in made if one.source or one.cue] == [
        (one.source, one.cue) for one in anchored
    ]
    after = [one for one in made if one.source or one.cue]
    for before, one in zip(anchored, after, strict=True):
        assert list(one.content) == sorted(one.content)
        assert set(before.content) <= set(one.content)
        added = set(one.content) - set(before.content)
        assert added <= set(paragraphs)
        others = characters(
            *(s for other in after if other is not one for s in other.source + other.cue + other.content)
        )
        assert not characters(*added) & (others | characters(*one.source, *one.cue))
    said = characters(*(s for one in made for s in one.content))
    assert all(characters(*one.content) <= said for one in found)


def test_a_text_of_many_long_quotations_is_read_in_seconds():
    """Each quotation held against each statement would take the day."""
    steps = range(0, 40 * 25_000, 40)
    found = [Found((Span(n, n + 3),), (Span(n + 4, n + 8),), (Span(n + 9, n + 18),), 0.9) for n in steps]
    quoted = [
        q for n in steps for q in (Quotation(Span(n + 9, n + 18), False), Quotation(Span(n + 19, n + 38), True, True))
    ]
    began = time.process_time()
    made = with_continued_quotations(found, quoted)
    assert time.process_time() - began < 10
    assert {len(one.content) for one in made} == {2}
