"""The commands: data on standard output, everything else on standard error, exit codes 0, 1, 2 and 130."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from sayso import library
from sayso.cli import main
from sayso.config import DEFAULTS, VERSION
from sayso.errors import NotLinked
from sayso.records import Failure

CLEAR = '"We will not sign the treaty," Minister Dora Kell said on Monday.'
HOSTILE, SHOWN = "quay\x1b[2J\u202e", "quay [2J "
OTHER = "The guild was ready, chair Ivo Mar told reporters in the harbour."
PAGE = """<html lang="en"><head><title>Strait talks stall</title>
<meta property="og:site_name" content="The Quay Courier">
<meta property="article:published_time" content="2025-05-05T08:00:00Z"></head>
<body><article><h1>Strait talks stall</h1><p>{}</p><p>{}</p></article></body></html>"""


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """Return a folder that holds a page and the ledger it was read into."""
    folder = tmp_path_factory.mktemp("filled")
    (folder / "talks.html").write_text(PAGE.format(CLEAR, OTHER), encoding="utf-8")
    result = CliRunner().invoke(main, ["read", str(folder / "talks.html"), "--ledger", str(folder / "sayso.db")])
    assert result.exit_code == 0, result.output
    return folder


@pytest.fixture
def here(tmp_path, monkeypatch):
    """Return an empty folder in which commands are run: the default ledger would be in it."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def copy(filled, here):
    """Return the same, with a copy of the ledger and of its page."""
    for name in ("sayso.db", "talks.html"):
        shutil.copy(filled / name, here / name)
    return here


def run(*words, **options):
    return CliRunner().invoke(main, [str(word) for word in words], **options)


def process(*words, closed="", **options):
    """Run the command as people do, in a process of its own; with a standard stream `closed`, as a shell says it."""
    command = [sys.executable, "-m", "sayso", *map(str, words)]
    command = ["sh", "-c", f'exec "$@" {closed}', "sh", *command] if closed else command
    return subprocess.run(command, capture_output=True, check=False, timeout=60, **options)  # noqa: S603 - sayso itself


def row_of(folder):
    return json.loads(run("statements", "--ledger", folder / "sayso.db", "--format", "jsonl").stdout.splitlines()[0])


def refused(result, words):
    """Check that a call ended with exit code 2 and one sentence, and nothing on standard output."""
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert re.search(words, result.stderr), result.stderr
    assert "Traceback" not in result.stderr


# --- help ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", [[], *([name] for name in sorted(main.commands))], ids=" ".join)
def test_help_shows_an_example(command):
    result = run(*command, "--help")
    assert result.exit_code == 0
    assert re.search(rf"Examples?:\n +sayso {' '.join(command)}", result.stdout)
    assert "\b" not in result.stdout
    assert "\\b" not in result.stdout


def test_the_version_is_told():
    assert run("--version").stdout == f"sayso, version {VERSION}\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["shout"], "No such command 'shout'"),
        (["read"], "Missing argument 'PATH_OR_URL...'"),
        (["read", "--loud", "x"], "No such option"),
        (["extract"], "Missing argument"),
        (["statements", "--format", "xls"], "'xls' is not one of"),
        (["statements", "--manner", "loud"], "'loud' is not one of"),
        (["statements", "--limit", "many"], "'many' is not a valid integer"),
        (["statements", "--limit", "9" * 20], "is not in the range"),
        (["statements", "--min-confidence", "2"], "2"),
        (["export", "xls", "out"], "'xls' is not one of"),
        (["show"], "Missing argument 'ID'"),
    ],
)
def test_a_wrong_call_is_refused_with_what_was_wrong(here, words, said):
    refused(run(*words), said)
    assert not list(here.iterdir())


# --- read ---------------------------------------------------------------------------------------------------------


def test_read_makes_the_ledger_and_says_on_standard_error_what_it_did(here, filled):
    result = run("read", filled / "talks.html")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "1 document read" in result.stderr
    assert re.search(r"\d statements? added", result.stderr)
    assert (here / "sayso.db").exists()
    again = run("read", filled / "talks.html")
    assert again.exit_code == 0
    assert "0 documents read, 1 known already, 0 skipped" in again.stderr
    assert "nothing new" in again.stderr


def test_read_lists_the_inputs_that_failed_and_reads_the_rest(here, filled):
    (here / "empty.txt").touch()
    result = run("read", "empty.txt", "none.txt", filled / "talks.html")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "skipped empty.txt: it is empty" in result.stderr
    assert "skipped none.txt: there is no such file or folder" in result.stderr
    assert "1 document read" in result.stderr
    assert "2 skipped" in result.stderr


