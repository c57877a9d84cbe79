"""The chain of custody of a claim: who said it, through whom, which outlets have it from one another, who denied it.

Two statements of one claim come from one origin where their articles share text, or where both have the speaker's words
through the same interview, agency, post or document. What is left apart was reported independently. Articles that share
text have it from the agency that they credit, else from the earliest of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sayso.days import day_range
from sayso.link.components import components
from sayso.link.earlier import compared, days_between
from sayso.link.origins import TextOrigin
from sayso.link.sides import folded
from sayso.link_records import ArticleCopy, Link
from sayso.records import StatementRow

NO_ORIGIN = frozenset({"translation"})
"""Kinds of chain links that say nothing about where the words were first heard."""


@dataclass(frozen=True, slots=True)
class Report:
    """A statement of the claim in an article, and the article that it has its text from, if that is held."""

    row: StatementRow
    copied_from: StatementRow | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """Reports that go back to one: `through` are the names they share, nearest the speaker first."""

    speaker: str
    through: tuple[str, ...]
    reports: tuple[Report, ...]
    """The earliest first, undated ones last; those of one page as they stand in it."""
    texts: tuple[TextOrigin, ...] = ()
    """Where those of its articles that share text have it from."""

    @property
    def first(self) -> StatementRow:
        """Return the earliest report held, an agency's own before those who have its text."""
        first = self.reports[0]
        return first.copied_from or first.row


@dataclass(frozen=True, slots=True)
class Trace:
    """A claim's origins, the earliest first, and the denials of it."""

    asked: StatementRow
    origins: tuple[Origin, ...]
    denials: tuple[tuple[Link, StatementRow], ...]
    replies: tuple[tuple[Link, StatementRow], ...]

    @property
    def earliest(self) -> StatementRow:
        """Return the earliest statement held."""
        return self.origins[0].first

    @property
    def reports(self) -> int:
        """Return how many statements of the claim are held, copies among them."""
        return sum(len(origin.reports) for origin in self.origins)

    @property
    def pages(self) -> int:
        """Return how many pages they stand on: one may make the claim in its headline, its deck and its text."""
        return len({report.row.article_id for origin in self.origins for report in origin.reports})


def trace(
    asked: StatementRow,
    claim: Iterable[StatementRow],
    copies: Sequence[ArticleCopy],
    answers: Iterable[tuple[Link, StatementRow]] = (),
    texts: Sequence[TextOrigin] = (),
) -> Trace:
    """Return the trace of the statements of one claim, of which `asked` is one.

    `copies` are those between their articles, `texts` where these have their text from; `answers` the denials and
    replies, each with the statement that makes it.
    """
    rows = {row.id: row for row in claim}
    groups = components(rows, _one_origin(list(rows.values()), copies, texts))
    sharing = _sharing(copies)
    found = (_origin([rows[one] for one in group], sharing, texts) for group in groups)
    origins = sorted(found, key=lambda origin: when(origin.first))
    by_kind: dict[str, list[tuple[Link, StatementRow]]] = {"denial": [], "reply": []}
    for link, row in sorted(answers, key=lambda pair: (when(pair[1]), pair[0].id)):
        by_kind[link.kind.value].append((link, row))
    return Trace(asked, tuple(origins), tuple(by_kind["denial"]), tuple(by_kind["reply"]))


def when(row: StatementRow) -> tuple[str, str]:
    """Return what statements are ordered by: the first day of their page, those without a date last; then the id."""
    found = day_range(row.published)
    return (found[0] if found else "9999-12-31", row.id)


def through(row: StatementRow) -> tuple[str, ...]:
    """Return the names that the speaker's words came through, nearest the speaker first."""
    return tuple(link.name for link in row.chain if link.kind not in NO_ORIGIN)


