"""What a program uses: a ledger to read into and to ask, and `extract` without any ledger."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, BinaryIO, Self

from sayso import actor_views, ego_views, export, link_views, linking, pipeline
from sayso.config import DEFAULTS, Settings
from sayso.ego_views import EgoNetwork
from sayso.engine import choosing
from sayso.errors import NotLinked, UsageError
from sayso.export.extract_object import extract_object
from sayso.feed_records import FeedState
from sayso.flat import flat_row
from sayso.judging_library import Judging
from sayso.keeping import Extracted
from sayso.link.actors import Actor, ActorJudgement, Proposal
from sayso.link.matters import MatterSummary
from sayso.link.networks import Network
from sayso.link.relations import PairScorer
from sayso.link.trace import Trace
from sayso.link_records import Link, LinkKind
from sayso.link_views import LinkRow, MatterCache
from sayso.linking import Linked
from sayso.model.encoder import AttributionModel
from sayso.page_views import PageQuestions
from sayso.read import PassedOver, Watch, make_document, now
from sayso.read.feed_lists import feeds_of, seconds_of
from sayso.records import Failure, ModelVersion, Page, StatementRow
from sayso.searched import SearchedLedger, at_least_one, known_fields, link_kinds
from sayso.store import Counts, StatementFilter, Store
from sayso.store.filters import least_confidence
from sayso.store.news import Mark, News
from sayso.store.places import Place
from sayso.summaries import Event, LinkSummary, Summary, WatchSummary
from sayso.watch.clock import Clock, SystemClock
from sayso.watch.events import Event as Watched
from sayso.watch.schedule import Pace
from sayso.whole_files import write_whole

if TYPE_CHECKING:
    from types import TracebackType

    import pyarrow  # type: ignore[import-untyped] # it comes without annotations

ACROSS_ARTICLES = ("dna", "ftm")
"""Formats whose actors are those of all articles."""

Inputs = Sequence[str | os.PathLike[str]]


class Ledger(SearchedLedger, Judging, PageQuestions):
    """A ledger, in a file or a database: read into it, ask it for statements. A context manager."""

    def __init__(self, store: Store, settings: Settings = DEFAULTS, model: AttributionModel | None = None) -> None:
        super().__init__(store)
        self._settings = settings
        self._model = model
        self._is_given = model is not None
        self._matters = MatterCache()

    @property
    def path(self) -> Place:
        """Return where the ledger is: its file, or the database on a server (as text: its address, no password)."""
        return self._store.path

    def version(self) -> str:
        """Return a text that is another one once anything in the ledger has changed, whoever changed it."""
        return self._store.version()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the file back."""
        self._store.close()

    def read(
        self,
        inputs: str | os.PathLike[str] | Inputs,
        *,
        again: bool = False,
        processes: int = 1,
        stdin: BinaryIO | None = None,
        on_event: Callable[[Event], None] | None = None,
        watch: Watch | None = None,
    ) -> Summary:
        """Read files, folders, feeds, tables, web archives, URLs and folders of shards, and return what became of them.

        A bad input is counted in `failures` and the rest goes on. `again` extracts anew what is known already;
        `processes` read beside this one where there are several, and 0 has them chosen: a program that asks for them
        has its own code below `if __name__ == "__main__":`. `on_event` is called for each input once it is safely
        written, `watch` with how far a web archive is read. Raises UsageError for processes where the ledger was given
        a model of its own.
        """
        summary = Summary()
        if processes != 1 and self._is_given:
            raise UsageError("A model that stands in for the shipped one reads in this process: leave processes at 1.")
        for event in choosing.read_into(
            self._store,
            _inputs(inputs),
            self._settings,
            self._loaded,
            processes=processes,
            again=again,
            stdin=stdin,
            watch=watch,
        ):
            summary.add(event)
            if on_event is not None and not isinstance(event, PassedOver):
                on_event(event)
        return summary

    def watch(
        self,
        feeds: str | Inputs,
        *,
        every: str = "30m",
        seed: int = 0,
        once: bool = False,
        clock: Clock | None = None,
        on_event: Callable[[Watched], None] | None = None,
    ) -> WatchSummary:
        """Ask feeds again and again, read their new items and link them, until the clock is stopped; or `once`.

        `feeds` are OPML files, TOML files and addresses; `every` is the time between two polls of a feed that has none
        of its own, and `seed` decides by how much each is moved. Where it ends, the next call goes on.
        Raises UsageError for a list that can't be read. Where the ledger is indexed by meaning, so is what is new.
        """
        from sayso.watch.watcher import Reads, watch  # imported late: httpx takes 100 ms, and most runs stay local

        wanted, pace, summary = feeds_of(_inputs(feeds)), Pace(every=seconds_of(every), seed=seed), WatchSummary()

        def tell(event: Watched) -> None:
            summary.add(event)
            if on_event is not None:
                on_event(event)

        reads = Reads(self._loaded(), _scorer(), self._settings, self._embedder)
        watch(self._store, wanted, reads, clock or SystemClock(), pace=pace, once=once, tell=tell)
        return summary

    def feeds(self, feeds: str | Inputs) -> list[FeedState]:
        """Return how the polls of feeds went, as far as the ledger knows them; `feeds` as for `watch`."""
        return self._store.feeds([one.url for one in feeds_of(_inputs(feeds))])

    def _loaded(self) -> AttributionModel:
        if self._model is None:
            self._model = _model(self._settings)
        return self._model

    def statements(self, **wanted: Any) -> Iterator[StatementRow]:  # noqa: ANN401 - StatementFilter's fields
        """Yield the statements that all given fields of `sayso.store.StatementFilter` hold for.

        They are speaker, actor, addressee, act, target, target_actor, via, said_since, said_until, outlet, since,
        until, search, in_article, manner, min_confidence, nested, article_id, rejected, limit.
        """
        return self._store.statements(self._filter(wanted))

    def mark(self) -> Mark:
        """Return how far the ledger goes now, for `new_statements` and `new_links`."""
        return self._store.mark()

    def new_statements(self, after: Mark, *, limit: int = 20, **wanted: Any) -> News:  # noqa: ANN401 - as for statements
        """Return how many statements came after a mark, the latest of them, and the next mark."""
        return self._store.new_statements(after, self._filter(wanted), limit)

    def new_links(self, after: Mark, *, article: str | None = None, statements: Collection[str] = ()) -> News:
        """Return how many links came after a mark that touch the article's statements, or these."""
        return self._store.new_links(after, article=article, statements=statements)

    def statement(self, given: str) -> StatementRow:
        """Return the statement whose id begins so; UsageError unless there is exactly one."""
        return self._store.statement(given)

    def article(self, given: str) -> Page:
        """Return the page by the beginning of its id or by the document's name; UsageError unless there is one."""
        return self._store.article(given)

    def articles(self, **wanted: Any) -> Iterator[Page]:  # noqa: ANN401 - see Store.articles
        """Yield pages whole: outlet, since, until and search narrow them down; `nodes=True` adds their DOM maps."""
        known_fields(wanted, ["outlet", "since", "until", "search", "nodes"])
        return self._store.articles(**wanted)

    def counts(self) -> Counts:
        """Return how much the ledger holds."""
        return self._store.counts()

    def link(self, *, on_event: Callable[[Linked], None] | None = None) -> LinkSummary:
        """Look for the links of all articles that have none looked for yet; `on_event` is called for each.

        Who is who across articles is kept at the end, for those who can't write to the ledger.
        """
        found = LinkSummary()
        try:
            for event in linking.link_waiting(self._store, _scorer(), now):
                found.add(event)
                if on_event is not None:
                    on_event(event)
        except NotLinked:
            actor_views.keep_actors(self._store)
            raise
        actor_views.keep_actors(self._store)
        return found

    def count_unlinked(self) -> int:
        """Return how many articles' links were not looked for yet."""
        return self._store.count_waiting(linking.method_of(_scorer()))

    def links(self, *, kinds: Sequence[str] = (), min_score: float = 0.0, of: str | None = None) -> Iterator[LinkRow]:
        """Yield links with their statements: of some kinds, at least so sure, of one statement; else UsageError."""
        wanted, sure = link_kinds(kinds) or list(LinkKind), least_confidence(min_score)
        every = self._store.links_of([self._store.statement(of).id]) if of is not None else self._store.links(wanted)
        return link_views.link_rows(self._store, (x for x in every if x.kind in wanted and x.score >= sure))

    def trace(self, given: str) -> Trace:
        """Return the trace of the claim that a statement makes: its origins, reports, copies, and who denied it."""
        return link_views.trace_of(self._store, given, linking.agencies())

    def matters(self, limit: int = 20) -> list[MatterSummary]:
        """Return the largest matters, up to `limit`."""
        at_least_one(limit)
        return link_views.matters_of(self._store, self._matters.at(self._store), limit)

    def matter(self, given: str) -> tuple[MatterSummary, list[StatementRow], list[Link]] | None:
        """Return a matter by its id or a statement's in it, its statements, the earliest first, and their links.

        None where there is none.
        """
        return link_views.matter_of(self._store, self._matters.at(self._store), given)

    def links_among(self, article_id: str) -> list[LinkRow]:
        """Return the links that begin or end at a statement of an article, with both statements."""
        own = [row.id for row in self._store.statements(StatementFilter(article_id=article_id, rejected=True))]
        return list(link_views.link_rows(self._store, self._store.links_of(own)))

    def actors(self, name: str | None = None, limit: int | None = None) -> list[Actor]:
        """Return the actors across articles, those seen most first; `name` has words of one of their names.

        A name without any word is a UsageError.
        Only articles that were linked are looked at. They are worked out where anything changed, and kept.
        """
        at_least_one(limit)
        return actor_views.actors_named(self._store, name, limit)

    def actor(self, actor_id: str) -> Actor | None:
        """Return an actor across articles by its id, or None where there is none."""
        return actor_views.actor_of(self._store, actor_id)

    def actor_proposals(self) -> tuple[Proposal, ...]:
        """Return the merges of actors that are in doubt, and were not made."""
        return actor_views.proposals(self._store)

    def actor_judgements(self) -> tuple[ActorJudgement, ...]:
        """Return what people decided about actors, oldest first."""
        return actor_views.judgements_of(self._store)

    def judge_actors(self, judgements: Sequence[ActorJudgement]) -> int:
        """Add people's decisions on actors, kept for good; return how many were not known yet."""
        return self._store.put_actor_judgements(actor_views.stored_judgements(judgements))

    def network(
        self,
        *,
        period: str = "all",
        blocs: bool = False,
        nested: bool = False,
        unnamed: bool = False,
        **wanted: Any,  # noqa: ANN401 - as for statements
    ) -> Network:
        """Return the signed network of who acts towards whom, by period; copies count once."""
        rows = self.statements(**wanted)
        return actor_views.network_of(self._store, rows, period, blocs=blocs, nested=nested, unnamed=unnamed)

    def ego_network(
        self, actor_id: str, *, period: str = "all", since: str | None = None, until: str | None = None, most: int = 30
    ) -> EgoNetwork:
        """Return the signed network around a known actor: its `most` strongest ties, and those among the others."""
        return ego_views.ego_network(self._store, actor_id, period, since=since, until=until, most=most)

    def links_of_actor(
        self, actor_id: str, *, kinds: Sequence[str], to: bool, limit: int = 50
    ) -> tuple[list[LinkRow], int]:
        """Return links to (else from) what a known actor said, the latest first, and how many there are in all."""
        known = actor_views.known_id(self._store, actor_id)
        found, count = self._store.links_of_actor(known, link_kinds(kinds), to=to, limit=limit)
        return list(link_views.link_rows(self._store, found)), count

    def table(self, **wanted: Any) -> pyarrow.Table:  # noqa: ANN401 - as for statements
        """Return statements as an Arrow table: `.to_pandas()`, or `polars.from_arrow`. Needs the extra `arrow`."""
        from sayso.export.arrow_table import table

        return table(self.statements(**wanted))

    def export(
        self,
        name: str,
        file: str | os.PathLike[str] | BinaryIO,
        *,
        options: Mapping[str, Any] | None = None,
        **wanted: Any,  # noqa: ANN401 - StatementFilter's fields
    ) -> int:
        """Write statements in a format (`sayso.export.FORMATS`) and return how many; a file appears whole or not.

        `options` are the format's own: `{"spreadsheet": True}` for CSV. Formats that name actors and matters have those
        of all articles that were linked.
        """
        export.writer_of(name)  # an unknown format leaves no file behind
        rows: Iterable[StatementRow] = self.statements(**wanted)
        chosen = dict(options or {})
        if name in ACROSS_ARTICLES:
            rows = list(rows)
            chosen["actors"] = actor_views.actors_across(self._store, rows)
        if name == "dna":
            chosen["concepts"] = link_views.matter_names(self._store, self._matters.at(self._store))
        if not isinstance(file, str | os.PathLike):
            return export.write(name, rows, file, **chosen)
        return write_whole(export.file_at(file), lambda stream: export.write(name, rows, stream, **chosen))

    def report(
        self,
        file: str | os.PathLike[str] | BinaryIO,
        title: str = "Who said what",
        *,
        min_confidence: float | None = None,
    ) -> int:
        """Write every page with its statements marked to one HTML file or stream, and return how many pages."""
        from sayso.export.report import write_report

        where = export.file_at(file) if isinstance(file, str | os.PathLike) else file
        sure = _sure_from(min_confidence)
        return write_report(where, (_not_rejected(_only(page, sure)) for page in self.articles()), title)


