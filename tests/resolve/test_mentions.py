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
