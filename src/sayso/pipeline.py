"""The order of the stages, and nothing else: read -> clean -> annotate -> extract -> resolve -> store.

extract             inputs -> what was found in each, kept nowhere
read_into           inputs -> rows of a ledger, and what became of each input
read_outcomes_into  the same for what was received already
write_into          the same for what somebody else reads: other processes, say
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import BinaryIO

from sayso import clean, read
from sayso.annotate import Annotator
from sayso.config import DEFAULTS, VERSION, Settings
from sayso.errors import InputError
from sayso.extract import statements
from sayso.identity import statement_id
from sayso.in_time import Heard, TookTooLongError
from sayso.in_turn import in_turn
from sayso.keeping import Extracted, Known, LateRun, Ledger, Reading, Stored, Twin, Unread, is_web
from sayso.model.encoder import Annotations, AttributionModel
from sayso.records import Article, Document, Failure, ModelVersion, Statement
from sayso.resolve import resolve
from sayso.revisits import found_again, set_aside

GROUP_BYTES = 8_000_000
"""Bytes of the documents that are stored together, and of those read ahead of them, the last one's excess aside: memory
stays flat, whatever comes."""

AHEAD_CHARACTERS = 400_000
"""Characters of the articles that are read ahead, the last one's excess aside: 64 articles of middling length."""


Event = Stored | Known | Failure | read.PassedOver
"""What became of an input."""


def extract(
    inputs: Sequence[str], model: AttributionModel, settings: Settings = DEFAULTS, *, stdin: BinaryIO | None = None
) -> Iterator[Extracted | Failure]:
    """Yield what stands in each input, in order; a bad input is a `Failure` and the rest goes on."""
    outcomes = (o for o in read.documents(inputs, settings, stdin=stdin) if isinstance(o, Document | Failure))
    yield from extract_documents(outcomes, model, settings)


def extract_documents(
    outcomes: Iterable[Document | Failure], model: AttributionModel, settings: Settings = DEFAULTS
) -> Iterator[Extracted | Failure]:
    """Yield what stands in each document, in order; failures pass through in their places.

    While the model reads, the documents after are cleaned: some more are taken up than were yielded.
    """
    with reading(model, settings) as one:
        yield from extract_by(one, outcomes)


def extract_by(reading: Reading, outcomes: Iterable[Document | Failure]) -> Iterator[Extracted | Failure]:
    """Yield the same, as `reading` gives it."""

    def begin(one: Document | Failure) -> object:
        return one if isinstance(one, Failure) else reading.begin(one)

    def finish(begun: object) -> Extracted | Failure:
        return begun if isinstance(begun, Failure) else reading.finish(begun)

    yield from in_turn(map(begin, outcomes), finish, reading.is_enough)


@contextmanager
def reading(model: AttributionModel, settings: Settings = DEFAULTS) -> Iterator[Reading]:
    """Read documents in this process, as long as the context is open."""
    with Annotator(model) as annotator:
        yield _Reading(annotator, model, settings)


def read_into(
    ledger: Ledger,
    inputs: Sequence[str],
    model: AttributionModel,
    settings: Settings = DEFAULTS,
    *,
    again: bool = False,
    stdin: BinaryIO | None = None,
    now: Callable[[], str] = read.now,
    watch: read.Watch | None = None,
) -> Iterator[Event]:
    """Read the inputs into the ledger, yielding what became of each once it is safely written.

    A document that this model has read in the same way before is not read again, unless `again`. One whose text another
    document brought already takes that one's statements. While the model reads, the inputs after are read and cleaned.
    The revisits of web archives come last, when all that they may be the same as is in the ledger.
    """
    seen = seen_in(ledger, model.version, settings_json(settings), again=again)
    outcomes = read.documents(inputs, settings, seen=seen, stdin=stdin, watch=watch)
    yield from read_outcomes_into(ledger, outcomes, model, settings, again=again, now=now)


