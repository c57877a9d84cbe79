"""`This was announced by ..` is about the sentence before it; whatever else points somewhere stays as it is."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.extract.found import Found
from sayso.extract.pointing_back import pointing_back
from sayso.records import Span


def lines_of(text):
    return [Span(*match.span()) for match in re.finditer(r"[^\n]+", text)]


def attribution(text, content, cue, source, after=0):
    """Return an attribution by its words, looked for from `after`; the cue and the source stand behind the content."""
    spans = []
    for words in (content, cue, source):
        after = text.index(words, after)
        spans.append(Span(after, after + len(words)))
        after += len(words)
    return Found((spans[2],), (spans[1],), (spans[0],), 0.9)


def contents(text, *found):
    return [" … ".join(s.of(text) for s in one.content) for one in pointing_back(text, lines_of(text), found)]


@pytest.mark.parametrize("pointing", ["This", "That", "It", "These", "Which"])
@pytest.mark.parametrize(
    "cue",
    ["was announced by", "was reported on Monday by", "is stated by", "has been confirmed by", "were first posted by"],
)
def test_what_was_announced_is_the_sentence_before(pointing, cue):
    text = f"Rain fell. The port will close. {pointing} {cue} Dora Kell."
    assert contents(text, attribution(text, pointing, cue, "Dora Kell")) == ["The port will close."]


@pytest.mark.parametrize(
    ("before", "pointed_at"),
    [
        ("The port will close! ", "The port will close!"),
        ("“The port will close.” ", "“The port will close.”"),
        ("Rain fell (again). The port will close. ", "The port will close."),
        ("Rain fell. “The port will close …” ", "“The port will close …”"),
        ("  The port will close.   ", "The port will close."),
        ("Fees rose 2.5 per cent. ", "Fees rose 2.5 per cent."),
    ],
)
def test_the_sentence_before_is_whole_with_its_marks_and_without_the_white_space_around_it(before, pointed_at):
    text = before + "This was announced by Dora Kell."
    assert contents(text, attribution(text, "This", "was announced by", "Dora Kell")) == [pointed_at]


@pytest.mark.parametrize(
    "sentence",
    [
        "Mr. Ott and Gov. Kell will resign.",
        "The U.S. Senate will meet on Friday.",
        "Dora J. Kell will go to St. Lenz.",
        "The ministers will meet in the U.S.",
    ],
)
def test_the_full_stop_of_a_title_or_an_initial_begins_no_sentence(sentence):
    text = f"Rain fell. {sentence} This was announced by Dora Kell."
    assert contents(text, attribution(text, "This", "was announced by", "Dora Kell")) == [sentence]


def test_the_cue_may_stand_in_two_pieces():
    text = "The port will close. This was, on Monday, announced by Dora Kell."
    one = attribution(text, "This", "announced by", "Dora Kell")
    one = Found(one.source, (Span(26, 29), *one.cue), one.content, 0.9)
    assert contents(text, one) == ["The port will close."]


def left_alone(text, one):
    return pointing_back(text, lines_of(text), [one]) == [one]


def test_at_the_beginning_of_a_line_it_points_at_nothing_that_is_sure():
    text = "The port will close.\nThis was announced by Dora Kell."
    assert left_alone(text, attribution(text, "This", "was announced by", "Dora Kell"))
    text = "This was announced by Dora Kell."
    assert left_alone(text, attribution(text, "This", "was announced by", "Dora Kell"))


def test_in_the_middle_of_a_sentence_it_is_no_sentence_before_that_it_points_at():
    text = "Rain fell. Of the port, this was announced by Dora Kell."
    assert left_alone(text, attribution(text, "this", "was announced by", "Dora Kell"))


@pytest.mark.parametrize("cue", ["surprised", "announced", "will be announced for", "told"])
def test_a_cue_that_is_not_passive_leaves_it_alone(cue):
    text = f"The port will close. This {cue} Dora Kell."
    assert left_alone(text, attribution(text, "This", cue, "Dora Kell"))


@pytest.mark.parametrize("cue", ["was rejected by", "was criticised by", "was demanded by", "is denied by"])
def test_what_is_rejected_is_said_by_somebody_else(cue):
    text = f"The port will close. This {cue} Dora Kell."
    assert left_alone(text, attribution(text, "This", cue, "Dora Kell"))


@pytest.mark.parametrize(
    "cue", ["was not confirmed by", "wasn't announced by", "wasn’t said by", "has never been told by"]
)
def test_what_is_not_confirmed_is_not_given_out(cue):
    text = f"The port will close. This {cue} Dora Kell."
    assert left_alone(text, attribution(text, "This", cue, "Dora Kell"))


def test_a_content_that_says_more_than_this_is_a_content():
    text = "The port will close. This plan was announced by Dora Kell."
    assert left_alone(text, attribution(text, "This plan", "was announced by", "Dora Kell"))
    two = attribution(text, "This", "was announced by", "Dora Kell")
    assert left_alone(text, Found(two.source, two.cue, (*two.content, Span(26, 30)), 0.9))


def test_a_pointing_word_behind_its_cue_is_left_alone():
    text = "The port will close. As was announced by Dora Kell, this is so. This too."
    one = attribution(text, "was announced by", "Dora Kell", "this")
    assert left_alone(text, Found(one.cue, one.content, one.source, 0.9))
    assert left_alone(text, Found(one.cue, (), one.source, 0.9))


def test_a_sentence_that_another_has_said_is_not_taken_from_them():
    text = "Ivo Mar says the port will close. This was announced by Dora Kell."
    mar = Found((Span(0, 7),), (Span(8, 12),), (Span(13, 32),), 0.9)
    kell = attribution(text, "This", "was announced by", "Dora Kell")
    assert pointing_back(text, lines_of(text), [mar, kell]) == [mar, kell]
    nobody = Found((), (), mar.content, 0.9)
    assert contents(text, nobody, kell) == ["the port will close", "Ivo Mar says the port will close."]


def test_of_several_only_the_one_that_points_changes_and_all_keep_their_places():
    text = "Rain fell. This was announced by Dora Kell. Ivo Mar says it will stop."
    mar = Found((Span(44, 51),), (Span(52, 56),), (Span(57, 69),), 0.9)
    kell = attribution(text, "This", "was announced by", "Dora Kell")
    assert contents(text, kell, mar) == ["Rain fell.", "it will stop"]
    assert contents(text, mar, kell) == ["it will stop", "Rain fell."]


@given(
    st.text(alphabet="aB .!?…“”\"'()\n", max_size=40),
    st.sampled_from(["", ".", ". ", "! ", ".” ", ".\n", " "]),
    st.text(alphabet="aB .", max_size=10),
)
def test_whatever_stands_before_it_takes_one_stretch_of_the_same_line_right_before_the_word(before, end, after):
    text = f"{before}{end}This was announced by Kell.{after}"
    one = attribution(text, "This", "was announced by", "Kell", len(before + end))
    [made] = pointing_back(text, lines_of(text), [one])
    assert pointing_back(text, lines_of(text), [made]) == [made]
    if made != one:
        [piece] = made.content
        assert piece.of(text) == piece.of(text).strip() != ""
        assert text[piece.end : one.content[0].start].isspace()
        assert "\n" not in text[piece.start : one.content[0].start]
