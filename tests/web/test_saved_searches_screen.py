"""Saved searches on the screens: saved, shown with what is new, renamed, deleted, and each a feed."""

from __future__ import annotations

import re
import shutil
import xml.etree.ElementTree as ET

import pytest
from starlette.testclient import TestClient

from sayso.library import open_ledger
from sayso.web.access import Access
from sayso.web.app import create_app

HOME = "http://localhost:8023"
ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = '"><script>window.hit=1<script> & <b>'


@pytest.fixture
def own(ledger_file, tmp_path):
    """Return a ledger that may be written to."""
    path = shutil.copy(ledger_file, tmp_path / "own.db")
    with open_ledger(path) as opened:
        yield opened


@pytest.fixture
def asking_own(own):
    """Return who asks an application that may write."""
    return TestClient(create_app(own), base_url=HOME, follow_redirects=False)


def saved(client, name="The quay", asked="?q=quay&outlet=The+Quay"):
    return client.post("/searches", data={"name": name, "asked": asked})


def test_a_search_is_saved_with_its_state_and_listed(asking_own, own):
    answer = saved(asking_own)
    assert (answer.status_code, answer.headers["location"]) == (303, "/searches")
    shown = asking_own.get("/searches").text
    assert "The quay" in shown
    assert 'href="/?q=quay&amp;outlet=The+Quay"' in shown
    assert own.searches.named("The quay").wanted == {"search": "quay", "outlet": "The Quay"}
    assert own.searches.named("The quay").meaning


def test_words_only_is_part_of_what_is_saved(asking_own, own):
    saved(asking_own, asked="?q=quay&words=1")
    assert not own.searches.named("The quay").meaning
    assert 'href="/?q=quay&amp;words=1"' in asking_own.get("/searches").text


def test_looking_at_what_is_new_counts_as_looking(asking_own, own):
    saved(asking_own, asked="?outlet=The+Quay")
    with own._store._engine.begin() as db:
        db.exec_driver_sql("UPDATE saved_search SET looked = 0")
    assert re.search(r"<strong>[1-9]\d* new</strong>", asking_own.get("/searches").text)
    answer = asking_own.post("/searches/look", data={"name": "The quay"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/?outlet=The+Quay&arrived=0")
    assert asking_own.get(answer.headers["location"]).text.count('class="statement"') >= 1
    assert "<strong>0 new</strong>" in asking_own.get("/searches").text


def test_a_search_is_renamed_and_deleted(asking_own, own):
    saved(asking_own)
    assert asking_own.post("/searches/rename", data={"name": "The quay", "new": "Quays"}).status_code == 303
    assert [one.name for one in own.searches.every()] == ["Quays"]
    assert asking_own.post("/searches/delete", data={"name": "Quays"}).status_code == 303
    assert own.searches.every() == []


def test_each_is_a_feed_at_an_address_of_its_own(asking_own):
    saved(asking_own, name="Who's at the quay? 50%", asked="?speaker=Pel+Oru")
    path = re.search(r'href="(/searches/[^"]+\.atom)"', asking_own.get("/searches").text)[1]
    answer = asking_own.get(path)
    feed = ET.fromstring(answer.text)  # noqa: S314 - of what this program wrote
    assert answer.headers["content-type"] == "application/atom+xml"
    assert feed.find(f"{ATOM}title").text == "sayso: Who's at the quay? 50%"
    assert feed.find(f"{ATOM}id").text == HOME + path
    assert feed.findall(f"{ATOM}entry")


@pytest.mark.parametrize("name", [HOSTILE, "'; DROP TABLE saved_search; --", "{{ 7*7 }}", "..x", "a.atom", "😀 1"])
def test_a_hostile_name_is_shown_as_it_is_and_does_nothing(asking_own, own, name):
    from tests.web.test_hostile import Checked

    assert saved(asking_own, name=name).status_code == 303
    shown = asking_own.get("/searches").text
    checked = Checked()
    checked.feed(shown)
    assert checked.found == []
    assert "49" not in shown or "7*7" in shown
    path = re.findall(r'<a href="(/searches/[^"]+\.atom)"', shown)[0]
    feed = ET.fromstring(asking_own.get(path).text)  # noqa: S314 - of what this program wrote
    assert feed.find(f"{ATOM}title").text == f"sayso: {name}"
    assert asking_own.post("/searches/delete", data={"name": name}).status_code == 303
    assert own.searches.every() == []


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("", "?q=quay"),
        ("..", "?q=quay"),
        ("a/b", "?q=quay"),
        ("x" * 90, "?q=quay"),
        ("x", "?since=never"),
        ("x", "?act=SHOUT"),
    ],
)
def test_what_cant_be_saved_is_told_in_a_sentence(asking_own, own, name, asked):
    answer = saved(asking_own, name, asked)
    assert answer.status_code in (400, 422)
    assert own.searches.every() == []


