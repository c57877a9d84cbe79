"""Decisions about statements and links by command: kept, shown, undone, exported, imported on another ledger."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from sayso.cli import main
from sayso.library import open_ledger


@pytest.fixture
def run(ledger_file, tmp_path, monkeypatch):
    """Return a function that runs a command on a copy of the ledger of tests/conftest.py and gives its result."""
    path = Path(shutil.copy(ledger_file, tmp_path / "ferry.db"))
    monkeypatch.chdir(tmp_path)

    def command(*words, code=0, ledger=path):
        found = CliRunner().invoke(main, [*words, "--ledger", str(ledger)], env={"COLUMNS": "160"})
        assert found.exit_code == code, found.output
        return found

    return command


def rows(run, *words, **options):
    return [json.loads(line) for line in run("statements", "--format", "jsonl", *words, **options).stdout.splitlines()]


@pytest.fixture
def one(run):
    return next(row for row in rows(run) if row["speaker"] == "Pel Oru")


def test_a_statement_is_rejected_left_out_listed_on_request_and_taken_back(run, one):
    said = run("judge", "reject", one["id"][:8], "--by", "Kim Aller", "--note", "a headline").stdout
    assert one["id"] not in {row["id"] for row in rows(run)}
    [again] = [row for row in rows(run, "--rejected") if row["id"] == one["id"]]
    assert again["verdict"] == "rejected"
    run("judge", "undo", said.split()[0])
    assert one in rows(run)
    last = run("judgements").stdout.splitlines()[-1]
    run("judge", "undo", json.loads(last)["id"])
    assert one not in rows(run), "an undo is undone likewise"


def test_fields_and_links_are_judged_as_on_the_screens(run, one):
    start, end = one["content"][0]["start"], one["content"][0]["end"]
    for words in (
        ("speaker", one["id"], "Ida Maas"),
        ("act", one["id"], "none"),
        ("said-on", one["id"], "2031-04"),
        ("content", one["id"], f"{start + 5}-{end - 4}"),
    ):
        run("judge", *words, "--by", "Kim Aller")
    [row] = rows(run, "--speaker", "Ida Maas")
    assert (row["act"], row["said_on"]) == (None, "2031-04")
    assert row["content_text"] == one["content_text"][5:-4].strip()
    [other, *_] = [found["id"] for found in rows(run) if found["id"] != one["id"]]
    run("judge", "link", one["id"], other, "--kind", "shift")
    assert json.loads(run("links", "--kind", "shift", "--json").stdout)["to"] == other
    run("judge", "unlink", other, one["id"], "--kind", "shift")
    assert run("links", "--kind", "shift", "--json").stdout == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "give a decision"),
        (("accept",), "takes ID"),
        (("accept", "zz"), "No statement has"),
        (("speaker", "ID"), "takes ID NAME, not 1 argument."),
        (("speaker", "ID", "a", "b"), "not 3 arguments."),
        (("speaker", "ID", ""), "speaker '' says nothing: give a name, or none"),
        (("said-on", "ID", " "), "give a date such as 2025-05-05, or none"),
        (("cue", "ID", ""), "give places such as 118-141, or none"),
        (("content", "ID", ""), "give places such as 118-141."),
        (("content", "ID", "none"), "give 1 to 50"),
        (("accept", "ID", "--by", ""), "--by '' is nobody"),
        (("link", "ID", "ID"), "take --kind"),
        (("accept", "ID", "--kind", "copy"), "take --kind"),
        (("link", "ID", "ID", "--kind", "copy"), "two different"),
        (("act", "ID", "SHOUT"), "SHOUT"),
        (("said-on", "ID", "yesterday"), "yesterday"),
        (("cue", "ID", "9-3"), "spans [[9, 3]] end where they begin, or before"),
        (("cue", "ID", "3-3"), "end where they begin, or before"),
        (("cue", "ID", "3-99999"), "reach beyond the text"),
        (("merge", "Ada Voss", "ada  voss"), "are one name: name two different actors"),
        (("rename", "Ada Voss", "Ada Voss"), "is shown as 'Ada Voss' already"),
        (("rename", "Nobody Atall", "Nobody Atall"), "already"),
        (("merge", "Ada Voss", "Pel Oru", "--note", "why"), "no room for --note: leave it out with merge"),
        (("rename", "Ada Voss", "A. Voss", "--note", "why"), "no room for --note"),
        (("--import", "x.jsonl", "--note", "why"), "leave out --by, --note and --kind"),
        (("undo", "zz"), "0 decisions"),
        (("shout", "ID"), "'shout' is not one of"),
    ],
)
def test_what_cant_be_decided_is_told_in_a_sentence(run, one, words, said):
    result = run("judge", *(one["id"] if word == "ID" else word for word in words), code=2)
    assert said in result.stderr
    assert run("judgements").stdout == ""


def test_who_decides_where_the_machine_knows_nobody_is_asked_for(run, one, monkeypatch):
    def nobody():
        raise KeyError("getpwuid(): uid not found: 4711")

    monkeypatch.setattr("getpass.getuser", nobody)
    assert "give --by NAME" in run("judge", "accept", one["id"], code=2).stderr
    run("judge", "accept", one["id"], "--by", "Kim Aller")


def test_why_something_is_taken_back_is_kept(run, one):
    said = run("judge", "reject", one["id"], "--note", "a headline").stdout
    run("judge", "undo", said.split()[0], "--note", "no, the first sentence")
    notes = [json.loads(line)["note"] for line in run("judgements").stdout.splitlines()]
    assert notes == ["a headline", "no, the first sentence"]


@pytest.mark.parametrize(
    "words",
    [
        ("speaker", "ID", "Ida Ma\udce4s"),
        ("accept", "ID", "--note", "f\udcfcr"),
        ("accept", "ID", "--by", "K\udce4"),
        ("rename", "Ada Voss", "Ada V\udcf6ss"),
    ],
)
def test_what_is_not_in_the_terminals_encoding_is_refused_and_not_kept_as_marks(run, one, words):
    said = run("judge", *(one["id"] if word == "ID" else word for word in words), code=2).stderr
    assert "is not in utf-8: set the terminal to that" in said
    assert run("judgements").stdout == ""


def test_no_decision_is_taken_back_where_none_is_named(run, one):
    """An empty id, as of a variable of a script that was never set, is not the only decision's."""
    run("judge", "reject", one["id"], "--by", "Kim Aller")
    before = run("judgements").stdout
    assert "0 decisions have an id that begins with ''" in run("judge", "undo", "", code=2).stderr
    assert run("judgements").stdout == before


