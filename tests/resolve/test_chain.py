"""A chain names who and what stands between the speaker and the page, each with its evidence."""

from __future__ import annotations

import dataclasses
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.records import Article, Line, Manner, Role, Span, Speaker, Statement
from sayso.resolve.chain import chains


def article(text, *, roles=(), **given):
    lines, at = [], 0
    for n, line in enumerate(text.split("\n")):
        if line:
            role = roles[n] if n < len(roles) else Role.BODY
            lines.append(Line(at, at + len(line), role))
        at += len(line) + 1
    return Article(id="a", document_id="d", text=text, lines=tuple(lines), **given)


def statement(text, source, cue, content, *, name=None, parent=None, after=0):
    """A statement whose content is the first after `after`, its source and cue the nearest to that in its line."""
    at = text.index(content, after)

    def nearest(words):
        places = [m.start() for m in re.finditer(re.escape(words), text)] if words else []
        places.sort(key=lambda place: ("\n" in text[min(place, at) : max(place, at)], abs(place - at)))
        return tuple(Span(place, place + len(words)) for place in places[:1])

    spans = (nearest(source), nearest(cue), (Span(at, at + len(content)),))
    return Statement(name or content, "a", *spans, Manner.INDIRECT, 0.9, parent)


def links(text, *statements, **given):
    page = article(text, **given)
    found = chains(page, statements, ())
    for chain in found:
        for link in chain:
            assert link.span is None or link.span.of(text)
    return [[(link.name, link.kind) for link in chain] for chain in found]


def test_the_reporting_clause_names_the_medium_that_was_told():
    text = "“We shall stay,” Brandt told Interfax on Monday."
    assert links(text, statement(text, "Brandt", "told", "“We shall stay,”")) == [[("Interfax", "interview")]]


def test_a_medium_told_in_an_interview_is_one_link():
    text = "Brandt told Interfax in an interview that she would stay."
    assert links(text, statement(text, "Brandt", "told", "that she would stay")) == [[("Interfax", "interview")]]


def test_written_remarks_to_an_agency_are_one_link_with_both_words_as_evidence():
    text = "In written remarks to Interfax, Brandt said that she would stay."
    one = statement(text, "Brandt", "said", "that she would stay")
    (chain,) = chains(article(text), [one], ())
    assert [(link.name, link.kind) for link in chain] == [("Interfax", "remarks")]
    assert chain[0].span.of(text) == "In written remarks to Interfax"


def test_what_the_content_names_is_no_link_of_it():
    text = "Brandt said that the letter he sent to Interfax in a statement was lost."
    assert links(text, statement(text, "Brandt", "said", text[12:-1])) == [[]]


def test_the_document_that_speaks_is_a_link():
    text = "The new defence report said that the bridge was closed. It is safe, according to a Velden poll."
    assert links(
        text,
        statement(text, "The new defence report", "said", "that the bridge was closed"),
        statement(text, "a Velden poll", "according to", "It is safe"),
    ) == [[("defence report", "document")], [("Velden poll", "document")]]


def test_a_nested_statement_is_told_by_the_medium_it_is_nested_in():
    text = "The bridge was closed, the mayor said, according to Interfax."
    outer = statement(text, "Interfax", "according to", "The bridge was closed, the mayor said", name="outer")
    inner = statement(text, "the mayor", "said", "The bridge was closed", name="inner", parent="outer")
    assert links(text, outer, inner) == [[], [("Interfax", "agency")]]


def test_the_media_that_statements_are_nested_in_come_from_the_innermost_outwards():
    text = "Interfax said local media quoted the mayor as saying it was closed."
    a = statement(text, "Interfax", "said", "local media quoted the mayor as saying it was closed", name="a")
    b = statement(text, "local media", "quoted", "the mayor as saying it was closed", name="b", parent="a")
    c = statement(text, "the mayor", "saying", "it was closed", name="c", parent="b")
    assert links(text, a, b, c)[2] == [("local media", "outlet"), ("Interfax", "agency")]


def test_a_medium_that_reports_in_the_same_sentence_comes_last():
    text = "Brandt said in a statement that it was closed, Interfax reported."
    one = statement(text, "Brandt", "said", "that it was closed")
    assert links(text, one) == [[("statement", "document"), ("Interfax", "agency")]]


def test_a_paraphrase_goes_on_with_an_event_for_a_line_and_a_quotation_for_longer():
    text = (
        "“No,” Brandt told Interfax.\nBrandt said that it was late.\nIt rained.\nIt rained.\n"
        "Brandt said that it was cold.\n“I am tired,” Brandt said."
    )
    told = links(
        text,
        statement(text, "Brandt", "told", "“No,”"),
        statement(text, "Brandt", "said", "that it was late"),
        statement(text, "Brandt", "said", "that it was cold"),
        statement(text, "Brandt", "said", "“I am tired,”"),
    )
    interfax = [("Interfax", "interview")]
    assert told == [interfax, interfax, [], interfax]


