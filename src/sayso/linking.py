"""The links of a ledger's articles, looked for some articles at a time: the pipeline's part after the store.

link_waiting    every article whose links were not looked for yet -> rows of the ledger, and what was found

Each pair is compared once, when the later of the two is linked, and from the two alone: the links do not depend on the
order of arrival (docs/design/2026-11-27-linking.md).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import Protocol

from sayso.errors import NotLinked, SaysoError
from sayso.flat import flat_row
from sayso.keeping import LateRun, RunLedger
from sayso.link.actors import local_actors
from sayso.link.actors.stored import to_json
from sayso.link.agency_credits import Agencies
from sayso.link.article_copies import compare_articles
from sayso.link.article_keys import article_keys
from sayso.link.candidates import LEAST_OVERLAP, Keys, are_close, near_days, overlap, statement_keys
from sayso.link.relations import METHOD, Pair, PairScorer, denial_in_the_same_words, denies, relations
from sayso.link.sides import Side
from sayso.link.statement_copies import statement_copy
from sayso.link.statement_copy_keys import statement_copy_keys
from sayso.link.taken_up import denials_of_the_statement_before
from sayso.link.terms import terms
from sayso.link_records import ArticleCopy, Link
from sayso.records import Article, Page, StatementRow
from sayso.resolve.carriers import carriers
from sayso.resolve.states import states

AT_ONCE = 20
"""Articles asked for together."""

AHEAD = 3
"""Articles whose pairs wait for the networks while those of the next one are looked for."""

COMPARED_BESIDE = 2
"""Articles that are compared at once: while one is compared word by word, the networks read the other's pairs."""

COMPARED_AT_ONCE = 50
"""Articles that are in memory at once while one is compared with all that share a key with it."""

MOST_TRIES = 5
"""Times that an article is tried with which the process ended: one may be anybody's doing, five are its own."""

ENDED = f"it was tried {MOST_TRIES} times, and the last time the process ended while its links were looked for"
"""Why an article is given up that was begun so often and never finished: it takes all memory, say."""

MOST_FAILED = 100
"""Articles that may fail before linking stops: where so many do, it is not the articles."""


@dataclass(frozen=True, slots=True)
class Linked:
    """An article whose links were looked for."""

    article_id: str
    copies: int
    links: tuple[str, ...]
    """The kind of each."""


class LinkLedger(RunLedger, Protocol):
    """What linking asks of a store."""

    def writing(self) -> AbstractContextManager[None]:
        """Make one transaction of several writes."""
        ...

    def waiting(self, method: str, limit: int) -> Sequence[tuple[str, int]]:
        """Return (article, tries) whose links were not looked for by this method, those tried least first."""
        ...

    def begin_linking(self, articles: Sequence[str], method: str) -> None:
        """Count a try of each article that waits."""
        ...

    def give_back_linking(self, articles: Sequence[str], method: str) -> None:
        """Take a try back of each that still waits."""
        ...

    def give_up_linking(self, article_id: str, method: str, reason: str) -> bool:
        """Have an article wait no more, and not be found; return whether it waited."""
        ...

    def set_apart(self, method: str) -> None:
        """Have articles not be found that were tried and wait."""
        ...

    def has_keys(self, article_id: str) -> bool:
        """Return whether an article can be found."""
        ...

    def pages_of(self, articles: Sequence[str]) -> Sequence[Page]:
        """Return articles with their statements, in the order asked for; those that are gone are left out."""
        ...

    def contents(self, statements: Sequence[str]) -> Mapping[str, str]:
        """Return the words of statements' contents by id."""
        ...

    def statement_rows(self, statements: Sequence[str]) -> Sequence[StatementRow]:
        """Return statements, in the order asked for."""
        ...

    def sharing_articles(self, keys: Iterable[int], article_id: str) -> Sequence[str]:
        """Return the other articles that have one of the keys."""
        ...

    def sharing_statements(self, keys: Iterable[int], days: tuple[str, str] | None) -> Iterable[tuple[int, str]]:
        """Return (key, statement) of the statements that have one of the keys."""
        ...

    def put_keys(self, article: Article, of_article: Iterable[int], of_statements: Mapping[str, Iterable[int]]) -> None:
        """Write what an article and its statements are looked up by."""
        ...

    def put_local_actors(self, article_id: str, records: Mapping[str, str]) -> None:
        """Write an article's actors in the place of those it had."""
        ...

    def drop_links(self, article_id: str) -> None:
        """Take away an article's links."""
        ...

    def add_links(
        self, article_id: str, method: str, links: Sequence[Link], copies: Sequence[ArticleCopy], run_id: str
    ) -> None:
        """Write an article's links beside those it has, and that they were looked for."""
        ...

    def leave_unlinked(self, article: Article) -> None:
        """Take away what an article is found by."""
        ...