def test_what_is_not_saved_is_not_there(asking_own):
    assert asking_own.get("/searches/nothing.atom").status_code == 404
    assert asking_own.post("/searches/look", data={"name": "nothing"}).status_code == 404
    assert asking_own.post("/searches/delete", data={"name": "nothing"}).status_code == 404


@pytest.mark.parametrize("path", ["/searches", "/searches/look", "/searches/rename", "/searches/delete"])
def test_another_sites_page_and_a_server_that_only_shows_change_nothing(asking_own, own, path):
    saved(asking_own)
    data = {"name": "The quay", "new": "x", "asked": "?q=x"}
    assert asking_own.post(path, data=data, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    only_shows = TestClient(create_app(own, Access(read_only=True)), base_url=HOME, follow_redirects=False)
    assert only_shows.post(path, data=data).status_code == 403
    assert [one.name for one in own.searches.every()] == ["The quay"]
    shown = only_shows.get("/searches").text
    assert "The quay" in shown
    assert 'method="post"' not in shown
    assert 'action="/searches"' not in only_shows.get("/?q=quay").text


def test_programs_get_them_with_their_counts(asking_own):
    saved(asking_own, asked="?outlet=The+Quay")
    [one] = asking_own.get("/api/v1/searches").json()
    assert (one["name"], one["wanted"], one["new"]) == ("The quay", {"outlet": "The Quay"}, 0)
    assert one["found"] >= 1
    listed = asking_own.get("/api/v1/statements", params={"arrived": one["looked"]}).json()
    assert listed["items"] == []


@pytest.mark.parametrize("arrived", ["-1", "1e3", "x", "9" * 30, "²"])
def test_what_is_no_number_of_a_page_is_told_so(client, arrived):
    assert client.get("/", params={"arrived": arrived}).status_code == 400


def test_without_a_saved_search_the_screen_says_how_to_save_one(client):
    assert "No search is saved yet" in client.get("/searches").text


def test_a_search_for_an_actor_that_is_no_more_leaves_the_others_shown_and_can_be_deleted(asking_own, own):
    [oru] = own.actors("Pel Oru")
    saved(asking_own, name="By Oru", asked=f"?actor={oru.id}")
    saved(asking_own)
    with own._store._engine.begin() as db:
        db.exec_driver_sql("UPDATE saved_search SET asked = replace(asked, ?, 'gone')", (oru.id,))
    shown = asking_own.get("/searches")
    assert shown.status_code == 200
    assert "No actor has the id &#39;gone&#39;" in shown.text
    assert shown.text.count("new</strong>") == 1
    told = {one["name"]: one for one in asking_own.get("/api/v1/searches").json()}
    assert (told["By Oru"]["found"], told["By Oru"]["new"]) == (None, None)
    assert "'gone'" in told["By Oru"]["wrong"]
    assert (told["The quay"]["new"], told["The quay"]["wrong"]) == (0, None)
    assert asking_own.post("/searches/delete", data={"name": "By Oru"}).status_code == 303


def test_a_search_without_the_rejected_ones_asks_for_no_rejected_ones(asking_own, own, rows):
    own.judge(rows[0].id, "rejected", by="ida")
    own.searches.save("All", rejected=False)
    assert 'href="/?words=1"' in asking_own.get("/searches").text
    assert rows[0].id not in asking_own.get("/searches/All.atom").text