def open_ledger(
    path: str | os.PathLike[str],
    *,
    read_only: bool = False,
    settings: Settings = DEFAULTS,
    model: AttributionModel | None = None,
) -> Ledger:
    """Open the ledger at `path`, a file or `postgresql://USER@HOST/DATABASE`; where there is none one is made.

    With `read_only` none is made, and nothing is written.

    `model` stands in for the shipped model. Raises NotALedger, NewerLedger, ReadOnlyLedger, LedgerBusy, LedgerError.
    """
    return Ledger(Store.open(path, read_only=read_only, create=not read_only), settings, model)


def extract(
    text: str, *, model: AttributionModel | None = None, min_confidence: float | None = None
) -> list[StatementRow]:
    """Return the statements of a clean text, every line of which is body, in its own characters; nothing is kept.

    Of statements with a confidence of .9, nine in ten are right; `min_confidence` leaves out those below.
    """
    sure = _sure_from(min_confidence)
    kept = text.replace("\ufeff", " ", 1) if text.startswith("\ufeff") else text  # a mark is not read: offsets stay
    document = make_document(
        content=kept.encode("utf-8", "replace"),
        name="text",
        origin="text",
        fetched=now(),
        media_type="text/plain",
        charset="utf-8",
    )
    model = model or _model(DEFAULTS)
    settings = replace(DEFAULTS, plain=True)
    return [
        flat_row(page, statement)
        for one in pipeline.extract_documents([document], model, settings)
        if not isinstance(one, Failure)  # a text without a word
        for page in [_only(_page(replace(one, article=replace(one.article, text=text)), model.version), sure)]
        for statement in page.statements
    ]


