"""`sayso read` into shards, out of them and in several processes, and `sayso verify`: what they print and refuse."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

import sayso
from sayso.cli import main
from sayso.errors import UsageError
from sayso.library import extract_pages
from sayso.model.onnx import load, providers_for
from sayso.sharding import read_to_shards
from tests.saying import SaidRule as Rule

TEXTS = {
    "kell": "Dora Kell said on Monday that the strait is shut.",
    "mar": '"We will wait," said Ivo Mar, the harbour master.',
}


@pytest.fixture
def here(tmp_path, monkeypatch):
    """Return a folder with two pages, in which commands are run."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pages").mkdir()
    for name, text in TEXTS.items():
        (tmp_path / "pages" / f"{name}.txt").write_text(text, encoding="utf-8")
    return tmp_path


def run(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


def test_shards_are_written_left_and_loaded_and_hold_what_the_ledger_holds(here):
    """The summary counts them."""
    done = run("read", "pages", "--shards", "shards", "--shard-size", "1", "--processes", "1")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "2 documents read" in done.stderr
    assert "2 shards written, 0 there already" in done.stderr
    again = run("read", "pages", "--shards", "shards", "--shard-size", "1", "--processes", "1")
    assert "0 documents read, 2 known already, 0 skipped" in again.stderr
    assert "0 shards written, 2 there already" in again.stderr
    assert "2 documents read" in run("read", "shards", "--ledger", "a.db").stderr
    assert "2 documents read" in run("read", "pages", "--ledger", "b.db", "--processes", "2").stderr
    assert "2 documents read" in run("read", "pages", "--ledger", "c.db").stderr
    for one, other in (("a.db", "b.db"), ("a.db", "c.db"), ("b.db", "shards"), ("shards", "shards")):
        same = run("verify", one, other)
        assert (same.exit_code, same.stdout) == (0, f"{one} and {other} hold the same.\n")


def test_shards_within_the_folder_that_is_read_are_left_out_and_counted(here):
    """Those that are being written, too: each page is read once, and a second run has nothing to do."""
    words = ("read", ".", "--shards", "pages/shards", "--shard-size", "1", "--processes", "1")
    first = run(*words)
    assert first.exit_code == 0
    assert "2 shards written, 0 there already" in first.stderr
    assert "passed over" not in first.stderr
    again = run(*words)
    left_out = "4 files passed over: 4 of shards that sayso wrote: name their folder itself to load them"
    assert "0 shards written, 2 there already" in again.stderr
    assert left_out in again.stderr
    for number, processes in enumerate(("1", "2")):
        into = run("read", "pages", "--ledger", f"{number}.db", "--processes", processes)
        assert into.exit_code == 0
        assert "2 documents read" in into.stderr
        assert left_out in into.stderr
        assert run("verify", f"{number}.db", "pages/shards").exit_code == 0


def test_what_differs_is_shown_in_one_table_with_exit_code_1(here):
    """The first of the differences, and that there are more."""
    run("read", "pages", "--ledger", "a.db")
    run("read", "pages/kell.txt", "--ledger", "b.db")
    found = run("verify", "a.db", "b.db")
    assert found.exit_code == 1
    assert "statement" in found.stdout
    assert "absent" in found.stdout
    assert "there are more" not in found.stdout
    short = run("verify", "a.db", "b.db", "--limit", "1")
    assert short.exit_code == 1
    assert "This is the first difference; there are more." in short.stdout


def test_links_and_judgements_count_between_ledgers(here):
    """And not beside shards, which have none."""
    run("read", "pages", "--ledger", "a.db")
    run("read", "pages", "--ledger", "b.db")
    run("read", "pages", "--shards", "shards", "--processes", "1")
    assert run("link", "--ledger", "b.db").exit_code == 0
    assert "local_actor" in run("verify", "a.db", "b.db").stdout
    assert run("verify", "b.db", "shards").exit_code == 0
    with sayso.open("b.db") as ledger:
        [one, *_] = ledger.statements()
        ledger.judge(one.id, "speaker", None, by="ann")
        ledger.judge(one.id, "accepted", by="ann")
    for words in (("b.db", "shards"), ("shards", "b.db")):
        assert run("verify", *words).exit_code == 0, "what a person corrected is no difference"
    assert "judgement" in run("verify", "a.db", "b.db").stdout


def test_extract_prints_the_same_from_several_processes(here):
    """In the same order."""
    alone, several = (run("extract", "pages", "--processes", number) for number in (1, 2))
    assert alone.exit_code == several.exit_code == 0
    assert len(alone.stdout.splitlines()) == 2

    def without_times(out):
        import json

        objects = [json.loads(line) for line in out.splitlines()]
        return [one | {"document": one["document"] | {"fetched": ""}} for one in objects]

    assert without_times(alone.stdout) == without_times(several.stdout)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["read", "pages", "--engine", "ray"], "--engine ray writes shards: give --shards FOLDER"),
        (["read", "pages", "--shard-size", "5"], "--shard-size is for shards: give --shards FOLDER with it."),
        (["read", "pages", "--shards", "s", "--gpus", "0.5"], "--gpus is for a cluster: give --engine ray with it."),
        (["read", "pages", "--shards", "s", "--address", "auto"], "--address is for a cluster"),
        (["read", "pages", "--shards", "pages"], "the folder 'pages' holds other files: name an empty or a new one"),
        (["read", "pages", "--shards", "pages/mar.txt"], "'pages/mar.txt' is a file: name a folder"),
        (["read", "pages", "--processes", "-1"], "-1 is not in the range"),
        (["read", "-", "--shards", "s", "--engine", "ray"], "standard input ('-') can't be read on a cluster"),
        (["verify", "none.db", "none.db"], "There is no ledger at none.db"),
        (["verify", "pages", "pages"], "pages is a folder without shards: give a ledger, or what"),
        (["verify", "pages/mar.txt", "pages/mar.txt"], "pages/mar.txt is not a SQLite file"),
    ],
)
def test_what_can_not_be_meant_is_refused_in_one_sentence(here, words, said):
    """With exit code 2."""
    result = run(*words)
    assert result.exit_code == 2
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_shards_are_not_read_into_shards(here):
    """They would be taken for tables of texts."""
    run("read", "pages", "--shards", "shards", "--processes", "1")
    result = run("read", "shards", "--shards", "others")
    assert result.exit_code == 2
    assert "'shards' holds shards already" in result.stderr


