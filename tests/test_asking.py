"""What the commands and the library find and show of statements whose every field is known: a ledger made by hand."""

from __future__ import annotations

import io
import json
import os
import re
import sqlite3
import sys
from contextlib import closing
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

import sayso
from sayso import store
from sayso.cli import group as cli
from sayso.cli import main
from sayso.errors import UsageError
from sayso.identity import article_id, document_id, sha256
from sayso.library import as_object, extract_pages
from sayso.pipeline import Extracted
from sayso.records import (
    Act,
    Article,
    ChainLink,
    Dated,
    Document,
    Given,
    Line,
    Manner,
    ModelVersion,
    Page,
    Role,
    Span,
    Speaker,
    Statement,
)
from sayso.store import filters
from sayso.store.migrate import APPLICATION_ID, migrations

TEXT = "On Monday the envoy told Reed Radio: Kell denied that the weir leaks."
MODEL = ModelVersion("by-hand", "1")


def span(words):
    start = TEXT.index(words)
    return Span(start, start + len(words))


def page():
    content = TEXT.encode()
    identity = document_id(sha256(content), "text/plain", Given())
    document = Document(
        identity, "weir", "weir.txt", "2031-05-06T07:08:09Z", "text/plain", None, sha256(content), content
    )
    lines = (Line(0, len(TEXT), Role.BODY),)
    article = Article(article_id(identity, TEXT), identity, TEXT, lines, "Weir", "The Reed", language="en")
    outer = Statement(
        "5" * 16,
        article.id,
        (span("the envoy"),),
        (span("told"),),
        (span("Kell denied that the weir leaks"),),
        Manner.INDIRECT,
        0.95,
        speaker=Speaker("s1", "Ana Lunt", "person", ("WRD",), "title", 0.9),
        addressee=Speaker("s2", "Reed Radio", "organisation", (), "name", 0.8),
        chain=(ChainLink("Reed Radio", "interview", span("Reed Radio")),),
        said_on=Dated("2031-05-05", "day", "relative to the page's date", span("On Monday")),
        act=Act("ACCUSE", (("K", "Dora Kell"),), 0.5),
        modality=("negated",),
        tone="negative",
    )
    spans = [(span(words),) for words in ("Kell", "denied", "the weir leaks")]
    inner = Statement("6" * 16, article.id, *spans, Manner.INDIRECT, 0.4, parent=outer.id)
    return Page(document, article, (outer, inner), MODEL)


@pytest.fixture
def here(tmp_path, monkeypatch):
    """Return a folder with a ledger of one page, in which commands are run."""
    monkeypatch.chdir(tmp_path)
    one = page()
    with store.Store.open("sayso.db") as opened:
        opened.add(one.document, one.article, one.statements, opened.start_run(MODEL, "{}", "2031-05-06T00:00:00Z"))
    return tmp_path


@pytest.fixture
def by_hand(monkeypatch):
    """Let every input read as the page above, without a model."""
    one = page()
    found = Extracted(one.document, one.article, one.statements)
    monkeypatch.setattr("sayso.library._model", lambda settings: SimpleNamespace(version=MODEL))
    for name in ("extract", "extract_documents"):
        monkeypatch.setattr(f"sayso.pipeline.{name}", lambda *given, **options: iter([found]))
    return one