def read_outcomes_into(
    ledger: Ledger,
    outcomes: Iterator[read.Outcome],
    model: AttributionModel,
    settings: Settings = DEFAULTS,
    *,
    again: bool = False,
    now: Callable[[], str] = read.now,
    written: Callable[[Document], None] = lambda _: None,
) -> Iterator[Event]:
    """Read into the ledger what was received elsewhere, as `read_into` does.

    `written` is called for each document in the transaction that writes it, or where else it came from: what it writes
    is there if, and only if, the document is.
    """
    with reading(model, settings) as one:
        how = settings_json(settings)
        yield from write_into(ledger, outcomes, one, how, settings, again=again, now=now, written=written)


def write_into(
    ledger: Ledger,
    outcomes: Iterator[read.Outcome],
    reading: Reading,
    how: str,
    settings: Settings = DEFAULTS,
    *,
    again: bool = False,
    now: Callable[[], str] = read.now,
    written: Callable[[Document], None] = lambda _: None,
) -> Iterator[Event]:
    """Write what `reading` finds in documents into the ledger, and yield what became of each; `how` is for the run."""
    ledger.refuse_if_read_only()
    late = LateRun(ledger, reading.version, how, now())
    try:
        run = _Run(ledger, how, late, again, reading, settings.batch_articles, written)
        revisits: list[read.Revisited] = []
        yield from run.through(set_aside(outcomes, revisits))
        revisits.sort(key=lambda one: (one.origin, one.fetched))  # shards give them in the order of their names
        yield from replace(run, again=False).through(found_again(ledger, revisits))
    finally:
        late.end(now())


def settings_json(settings: Settings) -> str:
    """Return what decides how a document is read, beside the model: a row names it, and a change reads anew."""
    how = {"plain": settings.plain, "max_characters": settings.max_characters, "max_lines": settings.max_lines}
    # Another device may score a little otherwise.
    device = {} if settings.device == DEFAULTS.device else {"device": settings.device}
    return json.dumps({"sayso": VERSION, **how, **device}, sort_keys=True)


