"""The steps at which a process is killed on purpose, each by its name: just before, or just after, a function runs."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from itertools import count
from typing import Any


@dataclass(frozen=True, slots=True)
class Step:
    """Where a process dies."""

    stage: str
    """The stage of a trial in which this happens: see `trials.STAGES`."""
    target: str
    """A function: `module:name`, or `module:Class.name`."""
    after: bool = False
    """Once the function has returned, and not before it begins."""
    nth: int = 1
    """The how manieth time it runs."""


STEPS: Mapping[str, Step] = {
    "before an empty file becomes a ledger": Step("read", "sayso.store.sqlite_file:_make_current"),
    "before the tables are made": Step("read", "sayso.store.sqlite_file:migrate"),
    "after the tables are made, before they are kept": Step("read", "sayso.store.sqlite_file:migrate", after=True),
    "before a run is written": Step("read", "sayso.store.writer:start_run"),
    "after a run is written": Step("read", "sayso.store.ledger:Store.start_run", after=True),
    "before a document is written": Step("read", "sayso.store.writer:put_document", nth=6),
    "between a document's bytes and its row": Step("read", "sayso.store.writer:_put_bytes", after=True, nth=7),
    "between a document and its article": Step("read", "sayso.store.writer:put_document", after=True, nth=6),
    "between an article and its statements": Step("read", "sayso.store.writer:_put_rows", after=True, nth=16),
    "between statements and who is mentioned": Step("read", "sayso.store.mentions:put", nth=6),
    "after a document, before its batch is kept": Step("read", "sayso.store.ledger:Store.add", after=True, nth=6),
    "before a batch is kept": Step("read", "sqlalchemy:Connection.commit", nth=3),
    "after a batch is kept, before it is told": Step("read", "sqlalchemy:Connection.commit", after=True, nth=3),
    "before a run is ended": Step("read", "sayso.store.writer:end_run"),
    "after a run is ended": Step("read", "sayso.store.ledger:Store.end_run", after=True),
    "before the ledger is closed": Step("read", "sayso.store.opened:Opened.close"),
    "before the rows of a shard": Step("shards", "sayso.engine.shards:write_rows", nth=2),
    "after the rows of a shard, before the disk has them": Step(
        "shards", "sayso.engine.shards:write_rows", after=True, nth=2
    ),
    "before a shard has its name": Step("shards", "pathlib:Path.replace", nth=3),
    "after a shard has its name": Step("shards", "pathlib:Path.replace", after=True, nth=3),
    "between a shard and its manifest": Step("shards", "sayso.engine.shards:_commit", after=True, nth=3),
    "before a manifest has its name": Step("shards", "pathlib:Path.replace", nth=4),
    "after a manifest": Step("shards", "sayso.engine.writing_shards:write_shard", after=True, nth=2),
    "while shards are loaded": Step("load", "sayso.store.writer:put_document", after=True, nth=9),
    "before a poll is written": Step("watch", "sayso.store.feed_ledger:FeedLedger.put_poll"),
    "after a poll is written": Step("watch", "sayso.store.feed_ledger:FeedLedger.put_poll", after=True),
    "after pages are counted as tried": Step("watch", "sayso.store.feed_ledger:FeedLedger.begin_items", after=True),
    "before an item's document": Step("watch", "sayso.store.ledger:Store.add", nth=4),
    "between an item's document and its being done with": Step(
        "watch", "sayso.store.ledger:Store.add", after=True, nth=4
    ),
    "after an item is done with, before its batch is kept": Step(
        "watch", "sayso.store.feed_ledger:FeedLedger.item_done", after=True, nth=4
    ),
    "before what was watched is linked": Step("watch", "sayso.store.ledger:Store.add_links"),
    "between an article's keys and its actors": Step("link", "sayso.store.links:replace_keys", after=True, nth=5),
    "between an article's actors and its links": Step(
        "link", "sayso.store.actors:replace_local_actors", after=True, nth=5
    ),
    "after an article's links, before they are kept": Step(
        "link", "sayso.store.ledger:Store.add_links", after=True, nth=5
    ),
    "before linked articles are kept": Step("link", "sqlalchemy:Connection.commit", nth=3),
    "after linked articles are kept": Step("link", "sqlalchemy:Connection.commit", after=True, nth=3),
    "while meanings are written": Step("link", "sayso.store.vectors:put", after=True, nth=2),
    "between judgements and what follows from them": Step("judge", "sayso.store.judgement_rows:put", after=True),
    "after judgements, before they are kept": Step(
        "judge", "sayso.store.judging_ledger:JudgingLedger.put_judgements", after=True
    ),
}
"""Name -> step."""


def die_at(name: str) -> None:
    """Have this process killed at a step."""
    step = STEPS[name]
    module, _, path = step.target.partition(":")
    owner: Any = import_module(module)
    *parents, last = path.split(".")
    for one in parents:
        owner = getattr(owner, one)
    setattr(owner, last, _deadly(getattr(owner, last), step))


def _deadly(function: Callable[..., Any], step: Step) -> Callable[..., Any]:
    times = count(1)

    def dying(*given: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever the function takes
        is_the_time = next(times) == step.nth
        if is_the_time and not step.after:
            _die()
        done = function(*given, **named)
        if is_the_time and step.after:
            _die()
        return done

    return dying


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
