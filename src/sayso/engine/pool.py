"""Worker processes: each is an executor of its own, so that one that dies takes its own batches along and no others.

What holds, always: a batch that was begun is finished, whoever dies; a document that ends its worker twice, with no
other beside it, is a `Failure`, and the rest is read.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from typing import TYPE_CHECKING, Self

from sayso.config import Settings
from sayso.engine import worker
from sayso.engine.weights import Weights
from sayso.errors import WorkersError
from sayso.records import Document, Failure

if TYPE_CHECKING:
    from types import TracebackType

DEATHS = 2
"""A document that ends its process once may have been unlucky (the system lacked memory); twice, it is the cause."""


@dataclass(slots=True)
class Batch:
    """Documents that a worker reads."""

    documents: Sequence[Document]
    future: Future[list[worker.Result]]
    process: _Process


class Pool:
    """Processes that each hold the model. A context manager; they start with the first batch."""

    def __init__(self, processes: int, weights: Weights, settings: Settings) -> None:
        self._weights, self._settings = weights, settings
        self._size = processes
        self._processes: list[_Process] = []

    @property
    def size(self) -> int:
        """How many processes there are."""
        return self._size

    @property
    def pids(self) -> list[int]:
        """The ids of the processes that run, once their model is loaded."""
        return [one.pid() for one in self._processes]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for one in self._processes:
            one.end(at_once=kind is not None)

    def submit(self, documents: Sequence[Document]) -> Batch:
        """Have the process with the least to do read some documents. Raises WeightsError, WorkersError."""
        if not self._processes:
            self._processes = [self._process() for _ in range(self._size)]
        process = min(self._processes, key=lambda one: one.batches)
        try:
            return process.submit(documents)
        except BrokenProcessPool:
            return self._in_place_of(process).submit(documents)

    def result(self, batch: Batch) -> list[worker.Result]:
        """Wait for what was found in a batch's documents, in order."""
        try:
            return batch.future.result()
        except BrokenProcessPool:
            self._in_place_of(batch.process)
            return list(self._one_by_one(batch.documents))

    def _one_by_one(self, documents: Sequence[Document]) -> Iterator[worker.Result]:
        """Read documents of which one may have ended its worker, in a process of their own."""
        apart = self._process()
        try:
            for one in documents:
                found, deaths = apart.read_alone(one), 0
                while found is None:
                    apart = self._after(apart)
                    deaths += 1
                    found = apart.read_alone(one) if deaths < DEATHS else Failure(one.origin, ended(deaths))
                yield found
        finally:
            apart.end(at_once=True)

    def _in_place_of(self, process: _Process) -> _Process:
        """Start another process for one that died, unless that was done already."""
        if process in self._processes:
            self._processes[self._processes.index(process)] = self._after(process)
        return min(self._processes, key=lambda one: one.batches)

    def _after(self, process: _Process) -> _Process:
        """Start a process after one that died; that one never got as far as to load its model is no accident."""
        process.end()
        if not process.was_ready:
            raise WorkersError(
                "A worker process ended before it had loaded the model: there may be too little memory, or a program "
                "that calls sayso lacks its line `if __name__ == '__main__':`; with --processes 1 there is none."
            )
        return self._process()

    def _process(self) -> _Process:
        return _Process(self._weights, self._settings)


def ended(times: int) -> str:
    """Say in one sentence why a document is not read any more.

    >>> ended(2)
    'the process that read it ended 2 times, and it was read by itself: report it to us'
    """
    return f"the process that read it ended {times} times, and it was read by itself: report it to us"


class _Process:
    """One worker process and what it has to do."""

    def __init__(self, weights: Weights, settings: Settings) -> None:
        self._given = weights, settings
        # "spawn": a copy of this process would hold the threads and locks of ONNX Runtime half-way through something
        self._executor = ProcessPoolExecutor(1, get_context("spawn"), worker.begin_process)
        self._ready = self._executor.submit(worker.ready, weights, settings)
        self.batches = 0

    @property
    def was_ready(self) -> bool:
        return self._ready.done() and self._ready.exception() is None

    def pid(self) -> int:
        return self._ready.result()

    def submit(self, documents: Sequence[Document]) -> Batch:
        future = self._executor.submit(worker.read, *self._given, documents)
        self.batches += 1
        future.add_done_callback(self._done)
        return Batch(documents, future, self)

    def read_alone(self, document: Document) -> worker.Result | None:
        """Return what was found, or None where the process ended."""
        try:
            return self.submit([document]).future.result()[0]
        except BrokenProcessPool:
            return None

    def end(self, *, at_once: bool = False) -> None:
        """End it; `at_once` does not wait for what it reads."""
        if at_once and self.was_ready:
            with suppress(OSError):
                os.kill(self._ready.result(), signal.SIGTERM)
        self._executor.shutdown(wait=not at_once or self.was_ready, cancel_futures=True)

    def _done(self, _: Future[list[worker.Result]]) -> None:
        self.batches -= 1
