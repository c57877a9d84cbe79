"""Quotation marks are found in every typography, and nothing that a text may hold upsets them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.annotate.quotations import quotations
from sayso.records import Span


def lines_of(text):
    """Return the spans between line breaks."""
    spans, start = [], 0
    for line in text.split("\n"):
        spans.append(Span(start, start + len(line)))
        start += len(line) + 1
    return tuple(spans)


def found(text):
    return [q.span.of(text) for q in quotations(text, lines_of(text))]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('He said "no" twice, then "yes".', ['"no"', '"yes"']),
        ("He said “no” twice, then “yes”.", ["“no”", "“yes”"]),
        ("Il a dit « non ».", ["« non »"]),
        ("Sie sagte: „Nein.“ Dann ging sie.", ["„Nein.“"]),
        ("Sie sagte: „Nein.” Dann ging sie.", ["„Nein.”"]),
        ("She said ‘never’ and left.", ["‘never’"]),
        ("She said 'never' and left.", ["'never'"]),
    ],
)
def test_each_typography_is_found_with_its_marks(text, quoted):
    assert found(text) == quoted


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("“We go,“ she said, “and stay away.“", ["“We go,“", "“and stay away.“"]),
        ("She called it “a farce“ and left.", ["“a farce“"]),
        ("“He said “no“ to me,” she said.", ["“He said “no“ to me,”"]),
        ("”We go,” she said. ”Now.”", ["”We go,”", "”Now.”"]),
        ("so it goes. ”Then he called it “a farce”.", ["“a farce”"]),
        ("so it goes. ”Then he left.", []),
    ],
)
def test_marks_that_are_mistaken_for_one_another_count_as_what_they_can_only_be(text, quoted):
    assert found(text) == quoted


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('“We go," she said. “And stay," he said.', ['“We go,"', '“And stay,"']),
        ('"We go,” she said. "And stay.”', ['"We go,”', '"And stay.”']),
        ('“We go," she said. "And stay," she said.', ['“We go,"', '"And stay,"']),
        ('She called it “a farce" — and left.', ['“a farce"']),
        ('“He said "no" to me,” she said.', ['“He said "no" to me,”']),
        ('"He said “no” to me," she said.', ['"He said “no” to me,"']),
        ('“He said "no" to me," she said.', ['“He said "no" to me,"']),
        ('“A pipe of 12" lay there,” she said.', ['“A pipe of 12" lay there,”']),
    ],
)
def test_a_mark_of_the_other_kind_closes_what_no_mark_of_its_own_kind_does(text, quoted):
    assert found(text) == quoted


def test_a_paragraph_closed_by_a_mark_of_the_other_kind_is_not_continued_by_the_next_speaker_s():
    text = '“It is over," she said.\n“We go home,” he said.'
    assert found(text) == ['“It is over,"', "“We go home,”"]
    assert continues(text) == [False, False]


def test_a_quotation_within_a_quotation_belongs_to_the_outer_one():
    assert found("“He said ‘no’ to me,” she said.") == ["“He said ‘no’ to me,”"]


@pytest.mark.parametrize(
    "text",
    [
        "They don't know, and we can't say.",
        "They don’t know, and we can’t say.",
        "The '90s and the ’80s were loud.",
        "The ministers’ aides and the ministers' cars.",
        "Kell's reply and Kell’s silence.",
        "A 6' fence",
        "",
        " ",
    ],
)
def test_an_apostrophe_opens_nothing(text):
    assert found(text) == []


def test_an_apostrophe_within_a_quotation_does_not_close_it():
    assert found("She said ‘we don’t know’ and left.") == ["‘we don’t know’"]
    assert found("She said 'we don't know' and left.") == ["'we don't know'"]


def test_a_mark_left_open_runs_to_the_end_of_its_line_and_no_further():
    text = "“It is over.\n“We go home,” she said."
    assert found(text) == ["“It is over.", "“We go home,”"]
    assert [q.closed for q in quotations(text, lines_of(text))] == [False, True]


def continues(text):
    return [q.continues for q in quotations(text, lines_of(text))]


@pytest.mark.parametrize("marks", ["“”", '""', "«»", "„“"])
def test_a_quotation_that_opens_its_line_after_one_left_open_continues_it(marks):
    text = "“It is over.\n“We slept.\n“We go home,” she said. “Now.”".translate(str.maketrans("“”", marks))
    assert continues(text) == [False, True, True, False]


@pytest.mark.parametrize(
    ("text", "which"),
    [
        ("“It is over.”\n“We go home,” she said.", [False, False]),
        ("“It is over.\nShe said: “We go home.”", [False, False]),
        ("“It is over.\nShe left.\n“We go home,” she said.", [False, False]),
        ("“It is over,” she said. “We wait.\n “We go home,” she said.", [False, False, True]),
        ("‘It is over.\n‘We go home,’ she said.", [False]),
        ("“We go home,” she said.", [False]),
    ],
)
def test_what_continues_stands_first_in_its_line_and_the_line_before_has_left_one_open(text, which):
    assert continues(text) == which


def test_a_quotation_continues_over_lines_that_are_not_read():
    text = "“It is over.\nPhoto: a harbour\n“We go home,” she said."
    first, _, last = lines_of(text)
    assert [q.continues for q in quotations(text, (first, last))] == [False, True]


def test_a_closing_mark_alone_and_an_inch_mark_open_nothing():
    assert found("so it goes” he said") == []
    assert found('a 12" pipe') == []


def test_only_the_lines_given_are_looked_at():
    text = "“one”\n“two”\n“three”"
    assert [q.span.of(text) for q in quotations(text, lines_of(text)[1:2])] == ["“two”"]


MARKS = "“”„«»\"'‘’ \n.aZ9é"


@given(st.text(alphabet=st.one_of(st.sampled_from(MARKS), st.characters(exclude_categories=["Cs"]))))
def test_whatever_the_text_the_quotations_are_disjoint_in_order_and_each_within_a_line(text):
    spans = [q.span for q in quotations(text, lines_of(text))]
    assert all(any(line.start <= s.start < s.end <= line.end for line in lines_of(text)) for s in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))


@given(st.text(alphabet=MARKS))
def test_what_continues_comes_after_one_that_is_not_closed(text):
    found = quotations(text, lines_of(text))
    assert not any(q.continues for q in found[:1])
    for before, here in pairwise(found):
        if here.continues:
            assert not before.closed
            assert text[before.span.end : here.span.start].isspace()


@pytest.mark.parametrize("unit", ["'a ", "‘a ", "“", '"', "a' ", "«»", 'a" ', '“a" ', "”a ", '"a” '])
def test_a_line_of_marks_is_read_in_one_go(unit):
    """A search that began anew at every mark would take hours here, and so would this test."""
    text = unit * (300_000 // len(unit))
    assert all(text[span.start : span.end] for span, _, _ in quotations(text, (Span(0, len(text)),)))
