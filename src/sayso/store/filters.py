"""Which statements, and in what order: a filter as SQLAlchemy expressions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, func, literal_column, select

from sayso.days import asked_day
from sayso.errors import UsageError
from sayso.records import Manner
from sayso.store import schema
from sayso.store.dialects import aims_at, matches
from sayso.store.words import WordQuery, any_order, as_phrase

ACTS = ("AGREE", "CONSULT", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN")
"""PLOVER's types of what somebody does by saying something."""

MOST_ROWS = 2**63 - 1
"""What either database counts up to: who asks for more rows at most than that gets all."""

NO_ACT = "none"
"""Asked for in the place of an act: the statements that are none of them."""


@dataclass(frozen=True, slots=True)
class StatementFilter:
    """Which statements; every field that is given must hold. Case and diacritics never count."""

    speaker: str | None = None
    """Words, in order, of the resolved speaker's name; where none was resolved, of the source as quoted."""
    actor: str | None = None
    """The id of a known actor (`sayso actors`): those whose speaker is that actor, in whatever article."""
    target_actor: str | None = None
    """The id of a known actor: those whose act is aimed at that actor."""
    addressee: str | None = None
    """Words, in order, of the name of whom it was said to."""
    act: str | None = None
    """One of ACTS, or `none`."""
    target: str | None = None
    """Words, in order, of the name of one at whom the act is aimed."""
    via: str | None = None
    """Words, in order, of the name of one in the chain between speaker and page: an agency, an outlet, an interview."""
    said_since: str | None = None
    """`2025`, `2025-05` or `2025-05-05`: said on or after its first day; where that is unknown it is left out."""
    said_until: str | None = None
    """Likewise: said on or before its last day."""
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
    """0 to 1; of the statements with a confidence of .9, nine in ten are right."""
    nested: bool = True
    """Whether statements inside another's content are among them."""
    article_id: str | None = None
    rejected: bool = False
    """Whether statements that a person rejected are among them."""
    arrived_after: int | None = None
    """Only of pages that came into the ledger after the so-many-th: what is new since a saved search was looked at."""
    limit: int | None = None


def ids(wanted: StatementFilter) -> Select[str]:
    """Return the query for the ids of the statements: newest page first, undated pages last, in the text's order.

    What is nested comes after what it is nested in. Raises UsageError for a date, a manner, an act, a confidence or
    words that can't be meant.
    """
    statement, article = schema.statement.c, schema.article.c
    joined = schema.statement.join(schema.article, article.id == statement.article_id)
    order = (article.published_from.desc(), article.id, statement.number, statement.id)
    query = select(statement.id).select_from(joined).where(*_conditions(wanted)).order_by(*order)
    return query.limit(_limit(wanted.limit)) if wanted.limit is not None else query


def doubtful(wanted: StatementFilter, limit: int) -> Select[str]:
    """Return the query for the ids of the statements that nobody accepted or rejected, the least certain first."""
    statement = schema.statement.c
    return _doubtful(wanted, select(statement.id)).order_by(statement.confidence, statement.id).limit(_limit(limit))


def count_doubtful(wanted: StatementFilter) -> Select[int]:
    """Return the query for how many they are."""
    return _doubtful(wanted, select(func.count()))


def _doubtful(wanted: StatementFilter, query: Select[Any]) -> Select[Any]:
    statement, article = schema.statement.c, schema.article.c
    joined = schema.statement.join(schema.article, article.id == statement.article_id)
    conditions = _conditions(replace(wanted, rejected=True))
    return query.select_from(joined).where(statement.verdict.is_(None), *conditions)


def least_confidence(asked: float) -> float:
    """Return what was asked for if it is a confidence; UsageError says what one looks like.

    >>> least_confidence(0.9)
    0.9
    """
    if not 0 <= asked <= 1:
        raise UsageError(f"confidence {asked} is none: give 0 to 1, such as 0.9.")
    return asked


def _limit(limit: int) -> int:
    if limit < 1:
        raise UsageError(f"limit {limit} is too small: give 1 or more, or leave it out for all.")
    return min(limit, MOST_ROWS)


def _conditions(wanted: StatementFilter) -> Iterator[ColumnElement[bool]]:
    statement, article = schema.statement.c, schema.article.c
    for query in statement_queries(wanted):
        yield matching(statement.key, schema.statement_words, query)
    yield from _days("said_", wanted.said_since, wanted.said_until, statement.said_on_from, statement.said_on_to)
    yield from _of_actors(wanted)
    if wanted.act is not None:
        act = asked_act(wanted.act)
        yield statement.act == act if act else statement.act.is_(None)
    if wanted.manner is not None:
        yield statement.manner == asked_manner(wanted.manner)
    if wanted.min_confidence is not None:
        yield statement.confidence >= least_confidence(wanted.min_confidence)
    if not wanted.nested:
        yield statement.parent.is_(None)
    if wanted.article_id is not None:
        yield article.id == wanted.article_id
    if wanted.arrived_after is not None:
        yield article.document_id.in_(arrived_after(wanted.arrived_after))
    if not wanted.rejected:
        yield statement.verdict.is_distinct_from("rejected")
    yield from of_page(wanted.outlet, wanted.since, wanted.until, wanted.in_article)