def run(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


def speakers(*words):
    result = run("statements", "--format", "jsonl", *words)
    assert (result.exit_code, result.stderr) == (0, "")
    rows = map(json.loads, result.stdout.splitlines())
    return [row["speaker"] or row["source_text"] for row in rows]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ([], ["Ana Lunt", "Kell"]),
        (["--no-nested"], ["Ana Lunt"]),
        (["--nested"], ["Ana Lunt", "Kell"]),
        (["--act", "ACCUSE"], ["Ana Lunt"]),
        (["--act", "accuse"], ["Ana Lunt"]),
        (["--act", "none"], ["Kell"]),
        (["--target", "Kell"], ["Ana Lunt"]),
        (["--addressee", "reed radio"], ["Ana Lunt"]),
        (["--via", "reed radio"], ["Ana Lunt"]),
        (["--via", "the reed"], []),
        (["--said-since", "2031-05", "--said-until", "2031-05-05"], ["Ana Lunt"]),
        (["--said-since", "2031-05-06"], []),
        (["--min-confidence", ".9"], ["Ana Lunt"]),
        (["--min-confidence", "1"], []),
        (["--speaker", "lunt", "--target", "kell", "--act", "ACCUSE"], ["Ana Lunt"]),
        (["--speaker", "the envoy"], []),
    ],
    ids=" ".join,
)
def test_statements_are_found_by_what_is_known_of_them(here, words, found):
    assert speakers(*words) == found


