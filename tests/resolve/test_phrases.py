"""A source is split into its parts, and each part into head, name and apposition."""

from __future__ import annotations

import pytest

from sayso.records import Span
from sayso.resolve.mentions import mentions
from sayso.resolve.phrases import phrases
from sayso.resolve.wording import wording
from tests.resolve.speaking import marked


def cores(text):
    plain, tagged = marked(text)
    words = wording(plain, [Span(0, len(plain))])
    return [words.show(one.first, one.core_end) for one in phrases(words, 0, len(words), mentions(words, tagged))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[P Jane Orr] and [P Ben Low]", ["Jane Orr", "Ben Low"]),
        ("[P Jane Orr] (D-Ore.), [P Ivo Brandt] and [P Ben Low] all", ["Jane Orr", "Ivo Brandt", "Ben Low"]),
        ("[P Jane Orr], head of the [O Tide Institute], and other mayors", ["Jane Orr", "other mayors"]),
        ("[P Jane Orr], founder and owner of the [O Tide Institute]", ["Jane Orr"]),
        ("[L Finland], its only ally and its neighbour", ["Finland"]),
        ("neither Mr. [P Orr] nor other officials", ["Mr. Orr", "other officials"]),
        ("doctors and nurses", ["doctors and nurses"]),
        ("by the mayor of [L Velden]", ["the mayor"]),
        ("advisers to Mr. [P Orr]", ["advisers"]),
        ("officers he has spoken with", ["officers"]),
        ("VELDEN — City leaders", ["City leaders"]),
    ],
)
def test_a_list_is_split_where_names_stand(text, expected):
    assert cores(text) == expected
