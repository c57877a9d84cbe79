"""What a program gets: a ledger to read into and to ask, rows that quote the page, and `extract` without any file."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from types import FunctionType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import sayso
from sayso.config import Settings
from sayso.errors import LedgerError, ReadOnlyLedger, UsageError
from sayso.library import as_object, extract_pages
from sayso.model.onnx import load
from sayso.pipeline import Known, Stored
from sayso.records import SPOKEN_ROLES, Failure, Page

CLEAR = '"We will not sign the treaty," Minister Dora Kell said on Monday.'
OTHER = "The guild was ready, chair Ivo Mar told reporters in the harbour."
PAGE = """<html lang="en"><head><title>Strait talks stall</title>
<meta property="og:site_name" content="The Quay Courier">
<meta property="article:published_time" content="2025-05-05T08:00:00Z"></head>
<body><article><h1>Strait talks stall</h1><p>{}</p><p>{}</p></article></body></html>"""


@pytest.fixture(scope="session")
def model():
    return load(Settings(threads=2))


@pytest.fixture
def ledger(tmp_path, model):
    with sayso.open(tmp_path / "x.db", model=model) as opened:
        yield opened


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "talks.html"
    path.write_text(PAGE.format(CLEAR, "Nobody else spoke, and the ferries stayed in port."), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def found(model, root):
    """Return every example page, read without a ledger."""
    return [one for one in extract_pages(root / "examples", model=model) if isinstance(one, Page)]


def test_a_page_is_read_and_its_statements_are_asked_for(ledger, page):
    summary = ledger.read(page)
    assert (summary.read, summary.known, summary.statements, summary.failures) == (1, 0, 1, [])
    [row] = ledger.statements(speaker="dora kell")
    assert row.content_text.startswith('"We will not sign the treaty')
    assert (row.outlet, row.published, row.name) == ("The Quay Courier", "2025-05-05", "talks")
    assert list(ledger.statements(speaker="nobody of that name")) == []
    assert ledger.statement(row.id[:6]) == row
    assert ledger.article("talks").article.id == row.article_id
    assert [one.article.title for one in ledger.articles(outlet="courier")] == ["Strait talks stall"]
    assert ledger.counts().statements == 1


def test_reading_it_again_adds_nothing_and_says_so(ledger, page):
    ledger.read([page])
    summary = ledger.read([page, str(page)])
    assert (summary.read, summary.known, summary.new_origins, summary.statements) == (0, 2, 0, 0)
    assert ledger.read(page, again=True).read == 1


def test_events_come_as_inputs_are_written_and_failures_are_gathered(ledger, page, tmp_path):
    events = []
    summary = ledger.read([page, tmp_path / "none.txt", page], on_event=events.append)
    assert [type(event) for event in events] == [Stored, Failure, Known]
    [failure] = summary.failures
    assert failure.reason == "there is no such file or folder"


def test_standard_input_may_be_any_stream(ledger):
    assert ledger.read("-", stdin=io.BytesIO(PAGE.format(CLEAR, OTHER).encode())).read == 1
    assert ledger.article("stdin").document.media_type == "text/html"


def test_the_file_is_given_back_at_the_end_of_the_block(tmp_path, model, page):
    with sayso.open(tmp_path / "y.db", model=model) as opened:
        opened.read(page)
    assert [one.name for one in tmp_path.glob("y.db*")] == ["y.db"]


def test_a_ledger_opened_for_reading_is_neither_made_nor_written(tmp_path, model, page):
    with pytest.raises(LedgerError, match="There is no ledger"):
        sayso.open(tmp_path / "y.db", read_only=True)
    sayso.open(tmp_path / "y.db").close()
    with sayso.open(tmp_path / "y.db", read_only=True, model=model) as opened:
        with pytest.raises(ReadOnlyLedger, match="can be read but not written"):
            opened.read(page)
        assert list(opened.statements()) == []


@pytest.mark.parametrize("method", ["statements", "table", "articles"])
def test_an_unknown_filter_is_refused_with_those_there_are(ledger, method):
    with pytest.raises(UsageError, match=r"filter 'colour' is unknown: give .*outlet"):
        getattr(ledger, method)(colour="red")


@pytest.mark.parametrize(
    "wrong", [{"since": "yesterday"}, {"manner": "loud"}, {"limit": 0}, {"search": "?!"}, {"until": "2025-13"}]
)
def test_a_filter_that_can_not_be_meant_is_refused_with_its_value(ledger, wrong):
    with pytest.raises(UsageError, match=str(next(iter(wrong.values()))).replace("?", r"\?")):
        list(ledger.statements(**wrong))


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda ledger: ledger.links(kinds=["echo"]), "kind 'echo' is unknown: give copy, paraphrase, reply, denial"),
        (lambda ledger: ledger.links(min_score=float("nan")), "confidence nan is none"),
        (lambda ledger: ledger.links(of=""), "No statement has the id ''"),
        (lambda ledger: ledger.matters(0), "limit 0 is too small: give 1 or more"),
        (lambda ledger: ledger.actors(limit=-1), "limit -1 is too small"),
        (lambda ledger: ledger.newest_arrivals(limit=-1), "limit -1 is too small"),
        (lambda ledger: ledger.export("csv", ""), "'' is no file but a folder: name a file in it"),
        (lambda ledger: ledger.report("."), r"'\.' is no file but a folder"),
    ],
)
def test_what_a_program_asks_for_and_can_not_be_meant_is_refused_with_its_value(ledger, ask, said):
    with pytest.raises(UsageError, match=said):
        ask(ledger)


def test_statements_become_an_arrow_table_and_a_data_frame_has_their_columns(ledger, page):
    ledger.read(page)
    table = ledger.table()
    assert table.num_rows == 1
    assert table.column("content_text")[0].as_py().startswith('"We will not')
    assert ledger.table(speaker="nobody of that name").schema == table.schema


@pytest.mark.parametrize("name", ["csv", "jsonl", "parquet", "json-ld", "web-annotation"])
def test_a_file_is_written_in_each_format_and_the_same_to_a_stream(ledger, page, tmp_path, name):
    ledger.read(page)
    target, stream = tmp_path / "out", io.BytesIO()
    assert ledger.export(name, target) == ledger.export(name, stream) == 1
    assert target.read_bytes() == stream.getvalue()
    assert ledger.export(name, str(target), speaker="nobody of that name") == 0
    assert not list(tmp_path.glob("*.part"))


def test_a_file_that_can_not_be_written_whole_stays_as_it_was(ledger, page, tmp_path):
    ledger.read(page)
    target = tmp_path / "out.csv"
    target.write_text("precious", encoding="utf-8")
    for wrong in ({"name": "csv", "since": "yesterday"}, {"name": "tsv"}, {"name": "csv", "colour": "red"}):
        with pytest.raises(UsageError):
            ledger.export(file=target, **wrong)
    assert target.read_text(encoding="utf-8") == "precious"
    assert not list(tmp_path.glob("*.part"))


def test_the_exported_words_are_those_of_the_ledger(ledger, page, tmp_path):
    ledger.read(page)
    [row] = ledger.statements()
    ledger.export("csv", tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        [written] = csv.DictReader(file)
    assert (written["id"], written["content_text"]) == (row.id, row.content_text)
    ledger.export("jsonl", tmp_path / "out.jsonl")
    assert json.loads((tmp_path / "out.jsonl").read_text(encoding="utf-8"))["cue_text"] == row.cue_text


def test_a_report_shows_every_page(ledger, page, tmp_path):
    ledger.read(page)
    assert ledger.report(tmp_path / "r.html", title="Mine & <yours>") == 1
    html = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "We will not sign the treaty" in html
    assert "Mine &amp; &lt;yours&gt;" in html


def test_a_text_is_extracted_without_any_ledger(model):
    [row] = sayso.extract(CLEAR, model=model)
    assert "Dora Kell" in row.said_by
    assert "said" in row.cue_text
    assert row.content_text.startswith('"We will not sign the treaty')
    assert row.manner.value == "direct"


def test_the_verb_stays_a_verb_however_often_and_whatever_was_imported_first():
    """The stage of the same name is a module, and importing it must not take the verb's place."""
    code = "import sayso.extract.statements, sayso; print(type(sayso.extract).__name__, type(sayso.open).__name__)\n"
    for first in ("", "from sayso import library\n", "from sayso.extract import statements\n"):
        made = subprocess.run([sys.executable, "-c", first + code * 2], capture_output=True, text=True, check=True)  # noqa: S603 - the code above
        assert set(made.stdout.split()) == {"function"}
    assert isinstance(sayso.extract, FunctionType)


