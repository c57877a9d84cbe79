"""The API: what the screens show, for programs."""

from __future__ import annotations

import json
import shutil

import pytest
from pydantic import TypeAdapter
from starlette.testclient import TestClient

from sayso.errors import LedgerBusy
from sayso.export.plain_row import plain
from sayso.library import open_ledger
from sayso.web.annotations import MEDIA_TYPE
from sayso.web.api import ROUTES
from sayso.web.app import create_app
from sayso.web.asked import FIELDS
from tests.web.conftest import HOME

STATEMENTS = "/api/v1/statements"


def test_pages_joined_are_all_statements_with_every_field(client, rows):
    found, after = [], ""
    while after is not None:
        page = client.get(STATEMENTS, params={"limit": 2, **({"after": after} if after else {})}).json()
        found, after = found + page["items"], page["next"]
    assert {one.pop("run_id") for one in found} < {run["id"] for run in client.get("/api/v1/runs").json()}
    assert found == json.loads(json.dumps([plain(row) for row in rows]))


def test_lines_of_json_are_given_to_who_accepts_them(client, rows):
    answer = client.get(STATEMENTS, headers={"accept": "application/x-ndjson"})
    assert answer.headers["content-type"].startswith("application/x-ndjson")
    assert [json.loads(line)["id"] for line in answer.text.splitlines()] == [row.id for row in rows]


def test_the_next_lines_are_those_of_the_same_question(client):
    headers = {"accept": "application/x-ndjson"}
    found, address = [], f"{STATEMENTS}?speaker=Ada+Voss&limit=1"
    while address:
        answer = client.get(address, headers=headers)
        found += [json.loads(line)["speaker"] for line in answer.text.splitlines()]
        address = answer.links.get("next", {}).get("url")
    assert len(found) > 1
    assert set(found) == {"Ada Voss"}


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"{STATEMENTS}?since=yesterday", 422),
        (f"{STATEMENTS}?since=2031-02-29", 400),
        (f"{STATEMENTS}?speakr=Ada", 422),
        ("/api/v1/facets?act=SHOUT", 422),
        (f"{STATEMENTS}?after=%3F", 400),
        (f"{STATEMENTS}?limit=0", 422),
        (f"{STATEMENTS}/zz", 404),
        (f"{STATEMENTS}/zz/trace", 404),
        ("/api/v1/articles/zz", 404),
        ("/api/v1/matters/zz", 404),
        ("/api/v1/nothing", 404),
    ],
)
def test_what_goes_wrong_is_a_problem_with_a_sentence(client, address, status):
    answer = client.get(address)
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert (answer.status_code, told["status"]) == (status, status)
    assert told["detail"]


