"""The order of the stages, and nothing else: read -> clean -> annotate -> extract -> resolve -> store.

extract      inputs -> what was found in each, kept nowhere
read_into    inputs -> rows of a ledger, and what became of each input
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, BinaryIO, Protocol, TypeVar

from sayso import clean, read
from sayso.annotate import annotate
from sayso.config import DEFAULTS, VERSION, Settings
from sayso.errors import InputError
from sayso.extract import statements
from sayso.identity import statement_id
from sayso.model.encoder import Annotations, AttributionModel
from sayso.records import Article, Document, Failure, ModelVersion, Statement
from sayso.resolve import resolve

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

Item = TypeVar("Item")

GROUP_BYTES = 8_000_000
"""Bytes of documents that are held at a time, the last one's excess aside: memory stays flat, whatever comes."""


READ_TOGETHER = 400_000
"""Characters of articles whose scores are held at a time, the last one's excess aside: 64 articles of middling length.

Of a text full of quotations the scores take 700 bytes a character.
"""


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

    def validators(self, url: str) -> tuple[str | None, str | None] | None:
        """Return (ETag, Last-Modified) as the server gave them last, or None."""
        ...

    def remember_validators(self, url: str, etag: str | None, last_modified: str | None) -> None:
        """Keep what a server gave for the next conditional GET."""
        ...


def extract(
    inputs: Sequence[str], model: AttributionModel, settings: Settings = DEFAULTS, *, stdin: BinaryIO | None = None
) -> Iterator[Extracted | Failure]:
    """Yield what stands in each input, in order; a bad input is a `Failure` and the rest goes on."""
    outcomes = (o for o in read.documents(inputs, settings, stdin=stdin) if isinstance(o, Document | Failure))
    yield from extract_documents(outcomes, model, settings)


def extract_documents(
    outcomes: Iterable[Document | Failure], model: AttributionModel, settings: Settings = DEFAULTS
) -> Iterator[Extracted | Failure]:
    """Yield what stands in each document, in order; failures pass through in their places."""
    for group in _grouped(outcomes, settings.batch_articles, _bytes, GROUP_BYTES):
        cleaned = [_cleaned(one, settings) for one in group]
        found = iter(_extracted([one for one in cleaned if not isinstance(one, Failure)], model))
        yield from (one if isinstance(one, Failure) else next(found) for one in cleaned)


def read_into(
    ledger: Ledger,
    inputs: Sequence[str],
    model: AttributionModel,
    settings: Settings = DEFAULTS,
    *,
    again: bool = False,
    stdin: BinaryIO | None = None,
    now: Callable[[], str] = read.now,
) -> Iterator[Stored | Known | Failure]:
    """Read the inputs into the ledger, yielding what became of each once it is safely written.

    A document that this model has read in the same way before is not read again, unless `again`. One whose text another
    document brought already takes that one's statements.
    """
    reading = settings_json(settings)
    run = _Run(ledger, model, settings, reading, ledger.start_run(model.version, reading, now()), again)
    seen = None if again else _seen(ledger)
    try:
        outcomes = read.documents(inputs, settings, seen=seen, stdin=stdin)
        for group in _grouped(outcomes, settings.batch_articles, _bytes, GROUP_BYTES):
            yield from run.write(group)
    finally:
        ledger.end_run(run.id, now())


def settings_json(settings: Settings) -> str:
    """Return what decides how a document is read, beside the model: a row names it, and a change reads anew."""
    return json.dumps({"sayso": VERSION, "plain": settings.plain}, sort_keys=True)


