"""An opened ledger: its connections, and transactions that hold one write or several."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from threading import local
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine

from sayso.store.connection import open_engine, spoken, version
from sayso.store.places import Place, place_of

BUSY_SECONDS = 5.0
"""How long a write waits for another process: longer than a batch of another reader takes to commit."""


class Opened:
    """A ledger that is open, until `close` or the end of a `with` block."""

    def __init__(self, engine: Engine, path: Place) -> None:
        self._engine = engine
        self._own = local()
        self.path = path

    @property
    def _batch(self) -> Connection | None:
        """Return the transaction that this thread has open: another thread's writes are not its own."""
        found: Connection | None = getattr(self._own, "batch", None)
        return found

    @_batch.setter
    def _batch(self, db: Connection | None) -> None:
        self._own.batch = db

    @classmethod
    def open(
        cls,
        path: str | os.PathLike[str],
        *,
        read_only: bool = False,
        create: bool = True,
        busy_seconds: float = BUSY_SECONDS,
    ) -> Self:
        """Open the ledger at `path`, a file or `postgresql://USER@HOST/DATABASE`, and bring it up to date.

        It is made if it is not there, unless told otherwise. Raises LedgerError (no such ledger, no such server),
        NotALedger, NewerLedger, ReadOnlyLedger (an older one that can't be brought up), LedgerBusy.
        """
        place = place_of(path)
        return cls(open_engine(place, read_only=read_only, create=create, busy_seconds=busy_seconds), place)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the file, or the connections, back."""
        self._engine.dispose()

    def version(self) -> str:
        """Return a text that is another one once anything in the ledger has changed, whoever changed it."""
        with spoken(self.path):
            return version(self._engine, self.path)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Make one transaction of several writes, for speed: about 100 documents are a good batch.

        Each `add` is still whole or absent. Leaving the block commits what was finished, by an error or Ctrl-C too;
        only a full disk undoes the whole batch.
        The lock is taken at the first write, and kept until the block is left.
        """
        if self._batch is not None:
            yield
            return
        with spoken(self.path):
            self._batch = self._to_write()
            try:
                yield
            finally:
                db, self._batch = self._batch, None
                with db:
                    db.commit()

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        with self.writing(), spoken(self.path):
            db = self._begun()
            with db.begin_nested():
                yield db

    @contextmanager
    def _read(self) -> Iterator[Connection]:
        with spoken(self.path):
            if self._batch is not None:
                yield self._begun()
                return
            with self._engine.connect() as db:
                yield db

    def _to_write(self) -> Connection:
        return self._engine.connect().execution_options(writes=True)

    def _begun(self) -> Connection:
        """Return the batch's connection in its transaction, which has the lock; one that can't be had is tried again.

        SQLAlchemy takes a connection whose transaction could not begin for one that is still beginning it: the next
        try has another.
        """
        db = self._batch
        assert db is not None  # noqa: S101 - for the type checker: a batch is open wherever this is asked for
        if not db.in_transaction():
            try:
                db.begin()
            except BaseException:
                self._batch = self._to_write()
                db.close()
                raise
        return db
