"""Time expressions are found whole, taken apart, and told from words that only look like them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.resolve.time_grammar import Kind
from sayso.resolve.time_words import time_words


def found(text):
    return [words.span.of(text) for words in time_words(text)]


@pytest.mark.parametrize(
    "words",
    [
        "on Monday",
        "late Thursday",
        "Tuesday morning",
        "last Friday",
        "May 5",
        "5 May",
        "May 5, 2025",
        "Wednesday, May 7, 2025",
        "the 5th of May",
        "Sept. 5",
        "in January",
        "in late January",
        "last August",
        "in February 2022",
        "in 2018",
        "back in 2018",
        "between 3 and 5 May",
        "from May 3 to May 5",
        "the first quarter of 2018",
        "yesterday",
        "tonight",
        "last night",
        "last month",
        "earlier this year",
        "earlier in the week",
        "over the weekend",
        "three weeks ago",
        "just two months ago",
        "the following day",
        "a day earlier",
        "two days later",
        "the same day",
        "in recent weeks",
        "previously",
    ],
)
def test_an_expression_is_found_whole_with_what_leads_to_it(words):
    assert found(f"The harbour, Brom said {words}, was shut.") == [words]


@pytest.mark.parametrize(
    "text",
    [
        "May I speak? They may march on.",
        "Jan Brom sold 2018 tonnes to 1999ers.",
        "It was on Super Tuesday that the Sunday Times wrote so.",
        "She presents “Today” on Littoral Radio.",
        "",
        "  ",
    ],
)
def test_what_looks_like_a_time_and_is_none_is_left_alone(text):
    assert found(text) == []


def test_a_time_before_a_noun_belongs_to_it_and_an_occasion_of_speaking_is_told_apart():
    vote, speech = time_words("Monday's vote came up in a 2012 speech.")
    assert (vote.modifies, vote.occasion) == (True, False)
    assert (speech.modifies, speech.occasion, speech.lead) == (False, True, "in")


def test_the_longer_expression_wins_over_the_vague_word_that_it_begins_with():
    (one,) = time_words("It fell earlier this month.")
    assert (one.kind, one.unit, one.shift) == (Kind.SHIFTED, "month", 0)


def test_only_the_stretch_given_is_read():
    text = "Monday and Tuesday"
    assert [words.span.of(text) for words in time_words(text, 7)] == ["Tuesday"]
    assert [words.span.of(text) for words in time_words(text, 0, 10)] == ["Monday"]


PARTS = [
    "Monday",
    "May",
    "5",
    "2018",
    ",",
    ".",
    "’s",
    "the",
    "last",
    "week",
    "ago",
    "two",
    "earlier",
    "in",
    "-",
    "\n",
    "é",
]


@given(st.lists(st.sampled_from(PARTS)).map(" ".join) | st.text())
def test_whatever_the_text_the_expressions_are_disjoint_in_order_and_read_alike_again(text):
    spans = [words.span for words in time_words(text)]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert [words.span for words in time_words(text)] == spans


@pytest.mark.parametrize(
    "unit", ["the ", "early ", "two days ", "Monday", "on the ", "about ", "5 May ", "in the past "]
)
def test_a_long_line_is_read_in_one_go(unit):
    """A grammar that began anew at every word would take minutes here."""
    text = unit * (60_000 // len(unit))
    assert all(words.span.of(text) for words in time_words(text))
