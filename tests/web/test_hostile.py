"""Nothing that a page says becomes markup, a script, an address that runs, or a formula."""

from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser

import pytest

from tests.hostile import hostile_page

DOCUMENT, ARTICLE, (STATEMENT,) = hostile_page()
SCREENS = (
    "/",
    "/?q=ferry",
    "/?speaker=%40SUM%281%29",
    "/?q=%22%3E%3Cscript%3Ewindow.hit%3D1%3C/script%3E",
    "/?outlet=%22%3E%3Cimg%20src%3Dx%20onerror%3Dwindow.hit%3D1%3E",
    f"/articles/{ARTICLE.id}",
    f"/statements/{STATEMENT.id}/trace",
    "/matters",
    "/actors",
    "/actors?name=%22%3E%3Cscript%3E",
    "/searches",
    "/searches/%3Cscript%3E.atom",
    "/?q=%22%3E%3Cscript%3E&words=1",
    "/%3Cscript%3Ewindow.hit=1%3C/script%3E",
    "/articles/%3Cscript%3E",
    "/login?to=%22%3E%3Cscript%3E",
)


class Checked(HTMLParser):
    """Counts what must not be there."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        is_data = given == {"type": "application/ld+json"}
        if tag == "script" and not is_data and not (given.get("src") or "").startswith("/static/"):
            self.found.append((tag, given))
        if tag in ("img", "iframe", "object", "embed") and not (given.get("src") or "").startswith("/"):
            self.found.append((tag, given))
        for name, value in given.items():
            runs = name in ("href", "src", "action", "hx-get") and (value or "").strip().lower().startswith(
                ("javascript:", "data:", "vbscript:")
            )
            if name.startswith("on") or name == "style" or runs:
                self.found.append((tag, name, value))


@pytest.mark.parametrize("address", SCREENS)
def test_no_screen_has_markup_of_a_strangers(client, address):
    answer = client.get(address)
    checked = Checked()
    checked.feed(answer.text)
    assert checked.found == []
    assert "\u202e" not in answer.text
    assert "\x00" not in answer.text


@pytest.mark.parametrize("address", ["/", f"/articles/{ARTICLE.id}"])
def test_a_data_block_holds_the_words_as_json_and_ends_where_it_should(client, address):
    shown = client.get(address).text
    [block] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', shown, re.DOTALL)
    assert not set("<>&") & set(block)
    quotations = [one for one in json.loads(block)["@graph"] if one["@type"] == "Quotation"]
    assert STATEMENT.id in [one["@id"].rpartition(":")[2] for one in quotations]
    assert "<script>" in json.dumps(quotations)


def test_a_drawing_holds_the_words_as_words(client):
    drawn = client.get(f"/statements/{STATEMENT.id}/trace.svg").text
    assert "<script" not in drawn
    assert "<img" not in drawn


def test_a_table_for_spreadsheets_guards_what_they_would_run(client):
    answer = client.get("/api/v1/statements", headers={"accept": "text/csv"})
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows
    for row in rows:
        assert not [cell for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]


def test_the_api_gives_the_words_as_json_and_as_nothing_else(client):
    answer = client.get(f"/api/v1/statements/{STATEMENT.id}")
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.json()["outlet"] == ARTICLE.outlet
