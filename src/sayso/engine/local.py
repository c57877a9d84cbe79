"""Worker processes on this machine: documents are read in this process, what stands in them by the workers.

This process alone writes the ledger. What waits is bounded, in the queues to the workers and on the way back.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import BinaryIO

from sayso import pipeline, read
from sayso.config import DEFAULTS, Settings
from sayso.engine.cores import cores, memory, shares
from sayso.engine.pool import Batch, Pool
from sayso.engine.weights import Shipped, Weights
from sayso.engine.worker import Result
from sayso.keeping import Extracted, Ledger, Twin
from sayso.records import Document, Failure, ModelVersion

BATCH = 8
"""Documents sent to a worker at a time: one or two seconds' work."""

BATCH_BYTES = 2_000_000
"""A batch is closed by the document that brings it here."""

QUEUE = 3
"""Batches for each worker: one that it reads, one that waits, one whose results wait for those before."""

QUEUE_BYTES = 16_000_000
"""Bytes of documents on their way, for each worker."""

SHIPPED = Shipped()


def read_into(
    ledger: Ledger,
    inputs: Sequence[str | os.PathLike[str]],
    settings: Settings = DEFAULTS,
    *,
    processes: int = 0,
    again: bool = False,
    weights: Weights = SHIPPED,
    stdin: BinaryIO | None = None,
    now: Callable[[], str] = read.now,
    watch: read.Watch | None = None,
) -> Iterator[pipeline.Event]:
    """Read the inputs into the ledger as `pipeline.read_into` does, in so many processes; 0 has them chosen."""
    with reading(settings, processes, weights) as one:
        how = pipeline.settings_json(settings)
        seen = pipeline.seen_in(ledger, one.version, how, again=again)
        outcomes = read.documents(inputs, settings, seen=seen, stdin=stdin, watch=watch)
        yield from pipeline.write_into(ledger, outcomes, one, how, settings, again=again, now=now)


def extract(
    inputs: Sequence[str | os.PathLike[str]],
    settings: Settings = DEFAULTS,
    *,
    processes: int = 0,
    weights: Weights = SHIPPED,
    stdin: BinaryIO | None = None,
) -> Iterator[Extracted | Failure]:
    """Yield what stands in each input, in order, as `pipeline.extract` does."""
    with reading(settings, processes, weights) as one:
        outcomes = (o for o in read.documents(inputs, settings, stdin=stdin) if isinstance(o, Document | Failure))
        yield from pipeline.extract_by(one, outcomes)


@contextmanager
def reading(settings: Settings = DEFAULTS, processes: int = 0, weights: Weights = SHIPPED) -> Iterator[PoolReading]:
    """Read documents in worker processes, as long as the context is open; a `Reading`."""
    shared = shares(processes, settings.threads, cores(), memory())
    with Pool(shared.processes, weights, replace(settings, threads=shared.threads)) as pool:
        yield PoolReading(pool, weights.version())


@dataclass(slots=True)
class _Sent:
    """Documents that go to a worker together."""

    documents: list[Document] = field(default_factory=list)
    size: int = 0
    batch: Batch | None = None
    found: list[Result] | None = None


@dataclass(frozen=True, slots=True)
class _Place:
    """Where what is found in a document will be."""

    sent: _Sent
    number: int
    size: int


class PoolReading:
    """A `Reading` behind which worker processes stand."""

    by_groups = False
    """The workers would have nothing to do while a group is written."""

    def __init__(self, pool: Pool, version: ModelVersion) -> None:
        self.version = version
        self.pool = pool
        self._open = _Sent()

    def begin(self, document: Document, twin: Twin | None = None) -> object:  # noqa: ARG002 - the worker cleans
        """Put a document to those that are sent next."""
        sent = self._open
        place = _Place(sent, len(sent.documents), len(document.content))
        sent.documents.append(document)
        sent.size += place.size
        if len(sent.documents) >= BATCH or sent.size >= BATCH_BYTES:
            self._send()
        return place

    def finish(self, begun: object) -> Result:
        """Wait for what was found."""
        assert isinstance(begun, _Place)  # noqa: S101 - for the type checker: begin gives nothing else
        sent = begun.sent
        if sent.found is None:
            if sent.batch is None:
                self._send()
            assert sent.batch is not None  # noqa: S101 - for the type checker: it is the one that was just sent
            sent.found = self.pool.result(sent.batch)
            sent.batch = None
            sent.documents = []
        return sent.found[begun.number]

    def is_enough(self, waiting: Sequence[object]) -> bool:
        """Return whether each worker has its queue."""
        places = [one for one in waiting if isinstance(one, _Place)]
        most = self.pool.size * QUEUE
        return len(waiting) >= most * BATCH or sum(one.size for one in places) >= self.pool.size * QUEUE_BYTES

    def _send(self) -> None:
        self._open.batch = self.pool.submit(self._open.documents)
        self._open = _Sent()