def test_judgements_that_an_editor_of_windows_saved_are_read(run, one, tmp_path):
    """It sets the mark of UTF-8 in front, and ends lines with CR LF."""
    run("judge", "reject", one["id"], "--by", "Kim Aller")
    saved = tmp_path / "saved.jsonl"
    saved.write_bytes(b"\xef\xbb\xbf" + run("judgements").stdout.encode().replace(b"\n", b"\r\n"))
    assert run("judge", "--import", str(saved)).stderr == "0 of 1 were new\n"


def test_a_note_on_taking_back_a_decision_about_actors_is_refused(run):
    said = run("judge", "merge", "Ada Voss", "Pel Oru").stdout
    assert "no room for --note" in run("judge", "undo", said.split()[0], "--note", "why", code=2).stderr
    assert len(run("judgements").stdout.splitlines()) == 1


def test_a_decision_about_a_name_that_nobody_bears_is_kept_and_says_so(run):
    later = "nobody is named so yet, or more than one in its article; kept for later\n"
    assert f"'Nobody Atall' or 'Pel Oru': {later}" in run("judge", "merge", "Nobody Atall", "Pel Oru").stderr
    assert f"'Nobody Atall': {later}" in run("judge", "rename", "Nobody Atall", "Somebody").stderr
    assert "kept for later" not in run("judge", "merge", "Ada Voss", "Pel Oru").stderr
    assert len(run("judgements").stdout.splitlines()) == 3


def test_a_name_that_is_shown_otherwise_can_be_shown_as_it_was_seen(run):
    run("judge", "rename", "Ada Voss", "Ada Voss-Maas")
    run("judge", "rename", "Ada Voss", "Ada Voss")
    assert "already" in run("judge", "rename", "Ada Voss", "Ada Voss", code=2).stderr


