"""Ray Data: groups of inputs -> parts -> shards, on the machines of a cluster or on this one. The door to ray.

    groups of files --read (tasks)--> parts --extract and write (actors that hold the model)--> shards, manifests

The inputs and the folder of shards are at the same path on every machine, as on a shared file system.
"""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sayso import pipeline
from sayso.config import DEFAULTS, Settings
from sayso.engine.careful import carefully, forget
from sayso.engine.cores import cores, shares
from sayso.engine.local import SHIPPED
from sayso.engine.parts import Group, Part, groups, parts_of
from sayso.engine.shard_folder import shard_folder, written_alone
from sayso.engine.shards import Shard, finished, write_shard
from sayso.engine.weights import Weights
from sayso.engine.worker import Reader
from sayso.engine.writing_shards import ARTICLES
from sayso.errors import MissingExtra, SaysoError, UsageError, WorkersError
from sayso.read.inputs import STANDARD_INPUT

READERS_CPUS = 0.1
"""Of a core, for a task that reads: it waits for the actors most of the time, and must find room beside them."""

STORE_BYTES = 500_000_000
"""Ray's shared memory, where the cluster is made here: some parts for each of a few workers. Ray spills the rest."""

CONNECT_SECONDS = 5.0
"""How long a cluster may take to answer."""

Row = dict[str, list[Any]]


def write_shards(
    inputs: Sequence[str | os.PathLike[str]],
    folder: str | os.PathLike[str],
    settings: Settings = DEFAULTS,
    *,
    processes: int = 0,
    articles: int = ARTICLES,
    again: bool = False,
    weights: Weights = SHIPPED,
    address: str | None = None,
    gpus: float = 0.0,
) -> Iterator[Shard]:
    """Read the inputs into shards as `writing_shards.write_shards` does, and yield each as it is done, in any order.

    `processes` is the number of actors, 0 for one a core (or for as many as there are shares of a GPU). `address` is
    the cluster's, `auto` for the one that this machine belongs to; None makes one of this machine, and ends it. `gpus`
    is the share of a GPU that each actor has. Raises MissingExtra, WorkersError, UsageError.
    """
    if STANDARD_INPUT in inputs:
        raise UsageError("standard input ('-') can't be read on a cluster: name a file, or give --engine local.")
    target = shard_folder(folder).resolve()
    with written_alone(target), _cluster(address, processes) as ray:
        forget(target)
        size = _actors(ray, processes, gpus)
        shared = replace(settings, threads=settings.threads or 1, device="cuda" if gpus else settings.device)
        task = _Task(Path.cwd(), target, shared, articles, again, weights)
        with _quietly(ray), closing(_rows(ray, task, list(groups(inputs)), size, gpus)) as rows:
            try:
                for row in rows:
                    if isinstance(row["shard"], SaysoError):
                        raise row["shard"]
                    yield row["shard"]
            except ray.exceptions.RayError as error:
                what = str(error).strip().splitlines()[-1][:200]
                raise WorkersError(f"The Ray cluster gave up ({what}): look at its logs.") from error


@dataclass(frozen=True, slots=True)
class _Task:
    """What every machine is told."""

    at: Path
    folder: Path
    settings: Settings
    articles: int
    again: bool
    weights: Weights

    @property
    def how(self) -> str:
        return pipeline.settings_json(self.settings)

    def read(self, batch: Mapping[str, Any]) -> Iterator[Row]:
        """Read groups, and yield one part at a time."""
        os.chdir(self.at)  # paths are as the user gave them: they are in the rows
        for group in batch["group"]:
            for part in parts_of(group.group, self.settings, self.articles):
                yield {"part": [part]}


class _Actor:
    """Holds the model, and turns parts into shards."""

    def __init__(self, task: _Task) -> None:
        self._task = task
        self._held: Reader | None = None

    def __call__(self, batch: Mapping[str, Any]) -> Row:
        try:
            return {"shard": [self._shard(part) for part in batch["part"]]}
        except SaysoError as error:  # it is given back as it is: what Ray makes of an error is no sentence
            return {"shard": [error]}

    def _shard(self, part: Part) -> Shard:
        task, version = self._task, self._task.weights.version()
        there = None if task.again else finished(task.folder, part, version, task.how)
        if there:
            return Shard(there, was_there=True)
        with carefully(task.folder, part, self._reader()) as found:
            return Shard(write_shard(task.folder, part, found, version, task.how), was_there=False)

    def _reader(self) -> Reader:
        if self._held is None:
            self._held = Reader(self._task.weights.load(self._task.settings), self._task.settings)
        return self._held


