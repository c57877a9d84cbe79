"""What came into a ledger after a certain state of it: for pages that stay open while a watcher fills it."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, func, literal_column, or_, select

from sayso.records import StatementRow
from sayso.store import filters, reader, schema
from sayso.store.links import parts

_MARK = re.compile(r"(\d{1,18})-(\d{1,18})", re.ASCII)
_LINK_KEY: ColumnElement[int] = literal_column("link.rowid")


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a ledger was read: what came later has higher numbers."""

    statement: int = 0
    link: int = 0

    def __str__(self) -> str:
        return f"{self.statement}-{self.link}"

    @classmethod
    def read(cls, text: str) -> Mark | None:
        """Return the mark that a text stands for, None where it is none.

        >>> str(Mark.read("12-3")), Mark.read("12"), Mark.read("-1-2")
        ('12-3', None, None)
        """
        match = _MARK.fullmatch(text)
        return cls(int(match[1]), int(match[2])) if match else None


@dataclass(frozen=True, slots=True)
class News:
    """What came after a mark, and the mark from which to ask on."""

    mark: Mark
    statements: int = 0
    rows: tuple[StatementRow, ...] = ()
    """The latest of the statements, the last to come first."""
    links: int = 0


def mark(db: Connection) -> Mark:
    """Return how far the ledger goes now."""
    last = select(func.max(schema.statement.c.key)), select(func.max(_LINK_KEY)).select_from(schema.link)
    return Mark(*(int(db.execute(query).scalar() or 0) for query in last))


def new_statements(db: Connection, after: Mark, wanted: filters.StatementFilter, limit: int) -> News:
    """Return the statements that came after the mark and that the filter wants; UsageError for one that can't be."""
    key = schema.statement.c.key
    query = filters.ids(wanted).where(key > after.statement).order_by(None)
    now = mark(db)
    if now.statement <= after.statement:
        return News(now)
    count = int(db.execute(select(func.count()).select_from(query.subquery())).scalar_one())
    found = db.execute(query.order_by(key.desc()).limit(limit)).scalars().all() if count else []
    return News(now, count, tuple(reader.rows_of(db, found)))


def new_links(db: Connection, after: Mark, statements: Collection[str]) -> News:
    """Return how many links came after the mark that begin or end at one of the statements."""
    now = mark(db)
    if now.link <= after.link or not statements:
        return News(now)
    table = schema.link.c
    query = select(table.id).where(after.link < _LINK_KEY)
    found: set[str] = set()
    for some in parts(sorted(statements)):
        found.update(db.execute(query.where(or_(table.from_id.in_(some), table.to_id.in_(some)))).scalars())
    return News(now, links=len(found))


def statements_in(db: Connection, article_id: str) -> list[str]:
    """Return the ids of an article's statements."""
    table = schema.statement.c
    return list(db.execute(select(table.id).where(table.article_id == article_id)).scalars())
