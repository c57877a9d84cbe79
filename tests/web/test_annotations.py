"""An article's annotations over HTTP, as the Web Annotation Protocol has them."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from sayso.web import annotations
from sayso.web.annotations import LDP, MEDIA_TYPE, PROFILE

IRIS = "http://www.w3.org/ns/oa#PreferContainedIRIs"


@pytest.fixture(scope="module")
def article(rows):
    """Return the article that has most statements, and their ids."""
    return rows[0].article_id, [row.id for row in rows if row.article_id == rows[0].article_id]


def prefer(what):
    return {"prefer": f'return=representation;include="{what}"'}


def test_the_container_is_a_collection_with_its_first_page(client, article):
    identity, statements = article
    answer = client.get(f"/api/v1/articles/{identity}/annotations/")
    assert answer.headers["content-type"] == MEDIA_TYPE
    assert f'<{LDP}#BasicContainer>; rel="type"' in answer.headers["link"]
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS"
    assert answer.headers["vary"] == "Accept, Prefer"
    assert answer.headers["etag"]
    told = answer.json()
    assert told["@context"][0] == PROFILE
    assert told["type"] == ["BasicContainer", "AnnotationCollection"]
    assert told["total"] == len(statements)
    assert told["id"] == answer.headers["content-location"]
    assert [one["canonical"].rpartition(":")[2] for one in told["first"]["items"]] == statements


def test_it_is_the_same_without_the_slash_at_its_end(client, article):
    address = f"/api/v1/articles/{article[0]}/annotations"
    assert client.get(address).json() == client.get(address + "/").json()


def test_each_annotation_has_an_address_and_points_at_the_words(client, article, rows):
    told = client.get(f"/api/v1/articles/{article[0]}/annotations/").json()
    for one in told["first"]["items"]:
        alone = client.get(one["id"])
        assert {name: value for name, value in alone.json().items() if name != "@context"} == one
        assert alone.headers["content-location"] == one["id"]
        row = next(row for row in rows if one["canonical"].endswith(row.id))
        quoted = [target["selector"][0]["exact"] for target in one["target"] if target["styleClass"] == "content"]
        assert quoted == [piece.exact for piece in row.content]
        assert (one["generator"]["name"], one["generator"]["softwareVersion"]) == (row.model, row.model_version)


def test_pages_follow_one_another_and_joined_are_all(client, article, ledger, monkeypatch):
    monkeypatch.setattr(annotations, "A_PAGE", 2)
    many = ["a1", "b2", "c3", "d4", "e5"]
    row = ledger.statement(article[1][0])
    monkeypatch.setattr(type(ledger), "statements", lambda *_, **__: iter([replace(row, id=one) for one in many]))
    whole = f"/api/v1/articles/{article[0]}/annotations/"
    told = client.get(whole).json()
    found, page = [], told["first"]
    while page:
        found += [one["canonical"].rpartition(":")[2] for one in page["items"]]
        assert page["startIndex"] == 2 * ((len(found) - 1) // 2)
        last, page = page, client.get(page["next"]).json() if "next" in page else None
    assert found == many
    assert last["id"] == told["last"]
    assert last["prev"].endswith("?page=1")
    assert client.get(f"{whole}?page=3").status_code == 404


def test_a_minimal_container_and_addresses_alone_are_given_to_who_prefers_them(client, article):
    whole = f"/api/v1/articles/{article[0]}/annotations/"
    minimal = client.get(whole, headers=prefer(f"{LDP}#PreferMinimalContainer")).json()
    assert isinstance(minimal["first"], str)
    iris = client.get(whole, headers=prefer(IRIS))
    assert iris.headers["content-location"].endswith("/annotations/?iris=1")
    assert iris.json()["first"]["items"][0].startswith("http://localhost")
    assert client.get(iris.json()["first"]["id"]).json()["items"] == iris.json()["first"]["items"]


@pytest.mark.parametrize("path", ["articles/zz/annotations/", "articles/zz/annotations/ff"])
def test_what_is_not_there_is_told_so(client, path):
    assert client.get(f"/api/v1/{path}").status_code == 404


def test_a_statement_of_another_article_is_not_in_this_one(client, rows):
    other = next(row for row in rows if row.article_id != rows[0].article_id)
    assert client.get(f"/api/v1/articles/{rows[0].article_id}/annotations/{other.id}").status_code == 404


def test_a_container_can_be_asked_for_its_headers_and_what_it_allows(client, article):
    whole = f"/api/v1/articles/{article[0]}/annotations/"
    head, got = client.head(whole), client.get(whole)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == got.headers["etag"]
    asked = client.options(whole)
    assert (asked.status_code, asked.headers["allow"]) == (204, "GET, HEAD, OPTIONS")
    assert client.post(whole).status_code == 405


def test_the_words_of_a_stranger_stay_words(client, ledger):
    row = next(row for row in ledger.statements() if "<script>" in (row.title or ""))
    answer = client.get(f"/api/v1/articles/{row.article_id}/annotations/")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert json.dumps(answer.json())
