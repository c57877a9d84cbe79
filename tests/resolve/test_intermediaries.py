"""What stands between a speaker and the page is found by its head word and by what brings it in."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.records import Name, NameKind, Span
from sayso.resolve.intermediaries import intermediaries
from sayso.resolve.media import media_names
from sayso.resolve.running_words import Words
from sayso.resolve.sentences import sentence, sentence_starts


def found(text, names=()):
    return [(one.name, one.kind) for one in intermediaries(text, names)]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("she said in an interview with RIA Novosti.", "RIA Novosti", "interview"),
        ("the minister told Interfax.", "Interfax", "interview"),
        ("he told the state news agency Veldpress that", "Veldpress", "interview"),
        ("she told the Velden Tribune on Monday", "Velden Tribune", "interview"),
        ("Brandt told CNN's Ida Maas", "CNN", "interview"),
        ("she said on Velden TV that", "Velden TV", "interview"),
        ("he went on state television to say", "state television", "remarks"),
        ("as The Times reported on Monday", "The Times", "outlet"),
        ("officials contacted by Reuters said", "Reuters", "interview"),
        ("he said on “The Velden Hour” that", "The Velden Hour", "interview"),
        ("he said on CNN's “The Velden Hour” that", "CNN's The Velden Hour", "interview"),
        ("NBC's Ida Maas asked whether", "NBC", "interview"),
        ("he told WVLD that", "WVLD", "interview"),
        ("speaking on Friday at the Harbour Council of Velden, she said", "Harbour Council of Velden", "remarks"),
        ("speaking at the Harbour Club during a rally in Velden, she said", "rally in Velden", "remarks"),
        ("he said on a call with reporters", "call", "remarks"),
        ("she wrote on Telegram:", "Telegram", "post"),
        ("she wrote on X, that", "X", "post"),
        ("he took to Twitter to say", "Twitter", "post"),
        ("she wrote in a Facebook post", "Facebook", "post"),
        ("in a post on Truth Social", "Truth Social", "post"),
        ("with a long, angry tweet", "tweet", "post"),
        ("Brandt tweeted that", "Twitter", "post"),
        ("in a statement published on the ministry's site", "statement", "document"),
        ("in a joint statement on Monday", "joint statement", "document"),
        ("the ministry issued a communiqué", "communiqué", "document"),
        ("His office put out a statement", "statement", "document"),
        ("he said at a rally in Velden", "rally in Velden", "remarks"),
        ("at Tuesday's news conference", "news conference", "remarks"),
        ("he said on a conference call", "conference call", "remarks"),
        ("in a speech", "speech", "remarks"),
        ("in a long, calm telephone interview", "calm telephone interview", "interview"),
        ("Brandt said yes, Interfax reported.", "Interfax", "agency"),
        ("according to the Velden Tribune, nobody", "Velden Tribune", "outlet"),
    ],
)
def test_an_intermediary_is_found_with_its_own_words(text, name, kind):
    assert (name, kind) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "they agreed to rally behind her",
        "he declined to address the matter",
        "she used a private email address",
        "he looked forward to meeting her",
        "the Velden Geological Survey said so",
        "he told reporters",
        "on Xavier's farm",
        "a call for peace",
        "the CNN anchor laughed",
        "she was on the floor",
        "in the event of rain",
        "on the debate over tides",
        "on the convention's opening day",
        "many of those at the ceremony wept",
        "at least two men attended a rally",
        "speaking in Velden, she smiled",
    ],
)
def test_words_that_carry_nothing_are_none(text):
    assert found(text) == []


def test_an_organisation_is_a_medium_where_it_interviews():
    text = "she said in an interview with Kaspar, and he told Orlo so."
    names = [
        Name(Span(text.index(word), text.index(word) + len(word)), NameKind.ORGANISATION, 0.9)
        for word in ("Kaspar", "Orlo")
    ]
    assert ("Kaspar", "interview") in found(text, names)
    assert all(name != "Orlo" for name, _ in found(text, names))


def test_an_organisation_told_something_is_no_medium_unless_it_was_an_interview():
    text = "he told Orlo in an interview that"
    assert ("Orlo", "interview") in found(text, [Name(Span(8, 12), NameKind.ORGANISATION, 0.9)])


def test_media_are_known_by_their_names_ends():
    words = Words.of("The Velden Evening Post and the daily Kaspar; The Times. Post offices closed.")
    assert [span.of(words.text) for span in media_names(words)] == ["Velden Evening Post", "Kaspar", "The Times"]


def test_a_sentence_ends_neither_at_a_title_nor_at_an_initial():
    text = "Mr. J. Brandt left. “No.” He spoke\nTwice."
    starts = sentence_starts(text)
    assert [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)] == [
        "Mr. J. Brandt left. ",
        "“No.” ",
        "He spoke\n",
        "Twice.",
    ]
    assert sentence(starts, len(text), 3) == Span(0, 20)


PIECES = [
    "she told ",
    "Interfax",
    " in a ",
    "statement",
    " at the ",
    "rally",
    "Velden Tribune",
    " on ",
    "Twitter",
    "X",
    "ä",
]
MARKS = [", ", "\n", "’s ", "“", "”", "interview with ", "tweeted", "In ", " the ", "news agency ", ".", "(AFP)"]


@given(st.lists(st.sampled_from(PIECES + MARKS), max_size=24).map("".join))
def test_the_evidence_stands_in_the_text_in_order_and_never_overlaps(text):
    mentions = intermediaries(text)
    for one in mentions:
        assert 0 <= one.span.start < one.span.end <= len(text)
    for one, other in pairwise(mentions):
        assert one.span.end <= other.span.start
    assert intermediaries(text) == mentions
