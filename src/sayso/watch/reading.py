"""Reading items: each page is fetched, read by the pipeline, and done with in the very transaction that keeps it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from http import HTTPStatus

from sayso import pipeline
from sayso.config import Settings
from sayso.errors import InputError, LedgerError
from sayso.feed_records import FeedItem
from sayso.model.encoder import AttributionModel
from sayso.read import Outcome, PassedOver
from sayso.read.feeds import Entry, entry_document
from sayso.read.inputs import page_documents
from sayso.read.outcomes import Unchanged, stamp
from sayso.read.web import StatusError, Web
from sayso.records import Document, Failure
from sayso.store import Store
from sayso.watch.clock import Clock, Stopped
from sayso.watch.events import Event, ItemPutOff
from sayso.watch.items import entry_of, is_fetched
from sayso.watch.polling import Polling
from sayso.watch.schedule import MOST_TRIES, next_try, seconds_asked

TOGETHER = 8
"""Items that are written together: while the model reads the first, the next are fetched."""

PASSING = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS})
"""Client errors that may be gone in a while; the others stay."""

ENDED = f"it was tried {MOST_TRIES} times, and the last time the process ended while it was read"
"""Why a page is given up that was begun as often as any is, and never finished: it takes all memory, say."""

UNWRITTEN = "it was fetched and not written"
"""Why a page is put off, and in the end given up, that an error of ours left behind."""

Tell = Callable[[Event], None]


class ItemReader:
    """Reads items of feeds into the ledger.

    Tries are counted before they are made, so that an item that ends the process, time and again, is given up. One that
    came to nothing by no fault of its page counts once with the next, or is given back where the watcher ends.
    """

    def __init__(
        self, store: Store, web: Web, model: AttributionModel, settings: Settings, clock: Clock, polling: Polling
    ) -> None:
        self._store, self._web, self._model, self._clock, self._polling = store, web, model, clock, polling
        self._settings = replace(settings, batch_articles=TOGETHER)
        self._begun = set[str]()  # items that were counted, and may still wait

    def read(self, items: Sequence[FeedItem], tell: Tell) -> None:
        """Read the items, as many as there is time for until the watcher is asked to end.

        Each item that was begun is then done with, or put off. One that was tried before is read after the others, and
        alone: it may have ended the process, and is to take no other with it.
        """
        some = sorted((self._as_before(item) for item in items), key=lambda item: item.tries)
        self._read_together([item for item in some if not item.tries], tell)
        for item in some:
            if item.tries >= MOST_TRIES:
                self.give_up(item, ENDED)
                tell(Failure(item.key, ENDED))
            elif item.tries:
                self._read_together([item], tell)

    def give_back(self) -> None:
        """Have what was begun and left not count as tried. Where that can't be written, it counts once too often."""
        if self._begun:
            with suppress(LedgerError):
                self._store.give_back_items(list(self._begun))
            self._begun.clear()

    def now(self) -> str:
        """Return the present moment as the ledger has it."""
        return stamp(self._clock.now())

    def fetched(self, item: FeedItem, entry: Entry, tell: Tell) -> Iterator[Outcome]:
        """Yield what an item's page gives, or what is read in its place."""
        assert entry.link is not None  # noqa: S101 - for the type checker: is_fetched has said so
        try:
            page = self._web.fetch(entry.link)
        except InputError as error:
            yield from self._not_had(item, entry, error, tell)
            return
        if isinstance(page, Unchanged):
            self._store.item_done(item.key, self.now())
            yield page
            return
        for outcome in page_documents(page, self._settings, self._clock.now):
            if isinstance(outcome, Failure):
                yield from self.given_up(item, entry, outcome.reason)
            else:
                yield outcome

    def given_up(self, item: FeedItem, entry: Entry, reason: str) -> Iterator[Outcome]:
        """Yield why an item's page is not read, and where the feed has a summary of it, that in its place."""
        if entry.text:
            yield Failure(item.key, f"{reason}; its summary in the feed is read in its place")
            yield entry_document(entry, item.feed, self.now())
        else:
            self._store.item_done(item.key, self.now(), reason)
            yield Failure(item.key, reason)

    def put_off(self, item: FeedItem, reason: str, tell: Tell, retry_after: str | None = None) -> None:
        """Write when an item is to be tried again."""
        now = self._clock.now()
        then = stamp(next_try(item.tries + 1, now, seconds_asked(retry_after, now)))
        self._store.put_off_item(item.key, stamp(now), then, reason)
        self._begun.discard(item.key)
        tell(ItemPutOff(item.key, reason, then))

    def is_stopped(self) -> bool:
        """Return whether the watcher was asked to end."""
        return self._clock.stopped

    def done(self, key: str) -> None:
        """Write that an item was read."""
        self._store.item_done(key, self.now())

    def give_up(self, item: FeedItem, reason: str) -> None:
        """Write that an item can't be read."""
        self._store.item_done(item.key, self.now(), reason)

    def _as_before(self, item: FeedItem) -> FeedItem:
        """Return an item without a try that was begun here and left."""
        return replace(item, tries=item.tries - 1) if item.key in self._begun else item

    def _read_together(self, items: Sequence[FeedItem], tell: Tell) -> None:
        if not items or self._clock.stopped:
            return
        self._begin(items)
        some = _Some(self, tell)
        events = pipeline.read_outcomes_into(
            self._store,
            some.outcomes(items),
            self._model,
            self._settings,
            now=self.now,
            written=some.written,
        )
        for event in events:
            if not isinstance(event, PassedOver):  # it is told of web archives alone
                some.heard(event)
                tell(event)
        some.put_off_the_rest()
        if not self._clock.stopped:  # or some were not come to
            self._begun.difference_update(item.key for item in items)

    def _begin(self, items: Sequence[FeedItem]) -> None:
        """Count a try of each item, unless the last one counted came to nothing here."""
        new = [item.key for item in items if item.key not in self._begun]
        self._store.begin_items(new, self.now())
        self._begun.update(new)

    def _not_had(self, item: FeedItem, entry: Entry, error: InputError, tell: Tell) -> Iterator[Outcome]:
        status = error.status if isinstance(error, StatusError) else None
        stays = status is not None and 400 <= status < 500 and status not in PASSING
        if stays or item.tries + 1 >= MOST_TRIES:
            yield from self.given_up(item, entry, error.reason)
            return
        self.put_off(item, error.reason, tell, error.retry_after if isinstance(error, StatusError) else None)
        self._polling.rest_host(item.key, error)


