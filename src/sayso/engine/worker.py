"""What runs in a worker process: the model, loaded once, reads batches of documents."""

from __future__ import annotations

import gc
import os
import signal
import threading
from collections.abc import Sequence
from contextlib import ExitStack
from multiprocessing import parent_process

from sayso import pipeline
from sayso.config import Settings
from sayso.engine.weights import Weights
from sayso.errors import SaysoError
from sayso.keeping import Extracted, Reading
from sayso.model.encoder import AttributionModel
from sayso.records import Document, Failure

Result = Extracted | Failure


COLLECTED_AFTER = 50_000
"""Objects after which garbage in rings is looked for: at Python's 700 it takes a fourteenth of the time of its own."""


def begin_process() -> None:
    """Leave Ctrl-C to the main process, and end when that one ends, however it does; seldom look for garbage."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(COLLECTED_AFTER)
    parent = parent_process()
    if parent is not None:

        def end_with_it() -> None:
            parent.join()
            os._exit(1)

        threading.Thread(target=end_with_it, daemon=True).start()


class Reader:
    """A model that reads batches of documents, one after the other."""

    def __init__(self, model: AttributionModel, settings: Settings) -> None:
        self._model, self._settings = model, settings
        self._open = ExitStack()
        self._reading = self._opened()

    def close(self) -> None:
        """Give up the model's threads."""
        self._open.close()

    def read(self, documents: Sequence[Document]) -> list[Result]:
        """Return what was found in each, in order; a document that upsets a stage is a `Failure`, and the rest is read.

        Raises what sayso raises on purpose, and what is no document's fault (a lack of memory, an interrupt).
        """
        try:
            return list(pipeline.extract_by(self._reading, documents))
        except (SaysoError, MemoryError):
            raise
        except Exception as error:  # noqa: BLE001 - a page that upsets a stage must not end a run of millions
            self._open.close()  # what was begun of it is given up
            self._reading = self._opened()
            if len(documents) == 1:
                return [Failure(documents[0].origin, upset(error))]
        return [found for one in documents for found in self.read([one])]

    def _opened(self) -> Reading:
        return self._open.enter_context(pipeline.reading(self._model, self._settings))


def upset(error: Exception) -> str:
    """Say in one sentence that a document upset a stage.

    >>> upset(IndexError("no word 7"))
    "it can't be read (IndexError: 'no word 7'): report it to us"
    """
    return f"it can't be read ({type(error).__name__}: {str(error)[:100]!r}): report it to us"


_held: dict[tuple[Weights, Settings], Reader] = {}
"""The one model of this process."""


def ready(weights: Weights, settings: Settings) -> int:
    """Load the model and return the process's id. Raises WeightsError."""
    _reader(weights, settings)
    return os.getpid()


def read(weights: Weights, settings: Settings, documents: Sequence[Document]) -> list[Result]:
    """Return what was found in each document, in order."""
    return _reader(weights, settings).read(documents)


def _reader(weights: Weights, settings: Settings) -> Reader:
    key = weights, settings
    if key not in _held:
        _held[key] = Reader(weights.load(settings), settings)
    return _held[key]