def test_an_answer_is_not_sent_again_while_the_ledger_is_the_same(client):
    first = client.get(STATEMENTS)
    again = client.get(STATEMENTS, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get(f"{STATEMENTS}?limit=1", headers={"if-none-match": first.headers["etag"]})
    assert other.status_code == 200


def test_that_nothing_changed_says_as_the_answer_did_who_may_keep_it_and_for_what(client):
    first = client.get(STATEMENTS)
    again = client.get(STATEMENTS, headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304
    for name in ("etag", "vary", "cache-control"):
        assert again.headers[name] == first.headers[name]


@pytest.mark.parametrize(
    ("accepted", "given"),
    [
        ("text/csv;q=0.9, */*;q=0.1", "text/csv; charset=utf-8"),
        ("Text/CSV", "text/csv; charset=utf-8"),
        ("application/x-ndjson; q=1", "application/x-ndjson"),
    ],
)
def test_an_answer_is_of_the_type_that_it_is_whatever_else_who_accepts_it_says(client, accepted, given):
    assert client.get(STATEMENTS, headers={"accept": accepted}).headers["content-type"] == given


@pytest.mark.parametrize(("path", "takes"), [("statements", False), ("judgements", True)])
def test_options_name_post_where_something_may_be_posted(client, path, takes):
    allowed = client.options(f"/api/v1/{path}").headers["allow"].split(", ")
    assert ("POST" in allowed) is takes
    assert {"GET", "HEAD", "OPTIONS"} <= set(allowed)


def test_links_traces_articles_matters_actors_and_facets_are_given(client, ledger, rows):
    [found, *_] = ledger.links(kinds=["copy"])
    one = found.to_row.id
    assert found.link.id in [link["id"] for link in client.get(f"{STATEMENTS}/{one}/links").json()]
    assert client.get(f"{STATEMENTS}/{one}/trace").json()
    assert client.get(f"/api/v1/articles/{found.to_row.article_id}").json()["statements"]
    [matter, *_] = client.get("/api/v1/matters").json()
    assert client.get(f"/api/v1/matters/{matter['id']}").json() == matter
    assert "Pel Oru" in [actor["name"] for actor in client.get("/api/v1/actors", params={"name": "oru"}).json()]
    assert client.get("/api/v1/facets").json()["statements"] == len(rows)


def test_a_known_actor_narrows_the_list_and_the_counts_by_its_id(client, ledger):
    [found, *_] = ledger.actors("Pel Oru")
    said = [row.id for row in ledger.statements(actor=found.id)]
    asked = {"actor": found.id}
    assert [one["id"] for one in client.get(STATEMENTS, params=asked).json()["items"]] == said != []
    assert client.get("/api/v1/facets", params=asked).json()["statements"] == len(said)
    assert client.get(f"/api/v1/actors/{found.id}").json()["name"] == "Pel Oru"
    assert client.get(STATEMENTS, params={"actor": "0"}).status_code == 400


def test_every_answer_says_which_model_read_it(client):
    for one in client.get(STATEMENTS).json()["items"]:
        assert (one["model"], one["model_version"]) == ("m", "1")


def test_the_api_describes_itself_as_openapi_3_1(client):
    told = client.get("/api/v1/openapi.json").json()
    assert told["openapi"].startswith("3.1")
    assert set(told["paths"]) >= {
        "/statements",
        "/statements/{statement_id}/trace",
        "/articles/{article_id}",
        "/facets",
    }


PATHS = ("statements", "facets", "matters", "actors", "runs", "nothing")


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_names_the_model_and_the_run_that_wrote_last_and_where_all_runs_are(client, ledger, path):
    headers = client.get(f"/api/v1/{path}").headers
    latest = ledger.latest_run()
    assert headers["sayso-run"] == latest.id
    assert headers["sayso-model"] == f"{latest.model.name} {latest.model.version}"
    assert '</api/v1/runs>; rel="http://www.w3.org/ns/prov#has_provenance"' in headers["link"]


def test_statements_and_articles_name_the_run_that_wrote_them(client, rows):
    runs = {run["id"]: run for run in client.get("/api/v1/runs").json()}
    for row in rows:
        one = client.get(f"{STATEMENTS}/{row.id}").json()
        assert runs[one["run_id"]]["model_version"] == row.model_version
        assert client.get(f"/api/v1/articles/{row.article_id}").json()["run_id"] == one["run_id"]


def test_the_counts_are_described_with_the_fields_that_the_list_takes(client):
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    fields = {
        path: {one["name"] for one in paths[path]["get"]["parameters"] if one["in"] == "query"}
        for path in ("/statements", "/facets")
    }
    assert fields["/facets"] - {"top"} == fields["/statements"] - {"after", "limit"} == {*FIELDS, "meaning", "like"}


def test_every_operation_has_examples_and_they_are_of_its_shape(client):
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    for path, operation in paths.items():
        for one in operation["get"].get("parameters", []):
            assert one.get("examples") or one["schema"].get("examples"), (path, one["name"])
        for kind, content in operation["get"]["responses"]["200"]["content"].items():
            if kind in ("application/json", MEDIA_TYPE):
                assert content["example"], path
    for _, _, shape, example in ROUTES:
        TypeAdapter(shape).validate_python(example)


def test_linked_data_is_given_to_who_accepts_it(client, rows):
    answer = client.get(STATEMENTS, headers={"accept": "application/ld+json"})
    found = [one["@id"] for one in answer.json()["@graph"] if one["@type"] == "Quotation"]
    assert found == [f"urn:sayso:statement:{row.id}" for row in rows]


@pytest.mark.parametrize("said", ["false", "False", "0", "no", "off"])
def test_who_wants_no_rejected_statements_gets_none(ledger_file, tmp_path, said):
    with open_ledger(shutil.copy(ledger_file, tmp_path / "own.db")) as own:
        client, every = TestClient(create_app(own), base_url=HOME), [row.id for row in own.statements()]
        own.judge(every[0], "rejected", by="ida")
        for wanted, ids in ((said, every[1:]), ("true", every)):
            found = client.get("/api/v1/statements", params={"rejected": wanted}).json()["items"]
            assert [row["id"] for row in found] == ids
            counted = client.get("/api/v1/facets", params={"rejected": wanted}).json()
            assert counted["statements"] == len(ids)
        assert every[0] not in client.get("/", params={"rejected": "False"}).text


@pytest.mark.parametrize("address", [STATEMENTS, "/"])
def test_while_another_process_writes_who_asks_is_told_when_to_try_again(client, ledger, monkeypatch, address):
    def busy(**wanted):
        raise LedgerBusy("Another process writes.")

    monkeypatch.setattr(ledger, "statement_page", busy)
    answer = client.get(address)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")


@pytest.mark.parametrize("asked", ["latest_run", "version"])
def test_a_ledger_that_is_away_is_told_as_a_problem_though_no_question_was_come_to(ledger, monkeypatch, asked):
    def away(*_):
        raise LedgerBusy("The database doesn't answer.")

    monkeypatch.setattr(ledger, asked, away)
    answer = TestClient(create_app(ledger), base_url=HOME).get(STATEMENTS)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")
    assert answer.json()["detail"] == "The database doesn't answer."
