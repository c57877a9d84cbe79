"""The ledger: one object to write to and to ask.

What holds, always:

- A document, its article and its statements are written together or not at all. Ctrl-C keeps what was finished.
- One process writes at a time; the others get LedgerBusy. Any number may read meanwhile.
- The same documents give the same rows, in whatever order they arrive; only runs, fetch times and how often actors
  changed differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sqlalchemy import Connection, Engine

from sayso.days import day_range
from sayso.link_records import ArticleCopy, Link, LinkKind
from sayso.records import Article, Document, ModelVersion, Page, Statement, StatementRow
from sayso.store import comparison, documents, links, reader, readings, settling, writer
from sayso.store.actor_ledger import ActorLedger
from sayso.store.connection import spoken
from sayso.store.feed_ledger import FeedLedger
from sayso.store.filters import StatementFilter
from sayso.store.judging_ledger import JudgingLedger
from sayso.store.news_ledger import NewsLedger
from sayso.store.places import Place
from sayso.store.reader import Counts, Run
from sayso.store.saved_ledger import SavedLedger
from sayso.store.search_ledger import SearchLedger


class Store(ActorLedger, FeedLedger, JudgingLedger, NewsLedger, SavedLedger, SearchLedger):
    """A ledger in a SQLite file or a PostgreSQL database. Open it with `Store.open`; `with` closes it at the end.

    Every method may raise LedgerBusy, LedgerFull, ReadOnlyLedger or LedgerError; each says what would be right.
    """

    def __init__(self, engine: Engine, path: Place) -> None:
        super().__init__(engine, path)
        self._owed: list[tuple[Sequence[str], str]] = []
        """(articles, method) whose tries are to be given back, and could not be while the ledger was busy."""

    # --- writing ------------------------------------------------------------------------------------------------------

    def refuse_if_read_only(self) -> None:
        """Raise ReadOnlyLedger where nothing may be written."""
        with self._write() as db:
            writer.write_nothing(db)

    def start_run(self, model: ModelVersion, settings_json: str, started: str) -> str:
        """Write that a run begins, and return its id. `started` is ISO 8601 in UTC."""
        with self._write() as db:
            return writer.start_run(db, model, settings_json, started)

    def end_run(self, run_id: str, ended: str) -> bool:
        """Write that a run ended. One that no row names leaves no trace: then the answer is False."""
        with self._write() as db:
            return writer.end_run(db, run_id, ended)

    def add(self, document: Document, article: Article, statements: Sequence[Statement], run_id: str) -> bool:
        """Write a document with what was read from it, in the place of what was read before; return whether it is new.

        Raises ValueError where the article is another document's, or a statement another article's.
        """
        if article.document_id != document.id or any(one.article_id != article.id for one in statements):
            raise ValueError(f"article {article.id} and its statements are not of document {document.id}")
        with self._write() as db:
            new = writer.put_document(db, document)
            writer.replace_article(db, article, statements, run_id)
            settling.settle_documents(db, [document.sha256])
        return new

    def add_origin(self, document: Document) -> bool:
        """Write where a known document also came from; return whether that is news."""
        with self._write() as db:
            return writer.put_origin(db, document)

    def remember_charset(self, document: Document) -> None:
        """Keep by which charset a document is read as it came from its place, where it is known from there."""
        with self._write() as db:
            documents.put_charset(db, document)

    def remember_validators(self, url: str, etag: str | None, last_modified: str | None) -> None:
        """Keep what a server gave for the next conditional GET."""
        with self._write() as db:
            writer.put_validators(db, url, etag, last_modified)

    def put_keys(self, article: Article, of_article: Iterable[int], of_statements: Mapping[str, Iterable[int]]) -> None:
        """Write what an article and its statements are looked up by when links are looked for.

        One that is dated to a month, a year or an interval is looked up as one without a date (`link.candidates`).
        """
        date = article.published
        first, last = (day_range(date.value) if date else None) or ("", "")
        with self._write() as db:
            links.replace_keys(db, article.id, first if first == last else "", of_article, of_statements)

    def drop_links(self, article_id: str) -> None:
        """Take away an article's links, which are looked for anew."""
        with self._write() as db:
            links.drop_links(db, article_id)

    def add_links(
        self, article_id: str, method: str, found: Sequence[Link], copies: Sequence[ArticleCopy], run_id: str
    ) -> None:
        """Write an article's links beside those it has, and that they were looked for by this method."""
        with self._write() as db:
            links.add_links(db, article_id, method, found, copies, run_id)
            settling.settle_linked(db, article_id)

    def leave_unlinked(self, article: Article) -> None:
        """Take away what an article is found by, which could not be linked; the links that people gave it hold."""
        with self._write() as db:
            links.replace_keys(db, article.id, "", (), {})
            settling.settle_linked(db, article.id)

    def begin_linking(self, articles: Sequence[str], method: str) -> None:
        """Count that articles are linked, before they are: one that ends the process is not tried for ever."""
        with self._write() as db:
            self._give_back_owed(db)
            links.begin(db, articles, method)
        self._owed.clear()

    def give_back_linking(self, articles: Sequence[str], method: str) -> None:
        """Write that those of the articles that still wait were not tried after all; where it can't be, do so later."""
        self._owed.append((articles, method))
        with self._write() as db:
            self._give_back_owed(db)
        self._owed.clear()

    def _give_back_owed(self, db: Connection) -> None:
        for articles, method in self._owed:
            links.give_back(db, articles, method)

    def give_up_linking(self, article_id: str, method: str, reason: str) -> bool:
        """Leave an article without links until it is read anew or another method comes; return whether it waited."""
        with self._write() as db:
            waited = links.give_up(db, article_id, method, reason)
            if waited:
                settling.settle_linked(db, article_id)
        return waited

    def set_apart(self, method: str) -> None:
        """Take away what articles are found by that were begun and left: in others' pairs they might end it again.

        Whoever is linking one of them now finds that it `has_keys` no more, and has it go on waiting.
        """
        with self._read() as db:
            found = links.begun_and_left(db, method)
        if found:
            with self._write() as db:
                for one in links.begun_and_left(db, method):  # some may have been linked meanwhile
                    links.replace_keys(db, one, "", (), {})

    def put_links(
        self, article_id: str, method: str, found: Sequence[Link], copies: Sequence[ArticleCopy], run_id: str
    ) -> None:
        """Write an article's links in the place of those it had."""
        with self._write() as db:
            links.drop_links(db, article_id)
            links.add_links(db, article_id, method, found, copies, run_id)
            settling.settle_linked(db, article_id)

    # --- asking -------------------------------------------------------------------------------------------------------

    def known_document(self, document_id: str) -> bool:
        """Return whether the ledger holds the document."""
        with self._read() as db:
            return documents.known_document(db, document_id)

    def read_alike(self, document_id: str, model: ModelVersion, settings_json: str) -> bool:
        """Return whether the document was read by this model under these settings, as `start_run` was given them."""
        with self._read() as db:
            return readings.read_alike(db, document_id, model, settings_json)

    def place_read_alike(self, origin: str, model: ModelVersion, settings_json: str) -> bool:
        """Return whether all documents from a place were read so; where none came from there, all that there are.

        None comes from the address of a feed or of a table: nothing says which of those that are there are its own.
        """
        with self._read() as db:
            return readings.place_read_alike(db, origin, model, settings_json)

    def extracted(self, article: Article, model: ModelVersion, settings_json: str) -> bool:
        """Return whether this very article, with these line roles, was read by this model under these settings."""
        with self._read() as db:
            return readings.extracted(db, article, model, settings_json)

    def twin(self, article: Article, model: ModelVersion, settings_json: str) -> tuple[Statement, ...] | None:
        """Return what was read so from another page of the same text and roles (its ids are that page's), or None."""
        with self._read() as db:
            return readings.twin(db, article, model, settings_json)

    def validators(self, url: str) -> tuple[str | None, str | None] | None:
        """Return (ETag, Last-Modified) as the server gave them last, or None."""
        with self._read() as db:
            return reader.validators(db, url)

    def statements(self, wanted: StatementFilter | None = None) -> Iterator[StatementRow]:
        """Yield statements, newest page first, in the text's order; read from the file as they are asked for.

        They are those committed when the first is asked for: not those of an open batch. Raises UsageError, at the
        first, for a filter that can't be meant.
        """
        with spoken(self.path), self._engine.connect() as db:
            yield from reader.statement_rows(db, wanted or StatementFilter())

    def articles(
        self,
        *,
        outlet: str | None = None,
        since: str | None = None,
        until: str | None = None,
        search: str | None = None,
        nodes: bool = False,
    ) -> Iterator[Page]:
        """Yield pages whole, without the documents' bytes, and without the DOM map unless `nodes`; order as above."""
        with spoken(self.path), self._engine.connect() as db:
            yield from reader.pages(db, outlet, since, until, search, nodes)

    def statement(self, given: str) -> StatementRow:
        """Return a statement by its id or the beginning of it; UsageError where none or several have it."""
        with self._read() as db:
            return reader.statement_row(db, given)

    def article(self, given: str) -> Page:
        """Return a page by the document's name or the beginning of the article's or document's id; else UsageError."""
        with self._read() as db:
            return reader.page(db, given)

    def compared(self, other: Store, *, after_reading: bool = True) -> Iterator[comparison.Difference]:
        """Yield in what two ledgers differ by content: not in runs, times of fetching and what follows from the rest.

        `after_reading` says whether links, actors and judgements count, which come after reading.
        """
        with (
            spoken(self.path),
            self._engine.connect() as here,
            spoken(other.path),
            other._engine.connect() as there,
        ):
            sides = (here, self.path), (there, other.path)
            yield from comparison.compared(*sides, after_reading=after_reading)

    def document_bytes(self, document_id: str) -> bytes:
        """Return a document's bytes as they were received; UsageError where there is no such document."""
        with self._read() as db:
            return documents.document_bytes(db, document_id)

    def origins(self, document_id: str) -> tuple[str, ...]:
        """Return every place that a document came from."""
        with self._read() as db:
            return tuple(origin for origin, _ in documents.places(db, document_id))

    def places(self, document_id: str) -> tuple[tuple[str, str | None], ...]:
        """Return (origin, charset) of every place that a document came from."""
        with self._read() as db:
            return documents.places(db, document_id)

    def articles_at(self, addresses: Sequence[str]) -> Sequence[tuple[str, str, str | None]]:
        """Return (address, article, language) of the articles that have one of the addresses, or came from there."""
        with self._read() as db:
            return reader.articles_at(db, addresses)

    def document(self, document_id: str) -> Document | None:
        """Return a document with its bytes, as it came from the first of its places, or None."""
        with self._read() as db:
            return documents.document(db, document_id)

    def documents_from(self, origin: str, name: str) -> tuple[tuple[str, str], ...]:
        """Return (id, when fetched) of the documents that came from a place under a name, in order."""
        with self._read() as db:
            return documents.documents_from(db, origin, name)

    def counts(self) -> Counts:
        """Return how much the ledger holds."""
        with self._read() as db:
            return reader.counts(db)

    def model_runs(self) -> tuple[Run, ...]:
        """Return the runs that wrote to the ledger, oldest first."""
        with self._read() as db:
            return reader.runs(db)

    def latest_run(self) -> Run | None:
        """Return the run that began last, with nothing counted; None in an empty ledger."""
        with self._read() as db:
            return reader.latest_run(db)

    def runs_of_statements(self, statements: Sequence[str]) -> Mapping[str, str]:
        """Return statement -> the run that wrote it."""
        with self._read() as db:
            return reader.runs_of_statements(db, statements)

    def run_of_article(self, article_id: str) -> str | None:
        """Return the run that wrote an article, or None where there is no such article."""
        with self._read() as db:
            return reader.run_of_article(db, article_id)

    def waiting(self, method: str, limit: int) -> Sequence[tuple[str, int]]:
        """Return (article, how often that was begun and never ended) whose links were not looked for by this method.

        Those that were begun least often come first, and of these the earliest.
        """
        with self._read() as db:
            return links.waiting(db, method, limit)

    def count_waiting(self, method: str) -> int:
        """Return how many there are."""
        with self._read() as db:
            return links.count_waiting(db, method)

    def has_keys(self, article_id: str) -> bool:
        """Return whether an article or one of its statements is looked up by anything."""
        with self._read() as db:
            return links.has_keys(db, article_id)

    def pages_of(self, articles: Sequence[str]) -> Sequence[Page]:
        """Return articles with their statements, without DOM maps, in the order asked for."""
        with self._read() as db:
            return reader.pages_of(db, articles)

    def contents(self, statements: Sequence[str]) -> Mapping[str, str]:
        """Return the words of statements' contents by id."""
        with self._read() as db:
            return links.contents(db, statements)

    def statement_rows(self, statements: Sequence[str]) -> Sequence[StatementRow]:
        """Return statements, in the order asked for."""
        with self._read() as db:
            return reader.rows_of(db, statements)

    def sharing_articles(self, keys: Iterable[int], article_id: str) -> Sequence[str]:
        """Return the other articles that have one of the keys."""
        with self._read() as db:
            return links.sharing_articles(db, keys, article_id)

    def sharing_statements(self, keys: Iterable[int], days: tuple[str, str] | None) -> Sequence[tuple[int, str]]:
        """Return (key, statement) of the statements of pages of those days, or of none, that have one of the keys."""
        with self._read() as db:
            return list(links.sharing_statements(db, keys, days))

    def links_of(self, statements: Sequence[str]) -> Sequence[Link]:
        """Return the links that begin or end at one of the statements, by id."""
        with self._read() as db:
            return links.links_of(db, statements)

    def links(self, kinds: Sequence[LinkKind] = tuple(LinkKind)) -> Iterator[Link]:
        """Yield all links of the kinds, by id."""
        with spoken(self.path), self._engine.connect() as db:
            yield from links.links(db, kinds)

    def link_changes(self) -> int:
        """Return a number that is another one once a link came, went or changed."""
        with self._read() as db:
            return links.changes(db)

    def copies_of(self, articles: Sequence[str]) -> Sequence[ArticleCopy]:
        """Return the copies that begin or end at one of the articles, by id."""
        with self._read() as db:
            return links.copies_of(db, articles)
