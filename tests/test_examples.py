"""The example pages are what examples/README.md says they are, and are read as people read them."""

from __future__ import annotations

from pathlib import Path

import pytest

from sayso import clean, read
from sayso.library import open_ledger
from sayso.records import Article, Document, Role

EXAMPLES = Path(__file__).parents[1] / "examples"
PAGES = sorted([*EXAMPLES.glob("*.html"), *EXAMPLES.glob("*.txt")])
COPIES = [page for page in PAGES if page.suffix == ".txt"]

FURNITURE = {
    "iskvest-translated": [
        "Skip to content",
        "On air",
        "Advertisement",
        "0",
        "Photo: Volna Foto/Erst Malik",
        "Слушать",
        "Text size",
        "A A",
        "Переведено сервисом «Словолёт»",
    ],
    "harbour-denial": [
        "Home",
        "Subscribe",
        "3 min read",
        "Share",
        "Photo: Harbour & Tide/Odile Marsh",
        "Advertisement",
        "Read more",
        "Merovand calls its ambassador home over strait closure",
        "READ MORE: Who owns the Quill? A short history of a narrow sea",
        "0",
        "Comments",
        "You may also like",
        "Ferry fares to rise again in October, operator confirms",
        "Storm names for the winter announced",
    ],
    "skerry-second-hand": [
        "Menu",
        "Breaking news",
        "Share on Pigeon",
        "Advertisement",
        "Photo: Skerry Daily/Rufus Penhale",
        "Read more",
        "Council chief hopes for strait talks within days",
        "1.2K",
        "Comments",
        "Load more",
    ],
}
"""Lines of the text copies that nobody who reads them would take for the report."""

BODY_LINES = {
    "courier-closure": 10,
    "echo-guild": 9,
    "harbour-denial": 7,
    "iskvest-translated": 8,
    "lanthorn-analysis": 7,
    "register-reprint": 8,
    "skerry-second-hand": 7,
    "wire-interview": 8,
}
"""Paragraphs of each report, counted by eye: the least number of body lines."""


def article_of(page: Path) -> Article:
    [document] = read.documents([page])
    assert isinstance(document, Document)
    return clean.article(document)


def lines_of(article: Article, *roles: Role) -> list[str]:
    return [article.text[line.start : line.end] for line in article.lines if line.role in roles]


def test_there_are_eight_pages_and_their_readme_lists_each() -> None:
    readme = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    assert {page.stem for page in PAGES} == set(BODY_LINES)
    assert all(f"`{page.name}`" in readme for page in PAGES)


@pytest.mark.parametrize("page", [*PAGES, *sorted((EXAMPLES / "more").iterdir())], ids=lambda page: page.name)
def test_every_page_says_that_it_is_invented(page: Path) -> None:
    assert "invented" in page.read_text(encoding="utf-8").casefold()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_becomes_an_english_article_with_its_headline_and_all_its_paragraphs(page: Path) -> None:
    article = article_of(page)
    assert article.language == "en"
    assert article.not_extracted is None
    assert len(lines_of(article, Role.HEADLINE)) == 1
    assert article.title == lines_of(article, Role.HEADLINE)[0]
    assert len(lines_of(article, Role.BODY)) >= BODY_LINES[page.stem]


@pytest.mark.parametrize("page", COPIES, ids=lambda page: page.name)
def test_what_was_pasted_along_is_not_searched_for_statements(page: Path) -> None:
    article = article_of(page)
    lines = lines_of(article, *Role)
    furniture = FURNITURE[page.stem]
    assert set(furniture) <= set(lines)
    assert not set(furniture) & set(lines_of(article, Role.HEADLINE, Role.DECK, Role.BODY))


def test_the_translated_page_names_its_translator_and_has_no_date() -> None:
    article = article_of(EXAMPLES / "iskvest-translated.txt")
    assert article.translated_by == "Словолёт"
    assert article.published is None


def test_the_reprint_shares_its_paragraphs_with_the_agencys_story() -> None:
    wire, reprint = (
        {
            line.translate({ord("“"): '"', ord("”"): '"', ord("’"): "'"})
            for line in lines_of(article_of(page), Role.BODY)
        }
        for page in (EXAMPLES / "wire-interview.html", EXAMPLES / "register-reprint.html")
    )
    assert len(wire & reprint) >= 5


def test_the_feed_and_the_table_hold_two_documents_each() -> None:
    for name in ("feed.xml", "rows.csv"):
        found = list(read.documents([EXAMPLES / "more" / name]))
        assert [type(one) for one in found] == [Document, Document], name


def test_who_denies_one_thing_is_not_taken_to_deny_all_that_is_said_on_the_matter(tmp_path: Path) -> None:
    """One network had Halvern, which denied that it fired, deny talks, a survey ship and a reopening as well."""
    with open_ledger(tmp_path / "examples.db") as ledger:
        ledger.read([EXAMPLES])
        ledger.link()
        denied: dict[str, list[str]] = {}
        for row in ledger.links(kinds=["denial"]):
            denied.setdefault(row.from_row.content_text, []).append(row.to_row.content_text)
    assert denied["the accusations"]
    assert "this" not in denied, "neither confirmed nor denied"
    assert max(len(claims) for claims in denied.values()) <= 3
    assert not [claim for claims in denied.values() for claim in claims if "within days" in claim or "survey" in claim]
