"""What is told of each input that was read, and what the pipeline asks of who reads it and of who keeps it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from sayso.records import Article, Document, Failure, ModelVersion, Statement

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

Twin = Callable[[Article], tuple[Statement, ...] | None]
"""Gives the statements that another page of the same text has already, or None."""


@dataclass(frozen=True, slots=True)
class Extracted:
    """One document, read through."""

    document: Document
    article: Article
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Stored:
    """A document that the ledger has now and did not have before, or has read again."""

    origin: str
    document_id: str
    statements: int
    not_extracted: str | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """A document that the ledger had already; `new_origin` where it had it from elsewhere."""

    origin: str
    document_id: str = ""
    new_origin: bool = False


@dataclass(slots=True)
class Unread:
    """Whether documents from the web could not be read: those are to be fetched anew, though they may not have changed.

    What a server said of a page comes right behind the page, and what it said of a feed or a table behind all documents
    from there. A failure before may be taken for theirs, too: then they are fetched once more than they need be.
    """

    failed: bool = False
    """Whether one failed since the last feed or table."""
    last: str = ""
    last_failed: bool = False
    over: bool = False
    """Whether the server of a feed or a table was heard: what comes next is none of its documents."""

    def note(self, origin: str, *, failed: bool) -> None:
        """Note what became of a document."""
        if self.over:
            self.failed = self.over = False
        self.failed = self.failed or (failed and is_web(origin))
        self.last, self.last_failed = origin, failed

    def is_of(self, url: str) -> bool:
        """Return whether one of the documents is unread that this address gave, of which the server is heard now."""
        if url == self.last:
            return self.last_failed
        self.over = True
        return self.failed


def is_web(origin: str) -> bool:
    """Return whether a place is an address in the web."""
    return origin.startswith(("http://", "https://"))


class Reading(Protocol):
    """Reads documents: begun ahead, finished in turn. What `begin` gives is for `finish` and `is_enough` alone."""

    @property
    def version(self) -> ModelVersion:
        """The model that reads."""
        ...

    @property
    def by_groups(self) -> bool:
        """Whether a group is written before anything after it is taken up, which may be long in coming."""
        ...

    def begin(self, document: Document, twin: Twin | None = None) -> object:
        """Begin to read a document; one whose text has a twin need not be read."""
        ...

    def finish(self, begun: object) -> Extracted | Failure:
        """Wait for what was found."""
        ...

    def is_enough(self, waiting: Sequence[object]) -> bool:
        """Return whether so much waits that the first of it is to be finished before more is begun."""
        ...


class RunLedger(Protocol):
    """What is asked of a store about runs."""

    def start_run(self, model: ModelVersion, settings_json: str, started: str) -> str:
        """Write that a run begins, and return its id."""
        ...

    def end_run(self, run_id: str, ended: str) -> bool:
        """Write that a run ended."""
        ...


class LateRun:
    """A run that is written with the first row that names it: one that finds nothing to do does not write at all."""

    def __init__(self, ledger: RunLedger, model: ModelVersion, settings_json: str, started: str) -> None:
        self._ledger, self._model, self._settings, self._started = ledger, model, settings_json, started
        self._id: str | None = None

    @property
    def id(self) -> str:
        """Return its id: there is such a run from now on."""
        if self._id is None:
            self._id = self._ledger.start_run(self._model, self._settings, self._started)
        return self._id

    def end(self, ended: str) -> None:
        """Write that it ended, where it began."""
        if self._id is not None:
            self._ledger.end_run(self._id, ended)


class Ledger(RunLedger, Protocol):
    """What the pipeline asks of a store."""

    def refuse_if_read_only(self) -> None:
        """Raise ReadOnlyLedger where nothing may be written: before a page is read in vain."""
        ...

    def writing(self) -> AbstractContextManager[None]:
        """Make one transaction of several writes, each of which is whole or absent."""
        ...

    def read_alike(self, document_id: str, model: ModelVersion, settings_json: str) -> bool:
        """Return whether the document was read by this model with these settings."""
        ...

    def place_read_alike(self, origin: str, model: ModelVersion, settings_json: str) -> bool:
        """Return whether all documents from a place were read so; where none came from there, all that there are."""
        ...

    def twin(self, article: Article, model: ModelVersion, settings_json: str) -> tuple[Statement, ...] | None:
        """Return what was read so from another page of the same text and roles, or None."""
        ...

    def add(self, document: Document, article: Article, statements: Sequence[Statement], run_id: str) -> bool:
        """Write a document with what was read from it, in the place of what was read before."""
        ...

    def add_origin(self, document: Document) -> bool:
        """Write where a known document also came from; return whether that is news."""
        ...

    def remember_charset(self, document: Document) -> None:
        """Keep by which charset a document is read as it came from its place."""
        ...

    def places(self, document_id: str) -> tuple[tuple[str, str | None], ...]:
        """Return (origin, charset) of every place that a document came from; none for one that is not known."""
        ...

    def document(self, document_id: str) -> Document | None:
        """Return a document with its bytes, as it came from the first of its places, or None."""
        ...

    def documents_from(self, origin: str, name: str) -> tuple[tuple[str, str], ...]:
        """Return (id, when fetched) of the documents that came from a place under a name."""
        ...

    def validators(self, url: str) -> tuple[str | None, str | None] | None:
        """Return (ETag, Last-Modified) as the server gave them last, or None."""
        ...

    def remember_validators(self, url: str, etag: str | None, last_modified: str | None) -> None:
        """Keep what a server gave for the next conditional GET."""
        ...
