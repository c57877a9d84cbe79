"""Inputs -> shards, by worker processes on this machine: they read the documents, this process writes the files."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sayso import pipeline
from sayso.config import DEFAULTS, Settings
from sayso.engine.local import SHIPPED, reading
from sayso.engine.parts import Part, groups, parts_of
from sayso.engine.shard_folder import shard_folder, written_alone
from sayso.engine.shards import Shard, finished, write_shard
from sayso.engine.weights import Weights
from sayso.in_turn import in_turn
from sayso.keeping import Extracted, Reading
from sayso.records import Failure

ARTICLES = 500
"""Documents of a shard: some minutes' work for one core, and 2 to 30 MB."""


def write_shards(
    inputs: Sequence[str | os.PathLike[str]],
    folder: str | os.PathLike[str],
    settings: Settings = DEFAULTS,
    *,
    processes: int = 0,
    articles: int = ARTICLES,
    again: bool = False,
    weights: Weights = SHIPPED,
) -> Iterator[Shard]:
    """Read the inputs into shards of so many documents, and yield each once it is safely written.

    A shard that is there already, of the same documents read by the same model with the same settings, is left as it
    is, unless `again`. Raises UsageError where the folder holds something else.
    """
    target = shard_folder(folder)
    how = pipeline.settings_json(settings)
    with written_alone(target), reading(settings, processes, weights) as one:
        parts = (part for group in groups(inputs) for part in parts_of(group, settings, articles))
        yield from _written(target, parts, one, how, again=again)


@dataclass(frozen=True, slots=True)
class _Opened:
    """A part begins; `there` is its shard, where it need not be read."""

    part: Part
    there: Shard | None


@dataclass(frozen=True, slots=True)
class _Closed:
    """A part ends."""


def _written(folder: Path, parts: Iterable[Part], one: Reading, how: str, *, again: bool) -> Iterator[Shard]:
    """Write shard after shard; the documents of the next part are begun while the last of this one are read."""

    def begun() -> Iterator[object]:
        for part in parts:
            manifest = None if again else finished(folder, part, one.version, how)
            yield _Opened(part, Shard(manifest, was_there=True) if manifest else None)
            if manifest is None:
                yield from map(one.begin, part.documents)
                yield _Closed()

    def finish(begun: object) -> object:
        return begun if isinstance(begun, _Opened | _Closed) else one.finish(begun)

    stream = in_turn(begun(), finish, one.is_enough)
    for opened in stream:
        assert isinstance(opened, _Opened)  # noqa: S101 - for the type checker: what a part has is taken by then
        if opened.there:
            yield opened.there
        else:
            yield Shard(write_shard(folder, opened.part, _until_closed(stream), one.version, how), was_there=False)


def _until_closed(stream: Iterator[object]) -> Iterator[Extracted | Failure]:
    for found in stream:
        if isinstance(found, _Closed):
            return
        assert isinstance(found, Extracted | Failure)  # noqa: S101 - for the type checker: a part has nothing else
        yield found
