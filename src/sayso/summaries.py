"""What became of the inputs of one call: counts, and what went wrong."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from sayso.engine.shards import Shard
from sayso.keeping import Known, Stored
from sayso.linking import Linked
from sayso.read import PassedOver
from sayso.records import Failure
from sayso.watch.events import Event as Watched
from sayso.watch.events import Indexed, ItemPutOff, NotIndexed, Polled, Resting

Event = Stored | Known | Failure

FAILURES_KEPT = 100
"""Failures that a watch holds, which may go on for months: more than anybody reads at its end."""


@dataclass(slots=True)
class Summary:
    """What became of the inputs of one `read`."""

    read: int = 0
    known: int = 0
    new_origins: int = 0
    statements: int = 0
    not_extracted: Counter[str] = field(default_factory=Counter)
    """Reason -> how many of the documents read were kept without statements for it."""
    passed_over: Counter[str] = field(default_factory=Counter)
    """What ends "2 records ..", of web archives -> how many of them hold no page, or none that was asked for."""
    left_out: Counter[str] = field(default_factory=Counter)
    """What ends "2 files ..", of folders -> how many of their files are no input."""
    failures: list[Failure] = field(default_factory=list)
    shards: int = 0
    """Written; and how many were there already."""
    known_shards: int = 0

    def add(self, event: Event | PassedOver | Shard) -> None:
        """Count one event."""
        if isinstance(event, Shard):
            self._add_shard(event)
        elif isinstance(event, PassedOver):
            (self.left_out if event.what == "file" else self.passed_over).update(dict(event.reasons))
        elif isinstance(event, Failure):
            self.failures.append(event)
        elif isinstance(event, Known):
            self.known += 1
            self.new_origins += event.new_origin
        else:
            self.read += 1
            self.statements += event.statements
            if event.not_extracted:
                self.not_extracted[event.not_extracted] += 1

    def _add_shard(self, shard: Shard) -> None:
        written = shard.manifest
        self.failures += written.failures
        for one in written.passed_over:
            self.passed_over.update(dict(one.reasons))
        if shard.was_there:
            self.known_shards += 1
            self.known += written.documents
        else:
            self.shards += 1
            self.read += written.documents
            self.statements += written.statements
            self.not_extracted += written.not_extracted


@dataclass(slots=True)
class LinkSummary:
    """What one `link` found."""

    articles: int = 0
    copies: int = 0
    links: Counter[str] = field(default_factory=Counter)
    """Kind -> how many."""

    def add(self, event: Linked) -> None:
        """Count one article."""
        self.articles += 1
        self.copies += event.copies
        self.links.update(event.links)


@dataclass(slots=True)
class WatchSummary:
    """What one `watch` did."""

    polls: int = 0
    found: int = 0
    failed: dict[str, str] = field(default_factory=dict)
    """Feed -> why its last poll failed."""
    read: Summary = field(default_factory=Summary)
    """What became of the items; of its failures the last FAILURES_KEPT."""
    skipped: int = 0
    """How many failures there were, in all."""
    put_off: int = 0
    linked: LinkSummary = field(default_factory=LinkSummary)
    indexed: int = 0
    """Statements indexed by what they mean, of a ledger that has such an index; and how many wait for the next time."""
    unindexed: int = 0
    not_indexed: str | None = None
    """Why that could not be done, the last time."""

    def add(self, event: Watched) -> None:
        """Count one event."""
        if isinstance(event, Polled):
            self.polls += 1
            self.found += event.found
            self.failed.pop(event.url, None)
            if event.error is not None:
                self.failed[event.url] = event.error
        elif isinstance(event, ItemPutOff):
            self.put_off += 1
        elif isinstance(event, Linked):
            self.linked.add(event)
        elif isinstance(event, Indexed):
            self.indexed += event.statements
            self.unindexed, self.not_indexed = event.waiting, None
        elif isinstance(event, NotIndexed):
            self.not_indexed = event.reason
        elif not isinstance(event, Resting):
            self.read.add(event)
            self.skipped += isinstance(event, Failure)
            del self.read.failures[:-FAILURES_KEPT]
