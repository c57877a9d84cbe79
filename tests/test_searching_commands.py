"""What the commands that search, and that keep searches, print of a ledger of four pages (tests/ferry.py)."""

from __future__ import annotations

import json
from itertools import product

import pytest
from click.testing import CliRunner

from sayso import library, searched
from sayso.cli import main, searching
from sayso.errors import OutputError
from sayso.records import ModelVersion
from sayso.store import Store
from tests.ferry import Rule, made_page, made_pages
from tests.meanings import Bag

ASKED = "the boat would abandon the old jetty"


@pytest.fixture
def path(tmp_path, monkeypatch):
    monkeypatch.setattr(library, "_scorer", Rule)
    monkeypatch.setattr(searched, "_meaning", Bag)
    found = tmp_path / "ferry.db"
    with Store.open(found) as store:
        run_id = store.start_run(ModelVersion("m", "1"), "{}", "now")
        for one in made_pages()[:3]:
            store.add(*one, run_id)
    return found


@pytest.fixture
def run(path):
    """Return a function that runs a command on the ledger and gives its result."""

    def command(*words, code=0):
        found = CliRunner().invoke(main, [*words, "--ledger", str(path)], env={"COLUMNS": "160"})
        assert found.exit_code == code, found.output
        return found

    return command


def add_last(path):
    """Add the fourth page."""
    with Store.open(path) as store:
        store.add(*made_pages()[3], store.start_run(ModelVersion("m", "1"), "{}", "later"))


def add_many(path, number):
    """Add so many pages, each with a statement on the quay."""
    with Store.open(path) as store:
        run_id = store.start_run(ModelVersion("m", "1"), "{}", "later")
        for n in range(number):
            page = made_page(f"day{n}", "2031-06-01", "The Day", f"Io Brandt said that boat {n} left the quay.")
            store.add(*page, run_id)


def contents(found):
    return [json.loads(line)["content_text"] for line in found.stdout.splitlines()]


def test_index_indexes_once_and_says_how_many(run):
    assert run("index").stderr == "3 statements indexed\n"
    assert run("index").stderr == "nothing new\n"


def test_linking_indexes_too(run):
    run("link")
    assert run("index").stderr == "nothing new\n"


def test_search_finds_other_wordings_and_says_by_what(run):
    run("index")
    found = run("search", *ASKED.split(), "--format", "jsonl")
    assert any("ferry would leave" in one for one in contents(found))
    assert "by meaning" in found.stderr
    assert "0 by words" in found.stderr


def test_search_for_words_only_finds_words_only(run):
    run("index")
    assert contents(run("search", ASKED, "--words-only", "--format", "jsonl")) == []
    assert len(contents(run("search", "quay", "--words-only", "--format", "jsonl"))) == 3


def test_search_without_an_index_says_so_and_finds_words(run):
    found = run("search", "quay", "--format", "jsonl")
    assert len(contents(found)) == 3
    assert "sayso index" in found.stderr


def test_search_shows_no_more_than_asked_for(run):
    run("index")
    assert len(contents(run("search", "quay", "--limit", "1", "--format", "jsonl"))) == 1


def test_search_prints_a_table(run):
    assert "Ada Voss" in run("search", "quay").stdout


def test_like_lists_what_is_near_in_meaning_and_nothing_else(run):
    run("index")
    found = run("statements", "--like", ASKED, "--format", "jsonl")
    assert any("ferry would leave" in one for one in contents(found))
    assert run("statements", "--like", ASKED).stdout
    assert contents(run("statements", "--like", ASKED, "--speaker", "nobody", "--format", "jsonl")) == []


def test_words_narrow_down_what_is_near_in_meaning(run):
    run("index")
    every = contents(run("statements", "--like", ASKED, "--format", "jsonl"))
    for word in ("leave", "Velden", "winter"):
        narrowed = contents(run("statements", "--like", ASKED, "--search", word, "--format", "jsonl"))
        assert narrowed == [one for one in every if word in one]
    assert any("leave" in one for one in every)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        *product([["statements"], ["search", "quay"], ["export", "csv", "-"]], ["", "said-"]),
        (["network", "-"], ""),
    ],
)
def test_days_that_end_before_they_begin_are_refused(run, words, said):
    found = run(*words, f"--{said}since", "2031-06", f"--{said}until", "2031-05-31", code=2)
    assert "since '2031-06' is after" in found.stderr
    assert found.stdout == ""
    run(*words, f"--{said}since", "2031-06", f"--{said}until", "2031")


def test_like_without_an_index_says_what_to_run(run):
    assert "run `sayso index`" in run("statements", "--like", ASKED, code=2).stderr


