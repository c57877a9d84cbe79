"""Links in the ledger, and the keys that they are found by, as functions of a connection."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Table, delete, func, insert, or_, select, update

from sayso.link_records import ArticleCopy, CopyKind, Evidence, Link, LinkKind, Passage
from sayso.records import Span
from sayso.store import schema
from sayso.store.cells import Row, json_text
from sayso.store.dialects import added
from sayso.store.filters import rejected as is_rejected

UNLINKED = ""
"""The method of an article whose links were not looked for."""
JUDGED = "judgement"
"""The method of a link that a person added; `run` has one row of this name for all of them."""
AT_ONCE = 500
"""Values of one IN list: SQLite takes 32,766, and parses short ones faster."""


def waiting(db: Connection, method: str, limit: int) -> list[tuple[str, int]]:
    """Return (article, tries) whose links were not looked for by this method: those tried least first, then by day.

    Each of the few methods is asked for so many, in the order of the index: no article is looked at that is linked.
    """
    table = schema.linked.c
    turn = (table.tries, table.day, table.article_id)
    found = []
    for other in _other_methods(db, method):
        query = select(*turn).where(table.method == other).order_by(*turn).limit(limit)
        found += [(tries, day, article) for tries, day, article in db.execute(query)]
    return [(article, tries) for tries, _, article in sorted(found)[:limit]]


def count_waiting(db: Connection, method: str) -> int:
    """Return how many articles wait."""
    table = schema.linked.c
    counts = (select(func.count()).where(table.method == other) for other in _other_methods(db, method))
    return sum(int(db.execute(query).scalar_one()) for query in counts)


def _other_methods(db: Connection, method: str) -> Iterator[str]:
    """Yield each method that articles have but this one: a look into the index for each, whatever their number."""
    table = schema.linked.c
    found = db.execute(select(func.min(table.method))).scalar()
    while found is not None:
        if found != method:
            yield found
        found = db.execute(select(func.min(table.method)).where(table.method > found)).scalar()


def begin(db: Connection, articles: Sequence[str], method: str) -> None:
    """Count a try of those of the articles that wait."""
    _update_waiting(db, articles, method, {"tries": schema.linked.c.tries + 1})


def give_back(db: Connection, articles: Sequence[str], method: str) -> None:
    """Take a try back of those of the articles that still wait."""
    _update_waiting(db, articles, method, {"tries": schema.linked.c.tries - 1}, schema.linked.c.tries > 0)


def begun_and_left(db: Connection, method: str) -> list[str]:
    """Return the articles that wait and were begun."""
    table = schema.linked.c
    query, begun = select(table.article_id), table.tries > 0
    found = (db.execute(query.where(table.method == one, begun)) for one in _other_methods(db, method))
    return sorted(article for some in found for article in some.scalars())


def give_up(db: Connection, article_id: str, method: str, reason: str) -> bool:
    """Write that an article waits no more for this method, and why; nobody finds it then. Return whether it waited."""
    table = schema.linked
    values = {"method": method, "tries": 0, "error": reason}
    query = update(table).where(table.c.article_id == article_id, table.c.method != method).values(values)
    if db.execute(query.returning(table.c.article_id)).first() is None:
        return False
    _delete_links(db, article_id)
    replace_keys(db, article_id, "", (), {})
    return True


def wait_again(db: Connection, article_id: str) -> None:
    """Write that an article's links are to be looked for, whatever became of it before."""
    table = schema.linked
    values = {"method": UNLINKED, "error": None}
    db.execute(update(table).where(table.c.article_id == article_id).values(values))


def _update_waiting(
    db: Connection, articles: Sequence[str], method: str, values: Mapping[str, Any], *conditions: ColumnElement[bool]
) -> None:
    table = schema.linked
    for some in parts(sorted(articles)):
        wait = (table.c.article_id.in_(some), table.c.method != method)
        db.execute(update(table).where(*wait, *conditions).values(values))


def has_keys(db: Connection, article_id: str) -> bool:
    """Return whether an article, or one of its statements, is looked up by anything."""
    of_article, of_statement, statement = schema.article_key.c, schema.statement_key.c, schema.statement.c
    own = select(statement.id).where(statement.article_id == article_id)
    queries = (
        select(of_article.key).where(of_article.article_id == article_id),
        select(of_statement.key).where(of_statement.statement_id.in_(own)),
    )
    return any(db.execute(query.limit(1)).first() for query in queries)


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
    _delete_links(db, article_id)
    wait_again(db, article_id)


def _delete_links(db: Connection, article_id: str) -> None:
    for some in parts(statements_of(db, [article_id])):
        for table in (schema.link, schema.broken_link):
            for end in (table.c.from_id, table.c.to_id):
                db.execute(delete(table).where(end.in_(some)))
    copy = schema.article_copy.c
    db.execute(delete(schema.article_copy).where(or_(copy.from_id == article_id, copy.to_id == article_id)))


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
    done = {"method": method, "tries": 0, "error": None}
    db.execute(update(schema.linked).where(schema.linked.c.article_id == article_id).values(done))


def statements_of(db: Connection, articles: Sequence[str]) -> list[str]:
    """Return the ids of the articles' statements; of a query in their place, PostgreSQL would look at all links."""
    table = schema.statement.c
    found = (db.execute(select(table.id).where(table.article_id.in_(some))) for some in parts(sorted(articles)))
    return sorted(one for rows in found for one in rows.scalars())


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
    yield from map(link_of, db.execution_options(yield_per=AT_ONCE).execute(query).mappings())


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