def test_a_name_that_several_bear_is_told_to_mean_all_of_them_and_a_place_means_one(run, one):
    def borne():
        every = map(json.loads, run("actors", "--name", "ada voss", "--json").stdout.splitlines())
        return sorted(actor["name"] for actor in every if "Ada Voss" in actor["names"])

    assert len(borne()) == 2, "a person, and one whom a page names as a target"
    said = run("judge", "rename", "Ada Voss", "Ada Voss-Maas").stderr
    assert said == "'Ada Voss' is a name of 2 actors, and means all; NAME@ARTICLE means one\n"
    assert borne() == ["Ada Voss-Maas", "Ada Voss-Maas"]
    assert run("judge", "rename", f"Ada Voss@{one['article_id']}", "Ada Voss").stderr == ""
    assert borne() == ["Ada Voss", "Ada Voss-Maas"]


@pytest.mark.parametrize("name", ["@ada", "@ada@press.example", "ada@press.example"])
def test_a_handle_is_a_name_and_an_article_is_told_after_it_by_its_id_or_how_that_begins(run, one, name):
    article = one["article_id"]
    for given in (name, f"{name}@{article}", f"{name}@{article[:8]}"):
        run("judge", "rename", given, "Ada Voss")
    refs = [json.loads(line)["one"] for line in run("judgements").stdout.splitlines()]
    assert refs == [{"name": name}, *[{"name": name, "article_id": article}] * 2]


def test_the_beginning_of_no_articles_id_is_refused(run):
    assert "begins with 'ffffffff'" in run("judge", "rename", "Ada Voss@ffffffff", "Ada Maas", code=2).stderr
    assert run("judgements").stdout == ""


def test_none_takes_the_words_of_a_source_away(run, one):
    run("judge", "source", one["id"], "none")
    [row] = [row for row in rows(run) if row["id"] == one["id"]]
    assert (row["source"], row["speaker"]) == ([], one["speaker"])


def test_what_was_decided_here_is_replayed_there_once_in_any_order(run, one, tmp_path, ledger_file):
    run("judge", "speaker", one["id"], "Ida Maas", "--by", "Kim Aller")
    run("judge", "reject", one["id"], "--by", "Kim Aller")
    run("judge", "rename", "Ada Voss", "Ada Voss-Maas", "--by", "Kim Aller")
    assert "3 lines" in run("export", "judgements", "ours.jsonl").stderr
    lines = Path("ours.jsonl").read_text(encoding="utf-8").splitlines()
    Path("turned.jsonl").write_text("\n".join(reversed(lines)), encoding="utf-8")
    there = Path(shutil.copy(ledger_file, tmp_path / "there.db"))
    assert "3 of 3 were new" in run("judge", "--import", "turned.jsonl", ledger=there).stderr
    assert "0 of 3 were new" in run("judge", "--import", "ours.jsonl", ledger=there).stderr
    assert rows(run, "--rejected", ledger=there) == rows(run, "--rejected")
    assert run("judgements", ledger=there).stdout == run("judgements").stdout


@pytest.mark.parametrize("line", ["{", "[]", '{"kind": "shout"}', '{"kind": "accepted"}', '{"kind": "merge"}'])
def test_a_file_with_a_line_that_is_none_adds_nothing_and_names_the_line(run, one, line):
    run("judge", "accept", one["id"])
    good = run("judgements").stdout
    Path("bad.jsonl").write_text(f"{good}{line}\n", encoding="utf-8")
    run("judge", "undo", json.loads(good)["id"])
    before = run("judgements").stdout
    assert "Line 2" in run("judge", "--import", "bad.jsonl", code=2).stderr or "merge" in line
    assert run("judgements").stdout == before


def their_line(run, one, **about):
    """Return a line of another ledger, made a day later than the one that is here."""
    run("judge", "accept", one["id"])
    line = json.loads(run("judgements").stdout)
    del line["id"]
    return {**line, "at": "2031-05-02T09:30:00Z", "about": {**line["about"], **about}}


@pytest.mark.parametrize("confidence", [float("nan"), float("inf"), -0.5, 2])
def test_a_confidence_that_is_none_is_refused_as_no_program_could_be_told_of_it(run, one, confidence):
    line = their_line(run, one, confidence=confidence)
    Path("theirs.jsonl").write_text(json.dumps(line), encoding="utf-8")
    assert "give a number from 0 to 1" in run("judge", "--import", "theirs.jsonl", code=2).stderr


