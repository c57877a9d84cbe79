"""What is told of each input that was read, and what the pipeline asks of a ledger that keeps it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from sayso.records import Article, Document, ModelVersion, Statement

if TYPE_CHECKING:
    from contextlib import AbstractContextManager


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


class Ledger(Protocol):
    """What the pipeline asks of a store."""

    def writing(self) -> AbstractContextManager[None]:
        """Make one transaction of several writes, each of which is whole or absent."""
        ...

    def start_run(self, model: ModelVersion, settings_json: str, started: str) -> str:
        """Write that a run begins, and return its id."""
        ...

    def end_run(self, run_id: str, ended: str) -> bool:
        """Write that a run ended."""
        ...

    def read_alike(self, document_id: str, model: ModelVersion, settings_json: str) -> bool:
        """Return whether the document was read by this model with these settings."""
        ...

    def twin(self, article: Article, model: ModelVersion) -> tuple[Statement, ...] | None:
        """Return what this model read from another page of the same text and roles, or None."""
        ...

    def add(self, document: Document, article: Article, statements: Sequence[Statement], run_id: str) -> bool:
        """Write a document with what was read from it, in the place of what was read before."""
        ...

    def add_origin(self, document: Document) -> bool:
        """Write where a known document also came from; return whether that is news."""
        ...

    def origins(self, document_id: str) -> tuple[str, ...]:
        """Return every place that a document came from; none for one that is not known."""
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