def test_read_and_extract_say_which_folder_holds_nothing_to_read(here, filled):
    (here / "empty" / "below").mkdir(parents=True)
    (here / "empty" / ".hidden").write_text(CLEAR, encoding="utf-8")
    for command in ("read", "extract"):
        result = run(command, "empty", filled / "talks.html")
        assert result.exit_code == 0
        assert "there is nothing to read in empty\n" in result.stderr
        assert "nothing to read in" not in run(command, filled / "talks.html").stderr


@pytest.mark.parametrize("command", ["read", "extract"])
def test_days_of_archives_that_end_before_they_begin_are_refused(here, filled, command):
    result = run(command, filled / "talks.html", "--since", "2026", "--until", "2025")
    refused(result, "since '2026' is after until '2025'")
    assert not list(here.iterdir())


def test_read_takes_standard_input(here):
    assert run("read", "-", "--plain", input=CLEAR).exit_code == 0
    assert "Dora Kell" in run("statements", "--format", "csv").stdout


def test_read_says_what_was_kept_but_not_extracted(here):
    russian = "Министр сообщил журналистам, что пролив будет закрыт до конца недели, и отказался ответить.\n" * 5
    (here / "ru.html").write_text(f"<html><body><p>{russian}</p></body></html>", encoding="utf-8")
    result = run("read", "ru.html")
    assert result.exit_code == 0
    assert "1 document kept but not extracted: language ru" in result.stderr


def test_read_reads_the_named_column_of_a_table(here):
    (here / "rows.csv").write_text(f'id,words\n7,"{CLEAR.replace(chr(34), chr(34) * 2)}"\n', encoding="utf-8")
    assert run("read", "rows.csv", "--text-column", "words", "--plain").exit_code == 0
    assert json.loads(run("article", "7", "--json").stdout)["text"] == CLEAR


# --- extract ------------------------------------------------------------------------------------------------------


def test_extract_prints_one_object_a_document_and_makes_no_ledger(here, filled):
    (here / "a.txt").write_text(CLEAR, encoding="utf-8")
    result = run("extract", "--plain", "a.txt", "none.txt", "a.txt")
    assert result.exit_code == 1
    assert result.stderr == "skipped none.txt: there is no such file or folder\n"
    first, second = map(json.loads, result.stdout.splitlines())
    assert first["doc_id"] == "a"
    assert first["text"] == CLEAR
    assert first["statements"] == second["statements"]
    [[start, end]] = first["statements"][0]["content"]
    assert CLEAR[start:end].startswith('"We will not')
    assert [one.name for one in here.iterdir()] == ["a.txt"]


def test_extract_writes_no_control_characters_of_strangers(here, filled, monkeypatch):
    failure = Failure(f"https://quay.example/{HOSTILE}", f"its charset is {HOSTILE}")
    monkeypatch.setattr(library, "extract_pages", lambda *_, **__: iter([failure]))
    result = run("extract", filled / "talks.html")
    assert result.exit_code == 1
    assert result.stderr == f"skipped https://quay.example/{SHOWN}: its charset is {SHOWN}\n"


def test_what_ends_a_command_is_told_without_control_characters_of_strangers(copy, monkeypatch):
    def failing(*_, **__):
        raise NotLinked({"a1": f"{HOSTILE}, ValueError: no such row"})

    monkeypatch.setattr(library.Ledger, "link", failing)
    result = run("link")
    refused(result, f"article a1: {re.escape(SHOWN)}, ValueError: no such row")
    assert not set(result.stderr) & {"\x1b", "\u202e"}


# --- statements ---------------------------------------------------------------------------------------------------


def test_statements_are_a_table_with_their_number_on_standard_error(copy):
    result = run("statements", "--speaker", "Dora Kell")
    assert result.exit_code == 0
    assert "Dora" in result.stdout
    assert "Courier" in result.stdout
    assert result.stderr == "1 statement\n"
    assert run("statements", "--speaker", "nobody of that name").stderr == "0 statements\n"


