"""A ledger in a SQLite file: how it is opened, and what SQLite's errors mean in plain words."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import monotonic, sleep

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from sayso.errors import LedgerBusy, LedgerError, LedgerFull, NewerLedger, NotALedger, ReadOnlyLedger
from sayso.store.migrate import APPLICATION_ID, migrate, newest

CACHE_KIB = 8 * 1024
"""SQLite's page cache for each connection: what keeps memory flat, whatever the ledger holds.

A server has a dozen connections under load: with twice as much each, it took 80 MB more and was no faster.
"""

LOG_PAGES = 8_000
"""Pages of the write-ahead log, 32 MB, after which they are moved into the ledger.

Indexes are written at random places: with SQLite's own 1,000 pages, half as much again was written to the disk, and
reading into a ledger of 10,000 articles took a twentieth longer.
"""

ASKED_AGAIN_SECONDS = 0.02
"""Between two tries to give a new file its log, where another process gives it one."""

_NOT_WRITABLE = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)


def open_engine(path: Path, *, read_only: bool, create: bool, busy_seconds: float) -> Engine:
    """Return an engine on a ledger that is a ledger, and of this version.

    Raises LedgerError where there is no file and none may be made, NotALedger, NewerLedger, ReadOnlyLedger, LedgerBusy.
    """
    if path.is_dir():
        raise NotALedger(f"{path} is a folder: a ledger is one file.")
    present = path.exists()
    if not present and (read_only or not create):
        raise LedgerError(f"There is no ledger at {path}: `sayso read` makes one.")
    if not present and not path.absolute().parent.is_dir():
        raise LedgerError(f"The folder {path.absolute().parent} does not exist: make it, then open {path.name} in it.")
    if not read_only:
        try:
            engine = _engine(path, "rw" if present else "rwc", busy_seconds)
            return _checked(engine, path, partial(_make_current, busy_seconds=busy_seconds))
        except DBAPIError as error:
            # Not ours to write, but perhaps to read: writing will say so when it is tried.
            if not present or _code(error) not in _NOT_WRITABLE:
                raise
    return _open_for_reading(path, busy_seconds)


def version(path: Path) -> str:
    """Return a text that is another one once the ledger has changed: times and sizes of its file and of its log."""
    found = []
    for file in (path, path.with_name(path.name + "-wal")):
        try:
            stat = file.stat()
        except OSError:
            found.append("-")
        else:
            found += [str(stat.st_mtime_ns), str(stat.st_size)]
    return " ".join(found)


def in_words(path: Path, error: BaseException) -> LedgerError:
    """Return SQLite's error as the ledger's: what is wrong, and what would be right."""
    kind, words = _WORDS.get(_code(error), (LedgerError, ""))
    if not words:
        cause = getattr(error, "orig", None) or error
        return LedgerError(f"The ledger {path} can't be used: SQLite says {str(cause)!r}.")
    return kind(words.format(path=path))


def _engine(path: Path, mode: str, busy_seconds: float) -> Engine:
    address = f"{path.absolute().as_uri()}?{'immutable=1' if mode == 'immutable' else f'mode={mode}'}"

    def connect() -> sqlite3.Connection:
        # Autocommit by the driver: BEGIN is sent below, so that a writer takes its lock at once and not half-way.
        connection = sqlite3.connect(
            address, uri=True, timeout=busy_seconds, isolation_level=None, check_same_thread=False
        )
        try:
            _prepare(connection)
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool, pool_size=2, max_overflow=-1)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: sqlite3.Connection) -> None:
    # Full text is kept in step by triggers, which a SQLite built to distrust schemas would refuse.
    for pragma in (
        "foreign_keys = ON",
        "synchronous = NORMAL",
        "trusted_schema = ON",
        f"cache_size = -{CACHE_KIB}",
        f"wal_autocheckpoint = {LOG_PAGES}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(db: Connection) -> None:
    db.exec_driver_sql("BEGIN IMMEDIATE" if db.get_execution_options().get("writes") else "BEGIN")


def _open_for_reading(path: Path, busy_seconds: float) -> Engine:
    try:
        return _checked(_engine(path, "ro", busy_seconds), path, _be_current)
    except DBAPIError as error:
        # A ledger in a folder that can't be written to, or on a full disk: SQLite wants a shared-memory file beside it,
        # unless it is told that nobody writes. That is true only where no write-ahead log holds newer pages.
        if _code(error) not in (*_NOT_WRITABLE, sqlite3.SQLITE_FULL):
            raise
        if _has_log(path):
            raise LedgerError(
                f"{path} can't be opened where nothing can be written: its last changes stand in {path.name}-wal, so "
                "copy both files to a place of yours, and open it there."
            ) from error
    return _checked(_engine(path, "immutable", busy_seconds), path, _be_current)


def _checked(engine: Engine, path: Path, prepare: Callable[[Engine, Path, int], None]) -> Engine:
    try:
        prepare(engine, path, _recognised(engine, path))
    except BaseException:
        engine.dispose()
        raise
    return engine


def _recognised(engine: Engine, path: Path) -> int:
    """Return the version of the ledger, 0 for an empty file; raise if the file is something else."""
    with engine.connect() as db:
        mark = _pragma(db, "application_id")
        version = _pragma(db, "user_version")
        filled = db.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one()
        torn = _is_torn(db, path)
    if mark == 0 and version == 0 and not filled:
        return 0
    if mark != APPLICATION_ID:
        raise NotALedger(f"{path} is a SQLite file of another program: give a ledger that sayso made, or a new name.")
    if version > newest():
        raise NewerLedger(
            f"{path} has version {version}, and this sayso knows up to {newest()}: install a newer sayso."
        )
    if torn:
        raise LedgerError(_DAMAGED.format(path=path))
    return version


def _is_torn(db: Connection, path: Path) -> bool:
    """Say whether the file ends within a page: SQLite takes what the last one lacks for zeros, and reads on.

    Where there is a log, its pages may be newer than the file: with what it holds, the file may be whole.
    """
    size = _pragma(db, "page_count") * _pragma(db, "page_size")
    return not _has_log(path) and path.stat().st_size < size


def _has_log(path: Path) -> bool:
    """Say whether a write-ahead log holds pages that the file may not have yet."""
    log = path.with_name(path.name + "-wal")
    return log.exists() and log.stat().st_size > 0


def _be_current(_engine: Engine, path: Path, version: int) -> None:
    if version == 0:
        raise NotALedger(f"{path} is empty: `sayso read` fills a ledger.")
    if version < newest():
        raise ReadOnlyLedger(
            f"{path} has version {version}, not {newest()}: open it once for writing to bring it up to date, and where "
            "you may not write, copy it to a place of yours."
        )


def _make_current(engine: Engine, _path: Path, version: int, *, busy_seconds: float) -> None:
    if version == newest():
        return
    with engine.connect() as db:
        if version == 0:
            _keep_a_log(db, busy_seconds)
        with db.execution_options(writes=True).begin():
            # Another process may have been faster, now that the lock is ours: ask again.
            migrate(db, _pragma(db, "user_version"))


def _keep_a_log(db: Connection, busy_seconds: float) -> None:
    """Have the file keep a write-ahead log, which it does from then on.

    Outside of any transaction; a file system that can't do it says so by not doing it. Of two who ask at once, SQLite
    refuses one without waiting, since each may wait for the other.
    """
    end = monotonic() + busy_seconds
    while True:
        try:
            db.connection.cursor().execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if _code(error) != sqlite3.SQLITE_BUSY or monotonic() >= end:
                raise
            sleep(ASKED_AGAIN_SECONDS)
        else:
            return


def _pragma(db: Connection, name: str) -> int:
    return int(db.exec_driver_sql(f"PRAGMA {name}").scalar_one())


def _code(error: BaseException | None) -> int:
    """Return SQLite's primary result code: of the error, or of the one that it hides (a failed roll-back)."""
    code = 0
    while error is not None:
        cause = getattr(error, "orig", None) or error
        found = getattr(cause, "sqlite_errorcode", 0)
        code = sqlite3.SQLITE_FULL if found == sqlite3.SQLITE_IOERR_SHMSIZE else found & 0xFF
        if code in _WORDS:
            return code
        error = error.__context__
    return code


