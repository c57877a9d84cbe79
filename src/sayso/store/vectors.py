"""What statements mean, as vectors: written a batch at a time, and read into memory where somebody searches by them.

What holds, always:

- A vector stands beside the statement whose content it was made of, or not at all: triggers take it away with it.
- All vectors were made by one method; those of another are no vectors.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from threading import Lock

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, bindparam, delete, func, insert, select

from sayso.store import schema
from sayso.store.columns import BLOCK_BITS, Codes

Bytes = NDArray[np.int8]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """The vectors of some neighbouring keys: `keys` `[n]`, `vectors` `[n, width]`, and their `lengths` `[n]`."""

    keys: Codes
    vectors: Bytes
    lengths: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Vectors:
    """All vectors, in the order of the keys, and the method that they were made by; None where there is none."""

    method: str | None = None
    blocks: Sequence[Block] = ()

    def __len__(self) -> int:
        return sum(len(block.keys) for block in self.blocks)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A statement without a vector."""

    key: int
    content: str


def method(db: Connection) -> str | None:
    """Return what the vectors were made by, or None where there are none."""
    found: str | None = db.execute(select(schema.vector_method.c.method)).scalar()
    return found


def use_method(db: Connection, name: str) -> None:
    """Take away the vectors of any other method; those written from now on are of this one."""
    if method(db) == name:
        return
    db.execute(delete(schema.statement_vector))
    db.execute(delete(schema.vector_method))
    db.execute(insert(schema.vector_method), [{"only": 1, "method": name}])


def waiting(db: Connection, name: str, after: int, limit: int) -> list[Waiting]:
    """Return statements without a vector of this method whose key is greater than `after`, by key."""
    statement, vector = schema.statement, schema.statement_vector
    query = select(statement.c.key, statement.c.content_text).where(statement.c.key > after)
    if method(db) == name:
        beside = statement.outerjoin(vector, vector.c.key == statement.c.key)
        query = query.select_from(beside).where(vector.c.key.is_(None))
    return [Waiting(key, content) for key, content in db.execute(query.order_by(statement.c.key).limit(limit))]


def count_waiting(db: Connection, name: str) -> int:
    """Return how many statements have no vector of this method."""
    held = select(func.count()).select_from(schema.statement_vector)
    every = db.execute(select(func.count()).select_from(schema.statement)).scalar_one()
    return int(every - (db.execute(held).scalar_one() if method(db) == name else 0))


def put(db: Connection, name: str, made: Iterable[tuple[Waiting, bytes]]) -> None:
    """Write vectors of a method, but for statements that have gone or changed since they were asked for."""
    use_method(db, name)
    given = {one.key: (one.content, vector) for one, vector in made}
    statement = schema.statement.c
    there = db.execute(select(statement.key, statement.content_text).where(statement.key.in_(list(given))))
    same = [key for key, content in there if content == given[key][0]]
    db.execute(delete(schema.statement_vector).where(schema.statement_vector.c.key.in_(same)))
    if same:
        db.execute(insert(schema.statement_vector), [{"key": key, "vector": given[key][1]} for key in same])


@dataclass(slots=True)
class VectorCache:
    """The vectors as they were last read, brought up to date when they are asked for; threads may share it."""

    _lock: Lock = field(default_factory=Lock)
    _blocks: dict[int, tuple[int, Block]] = field(default_factory=dict)
    _versions: list[tuple[int, int]] = field(default_factory=list)
    _vectors: Vectors = field(default_factory=Vectors)

    def at(self, db: Connection) -> Vectors:
        """Return the vectors as the connection's transaction sees them; only blocks that changed are read."""
        name = method(db)
        changes = schema.vector_change.c
        query = select(changes.block, changes.version).order_by(changes.block)
        versions = [(int(block), int(version)) for block, version in db.execute(query)]
        with self._lock:
            if (name, versions) != (self._vectors.method, self._versions):
                self._vectors = self._read(db, name, versions)
                self._versions = versions
            return self._vectors

    def _read(self, db: Connection, name: str | None, versions: Iterable[tuple[int, int]]) -> Vectors:
        known = self._blocks if name == self._vectors.method else {}
        self._blocks = {}
        for block, version in versions:
            held = known.get(block)
            self._blocks[block] = held if held and held[0] == version else (version, _block(db, block))
        return Vectors(name, tuple(block for _, block in self._blocks.values() if len(block.keys)))


_OF_BLOCK = (
    select(schema.statement_vector.c.key, schema.statement_vector.c.vector)
    .where(schema.statement_vector.c.key.between(bindparam("first"), bindparam("last")))
    .order_by(schema.statement_vector.c.key)
)


def _block(db: Connection, block: int) -> Block:
    rows = db.execute(_OF_BLOCK, {"first": block << BLOCK_BITS, "last": ((block + 1) << BLOCK_BITS) - 1}).all()
    keys = np.array([key for key, _ in rows], np.int32)
    # One of another width than most can only be of a file that was written by hand: it means nothing.
    width = sorted(len(vector) for _, vector in rows)[len(rows) // 2] if rows else 1
    joined = b"".join(vector if len(vector) == width else bytes(width) for _, vector in rows)
    vectors = np.frombuffer(joined, np.int8).reshape(len(rows), width)
    lengths = np.sqrt((vectors.astype(np.float32) ** 2).sum(axis=1))
    return Block(keys, vectors, np.maximum(lengths, np.float32(1)))
