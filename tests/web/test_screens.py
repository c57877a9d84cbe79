"""What the screens show of a ledger of five pages."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from sayso.link_records import LinkKind
from sayso.records import Line, Role
from sayso.web.asked import LONGEST
from sayso.web.comparison import MOST_CLAIMS, MOST_WORDINGS
from sayso.web.screens import templates
from tests.link.conftest import make_row
from tests.web.matter import link


def test_the_first_screen_lists_statements_with_facets_and_counts(client, rows):
    shown = client.get("/").text
    assert shown.count('class="statement"') == len(rows)
    assert f"{len(rows)} statements" in shown or "with copies" in shown
    for facet in ("Speaker", "Outlet", "Manner"):
        assert f"<summary>{facet}</summary>" in shown


def test_the_state_is_in_the_address_and_each_part_of_it_can_be_taken_away(client):
    shown = client.get("/?q=quay&outlet=The+Quay").text
    assert 'value="quay"' in shown
    assert 'href="/?q=quay"' in shown
    assert 'href="/?outlet=The+Quay"' in shown


def test_what_is_asked_for_narrows_the_list_down(client, ledger):
    shown = client.get("/?speaker=Pel+Oru").text
    assert shown.count('class="statement"') == len(list(ledger.statements(speaker="Pel Oru"))) > 0


def test_the_next_part_of_a_list_comes_alone_and_the_parts_are_the_whole(client, rows, monkeypatch):
    from sayso.web import statement_screens

    monkeypatch.setattr(statement_screens, "AT_A_TIME", 2)
    address, found = "/", []
    while address:
        part = client.get(address, headers={"hx-request": "true"} if found else {}).text
        assert ("<html" in part) == (not found)
        found += re.findall(r'data-statement="([0-9a-f]+)"', part)
        more = re.search(r'hx-get="(/\?[^"]+)"', part)
        address = more and more[1].replace("&amp;", "&")
    assert found == [row.id for row in rows]


@pytest.mark.parametrize("asked", ["since=2031-13", "act=SHOUT", "min_confidence=much", "after=zz", "q=%2B"])
def test_what_cant_be_meant_is_told_in_a_sentence(client, asked):
    answer = client.get(f"/?{asked}")
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text


@pytest.mark.parametrize(
    "address", ["/articles/ff00", "/articles/%2e%2e", "/statements/zz", "/matters/0", "/actors/0", "/x"]
)
def test_what_is_not_there_is_told_so(client, address):
    assert client.get(address).status_code == 404


def test_an_article_is_shown_in_its_lines_with_a_card_for_each_statement(client, rows):
    row = rows[0]
    shown = client.get(f"/articles/{row.article_id}").text
    assert f'id="t-{row.id}"' in shown
    assert f'id="s-{row.id}"' in shown
    assert shown.count('class="card') == len([one for one in rows if one.article_id == row.article_id])


def test_a_statements_address_leads_to_its_place_in_the_article(client, rows):
    answer = client.get(f"/statements/{rows[0].id}")
    assert answer.headers["location"] == f"/articles/{rows[0].article_id}#s-{rows[0].id}"


def test_a_translated_article_says_that_its_quotations_are_not_verbatim(client, rows):
    row = next(one for one in rows if one.translated_by)
    assert "not the speaker’s words" in client.get(f"/articles/{row.article_id}").text


def test_a_denial_is_on_the_cards_of_both_ends(client, ledger):
    [found, *_] = ledger.links(kinds=["denial"])
    assert "denies" in client.get(f"/articles/{found.from_row.article_id}").text
    assert "denied by" in client.get(f"/articles/{found.to_row.article_id}").text


def test_a_trace_counts_origins_and_draws_them(client, ledger):
    [found, *_] = ledger.links(kinds=["copy"])
    shown = client.get(f"/statements/{found.to_row.id}/trace").text
    assert "independent origin" in shown
    drawing = client.get(f"/statements/{found.to_row.id}/trace.svg")
    assert drawing.headers["content-type"].startswith("image/svg+xml")
    assert ET.fromstring(drawing.text).tag.endswith("svg")  # noqa: S314 - of what this program wrote


def test_a_matter_compares_outlets_claim_by_claim(client, ledger):
    [first, *_] = ledger.matters(1)
    assert f"/matters/{first.matter.id}" in client.get("/matters").text
    shown = client.get(f"/matters/{first.matter.id}").text
    for outlet, _ in first.outlets:
        assert outlet in shown


def test_an_actor_is_found_by_name_and_shown_with_what_it_said(client, ledger):
    [found, *_] = ledger.actors("Pel Oru")
    assert f"/actors/{found.id}" in client.get("/actors?name=oru").text
    assert "What it said" in client.get(f"/actors/{found.id}").text


def test_the_feed_of_a_search_is_well_formed_and_has_its_statements(client, ledger):
    answer = client.get("/statements.atom?speaker=Pel+Oru")
    feed = ET.fromstring(answer.text)  # noqa: S314 - of what this program wrote
    entries = feed.findall("{http://www.w3.org/2005/Atom}entry")
    assert len(entries) == len(list(ledger.statements(speaker="Pel Oru")))
    assert ET.fromstring(client.get("/statements.atom").text) is not None  # noqa: S314 - same


@pytest.mark.parametrize(
    "address", ["/", "/actors", "/statements.atom", "/nothing", "/live", "/static/sayso.css", "/api/v1/runs"]
)
def test_head_is_answered_as_get_without_the_body(client, address):
    head = client.head(address)
    assert head.status_code == (404 if address == "/nothing" else 200)
    assert head.content == b""


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [("GET", "/judgements?page=many", 422), ("GET", "/actors?name=" + "x" * 300, 422), ("DELETE", "/actors", 405)],
)
def test_what_a_screen_cant_take_is_told_on_a_screen(client, method, address, status):
    answer = client.request(method, address, headers={"content-length": "0"})
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
    assert 'role="alert"' in answer.text
    assert status != 405 or answer.headers["allow"] == "GET"


def in_persian(row):
    return replace(row, language="fa")


def test_words_have_their_language_where_a_matter_is_compared(client, ledger, monkeypatch):
    [link, *_] = ledger.links(kinds=["copy"])
    summary, rows, links = ledger.matter(link.from_row.id)
    monkeypatch.setattr(ledger, "matter", lambda _: (summary, list(map(in_persian, rows)), links))
    assert client.get(f"/matters/{summary.matter.id}").text.count('lang="fa" dir="auto"') == len(rows)


def test_words_have_their_language_where_an_actor_is_answered(client, ledger, monkeypatch):
    denials = ledger.links(kinds=["denial"])
    shown = [replace(one, from_row=in_persian(one.from_row), to_row=in_persian(one.to_row)) for one in denials]
    monkeypatch.setattr(ledger, "links_of_actor", lambda *_, **__: (shown, len(shown)))
    told = client.get(f"/actors/{ledger.actors()[0].id}").text
    assert told.count('lang="fa" dir="auto"') == 3 * 2 * len(shown) > 0


def test_the_lines_around_a_text_have_its_language_and_their_roles_that_of_the_screen(
    client, ledger, rows, monkeypatch
):
    page = ledger.article(rows[0].article_id)
    own, end = page.article, len(page.article.text)
    lines = (*own.lines, Line(end + 1, end + 5, Role.CHROME))
    shown = replace(page, article=replace(own, text=f"{own.text}\nخانه", lines=lines, language="fa"))
    monkeypatch.setattr(ledger, "article", lambda _: shown)
    told = client.get(f"/articles/{own.id}").text
    assert '<p class="aside" dir="auto" lang="fa"><span class="role" lang="en">chrome</span> خانه</p>' in told


def statement_item(row):
    return templates().get_template("_statement.html").module.statement_item(row)


def test_a_source_that_is_a_sentence_leads_to_a_search_that_can_be_asked(client, rows):
    row = replace(rows[0], speaker=None, source_text="an inspector of the harbour " * 20)
    [address] = re.findall('class="who" href="([^"]+)"', statement_item(row))
    [asked] = parse_qs(urlsplit(address).query)["speaker"]
    assert len(asked) <= LONGEST
    assert row.source_text.startswith(asked)
    assert client.get(address).status_code == 200


def test_who_is_not_named_is_no_link_to_all_statements(rows):
    told = statement_item(replace(rows[0], speaker=None, source_text=""))
    assert '<span class="who">not named</span>' in told
    assert "speaker=" not in told


def test_what_stands_in_anothers_words_leads_to_that_other_one_in_every_list(rows):
    assert "within another’s words" not in statement_item(rows[0])
    told = statement_item(replace(rows[0], parent="0f"))
    assert '<a href="/statements/0f">within another’s words</a>' in told


def test_of_a_large_matter_the_claims_most_carried_are_compared_and_the_rest_is_told(client, ledger, monkeypatch):
    """A statement that five hundred pages copied was five hundred wordings in a cell."""
    rows = [make_row("the quay is shut", outlet="Marsh Radio", article=f"a{n}") for n in range(MOST_WORDINGS + 3)]
    links = [link(LinkKind.COPY, row, rows[0]) for row in rows[1:]]
    denials = [make_row("it is not", outlet="The Quay", article=f"b{n}") for n in range(MOST_CLAIMS)]
    links += [link(LinkKind.DENIAL, row, rows[0]) for row in denials]
    [held, *_] = ledger.matters()
    monkeypatch.setattr(ledger, "matter", lambda _: (held, rows + denials, links))
    told = client.get(f"/matters/{held.matter.id}").text
    assert told.count('<th scope="row">') == MOST_CLAIMS
    assert "1 more claim without a row" in told
    assert "and 3 more statements" in told
    assert f"and by {MOST_CLAIMS - MOST_WORDINGS} others" in told
    assert '<span class="unseen">not carried</span>' in told