@dataclass(frozen=True, slots=True)
class _Begun:
    """A cleaned document whose windows the model reads."""

    document: Document
    article: Article
    notes: Annotations
    spent: float
    """Seconds that cleaning it took."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """From documents to statements, begun ahead and finished in turn."""

    annotator: Annotator
    model: AttributionModel
    settings: Settings
    by_groups: bool = True

    @property
    def version(self) -> ModelVersion:
        return self.model.version

    def begin(self, document: Document, twin: Twin | None = None) -> _Begun | Extracted | Failure:
        """Clean a document, and have the model begin to read it, unless its text has a twin."""
        start = time.monotonic()
        article = _cleaned(document, self.settings)
        if isinstance(article, Failure):
            return article
        spent = time.monotonic() - start
        found = twin(article) if twin else None
        if found is not None:
            return Extracted(document, article, _moved(found, article))
        return _Begun(document, article, self.annotator.annotate(article), spent)

    def finish(self, begun: object) -> Extracted | Failure:
        """Return what was found, once the model has read all of it."""
        if isinstance(begun, Extracted | Failure):
            return begun
        assert isinstance(begun, _Begun)  # noqa: S101 - for the type checker: begin gives nothing else
        heard = Heard(begun.notes.anchors, time.monotonic() + self.settings.max_seconds - begun.spent)
        try:
            found = statements(begun.article, replace(begun.notes, anchors=heard), self.model)
            heard.check()
        except TookTooLongError:
            given_up = f"reading it took more than {self.settings.max_seconds:g} seconds, and was given up"
            return Failure(begun.document.origin, f"{given_up} (setting max_seconds)")
        except Exception as error:  # a page that upsets a stage must not end a run of thousands
            if heard.failed:
                raise
            return _upset(begun.document, "its statements can't be told apart", error)
        names, references = (begun.notes.names(), begun.notes.references()) if found else ((), ())
        try:
            found = resolve(begun.article, found, names, references) if found else found
        except Exception as error:  # noqa: BLE001 - same
            return _upset(begun.document, "its speakers can't be told", error)
        return Extracted(begun.document, begun.article, found)

    def is_enough(self, waiting: Sequence[object]) -> bool:
        """Return whether so much is begun that the first of it is to be finished before more is."""
        return (
            self.annotator.is_full
            or len(waiting) >= self.settings.batch_articles
            or sum(map(_bytes, waiting)) >= GROUP_BYTES
            or sum(len(one.article.text) for one in waiting if isinstance(one, _Begun)) >= AHEAD_CHARACTERS
        )


@dataclass(frozen=True, slots=True)
class _Taken:
    """An outcome that was taken up, and where it is a document that has to be read, that.

    `in_doubt` says that the same document was on its way already: what becomes of this one depends on what is written.
    """

    outcome: read.Outcome
    begun: object = None
    in_doubt: bool = False


@dataclass(frozen=True, slots=True)
class _Read:
    """The same, read."""

    outcome: read.Outcome
    found: Extracted | Failure | None
    in_doubt: bool


@dataclass(frozen=True, slots=True)
class _Run:
    ledger: Ledger
    how: str
    late: LateRun
    again: bool
    reading: Reading
    group_size: int
    written: Callable[[Document], None]
    on_the_way: Counter[str] = field(default_factory=Counter)
    """How often each document was taken up and is not written yet."""
    group: list[int] = field(default_factory=list)
    """The bytes of each outcome that was taken up and is not written yet."""
    unread: Unread = field(default_factory=Unread)

    def through(self, outcomes: Iterator[read.Outcome]) -> Iterator[Event]:
        """Read and write all outcomes, yielding what became of each."""
        finished = in_turn(map(self.begin, outcomes), self.finish, self.is_enough)
        for group in _grouped(finished, self.group_size):
            yield from self.write(group)

    def begin(self, one: read.Outcome) -> _Taken:
        """Begin to read a document, unless it is known or on its way."""
        self.group.append(_bytes(one))
        if not isinstance(one, Document):
            return _Taken(one)
        self.on_the_way[one.id] += 1
        if self.on_the_way[one.id] > 1:
            return _Taken(one, in_doubt=True)
        fresh = self._to_read(one)
        return _Taken(one, None if fresh is None else self._begun(fresh))

    def finish(self, taken: _Taken) -> _Read:
        """Wait for what the model reads."""
        found = None if taken.begun is None else self.reading.finish(taken.begun)
        return _Read(taken.outcome, found, taken.in_doubt)

    def is_enough(self, waiting: Sequence[_Taken]) -> bool:
        """Return whether so much is begun that the first of it is to be finished before more is.

        A whole group is, where things are read by groups.
        """
        whole = len(self.group) >= self.group_size or sum(self.group) >= GROUP_BYTES
        begun = [one.begun or one.outcome for one in waiting]
        return (whole and self.reading.by_groups) or self.reading.is_enough(begun)

    def write(self, group: Sequence[_Read]) -> list[Event]:
        """Write a group in one transaction; a document that comes twice in it is the second time another origin."""
        places: dict[str, list[_Read]] = {}
        for one in group:
            if isinstance(one.outcome, Document):
                places.setdefault(one.outcome.id, []).append(one)
        found = {key: self._settled(alike) for key, alike in places.items()}
        with self.ledger.writing():
            events = [event for one in group for event in self._write_one(one.outcome, found)]
        del self.group[: len(group)]
        for key, alike in places.items():
            self.on_the_way[key] -= len(alike)
        for key in [key for key in places if not self.on_the_way[key]]:
            del self.on_the_way[key]
        return events

    def _settled(self, alike: Sequence[_Read]) -> Extracted | Failure | None:
        """Return what is to be written of a document, given all its places in a group: a page's URL may be one.

        Where that could not be told when it was taken up, it is read now.
        """
        if len(alike) == 1 and not alike[0].in_doubt:
            return alike[0].found
        documents = [one.outcome for one in alike if isinstance(one.outcome, Document)]
        fresh = self._to_read(min(documents, key=lambda one: _place(one.origin)))
        if fresh is None:
            return None
        ready = (one.found for one in alike if isinstance(one.found, Extracted) and one.found.document == fresh)
        return next(ready, None) or self.reading.finish(self._begun(fresh))

    def _to_read(self, document: Document) -> Document | None:
        """Return the document as it came from the first of its places, or None where it was read so before."""
        charsets = dict(self.ledger.places(document.id))
        first = min([document.origin, *charsets], key=_place)
        known = not self.again and self.ledger.read_alike(document.id, self.reading.version, self.how)
        if known and any(_place(one) == _place(first) for one in charsets):
            return None
        return document if first == document.origin else replace(document, origin=first, charset=charsets[first])

    def _begun(self, document: Document) -> object:
        """Begin to read a document; one with the text of another in the ledger takes that one's statements."""
        return self.reading.begin(document, None if self.again else self._twin)

    def _twin(self, article: Article) -> tuple[Statement, ...] | None:
        return self.ledger.twin(article, self.reading.version, self.how)

    def _write_one(self, one: read.Outcome, found: dict[str, Extracted | Failure | None]) -> Iterator[Event]:
        if isinstance(one, Failure | read.PassedOver):
            yield one
        elif isinstance(one, read.Unchanged):
            self.unread.note(one.origin, failed=False)
            yield Known(one.origin)
        elif isinstance(one, read.Fetched):
            if not self.unread.is_of(one.origin):
                self.ledger.remember_validators(one.origin, one.validators.etag, one.validators.last_modified)
        elif isinstance(one, Document):  # a revisit was set aside before, and comes as the document that it is
            self.unread.note(one.origin, failed=isinstance(found[one.id], Failure))
            yield self._write_document(one, found)

    def _write_document(self, one: Document, found: dict[str, Extracted | Failure | None]) -> Event:
        read_now = found[one.id]
        if isinstance(read_now, Failure):
            return replace(read_now, origin=one.origin)
        if read_now is None:
            new = self.ledger.add_origin(one)
            self.written(one)
            return Known(one.origin, one.id, new)
        found[one.id] = None
        self.ledger.add(one, read_now.article, read_now.statements, self.late.id)
        self.ledger.remember_charset(read_now.document)
        self.written(one)
        return Stored(one.origin, one.id, len(read_now.statements), read_now.article.not_extracted)


