"""Two statements are compared if they share a key and enough of their terms, whatever else is in the ledger."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.link.candidates import NEAR_DAYS, are_close, are_near, near_days, overlap, statement_keys
from sayso.link.terms import terms

WORDS = st.lists(
    st.sampled_from(["ferry", "strait", "toll", "navy", "minister", "talks", "quay", "winch", "salvage", "harbour"]),
    max_size=9,
)


def test_a_claim_in_other_words_shares_a_key_with_the_claim(make):
    one = make.side("the ferry to Velden would stop calling at the quay in winter")
    other = make.side("that no Velden ferry will be calling once winter comes", by="Pel Oru")
    assert not statement_keys(one).near.isdisjoint(statement_keys(other).near)
    assert overlap(one.terms, other.terms) >= 0.25


def test_statements_of_other_matters_share_none(make):
    one = make.side("the ferry to Velden would stop calling at the quay in winter")
    other = make.side("the orchestra had lost its second conductor to a rival")
    assert statement_keys(one).near.isdisjoint(statement_keys(other).near)
    assert overlap(one.terms, other.terms) == 0


def test_a_content_of_common_words_alone_has_no_key(make):
    assert not statement_keys(make.side("it was the right time")).near


def test_a_speaker_finds_earlier_words_of_his_own_by_one_term(make):
    one = make.side("the toll on the strait is legal", published="2031-05-05")
    other = make.side("a toll has no ground in law", published="2024-01-01", article="a2")
    assert not statement_keys(one).ever.isdisjoint(statement_keys(other).ever)
    assert statement_keys(one).ever.isdisjoint(statement_keys(make.side("a toll", by="Pel Oru")).ever)


@given(WORDS, WORDS)
def test_the_overlap_is_the_same_from_both_sides_and_whole_with_itself(one, other):
    mine, theirs = terms(" ".join(one)), terms(" ".join(other))
    assert overlap(mine, theirs) == overlap(theirs, mine)
    assert overlap(mine, mine) == (1.0 if mine else 0.0)


@given(WORDS)
def test_keys_do_not_depend_on_the_order_of_the_words(make, words):
    assert statement_keys(make.side(" ".join(words))).near == statement_keys(make.side(" ".join(reversed(words)))).near


@pytest.mark.parametrize(
    ("published", "near"),
    [
        ("2031-06-18", True),
        ("2031-06-20", False),
        ("2031-04", True),
        ("2031-06", None),
        ("2031-08", False),
        ("2031", None),
        ("0000", None),
        (None, None),
    ],
)
def test_pages_are_near_within_some_weeks_and_it_is_not_known_where_dates_do_not_say(make, published, near):
    here, there = make.side("x", published="2031-05-05"), make.side("x", published=published, article="a2")
    assert are_near(here, there) is are_near(there, here) is near
    assert NEAR_DAYS == 45


def test_one_article_is_near_itself_whatever_its_date(make):
    assert are_near(make.side("x", published=None), make.side("y", published=None)) is True


def test_where_dates_do_not_say_that_pages_are_near_more_must_be_shared(make):
    here = make.side("the ferry to Velden would stop calling at the quay in winter")
    for words, dated, undated in (
        ("no Velden ferry will be calling once winter comes", True, True),
        ("the winter", True, False),
        ("the orchestra had lost its second conductor to a rival", False, False),
    ):
        assert are_close(here, make.side(words, article="a2")) is dated
        assert are_close(here, make.side(words, article="a2", published=None)) is undated


def test_the_days_looked_through_are_those_of_near_pages(make):
    assert near_days(make.side("x", published="2031-05-05")) == ("2031-03-21", "2031-06-19")
    assert near_days(make.side("x", published=None)) is None
    assert near_days(make.side("x", published="0001-01-05")) == ("0001-01-01", "0001-02-19")


@pytest.mark.parametrize("published", ["2031-05", "2031", "2031-05-05/2031-05-06"])
def test_a_page_of_no_one_day_is_looked_up_among_all_and_near_only_where_it_may_be(make, published):
    assert near_days(make.side("x", published=published)) is None
    assert are_near(make.side("x", published=published), make.side("x", published="2032-05-05", article="a2")) is False


def test_a_year_that_no_calendar_has_is_a_date_that_is_not_known(make):
    assert make.side("x", published="0000").days is None