def test_importing_sayso_loads_no_heavy_library():
    code = (
        "import sys, sayso; print(*sorted({'numpy', 'sqlalchemy', 'lxml', 'onnxruntime', 'rich'} & set(sys.modules)))"
    )
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - same
    assert made.stdout.strip() == ""


def test_a_name_that_there_is_not_is_no_attribute():
    with pytest.raises(AttributeError, match="shout"):
        sayso.shout  # noqa: B018 - asking is the test


@pytest.mark.parametrize("text", ["", " \n\t", "\0", "\u200f", "Rain."])
def test_a_text_in_which_nobody_says_anything_has_no_statement(model, text):
    assert sayso.extract(text, model=model) == []


BEGINNINGS = [
    '{"a": 1}\n',
    "%PDF ",
    "PAR1",
    "[{ ",
    "\ufeff",
    "<html><p>",
    "\0\0\0",
    "<?xml version='1.0'?><rss>",
    "\u202e",
]


@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_a_text_is_taken_as_it_is_whatever_it_looks_like(model, beginning):
    text = beginning + "\n" + CLEAR
    rows = sayso.extract(text, model=model)
    assert any("Dora Kell" in row.source_text for row in rows)
    assert all(text[p.start : p.end] == p.exact for row in rows for p in (*row.source, *row.cue, *row.content))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(middle=st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_whatever_stands_around_it_every_piece_is_the_text_between_its_offsets(model, middle):
    text = f"{middle}\n{CLEAR} {middle} {OTHER}"
    rows = sayso.extract(text, model=model)
    assert all(text[p.start : p.end] == p.exact for row in rows for p in (*row.source, *row.cue, *row.content))


@pytest.mark.parametrize("odd", ["\ud800", "\0"])
def test_what_no_ledger_holds_is_one_character_and_is_quoted_as_it_stands(model, odd):
    text = odd + CLEAR.replace("treaty", f"tr{odd}eaty") + f"{odd} " + OTHER
    rows = sayso.extract(text, model=model)
    assert any(f"tr{odd}eaty" in row.content_text for row in rows)
    for row in rows:
        assert all(text[p.start : p.end] == p.exact for p in (*row.source, *row.cue, *row.content))


def test_the_example_pages_have_statements_whose_pieces_stand_in_the_lines_that_are_read(found):
    assert len(found) >= 8
    assert sum(len(one.statements) for one in found) > 30
    for page in found:
        text = page.article.text
        spoken = [line for line in page.article.lines if line.role in SPOKEN_ROLES]
        for statement in page.statements:
            spans = [*statement.source, *statement.cue, *statement.content]
            assert all(any(n.start <= at < n.end for n in spoken) for s in spans for at in (s.start, s.end - 1))
            assert all(text[s.start : s.end].strip() == text[s.start : s.end] != "" for s in spans)


def test_the_ledger_and_extract_agree_on_the_example_pages(ledger, found, root):
    ledger.read(root / "examples")
    rows = {row.id: row for row in ledger.statements()}
    assert set(rows) == {s.id for one in found for s in one.statements}
    for one in found:
        text = one.article.text
        for row in (rows[s.id] for s in one.statements):
            assert all(text[p.start : p.end] == p.exact for p in (*row.source, *row.cue, *row.content))
            assert row.content_text == " … ".join(p.exact for p in row.content)


def test_a_page_as_an_object_is_what_a_file_of_json_lines_can_hold(found):
    for one in found:
        made = json.loads(json.dumps(as_object(one)))
        assert made["text"] == one.article.text
        assert len(made["statements"]) == len(one.statements)
        assert made["model"] == {"name": one.model.name, "version": one.model.version}
