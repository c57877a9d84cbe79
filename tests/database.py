"""A PostgreSQL server of the tests' own, from the system's binaries, and new databases in it that hold an empty ledger.

It listens on a socket in a temporary folder alone, keeps nothing, and is stopped when the tests end.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import tempfile
from contextlib import closing
from itertools import count
from pathlib import Path

OPTIONS = "-c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off"
TEMPLATE = "empty"


def binaries() -> Path | None:
    """Return the folder of initdb and pg_ctl, of the newest version that is there."""
    on_path = shutil.which("pg_ctl")
    folders = [Path(on_path).resolve().parent] if on_path else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda one: float(one.parent.name), reverse=True)
    return next((one for one in folders if (one / "initdb").exists() and (one / "pg_ctl").exists()), None)


class Databases:
    """A server that runs; `stop` ends it."""

    def __init__(self, programs: Path) -> None:
        import psycopg

        self.folder = Path(tempfile.mkdtemp(prefix="sayso-pg-"))  # a socket's path may have 107 bytes, no more
        self._programs, self._number = programs, count(1)
        import pwd  # which Windows has not, nor the binaries where they are looked for

        # It refuses to run as root.
        self._user = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
        if self._user:
            os.chown(self.folder, self._user.pw_uid, self._user.pw_gid)
        data = str(self.folder / "data")
        self._run("initdb", "-D", data, "-U", "ana", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        log = str(self.folder / "log")
        self._run("pg_ctl", "-D", data, "-l", log, "-w", "-t", "60", "-o", f"{OPTIONS} -k {self.folder}", "start")
        self._db = psycopg.connect(self.address("postgres"), autocommit=True)
        self._db.execute(f"CREATE DATABASE {TEMPLATE}")

    def address(self, database: str) -> str:
        """Return the address of one of its databases."""
        return f"postgresql://ana@/{database}?host={self.folder}"

    def new(self, template: str = "template0") -> str:
        """Make a database and return its address."""
        name = f"press_{next(self._number)}"
        # Since 15 the other way is to write all of it to the log, which takes five times as long.
        how = "STRATEGY file_copy" if self._db.info.server_version >= 150_000 else ""
        self._db.execute(f"CREATE DATABASE {name} TEMPLATE {template} {how}")
        return self.address(name)

    def drop(self, address: str) -> None:
        """Take a database away, whoever is connected to it."""
        name = address.partition("@/")[2].partition("?")[0]
        self._db.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def run(self, statement: str) -> None:
        """Run a statement that concerns the whole server."""
        self._db.execute(statement)

    def stop(self) -> None:
        """End the server, and leave nothing of it."""
        self._db.close()
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program: str, *arguments: str) -> None:
        who = {"user": self._user.pw_uid, "group": self._user.pw_gid, "extra_groups": []} if self._user else {}
        with (self.folder.parent / f"{self.folder.name}.{program}").open("w+") as said:
            # Into a file: the server that pg_ctl starts keeps what it is given open.
            done = subprocess.run(  # noqa: S603 - PostgreSQL's own programs
                [str(self._programs / program), *arguments], stdout=said, stderr=said, cwd="/", check=False, **who
            )
            said.seek(0)
            told = said.read()
        (self.folder.parent / f"{self.folder.name}.{program}").unlink()
        if done.returncode:
            raise RuntimeError(f"{program} ended with {done.returncode}: {told}")


def emptied(address: str) -> str:
    """Take all out of a ledger and return its address: some milliseconds, where a new one takes a tenth of a second."""
    import psycopg

    tables = "SELECT quote_ident(relname) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
    with psycopg.connect(address) as db:
        db.execute("SET session_replication_role = replica")  # no triggers
        for (table,) in db.execute(tables).fetchall():
            if table.endswith("_stamp"):
                db.execute(f"UPDATE {table} SET changes = 0")  # noqa: S608 - names of ours
            elif table != "schema_version":
                db.execute(f"DELETE FROM {table}")  # noqa: S608 - as above
        db.execute("UPDATE actor_stamp SET resolved = NULL, method = NULL")
    return address


def by_hand(place, *statements: str) -> list[dict[str, object]]:
    """Run statements on a ledger as somebody with a shell of the database does; return the rows of the last."""
    found: list[dict[str, object]] = []
    if not str(place).startswith("postgresql://"):
        with closing(sqlite3.connect(place)) as db:
            for statement in statements:
                answer = db.execute(statement)
                names = [one[0] for one in answer.description or ()]
                found = [dict(zip(names, row, strict=True)) for row in answer]
            db.commit()
        return found
    import psycopg
    from psycopg.rows import dict_row

    with psycopg.connect(place, row_factory=dict_row) as server:
        for statement in statements:
            answer = server.execute(statement)
            found = answer.fetchall() if answer.description else []
    return found