class _Some:
    """Items that are read in one call of the pipeline, and which documents are whose."""

    def __init__(self, reader: ItemReader, tell: Tell) -> None:
        self._reader, self._tell = reader, tell
        self._of_document: dict[str, set[str]] = defaultdict(set)
        self._of_origin: dict[str, list[FeedItem]] = defaultdict(list)
        self._open: dict[str, FeedItem] = {}
        self._told: Counter[str] = Counter()
        """Failures that were settled here, by their origin: those heard beyond them are the pipeline's."""

    def outcomes(self, items: Sequence[FeedItem]) -> Iterator[Outcome]:
        try:
            for item in items:
                if self._reader.is_stopped():
                    return
                yield from self._noted(item)
        except Stopped:  # the item at hand stays due
            return

    def _noted(self, item: FeedItem) -> Iterator[Outcome]:
        for outcome in self._of(item):
            if isinstance(outcome, Document):
                self._of_document[outcome.id].add(item.key)
                self._of_origin[outcome.origin].append(item)
                self._open[item.key] = item
            elif isinstance(outcome, Failure):
                self._told[outcome.origin] += 1
            yield outcome

    def _of(self, item: FeedItem) -> Iterator[Outcome]:
        entry = entry_of(item)
        if is_fetched(entry):
            return self._reader.fetched(item, entry, self._tell)
        return iter([entry_document(entry, item.feed, self._reader.now())])

    def written(self, document: Document) -> None:
        """Have the items done with in the transaction that writes their document."""
        for key in self._of_document[document.id]:
            self._reader.done(key)
            self._open.pop(key, None)

    def heard(self, event: object) -> None:
        """Give up an item whose document can't be read: the first that is open of those that led to it."""
        if not isinstance(event, Failure):
            return
        if self._told[event.origin]:
            self._told[event.origin] -= 1
            return
        item = next((one for one in self._of_origin.get(event.origin, ()) if one.key in self._open), None)
        if item is not None:
            del self._open[item.key]
            self._reader.give_up(item, event.reason)

    def put_off_the_rest(self) -> None:
        """Put off what was begun and not finished, which nothing but a fault of ours leaves behind."""
        for item in self._open.values():
            if item.tries + 1 >= MOST_TRIES:
                self._reader.give_up(item, UNWRITTEN)
            else:
                self._reader.put_off(item, UNWRITTEN, self._tell)
