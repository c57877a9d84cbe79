"""To whom a statement is made is read from the clause that reports it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.records import Article, Line, Manner, Role, Span, Statement
from sayso.resolve.addressee import addressees
from sayso.resolve.noun_phrases import noun_phrase


def spans(text, words, after=0):
    if not words:
        return ()
    at = text.index(words, after)
    return (Span(at, at + len(words)),)


def statement(text, source, cue, content, parent=None):
    return Statement(
        content, "a", spans(text, source), spans(text, cue), spans(text, content), Manner.INDIRECT, 0.9, parent
    )


def said_to(text, *roles):
    lines, at = [], 0
    for line in text.split("\n"):
        lines.append(Line(at, at + len(line), Role.BODY))
        at += len(line) + 1
    page = Article(id="a", document_id="d", text=text, lines=tuple(lines))
    found = addressees(page, [statement(text, *role) for role in roles], ())
    return [span.of(text) if span else None for span in found]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content", "to"),
    [
        ("“It is late,” Brandt told reporters in Velden.", "Brandt", "told", "“It is late,”", "reporters"),
        ("Brandt told some lawyers that it was late.", "Brandt", "told", "that it was late", "some lawyers"),
        ("“Yes,” she told her colleague, Ida Maas, at noon.", "she", "told", "“Yes,”", "her colleague, Ida Maas"),
        ("“Yes,” she told Mr. Maas on Monday.", "she", "told", "“Yes,”", "Mr. Maas"),
        ("Brandt warned the West on Friday that it was late.", "Brandt", "warned", "that it was late", "the West"),
        ("Brandt urged Velden to leave.", "Brandt", "urged", "Velden to leave", "Velden"),
        ("Brandt called on the dockers to leave.", "Brandt", "called on", "the dockers to leave", "the dockers"),
        ("Brandt admitted to Ms Maas that it was late.", "Brandt", "admitted", "that it was late", "Ms Maas"),
        ("Addressing lawmakers, Brandt said it was late.", "Brandt", "said", "it was late", "lawmakers"),
        ("Brandt said on a call with reporters that it was late.", "Brandt", "said", "that it was late", "reporters"),
        ("Asked if it was late, the minister laughed.", "", "Asked", "if it was late", None),
        ("Brandt was asked whether it was late.", "", "was asked", "whether it was late", "Brandt"),
        ("“It is late,” Brandt told a Senate panel.", "Brandt", "told", "“It is late,”", "a Senate panel"),
        ("“It is late,” Brandt told Interfax.", "Brandt", "told", "“It is late,”", None),
        ("“It is late,” Brandt told a local broadcaster.", "Brandt", "told", "“It is late,”", None),
        ("“It is late,” Brandt said.", "Brandt", "said", "“It is late,”", None),
        ("“It is late,” she said to applause.", "she", "said", "“It is late,”", None),
        ("“She told me,” Brandt said.", "She", "told", "me", None),
    ],
)  # fmt: skip
def test_the_words_for_whom_it_is_said_to(text, source, cue, content, to):
    assert said_to(text, (source, cue, content)) == [to]


def test_a_question_without_a_source_is_put_to_the_one_who_answers():
    text = "Asked if it was late, the minister said he had no watch."
    assert (
        said_to(text, ("", "Asked", "if it was late"), ("the minister", "said", "he had no watch"))[0] == "the minister"
    )


def test_a_reply_is_made_to_the_one_who_asked():
    text = "“Is it late?” Maas asked. “No,” Brandt replied."
    assert said_to(text, ("Maas", "asked", "“Is it late?”"), ("Brandt", "replied", "“No,”")) == ["Brandt", "Maas"]


def test_it_goes_on_in_the_same_line_and_for_the_same_speaker_alone():
    text = "“It is late,” Brandt told reporters. “Very,” she added. “No,” Maas said.\nBrandt said it was dark."
    told = said_to(
        text,
        ("Brandt", "told", "“It is late,”"),
        ("she", "added", "“Very,”"),
        ("Maas", "said", "“No,”"),
    )
    assert told == ["reporters", "reporters", None]


def test_a_noun_phrase_ends_before_the_words_that_begin_a_clause():
    text = "told the people of Velden and its mayor that"
    assert noun_phrase(text, 4, len(text)).of(text) == "the people of Velden and its mayor"
    assert noun_phrase(text, text.index("that"), len(text)) is None


@given(st.text("Ada toldthe ,.“”\nMr", max_size=40), st.integers(0, 40))
def test_a_noun_phrase_stands_in_the_text(text, start):
    found = noun_phrase(text, min(start, len(text)), len(text))
    assert found is None or (start <= found.start < found.end <= len(text) and found.of(text).strip())


def test_a_question_in_quotation_marks_is_put_to_the_one_who_answers_in_the_next_line():
    text = "“Is it late?” Brandt asked.\n“It is,” Maas said."
    roles = ("Brandt", "asked", "“Is it late?”"), ("Maas", "said", "“It is,”")
    assert said_to(text, *roles) == ["Maas", None]
    assert said_to(text.replace("\n", "\nIt rained.\nIt rained.\n"), *roles) == [None, None]


def test_who_is_asked_by_somebody_is_the_one_who_answers():
    text = "Asked by Brandt if it was late, Maas said it was."
    assert said_to(text, ("Brandt", "Asked", "if it was late"), ("Maas", "said", "it was."))[0] == "Maas"


def test_the_page_s_own_outlet_is_told_nothing():
    text = "“It is late,” Brandt told Orlo."
    one = statement(text, "Brandt", "told", "“It is late,”")
    for outlet, to in (("Orlo", None), ("Orlo - News", None), ("Kaspar", "Orlo")):
        page = Article(id="a", document_id="d", text=text, lines=(Line(0, len(text), Role.BODY),), outlet=outlet)
        assert [span and span.of(text) for span in addressees(page, [one], ())] == [to]
