"""What came into the ledger last: the statements of a search in the order in which their pages were added."""

from __future__ import annotations

import numpy as np
from sqlalchemy import Connection, select

from sayso.records import StatementRow
from sayso.store import paging, reader, schema
from sayso.store.columns import Columns, numbers
from sayso.store.dialects import joined
from sayso.store.recent import Mask


def newest(db: Connection, columns: Columns, mask: Mask, limit: int) -> list[StatementRow]:
    """Return up to `limit` statements of the mask, those of the page that was added last first."""
    arrival, article = schema.arrival.c, schema.article.c
    beside = schema.article.join(schema.arrival, arrival.document_id == article.document_id)
    latest = select(article.key).select_from(beside).order_by(arrival.number.desc()).subquery()
    keys = numbers(db.execute(select(joined(latest.c.key))).scalar())
    rank = np.full(len(columns.articles.key), len(keys))
    rank[np.searchsorted(columns.articles.key, keys)] = np.arange(len(keys))
    found = np.flatnonzero(mask)
    ordered = found[np.lexsort((columns.place[found], rank[columns.article[found]]))][:limit]
    ids, _ = paging.ids_of(db, columns.key[ordered].tolist())
    return reader.rows_of(db, ids)
