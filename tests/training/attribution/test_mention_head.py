"""The head word of a mention is the one that a reader would take up with `he`, `she` or `it`."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.annotate.encoding import WORD
from sayso.records import Span
from training.attribution.mention_head import mention_head


def head(text):
    return mention_head(text, Span(0, len(text))).of(text)


@pytest.mark.parametrize(
    ("mention", "word"),
    [
        ("Dora Kell", "Kell"),
        ("the harbour master's deputy", "deputy"),
        ("a spokeswoman for the Lindow ferry guild", "spokeswoman"),
        ("Finance Minister Ivo Mar, 61,", "Mar"),
        ("three officials who asked not to be named", "officials"),
        ("the ministers’", "ministers"),
        ("the union of dockers and its chair", "union"),
        ("Maya Orr and Pavo Lind", "Orr"),
        ("the mayor (and former judge)", "mayor"),
        ("Ostrel's ambassador to the league", "ambassador"),
        ("a report that nobody has seen", "report"),
        ("“the gang”", "gang"),
        ("he", "he"),
    ],
)
def test_the_head_is_the_last_word_before_a_comma_a_preposition_or_a_clause(mention, word):
    assert head(mention) == word


@pytest.mark.parametrize(
    ("mention", "word"),
    [("who", "who"), ("That", "That"), ("both", "both"), ("which", "which"), ("'s", "'"), ("–", "–")],
)
def test_a_word_that_ends_mentions_is_the_head_where_it_is_all_there_is(mention, word):
    assert head(mention) == word


@pytest.mark.parametrize(("mention", "word"), [("that man", "man"), ("the", "the"), (", the mayor of Lindow", "mayor")])
def test_a_word_that_ends_mentions_does_not_end_the_one_that_it_opens(mention, word):
    assert head(mention) == word


def test_accents_written_apart_stay_with_their_word():
    assert head("the cafe\u0301") == "cafe\u0301"


def test_only_the_mention_is_looked_at():
    text = "Maya Orr, the mayor of Lindow, said"
    assert mention_head(text, Span(10, 19)).of(text) == "mayor"
    assert mention_head(text, Span(0, 4)).of(text) == "Maya"


@pytest.mark.parametrize("span", [Span(0, 0), Span(3, 4), Span(8, 8)])
def test_a_mention_without_a_word_is_its_own_head(span):
    assert mention_head("one   two", span) == span


@given(st.text(alphabet="aS B'’,-(“”\u0301 .1", max_size=30), st.data())
def test_whatever_the_mention_its_head_is_one_of_its_words(text, data):
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    words = [match.span() for match in WORD.finditer(text, *span)]
    assert mention_head(text, span) in (words or [span])
    found = mention_head(text, span)
    assert mention_head(text, found) == found, "a head is its own head"