def test_statements_as_csv_json_lines_and_parquet_are_data_and_nothing_else(copy):
    pyarrow = pytest.importorskip("pyarrow.parquet")
    results = {form: run("statements", "--format", form) for form in ("csv", "jsonl", "parquet")}
    assert {(result.exit_code, result.stderr) for result in results.values()} == {(0, "")}
    rows = [json.loads(line) for line in results["jsonl"].stdout.splitlines()]
    written = list(csv.DictReader(io.StringIO(results["csv"].stdout.lstrip("\ufeff"))))
    table = pyarrow.read_table(io.BytesIO(results["parquet"].stdout_bytes))
    assert [row["id"] for row in rows] == [row["id"] for row in written] == table.column("id").to_pylist()
    assert len(rows) >= 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--since", "yesterday"], "'yesterday'"),
        (["--since", "2026", "--until", "2025"], "since '2026' is after until '2025': give the earlier one first"),
        (["--limit", "0"], "0 is not in the range"),
        (["--search", "?"], r"'\?' holds no word"),
    ],
)
@pytest.mark.parametrize("form", ["table", "jsonl"])
def test_a_filter_that_can_not_be_meant_is_refused(copy, words, said, form):
    refused(run("statements", "--format", form, *words), said)


# --- show, article, info ------------------------------------------------------------------------------------------


def test_show_prints_the_paragraph_and_the_fields_by_the_beginning_of_an_id(copy):
    row = row_of(copy)
    result = run("show", row["id"][:7])
    assert (result.exit_code, result.stderr) == (0, "")
    for words in (
        "Dora Kell",
        "We will not sign the treaty",
        row["id"],
        row["article_id"],
        row["sha256"][:12],
        "direct",
    ):
        assert words in result.stdout
    assert json.loads(run("show", row["id"], "--json").stdout) == row


def test_article_is_found_by_the_beginning_of_its_id_and_by_its_name(copy):
    row = row_of(copy)
    by_name, by_id = run("article", "talks"), run("article", row["article_id"][:8])
    assert by_name.exit_code == 0
    assert by_name.stdout == by_id.stdout
    for words in ("headline Strait talks stall", "body", "The Quay Courier", "2025-05-05"):
        assert words in by_name.stdout
    page = json.loads(run("article", "talks", "--json").stdout)
    assert row["id"] in {one["id"] for one in page["statements"]}


@pytest.mark.parametrize("command", ["show", "article"])
@pytest.mark.parametrize("identity", ["0000000000000000", "nobody", "", "%", "\x1b[31m"])
def test_an_id_that_is_none_is_refused(copy, command, identity):
    refused(run(command, identity), "id|name")


def test_info_tells_versions_and_counts(copy):
    result = run("info")
    assert result.exit_code == 0
    assert f"sayso {VERSION}" in result.stdout
    assert re.search(r"documents +1\n", result.stdout)


def test_info_without_a_ledger_says_how_to_make_one(here):
    result = run("info")
    assert result.exit_code == 0
    assert "there is none yet; `sayso read` makes it" in result.stdout
    assert not list(here.iterdir())


# --- export and report --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet", "json-ld", "web-annotation"])
def test_export_writes_a_file_or_standard_output_alike(copy, form):
    result = run("export", form, "out.file")
    assert (result.exit_code, result.stdout) == (0, "")
    assert re.fullmatch(r"\d+ statements? written to out\.file\n", result.stderr)
    streamed = run("export", form, "-")
    assert streamed.exit_code == 0
    assert streamed.stdout_bytes == (copy / "out.file").read_bytes()


def test_report_writes_one_file_that_shows_the_page(copy):
    result = run("report", "out.html", "--title", "The <strait>")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "1 article written to out.html\n")
    html = (copy / "out.html").read_text(encoding="utf-8")
    assert "The &lt;strait&gt;" in html
    assert "We will not sign the treaty" in html


def test_report_writes_to_standard_output_too(copy):
    assert run("report", "out.html").exit_code == 0
    streamed = run("report", "-")
    assert (streamed.exit_code, streamed.stderr) == (0, "1 article written to -\n")
    assert streamed.stdout_bytes == (copy / "out.html").read_bytes()
    assert not (copy / "-").exists()


@pytest.mark.parametrize("words", [["export", "csv"], ["report"]], ids=lambda words: words[0])
def test_a_file_that_can_not_be_written_is_named(copy, words):
    refused(run(*words, "none/out.file"), r"'none[/\\]+out\.file' does not exist")
    (copy / "folder").mkdir()
    for folder in ("folder", "folder/", "", ".", "..", "/"):
        refused(run(*words, folder), f"{re.escape(repr(folder))} is no file but a folder: name a file in it")
    assert not list(copy.rglob("*.part"))