def method_of(scorer: PairScorer) -> str:
    """Return what links are looked for by: another version looks anew."""
    return f"{METHOD}, {scorer.version.name} {scorer.version.version}"


def link_waiting(
    ledger: LinkLedger, scorer: PairScorer, now: Callable[[], str], failed: dict[str, str] | None = None
) -> Generator[Linked, None, None]:
    """Look for the links of all articles that wait, and yield each once it is safely written.

    An article that can't be linked by an error of ours is passed over; NotLinked names it once the others are linked.
    So it names one with which the process ended time and again: tries are counted before they are made. One that was
    left so is found by nobody, and linked after all others, alone. Who stops, and goes on, gives the same `failed`.
    """
    method = method_of(scorer)
    run = LateRun(ledger, scorer.version, method, now())
    failed = {} if failed is None else failed
    try:
        ledger.set_apart(method)
        while some := _waiting(ledger, method, failed):
            yield from _link_some(ledger, some, scorer, run, failed)
    finally:
        run.end(now())
    if failed:
        given_up = {one: why for one, why in failed.items() if why == ENDED}
        raise NotLinked({one: why for one, why in failed.items() if one not in given_up}, given_up)


def _waiting(ledger: LinkLedger, method: str, failed: Mapping[str, str]) -> Sequence[tuple[str, int]]:
    """Return (article, tries) that wait and did not fail; those that failed are still among the first that wait."""
    if len(failed) >= MOST_FAILED:
        return ()
    waiting = ledger.waiting(method, AT_ONCE + len(failed))
    return [one for one in waiting if one[0] not in failed][:AT_ONCE]


def _link_some(
    ledger: LinkLedger, some: Sequence[tuple[str, int]], scorer: PairScorer, run: LateRun, failed: dict[str, str]
) -> Iterator[Linked]:
    """Link those that were not tried yet; where there are none, the first of the others alone, or give it up."""
    method, (first, tries) = method_of(scorer), some[0]
    if fresh := [one for one, before in some if not before]:
        with _counted(ledger, fresh, method):
            yield from _link_each(ledger, fresh, scorer, run, failed)
    elif tries < MOST_TRIES:
        yield from _link_alone(ledger, first, scorer, run, failed)
    elif ledger.give_up_linking(first, method, ENDED):
        failed[first] = ENDED


@contextmanager
def _counted(ledger: LinkLedger, articles: Sequence[str], method: str) -> Iterator[None]:
    """Count a try of each article before it is made, and take back those that came to nothing by no fault of theirs."""
    ledger.begin_linking(articles, method)
    try:
        yield
    except MemoryError:  # it may be theirs
        raise
    except BaseException:  # somebody stopped it, or the ledger is full
        with suppress(SaysoError):
            ledger.give_back_linking(articles, method)
        raise
    ledger.give_back_linking(articles, method)


def _link_alone(
    ledger: LinkLedger, article: str, scorer: PairScorer, run: LateRun, failed: dict[str, str]
) -> Iterator[Linked]:
    """Link an article with which the process may have ended, and is to take no other with it.

    In one transaction: nobody finds it before its own links are there. So others wait with their writes this time.
    """
    with _counted(ledger, [article], method_of(scorer)), ThreadPoolExecutor(1) as other:
        with ledger.writing():
            begun = list(_begin(ledger, article, scorer, other, failed))
            done = [linked for one in begun for linked in _end(ledger, one, scorer, run, failed)]
        yield from done


