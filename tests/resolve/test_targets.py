"""An act is aimed at the likeliest of those whom its cue governs, its content names or means, never at the speaker."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.records import Act, Article, Line, Manner, Name, NameKind, Role, Span, Speaker, Statement
from sayso.resolve.addressee import addressees
from sayso.resolve.targets import MOST, targets

PLACES = {"Velden", "Orlo"}


def names_in(text):
    """Every run of capitalised words, but the sentence's first."""
    return [
        Name(Span(*m.span()), NameKind.PLACE if m[0] in PLACES else NameKind.PERSON, 0.9)
        for m in re.finditer(r"(?<!^)\b[A-Z]\w+(?: [A-Z]\w+)*", text)
    ]


def named_by_their_words(text):
    """Everybody is called by the words for him, and is of one kind."""

    def mention(span):
        words = span.of(text).removeprefix("the ")
        return Speaker(words.lower(), words, "person")

    return mention


def aimed_at(text, source, cue, content, *, speaker="Ada Brandt", act="ACCUSE"):
    def spans(words):
        return (Span(text.index(words), text.index(words) + len(words)),)

    one = Statement("s", "a", spans(source), spans(cue), spans(content), Manner.INDIRECT, 0.9)
    one = replace(one, speaker=Speaker(speaker.lower(), speaker, "person"), act=Act(act) if act else None)
    page = Article(id="a", document_id="d", text=text, lines=(Line(0, len(text), Role.BODY),))
    spoken_to = addressees(page, [one], names_in(text))
    (found,) = targets(page, [one], names_in(text), spoken_to, named_by_their_words(text))
    return [actor.name for actor in found]


@pytest.mark.parametrize(
    ("text", "cue", "content", "found"),
    [
        ("Brandt accused Jon Velden of spying for Orlo.", "accused", "Jon Velden of spying for Orlo", ["Jon Velden"]),
        ("Brandt denounced Ida Maas's trip to Orlo.", "denounced", "Ida Maas's trip to Orlo", ["Ida Maas"]),
        ("Brandt blamed Ida Maas and Jon Reve.", "blamed", "Ida Maas and Jon Reve", ["Ida Maas", "Jon Reve"]),
        ("Brandt blasted the militants for it.", "blasted", "the militants for it", ["militants"]),
        ("Brandt said that nothing was late.", "said", "that nothing was late", []),
    ],
)  # fmt: skip
def test_at_whom_it_is_aimed(text, cue, content, found):
    assert aimed_at(text, "Brandt", cue, content) == found


def test_a_statement_without_an_act_is_aimed_at_nobody():
    assert aimed_at("Brandt met Ida Maas.", "Brandt", "met", "Ida Maas", act=None) == []


def test_the_speaker_is_no_target_of_their_own():
    text = "She said that Ada Brandt was betrayed by Ida Maas."
    assert "Ada Brandt" not in aimed_at(text, "She", "said", "that Ada Brandt was betrayed by Ida Maas")


@given(
    st.lists(st.sampled_from(["Ida Maas", " and ", ", ", "Velden", " him ", "in ", "the militants", ". "]), max_size=12)
)
def test_there_are_at_most_three_in_the_text(pieces):
    content = "x " + "".join(pieces)
    text = "Brandt attacked " + content
    found = aimed_at(text, "Brandt", "attacked", content)
    assert len(found) <= MOST
    assert all(words in text for words in found)