def extract_pages(
    inputs: str | os.PathLike[str] | Inputs,
    *,
    settings: Settings = DEFAULTS,
    model: AttributionModel | None = None,
    stdin: BinaryIO | None = None,
    min_confidence: float | None = None,
    processes: int = 1,
) -> Iterator[Page | Failure]:
    """Yield each input's page with its statements, those at least so sure, in order, and keep nothing.

    `processes` are as for `Ledger.read`.
    """
    sure = _sure_from(min_confidence)
    if processes != 1 and model is not None:
        raise UsageError("A model that stands in for the shipped one reads in this process: leave processes at 1.")
    for one, version in choosing.extract(
        _inputs(inputs), settings, lambda: model or _model(settings), processes=processes, stdin=stdin
    ):
        yield one if isinstance(one, Failure) else _only(_page(one, version), sure)


def as_object(page: Page, links: Sequence[Link] = ()) -> dict[str, Any]:
    """Return a page, with links between its statements, as `sayso extract` prints it."""
    return extract_object(page.document, page.article, page.statements, page.model, links)


def links_within(page: Page, *, scorer: PairScorer | None = None) -> list[Link]:
    """Return the links between the statements of one page; `scorer` is the shipped network if it is left out."""
    return linking.links_within(page, scorer or _scorer())


def _page(one: Extracted, model: ModelVersion) -> Page:
    return Page(one.document, one.article, one.statements, model)


def _sure_from(min_confidence: float | None) -> float:
    return 0.0 if min_confidence is None else least_confidence(min_confidence)


def _only(page: Page, sure: float) -> Page:
    """Return the page with the statements of at least that confidence; what is nested keeps its parent's id."""
    kept = tuple(one for one in page.statements if one.confidence >= sure)
    return page if len(kept) == len(page.statements) else replace(page, statements=kept)


def _not_rejected(page: Page) -> Page:
    return replace(page, statements=tuple(one for one in page.statements if one.verdict != "rejected"))


def _model(settings: Settings) -> AttributionModel:
    from sayso.model.onnx import load  # imported late: a program that only asks a ledger needs no model

    return load(settings)


def _scorer() -> PairScorer:
    from sayso.model.statement_pairs import load  # imported late: a program that only asks a ledger needs no model

    return load()


def _inputs(inputs: str | os.PathLike[str] | Inputs) -> list[str]:
    return [os.fspath(one) for one in ([inputs] if isinstance(inputs, str | os.PathLike) else inputs)]