def test_a_damaged_shard_is_no_ledger_to_verify(here):
    """It is told, and not compared."""
    run("read", "pages", "--shards", "shards", "--processes", "1")
    [shard] = (here / "shards").glob("*.parquet")
    shard.write_bytes(b"PAR1")
    result = run("verify", "shards", "shards")
    assert result.exit_code == 2
    assert "its SHA-256 is" in result.stderr


def test_a_model_that_stands_in_reads_in_this_process(here):
    """It can't be sent to others."""
    with sayso.open("x.db", model=Rule()) as ledger, pytest.raises(UsageError, match="leave processes at 1"):
        ledger.read("pages", processes=2)
    with pytest.raises(UsageError, match="leave processes at 1"):
        list(extract_pages("pages", model=Rule(), processes=2))


def test_an_engine_that_there_is_not_is_refused(here):
    """The sentence names those that there are."""
    with pytest.raises(UsageError, match="engine 'spark' is unknown: give local or ray"):
        read_to_shards("pages", "s", engine="spark")


def test_a_device_is_one_that_this_machine_has():
    """The sentence says what would give it one."""
    assert providers_for("cpu", ["CPUExecutionProvider"]) == ["CPUExecutionProvider"]
    with pytest.raises(UsageError, match="install onnxruntime-gpu in its place"):
        providers_for("cuda", ["CPUExecutionProvider"])
    with pytest.raises(UsageError, match="device 'tpu' is unknown: give cpu or cuda"):
        load(sayso.config.Settings(device="tpu"))
