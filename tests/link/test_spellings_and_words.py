"""Words as they are compared, and where they stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.link.running_words import running_words
from sayso.link.spellings import LONGEST_WORD, spelled
from sayso.link.spellings_in_full import in_full
from sayso.records import Span


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("neighbouring", "neighboring"),
        ("organisations", "organizations"),
        ("analysed", "analyzed"),
        ("travelled", "traveled"),
        ("dialogue", "dialog"),
        ("defence", "defense"),
        ("programme", "program"),
        ("Labour’s", "labors"),
    ],
)
def test_british_and_american_spellings_of_a_word_are_one(british, american):
    assert spelled(british) == spelled(american)


@pytest.mark.parametrize(
    ("one", "other"),
    [("four", "for"), ("filled", "filed"), ("hour", "hor"), ("polling", "poling"), ("wise", "wize"), ("tour", "tor")],
)
def test_words_that_differ_in_a_letter_stay_two(one, other):
    assert spelled(one) != spelled(other)


def test_marks_dashes_white_space_and_case_are_no_part_of_a_word():
    plain = "the port stays closed the minister said it will not open"
    printed = "“The port\u00a0stays — CLOSED”,\nthe min\u00adister said: ‘it will – not open’…"
    words = [running_words(text, [Span(0, len(text))]).forms for text in (plain, printed)]
    assert words[0] == words[1]


@given(st.text(max_size=200))
def test_every_word_leads_back_to_its_characters(text):
    words = running_words(text, [Span(0, len(text))])
    for form, start, end in zip(words.forms, words.starts, words.ends, strict=True):
        assert form == spelled(text[start:end])
        assert len(form) <= 20 * LONGEST_WORD


@pytest.mark.parametrize("bare", ["ʼ", "\u3099", "\u309a", "\uff9e", "\uff9f"])
def test_an_apostrophe_or_an_accent_alone_is_no_word_and_those_beside_it_keep_their_places(bare):
    words = running_words(f"old {bare} quay", [Span(0, 10)])
    assert (words.forms, words.starts, words.ends) == (("old", "quay"), (0, 6), (3, 10))


@given(st.text(max_size=50) | st.text("ʼ\u3099\u309a\uff9e\uff9fga '", max_size=12))
def test_no_word_is_empty(text):
    assert all(running_words(text, [Span(0, len(text))]).forms)


def test_words_past_the_most_are_passed_over():
    assert len(running_words("a b c d", [Span(0, 7)], most=3)) == 3


def test_where_words_are_written_without_spaces_each_character_is_one():
    assert running_words("港口关闭", [Span(0, 4)]).forms == ("港", "口", "关", "闭")


def full(text):
    return in_full(text, running_words(text, [Span(0, len(text))]))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("we didn’t, can't and won’t", "we did not, cannot and will not"),
        ("we’re sure that it’s shut", "we are sure that it is shut"),
        ("forty-two ships, the twenty-first", "42 ships, the 21st"),
        ("two hundred of 12,345,678", "200 of 12345678"),
        ("twenty-five thousand, five per cent", "25,000, 5 %"),
        ("US$1.5 million, €7 and £1,200", "US 1.5 million dollars, 7 euros and 1200 pounds"),
        ("the U.S. Navy at 5 p.m.", "the US navy at 5 pm"),
    ],
)
def test_contractions_numbers_and_initials_are_the_same_words_however_they_are_written(one, other):
    assert full(one).forms == full(other).forms


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("in 2031, 300 ships", ("in", "2031", "300", "ships")),
        ("one of 1.5 million", ("one", "of", "1", "5", "million")),
        ("Velden's well were ill", ("veldens", "well", "were", "ill")),
        ("A. B. Orr", ("a", "b", "orr")),
    ],
)
def test_what_is_no_contraction_and_no_one_number_stays_as_it_is(text, forms):
    assert full(text).forms == forms


@given(st.text(max_size=60) | st.text("12,0.-% ’tnaus$€", max_size=30))
def test_words_in_full_stand_where_they_are_written_and_in_order(text):
    words = full(text)
    places = list(zip(words.starts, words.ends, strict=True))
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert places == sorted(places)
