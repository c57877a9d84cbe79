"""What follows from a ledger's links: a statement's claim and its trace, and matters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Protocol

from sayso.link.agency_credits import Agencies
from sayso.link.matters import Matter, MatterSummary, by_time, matters, summary
from sayso.link.origins import text_origins
from sayso.link.trace import Trace, trace
from sayso.link_records import ArticleCopy, Link, LinkKind
from sayso.records import Page, StatementRow

CLAIM = (LinkKind.COPY, LinkKind.PARAPHRASE)
"""Links that hold one claim together."""

ANSWERS = (LinkKind.DENIAL, LinkKind.REPLY)

MOST = 2_000
"""Statements of a claim that are followed: a slogan of a year may be longer, and its trace no longer be read."""


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link with both its statements."""

    link: Link
    from_row: StatementRow
    to_row: StatementRow


class LinkedLedger(Protocol):
    """What is asked of a store."""

    def statement(self, given: str) -> StatementRow:
        """Return a statement by the beginning of its id."""
        ...

    def statement_rows(self, statements: Sequence[str]) -> Sequence[StatementRow]:
        """Return statements, in the order asked for."""
        ...

    def links_of(self, statements: Sequence[str]) -> Sequence[Link]:
        """Return the links that begin or end at one of the statements."""
        ...

    def links(self, kinds: Sequence[LinkKind] = ...) -> Iterator[Link]:
        """Yield all links of the kinds."""
        ...

    def pages_of(self, articles: Sequence[str]) -> Sequence[Page]:
        """Return articles with their statements, in the order asked for."""
        ...

    def link_changes(self) -> int:
        """Return a number that is another one once a link came, went or changed."""
        ...

    def copies_of(self, articles: Sequence[str]) -> Sequence[ArticleCopy]:
        """Return the copies that begin or end at one of the articles."""
        ...


def trace_of(ledger: LinkedLedger, given: str, agencies: Agencies) -> Trace:
    """Return the trace of the claim that a statement makes; `agencies` are those whom articles may credit."""
    asked = ledger.statement(given)
    claim, answers = _claim(ledger, asked.id)
    rows = {row.id: row for row in ledger.statement_rows(sorted(claim | {link.from_id for link in answers}))}
    said = [rows[one] for one in sorted(claim) if one in rows]
    copies = ledger.copies_of(sorted({row.article_id for row in said}))
    told = [(link, rows[link.from_id]) for link in answers if link.from_id in rows]
    sharing = sorted({end for copy in copies for end in (copy.from_id, copy.to_id)})
    texts = text_origins([page.article for page in ledger.pages_of(sharing)], copies, agencies)
    return trace(asked, said, copies, told, texts)


def link_rows(ledger: LinkedLedger, links: Iterable[Link]) -> Iterator[LinkRow]:
    """Yield links with their statements, those that are still there."""
    found = list(links)
    ids = sorted({end for link in found for end in (link.from_id, link.to_id)})
    rows = {row.id: row for row in ledger.statement_rows(ids)}
    for link in found:
        if link.from_id in rows and link.to_id in rows:
            yield LinkRow(link, rows[link.from_id], rows[link.to_id])


@dataclass(frozen=True, slots=True)
class KnownMatters:
    """All matters, the largest first, as they follow from the links when these had changed so often."""

    changes: int
    matters: Sequence[Matter]
    by_id: Mapping[str, Matter]
    of: Mapping[str, Matter]
    """Statement -> the matter that it is in."""


class MatterCache:
    """The matters as they were last worked out: anew only where a link came, went or changed. Threads may share it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._known: KnownMatters | None = None

    def at(self, ledger: LinkedLedger) -> KnownMatters:
        """Return the matters of the ledger's links as they are now."""
        with self._lock:
            changes = ledger.link_changes()  # before they are read: what comes in meanwhile makes it another number
            if self._known is None or self._known.changes != changes:
                found = matters(ledger.links())
                of = {one: matter for matter in found for one in matter.statements}
                self._known = KnownMatters(changes, found, {matter.id: matter for matter in found}, of)
            return self._known


def matters_of(ledger: LinkedLedger, known: KnownMatters, limit: int) -> list[MatterSummary]:
    """Return the largest matters."""
    chosen = known.matters[:limit]
    rows = {row.id: row for row in ledger.statement_rows([one for matter in chosen for one in matter.statements])}
    return [summary(matter, rows) for matter in chosen]


def matter_of(
    ledger: LinkedLedger, known: KnownMatters, given: str
) -> tuple[MatterSummary, list[StatementRow], list[Link]] | None:
    """Return a matter by its id or that of a statement in it, its statements, the earliest first, and their links."""
    found = known.by_id.get(given) or known.of.get(given)
    if found is None:
        return None
    rows = {row.id: row for row in ledger.statement_rows(found.statements)}
    inside = [link for link in ledger.links_of(found.statements) if link.from_id in rows and link.to_id in rows]
    return summary(found, rows), by_time(rows.values()), inside


def matter_names(ledger: LinkedLedger, known: KnownMatters) -> dict[str, str]:
    """Return for each statement of a matter the matter's name: the content of its most central statement."""
    every = sorted(matter.central for matter in known.matters)
    central = {row.id: row.content_text for row in ledger.statement_rows(every)}
    return {one: central[matter.central] for one, matter in known.of.items() if matter.central in central}


def _claim(ledger: LinkedLedger, statement: str) -> tuple[set[str], list[Link]]:
    """Return the statements of one claim, and the denials of them and replies to them."""
    claim, new, answers = {statement}, {statement}, dict[str, Link]()
    while new and len(claim) <= MOST:
        found = ledger.links_of(sorted(new))
        answers |= {link.id: link for link in found if link.kind in ANSWERS}
        ends = {end for link in found if link.kind in CLAIM for end in (link.from_id, link.to_id)}
        new = ends - claim
        claim |= new
    return claim, [link for _, link in sorted(answers.items()) if link.to_id in claim and link.from_id not in claim]