@pytest.mark.parametrize("at", ["2031-W18-4T09:30:00Z", "2031-05-02T093000.5Z", "2031-05-02T09:30:00,5Z"])
def test_a_time_that_would_not_be_sorted_after_an_earlier_one_is_refused(run, one, at):
    line = {**their_line(run, one), "at": at}
    Path("theirs.jsonl").write_text(json.dumps(line), encoding="utf-8")
    assert "give ISO 8601 in UTC" in run("judge", "--import", "theirs.jsonl", code=2).stderr


def test_half_a_surrogate_pair_in_a_line_from_elsewhere_is_kept_as_a_mark_and_passed_on(run, one):
    line = their_line(run, one, quoted="said | \ud800")
    Path("theirs.jsonl").write_text(json.dumps(line), encoding="utf-8")
    assert "1 of 1 were new" in run("judge", "--import", "theirs.jsonl").stderr
    assert "2 lines" in run("export", "judgements", "ours.jsonl").stderr
    assert "said | \ufffd" in Path("ours.jsonl").read_text(encoding="utf-8")


def test_judgements_without_a_statement_are_listed_as_such(run, one, tmp_path):
    run("judge", "accept", one["id"])
    run("export", "judgements", "ours.jsonl")
    empty = tmp_path / "empty.db"
    open_ledger(empty).close()
    run("judge", "--import", "ours.jsonl", ledger=empty)
    [lost] = run("judgements", "--unattached", ledger=empty).stdout.splitlines()
    assert json.loads(lost)["about"]["statement"] == one["id"]
    assert run("judgements", "--unattached").stdout == ""


def test_labels_are_of_articles_judged_whole_as_people_left_them_and_hold_no_text(run, one):
    run("judge", "speaker", one["id"], "Ida Maas")
    assert "0 lines" in run("export", "labels", "labels.jsonl").stderr
    run("judge", "accept", one["id"])
    run("export", "labels", "labels.jsonl")
    [row] = [json.loads(line) for line in Path("labels.jsonl").read_text(encoding="utf-8").splitlines()]
    assert (row["doc_id"], row["number"], row["parent"]) == (one["article_id"], 0, None)
    assert row["content"] == [[piece["start"], piece["end"]] for piece in one["content"]]
    assert (row["speaker"], row["act"], row["targets"]) == (["Ida Maas", "person"], "REJECT", ["Ada Voss"])
    assert "rejected" not in row
    assert one["content_text"] not in json.dumps(row)
    run("judge", "reject", one["id"])
    run("export", "labels", "labels.jsonl")
    assert json.loads(Path("labels.jsonl").read_text(encoding="utf-8"))["rejected"] is True


def test_pairs_are_what_people_linked_and_parted_with_the_later_one_first(run, one):
    denials = run("links", "--of", one["id"], "--kind", "denial", "--json").stdout.splitlines()
    link = json.loads(denials[0])
    run("judge", "unlink", link["from"], link["to"], "--kind", "denial")
    run("export", "pairs", "pairs.jsonl")
    [pair] = [json.loads(line) for line in Path("pairs.jsonl").read_text(encoding="utf-8").splitlines()]
    assert (pair["label"], pair["from"], pair["part"]) == ("none", None, "train")
    assert set(pair) == {"a", "b", "label", "from", "stratum", "part"}
    assert set(pair["a"]) == {"article", "speaker", "source", "cue", "content"}
    run("judge", "link", link["from"], link["to"], "--kind", "denial")
    run("export", "pairs", "pairs.jsonl")
    pair = json.loads(Path("pairs.jsonl").read_text(encoding="utf-8"))
    assert (pair["label"], pair["a"]["article"] == one["article_id"]) == ("denial", pair["from"] == "a")


def test_what_is_written_whole_takes_no_filter(run):
    assert "written whole" in run("export", "labels", "x.jsonl", "--speaker", "Oru", code=2).stderr


def test_the_report_leaves_rejected_statements_out(run, one):
    run("judge", "reject", one["id"])
    run("report", "all.html")
    assert f"s-{one['id']}" not in Path("all.html").read_text(encoding="utf-8")


def test_the_tables_can_be_asked_for_what_a_model_had_read(run, one):
    run("judge", "speaker", one["id"], "Ida Maas")
    with closing(sqlite3.connect("ferry.db")) as db:
        [(record,)] = db.execute("SELECT record FROM statement_as_read").fetchall()
        assert json.loads(record)["speaker"]["name"] == "Pel Oru"
        assert db.execute("SELECT count(*) FROM accepted_statements WHERE speaker = 'Ida Maas'").fetchone() == (1,)
