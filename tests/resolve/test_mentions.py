"""A name is found where capitals and the model's tags say so together, and stands without its title."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.records import Name, NameKind, Span
from sayso.resolve.mentions import mentions
from sayso.resolve.wording import wording
from tests.resolve.speaking import marked


def found(text, names=True):
    plain, tagged = marked(text)
    lines, at = [], 0
    for line in plain.split("\n"):
        lines.append(Span(at, at + len(line)))
        at += len(line) + 1
    words = wording(plain, lines)
    some = mentions(words, tagged if names else ())
    return [(" ".join(one.words), one.kind.value if one.kind else None) for one in some]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Then Prime Minister [P Aino Laine] left.", [("Aino Laine", "person")]),
        ("He met Secretary of State [P Helen Orr].", [("Helen Orr", "person")]),
        ("He met [P Ms. Orr] there.", [("Orr", "person")]),
        ("He met Ann King there.", [("Ann King", "person")]),
        ("An envoy to [L Tokyo] [P Aino Laine] left.", [("Tokyo", "place"), ("Aino Laine", "person")]),
        ("The Department of Tides and Currents met.", [("Department of Tides and Currents", "organisation")]),
        ("On Monday Orr met de Vries.", [("Orr", None), ("de Vries", None)]),
        ("The Orr-backed plan failed.", []),
        ("Meanwhile, I'd wait.", []),
    ],
)
def test_a_name_stands_without_title_and_opener(text, expected):
    assert found(text) == expected


def test_a_cut_tag_is_completed_by_its_capitals():
    assert found("He met Helena [P van Orr] there.") == [("Helena van Orr", "person")]


def test_a_lone_surname_is_a_person_where_the_whole_name_stands_elsewhere():
    text = "He met [P Peter Brandt] there.\nLater Brandt left. Brandt came again."
    assert found(text) == [("Peter Brandt", "person"), ("Brandt", "person"), ("Brandt", "person")]


def test_a_heading_in_capitals_gives_only_names_known_from_the_text():
    text = "Mayor Peter Brandt Hammers Harbour Lenders Again\nHe met [P Peter Brandt] there, and it was late."
    assert found(text)[0] == ("Peter Brandt", "person")
    assert len(found(text)) == 2


def test_a_states_name_is_a_place_without_any_tag():
    assert found("He went to North Korea.", names=False) == [("North Korea", "place")]


@given(st.text(alphabet="Ab dC.,’'\n-of", max_size=60), st.data())
def test_mentions_never_overlap_and_lie_in_the_text(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    words = wording(text, [Span(0, len(text))])
    some = mentions(words, [Name(Span(start, end), NameKind.PERSON, 0.9)])
    assert all(one.first < one.end <= len(words) for one in some)
    assert all(a.end <= b.first for a, b in pairwise(some))


@pytest.mark.parametrize("name", ["Dorrick Oskan Birel", "[P Dorrick Oskan Birel]", "[L Dorrick] [P Oskan Birel]"])
def test_an_unknown_place_before_a_name_is_no_part_of_it_where_an_office_is_held_there(name):
    text = f"The Ambassador of Merovand in {name} came late on Monday, which nobody there had expected."
    assert found(text)[-2:] == [("Dorrick", "place"), ("Oskan Birel", "person")]


def test_whom_an_envoy_is_sent_to_may_be_a_person():
    text = "The envoy to [P Helen Maria Orr] came late on Monday, which nobody there had expected."
    assert found(text) == [("Helen Maria Orr", "person")]


@pytest.mark.parametrize(
    "text",
    [
        "The start-up [P Lumera] hired him, and [P Lumera] grew.",
        "He left [P Lumera], a fast-growing Velden start-up, on a day in May.",
        "He met [P Lumera]'s chief executive there, and [P Lumera] grew.",
        "It was said that [P Lumera] shares fell.",
    ],
)
def test_a_name_of_one_word_that_the_text_treats_as_a_body_s_is_no_person(text):
    assert ("Lumera", "organisation") in found(text)
    assert ("Lumera", "person") not in found(text)


def test_a_person_s_form_of_address_weighs_more_than_what_stands_around():
    assert found("He met Mr. [P Lumera], the maker of boats, and [P Lumera] left.")[0] == ("Lumera", "person")


def test_a_surname_that_is_an_office_too_is_a_name_where_the_article_has_it_whole():
    text = "He met [P Peter King] there.\nIt was late, and King told nobody. The king slept."
    assert found(text) == [("Peter King", "person"), ("King", "person")]


def test_a_house_of_representatives_is_no_title():
    text = "He leads the [O House of Representatives Committee on Tides], as it is called."
    assert found(text) == [("House of Representatives Committee on Tides", "organisation")]


def test_a_line_of_capitals_is_no_person_s_name():
    text = "He saw it there: [P FORMER SAILORS SUE THE HARBOUR AT VELDEN]. It rained on and on."
    assert not [one for one in found(text) if one[1] == "person"]


def test_a_hyphened_office_is_no_part_of_a_name():
    assert found("He met Secretary-General [P Ana Kolb] there.") == [("Ana Kolb", "person")]
