"""Links in the ledger, and the keys that they are found by, as functions of a connection."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Table, delete, func, insert, or_, select

from sayso.link_records import ArticleCopy, CopyKind, Evidence, Link, LinkKind, Passage
from sayso.records import Span
from sayso.store import schema
from sayso.store.cells import Row, json_text
from sayso.store.dialects import added
from sayso.store.filters import rejected as is_rejected

JUDGED = "judgement"
"""The method of a link that a person added; `run` has one row of this name for all of them."""
AT_ONCE = 500
"""Values of one IN list: SQLite takes 32,766, and parses short ones faster."""


def waiting(db: Connection, method: str, limit: int) -> list[str]:
    """Return articles whose links were not looked for by this method yet, the earliest first."""
    article, linked = schema.article.c, schema.linked.c
    joined = schema.article.outerjoin(schema.linked, (linked.article_id == article.id) & (linked.method == method))
    query = select(article.id).select_from(joined).where(linked.article_id.is_(None))
    return list(db.execute(query.order_by(article.published_from, article.id).limit(limit)).scalars())


def count_waiting(db: Connection, method: str) -> int:
    """Return how many articles wait."""
    article, linked = schema.article.c, schema.linked.c
    every = db.execute(select(func.count(article.id))).scalar_one()
    return int(every - db.execute(select(func.count()).where(linked.method == method)).scalar_one())


def contents(db: Connection, statements: Sequence[str]) -> dict[str, str]:
    """Return the words of the statements' contents by id."""
    table = schema.statement.c
    found: dict[str, str] = {}
    for some in parts(sorted(statements)):
        rows = db.execute(select(table.id, table.content_text).where(table.id.in_(some)))
        found |= {row.id: row.content_text for row in rows}
    return found


def sharing_articles(db: Connection, keys: Iterable[int], article_id: str) -> list[str]:
    """Return the other articles that have one of the keys."""
    table = schema.article_key.c
    found: set[str] = set()
    for some in parts(sorted(keys)):
        found |= set(db.execute(select(table.article_id).distinct().where(table.key.in_(some))).scalars())
    return sorted(found - {article_id})


def sharing_statements(db: Connection, keys: Iterable[int], days: tuple[str, str] | None) -> Iterator[tuple[int, str]]:
    """Yield (key, statement) for the statements of pages of those days, or of no one day, that have one of the keys."""
    table = schema.statement_key.c
    for some in parts(sorted(keys)):
        query = select(table.key, table.statement_id).where(table.key.in_(some))
        if days is not None:
            query = query.where(or_(table.day.between(*days), table.day == ""))
        yield from ((row.key, row.statement_id) for row in db.execute(query))


def drop_links(db: Connection, article_id: str) -> None:
    """Take away an article's links and copies, and that they were looked for."""
    statement = schema.statement.c
    own = select(statement.id).where(statement.article_id == article_id)
    ends = (schema.link.c.from_id, schema.link.c.to_id)
    db.execute(delete(schema.link).where(or_(*(end.in_(own) for end in ends))))
    broken = (schema.broken_link.c.from_id, schema.broken_link.c.to_id)
    db.execute(delete(schema.broken_link).where(or_(*(end.in_(own) for end in broken))))
    copy = schema.article_copy.c
    db.execute(delete(schema.article_copy).where(or_(copy.from_id == article_id, copy.to_id == article_id)))
    db.execute(delete(schema.linked).where(schema.linked.c.article_id == article_id))


def add_links(
    db: Connection, article_id: str, method: str, links: Sequence[Link], copies: Sequence[ArticleCopy], run_id: str
) -> None:
    """Write what was found for an article beside what others found meanwhile, and that it was looked for.

    What has gone meanwhile, because its page was read anew, is linked when that page is. A link that was a person's
    alone is found now, and stands for what was found.
    """
    for some in parts(sorted(one.id for one in links)):
        db.execute(delete(schema.link).where(schema.link.c.id.in_(some), schema.link.c.method == JUDGED))
    statements = _there(db, schema.statement.c.id, (end for one in links for end in (one.from_id, one.to_id)))
    for one in links:
        if {one.from_id, one.to_id} <= statements:
            added(db, schema.link, link_row(one, run_id))
    articles = _there(db, schema.article.c.id, (end for copy in copies for end in (copy.from_id, copy.to_id)))
    for copy in copies:
        if {copy.from_id, copy.to_id} <= articles:
            added(db, schema.article_copy, copy_row(copy))
    db.execute(delete(schema.linked).where(schema.linked.c.article_id == article_id))
    db.execute(insert(schema.linked), {"article_id": article_id, "method": method})


