"""A ledger in a database on a PostgreSQL server: how it is opened, and what its errors mean in plain words.

What holds, always:

- Who writes holds one lock of the ledger until its transaction ends; the server gives it back when a process dies.
- Who reads sees one state from the first question to the last, whatever others write meanwhile.
- No password is in a message: none of the server's or the driver's is passed on before it was taken out.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError

from sayso.errors import (
    LedgerBusy,
    LedgerError,
    LedgerFull,
    MissingExtra,
    NewerLedger,
    NotALedger,
    ReadOnlyLedger,
)
from sayso.store.migrate import APPLICATION_ID, migrate_server, newest
from sayso.store.places import Server

OLDEST = 13
"""The first PostgreSQL that normalises text, and tells the state of the database by a snapshot."""
SECONDS_TO_CONNECT = 10

_MARKED = "obj_description(to_regclass(quote_ident(current_schema()) || '.schema_version'), 'pg_class')"
_OTHERS = """
SELECT count(*) FROM pg_class WHERE relnamespace = current_schema()::regnamespace
AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = pg_class.oid AND deptype = 'e')
"""


def open_engine(server: Server, *, read_only: bool, create: bool, busy_seconds: float) -> Engine:
    """Return an engine on a ledger that is a ledger, and of this version.

    Raises MissingExtra, LedgerError where there is none and none may be made, NotALedger, NewerLedger, ReadOnlyLedger.
    """
    try:
        import_module("psycopg")
    except ImportError:
        raise MissingExtra("psycopg", "postgresql", "Ledgers in PostgreSQL") from None
    engine = _engine(server, read_only=read_only, busy_seconds=busy_seconds)
    try:
        with engine.connect() as db:
            version = _version(db, server)
        _may_be_made(server, version, read_only=read_only, create=create)
        if version < newest():
            with engine.connect().execution_options(writes=True) as db, db.begin():
                # Another process may have been faster, now that the lock is ours: ask again.
                migrate_server(db, _version(db, server))
    except BaseException:
        engine.dispose()
        raise
    return engine


def version(engine: Engine) -> str:
    """Return a text that is another one once the ledger has changed: which transactions have ended.

    Those of other databases of the server are among them: an answer is at worst worked out again.
    """
    with engine.connect() as db:
        return str(db.exec_driver_sql("SELECT CAST(pg_current_snapshot() AS text)").scalar_one())


def in_words(server: Server, error: BaseException) -> LedgerError:
    """Return the server's error as the ledger's: what is wrong, and what would be right."""
    cause = getattr(error, "orig", None) or error
    code, said = getattr(cause, "sqlstate", None), server.without_secrets(str(cause).strip().partition("\n")[0])
    if code in _WORDS:
        kind, words = _WORDS[code]
        return kind(words.format(place=server))
    if code is None and isinstance(error, DBAPIError):
        return LedgerError(
            f"The server of {server} can't be reached ({said}): check the address, and that the user and the password, "
            "which may stand in ~/.pgpass or PGPASSWORD, are right."
        )
    return LedgerError(f"The ledger {server} can't be used: PostgreSQL says {said!r}.")


def _engine(server: Server, *, read_only: bool, busy_seconds: float) -> Engine:
    chosen = {"connect_timeout": SECONDS_TO_CONNECT, "application_name": "sayso"}
    given = {name: value for name, value in chosen.items() if name not in server.url.query}
    engine = create_engine(
        server.url,
        connect_args={**given, "client_encoding": "utf8"},
        hide_parameters=True,
        pool_size=2,
        max_overflow=-1,
        pool_pre_ping=True,
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _beginning(read_only=read_only, busy_seconds=busy_seconds))
    return engine


def _prepare(connection: Any, _record: object) -> None:  # noqa: ANN401 - psycopg's, which may not be installed
    # Compiling a query takes longer than these queries do.
    connection.execute("SET jit = off")
    connection.commit()


def _beginning(*, read_only: bool, busy_seconds: float) -> Callable[[Connection], None]:
    """Return what is sent as a transaction begins."""
    wait = f"{max(1, round(busy_seconds * 1000))}ms"

    def begin(db: Connection) -> None:
        if read_only or not db.get_execution_options().get("writes"):
            _send(db, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            return
        try:
            _send(db, "SELECT set_config('lock_timeout', %s, true)", wait)
            # Not under one snapshot: it would be taken before the lock is, and the writes before ours were not in it.
            _send(db, "SELECT pg_advisory_xact_lock(%s, hashtext(current_schema()))", APPLICATION_ID)
        except DBAPIError:
            db.connection.rollback()  # so that the next try finds no failed transaction
            raise

    return begin


def _send(db: Connection, statement: str, *values: str | int) -> None:
    # A connection whose rows are read some at a time would send this as a cursor, too.
    whole = {"stream_results": False, "yield_per": None}
    db.exec_driver_sql(statement, values or None, execution_options=whole)


def _may_be_made(server: Server, version: int, *, read_only: bool, create: bool) -> None:
    if version == 0 and (read_only or not create):
        raise LedgerError(f"There is no ledger at {server}: `sayso read` makes one.")
    if version < newest() and read_only:
        raise ReadOnlyLedger(
            f"{server} has version {version}, not {newest()}: open it once for writing to bring it up to date."
        )


def _version(db: Connection, server: Server) -> int:
    """Return the version of the ledger, 0 where there is nothing; raise if there is something else."""
    found = getattr(db.dialect, "server_version_info", (OLDEST,))
    if found < (OLDEST,):
        raise LedgerError(f"{server} is on PostgreSQL {found[0]}: a ledger needs {OLDEST} or newer.")
    encoding, schema, mark = db.exec_driver_sql(
        f"SELECT current_setting('server_encoding'), current_schema(), {_MARKED}"
    ).one()
    if encoding != "UTF8":
        raise LedgerError(f"{server} has the encoding {encoding}: create a database with ENCODING 'UTF8'.")
    if schema is None:
        raise LedgerError(f"{server} has none of the schemas that its search_path names: create one of them.")
    if mark == "sayso ledger":
        number = int(db.exec_driver_sql("SELECT coalesce(max(version), 0) FROM schema_version").scalar_one())
        if number > newest():
            raise NewerLedger(
                f"{server} has version {number}, and this sayso knows up to {newest()}: install a newer sayso."
            )
        return number
    if db.exec_driver_sql(_OTHERS).scalar_one():
        raise NotALedger(
            f"The schema {schema!r} of {server} holds tables of another program: give an empty database, or another "
            "schema with ?options=-csearch_path%3DNAME at the end of the address."
        )
    return 0


_WORDS: dict[str | None, tuple[type[LedgerError], str]] = {
    "55P03": (LedgerBusy, "Another process is writing to {place}: wait until it is done, or give another ledger."),
    "53100": (
        LedgerFull,
        "The disk that holds {place} is full: make room and run it again, it goes on from what is in the ledger.",
    ),
    "25006": (
        ReadOnlyLedger,
        "{place} can be read but not written: open it for writing, or ask whoever keeps the server.",
    ),
    "42501": (
        ReadOnlyLedger,
        "{place} can be read but not written by this user: ask whoever keeps the server to grant it.",
    ),
    "57P01": (LedgerError, "The server of {place} was shut down: run it again when it is back."),
    "57P03": (LedgerError, "The server of {place} is starting or stopping: run it again when it is there."),
    "42P07": (LedgerBusy, "Another process is making the ledger {place}: run it again when that is done."),
}
"""SQLSTATE -> what it means here (PostgreSQL's manual, appendix A)."""