WRITING = [["export", "csv"], ["export", "judgements"], ["export", "datasette"], ["report"], ["network"]]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no named pipes in folders")
@pytest.mark.parametrize("words", WRITING, ids=" ".join)
def test_a_pipe_is_written_to_and_stays_a_pipe(copy, words):
    os.mkfifo("pipe")
    came = []
    reader = threading.Thread(target=lambda: came.append(Path("pipe").read_bytes()), daemon=True)
    reader.start()
    assert run(*words, "pipe").exit_code == 0
    reader.join(30)
    assert (came, Path("pipe").is_fifo()) == ([run(*words, "-").stdout_bytes], True)


@pytest.mark.skipif(os.name == "nt", reason="Windows lets few make links")
@pytest.mark.parametrize("words", WRITING, ids=" ".join)
def test_a_link_to_a_file_stays_a_link_and_the_file_is_written(copy, words):
    (copy / "folder").mkdir()
    (copy / "link").symlink_to("folder/file")  # which is not there yet
    for _ in range(2):
        assert run(*words, "link").exit_code == 0
        assert (copy / "link").is_symlink()
        assert (copy / "folder" / "file").read_bytes() == run(*words, "-").stdout_bytes
        (copy / "folder" / "file").write_bytes(b"")


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="only Linux has a device that is always full")
def test_a_device_that_is_full_is_named(copy):
    refused(run("export", "csv", "/dev/full"), "The disk that holds /dev/full is full")


@pytest.mark.skipif(os.name == "nt", reason="Windows lets few make links")
def test_a_link_that_leads_to_itself_gives_way_to_the_file(copy):
    (copy / "link").symlink_to("link")
    assert run("export", "csv", "link").exit_code == 0
    assert (copy / "link").read_bytes() == run("export", "csv", "-").stdout_bytes


@pytest.mark.parametrize("words", [["export", "csv"], ["report"]], ids=lambda words: words[0])
def test_the_ledger_is_not_written_over(copy, words):
    before = (copy / "sayso.db").read_bytes()
    refused(run(*words, copy / "sayso.db"), "is the ledger itself: name another file")
    assert (copy / "sayso.db").read_bytes() == before


# --- ledgers that can't be used -----------------------------------------------------------------------------------

ASKING = [["statements"], ["show", "a"], ["article", "a"], ["export", "csv", "-"], ["report", "out.html"]]


@pytest.mark.parametrize("words", ASKING, ids=lambda words: words[0])
def test_a_ledger_that_is_not_there_is_said_to_be_missing_and_is_not_made(here, words):
    refused(run(*words), r"There is no ledger at sayso\.db: `sayso read` makes one")
    assert not list(here.iterdir())


@pytest.mark.parametrize("words", [["read", "talks.html"], ["info"], *ASKING], ids=lambda words: words[0])
def test_a_file_that_is_no_ledger_is_refused_and_left_alone(here, words):
    (here / "sayso.db").write_text("Dear reader, " * 99, encoding="utf-8")
    result = run(*words)
    assert result.exit_code == 2
    assert "sayso.db is not a SQLite file" in result.stderr
    assert (here / "sayso.db").read_text(encoding="utf-8") == "Dear reader, " * 99


@pytest.mark.parametrize("words", [["read", "talks.html"], *ASKING], ids=lambda words: words[0])
def test_a_ledger_from_a_newer_version_is_refused(copy, words):
    with closing(sqlite3.connect(copy / "sayso.db")) as db:
        db.execute("PRAGMA user_version = 999")
    refused(run(*words), "version 999.*install a newer sayso")


def test_the_folder_of_a_new_ledger_must_be_there(copy):
    refused(run("read", "talks.html", "--ledger", "none/x.db"), r"The folder .*none does not exist")
    refused(run("read", "talks.html", "--ledger", "."), "is a folder")


# --- as processes -------------------------------------------------------------------------------------------------


def test_the_module_runs_as_the_command_does(copy):
    result = process("statements", "--format", "csv", cwd=copy)
    assert (result.returncode, result.stderr) == (0, b"")
    assert b"Dora Kell" in result.stdout
    failed = process("read", "none.txt", cwd=copy)
    assert (failed.returncode, failed.stdout) == (1, b"")
    refused = process("show", "zz", cwd=copy)
    assert (refused.returncode, refused.stdout) == (2, b"")
    assert refused.stderr.startswith(b"sayso: ")


