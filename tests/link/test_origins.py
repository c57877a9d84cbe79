"""Which of the articles that have one text had it first, and what agency they say they have it from."""

from __future__ import annotations

from itertools import permutations

import pytest

from sayso.link.agency_credits import Agencies, credited
from sayso.link.article_copies import compare_articles
from sayso.link.origins import text_origin, text_origins
from sayso.records import Article, Line, Role
from tests.link.copying import SENTENCES, article

AGENCIES = Agencies.of([["Velden Press Agency", "VPA"], ["Karsk Wire"]])


def test_the_earliest_held_is_the_origin():
    group = [article(n, SENTENCES, published=f"2025-05-0{day}") for n, day in (("a", 7), ("b", 5), ("c", 6))]
    assert text_origin(group).article_id == "b"
    assert text_origin(group).agency is None


def test_of_two_on_the_same_day_or_without_a_date_none_is():
    for dates in (("2025-05-05", "2025-05-05"), ("2025-05-05", None), ("2025-05", "2025-05-31")):
        group = [article(n, SENTENCES, published=date) for n, date in zip("ab", dates, strict=True)]
        assert text_origin(group).article_id is None
        assert "do not say" in text_origin(group).reason


def test_an_agency_that_is_credited_is_the_origin_even_where_its_own_text_is_not_held():
    group = [
        article("a", SENTENCES, published="2025-05-05"),
        article("b", SENTENCES, authors=["Vera Brandt", "VPA"], published="2025-05-06"),
    ]
    found = text_origin(group, AGENCIES)
    assert (found.agency, found.article_id) == ("Velden Press Agency", None)
    assert found.reason == "1 of 2 credit the agency Velden Press Agency; its own text is not held"
    own = article("c", SENTENCES, outlet="Velden Press Agency", published="2025-05-06")
    assert text_origin([*group, own], AGENCIES).article_id == "c"


def test_an_agency_that_issued_its_text_twice_on_one_day_is_not_said_to_be_absent():
    group = [article(n, SENTENCES, outlet="Velden Press Agency", published="2025-05-05") for n in "ab"]
    found = text_origin(group, AGENCIES)
    assert (found.agency, found.article_id) == ("Velden Press Agency", None)
    assert found.reason.endswith("2 texts of its own are held, the dates do not say which is the earliest")


def test_of_two_agencies_neither_is_and_the_earliest_held_remains():
    group = [
        article("a", SENTENCES, authors=["VPA"], published="2025-05-06"),
        article("b", SENTENCES, authors=["Karsk Wire"], published="2025-05-05"),
    ]
    found = text_origin(group, AGENCIES)
    assert (found.agency, found.article_id) == (None, "b")
    assert found.reason.startswith("Karsk Wire, Velden Press Agency are credited")


def test_articles_are_grouped_by_their_copies_in_any_order():
    articles = [article(n, SENTENCES, published=f"2025-05-0{day}") for n, day in (("a", 7), ("b", 5), ("c", 6))]
    alone = article("d", ["A goat was found on the roof of the town hall of Ostmark."])
    copies = [compare_articles(articles[0], articles[1]), compare_articles(articles[1], articles[2])]
    expected = text_origins([*articles, alone], copies)
    assert [one.article_ids for one in expected] == [("a", "b", "c"), ("d",)]
    assert [one.article_id for one in expected] == ["b", "d"]
    for order in permutations([*articles, alone]):
        assert text_origins(order, reversed(copies)) == expected


@pytest.mark.parametrize(
    ("lines", "outlet", "authors"),
    [
        ([(Role.BYLINE, "By Vera Brandt and Jonas Ahlberg, VPA")], None, ()),
        ([(Role.BODY, "VELDEN (VPA) — The port is shut.")], "Kaspar", ()),
        ([(Role.BODY, "VELDEN, May 5 (Velden Press Agency) - The port is shut.")], None, ()),
        ([(Role.NOTICE, "Copyright 2025 The Velden Press Agency. All rights reserved.")], None, ()),
        ([(Role.NOTICE, "© 2025 VPA")], None, ()),
        ([], "VPA", ()),
        ([], None, ("Vera Brandt", "Velden Press Agency")),
    ],
)
def test_a_text_is_credited_in_a_byline_dateline_copyright_outlet_or_author(lines, outlet, authors):
    assert credited(_page(lines, outlet, authors), AGENCIES) == ("Velden Press Agency",)


@pytest.mark.parametrize(
    "lines",
    [
        [(Role.CREDIT, "Photo: VPA / Ada Brom")],
        [(Role.CAPTION, "The mole at low tide. (VPA)")],
        [(Role.NOTICE, "VPA contributed to this report.")],
        [(Role.BODY, "The minister told VPA that the port is shut.")],
        [(Role.BYLINE, "By Vera Vpa")],
    ],
)
def test_an_agency_that_took_the_photograph_contributed_or_was_told_is_not_credited_with_the_text(lines):
    assert credited(_page(lines), AGENCIES) == ()


def _page(lines, outlet=None, authors=()):
    made, at = [], 0
    for role, text in lines:
        made.append(Line(at, at + len(text), role))
        at += len(text) + 1
    return Article("a", "d", "\n".join(text for _, text in lines), tuple(made), outlet=outlet, authors=authors)
