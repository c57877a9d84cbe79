"""What the commands about links, actors and networks print of a ledger of four pages (tests/ferry.py)."""

from __future__ import annotations

import json
import re

import pytest
from click.testing import CliRunner

from sayso import actor_views, library, linking, searched
from sayso.actor_rows import KnownActor, KnownActors
from sayso.cli import main
from sayso.link.actors import Actor, LocalActor
from sayso.link.actors.stored import actor_to_json, to_json
from sayso.records import ModelVersion
from sayso.store import Store
from tests.ferry import Rule, made_page, made_pages
from tests.meanings import Bag


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Return a function that runs a command on the ledger of the four pages and gives its result."""
    monkeypatch.setattr(library, "_scorer", Rule)
    monkeypatch.setattr(searched, "_meaning", Bag)
    monkeypatch.setattr(searched, "_link_method", lambda: linking.method_of(Rule()))
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
    said = run("link").stderr
    assert re.fullmatch(r"4 articles linked: 1 copy, \d denials, \d paraphrases; 1 copied article\n", said)
    return run


def first_id(linked, kind="denial", end="from"):
    return json.loads(linked("links", "--kind", kind, "--json").stdout.splitlines()[0])[end]


def test_linking_again_says_that_nothing_waits(linked):
    assert linked("link").stderr == "nothing waits to be linked\n"


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
    assert "2 actors, 1 edge written to out\n" in shown.stderr
    assert "Pel Oru" in (tmp_path / "out").read_text(encoding="utf-8") or form == "csv"


@pytest.mark.parametrize("form", ["dna", "ftm"])
def test_statements_are_exported_with_the_actors_of_all_articles(linked, tmp_path, form):
    assert "4 statements written" in linked("export", form, "out").stderr
    assert "Ada Voss" in (tmp_path / "out").read_text(encoding="utf-8")


def test_who_is_who_is_kept_once_articles_are_linked_for_those_who_only_read(linked, tmp_path):
    with Store.open(tmp_path / "ferry.db", read_only=True) as reading:
        assert reading.actors_are_known(actor_views.RESOLVED_BY)
        assert actor_views.keep_actors(reading) is None


ON_LINKS = [["trace", "ID"], ["links"], ["matters"], ["actors"], ["network", "-"]]


@pytest.mark.parametrize("words", ON_LINKS, ids=lambda words: words[0])
def test_what_hangs_on_links_says_on_standard_error_where_none_were_looked_for(run, words):
    identity = json.loads(run("statements", "--format", "jsonl").stdout.splitlines()[0])["id"]
    found = run(*(identity if word == "ID" else word for word in words))
    assert found.stderr.startswith("no article is linked yet: run `sayso link`\n")
    assert "linked yet" not in found.stdout


@pytest.mark.parametrize("words", ON_LINKS, ids=lambda words: words[0])
def test_what_hangs_on_links_says_how_many_articles_wait_for_them(linked, tmp_path, words):
    identity = first_id(linked)
    command = [identity if word == "ID" else word for word in words]
    assert "wait" not in linked(*command).stderr
    with Store.open(tmp_path / "ferry.db") as store:
        run_id = store.start_run(ModelVersion("m", "1"), "{}", "now")
        for n in (1, 2):
            page = made_page(f"day{n}", f"2031-05-0{n}", "The Day", f"Io Brandt said that boat {n} was late.")
            store.add(*page, run_id)
            shown = linked(*command)
            assert f"{n} article{' waits' if n == 1 else 's wait'} for `sayso link`\n" in shown.stderr
            assert "wait" not in shown.stdout


def test_what_waits_for_links_is_counted_by_the_manifests_as_by_the_networks():
    from sayso.model import statement_pairs

    assert searched._link_method() == linking.method_of(statement_pairs.load())


@pytest.mark.parametrize("manifest", ["[]", "null", '"x"', "{}", "{"])
def test_who_only_asks_needs_no_weights_whatever_stands_in_the_place_of_their_manifest(tmp_path, monkeypatch, manifest):
    (tmp_path / "bundle.json").write_text(manifest, encoding="utf-8")
    monkeypatch.setattr("sayso.model.bundle.shipped", lambda name: tmp_path)
    assert searched._link_method() is None


def test_actors_say_how_many_there_are_and_where_they_stop(linked):
    assert linked("actors").stderr == "3 actors\n"
    assert linked("actors", "--limit", "1").stderr == "1 of 3 actors: --limit for more\n"
    assert linked("actors", "--limit", "1", "--json").stderr == "1 of 3 actors: --limit for more\n"
    assert linked("actors", "--limit", "3", "--json").stderr == ""
    assert linked("actors", "--limit", "1", "--name", "oru").stderr == "1 actor\n"


@pytest.fixture
def doubtful(linked, tmp_path):
    """Return the same where two pages have people of the same names, of one state and of another."""
    with Store.open(tmp_path / "ferry.db") as store:
        pages = [page.article.id for page in store.articles()]
        for article, code in zip(pages, ("VEL", "NOR"), strict=False):
            names = enumerate(("Jan Orr", "Io Brandt"))
            some = [LocalActor(f"x{n}", article, name, "person", affiliation=(code,)) for n, name in names]
            store.put_local_actors(article, {one.id: to_json(one) for one in some})
    return linked


def test_proposals_are_listed_by_the_words_of_a_name_as_actors_are(doubtful):
    assert doubtful("actors", "--proposals").stderr == "2 proposals\n"
    [row] = doubtful("actors", "--proposals", "--name", "ORR jan", "--json").stdout.splitlines()
    assert (json.loads(row)["name"], json.loads(row)["other_name"]) == ("Jan Orr", "Jan Orr")
    assert doubtful("actors", "--proposals", "--name", "Oru").stderr == "0 proposals\n"
    assert "has no word in it" in doubtful("actors", "--proposals", "--name", "?!", code=2).stderr


def test_two_that_are_proposed_as_one_are_told_apart_by_a_split_until_it_is_undone(doubtful):
    row = json.loads(doubtful("actors", "--proposals", "--name", "Orr", "--json").stdout)
    one, other = (f"{row[name]}@{row[key][0]}" for name, key in (("name", "one"), ("other_name", "other")))
    said = doubtful("judge", "split", one, other, "--by", "Dora Ott")
    assert "means all" not in said.stderr
    assert doubtful("actors", "--proposals").stderr == "1 proposal\n"
    doubtful("judge", "undo", said.stdout.split()[0])
    assert doubtful("actors", "--proposals").stderr == "2 proposals\n"


def test_the_beginning_of_an_actors_id_is_enough_where_it_is_the_only_one(linked):
    voss, *_ = [json.loads(line)["id"] for line in linked("actors", "--name", "voss", "--json").stdout.splitlines()]
    assert voss[:8] in linked("actors").stdout
    for words in (["statements"], ["export", "jsonl", "-"], ["search", "quay"]):
        form = ["--format", "jsonl"] if words[0] != "export" else []
        found = linked(*words, *form, "--actor", voss[:8]).stdout.splitlines()
        assert [json.loads(one)["speaker"] for one in found] == ["Ada Voss"] * 3
    assert "No actor has the id ''" in linked("statements", "--actor", "", code=2).stderr


def test_the_beginning_of_several_actors_ids_is_refused_with_those_that_may_be_meant(linked, tmp_path):
    known = [Actor(one, "person", one, (one,)) for one in ("abc0", "abc1")]
    rows = [KnownActor(one.id, one.kind, one.name, 1, "", "", actor_to_json(one), ()) for one in known]
    with Store.open(tmp_path / "ferry.db") as store:
        assert store.put_known_actors(store.actor_changes(), actor_views.RESOLVED_BY, KnownActors(rows, []))
    said = linked("statements", "--actor", "abc", code=2).stderr
    assert "'abc' is the beginning of several actors' ids, abc0, abc1: give more of it" in said
    assert linked("statements", "--actor", "abc0").stderr == "0 statements\n"


def test_a_search_is_saved_with_the_whole_id_of_its_actor(linked):
    voss, *_ = [json.loads(line) for line in linked("actors", "--name", "voss", "--json").stdout.splitlines()]
    linked("search", "quay", "--actor", voss["id"][:6], "--save", "Voss on quays")
    assert json.loads(linked("searches", "--json").stdout)["wanted"]["actor"] == voss["id"]


def test_a_matter_is_listed_with_the_id_of_the_statement_that_names_it(linked):
    [matter] = [json.loads(line) for line in linked("matters", "--json").stdout.splitlines()]
    shown = linked("matters")
    assert matter["central"][:8] in shown.stdout
    assert shown.stderr == "1 matter\n"
    assert matter["central"] in linked("show", matter["central"][:8]).stdout


def test_a_matter_tells_pages_without_an_outlet_by_their_names(run, tmp_path):
    with Store.open(tmp_path / "ferry.db") as store:
        run_id = store.start_run(ModelVersion("m", "1"), "{}", "now")
        for name, words in (("notes", "was sold to Oster"), ("diary", "was not sold to Oster")):
            store.add(*made_page(name, "2031-08-01", None, f"Io Brandt said that the tide mill {words}."), run_id)
    run("link")
    assert "diary 1, notes 1" in " ".join(run("matters").stdout.split())
    assert run("matters", "--limit", "1").stderr == "1 matter, the largest: --limit for more\n"


@pytest.mark.parametrize(
    ("name", "begins"),
    [("x.gexf", b"<?xml"), ("x.GraphML", b"<?xml"), ("x.csv", b"source"), ("x.json", b"{"), ("x.txt", b"<?xml")],
)
def test_a_network_is_written_in_the_format_that_the_files_name_tells(linked, tmp_path, name, begins):
    assert "though" not in linked("network", name).stderr
    written = (tmp_path / name).read_bytes()
    assert written.startswith(begins)
    assert (b"<gexf" in written) == (name == "x.gexf")


def test_a_networks_format_that_its_files_name_does_not_tell_is_taken_with_a_word(linked, tmp_path):
    shown = linked("network", "x.gexf", "--format", "json")
    assert "x.gexf is written as json, though its name ends in .gexf\n" in shown.stderr
    assert json.loads((tmp_path / "x.gexf").read_text(encoding="utf-8"))
    assert "though" not in linked("network", "x.csv", "--format", "csv-nodes").stderr
