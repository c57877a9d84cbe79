"""Stand-ins for the networks, which start at once; and groups so small that a short run has many transactions.

None of them knows a language. What they say follows from the text alone, so that a ledger is the same every time.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

from benchmarks.fuzzing.eager_model import EagerModel
from sayso.config import DEFAULTS, Settings
from sayso.records import ModelVersion

SMALL = replace(DEFAULTS, batch_articles=4)
CHECKPOINT = 40
"""Pages of SQLite's log after which it is written back, for 1,000: a run has some of these moments, too."""

SIZES: Mapping[str, Mapping[str, object]] = {
    "read": {"sayso.cli.reading:DEFAULTS": SMALL, "sayso.engine.local:BATCH": 3},
    "watch": {
        "sayso.cli.watching:DEFAULTS": SMALL,
        "sayso.watch.reading:TOGETHER": 2,
        "sayso.watch.watcher:AT_ONCE": 6,
        "sayso.linking:AT_ONCE": 4,
        "sayso.read.robots:PAUSE": 0.0,
    },
    "link": {"sayso.linking:AT_ONCE": 3, "sayso.indexing:AT_ONCE": 16},
}
"""Command -> what is set to what, so that it does little at a time and waits for nobody."""


def reader() -> EagerModel:
    """Return an `AttributionModel` to which every "said" and "announced" is a statement's."""
    return EagerModel(("said", "announced"), every=1_000_000)


@dataclass(frozen=True, slots=True)
class Scores:
    """What the stand-in says of a pair of statements."""

    same: float
    denial: float
    contradiction: float
    similarity: float


class Scorer:
    """A `PairScorer`: contents that share three words claim the same, and "not" in one of the two rejects the other."""

    version = ModelVersion("stand-in", "1")

    def passing(
        self, pairs: Sequence[tuple[str, str]], near: Sequence[bool | None], shift: Sequence[bool]
    ) -> list[bool]:
        """Return that every pair may come to a link."""
        return [True for _ in zip(pairs, near, shift, strict=True)]

    def relate(self, pairs: Sequence[tuple[str, str]]) -> list[Scores]:
        """Return how the statements of each pair compare."""
        return [_compared(*(set(one.partition(": ")[2].split()) for one in pair)) for pair in pairs]


class Meaning:
    """An `Embedder`: a vector drawn from a content's letters."""

    method = "stand-in 1"

    def vectors(self, texts: Sequence[str]) -> list[bytes]:
        """Return each text's vector, 128 bytes."""
        return [hashlib.sha512(one.encode("utf-8", "replace")).digest() * 2 for one in texts]


@dataclass(frozen=True, slots=True)
class Weights:
    """The `Weights` of the stand-in: worker processes load it by its name."""

    def version(self) -> ModelVersion:
        """Return which model it is."""
        return reader().version

    def load(self, settings: Settings) -> EagerModel:  # noqa: ARG002 - as it is asked for
        """Load it."""
        return reader()


def use(command: str) -> None:
    """Have this process, and the workers that it starts, run the stand-ins in the place of the networks."""
    library, searched = import_module("sayso.library"), import_module("sayso.searched")
    library.__dict__.update(_model=lambda _settings: reader(), _scorer=Scorer)
    searched.__dict__.update(_meaning=Meaning)
    if command == "read":
        for engine, names in (("local", ("read_into",)), ("loading", ("load_shards",)), *_writing()):
            module = import_module(f"sayso.engine.{engine}")
            for name in names:
                getattr(module, name).__kwdefaults__["weights"] = Weights()


def do_little_at_a_time(command: str) -> None:
    """Make groups, batches and SQLite's log small in this process."""
    for target, value in SIZES.get(command, {}).items():
        module, _, name = target.partition(":")
        setattr(import_module(module), name, value)
    sqlite_file = import_module("sayso.store.sqlite_file")
    sqlite_file.__dict__.update(_prepare=_with_small_log(sqlite_file._prepare))


def _writing() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return ("writing_shards", ("write_shards",)), ("ray", ("write_shards",))


def _with_small_log(prepare: Callable[[sqlite3.Connection], None]) -> Callable[[sqlite3.Connection], None]:
    def prepared(connection: sqlite3.Connection) -> None:
        prepare(connection)
        connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT:d}")

    return prepared


def _compared(one: set[Any], other: set[Any]) -> Scores:
    if len(one & other) < 3:
        return Scores(0.0, 0.0, 0.0, 0.2)
    return Scores(0.0, 1.0, 1.0, 0.9) if ("not" in one) != ("not" in other) else Scores(0.95, 0.0, 0.0, 0.95)
