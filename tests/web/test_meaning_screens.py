"""Meaning and words in one box: on the screens, in the API, for assistants."""

from __future__ import annotations

import shutil

import pytest
from starlette.testclient import TestClient

from sayso import searched
from sayso.library import open_ledger
from sayso.web.app import create_app
from tests.meanings import Bag

ASKED = "the boat would abandon the old jetty"
STATEMENTS = "/api/v1/statements"


@pytest.fixture
def own(ledger_file, tmp_path, monkeypatch):
    """Return a ledger that may be written to, not indexed yet."""
    monkeypatch.setattr(searched, "_meaning", Bag)
    with open_ledger(shutil.copy(ledger_file, tmp_path / "own.db")) as opened:
        yield opened


@pytest.fixture
def indexed(own):
    own.index()
    return TestClient(create_app(own), base_url="http://localhost:8023", follow_redirects=False)


@pytest.fixture
def plain(own):
    return TestClient(create_app(own), base_url="http://localhost:8023", follow_redirects=False)


def test_a_sentence_finds_other_wordings_and_each_row_says_what_it_was_found_by(indexed):
    shown = indexed.get("/", params={"q": ASKED}).text
    assert "ferry would leave" in shown
    assert "found by meaning" in shown
    assert "found by words" not in shown


def test_words_only_is_a_link_and_stands_in_the_address(indexed):
    shown = indexed.get("/", params={"q": "quay"}).text
    assert 'href="/?q=quay&amp;words=1"' in shown
    only = indexed.get("/", params={"q": "quay", "words": "1"}).text
    assert 'href="/?q=quay"' in only
    assert "data-found-by" not in only
    assert indexed.get("/", params={"q": ASKED, "words": "1"}).text.count('class="statement"') == 0


def test_words_in_quotation_marks_and_beginnings_are_looked_for_as_they_stand(indexed):
    for typed in ('"old quay"', "qua*"):
        assert "data-found-by" not in indexed.get("/", params={"q": typed}).text


def test_facets_count_what_is_listed(indexed):
    given = {"q": ASKED, "meaning": "true"}
    listed = indexed.get(STATEMENTS, params=given).json()
    counted = indexed.get("/api/v1/facets", params=given).json()
    assert counted["statements"] == len(listed["items"]) > 0
    assert listed["why"].keys() == {one["id"] for one in listed["items"]}
    assert listed["notice"] is None


def test_without_an_index_words_are_searched_and_a_sentence_says_so(plain):
    shown = plain.get("/", params={"q": "quay"})
    assert shown.status_code == 200
    assert "no statement is indexed by its meaning yet" in shown.text
    assert 'class="statement"' in shown.text
    told = plain.get(STATEMENTS, params={"q": "quay", "meaning": "true"}).json()
    assert "sayso index" in told["notice"]
    assert told["items"]


def test_an_index_of_another_version_is_no_error(own, plain, monkeypatch):
    own.index()
    monkeypatch.setattr(searched, "_meaning", lambda: Bag("bag 2"))
    shown = plain.get("/", params={"q": "quay"})
    assert shown.status_code == 200
    assert "made by another version" in shown.text


def test_an_index_that_lags_behind_says_by_how_much(own, plain):
    own.index()
    with own._store._engine.begin() as db:
        db.exec_driver_sql("DELETE FROM statement_vector WHERE key = (SELECT max(key) FROM statement)")
    shown = plain.get("/", params={"q": "quay"}).text
    assert "looked for by words alone: 1 of the ledger" in shown


def test_without_anything_typed_nothing_is_said_of_meaning(plain):
    assert "indexed" not in plain.get("/").text


def test_what_is_like_a_sentence_is_asked_for_alone(indexed):
    listed = indexed.get(STATEMENTS, params={"like": ASKED}).json()
    assert listed["items"]
    assert set(map(tuple, listed["why"].values())) == {("meaning",)}


@pytest.mark.parametrize("like", ["", " ", "?!"])
def test_what_holds_no_word_is_told_so(indexed, like):
    assert indexed.get(STATEMENTS, params={"like": like}).status_code == 400


def test_like_needs_an_index(plain):
    told = plain.get(STATEMENTS, params={"like": ASKED})
    assert told.status_code == 400
    assert "sayso index" in told.json()["detail"]


def test_the_list_goes_on_after_the_best(indexed, monkeypatch):
    from sayso.web import statement_screens

    whole = indexed.get(STATEMENTS, params={"q": "quay", "meaning": "true"}).json()
    found, after = [], None
    while True:
        page = {"q": "quay", "meaning": "true", "limit": 2, **({"after": after} if after else {})}
        part = indexed.get(STATEMENTS, params=page).json()
        found += [one["id"] for one in part["items"]]
        after = part["next"]
        if after is None:
            break
    assert found == [one["id"] for one in whole["items"]]
    monkeypatch.setattr(statement_screens, "AT_A_TIME", 2)
    assert "after=best-2" in indexed.get("/", params={"q": "quay"}).text


@pytest.mark.parametrize("typed", ["<script>hit()</script>", "\x00", "字", "?" * 300, "-- OR NEAR(", "\u202esafe"])
def test_nothing_that_is_typed_is_an_error_of_the_server(indexed, typed):
    assert indexed.get("/", params={"q": typed}).status_code in (200, 400)
    assert indexed.get(STATEMENTS, params={"q": typed, "meaning": "true"}).status_code in (200, 400)