def _link_each(
    ledger: LinkLedger, articles: Iterable[str], scorer: PairScorer, run: LateRun, failed: dict[str, str]
) -> Iterator[Linked]:
    """Link the articles, in order, and write into `failed` why one could not be.

    While the networks read one article's pairs, those of the next ones are looked for. All that the ledger does, it
    does in this thread, and nobody else has to wait with a write of his own while a network reads. Who is stopped
    between an article's keys and its links links it again: whoever was compared with it in between found the same.
    """
    with ThreadPoolExecutor(COMPARED_BESIDE) as other:
        try:
            begun = deque[_Begun]()
            for article in articles:
                begun.extend(_begin(ledger, article, scorer, other, failed))
                while len(begun) > AHEAD:
                    yield from _end(ledger, begun.popleft(), scorer, run, failed)
            for one in begun:
                yield from _end(ledger, one, scorer, run, failed)
        except BaseException:
            other.shutdown(wait=False, cancel_futures=True)  # who is stopped reads no more pairs
            raise


@contextmanager
def _passing_over(ledger: LinkLedger, page: Page, failed: dict[str, str]) -> Iterator[None]:
    """Write into `failed` why the page could not be linked, by an error of ours; nobody is compared with it then."""
    try:
        yield
    except (SaysoError, MemoryError):  # it is so for the others too: a ledger that is full, no weights
        raise
    except Exception as error:  # noqa: BLE001 - one article must not keep all others from being linked
        failed[page.article.id] = f"{page.document.name}, {type(error).__name__}: {error}"
        ledger.leave_unlinked(page.article)


@dataclass(frozen=True, slots=True)
class _Begun:
    """An article whose keys are written, and whose pairs are being read."""

    page: Page
    has_keys: bool
    copies: Sequence[ArticleCopy]
    links: Future[list[Link]]


def _begin(
    ledger: LinkLedger, article: str, scorer: PairScorer, other: Executor, failed: dict[str, str]
) -> Iterator[_Begun]:
    """Write what an article is found by, and look for whom it is compared with; yield nothing where it is gone.

    All in one transaction that writes first: of two processes that link, one finds the other's article. The links that
    it had go here and not when the new ones come, among which others may have written theirs.
    """
    with ledger.writing():
        ledger.drop_links(article)
        for page in ledger.pages_of([article]):
            with _passing_over(ledger, page, failed):
                sides, keys = _sides(page)
                actors = {one.id: to_json(one) for one in local_actors(page, states())}
                of_statements = {one: (*found.near, *found.ever) for one, found in keys.items()}
                of_article = article_keys(page.article)
                ledger.put_keys(page.article, of_article, of_statements)
                ledger.put_local_actors(article, actors)
                has_keys = bool(of_article) or any(of_statements.values())
                copies = list(_copies(ledger, page.article))
                pairs = [*_pairs_within(sides, keys), *_pairs_across(ledger, sides, keys)]
                yield _Begun(page, has_keys, copies, other.submit(_links, pairs, sides, scorer))


def _end(
    ledger: LinkLedger, begun: _Begun, scorer: PairScorer, run: LateRun, failed: dict[str, str]
) -> Iterator[Linked]:
    """Write what was found, and yield it; a page read anew, corrected or set apart meanwhile goes on waiting."""
    page, links, written = begun.page, list[Link](), False
    article = page.article.id
    with _passing_over(ledger, page, failed):
        links = begun.links.result()
        with ledger.writing():
            is_found = not begun.has_keys or ledger.has_keys(article)
            written = is_found and list(ledger.pages_of([article])) == [page]
            if written:
                ledger.add_links(article, method_of(scorer), links, begun.copies, run.id if links else "")
    if written:
        yield Linked(page.article.id, len(begun.copies), tuple(link.kind.value for link in links))


def _copies(ledger: LinkLedger, article: Article) -> Iterator[ArticleCopy]:
    others = ledger.sharing_articles(article_keys(article), article.id)
    for start in range(0, len(others), COMPARED_AT_ONCE):
        for page in ledger.pages_of(others[start : start + COMPARED_AT_ONCE]):
            copy = compare_articles(article, page.article, agencies())
            if copy is not None:
                yield copy