@pytest.mark.parametrize(
    "told", ["Earlier in the week Brandt said", "On Monday, Brandt said", "Brandt is known to fear"]
)
def test_a_paraphrase_at_another_time_is_of_no_event_that_goes_on(told):
    text = f"“No,” Brandt told Interfax.\n{told} that it was late."
    found = links(
        text,
        statement(text, "Brandt", "told", "“No,”"),
        statement(text, "Brandt", told.rpartition(" ")[2], "that it was late"),
    )
    assert found[1] == []


def test_what_is_said_in_an_article_on_a_debate_is_said_in_the_debate():
    text = "Brandt said in Monday's debate that it was late.\n“No,” Maas said.\nKolb said that it was cold."
    found = links(
        text,
        statement(text, "Brandt", "said", "that it was late"),
        statement(text, "Maas", "said", "“No,”"),
        statement(text, "Kolb", "said", "that it was cold"),
    )
    assert found == [[("debate", "remarks")], [("debate", "remarks")], []]


def test_who_asks_in_an_interview_and_who_answers_are_both_of_it():
    text = "“No,” Brandt told NBC.\n“Why not?” Maas asked.\n“Why not?” Kolb said."
    found = links(
        text,
        statement(text, "Brandt", "told", "“No,”"),
        statement(text, "Maas", "asked", "“Why not?”"),
        statement(text, "Kolb", "said", "“Why not?”", after=40),
    )
    assert found == [[("NBC", "interview")], [("NBC", "interview")], []]


def test_the_answers_that_a_poll_counts_are_told_by_the_poll():
    text = "A Velden poll found that it was late. Just 36 percent of voters said it was cold."
    found = links(
        text,
        statement(text, "A Velden poll", "found", "that it was late"),
        statement(text, "Just 36 percent of voters", "said", "it was cold"),
    )
    assert found == [[("Velden poll", "document")]] * 2


def test_an_event_named_after_the_first_quotation_has_it_too():
    text = "“No,” Brandt said.\nBrandt said at a rally in Velden that it was late."
    found = links(
        text,
        statement(text, "Brandt", "said", "“No,”"),
        statement(text, "Brandt", "said", "that it was late"),
    )
    assert found == [[("rally in Velden", "remarks")]] * 2


def test_a_sentence_on_somebody_s_statement_begins_an_event_for_the_one_so_called():
    text = "“No,” Ida Brandt said. In her letter on Monday, Brandt went further.\n“Never,” Ida Brandt said."
    made = [
        dataclasses.replace(
            statement(text, "Ida Brandt", "said", content, after=after),
            speaker=Speaker("b", "Ida Brandt", "person", (), "name", 1.0),
        )
        for content, after in (("“No,”", 0), ("“Never,”", 60))
    ]
    assert links(text, *made) == [[], [("letter", "document")]]


def test_the_page_s_own_interview_is_no_link_and_its_programme_is():
    text = "“No,” Brandt said in an interview with The Velden Post. “Never,” she said on Velden TV's “The Hour.”"
    one = statement(text, "Brandt", "said", "“No,”")
    two = statement(text, "she", "said", "“Never,”")
    assert links(text, one, two, outlet="Velden Post")[0] == []
    assert links(text, two, outlet="Velden TV") == [[("The Hour", "interview")]]


def test_an_event_goes_on_for_its_speaker_and_ends_with_another_medium():
    text = (
        "“No,” Brandt told Interfax. “Never,” she added.\n“Why not?” Maas said.\n“I am tired,” Brandt said.\n"
        "Brandt told Reuters she was well.\nShe said it was late."
    )
    told = links(
        text,
        statement(text, "Brandt", "told", "“No,”"),
        statement(text, "she", "added", "“Never,”"),
        statement(text, "Maas", "said", "“Why not?”"),
        statement(text, "Brandt", "said", "“I am tired,”", after=60),
        statement(text, "Brandt", "told", "she was well", after=90),
        statement(text, "She", "said", "it was late", after=130),
    )
    interfax, reuters = [("Interfax", "interview")], [("Reuters", "interview")]
    assert told == [interfax, interfax, [], interfax, reuters, reuters]


@pytest.mark.parametrize("cue", ["has long said", "believes", "later said"])
def test_a_cue_of_mind_or_of_another_time_is_no_part_of_the_event(cue):
    text = f"“No,” Brandt told Interfax.\nBrandt {cue} it was late."
    second = statement(text, "Brandt", cue, "it was late", after=28)
    assert links(text, statement(text, "Brandt", "told", "“No,”"), second)[1] == []


