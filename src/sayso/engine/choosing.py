"""Which engine reads: this process alone, several on this machine, a cluster; nobody, where shards hold it already."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import Any, BinaryIO

from sayso import pipeline, read
from sayso.config import DEFAULTS, Settings
from sayso.engine import local, writing_shards
from sayso.engine.cores import are_few, cores, memory, shares
from sayso.engine.loading import load_shards
from sayso.engine.shard_folder import is_shards
from sayso.engine.shards import Shard
from sayso.errors import UsageError
from sayso.keeping import Extracted, Ledger
from sayso.model.encoder import AttributionModel
from sayso.records import Failure, ModelVersion

ENGINES = ("local", "ray")

Model = Callable[[], AttributionModel]


def read_into(
    ledger: Ledger,
    inputs: Sequence[str],
    settings: Settings,
    model: Model,
    *,
    processes: int = 1,
    again: bool = False,
    stdin: BinaryIO | None = None,
    watch: read.Watch | None = None,
) -> Iterator[pipeline.Event]:
    """Read inputs, or folders of shards, into the ledger; 0 processes has them chosen, `model` is for one alone.

    Shards come first: what an archive among the other inputs refers to may be in them.
    """
    shards = [one for one in inputs if is_shards(one)]
    others = [one for one in inputs if one not in shards]
    for folder in shards:
        yield from load_shards(ledger, folder, settings, again=again)
    options: dict[str, Any] = {"again": again, "stdin": stdin, "watch": watch}
    if others and is_alone(others, settings, processes):
        yield from pipeline.read_into(ledger, others, model(), settings, **options)
    elif others:
        yield from local.read_into(ledger, others, settings, processes=processes, **options)


def extract(
    inputs: Sequence[str],
    settings: Settings,
    model: Model,
    *,
    processes: int = 1,
    stdin: BinaryIO | None = None,
) -> Iterator[tuple[Extracted | Failure, ModelVersion]]:
    """Yield what stands in each input, in order, and which model read it; processes as above."""
    if is_alone(inputs, settings, processes):
        loaded = model()
        found, version = pipeline.extract(inputs, loaded, settings, stdin=stdin), loaded.version
    else:
        found = local.extract(inputs, settings, processes=processes, stdin=stdin)
        version = local.SHIPPED.version()
    yield from ((one, version) for one in found)


def write_shards(
    inputs: Sequence[str],
    folder: str | os.PathLike[str],
    settings: Settings = DEFAULTS,
    *,
    engine: str = "local",
    processes: int = 0,
    articles: int = writing_shards.ARTICLES,
    again: bool = False,
    **of_cluster: Any,  # noqa: ANN401 - address and gpus
) -> Iterator[Shard | read.PassedOver]:
    """Read inputs into shards of so many documents, by an engine of `ENGINES`; `address` and `gpus` are for `ray`.

    What was left out of folders comes first.
    """
    if engine not in ENGINES:
        raise UsageError(f"engine {engine!r} is unknown: give {' or '.join(ENGINES)}.")
    for one in inputs:
        if is_shards(one):
            raise UsageError(f"{one!r} holds shards already: read it into a ledger, or name what they were made of.")
    yield from (one for one in read.units(inputs) if isinstance(one, read.PassedOver))
    if engine == "ray":
        from sayso.engine import ray  # imported late, as Ray is

        yield from ray.write_shards(
            inputs, folder, settings, processes=processes, articles=articles, again=again, **of_cluster
        )
    else:
        yield from writing_shards.write_shards(
            inputs, folder, settings, processes=processes, articles=articles, again=again
        )


def is_alone(inputs: Sequence[str], settings: Settings, processes: int) -> bool:
    """Return whether this process reads by itself: as it is told to, or as nothing would be gained by more."""
    if processes:
        return processes == 1
    return shares(0, settings.threads, cores(), memory()).processes == 1 or are_few(inputs)