def test_a_search_is_saved_asked_again_and_shows_what_is_new(run, path):
    run("index")
    assert "saved as 'quays'" in run("search", "quay", "--words-only", "--save", "quays").stderr
    assert run("searches").stdout.split() == ["0", "new", "of", "3", "quays"]
    add_last(path)
    assert run("searches").stdout.split() == ["1", "new", "of", "4", "quays"]
    found = contents(run("search", "--saved", "quays", "--new", "--format", "jsonl"))
    assert found == ["that the ferry would not leave the old quay in November"]
    assert run("searches").stdout.split() == ["0", "new", "of", "4", "quays"]
    assert len(contents(run("search", "--saved", "quays", "--format", "jsonl"))) == 4


def test_all_that_is_new_is_shown_before_it_counts_as_seen(run, path):
    run("search", "quay", "--words-only", "--save", "quays")
    add_many(path, searching.SHOWN + 5)
    words = ["search", "--saved", "quays", "--new", "--format", "jsonl"]
    assert len(set(contents(run(*words)))) == searching.SHOWN + 5
    assert contents(run(*words)) == []
    assert len(contents(run("search", "--saved", "quays", "--format", "jsonl"))) == searching.SHOWN


def test_where_a_limit_leaves_new_statements_over_all_stay_new(run, path):
    run("search", "quay", "--words-only", "--save", "quays")
    add_many(path, 3)
    words = ["search", "--saved", "quays", "--new", "--format", "jsonl", "--limit"]
    found = run(*words, "2")
    assert len(contents(found)) == 2
    assert "1 more new, and all stay so" in found.stderr
    assert run("searches").stdout.split()[:2] == ["3", "new"]
    found = run(*words, "3")
    assert len(contents(found)) == 3
    assert "stay" not in found.stderr
    assert run("searches").stdout.split()[:2] == ["0", "new"]


def test_what_could_not_be_printed_stays_new(run, path):
    def full(*_):
        raise OutputError("standard output can't be written: the disk is full.")

    run("search", "quay", "--words-only", "--save", "quays")
    add_many(path, 3)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(searching, "print_found", full)
        assert "the disk is full" in run("search", "--saved", "quays", "--new", code=2).stderr
    assert run("searches").stdout.split()[:2] == ["3", "new"]


def test_what_comes_while_a_search_is_shown_stays_new(run, path):
    printed = searching.print_found

    def meanwhile(*asked):
        add_last(path)
        return printed(*asked)

    run("search", "quay", "--words-only", "--save", "quays")
    add_many(path, 2)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(searching, "print_found", meanwhile)
        run("search", "--saved", "quays", "--new")
    assert run("searches").stdout.split()[:2] == ["1", "new"]


def test_searches_are_renamed_deleted_and_told_as_json(run):
    run("search", "quay", "--outlet", "Radio", "--save", "quays")
    run("searches", "--rename", "quays", "The quays")
    [line] = run("searches", "--json").stdout.splitlines()
    told = json.loads(line)
    assert (told["name"], told["wanted"], told["meaning"]) == ("The quays", {"search": "quay", "outlet": "Radio"}, True)
    run("searches", "--delete", "The quays")
    assert run("searches").stdout == ""
    assert "No search is saved as" in run("searches", "--delete", "The quays", code=2).stderr


def test_a_search_is_renamed_or_deleted_but_not_both_at_once(run):
    run("search", "quay", "--save", "quays")
    said = run("searches", "--rename", "quays", "piers", "--delete", "quays", code=2).stderr
    assert "--rename and --delete are two things" in said
    assert "quays" in run("searches").stdout


@pytest.mark.parametrize(
    "words",
    [
        ["search"],
        ["search", "quay", "--saved", "quays"],
        ["search", "--saved", "quays", "--outlet", "x"],
        ["search", "quay", "--new"],
        ["search", "quay", "--save", "a/b"],
        ["search", "quay", "--no-nested", "--save", "x"],
        ["search", "--saved", "nothing"],
        ["search", "?!"],
        ["searches", "--delete", "x", "--json"],
        ["searches", "--rename", "x", "y", "--json"],
    ],
)
def test_what_cant_be_meant_is_told_in_a_sentence(run, words):
    found = run(*words, code=2)
    assert found.stderr
    assert found.stdout == ""
    assert run("searches").stdout == ""


def test_a_saved_search_that_cant_be_meant_any_more_leaves_the_others_told(run, path):
    run("link")
    actor = json.loads(run("actors", "--json").stdout.splitlines()[0])["id"]
    run("search", "quay", "--actor", actor, "--save", "by an actor")
    run("search", "quay", "--save", "quays")
    with Store.open(path) as store, store._engine.begin() as db:
        db.exec_driver_sql("UPDATE saved_search SET asked = replace(asked, ?, 'gone')", (actor,))
    wrong, right = map(json.loads, run("searches", "--json").stdout.splitlines())
    assert (wrong["found"], wrong["new"]) == (None, None)
    assert "'gone'" in wrong["wrong"]
    assert (right["found"], right["wrong"]) == (3, None)
    assert "quays" in run("searches").stdout