def _rows(ray: Any, task: _Task, wanted: Sequence[Group], size: int, gpus: float) -> Generator[dict[str, Any]]:  # noqa: ANN401 - a module
    data = ray.data
    given = data.from_items([{"group": _Held(group)} for group in wanted], override_num_blocks=max(1, len(wanted)))
    parts = given.map_batches(task.read, batch_size=1, num_cpus=READERS_CPUS)
    share = {"num_gpus": gpus} if gpus else {}
    pool = data.ActorPoolStrategy(size=size)
    shards = parts.map_batches(_Actor, batch_size=1, compute=pool, num_cpus=1, fn_constructor_args=(task,), **share)
    yield from shards.iter_rows()


@dataclass(frozen=True, slots=True)
class _Held:
    """A group, so that Ray takes it for one value and not for a column of values."""

    group: Group


@contextmanager
def _cluster(address: str | None, processes: int) -> Iterator[Any]:
    """Join a cluster, or make one of this machine."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is sent anywhere unless it is asked for
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")  # what it logs is for its developers; errors are raised
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise MissingExtra("ray", "cluster", "Workers on a cluster") from error
    if ray.is_initialized():
        yield ray
        return
    if address:
        _answers(address)
    try:
        if address:
            ray.init(address=address, log_to_driver=False, logging_level=logging.ERROR)
        else:
            _make_one(ray, processes)
    except Exception as error:  # no narrower: of a node that does not start, Ray raises no more than that
        what = str(error).strip().splitlines()[0][:150] if str(error).strip() else type(error).__name__
        raise _no_cluster(address or "this machine", what) from error
    try:
        yield ray
    finally:
        ray.shutdown()


def _answers(address: str) -> None:
    """Raise WorkersError where nobody answers at `host:port`: Ray itself asks on for minutes."""
    host, _, port = address.rpartition("//")[2].rpartition(":")
    if not port.isdecimal() or int(port) >= 2**16:
        return  # auto, local
    try:
        socket.create_connection((host.strip("[]"), int(port)), CONNECT_SECONDS).close()
    except OSError as error:
        raise _no_cluster(address, error.strerror or str(error)) from error


def _no_cluster(address: str, reason: str) -> WorkersError:
    return WorkersError(
        f"No Ray cluster answers at {address!r} ({reason}): start one with `ray start --head`, or leave --address out."
    )


def _make_one(ray: Any, processes: int) -> None:  # noqa: ANN401 - a module
    workers = processes or shares(0, 1, cores()).processes
    ray.init(
        num_cpus=workers + 1,  # the tasks that read want a little beside the actors
        include_dashboard=False,
        log_to_driver=False,
        logging_level=logging.ERROR,
        object_store_memory=STORE_BYTES,
    )


def _actors(ray: Any, processes: int, gpus: float) -> int:  # noqa: ANN401 - a module
    """Return how many actors there are to be: as many as there is room for, unless it is said."""
    there = ray.cluster_resources()
    shares_of_gpus = int(there.get("GPU", 0) / gpus) if gpus else 0
    if gpus and shares_of_gpus < max(1, processes):
        raise WorkersError(
            f"The cluster has {there.get('GPU', 0):g} GPUs, on which {max(1, processes)} workers with {gpus:g} each "
            "don't fit: give less to each with --gpus, or fewer --processes."
        )
    by_cores = max(1, int(there.get("CPU", 1)) - 1)
    return processes or (min(by_cores, shares_of_gpus) if gpus else by_cores)


@contextmanager
def _quietly(ray: Any) -> Iterator[None]:  # noqa: ANN401 - a module
    """Have every part be a block of its own, so that it goes to whoever is free, and Ray say nothing meanwhile."""
    context = ray.data.DataContext.get_current()
    before = context.target_max_block_size, context.enable_progress_bars
    loggers = [logging.getLogger(name) for name in ("ray", "ray.data")]
    levels = [logger.level for logger in loggers]
    context.target_max_block_size, context.enable_progress_bars = 1, False
    for logger in loggers:
        logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        context.target_max_block_size, context.enable_progress_bars = before
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
