"""What has to hold of a ledger, or a folder of shards, that a killed process left."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from sayso.engine.shard_folder import MANIFEST
from sayso.engine.shards import check_shard, read_manifest
from sayso.errors import SaysoError
from sayso.verifying import differences

HALF_WRITTEN = "SELECT count(*) FROM document LEFT JOIN article ON document_id = document.id WHERE article.id IS NULL"
LINKED = "SELECT article_id FROM linked WHERE method <> ''"
DOUBLED = "SELECT origin FROM origin GROUP BY origin HAVING count(*) > 1"
FULL_TEXT = ("article_words", "statement_words")
SHOWN = 3


def broken(ledger: Path, shards: Path, told: Iterable[str]) -> Iterator[str]:
    """Yield what does not hold, each as a sentence; `told` are the lines of what was reported as written.

    The ledger is looked at as a copy, with its log: that it is sound must not be this look's doing.
    """
    lines = [line.split(" ", 1) for line in told if " " in line]
    promised = {kind: {name for one, name in lines if one == kind} for kind in ("document", "linked", "shard")}
    yield from _lost_shards(shards, promised["shard"])
    if not ledger.exists():
        if promised["document"] or promised["linked"]:
            yield f"{ledger} is not there"
        return
    copy = ledger.with_name("looked-at")
    copy.mkdir(exist_ok=True)
    for end in ("", "-wal"):
        if (file := Path(f"{ledger}{end}")).exists():
            shutil.copy(file, copy / file.name)
    try:
        with closing(sqlite3.connect(copy / ledger.name)) as db:
            yield from _unsound(db, promised)
    except sqlite3.Error as error:
        yield f"SQLite says {str(error)!r} of {ledger}"
    finally:
        shutil.rmtree(copy)


def unlike(undisturbed: Path, ledger: Path) -> Iterator[str]:
    """Yield in what a finished ledger is not what an undisturbed one is, as `sayso verify` has it."""
    try:
        for _, one in zip(range(SHOWN), differences(undisturbed, ledger), strict=False):
            yield f"{one.table} {one.key} {one.column or '(row)'}: {one.one!r} undisturbed, {one.other!r} here"
    except SaysoError as error:
        yield f"the finished ledger can't be compared: {error}"


def unlike_in_words(undisturbed: Path, ledger: Path) -> Iterator[str]:
    """Yield the same where pages count their visitors, and so differ: by their addresses and what is said in them."""
    one, other = (_said(path) for path in (undisturbed, ledger))
    for what, where in ((one - other, "undisturbed"), (other - one, "here")):
        yield from (f"{origin}: {words!r} is only {where}" for origin, words in sorted(what)[:SHOWN])


def left_over(undisturbed: Path, shards: Path) -> Iterator[str]:
    """Yield what a finished folder of shards has more, or less, than an undisturbed one."""
    one, other = ({file.name for file in folder.iterdir()} for folder in (undisturbed, shards))
    if one != other:
        yield f"{shards.name} lacks {sorted(one - other)[:SHOWN]} and has {sorted(other - one)[:SHOWN]} besides"


def documents_of(ledger: Path) -> int:
    """Return how many documents a ledger has."""
    with closing(sqlite3.connect(ledger)) as db:
        return int(db.execute("SELECT count(*) FROM document").fetchone()[0])


def _lost_shards(folder: Path, names: Iterable[str]) -> Iterator[str]:
    for name in names:
        path = folder / (name + MANIFEST)
        try:
            check_shard(path, read_manifest(path))
        except SaysoError as error:
            yield f"the shard {name} was told to be written: {error}"


def _unsound(db: sqlite3.Connection, promised: dict[str, set[str]]) -> Iterator[str]:
    [[verdict], *_] = db.execute("PRAGMA integrity_check").fetchall()
    if verdict != "ok":
        yield f"PRAGMA integrity_check says {verdict!r}"
    if orphans := db.execute("PRAGMA foreign_key_check").fetchall():
        yield f"PRAGMA foreign_key_check says {orphans[:SHOWN]}"
    if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'document'").fetchone():
        if promised["document"]:
            yield "the ledger has no tables"
        return
    if half := db.execute(HALF_WRITTEN).fetchone()[0]:
        yield f"{half} documents were written by half"
    yield from (f"{origin} is there twice" for (origin,) in db.execute(DOUBLED))
    for kind, query in (("document", "SELECT id FROM document"), ("linked", LINKED)):
        lost = promised[kind] - {one for (one,) in db.execute(query)}
        yield from (f"{kind} {one} was told to be written, and is not there" for one in sorted(lost)[:SHOWN])
    for table in FULL_TEXT:  # raises where the index is not in step
        db.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('integrity-check', 1)")  # noqa: S608 - ours


def _said(ledger: Path) -> set[tuple[str, str]]:
    with closing(sqlite3.connect(ledger)) as db:
        found = db.execute("SELECT origin, content_text FROM statements WHERE content_text NOT LIKE '%visitor%'")
        return {(origin, words) for origin, words in found}
