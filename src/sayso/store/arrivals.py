"""What came into the ledger last: the statements of a search in the order in which their pages were added."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from sqlalchemy import Connection, select

from sayso.records import StatementRow
from sayso.store import paging, reader, schema
from sayso.store.columns import Columns, Ints, numbers
from sayso.store.dialects import joined
from sayso.store.filters import MOST_ROWS
from sayso.store.recent import Mask

FIRST = 256
"""Pages that are looked at first, and then twice as many each time: most feeds are of pages that came last."""


def newest(db: Connection, columns: Columns, mask: Mask, limit: int) -> list[StatementRow]:
    """Return up to `limit` statements of the mask, those of the page that was added last first."""
    found, known = np.flatnonzero(mask), 0
    rank = np.full(len(columns.articles.key), len(columns.articles.key))
    for keys in _latest(db):
        rank[np.searchsorted(columns.articles.key, keys)] = np.arange(known, known + len(keys))
        known += len(keys)
        ranked = found[rank[columns.article[found]] < known]
        if len(ranked) >= limit:  # all others are of pages that came before
            found = ranked
            break
    ordered = found[np.lexsort((columns.place[found], rank[columns.article[found]]))][:limit]
    ids, _ = paging.ids_of(db, columns.key[ordered].tolist())
    return reader.rows_of(db, ids)


def _latest(db: Connection) -> Iterator[Ints]:
    """Yield the keys of all articles, some at a time, those whose page came last first."""
    arrival, article = schema.arrival.c, schema.article.c
    beside = schema.arrival.join(schema.article, article.document_id == arrival.document_id)
    before, many = MOST_ROWS, FIRST
    while before > 0:
        query = select(article.key, arrival.number).select_from(beside).where(arrival.number < before)
        some = query.order_by(arrival.number.desc()).limit(many).subquery()
        keys, came = map(numbers, db.execute(select(joined(some.c.key), joined(some.c.number))).one())
        yield keys[np.argsort(-came)]
        before, many = int(came.min()) if len(came) == many else 0, many * 2
