"""An actor's network: the API, the table that needs no script, and who answers."""

from __future__ import annotations

import json
import re

import pytest

from sayso.export.network_json import network_object
from sayso.link.ego import within
from sayso.web.app import STATIC

NAMES = ("Ada Voss", "Pel Oru", "Ida Berg")
DAYS = ({}, {"since": "2031-02"}, {"until": "2031-03"}, {"since": "2031-02", "until": "2031-03"})


@pytest.fixture
def ids(talk):
    return {name: talk.actors(name)[0].id for name in NAMES}


@pytest.mark.parametrize("days", DAYS)
@pytest.mark.parametrize("name", NAMES)
def test_the_api_gives_the_librarys_network(talk, talk_client, ids, name, days):
    answer = talk_client.get(f"/api/v1/actors/{ids[name]}/network", params=days)
    told = answer.json()
    assert answer.status_code == 200, answer.text
    around = within(talk.network(**days), {node["id"] for node in told["nodes"]})
    assert told["edges"] == json.loads(json.dumps(network_object(around)["edges"]))
    assert told["actor"] == ids[name]
    assert {"nodes", "edges", "left_out", "cut", "periods"} <= told.keys()
    assert all({"n", "mean_sign"} <= edge.keys() for edge in told["edges"])


def test_an_edge_tells_its_sign_its_mean_and_how_many(talk_client, ids):
    told = talk_client.get(f"/api/v1/actors/{ids['Ada Voss']}/network").json()
    edges = {(edge["source_label"], edge["target_label"]): (edge["n"], edge["mean_sign"]) for edge in told["edges"]}
    assert edges == {
        ("Ada Voss", "Pel Oru"): (3, -0.3333),
        ("Pel Oru", "Ada Voss"): (1, -1.0),
        ("Ida Berg", "Ada Voss"): (1, 1.0),
        ("Pel Oru", "Ida Berg"): (1, -1.0),
        ("Ida Berg", "Pel Oru"): (1, 0.0),
    }


@pytest.mark.parametrize(
    ("asked", "status"),
    [("since=2031-13", 422), ("period=fortnight", 422), ("limit=0", 422), ("limit=201", 422)],
)
def test_what_cant_be_meant_is_a_problem(talk_client, ids, asked, status):
    assert talk_client.get(f"/api/v1/actors/{ids['Ada Voss']}/network?{asked}").status_code == status


@pytest.mark.parametrize("address", ["/api/v1/actors/0/network", "/actors/0/network", "/actors/0"])
def test_an_actor_that_is_not_there_has_no_network(talk_client, address):
    assert talk_client.get(address).status_code == 404


@pytest.mark.parametrize("days", DAYS)
def test_the_table_has_a_row_for_each_edge_and_is_there_without_a_script(talk_client, ids, days):
    edges = talk_client.get(f"/api/v1/actors/{ids['Ada Voss']}/network", params=days).json()["edges"]
    for address in (f"/actors/{ids['Ada Voss']}", f"/actors/{ids['Ada Voss']}/network"):
        shown = talk_client.get(address, params=days).text
        assert len(re.findall(r'<tr class="(?:positive|negative|neutral)">', shown)) == len(edges)
        for edge in edges:
            assert f"actor={edge['source']}&amp;target_actor={edge['target']}" in shown


def test_a_row_leads_to_the_statements_of_its_edge_in_its_days(talk_client, ids):
    """Copies among them, since the list shows each page's wording."""
    shown = talk_client.get(f"/actors/{ids['Ada Voss']}?since=2031-01&until=2031-02").text
    [address] = set(re.findall(rf'href="(/\?[^"]*actor={ids["Ada Voss"]}&amp;target_actor={ids["Pel Oru"]})"', shown))
    found = talk_client.get(address.replace("&amp;", "&")).text
    assert found.count('class="statement"') == 3
    assert "said by: <bdi>Ada Voss</bdi>" in found
    assert "aimed at: <bdi>Pel Oru</bdi>" in found


def test_friendly_and_hostile_are_told_by_a_word_and_a_mark(talk_client, ids):
    shown = talk_client.get(f"/actors/{ids['Ada Voss']}").text
    for words in ("+ friendly", "− hostile", "· neither"):
        assert f"<td>{words}</td>" in shown


def test_the_screen_tells_names_about_whom_who_answers_and_shifts(talk_client, ids):
    shown = talk_client.get(f"/actors/{ids['Ada Voss']}").text
    for title in ("At whom, and who at it", "About whom", "Who answers", "Shifts", "What it said"):
        assert f"<h2>{title}</h2>" in shown
    assert "Whom it answers" not in shown
    assert f'href="/?actor={ids["Ada Voss"]}&amp;target=Pel+Oru"' in shown


def test_an_actor_without_a_tie_has_no_drawing_and_loads_none(client, ledger):
    """The hostile page's speaker is nobody across articles; who is and has no tie needs no 370 kB."""
    for found in ledger.actors():
        if not ledger.ego_network(found.id).network.edges:
            assert "cytoscape" not in client.get(f"/actors/{found.id}").text
            return
    pytest.fail("the ledger has no actor without a tie")


def test_every_actor_of_the_hostile_ledger_is_shown_with_words_as_words(client, ledger):
    from tests.web.test_hostile import Checked

    for found in ledger.actors():
        for address in (f"/actors/{found.id}", f"/actors/{found.id}/network"):
            checked, shown = Checked(), client.get(address).text
            checked.feed(shown)
            assert checked.found == []
            assert "\u202e" not in shown


def test_cytoscape_is_small_has_its_licence_and_stands_on_this_screen_alone(talk_client, ids, talk):
    assert (STATIC / "cytoscape.min.js").stat().st_size < 400_000
    assert "Permission is hereby granted" in (STATIC / "licences" / "cytoscape.txt").read_text(encoding="utf-8")
    assert "cytoscape" in talk_client.get(f"/actors/{ids['Ada Voss']}").text
    [row, *_] = talk.statements()
    for address in ("/", "/matters", "/actors", f"/articles/{row.article_id}", f"/statements/{row.id}/trace"):
        assert "cytoscape" not in talk_client.get(address).text