def _of_actors(wanted: StatementFilter) -> Iterator[ColumnElement[bool]]:
    statement = schema.statement.c
    if wanted.actor is not None:
        yield statement.id.in_(said_by(wanted.actor))
    if wanted.target_actor is not None:
        yield statement.id.in_(aimed_at(wanted.target_actor))


def statement_queries(wanted: StatementFilter) -> list[WordQuery]:
    """Return the full-text queries that all find a statement which is wanted."""
    names = {
        "said_by": wanted.speaker,
        "addressee_names": wanted.addressee,
        "target_names": wanted.target,
        "chain_names": wanted.via,
    }
    queries = [as_phrase(typed, column) for column, typed in names.items() if typed is not None]
    return [*queries, any_order(wanted.search, "content_text")] if wanted.search is not None else queries


def article_queries(outlet: str | None, search: str | None) -> list[WordQuery]:
    """Return the full-text queries that all find the article of a statement which is wanted."""
    queries = [as_phrase(outlet, "outlet")] if outlet is not None else []
    return [*queries, any_order(search, "title", "text")] if search is not None else queries


def of_page(
    outlet: str | None, since: str | None, until: str | None, search: str | None
) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions on the article."""
    article = schema.article.c
    for query in article_queries(outlet, search):
        yield matching(article.key, schema.article_words, query)
    yield from _days("", since, until, article.published_from, article.published_to)


def _days(
    option: str, since: str | None, until: str | None, first: ColumnElement[str], last: ColumnElement[str]
) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions on a date of which the first and last day are known, or empty."""
    if since is not None:
        yield first >= asked_day(f"{option}since", since)[0]
    if until is not None:
        yield last <= asked_day(f"{option}until", until)[1]
        yield last != ""


def matching(key: ColumnElement[int], words: Table, query: WordQuery) -> ColumnElement[bool]:
    """Return the condition that the row is among those a full-text query finds."""
    return key.in_(select(words.c.rowid).where(matches(words, query)))


def said_by(*actors: str) -> Select[str]:
    """Return the query for the ids of the statements whose speaker is one of the known actors."""
    statement, mention, known = schema.statement.c, schema.mention.c, schema.known_actor_of.c
    joined = schema.known_actor_of.join(schema.statement, statement.article_id == known.article_id)
    joined = joined.join(schema.mention, mention.statement_id == statement.id)
    is_speaker = (mention.role == "speaker", mention.actor_id == known.local_id)
    return select(statement.id).select_from(joined).where(known.actor_id.in_(actors), *is_speaker)


def aimed_at(*actors: str) -> Select[str]:
    """Return the query for the ids of the statements whose act is aimed at one of the known actors."""
    statement, known = schema.statement.c, schema.known_actor_of.c
    joined = schema.known_actor_of.join(schema.statement, statement.article_id == known.article_id)
    at_one = (known.actor_id.in_(actors), statement.act_targets != "[]", aims_at(statement.act_targets, known.local_id))
    return select(statement.id).select_from(joined).where(*at_one)


def rejected() -> ColumnElement[bool]:
    """Return the condition that a person rejected the statement; a literal, for which there is an index."""
    return schema.statement.c.verdict == literal_column("'rejected'")


def arrived_after(number: int) -> Select[str]:
    """Return the query for the ids of the documents that came after the so-many-th."""
    arrival = schema.arrival.c
    return select(arrival.document_id).where(arrival.number > number)


def asked_manner(asked: str) -> str:
    """Return what was asked for if it is a manner; UsageError names them."""
    try:
        return Manner(asked).value
    except ValueError:
        raise UsageError(f"manner {asked!r} is unknown: give direct, indirect or mixed.") from None


def asked_act(asked: str) -> str | None:
    """Return the act that was asked for, None for statements that are none; UsageError names them.

    >>> asked_act("reject"), asked_act("none")
    ('REJECT', None)
    """
    if asked.lower() == NO_ACT:
        return None
    if asked.upper() not in ACTS:
        raise UsageError(f"act {asked!r} is unknown: give {', '.join(ACTS)}, or {NO_ACT}.")
    return asked.upper()
