"""The stages in a row over one hostile input, each timed by the processor's time and each checked."""

from __future__ import annotations

import io
import json
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.fuzzing import checks
from benchmarks.fuzzing.eager_model import EagerModel
from sayso import clean, export, read
from sayso.annotate import annotate
from sayso.config import DEFAULTS, Settings
from sayso.errors import InputError, SaysoError
from sayso.export.extract_object import extract_object
from sayso.extract import statements
from sayso.flat import flat_row
from sayso.model.encoder import AttributionModel
from sayso.records import Document, Failure, Page
from sayso.resolve import resolve
from sayso.store import Store

FORMATS = ("csv", "dna", "ftm", "json-ld", "jsonl", "parquet", "web-annotation")
FAR = 40
"""Documents of one table or feed that are taken further than reading."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What a stage did: it `passed`, `refused` in a sentence, `raised` what it must not, or `broke` a rule."""

    stage: str
    outcome: str
    seconds: float
    """Of the processor."""
    told: str = ""


@dataclass(slots=True)
class Trial:
    """Tries inputs. The model is a stand-in: it is the stages around it that are tried."""

    settings: Settings = DEFAULTS
    store: Store | None = None
    """Where what was read is kept and asked for again."""
    model: AttributionModel = field(default_factory=EagerModel)
    tried: list[Tried] = field(default_factory=list)

    def file(self, path: Path) -> list[Tried]:
        """Return what every stage did with a file."""
        self.tried = []
        documents: list[Document] = []
        refusal: InputError | None = None
        with self._stage("read"):
            for outcome in read.documents([path], self.settings):
                if isinstance(outcome, Document):
                    checks.document(outcome)
                    documents.append(outcome)
                elif isinstance(outcome, Failure):
                    checks.failure(outcome)
                    refusal = refusal or InputError(outcome.origin, outcome.reason)
            if refusal is not None and not documents:
                raise refusal
        for document in documents[:FAR]:
            self._document(document)
        return self.tried

    def document(self, document: Document) -> list[Tried]:
        """Return what every stage behind reading did with a document."""
        self.tried = []
        self._document(document)
        return self.tried

    def _document(self, document: Document) -> None:
        with self._stage("clean"):
            article = clean.article(document, self.settings)
        if self.tried[-1].outcome != "passed":
            return
        with self._stage("map"):
            checks.article(document, article)
        with self._stage("annotate"):
            notes = annotate([article], self.model)[0]
        if self.tried[-1].outcome != "passed":
            return
        found = ()
        with self._stage("extract"):
            found = statements(article, notes, self.model)
            checks.statements(article, found)
        with self._stage("resolve"):
            found = resolve(article, found, notes.names(), notes.references())
            checks.statements(article, found)
        page = Page(document, article, found, self.model.version)
        with self._stage("export"):
            json.dumps(extract_object(document, article, found, self.model.version)).encode("utf-8")
            rows = [flat_row(page, one) for one in found[:FAR]]
            export.write(FORMATS[len(article.text) % len(FORMATS)], rows, io.BytesIO())  # each in its turn

        if self.store is not None:
            with self._stage("store"):
                run = self.store.start_run(self.model.version, "{}", "2031-06-01T00:00:00Z")
                self.store.add(document, article, found, run)
                checks.kept(page, self.store.article(article.id))

    @contextmanager
    def _stage(self, name: str) -> Iterator[None]:
        start = time.process_time()
        outcome, told = "passed", ""
        try:
            yield
        except SaysoError as error:
            outcome, told = "refused", str(error)[:200]
        except checks.Broken as error:
            outcome, told = "broke", str(error)
        except Exception as error:  # noqa: BLE001 - to find these is what this is for
            outcome, told = "raised", f"{type(error).__name__}: {str(error)[:120]} in {_where(error)}"
        self.tried.append(Tried(name, outcome, time.process_time() - start, told))


def tried(name: str, call: Callable[[], object]) -> Tried:
    """Return what became of one call that may refuse what it is given."""
    trial = Trial.__new__(Trial)
    trial.tried = []
    with trial._stage(name):
        call()
    return trial.tried[0]


def _where(error: Exception) -> str:
    """Return the last lines of sayso that an error came through."""
    frames = [one for one in traceback.extract_tb(error.__traceback__) if "sayso" in one.filename]
    return " > ".join(f"{Path(one.filename).stem}:{one.lineno}" for one in frames[-3:])