def _there(db: Connection, column: ColumnElement[str], ids: Iterable[str]) -> set[str]:
    return {
        one for some in parts(sorted(set(ids))) for one in db.execute(select(column).where(column.in_(some))).scalars()
    }


def replace_keys(
    db: Connection, article_id: str, day: str, of_article: Iterable[int], of_statements: Mapping[str, Iterable[int]]
) -> None:
    """Write what an article and its statements are looked up by."""
    statement = schema.statement.c
    own = select(statement.id).where(statement.article_id == article_id)
    db.execute(delete(schema.article_key).where(schema.article_key.c.article_id == article_id))
    db.execute(delete(schema.statement_key).where(schema.statement_key.c.statement_id.in_(own)))
    _put(db, schema.article_key, [{"key": key, "article_id": article_id} for key in sorted(set(of_article))])
    rows = [
        {"key": key, "day": day, "statement_id": one}
        for one, keys in sorted(of_statements.items())
        for key in sorted(set(keys))
    ]
    _put(db, schema.statement_key, rows)


def links_of(db: Connection, statements: Sequence[str]) -> list[Link]:
    """Return the links that begin or end at one of the statements, each once, by id."""
    table = schema.link
    found: dict[str, Link] = {}
    for some in parts(sorted(statements)):
        ends = or_(table.c.from_id.in_(some), table.c.to_id.in_(some))
        found |= {row["id"]: link_of(row) for row in db.execute(select(table).where(ends, *hold())).mappings()}
    return [found[one] for one in sorted(found)]


def links(db: Connection, kinds: Sequence[LinkKind]) -> Iterator[Link]:
    """Yield all links of the kinds, by id."""
    table = schema.link
    query = select(table).where(table.c.kind.in_([kind.value for kind in kinds]), *hold()).order_by(table.c.id)
    yield from map(link_of, db.execute(query).mappings())


def changes(db: Connection) -> int:
    """Return how often a link came, went or changed: triggers count it."""
    return int(db.execute(select(schema.link_stamp.c.changes)).scalar_one())


def copies_of(db: Connection, articles: Sequence[str]) -> list[ArticleCopy]:
    """Return the copies that begin or end at one of the articles, each once, by id."""
    table = schema.article_copy
    found: dict[str, ArticleCopy] = {}
    for some in parts(sorted(articles)):
        ends = or_(table.c.from_id.in_(some), table.c.to_id.in_(some))
        found |= {row["id"]: copy_of(row) for row in db.execute(select(table).where(ends)).mappings()}
    return [found[one] for one in sorted(found)]


def link_row(link: Link, run_id: str) -> Row:
    """Return the row of a link."""
    return {
        "id": link.id,
        "kind": link.kind.value,
        "from_id": link.from_id,
        "to_id": link.to_id,
        "score": link.score,
        "reason": link.reason,
        "method": link.method,
        "run_id": run_id,
        "evidence": json_text([[one.statement_id, *one.span] for one in link.evidence]),
    }


def link_of(row: RowMapping) -> Link:
    """Return the link of a row."""
    evidence = tuple(Evidence(one, Span(start, end)) for one, start, end in json.loads(row["evidence"]))
    ends = row["from_id"], row["to_id"]
    return Link(row["id"], LinkKind(row["kind"]), *ends, row["score"], row["reason"], row["method"], evidence)


def copy_row(copy: ArticleCopy) -> Row:
    """Return the row of a copy."""
    return {
        "id": copy.id,
        "kind": copy.kind.value,
        "from_id": copy.from_id,
        "to_id": copy.to_id,
        "score": copy.score,
        "reason": copy.reason,
        "method": copy.method,
        "passages": json_text([[*one.here, *one.there] for one in copy.passages]),
    }


def copy_of(row: RowMapping) -> ArticleCopy:
    """Return the copy of a row."""
    passages = tuple(Passage(Span(a, b), Span(c, d)) for a, b, c, d in json.loads(row["passages"]))
    ends = row["from_id"], row["to_id"]
    return ArticleCopy(row["id"], CopyKind(row["kind"]), *ends, row["score"], row["reason"], row["method"], passages)


def parts(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Yield the values in order, so many at once as one IN list takes."""
    return (values[i : i + AT_ONCE] for i in range(0, len(values), AT_ONCE))


def hold() -> tuple[ColumnElement[bool], ...]:
    """Return the condition that no person rejected the statement at either end."""
    rejected = select(schema.statement.c.id).where(is_rejected())
    return schema.link.c.from_id.not_in(rejected), schema.link.c.to_id.not_in(rejected)


def _put(db: Connection, table: Table, rows: Sequence[Row]) -> None:
    if rows:
        db.execute(insert(table), rows)
