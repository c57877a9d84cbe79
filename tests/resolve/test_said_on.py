"""A statement has the date that its report gives it, and none that belongs to something else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.records import Article, ChainLink, Dated, Line, Manner, Role, Span, Statement
from sayso.resolve.said_on import said_on

PUBLISHED = Dated("2025-05-07", "day", "given")


def page(text, published=PUBLISHED):
    lines, start = [], 0
    for line in text.split("\n"):
        lines.append(Line(start, start + len(line), Role.BODY))
        start += len(line) + 1
    return Article("a", "d", text, tuple(lines), published=published)


def statement(text, source, cue, *content, after=0, parent=None):
    """Return a statement by its words, the first that follow `after`."""

    def place(words):
        at = text.index(words, after)
        return Span(at, at + len(words))

    pieces = tuple(place(words) for words in content)
    return Statement(
        cue, "a", (place(source),) if source else (), (place(cue),), pieces, Manner.INDIRECT, 1.0, parent=parent
    )


def value(text, source, cue, *content, published=PUBLISHED):
    (date,) = said_on(page(text, published), [statement(text, source, cue, *content)])
    return date and date.value


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("On Monday, Ada Brom said the port was shut.", "2025-05-05"),
        ("Ada Brom said on Monday the port was shut.", "2025-05-05"),
        ("Ada Brom said in a statement Monday the port was shut.", "2025-05-05"),
        ("Speaking last month, Ada Brom said the port was shut.", "2025-04"),
        ("After last month's summit, Ada Brom said the port was shut.", "2025-04"),
        ("In a 2018 speech, Ada Brom said the port was shut.", "2018"),
        ("Ada Brom said the port was shut.", None),
        ("Ada Brom, who was dismissed last year, said the port was shut.", None),
        ("Ahead of Monday's vote Ada Brom said the port was shut.", None),
        ("Since Monday Ada Brom said the port was shut.", None),
        ("Ada Brom previously said the port was shut.", None),
        ("Next Monday it closes, Ada Brom said the port was shut.", None),
        ("Ilmar Kell left on Monday, but Ada Brom said the port was shut.", None),
        ("The fair began on Monday. Ada Brom said the port was shut.", None),
    ],
)
def test_words_of_the_reporting_clause_date_the_saying_and_others_do_not(text, date):
    assert value(text, "Ada Brom", "said", "the port was shut") == date


def test_words_inside_the_content_date_what_was_said_not_the_saying():
    assert value("Ada Brom said the port shut on Monday.", "Ada Brom", "said", "the port shut on Monday") is None


def test_a_content_that_begins_with_the_time_just_after_the_cue_leaves_it_to_the_cue():
    assert value("Brom said Monday that it shut.", "Brom", "said", "Monday that it shut") == "2025-05-05"


def test_a_source_may_hold_the_time_where_its_clause_is_about_speaking():
    text = "The port is shut, according to an official who briefed reporters on Monday."
    assert value(text, text[31:-1], "according to", "The port is shut") == "2025-05-05"
    text = "The port is shut, according to an official who was hired on Monday."
    assert value(text, text[31:-1], "according to", "The port is shut") is None


def test_a_full_date_needs_no_date_of_the_page_and_a_yearless_one_stays_yearless():
    for words, meant in [("May 5, 2025", "2025-05-05"), ("May 5", "--05-05"), ("2018", "2018"), ("Monday", None)]:
        text = f"This was announced on {words} by Ada Brom: the port was shut."
        text = text.replace("on 2018", "in 2018")
        assert value(text, "Ada Brom", "announced", "the port was shut", published=None) == meant


def test_the_words_belong_to_the_nearest_cue_when_speakers_differ():
    text = "Ada Brom said on Monday the port was shut, but Ilmar Kell said it was open."
    first = statement(text, "Ada Brom", "said", "the port was shut")
    second = statement(text, "Ilmar Kell", "said", "it was open", after=43)
    assert [date and date.value for date in said_on(page(text), [first, second])] == ["2025-05-05", None]


def test_an_occasion_goes_on_while_its_speaker_is_quoted_and_no_other_is_named():
    text = (
        "Ada Brom told the crew on Monday the port was shut.\n“It leaks,” Brom said.\n"
        "Ilmar Kell said it was dry.\nBrom wants a new pier.\nBrom said in an interview it was old."
    )
    made = [
        statement(text, "Ada Brom", "told", "the port was shut"),
        statement(text, "Brom", "said", "“It leaks,”", after=52),
        statement(text, "Ilmar Kell", "said", "it was dry", after=75),
        statement(text, "Brom", "wants", "a new pier", after=100),
        statement(text, "Brom", "said", "it was old", after=124),
    ]
    dates = said_on(page(text), made)
    assert [date and date.value for date in dates] == ["2025-05-05", "2025-05-05", None, None, None]
    assert dates[1].basis == "relative to the page's date, same occasion"
    assert dates[1].span.of(text) == "on Monday"


def test_the_report_of_an_appearance_dates_what_its_speaker_then_says():
    text = "Ada Brom held a rally in Tarsk on Monday.\n“It leaks,” Brom said."
    (date,) = said_on(page(text), [statement(text, "Brom", "said", "“It leaks,”", after=42)])
    assert date.value == "2025-05-05"


@pytest.mark.parametrize(
    ("inner", "meant"),
    [
        ("Kell promised in 2018 a pier", "2018"),
        ("that in 2018 Kell promised a pier", "2018"),
        ("Kell promised a pier in 2018", None),
        ("Kell promised a pier, long shut in 2018", None),
    ],
)
def test_an_inner_statement_is_dated_by_words_beside_its_cue_or_at_its_beginning_alone(inner, meant):
    text = f"On Monday Ada Brom said {inner}."
    outer = statement(text, "Ada Brom", "said", inner)
    one = statement(text, "Kell", "promised", "a pier", parent=outer.id)
    dates = said_on(page(text), [outer, one])
    assert [date and date.value for date in dates] == ["2025-05-05", meant]


def test_what_was_said_in_one_interview_was_said_on_one_day():
    text = "Brom told Interfax on Monday it leaked.\nKell laughed.\nIt rained.\nIt rained.\n“It is old,” Brom said."
    told = ChainLink("Interfax", "interview", Span(10, 18))
    made = [
        statement(text, "Brom", "told", "it leaked"),
        statement(text, "Brom", "said", "“It is old,”", after=40),
    ]
    assert [date and date.value for date in said_on(page(text), made)] == ["2025-05-05", None]
    one, other = said_on(page(text), [replace(one, chain=(told,)) for one in made])
    assert (other.value, other.basis) == ("2025-05-05", "relative to the page's date, same occasion")
    assert other.span == one.span


def test_words_that_follow_on_a_date_count_from_the_one_before_them():
    text = "The port shut on May 1. The following day Ada Brom said it leaked."
    assert value(text, "Ada Brom", "said", "it leaked") == "2025-05-02"


@given(st.text(alphabet="Monday May5,.\n 2018 said“” ago", max_size=80), st.data())
def test_whatever_the_spans_every_date_quotes_the_text_and_comes_out_alike_again(text, data):
    if not text.strip():
        return
    places = st.tuples(st.integers(0, len(text) - 1), st.integers(1, 9))
    spans = [Span(at, min(at + n, len(text))) for at, n in data.draw(st.lists(places, min_size=3, max_size=3))]
    made = [Statement("s", "a", (spans[0],), (spans[1],), (spans[2],), Manner.INDIRECT, 1.0)]
    dates = said_on(page(text), made)
    assert dates == said_on(page(text), made)
    assert all(date is None or date.span.of(text).strip() for date in dates)
