"""A full disk and a folder that can't be written: one sentence that names the place, and nothing is lost.

The disks are real: a small one that is mounted and filled, and a folder that is mounted read-only, as root may write
wherever permissions forbid it.
"""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from sayso import library
from sayso.cli import main
from sayso.engine.loading import load_shards
from sayso.engine.writing_shards import write_shards
from sayso.errors import LedgerError, OutputError
from sayso.pipeline import read_into
from sayso.store import Store
from tests.disks import fill, read_only, small_disk
from tests.ferry import Rule
from tests.saying import Said, SaidRule, rows_of

LEDGER_BYTES = 800_000
"""Room for a new ledger, and for a few dozen texts in it."""
OUTPUTS = {
    "csv": ("export", "csv"),
    "jsonl": ("export", "jsonl"),
    "json-ld": ("export", "json-ld"),
    "parquet": ("export", "parquet"),
    "dna": ("export", "dna"),
    "labels": ("export", "labels"),
    "judgements": ("export", "judgements"),
    "datasette": ("export", "datasette"),
    "report": ("report",),
    "network": ("network",),
}


@pytest.fixture(autouse=True)
def stand_ins(monkeypatch):
    """Have the commands run rules in the place of the networks."""
    monkeypatch.setattr(library, "_model", lambda _settings: SaidRule())
    monkeypatch.setattr(library, "_scorer", Rule)


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Return a folder of sixty texts."""
    folder = tmp_path_factory.mktemp("pages")
    for number in range(60):
        words = " ".join(f"word{number}x{n}" for n in range(300))
        (folder / f"p{number:02}.txt").write_text(f"Kell said thing {number}.\n{words}.", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def whole(pages, tmp_path_factory):
    """Return a ledger of all of them, in which each statement was judged."""
    path = tmp_path_factory.mktemp("whole") / "whole.db"
    with Store.open(path) as store:
        list(read_into(store, [str(pages)], SaidRule()))
        for number, one in enumerate(list(store.statements())):
            store.judge(one.id, "accepted", "ann", f"2031-05-01T00:00:{number % 60:02}Z")
    return path


def run(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


def is_sound(path):
    with closing(sqlite3.connect(path)) as db:
        return db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def one_sentence(result, *said):
    """Assert that a command ended with one sentence, which says all this, and with no traceback."""
    assert result.exit_code == 2, result.output
    assert isinstance(result.exception, SystemExit), result.exception
    [line] = [one for one in result.stderr.splitlines() if one]
    assert line.startswith("sayso: ")
    assert all(one in line for one in said), line


# --- a full disk ------------------------------------------------------------------------------------------------------


def test_a_ledger_whose_disk_fills_up_keeps_what_was_finished_and_goes_on(pages, whole, tmp_path):
    with small_disk(tmp_path / "disk", LEDGER_BYTES * 4) as disk:
        path = disk / "x.db"
        assert run("read", pages / "p00.txt", pages / "p01.txt", "--ledger", path).exit_code == 0
        filler = fill(disk, leave=40_000)
        one_sentence(
            run("read", pages, "--ledger", path), "The disk that holds", str(path), "make room and run it again"
        )
        assert is_sound(path)
        with Store.open(path, read_only=True) as store:
            assert store.counts().documents == 2
        filler.unlink()
        assert run("read", pages, "--ledger", path).exit_code == 0
        assert {**rows_of(path), "judgement": []}["document"] == rows_of(whole)["document"]


@pytest.mark.parametrize("leave", [0, 4_096, 20_000, 300_000])
def test_a_ledger_that_there_is_no_room_to_make_is_made_once_there_is(pages, tmp_path, leave):
    with small_disk(tmp_path / "disk", LEDGER_BYTES) as disk:
        path = disk / "x.db"
        filler = fill(disk, leave=leave)
        one_sentence(run("read", pages / "p00.txt", "--ledger", path), "The disk that holds", str(path), "make room")
        filler.unlink()
        assert run("read", pages / "p00.txt", "--ledger", path).exit_code == 0
        assert is_sound(path)


def test_linking_and_judging_on_a_full_disk_change_nothing(whole, tmp_path):
    with small_disk(tmp_path / "disk", 4_000_000) as disk:
        path = disk / "x.db"
        path.write_bytes(whole.read_bytes())
        before = rows_of(path)
        with Store.open(path) as store:
            first = next(iter(store.statements())).id
        filler = fill(disk)
        assert run("statements", "--limit", "1", "--ledger", path).exit_code == 0, "it can still be read"
        full = ("The disk that holds", str(path), "make room")
        one_sentence(run("link", "--ledger", path), *full)
        one_sentence(run("judge", "reject", first, "--ledger", path), *full)
        filler.unlink()
        assert is_sound(path)
        assert rows_of(path) == before


@pytest.mark.parametrize("name", OUTPUTS)
def test_a_file_that_the_disk_has_no_room_for_leaves_what_was_there(whole, tmp_path, name):
    with small_disk(tmp_path / "disk", 40_000) as disk:
        path = disk / "out"
        path.write_bytes(b"precious")
        fill(disk)
        result = run(*OUTPUTS[name], path, "--ledger", whole)
        one_sentence(result, "The disk that holds", str(path), "make room and run it again")
        assert path.read_bytes() == b"precious"
        assert sorted(one.name for one in disk.iterdir()) == ["fill", "out"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_standard_output_that_is_full_is_said_to_be(whole):
    with open("/dev/full", "wb") as full:  # noqa: PTH123 - a device
        done = subprocess.run(  # noqa: S603 - sayso itself
            [sys.executable, "-m", "sayso", "export", "jsonl", "-", "--ledger", str(whole)],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    said = "sayso: The disk that holds standard output is full: make room and run it again.\n"
    assert (done.returncode, done.stderr) == (2, said)


def test_shards_on_a_full_disk_are_whole_or_absent_and_the_same_command_goes_on(pages, whole, tmp_path):
    with small_disk(tmp_path / "disk", 2_000_000) as disk:
        folder = disk / "shards"
        [first, *_] = write_shards([pages / "p00.txt", pages / "p01.txt"], folder, processes=1, weights=Said())
        filler = fill(disk, leave=30_000)
        with pytest.raises(OutputError, match=r"^The disk that holds .*/shards/part-.* is full: make room and run it"):
            list(write_shards([pages], folder, processes=1, articles=20, weights=Said()))
        kept = {one.name for one in folder.iterdir()}
        assert {name for name in kept if name.startswith(".")} == set(), "no half of a file is left"
        assert f"{first.manifest.name}.parquet" in kept
        filler.unlink()
        list(write_shards([pages], folder, processes=1, articles=20, weights=Said()))
        with Store.open(tmp_path / "x.db") as store:
            list(load_shards(store, folder, weights=Said()))
        assert rows_of(tmp_path / "x.db")["document"] == rows_of(whole)["document"]


# --- a folder that can't be written -----------------------------------------------------------------------------------


def test_a_ledger_in_a_folder_that_can_t_be_written_is_read_and_not_written(pages, whole, tmp_path):
    folder = tmp_path / "kept"
    folder.mkdir()
    path = folder / "x.db"
    path.write_bytes(whole.read_bytes())
    path.chmod(0o444)  # where permissions bind, as the folder's alone would let the file be written
    with read_only(folder), Store.open(whole) as own:
        first = next(iter(own.statements())).id
        assert run("statements", "--limit", "1", "--ledger", path).exit_code == 0
        refused = (str(path), "can be read but not written: change its permissions, or copy it")
        one_sentence(run("read", pages, "--again", "--ledger", path), *refused)
        one_sentence(run("link", "--ledger", path), *refused)
        one_sentence(run("judge", "reject", first, "--ledger", path), *refused)
        one_sentence(run("watch", "http://127.0.0.1:1/feed", "--once", "--allow-private", "--ledger", path), *refused)
        new = folder / "new.db"
        one_sentence(run("read", pages, "--ledger", new), str(new), "can't be opened: check that its folder exists")
    assert rows_of(path) == rows_of(whole)
    assert [one.name for one in folder.iterdir()] == ["x.db"]


def test_a_ledger_whose_log_must_be_read_first_says_so_where_nothing_can_be_written(whole, tmp_path):
    folder = tmp_path / "kept"
    folder.mkdir()
    killed_with_a_log(whole, folder / "x.db")
    with read_only(folder), pytest.raises(LedgerError, match=r"stand in x\.db-wal, so copy both files"):
        Store.open(folder / "x.db", read_only=True)
    with Store.open(folder / "x.db", read_only=True) as store:
        assert store.validators("http://a.example/") == ('"a"', None)


def killed_with_a_log(whole, path):
    """Put a ledger there as a process that was killed leaves it: the last transaction is in the log alone."""
    with Store.open(whole) as store:
        store.remember_validators("http://a.example/", '"a"', None)
        for end in ("", "-wal"):
            path.with_name(path.name + end).write_bytes(whole.with_name(whole.name + end).read_bytes())
        store.remember_validators("http://a.example/", None, None)


@pytest.mark.parametrize("name", OUTPUTS)
def test_a_file_in_a_folder_that_can_t_be_written_is_refused_by_name(whole, tmp_path, name):
    folder = tmp_path / "kept"
    folder.mkdir()
    (folder / "out").write_bytes(b"precious")
    with read_only(folder):
        result = run(*OUTPUTS[name], folder / "out", "--ledger", whole)
        one_sentence(
            result, f"{folder / 'out'} can't be written", "change the permissions there, or name another place"
        )
        assert (folder / "out").read_bytes() == b"precious"


def test_shards_in_a_folder_that_can_t_be_written_are_refused_by_name(pages, tmp_path):
    folder = tmp_path / "kept"
    (folder / "shards").mkdir(parents=True)
    with read_only(folder):
        with pytest.raises(OutputError, match=r"kept/new can't be written .*: change the permissions there"):
            list(write_shards([pages], folder / "new", processes=1, weights=Said()))
        with pytest.raises(OutputError, match=r"kept/shards/part-.*\.parquet can't be written .*: change the perm"):
            list(write_shards([pages / "p00.txt"], folder / "shards", processes=1, weights=Said()))
    assert list((folder / "shards").iterdir()) == []
