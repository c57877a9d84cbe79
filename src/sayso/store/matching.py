"""Which statements a filter wants, as a mask over the columns: those that `filters.ids` finds, without its order."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from sqlalchemy import ColumnElement, Connection, Select, Table, select

from sayso.days import asked_day
from sayso.store import filters, schema
from sayso.store.columns import Codes, Columns, numbers
from sayso.store.dialects import joined, matches
from sayso.store.recent import Mask
from sayso.store.words import WordQuery


def matching(db: Connection, columns: Columns, wanted: filters.StatementFilter) -> Mask:
    """Return for each statement whether it is wanted; `limit` is passed over. UsageError as from `filters.ids`."""
    mask = np.ones(len(columns.key), bool)
    for found in _of_statements(db, columns, wanted):
        mask &= found
    pages = list(_of_articles(db, columns, wanted))
    return mask & np.logical_and.reduce(pages)[columns.article] if pages else mask


def _of_statements(db: Connection, columns: Columns, wanted: filters.StatementFilter) -> Iterator[Mask]:
    for query in filters.statement_queries(wanted):
        yield _found(db, columns, columns.key, schema.statement_words, query)
    yield from _asked_of_table(db, columns, wanted)
    if wanted.act is not None:
        yield columns.act == _code(db, "act", filters.asked_act(wanted.act))
    if wanted.manner is not None:
        yield columns.manner == _code(db, "manner", filters.asked_manner(wanted.manner))
    if not wanted.nested:
        yield columns.nested == 0
    statement = schema.statement.c
    if wanted.actor is not None:
        of_actor = select(joined(statement.key)).where(statement.id.in_(filters.said_by(wanted.actor)))
        yield np.isin(columns.key, _keys(db, of_actor))
    if wanted.target_actor is not None:
        at_actor = select(joined(statement.key)).where(statement.id.in_(filters.aimed_at(wanted.target_actor)))
        yield np.isin(columns.key, _keys(db, at_actor))
    if not wanted.rejected:
        dropped = _keys(db, select(joined(statement.key)).where(filters.rejected()))
        if len(dropped):
            yield ~np.isin(columns.key, dropped)


def _of_articles(db: Connection, columns: Columns, wanted: filters.StatementFilter) -> Iterator[Mask]:
    articles, table = columns.articles, schema.article.c
    for query in filters.article_queries(wanted.outlet, wanted.in_article):
        yield _found(db, columns, articles.key, schema.article_words, query)
    if wanted.since is not None:
        yield articles.published_from >= _day(asked_day("since", wanted.since)[0])
    if wanted.until is not None:
        yield (articles.published_to <= _day(asked_day("until", wanted.until)[1])) & (articles.published_to != 0)
    if wanted.article_id is not None:
        yield np.isin(articles.key, _keys(db, select(joined(table.key)).where(table.id == wanted.article_id)))
    if wanted.arrived_after is not None:
        new = table.document_id.in_(filters.arrived_after(wanted.arrived_after))
        yield np.isin(articles.key, _keys(db, select(joined(table.key)).where(new)))


def _asked_of_table(db: Connection, columns: Columns, wanted: filters.StatementFilter) -> Iterator[Mask]:
    """Yield what is asked for too seldom to be kept in memory: a scan of the narrow table takes 0.1 s for a million."""
    conditions = list(_seldom(wanted))
    if conditions:
        query = select(joined(schema.statement_facet.c.key)).where(*conditions)
        asked = ("seldom", wanted.said_since, wanted.said_until, wanted.min_confidence)
        yield columns.recent.get(asked, lambda: np.isin(columns.key, _keys(db, query)))


def _seldom(wanted: filters.StatementFilter) -> Iterator[ColumnElement[bool]]:
    table = schema.statement_facet.c
    if wanted.said_since is not None:
        yield table.said_on_from >= _day(asked_day("said_since", wanted.said_since)[0])
    if wanted.said_until is not None:
        yield table.said_on_to <= _day(asked_day("said_until", wanted.said_until)[1])
        yield table.said_on_to != 0
    if wanted.min_confidence is not None:
        yield table.confidence >= filters.least_confidence(wanted.min_confidence)


def _found(db: Connection, columns: Columns, key: Codes, words: Table, query: WordQuery) -> Mask:
    rows = select(joined(words.c.rowid)).where(matches(words, query))
    return columns.recent.get((words.name, query), lambda: np.isin(key, _keys(db, rows)))


def _keys(db: Connection, query: Select[str]) -> Codes:
    return numbers(db.execute(query).scalar()).astype(np.int32)


def _code(db: Connection, facet: str, value: str | None) -> int:
    """Return the value's number, 0 for none, -1 where the ledger has never held it."""
    if value is None:
        return 0
    table = schema.facet_value.c
    code = db.execute(select(table.code).where(table.facet == facet, table.value == value)).scalar()
    return -1 if code is None else int(code)


def _day(day: str) -> int:
    return int(day.replace("-", ""))
