"""A document speaks for whoever made it, where the article says who that is."""

from __future__ import annotations

import pytest

from tests.resolve.speaking import named, resolved

LEAD = "The [O North Harbour Authority] met on Monday evening to talk about the sea wall.\n"


@pytest.mark.parametrize(
    "source",
    [
        "a North Harbour Authority study",
        "the authority's report",
        "a survey published last week by the North Harbour Authority",
        "a report from the North Harbour Authority",
    ],
)
def test_the_maker_stands_beside_the_document(source):
    [one] = resolved(f"{LEAD}Yet {source} said the wall was safe.".replace("Yet the", "Yet the"), source)
    assert (one.name, one.kind, one.basis) == ("North Harbour Authority", "organisation", "document")


@pytest.mark.parametrize(
    "told",
    [
        "A report by the North Harbour Authority was read out.",
        "The North Harbour Authority published a long report.",
        "The North Harbour Authority's report was read out.",
    ],
)
def test_the_article_says_elsewhere_whose_report_it_is(told):
    assert named(f"{LEAD}{told}\nThe report said the wall was safe.", "The report") == ["North Harbour Authority"]
    assert named(f"{LEAD}The report said the wall was safe.\n{told}", "The report") == ["North Harbour Authority"]


def test_a_report_of_nobody_s_is_called_as_it_is():
    [one] = resolved(f"{LEAD}It rained for days.\nA report said the wall was safe.", "A report")
    assert (one.name, one.basis) == ("report", "unnamed")


def test_who_saw_or_carried_a_document_has_not_made_it():
    text = f"{LEAD}A report seen by [O Velden Radio] was long.\nThe report said the wall was safe."
    assert named(text, "The report") == ["report"]


def test_another_document_by_another_maker_is_not_taken_for_it():
    text = (
        f"{LEAD}A report by the North Harbour Authority was read out. A letter from [P Helen Orr] came later.\n"
        "The report said the wall was safe."
    )
    assert named(text, "The report") == ["North Harbour Authority"]


def test_a_platform_makes_no_post():
    assert named(f"{LEAD}A Telegram post said the wall was safe.", "A Telegram post") == ["Telegram post"]


def test_somebody_s_testimony_is_his():
    text = f"{LEAD}[P Ivo Brandts] came.\nBrandts' testimony said the wall was safe."
    assert named(text, "Brandts' testimony") == ["Ivo Brandts"]
