"""A statement is aimed at the actors that its cue governs, or else at the first ones that its content names."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.records import Article, Line, Manner, Name, NameKind, Role, Span, Speaker, Statement
from sayso.resolve.addressee import addressees
from sayso.resolve.targets import MOST, targets

PLACES = {"Velden", "Orlo"}


def names_in(text):
    """Every run of capitalised words, but the sentence's first."""
    return [
        Name(Span(*m.span()), NameKind.PLACE if m[0] in PLACES else NameKind.PERSON, 0.9)
        for m in re.finditer(r"(?<!^)\b[A-Z]\w+(?: [A-Z]\w+)*", text)
    ]


def aimed_at(text, source, cue, content, *, speaker="Ada Brandt"):
    def spans(words):
        return (Span(text.index(words), text.index(words) + len(words)),)

    one = Statement("s", "a", spans(source), spans(cue), spans(content), Manner.INDIRECT, 0.9)
    one = replace(one, speaker=Speaker("p", speaker, "person"))
    page = Article(id="a", document_id="d", text=text, lines=(Line(0, len(text), Role.BODY),))
    (found,) = targets(page, [one], names_in(text), addressees(page, [one], names_in(text)))
    return [span.of(text) for span in found]


@pytest.mark.parametrize(
    ("text", "cue", "content", "found"),
    [
        ("Brandt accused Velden of spying for Orlo.", "accused", "Velden of spying for Orlo", ["Velden"]),
        ("Brandt denounced Ida Maas's trip to Orlo.", "denounced", "Ida Maas's trip to Orlo", ["Ida Maas"]),
        ("Brandt praised Ida Maas and Jon Reve.", "praised", "Ida Maas and Jon Reve", ["Ida Maas", "Jon Reve"]),
        ("Brandt blasted the striking militants.", "blasted", "the striking militants", ["the striking militants"]),
        ("Brandt urged her to leave.", "urged", "her to leave", ["her"]),
        ("Brandt told reporters it was late.", "told", "it was late", ["it"]),
        ("Brandt told reporters nothing was late.", "told", "nothing was late", ["reporters"]),
        ("Brandt said nothing was late.", "said", "nothing was late", []),
        ("Brandt said that all in Velden like Ida Maas.", "said", "that all in Velden like Ida Maas", ["Ida Maas"]),
    ],
)  # fmt: skip
def test_at_whom_it_is_aimed(text, cue, content, found):
    assert aimed_at(text, "Brandt", cue, content) == found


def test_the_speaker_is_no_target_of_their_own():
    text = "She said that Ada Brandt had met Ida Maas."
    assert aimed_at(text, "She", "said", "that Ada Brandt had met Ida Maas") == ["Ida Maas"]


@given(
    st.lists(st.sampled_from(["Ida Maas", " and ", ", ", "Velden", " him ", "in ", "the militants", ". "]), max_size=12)
)
def test_there_are_at_most_three_in_the_text(pieces):
    content = "x " + "".join(pieces)
    text = "Brandt attacked " + content
    found = aimed_at(text, "Brandt", "attacked", content)
    assert len(found) <= MOST
    assert all(word in text for word in found)