def test_every_format_takes_the_same_filters(here):
    for form in cli.FORMATS:
        result = run("export", form, "out", "--act", "ACCUSE", "--min-confidence", ".9", "--no-nested")
        assert (result.exit_code, result.stderr) == (0, "1 statement written to out\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["statements", "--act", "SHOUT"], "'SHOUT' is not one of"),
        (["statements", "--said-since", "yesterday"], "said_since 'yesterday' is not a date"),
        (["statements", "--via", "?"], r"'\?' holds no word"),
        (["statements", "--min-confidence", "1.5"], "1.5 is not in the range 0<=x<=1"),
        (["export", "csv", "out", "--min-confidence", "-1"], "is not in the range 0<=x<=1"),
        (["report", "out", "--min-confidence", "90"], "90.0 is not in the range 0<=x<=1"),
        (["export", "csv", "out", "--min-confidence", "nan"], "confidence nan is none: give 0 to 1"),
        (["extract", "x", "--min-confidence", "most"], "'most' is not a valid float"),
        (["links", "--min-score", "nan"], "confidence nan is none: give 0 to 1"),
        (["links", "--of", ""], "No statement has the id ''"),
        (["export", "labels", "out", "--no-nested"], "labels is written whole: leave out --no-nested"),
        (["export", "pairs", "out", "--said-until", "2031"], "leave out --said-until"),
        (["export", "judgements", "out", "--spreadsheet"], "--spreadsheet goes with csv and dna, not with judgements"),
        (["export", "datasette", "out", "--spreadsheet"], "--spreadsheet goes with csv and dna, not with datasette"),
        (["export", "datasette", "out", "--no-nested"], "leave out --no-nested"),
        (["judgements", "--import", "x", "--unattached"], "--unattached goes with printing: leave it out"),
        (["mcp", "--port", "9000"], "--port goes with --http"),
        (["read", "x", "--shards", "out", "--ledger", "a.db"], "--shards writes 'out' in place of a ledger"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_can_not_be_meant_is_refused_with_what_was_wrong(here, words, said):
    result = run(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert re.search(said, result.stderr)
    assert not (here / "out").exists()


@pytest.mark.skipif(os.name == "nt" or sys.platform == "darwin", reason="file names are Unicode there")
def test_a_ledger_whose_name_is_no_utf_8_is_described_to_datasette(here):
    (here / "sayso.db").rename(here / os.fsdecode(b"\xff.db"))
    result = run("export", "datasette", "-", "--ledger", os.fsdecode(b"\xff.db"))
    assert (result.exit_code, list(json.loads(result.stdout)["databases"])) == (0, ["?"])


@pytest.mark.parametrize("command", ["statements", "extract", "export", "report"])
def test_the_help_says_what_a_confidence_is_worth(command):
    words = " ".join(run(command, "--help").stdout.split())
    assert "of those shown at .9, nine in ten are right" in words


def test_the_acts_of_the_command_are_those_of_the_ledger():
    assert (*filters.ACTS, filters.NO_ACT) == cli.ACTS


def test_the_table_shows_what_is_nested_below_what_it_is_nested_in(here):
    shown = run("statements").stdout
    assert "ACCUSE" in shown
    assert shown.index("Ana Lunt") < shown.index("> Kell")


@pytest.mark.parametrize("columns", ["0", "1", "9", "9" * 11])
def test_nothing_is_left_out_however_narrow_or_wide_the_terminal_says_it_is(here, columns):
    for words, told in ((["statements"], "66666666"), (["show", "6666"], "6" * 16), (["article", "weir"], "weir.txt")):
        result = CliRunner().invoke(main, words, env={"COLUMNS": columns})
        assert result.exit_code == 0
        assert told in result.stdout


def test_show_tells_every_field_with_the_words_it_was_read_from(here):
    words = " ".join(run("show", "555").stdout.split())
    assert "basis: title" in words
    assert "“On Monday” [0, 9]" in words
    assert "“Reed Radio” [25, 35]" in words
    as_json = json.loads(run("show", "555", "--json").stdout)
    assert (as_json["modality"], as_json["tone"], as_json["act"]) == (["negated"], "negative", "ACCUSE")


def test_article_prints_the_object_that_extract_does(here):
    made = json.loads(run("article", "weir", "--json").stdout)
    assert made == json.loads(json.dumps(as_object(page())))
    assert made["statements"][1]["parent"] == made["statements"][0]["id"]


def test_extract_leaves_out_what_it_is_not_sure_enough_of(here, by_hand):
    def found(*words):
        return json.loads(run("extract", "x.txt", *words).stdout)["statements"]

    assert [one["confidence"] for one in found()] == [0.95, 0.4]
    assert [one["confidence"] for one in found("--min-confidence", ".4")] == [0.95, 0.4]
    assert [one["confidence"] for one in found("--min-confidence", ".9")] == [0.95]
    assert found("--min-confidence", "1") == []


def test_the_report_leaves_out_what_it_is_not_sure_enough_of(here):
    reports = [run("report", "-", *words).stdout for words in ([], ["--min-confidence", ".9"])]
    assert ["within statement" in html for html in reports] == [True, False]
    assert all("REJECT" not in html and "Dora Kell" in html and "(by title)" in html for html in reports)
    assert "1 statement on 1 page." in reports[1]


def test_the_library_takes_the_same_and_refuses_in_one_sentence(here, by_hand):
    with sayso.open("sayso.db", read_only=True) as ledger:
        assert [row.act for row in ledger.statements(via="Reed Radio", nested=False)] == ["ACCUSE"]
        assert ledger.export("csv", io.BytesIO(), target="Kell", act="accuse") == 1
        assert ledger.report(io.BytesIO(), min_confidence=0.9) == 1
        sentence = "confidence 9 is none: give 0 to 1, such as 0.9."
        for refused in (
            lambda: list(ledger.statements(min_confidence=9)),
            lambda: ledger.report(io.BytesIO(), min_confidence=9),
            lambda: list(extract_pages("x", min_confidence=9)),
            lambda: sayso.extract(TEXT, min_confidence=9),
        ):
            with pytest.raises(UsageError, match=re.escape(sentence)):
                refused()
    assert [row.tone for row in sayso.extract(TEXT, min_confidence=0.9)] == ["negative"]
    assert [len(one.statements) for one in extract_pages("x", min_confidence=0.2)] == [2]


def older(path):
    """Make an empty ledger of the first version."""
    with closing(sqlite3.connect(path)) as db:
        db.executescript(migrations()[0][2])
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.execute("PRAGMA user_version = 1")


@pytest.mark.parametrize("words", [["statements"], ["report", "-"], ["info"], ["export", "csv", "-"]])
def test_a_command_that_asks_brings_an_older_ledger_up_to_date_first(tmp_path, monkeypatch, words):
    monkeypatch.chdir(tmp_path)
    older("sayso.db")
    monkeypatch.setattr("sayso.model.bundle.open_bundle", lambda given: SimpleNamespace(version=MODEL))
    result = run(*words)
    assert result.exit_code == 0, result.output
    assert run(*words).exit_code == 0
