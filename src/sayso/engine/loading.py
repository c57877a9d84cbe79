"""Shards -> rows of a ledger, the same that reading their inputs would have given."""

from __future__ import annotations

import json
import os
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from sayso import pipeline, read
from sayso.config import DEFAULTS, VERSION, Settings
from sayso.engine.local import SHIPPED
from sayso.engine.shard_rows import found_in
from sayso.engine.shard_table import read_rows
from sayso.engine.shards import Manifest, check_shard, manifests, read_manifest
from sayso.engine.weights import Weights
from sayso.errors import InputError
from sayso.keeping import Extracted, Ledger, Reading, Twin
from sayso.records import Document, Failure, ModelVersion


def load_shards(
    ledger: Ledger,
    folder: str | os.PathLike[str],
    settings: Settings = DEFAULTS,
    *,
    again: bool = False,
    weights: Weights = SHIPPED,
    now: Callable[[], str] = read.now,
) -> Iterator[pipeline.Event]:
    """Write what shards hold into the ledger, and yield what became of each document, and of what could not be read.

    A shard that is damaged is a `Failure`, and the others go on. The model is loaded only where the ledger has a
    document of the shards from a place that counts before theirs, and has it from another model.
    """
    found = [_manifest(path) for path in manifests(Path(folder))]
    yield from (one for one in found if isinstance(one, Failure))
    whole = [one for one in found if not isinstance(one, Failure)]
    for (model, how), alike in groupby(sorted(whole, key=_alike), key=_alike):
        with _ShardReading(ModelVersion(*model), how, settings, weights) as one:
            outcomes = one.outcomes(Path(folder), list(alike))
            yield from pipeline.write_into(ledger, outcomes, one, how, settings, again=again, now=now)


def _manifest(path: Path) -> Manifest | Failure:
    try:
        return read_manifest(path)
    except InputError as error:
        return Failure(error.origin, error.reason)


def _alike(manifest: Manifest) -> tuple[tuple[str, str], str]:
    return (manifest.model.name, manifest.model.version), manifest.how


class _ShardReading:
    """A `Reading` that has read already: what was found comes along with each document."""

    by_groups = True

    def __init__(self, version: ModelVersion, how: str, settings: Settings, weights: Weights) -> None:
        self.version = version
        self._how, self._settings, self._weights = how, settings, weights
        self._found: OrderedDict[tuple[str, str], Extracted] = OrderedDict()
        self._open = ExitStack()
        self._model: Reading | None = None

    def __enter__(self) -> _ShardReading:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def outcomes(self, folder: Path, shards: Sequence[Manifest]) -> Iterator[read.Outcome]:
        """Yield what was read, shard by shard: no more than one group's documents are held.

        What a server said of a page comes behind it. What it said of a feed comes last, where no shard is damaged: its
        documents may be in any of them.
        """
        of_feeds: list[read.Fetched] = []
        damaged = False
        for manifest in shards:
            failed = {one.origin for one in manifest.failures}
            said = {one.origin: one for one in manifest.fetched if one.origin not in failed}
            try:
                for row in read_rows(check_shard(folder / manifest.name, manifest)):
                    outcome = self._taken(row)
                    damaged = damaged or isinstance(outcome, Failure)
                    yield outcome
                    if isinstance(outcome, Document) and outcome.origin in said:
                        yield said.pop(outcome.origin)
            except InputError as error:
                damaged = True
                yield Failure(error.origin, error.reason)
                continue
            yield from manifest.failures
            yield from manifest.passed_over
            yield from manifest.revisited
            of_feeds += said.values()
        yield from () if damaged else of_feeds

    def begin(self, document: Document, twin: Twin | None = None) -> object:
        """Return what was found in it, or have it read where it counts as come from elsewhere."""
        held = self._found.get((document.id, document.origin))
        if held is not None and held.document == document:
            return held
        reading = self._by_model()
        if reading is None:
            return Failure(
                document.origin, "it counts as come from here, and the shards have it from elsewhere: read it itself"
            )
        return reading.finish(reading.begin(document, twin))

    def finish(self, begun: object) -> Extracted | Failure:
        """Return what was found."""
        assert isinstance(begun, Extracted | Failure)  # noqa: S101 - for the type checker: begin gives nothing else
        return begun

    def is_enough(self, waiting: Sequence[object]) -> bool:
        """Return True: nothing is waited for."""
        return bool(waiting)

    def _taken(self, row: dict[str, object]) -> Document | Failure:
        try:
            found = found_in(row)
        except InputError as error:
            return Failure(error.origin, error.reason)
        except (ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
            return Failure(str(row.get("doc_id")), f"its row in the shard is none that sayso writes ({error})")
        self._found[found.document.id, found.document.origin] = found
        while len(self._found) > self._settings.batch_articles:
            self._found.popitem(last=False)
        return found.document

    def _by_model(self) -> Reading | None:
        """Return a reading by the very model and settings that the shards were read by, where it is at hand."""
        how = json.loads(self._how)
        if self._model is None and self._weights.version() == self.version and how.get("sayso") == VERSION:
            limits = {name: how[name] for name in ("max_characters", "max_lines") if isinstance(how.get(name), int)}
            settings = replace(self._settings, plain=bool(how.get("plain")), **limits)
            model = self._weights.load(settings)
            self._model = self._open.enter_context(pipeline.reading(model, settings))
        return self._model
