"""Reading into shards, in one call."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import Any

from sayso.config import DEFAULTS, Settings
from sayso.engine import choosing
from sayso.engine.shards import Shard
from sayso.summaries import Summary


def read_to_shards(
    inputs: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
    folder: str | os.PathLike[str],
    *,
    settings: Settings = DEFAULTS,
    on_event: Callable[[Shard], None] | None = None,
    **options: Any,  # noqa: ANN401 - those of sayso.engine.choosing.write_shards
) -> Summary:
    """Read inputs into Parquet shards in a folder, and return what became of them; what is there already stays.

    `options` are `engine` (`local` or `ray`), `processes` (0: chosen), `articles` (a shard), `again`, and for Ray
    `address` and `gpus`. Raises UsageError, MissingExtra, WorkersError.
    """
    summary = Summary()
    given = [os.fspath(one) for one in ([inputs] if isinstance(inputs, str | os.PathLike) else inputs)]
    for event in choosing.write_shards(given, folder, settings, **options):
        summary.add(event)
        if on_event is not None and isinstance(event, Shard):
            on_event(event)
    return summary