@dataclass(frozen=True, slots=True)
class _Run:
    ledger: Ledger
    model: AttributionModel
    settings: Settings
    reading: str
    id: str
    again: bool

    def write(self, group: Sequence[read.Outcome]) -> list[Stored | Known | Failure]:
        """Write a group in one transaction; a document that comes twice in it is the second time another origin."""
        fresh = self._fresh(group)
        cleaned = {key: _cleaned(document, self.settings) for key, document in fresh.items()}
        read_now = self._statements([one for one in cleaned.values() if not isinstance(one, Failure)])
        with self.ledger.writing():
            return [event for one in group for event in self._write_one(one, cleaned, read_now)]

    def _fresh(self, group: Sequence[read.Outcome]) -> dict[str, Document]:
        """Return the documents to be read, each as it came from the first of its places: a page's URL may be one."""
        found: dict[str, Document] = {}
        for one in group:
            if isinstance(one, Document):
                found[one.id] = min(found.get(one.id, one), one, key=_place)
        return {key: fresh for key, one in found.items() if (fresh := self._to_read(one)) is not None}

    def _to_read(self, document: Document) -> Document | None:
        places = [replace(document, origin=origin) for origin in self.ledger.origins(document.id)]
        first = min([*places, document], key=_place)
        known = not self.again and self.ledger.read_alike(document.id, self.model.version, self.reading)
        return None if known and any(_place(one) == _place(first) for one in places) else first

    def _statements(self, pairs: Sequence[tuple[Document, Article]]) -> dict[str, Extracted]:
        twins = {} if self.again else {a.id: self.ledger.twin(a, self.model.version) for _, a in pairs}
        copied = [Extracted(d, a, _moved(t, a)) for d, a in pairs if (t := twins.get(a.id)) is not None]
        rest = [(d, a) for d, a in pairs if twins.get(a.id) is None]
        return {one.document.id: one for one in [*copied, *_extracted(rest, self.model)]}

    def _write_one(
        self, one: read.Outcome, cleaned: dict[str, tuple[Document, Article] | Failure], found: dict[str, Extracted]
    ) -> Iterator[Stored | Known | Failure]:
        if isinstance(one, Failure):
            yield one
        elif isinstance(one, read.Unchanged):
            yield Known(one.origin)
        elif isinstance(one, read.Fetched):
            self.ledger.remember_validators(one.origin, one.validators.etag, one.validators.last_modified)
        elif (extracted := found.pop(one.id, None)) is not None:
            self.ledger.add(one, extracted.article, extracted.statements, self.id)
            yield Stored(one.origin, one.id, len(extracted.statements), extracted.article.not_extracted)
        elif isinstance(failure := cleaned.get(one.id), Failure):
            yield replace(failure, origin=one.origin)
        else:
            yield Known(one.origin, one.id, self.ledger.add_origin(one))


def _place(document: Document) -> tuple[bool, str]:
    """Order the places that the same bytes came from: URLs by the alphabet, then all files alike."""
    web = document.origin.startswith(("http://", "https://"))
    return not web, document.origin if web else ""


def _seen(ledger: Ledger) -> read.Seen:
    def seen(url: str) -> read.Validators | None:
        known = ledger.validators(url)
        return read.Validators(*known) if known else None

    return seen


def _cleaned(one: Document | Failure, settings: Settings) -> tuple[Document, Article] | Failure:
    if isinstance(one, Failure):
        return one
    try:
        return one, clean.article(one, plain=settings.plain)
    except InputError as error:
        return Failure(error.origin, error.reason)
    except Exception as error:  # noqa: BLE001 - a page that upsets a parser must not end a run of thousands
        return Failure(
            one.origin, f"it can't be cleaned ({type(error).__name__}: {str(error)[:100]!r}): report it to us"
        )


def _extracted(pairs: Sequence[tuple[Document, Article]], model: AttributionModel) -> list[Extracted]:
    some = _grouped(pairs, len(pairs), lambda pair: len(pair[1].text), READ_TOGETHER)
    return [one for group in some for one in _read_together(group, model)]


def _read_together(pairs: Sequence[tuple[Document, Article]], model: AttributionModel) -> list[Extracted]:
    notes = annotate([article for _, article in pairs], model)
    return [
        Extracted(document, article, _statements(article, note, model))
        for (document, article), note in zip(pairs, notes, strict=True)
    ]


def _statements(article: Article, notes: Annotations, model: AttributionModel) -> tuple[Statement, ...]:
    found = statements(article, notes, model)
    return resolve(article, found, notes.names(), notes.references()) if found else ()


def _moved(rows: Sequence[Statement], article: Article) -> tuple[Statement, ...]:
    """Return another article's statements as this one's, whose text is the same."""
    ids = {row.id: statement_id(article.id, row.source, row.cue, row.content) for row in rows}
    return tuple(
        replace(row, id=ids[row.id], article_id=article.id, parent=ids[row.parent] if row.parent else None)
        for row in rows
    )


def _grouped(items: Iterable[Item], size: int, weight: Callable[[Item], int], most: int) -> Iterator[list[Item]]:
    """Yield the items in groups of at most `size`, closed earlier where they weigh `most`."""
    group: list[Item] = []
    total = 0
    for item in items:
        group.append(item)
        total += weight(item)
        if len(group) == size or total >= most:
            yield group
            group, total = [], 0
    if group:
        yield group


def _bytes(one: object) -> int:
    return len(one.content) if isinstance(one, Document) else 0