_DAMAGED = "{path} is damaged: restore a copy, or read the inputs again into a new ledger."

_WORDS: dict[int, tuple[type[LedgerError], str]] = {
    sqlite3.SQLITE_BUSY: (
        LedgerBusy,
        "Another process is writing to {path}: wait until it is done, or give another ledger.",
    ),
    sqlite3.SQLITE_LOCKED: (
        LedgerBusy,
        "Another part of this process is writing to {path}: close it first.",
    ),
    sqlite3.SQLITE_FULL: (
        LedgerFull,
        "The disk that holds {path} is full: make room and run it again, it goes on from what is in the ledger.",
    ),
    sqlite3.SQLITE_READONLY: (
        ReadOnlyLedger,
        "{path} can be read but not written: change its permissions, or copy it to a place of yours.",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        LedgerError,
        "{path} can't be opened: check that its folder exists and that you may read and write there.",
    ),
    sqlite3.SQLITE_NOTADB: (
        NotALedger,
        "{path} is not a SQLite file: give a ledger that sayso made, or a new name.",
    ),
    sqlite3.SQLITE_CORRUPT: (LedgerError, _DAMAGED),
    sqlite3.SQLITE_IOERR: (
        LedgerError,
        "{path} can't be read or written where it is: see whether its disk is full, failing or gone, and run it again; "
        "it goes on from what is in the ledger.",
    ),
}