def _place(origin: str) -> tuple[bool, str]:
    """Order the places that the same bytes came from: URLs by the alphabet, then all files alike."""
    web = is_web(origin)
    return not web, origin if web else ""


def seen_in(
    ledger: Ledger, model: ModelVersion | None = None, how: str = "", *, again: bool = False
) -> read.Seen | None:
    """Return what asks a ledger for what a server said of a URL, or None where all is to be read again.

    Given a model and its settings, nothing is known of a URL whose documents were read otherwise: they are to be read.
    """

    def seen(url: str) -> read.Validators | None:
        known = ledger.validators(url)
        if known is None or (model is not None and not ledger.place_read_alike(url, model, how)):
            return None
        return read.Validators(*known)

    return None if again else seen


def _cleaned(one: Document, settings: Settings) -> Article | Failure:
    try:
        return clean.article(one, settings)
    except InputError as error:
        return Failure(error.origin, error.reason)
    except Exception as error:  # noqa: BLE001 - a page that upsets a parser must not end a run of thousands
        return _upset(one, "it can't be cleaned", error)


def _upset(document: Document, what: str, error: Exception) -> Failure:
    """Return what is said of a page that a stage could not take: a mistake of ours."""
    return Failure(document.origin, f"{what} ({type(error).__name__}: {str(error)[:100]!r}): report it to us")


def _moved(rows: Sequence[Statement], article: Article) -> tuple[Statement, ...]:
    """Return another article's statements as this one's, whose text is the same."""
    ids = {row.id: statement_id(article.id, row.source, row.cue, row.content) for row in rows}
    return tuple(
        replace(row, id=ids[row.id], article_id=article.id, parent=ids[row.parent] if row.parent else None)
        for row in rows
    )


def _grouped(items: Iterable[_Read], size: int) -> Iterator[list[_Read]]:
    """Yield the items in groups of at most `size`, closed earlier where their documents weigh enough."""
    group: list[_Read] = []
    total = 0
    for item in items:
        group.append(item)
        total += _bytes(item.outcome)
        if len(group) == size or total >= GROUP_BYTES:
            yield group
            group, total = [], 0
    if group:
        yield group


def _bytes(one: object) -> int:
    document = one.document if isinstance(one, _Begun | Extracted) else one
    return len(document.content) if isinstance(document, Document) else 0