@cache
def agencies() -> Agencies:
    """Return the news agencies that a copy may be credited to: those that chains know."""
    table = carriers()
    names = [name for name, kind in table.kinds.items() if kind == "agency"]
    spelt = {name.lower(): name for name in names}
    return Agencies({name: spelt.get(table.usual.get(name, name), name) for name in names})


def links_within(page: Page, scorer: PairScorer) -> list[Link]:
    """Return the links between the statements of one page."""
    sides, keys = _sides(page)
    return _links(_pairs_within(sides, keys), sides, scorer)


def _sides(page: Page) -> tuple[list[Side], dict[str, Keys]]:
    sides = [Side(flat_row(page, statement)) for statement in page.statements]
    return sides, {side.row.id: statement_keys(side, statement_copy_keys(side.row)) for side in sides}


def _links(pairs: Iterable[tuple[Side, Side]], sides: Sequence[Side], scorer: PairScorer) -> list[Link]:
    """Return the links of the pairs and those within the article, each once.

    The network and the place may both say that one statement denies another: then the surer of the two is kept, the
    network's where they are as sure.
    """
    found: dict[str, Link] = {}
    for link in _found(pairs, sides, scorer):
        if link.id not in found or link.score > found[link.id].score:
            found[link.id] = link
    return list(found.values())


def _found(pairs: Iterable[tuple[Side, Side]], sides: Sequence[Side], scorer: PairScorer) -> Iterator[Link]:
    to_score = []
    for pair in (Pair.of(*sides) for sides in pairs):
        found = in_the_same_words(pair)
        if found is not None:
            yield found
        elif are_close(pair.later, pair.earlier):
            to_score.append(pair)
    yield from relations(to_score, scorer)
    yield from denials_of_the_statement_before(sides)


def in_the_same_words(pair: Pair) -> Link | None:
    """Return the link of two in the same words: a copy, or where one of them denies what the other says, a denial."""
    one, other = pair.later.row, pair.earlier.row
    copy = statement_copy(one, other)
    if copy is None or denies(one) == denies(other):
        return copy
    return denial_in_the_same_words(pair, copy.score)


def _pairs_within(sides: Sequence[Side], keys: Mapping[str, Keys]) -> Iterator[tuple[Side, Side]]:
    """Yield the pairs of one article's statements that are to be compared."""
    for one, other in combinations(sides, 2):
        mine, others = keys[one.row.id], keys[other.row.id]
        close = not mine.near.isdisjoint(others.near) and are_close(one, other)
        if (close or not mine.words.isdisjoint(others.words)) and not one.overlaps(other):
            yield one, other


def _pairs_across(ledger: LinkLedger, sides: Sequence[Side], keys: Mapping[str, Keys]) -> Iterator[tuple[Side, Side]]:
    """Yield each statement of an article with those of the ledger that are to be compared with it."""
    own = {side.row.id: side for side in sides}
    in_words, sharing = set[tuple[str, str]](), set[tuple[str, str]]()
    for one, other, key in _sharing(ledger, sides, keys):
        if other not in own:
            (in_words if key in keys[one].words else sharing).add((one, other))
    sharing -= in_words
    contents = {one: terms(text) for one, text in ledger.contents(sorted({other for _, other in sharing})).items()}
    close = {pair for pair in sharing if overlap(own[pair[0]].terms, contents[pair[1]]) >= LEAST_OVERLAP}
    compared = sorted(close | in_words)
    rows = {row.id: Side(row) for row in ledger.statement_rows(sorted({other for _, other in compared}))}
    yield from ((own[one], rows[other]) for one, other in compared)


def _sharing(ledger: LinkLedger, sides: Sequence[Side], keys: Mapping[str, Keys]) -> Iterator[tuple[str, str, int]]:
    """Yield (statement of the article, statement of the ledger, key that both have)."""
    if not sides:
        return
    for kind, days in (("near", near_days(sides[0])), ("ever", None)):
        having: dict[int, list[str]] = {}
        for one, found in keys.items():
            for key in getattr(found, kind):
                having.setdefault(key, []).append(one)
        for key, other in ledger.sharing_statements(having, days):
            yield from ((one, other, key) for one in having[key])
