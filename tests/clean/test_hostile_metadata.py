"""Mark-up that is made to take long: each of these took hours, or the square of its length, before it was bounded."""

from __future__ import annotations

import json

import trafilatura

from sayso.clean import article, json_ld
from sayso.clean.dom_text import dump
from sayso.clean.page_tree import parse
from sayso.read import make_document
from sayso.records import Given

BODY = "<p>The harbour master said on Monday that the port of Sund would stay closed until the spring.</p>" * 3


def page(head="", body=""):
    html = f"<html><head><title>Port closed</title>{head}</head><body><article>{BODY}{body}</article></body></html>"
    return article(
        make_document(
            content=html.encode(), name="p", origin="p.html", fetched="2031-06-01T00:00:00Z", media_type="text/html"
        )
    )


def test_a_million_blanks_in_a_block_of_json_ld_take_no_time():
    block = json.dumps({"@type": "NewsArticle", "headline": "Port closed", "keywords": " " * 1_000_000})
    assert [entry["headline"] for entry in json_ld.objects(block)] == ["Port closed"]


def test_comment_marks_around_a_block_are_taken_off_and_those_within_it_stay():
    marks = (("<!--", "-->"), ("//<![CDATA[", "//]]>"), ("// <!--\n", "\n// -->"), ("<![CDATA[", "]]>\n"))
    for opened, closed in marks:
        [entry] = json_ld.objects(f' {opened}{{"headline": "a --> b // c"}}{closed} ')
        assert entry == {"headline": "a --> b // c"}


def test_the_objects_of_all_blocks_of_a_page_count_together(monkeypatch):
    monkeypatch.setattr(json_ld, "MAX_NODES", 3)
    assert len(list(json_ld.objects(*['{"a": 1}'] * 9))) == 3


def test_a_block_that_is_too_long_leaves_the_shorter_ones_to_be_read(monkeypatch):
    monkeypatch.setattr(json_ld, "MAX_BLOCK", 30)
    long = json.dumps({"a": "b" * 40})
    assert list(json_ld.objects(long, '{"a": 1}', '{"b": 2}')) == [{"a": 1}, {"b": 2}]


def test_elements_for_authors_that_stand_in_one_another_name_nobody():
    assert page(body='<span class="author">' * 3_000 + "Ada Brom").authors == ()


def test_headings_that_stand_in_one_another_are_no_title():
    assert page(body="<h1><div>" * 3_000 + "Ada Brom").title == "Port closed"


def test_a_name_in_a_few_elements_is_still_an_author():
    assert page(body='<p class="byline">By <a href="/b"><b>Ada</b> <i>Brom</i></a></p>').authors == ("Ada Brom",)


def test_an_address_that_is_none_beside_a_page_costs_it_nothing():
    given = Given(url="http://[::1")
    content = f"<html><body><article>{BODY}</article></body></html>".encode()
    found = article(
        make_document(
            content=content, name="p", origin="p", fetched="2031-06-01T00:00:00Z", media_type="text/html", given=given
        )
    )
    assert (found.url, found.outlet) == ("http://[::1", None)


def test_thousands_of_links_within_hundreds_of_elements_are_left_to_the_line_classifier(monkeypatch):
    """Trafilatura looks at every link once for each element around it, and needed half a minute for such a page."""
    asked = []
    monkeypatch.setattr(trafilatura, "extract", lambda html, **_: asked.append(html))
    links = '<a href="/x">Read more of it</a> ' * 15_000
    found = page(body='<div class="content">' * 200 + links)
    assert asked == []
    assert "The harbour master said" in found.text
    page(body=links[:9_000])
    assert len(asked) == 1


def test_the_nesting_of_a_page_counts_the_elements_around_each_element():
    assert dump(parse("<html><body><p><b>x</b></p><p>y</p></body></html>")).nesting == 0 + 1 + 2 + 3 + 2


def test_a_title_or_an_outlet_of_a_million_letters_is_none():
    outlet, title = "x" * 1_000_000, "y" * 9_000
    found = page(head=f'<meta property="og:site_name" content="{outlet}"><meta name="dc.title" content="{title}">')
    assert (found.title, found.outlet) == ("Port closed", None)