def test_a_terminal_without_the_letters_is_no_error(copy):
    words = "«Пролив закрыт», said Minister Dora Kell on Monday."
    (copy / "b.txt").write_text(words, encoding="utf-8")
    ascii_only = os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    assert process("read", "--plain", "b.txt", "нет.txt", cwd=copy, env=ascii_only).returncode == 1
    for command in (["statements"], ["article", "b"], ["info"]):
        result = process(*command, cwd=copy, env=ascii_only)
        assert (result.returncode, b"Traceback" in result.stderr) == (0, False), result.stderr
    as_json = process("article", "b", "--json", cwd=copy, env=ascii_only)
    assert json.loads(as_json.stdout.decode("utf-8"))["text"] == words


WRITING = (
    "--help",
    "--version",
    "read --help",
    "statements",
    "statements --format csv",
    "article talks",
    "extract --plain talks.html",
    "export json-ld -",
    "links",
    "actors",
    "network -",
    "info --card",
)
"""What writes to standard output, much or little."""


@pytest.mark.skipif(os.name == "nt", reason="pipes of Windows break otherwise")
def test_a_reader_that_stops_reading_is_no_error(copy):
    identity = row_of(copy)["id"]
    for command in (*WRITING, f"show {identity}", f"show {identity} --json", f"trace {identity}"):
        words = [sys.executable, "-m", "sayso", *command.split()]
        with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=copy) as running:  # noqa: S603 - sayso
            running.stdout.close()
            errors = running.stderr.read()
        assert b"Traceback" not in errors
        assert b"Exception" not in errors
        assert running.returncode == 0, command


@pytest.mark.skipif(os.name == "nt", reason="a shell of Windows closes no stream")
@pytest.mark.parametrize("command", ["--help", "statements", "statements --format jsonl", "report -"])
def test_a_standard_output_that_is_closed_is_no_error(copy, command):
    ended = process(*command.split(), cwd=copy, closed=">&-")
    assert (ended.returncode, ended.stdout) == (0, b"")
    assert b"Traceback" not in ended.stderr


@pytest.mark.skipif(os.name == "nt", reason="a shell of Windows closes no stream")
def test_a_standard_input_that_is_closed_is_an_empty_one(here):
    ended = process("extract", "-", cwd=here, closed="<&-")
    assert (ended.returncode, ended.stdout) == (1, b"")
    assert ended.stderr.startswith(b"skipped ")
    assert b"Traceback" not in ended.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_help_that_can_not_be_written_ends_in_a_sentence(here):
    for words in (["--help"], ["--version"], ["read", "--help"]):
        with open("/dev/full", "wb") as full:  # noqa: PTH123 - a device
            command = [sys.executable, "-m", "sayso", *words]
            done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)  # noqa: S603 - sayso itself
        said = b"sayso: The disk that holds standard output is full: make room and run it again.\n"
        assert (done.returncode, done.stderr) == (2, said)


@pytest.mark.skipif(os.name == "nt", reason="SIGINT is sent otherwise on Windows")
def test_ctrl_c_keeps_what_was_finished_says_so_and_the_same_command_goes_on(here):
    """The first batch is written; then standard input is waited for, which says nothing."""
    (here / "pages").mkdir()
    batch = DEFAULTS.batch_articles
    for number in range(batch):
        (here / "pages" / f"{number:03}.txt").write_text(f"{CLEAR} Page {number}.", encoding="utf-8")
    words = [sys.executable, "-m", "sayso", "read", "--plain", "pages", "-"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    held = signal.signal(signal.SIGINT, signal.default_int_handler)  # started in the background, it'd be ignored
    with subprocess.Popen(words, cwd=here, **pipes) as running:  # noqa: S603 - sayso itself
        signal.signal(signal.SIGINT, held)
        while running.poll() is None and documents_in(here / "sayso.db") < batch:
            time.sleep(0.05)
        running.send_signal(signal.SIGINT)
        running.wait(30)
        out, errors = running.stdout.read(), running.stderr.read()
    assert (running.returncode, out) == (130, b"")
    assert b"what was finished is in the ledger" in errors
    assert b"Traceback" not in errors
    assert documents_in(here / "sayso.db") == batch
    again = process("read", "--plain", "pages", "-", cwd=here, input=CLEAR.encode())
    assert again.returncode == 0
    assert b"1 document read" in again.stderr
    assert f"{batch} known already".encode() in again.stderr


def documents_in(path):
    """Return how many documents a ledger holds, 0 where it is not there yet."""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
            return db.execute("SELECT count(*) FROM document").fetchone()[0]
    except sqlite3.Error:
        return 0
