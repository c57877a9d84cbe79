"""A time expression means one date, at its own precision, or none that can be known."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.records import Dated
from sayso.resolve.calendar import dated
from sayso.resolve.time_words import time_words

WEDNESDAY = Dated("2025-05-07", "day", "given")


def value(text, published=WEDNESDAY, before=None):
    (words,) = time_words(text)
    date = dated(words, published, before)
    return date and date.value


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("on Monday", "2025-05-05"),
        ("Wednesday", "2025-05-07"),
        ("last Wednesday", "2025-04-30"),
        ("Friday", "2025-05-02"),
        ("today", "2025-05-07"),
        ("tonight", "2025-05-07"),
        ("yesterday", "2025-05-06"),
        ("last night", "2025-05-06"),
        ("three days ago", "2025-05-04"),
        ("May 5", "2025-05-05"),
        ("5 May", "2025-05-05"),
        ("Dec. 30", "2024-12-30"),
        ("May 5, 2023", "2023-05-05"),
        ("between 3 and 5 May", "2025-05-03/2025-05-05"),
        ("last week", "2025-04-28/2025-05-04"),
        ("this week", "2025-05-05/2025-05-07"),
        ("earlier in the week", "2025-05-05/2025-05-06"),
        ("over the weekend", "2025-05-03/2025-05-04"),
        ("three weeks ago", "2025-04-14/2025-04-20"),
        ("last month", "2025-04"),
        ("two months ago", "2025-03"),
        ("in January", "2025-01"),
        ("in November", "2024-11"),
        ("last May", "2024-05"),
        ("in February 2022", "2022-02"),
        ("earlier this year", "2025"),
        ("last year", "2024"),
        ("four years ago", "2021"),
        ("in 2018", "2018"),
        ("last quarter", "2025-01-01/2025-03-31"),
        ("the first quarter", "2025-01-01/2025-03-31"),
        ("the fourth quarter of 2018", "2018-10-01/2018-12-31"),
    ],
)
def test_words_are_counted_from_the_day_of_publication(text, meant):
    assert value(text) == meant


def test_a_weekday_may_be_the_day_after_a_page_that_was_dated_in_another_time_zone():
    assert value("Thursday") == "2025-05-08"
    assert value("last Thursday") == "2025-05-01"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("the same day", "2025-03-01"),
        ("the following day", "2025-03-02"),
        ("a day earlier", "2025-02-28"),
        ("two days later", "2025-03-03"),
        ("the following year", "2026"),
    ],
)
def test_words_that_follow_on_a_date_are_counted_from_it(text, meant):
    assert value(text, before=Dated("2025-03-01", "day", "in text")) == meant
    assert value(text) is None


@pytest.mark.parametrize(
    ("text", "meant"),
    [("May 5", "--05-05"), ("In 2018", "2018"), ("on Monday", None), ("last month", None), ("in May", None)],
)
def test_a_page_without_a_date_gives_no_year(text, meant):
    assert value(text, published=None) == meant


@pytest.mark.parametrize(
    ("published", "text", "meant"),
    [
        ("--05-05", "yesterday", "--05-04"),
        ("--03-01", "yesterday", None),
        ("--05-05", "May 3", "--05-03"),
        ("--05-05", "on Monday", None),
        ("2025-05", "last month", "2025-04"),
        ("2025-05", "May 3", "2025-05-03"),
        ("2025-05", "on Monday", None),
        ("2025", "last year", "2024"),
        ("2025", "May 3", "--05-03"),
        ("2025", "yesterday", None),
    ],
)
def test_a_page_whose_date_is_coarse_gives_what_follows_from_it_and_no_more(published, text, meant):
    assert value(text, Dated(published, "coarse", "given")) == meant


@pytest.mark.parametrize(
    "text", ["next Monday", "previously", "in recent weeks", "30 February 2025", "several years ago"]
)
def test_what_lies_ahead_or_can_not_be_told_is_none(text):
    assert value(text) is None


def test_a_day_that_is_nearer_in_the_year_to_come_has_no_year():
    assert value("July 25") == "--07-25"


def test_the_basis_says_what_was_counted_from():
    bases = {"May 5, 2025": "in text", "May 5": "relative to the page's date", "Monday": "relative to the page's date"}
    for text, basis in bases.items():
        (words,) = time_words(text)
        assert dated(words, WEDNESDAY).basis == basis
        assert dated(words, WEDNESDAY).span.of(text) == text


@given(
    st.dates(), st.sampled_from(["Monday", "yesterday", "last week", "May 5", "Feb. 29", "last month", "last quarter"])
)
def test_no_date_of_publication_is_too_odd(day, text):
    (words,) = time_words(text)
    date = dated(words, Dated(day.isoformat(), "day", "given"))
    assert date is None or re.fullmatch(r"--\d\d-\d\d|[\d-]{4,10}(/[\d-]{10})?", date.value)


EDGES = [Dated(day, "day", "given") for day in ("0001-01-01", "9999-12-31")]


@pytest.mark.parametrize("page", [*EDGES, None])
@pytest.mark.parametrize("before", [*EDGES, None])
@pytest.mark.parametrize(
    "text",
    [
        "in the fourth quarter of 9999",
        "this quarter",
        "last quarter",
        "next month",
        "last month",
        "two days later",
        "last weekend",
        "last week",
        "99 years ago",
        "three thousand months ago",
    ],
)
def test_a_date_that_no_calendar_has_is_none_and_no_error(text, page, before):
    for words in time_words(text):
        date = dated(words, page, before)
        assert date is None or re.fullmatch(r"\d{4}(-\d\d){0,2}(/\d{4}-\d\d-\d\d)?", date.value)
