"""A torn file is told to be damaged, a torn log is only shorter, and a file that several make at once is one ledger."""

from __future__ import annotations

import os
import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Barrier

import pytest
from click.testing import CliRunner

from sayso.cli import main
from sayso.errors import LedgerBusy, LedgerError
from sayso.store import Store, sqlite_file

PAGE = 4096


@pytest.fixture(scope="session")
def kind():
    """Files and logs are SQLite's alone."""
    return "sqlite"


@pytest.fixture
def filled(store, run, make, path):
    """Return the file of a closed ledger of some documents."""
    for number in range(12):
        store.add(*make.page(f"page-{number}"), run)
    store.close()
    return path


def tear(path, size):
    with path.open("r+b") as file:
        file.truncate(size)


# --- a torn last page -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("read_only", [True, False])
@pytest.mark.parametrize("cut", [1, 100, PAGE // 2, PAGE - 1, PAGE, PAGE + 1, 20 * PAGE + 7])
def test_a_ledger_that_ends_within_a_page_is_told_to_be_damaged(filled, cut, read_only):
    """SQLite takes what the last page lacks for zeros, and reads on."""
    tear(filled, filled.stat().st_size - cut)
    torn = filled.read_bytes()
    with pytest.raises(LedgerError, match=r"^.*ledger\.db is damaged: restore a copy, or read the inputs again into a"):
        Store.open(filled, read_only=read_only)
    assert filled.read_bytes() == torn, "and it is left as it is, for whoever mends it"


@pytest.mark.parametrize("size", [99, 100, 511, 512, PAGE - 1, PAGE, PAGE + 1])
def test_a_ledger_of_which_the_beginning_alone_is_left_is_no_traceback(filled, size):
    tear(filled, size)
    for words in (["statements"], ["info"], ["read", __file__], ["link"], ["export", "csv", "-"], ["verify", filled]):
        done = CliRunner().invoke(main, [*map(str, words), *_ledger(words, filled)])
        assert done.exit_code == 2, words
        assert isinstance(done.exception, SystemExit)
        [line] = done.stderr.splitlines()
        assert line.startswith("sayso: ")
        assert str(filled) in line


def _ledger(words, path):
    return [str(path)] if words[0] == "verify" else ["--ledger", str(path)]


def test_a_page_in_the_middle_that_is_torn_is_told_wherever_it_is_read(filled):
    content = bytearray(filled.read_bytes())
    content[4 * PAGE : -4 * PAGE] = bytes(len(content) - 8 * PAGE)
    filled.write_bytes(content)
    with pytest.raises(LedgerError, match="is damaged"), Store.open(filled) as store:
        list(store.articles())


def test_a_larger_file_than_it_has_pages_is_whole(filled):
    """A process that was killed while the file grew leaves it so."""
    with filled.open("ab") as file:
        file.write(bytes(PAGE // 2))
    with Store.open(filled) as store:
        assert store.counts().documents == 12


# --- a torn log -------------------------------------------------------------------------------------------------------


@pytest.fixture
def killed(store, run, make, path, tmp_path):
    """Return a ledger as a killed process leaves it, twelve documents in its log; and where in that each one ends."""
    ends = []
    with closing(sqlite3.connect(path)) as held:  # so that the log isn't written back
        held.execute("BEGIN")
        held.execute("SELECT count(*) FROM document").fetchone()
        for number in range(12):
            store.add(*make.page(f"page-{number}"), run)
            ends.append(path.with_name(path.name + "-wal").stat().st_size)
        for end in ("", "-wal", "-shm"):
            shutil.copy(f"{path}{end}", tmp_path / f"killed.db{end}")
    return tmp_path / "killed.db", ends


def documents(path):
    with Store.open(path) as store:
        names = sorted(one.document.name for one in store.articles())
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    return names


@pytest.mark.parametrize("cut", [0, 1, PAGE // 2, PAGE + 3])
def test_a_log_that_ends_within_a_page_loses_the_last_transaction_and_nothing_else(killed, make, cut):
    path, ends = killed
    tear(path.with_name(path.name + "-wal"), ends[8] - cut)
    left = 9 if cut == 0 else 8
    assert documents(path) == sorted(f"page-{number}" for number in range(left))
    with Store.open(path) as store:
        again = store.start_run(make.model, "{}", "2031-05-07T00:00:00Z")
        for number in range(12):
            store.add(*make.page(f"page-{number}"), again)
    assert len(documents(path)) == 12, "and it goes on"


def test_a_log_of_which_nothing_can_be_read_is_no_traceback(killed):
    path, _ = killed
    log = path.with_name(path.name + "-wal")
    log.write_bytes(os.urandom(log.stat().st_size))
    assert documents(path) == []


def test_rubbish_where_processes_share_the_log_is_made_anew(killed):
    path, _ = killed
    path.with_name(path.name + "-shm").write_bytes(os.urandom(32_768))
    assert len(documents(path)) == 12


# --- a disk that fails ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (sqlite3.SQLITE_IOERR_WRITE, "can't be read or written where it is: see whether its disk is full, failing or"),
        (sqlite3.SQLITE_IOERR_SHMSIZE, "The disk that holds .* is full: make room"),
        (sqlite3.SQLITE_CORRUPT_INDEX, "is damaged: restore a copy"),
    ],
)
def test_what_sqlite_says_of_a_disk_says_what_to_do(tmp_path, code, said):
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = code
    with pytest.raises(LedgerError, match=said) as told:
        raise sqlite_file.in_words(tmp_path / "ledger.db", error)
    assert str(tmp_path / "ledger.db") in str(told.value)


# --- two who make one ledger ------------------------------------------------------------------------------------------


def test_whoever_finds_a_new_ledger_locked_asks_again(tmp_path, monkeypatch):
    """A new ledger that another process begins to fill is opened once it has: SQLite would refuse it at once."""
    path = tmp_path / "new.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        monkeypatch.setattr("sayso.store.sqlite_file.sleep", lambda _seconds: other.execute("ROLLBACK"))
        with Store.open(path) as store:
            assert store.counts().documents == 0


def test_a_new_ledger_that_stays_locked_is_said_to_be_so(tmp_path):
    """Who waits for a new ledger is told that it is in use once the time is over."""
    path = tmp_path / "new.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerBusy, match=r"Another process is writing to .*new\.db"):
            Store.open(path, busy_seconds=0)


def test_several_who_make_one_ledger_at_once_make_one_ledger(tmp_path, make):
    together = Barrier(4)

    def write(path, number):
        together.wait()
        with Store.open(path) as store:
            run = store.start_run(make.model, "{}", "2031-05-06T00:00:00Z")
            new = store.add(*make.page(f"page-{number}"), run)
            store.end_run(run, "2031-05-06T00:00:01Z")
            return new

    with ThreadPoolExecutor(4) as threads:
        for attempt in range(6):
            path = tmp_path / f"{attempt}.db"
            assert [one.result() for one in [threads.submit(write, path, n) for n in range(4)]] == [True] * 4
            assert documents(path) == [f"page-{n}" for n in range(4)]
