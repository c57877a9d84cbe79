"""Which statements, and in what order: a filter as SQLAlchemy expressions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, Table, select

from sayso.errors import UsageError
from sayso.records import Manner
from sayso.store import schema
from sayso.store.days import asked_day
from sayso.store.words import any_order, as_phrase


@dataclass(frozen=True, slots=True)
class StatementFilter:
    """Which statements; every field that is given must hold. Case and diacritics never count."""

    speaker: str | None = None
    """Words, in order, of the resolved speaker's name; where none was resolved, of the source as quoted."""
    outlet: str | None = None
    """Words, in order, of the outlet's name."""
    since: str | None = None
    """`2025`, `2025-05` or `2025-05-05`: published on or after its first day; an undated page is left out."""
    until: str | None = None
    """Likewise: published on or before its last day."""
    search: str | None = None
    """Words that all stand in the content; "in double quotes" in that order; `word*` for all that begin so."""
    in_article: str | None = None
    """Likewise, of the article's text, wherever they stand in it."""
    manner: str | None = None
    min_confidence: float | None = None
    article_id: str | None = None
    rejected: bool = False
    """Whether statements that a person rejected are among them."""
    limit: int | None = None


def ids(wanted: StatementFilter) -> Select[str]:
    """Return the query for the ids of the statements, newest page first, undated pages last, in the text's order.

    Raises UsageError for a date, a manner or words that can't be meant.
    """
    statement, article = schema.statement.c, schema.article.c
    joined = schema.statement.join(schema.article, article.id == statement.article_id)
    order = (article.published_from.desc(), article.id, statement.position, statement.id)
    query = select(statement.id).select_from(joined).where(*_conditions(wanted)).order_by(*order)
    return query.limit(_limit(wanted.limit)) if wanted.limit is not None else query


def _limit(limit: int) -> int:
    if limit < 1:
        raise UsageError(f"limit {limit} is too small: give 1 or more, or leave it out for all.")
    return limit


def _conditions(wanted: StatementFilter) -> Iterator[ColumnElement[bool]]:
    statement, article = schema.statement.c, schema.article.c
    if wanted.speaker is not None:
        yield matching(statement.key, schema.statement_words, as_phrase(wanted.speaker, "said_by"))
    if wanted.search is not None:
        yield matching(statement.key, schema.statement_words, any_order(wanted.search, "content_text"))
    if wanted.manner is not None:
        yield statement.manner == _manner(wanted.manner)
    if wanted.min_confidence is not None:
        yield statement.confidence >= wanted.min_confidence
    if wanted.article_id is not None:
        yield article.id == wanted.article_id
    if not wanted.rejected:
        yield statement.id.not_in(_rejected())
    yield from of_page(wanted.outlet, wanted.since, wanted.until, wanted.in_article)


def of_page(
    outlet: str | None, since: str | None, until: str | None, search: str | None
) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions on the article."""
    article = schema.article.c
    if outlet is not None:
        yield matching(article.key, schema.article_words, as_phrase(outlet, "outlet"))
    if search is not None:
        yield matching(article.key, schema.article_words, any_order(search, "{title text}"))
    if since is not None:
        yield article.published_from >= asked_day("since", since)[0]
    if until is not None:
        yield article.published_to <= asked_day("until", until)[1]
        yield article.published_to != ""


def matching(key: ColumnElement[int], words: Table, query: str) -> ColumnElement[bool]:
    """Return the condition that the row is among those a full-text query finds."""
    return key.in_(select(words.c.rowid).where(words.c[words.name].match(query)))


def _rejected() -> Select[str]:
    latest = schema.latest_judgement.c
    return select(latest.subject_id).where(latest.subject == "statement", latest.verdict == "rejected")


def _manner(asked: str) -> str:
    try:
        return Manner(asked).value
    except ValueError:
        raise UsageError(f"manner {asked!r} is unknown: give direct, indirect or mixed.") from None
