"""Whether two ledgers, in files or in databases, or a ledger and shards, say the same."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from sayso.engine.loading import load_shards
from sayso.engine.shard_folder import is_shards
from sayso.errors import InputError, LedgerError
from sayso.records import Failure
from sayso.store import Difference, Store
from sayso.store.places import place_of


def differences(one: str | os.PathLike[str], other: str | os.PathLike[str]) -> Iterator[Difference]:
    """Yield in what two ledgers differ: documents, articles, lines, statements, spans, actors, links, judgements.

    Runs, times of fetching and what follows from the rest don't count, nor do links, actors across articles and
    judgements where one of the two is a folder of shards: those hold what was read alone. Such a folder is loaded into
    a ledger beside it first, for as long as this takes. A ledger is a file or `postgresql://USER@HOST/DATABASE`; one of
    each can be compared. Raises LedgerError, and InputError for a damaged shard.
    """
    with ExitStack() as opened:
        here, there = (opened.enter_context(_opened(x)) for x in (one, other))
        for shards, beside in ((is_shards(one), (here, there)), (is_shards(other), (there, here))):
            if shards:  # a ledger has its statements as people judged them: the same judgements make them the same
                beside[0].put_judgements(beside[1].judgements())
        yield from here.compared(there, after_reading=not (is_shards(one) or is_shards(other)))


def names(one: str | os.PathLike[str], other: str | os.PathLike[str]) -> tuple[str, str]:
    """Return what two ledgers are called where they are shown: addresses without their passwords, and apart.

    >>> names("postgresql://ana:secret@db.example/press", "press.db")
    ('postgresql://ana@db.example/press', 'press.db')
    """
    first, second = (str(x) if isinstance(place_of(x), Path) else str(place_of(x)) for x in (one, other))
    if first == second and one != other:  # two schemas of one database
        return f"{first} (the first)", f"{second} (the second)"
    return first, second


@contextmanager
def _opened(given: str | os.PathLike[str]) -> Iterator[Store]:
    place = place_of(given)
    if not isinstance(place, Path) or not place.is_dir():
        with Store.open(given, read_only=True) as store:
            yield store
        return
    if not is_shards(place):
        raise LedgerError(f"{place} is a folder without shards: give a ledger, or what `sayso read --shards` wrote.")
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "shards.db") as store:
        for event in load_shards(store, place):
            if isinstance(event, Failure) and event.origin.startswith(str(place)):
                raise InputError(event.origin, event.reason)
        yield store