def _sharing(copies: Iterable[ArticleCopy]) -> Mapping[str, set[str]]:
    """Return for each article those that share text with it."""
    found: dict[str, set[str]] = {}
    for copy in copies:
        found.setdefault(copy.from_id, set()).add(copy.to_id)
        found.setdefault(copy.to_id, set()).add(copy.from_id)
    return found


def _one_origin(
    rows: Sequence[StatementRow], copies: Sequence[ArticleCopy], texts: Sequence[TextOrigin]
) -> list[tuple[str, str]]:
    """Return pairs of statements that have one origin.

    Two articles that have their text from a third are among them, whether or not the third has the claim itself.
    """
    of_article: dict[str, list[str]] = {}
    heard: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        of_article.setdefault(row.article_id, []).append(row.id)
        for name in through(row):
            heard.setdefault((folded(row.said_by), folded(name)), []).append(row.id)
    alike = [*of_article.values(), *heard.values()]
    alike += [of_article.get(copy.from_id, []) + of_article.get(copy.to_id, []) for copy in copies]
    alike += [[row for article in text.article_ids for row in of_article.get(article, [])] for text in texts]
    return [(group[0], other) for group in alike for other in group[1:]]


def _origin(rows: Sequence[StatementRow], sharing: Mapping[str, set[str]], texts: Sequence[TextOrigin]) -> Origin:
    ordered = _as_they_stand(rows)
    by_article = {row.article_id: row for row in reversed(ordered)}
    own = tuple(text for text in texts if not by_article.keys().isdisjoint(text.article_ids))
    sources = {row.id: _copied_from(row, by_article, sharing, own) for row in ordered}
    reports = tuple(Report(row, sources[row.id]) for row in ordered)
    named = [row for row in ordered if row.speaker] or ordered
    return Origin(named[0].said_by, _shared([through(row) for row in ordered]), reports, own)


def _as_they_stand(rows: Sequence[StatementRow]) -> list[StatementRow]:
    """Return statements by the dates of their pages, and those of one page in the order of its text."""
    page: dict[str, tuple[str, str]] = {}
    for row in sorted(rows, key=when):
        page.setdefault(row.article_id, when(row))
    return sorted(rows, key=lambda row: (page[row.article_id], [piece.start for piece in row.content[:1]], row.id))


def _copied_from(
    row: StatementRow,
    by_article: Mapping[str, StatementRow],
    sharing: Mapping[str, set[str]],
    texts: Sequence[TextOrigin],
) -> StatementRow | None:
    """Return the statement in the agency's own text, else the earliest before it in an article that shares text.

    A page is no copy of what the agency issued days later; a day's difference may be that of two clocks.
    """
    own = (one.article_id or "" for one in texts if one.agency and row.article_id in one.article_ids)
    issued = next((by_article[one] for one in own if one in by_article), None)
    if issued is not None and issued.article_id == row.article_id:
        return None
    if issued is not None and not _is_days_before(row, issued):
        return issued
    others = [by_article[one] for one in sharing.get(row.article_id, ()) if one in by_article]
    return min((one for one in others if _is_before(one, row)), key=when, default=None)


def _is_days_before(one: StatementRow, other: StatementRow) -> bool:
    return compared(one.published, other.published) < 0 and days_between(one.published, other.published) != 1


def _is_before(one: StatementRow, other: StatementRow) -> bool:
    """Return whether a page came before the other.

    Of a month and of a day in it that is not known, so neither is; of one date, and where one page has none, they stand
    in the order in which they are shown.
    """
    order = compared(one.published, other.published)
    if order:
        return order < 0
    is_told = one.published and other.published and one.published != other.published
    return not is_told and when(one) < when(other)


def _shared(chains: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the names that stand in the longest of the chains and in another, or all where there is one chain."""
    longest = max(chains, key=lambda chain: (len(chain), chain))
    others = [{folded(name) for name in chain} for chain in chains if chain is not longest]
    return tuple(name for name in longest if not others or any(folded(name) in other for other in others))