def test_a_rally_is_soon_over_and_a_post_at_once():
    text = "Brandt said on Telegram it was late.\nBrandt said it was dark."
    later = statement(text, "Brandt", "said", "it was dark", after=30)
    assert links(text, statement(text, "Brandt", "said", "it was late"), later)[1] == []


def test_a_sentence_without_a_statement_can_begin_an_event():
    text = "On Friday, Brandt gave a speech in Velden. “It is late,” she said."
    assert links(text, statement(text, "she", "said", "“It is late,”")) == [[("speech in Velden", "remarks")]]


def test_resolved_speakers_tell_whose_event_goes_on():
    text = "“No,” Brandt told Interfax.\nThe painter said it was late."
    first = statement(text, "Brandt", "told", "“No,”")
    second = statement(text, "The painter", "said", "it was late")
    assert links(text, first, second)[1] == []
    ada = Speaker("p", "Ada Brandt", "person")
    told = [dataclasses.replace(one, speaker=ada) for one in (first, second)]
    assert links(text, *told)[1] == [("Interfax", "interview")]


def test_the_pages_own_outlet_is_left_out_under_any_of_its_names():
    text = "Brandt told AP that it was late."
    one = statement(text, "Brandt", "told", "that it was late")
    assert links(text, one, outlet="The Associated Press") == [[]]
    assert links(text, one, outlet="Velden Tribune") == [[("AP", "interview")]]


def test_an_agency_in_the_byline_and_a_translator_come_last():
    text = "By Ada Brandt, Reuters\nBrandt said it was late."
    one = statement(text, "Brandt", "said", "it was late", after=23)
    told = links(text, one, roles=(Role.BYLINE,), outlet="Velden Tribune", translated_by="Lingua")
    assert told == [[("Reuters", "agency"), ("Lingua", "translation")]]
    assert links(text, one, authors=("AFP",)) == [[("AFP", "agency")]]


def test_the_words_for_an_agency_in_a_byline_are_not_a_part_of_another_word_of_it():
    text = "By APEX and AP\nIt was late, Brandt said."
    one = statement(text, "Brandt", "said", "It was late")
    page = Article("a", "d", text, (Line(0, 14, Role.BYLINE), Line(15, len(text), Role.BODY)), outlet="Velden Tribune")
    [[link]] = chains(page, [one], ())
    assert (link.name, link.span) == ("AP", Span(12, 14))


def test_a_dateline_counts_where_the_page_is_known_to_be_anothers():
    text = "VELDEN (AFP) - Brandt said it was late."
    one = statement(text, "Brandt", "said", "it was late")
    assert links(text, one, outlet="Velden Tribune") == [[("AFP", "agency")]]
    assert links(text, one) == [[]]


def test_a_photograph_credit_is_no_link():
    text = "Photo: Reuters\nBrandt said it was late."
    one = statement(text, "Brandt", "said", "it was late")
    assert links(text, one, roles=(Role.CREDIT,)) == [[]]


SENTENCES = [
    "Brandt told Interfax it was late. ",
    "“No,” she said.\n",
    "In a statement, the mayor said nothing. ",
    "Maas wrote on X, and left.\n",
    "The report said so. ",
]


@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6), st.data())
def test_any_spans_give_links_that_stand_in_the_text_and_the_same_ones_again(sentences, data):
    text = "".join(sentences)
    cuts = st.integers(0, len(text) - 1)

    def spans():
        start = data.draw(cuts)
        return (Span(start, data.draw(st.integers(start + 1, len(text)))),)

    some = [
        Statement(str(n), "a", spans(), spans(), spans(), Manner.INDIRECT, 0.9, data.draw(st.sampled_from([None, "0"])))
        for n in range(3)
    ]
    page = article(text)
    told = chains(page, some, ())
    assert told == chains(page, some, ())
    assert len(told) == len(some)
    assert all(0 <= link.span.start < link.span.end <= len(text) for chain in told for link in chain)


def test_a_text_of_one_endless_sentence_takes_seconds():
    """Three thousand statements and as many media without a full stop: each held against each would take minutes."""
    clause = "Brandt told Interfax it was late, and "
    text = clause * 3_000
    some = [
        Statement(str(n), "a", (Span(n, n + 6),), (Span(n + 7, n + 11),), (Span(n + 21, n + 32),), Manner.INDIRECT, 0.9)
        for n in range(0, len(text), len(clause))
    ]
    began = time.process_time()
    told = chains(article(text), some, ())
    assert time.process_time() - began < 20
    assert all([link.name for link in chain] == ["Interfax"] for chain in told)
