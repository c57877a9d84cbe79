"""What the commands about links, actors and networks print of a ledger of four pages (tests/ferry.py)."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from sayso import actor_views, library, searched
from sayso.cli import main
from sayso.records import ModelVersion
from sayso.store import Store
from tests.ferry import Rule, made_pages
from tests.meanings import Bag


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Return a function that runs a command on the ledger of the four pages and gives its result."""
    monkeypatch.setattr(library, "_scorer", Rule)
    monkeypatch.setattr(searched, "_meaning", Bag)
    path = tmp_path / "ferry.db"
    with Store.open(path) as store:
        run_id = store.start_run(ModelVersion("m", "1"), "{}", "now")
        for one in made_pages():
            store.add(*one, run_id)
    monkeypatch.chdir(tmp_path)

    def command(*words, code=0):
        found = CliRunner().invoke(main, [*words, "--ledger", str(path)], env={"COLUMNS": "160"})
        assert found.exit_code == code, found.output
        return found

    return command


@pytest.fixture
def linked(run):
    assert "4 articles linked: " in run("link").stderr
    return run


def first_id(linked, kind="denial", end="from"):
    return json.loads(linked("links", "--kind", kind, "--json").stdout.splitlines()[0])[end]


def test_linking_again_finds_nothing_new(linked):
    assert "nothing new" in linked("link").stderr


def test_links_are_listed_with_who_said_what_and_why(linked):
    shown = linked("links", "--kind", "denial")
    assert "Pel Oru" in shown.stdout
    assert "by contradiction" in shown.stdout
    assert "links" in shown.stderr


def test_links_as_json_name_their_evidence(linked):
    rows = [json.loads(line) for line in linked("links", "--json", "--min-score", "0.5").stdout.splitlines()]
    assert {row["kind"] for row in rows} == {"copy", "paraphrase", "denial"}
    assert all(row["evidence"] and row["method"] and 0.5 <= row["score"] <= 1 for row in rows)
    one = rows[0]["from"]
    assert all(
        one in (row["from"], row["to"])
        for row in map(json.loads, linked("links", "--of", one, "--json").stdout.splitlines())
    )


def test_a_claim_is_traced_in_four_formats(linked):
    claim = first_id(linked, end="to")
    assert "2 independent origins, 3 reports, " in linked("trace", claim[:10]).stdout
    assert json.loads(linked("trace", claim, "--format", "json").stdout)["independent_origins"] == 2
    assert linked("trace", claim, "--format", "dot").stdout.startswith("digraph trace {")
    assert linked("trace", claim, "--format", "svg").stdout.startswith("<svg ")


def test_an_id_that_is_none_is_refused_in_one_sentence(linked):
    assert "No statement has an id that begins with 'ffffffff'" in linked("trace", "ffffffff", code=2).stderr


def test_matters_are_listed_with_copies_and_without(linked):
    assert "(4 with copies)" in linked("matters").stdout
    [matter] = [json.loads(line) for line in linked("matters", "--json").stdout.splitlines()]
    assert (matter["statements"], matter["without_copies"]) == (4, 3)


def test_actors_across_articles_are_listed_and_can_be_judged(linked):
    voss, *_ = [json.loads(line) for line in linked("actors", "--name", "voss", "--json").stdout.splitlines()]
    assert (voss["sightings"], voss["since"], voss["until"]) == (3, "2031-05-01", "2031-05-04")
    said = linked("judge", "rename", "Ada Voss", "Ada Voss-Maas", "--by", "Io Brandt").stdout
    assert "Ada Voss-Maas" in linked("actors", "--name", "voss").stdout
    linked("judge", "undo", said.split()[0])
    assert "Ada Voss-Maas" not in linked("actors", "--name", "voss").stdout
    assert "0 decisions have an id" in linked("judge", "undo", "zz", code=2).stderr


def test_more_actors_than_any_ledger_holds_are_refused_in_one_sentence(linked):
    assert len(linked("actors", "--limit", str(2**31), "--json").stdout.splitlines()) > 1
    for limit in (2**31 + 1, 10**20):
        assert "is not in the range" in linked("actors", "--limit", str(limit), code=2).stderr


def test_statements_are_listed_by_who_their_speaker_is_in_all_articles(linked):
    voss, *_ = [json.loads(line) for line in linked("actors", "--name", "voss", "--json").stdout.splitlines()]
    rows = [json.loads(x) for x in linked("statements", "--actor", voss["id"], "--format", "jsonl").stdout.splitlines()]
    assert [row["speaker"] for row in rows] == ["Ada Voss"] * 3
    assert "No actor has the id 'zz'" in linked("statements", "--actor", "zz", code=2).stderr


def test_judgements_are_exported_and_imported_again(linked, tmp_path):
    linked("judge", "merge", "Ada Voss", "Pel Oru", "--by", "Io Brandt")
    lines = linked("judgements").stdout
    (tmp_path / "ours.jsonl").write_text(lines, encoding="utf-8")
    assert "0 of 1 were new" in linked("judgements", "--import", "ours.jsonl").stderr
    assert json.loads(lines)["by"] == "Io Brandt"


@pytest.mark.parametrize("mark", ["\u2028", "\x85", "\x0c", "\x1e"])
def test_a_name_with_a_mark_that_breaks_lines_elsewhere_is_exported_and_imported_again(linked, tmp_path, mark):
    linked("judge", "rename", "Ada Voss", f"Ada{mark}Voss", "--by", "Io Brandt")
    (tmp_path / "ours.jsonl").write_bytes(linked("judgements").stdout_bytes)
    assert "0 of 1 were new" in linked("judgements", "--import", "ours.jsonl").stderr


@pytest.mark.parametrize("form", ["graphml", "gexf", "csv", "csv-nodes", "json"])
def test_a_network_is_written_in_each_format(linked, tmp_path, form):
    shown = linked("network", "out", "--format", form, "--period", "month", "--blocs")
    assert "2 actors, 1 edges" in shown.stderr
    assert "Pel Oru" in (tmp_path / "out").read_text(encoding="utf-8") or form == "csv"


@pytest.mark.parametrize("form", ["dna", "ftm"])
def test_statements_are_exported_with_the_actors_of_all_articles(linked, tmp_path, form):
    assert "4 statements written" in linked("export", form, "out").stderr
    assert "Ada Voss" in (tmp_path / "out").read_text(encoding="utf-8")


def test_who_is_who_is_kept_once_articles_are_linked_for_those_who_only_read(linked, tmp_path):
    with Store.open(tmp_path / "ferry.db", read_only=True) as reading:
        assert reading.actors_are_known(actor_views.RESOLVED_BY)
        assert actor_views.keep_actors(reading) is None
