"""What is asked of a ledger, as functions of a connection."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, RowMapping, ScalarSelect, Table, func, or_, select

from sayso.errors import UsageError
from sayso.records import ModelVersion, Page, Statement, StatementRow
from sayso.store import documents, filters, rows, schema
from sayso.store.statement_rows import flat_row, statement_of

BATCH = 200
"""Rows read at a time: some dozen pages, so that memory stays flat."""

_ID = re.compile("[0-9a-f]{1,16}")


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a ledger holds."""

    documents: int
    origins: int
    articles: int
    not_extracted: int
    statements: int
    actors: int
    judgements: int
    runs: int


@dataclass(frozen=True, slots=True)
class Run:
    """A run that wrote to the ledger, and what of it still stands."""

    id: str
    model: ModelVersion
    settings: str
    started: str
    ended: str | None
    articles: int
    statements: int


def statement_rows(db: Connection, wanted: filters.StatementFilter) -> Iterator[StatementRow]:
    """Yield the statements that a filter wants, some at a time."""
    found = db.execution_options(yield_per=BATCH).execute(filters.ids(wanted)).scalars()
    for ids in found.partitions():
        yield from _rows_of(db, ids)


def statement_row(db: Connection, given: str) -> StatementRow:
    """Return the statement whose id begins so; UsageError unless there is exactly one."""
    found = _begins(db, schema.statement.c.id, given, "statement")
    return next(_rows_of(db, [found]))


def page(db: Connection, given: str) -> Page:
    """Return the page by its article's or document's id, or the beginning of one, or by the document's name."""
    article = schema.article.c
    named = schema.article.join(schema.origin, schema.origin.c.document_id == article.document_id)
    query = select(article.id).distinct().select_from(named).where(schema.origin.c.name == given).order_by(article.id)
    found = db.execute(query.limit(2)).scalars().all()
    if len(found) > 1:
        raise UsageError(f"{len(found)} or more pages have the name {given!r}: give an id, {_list(found)}.")
    if not found:
        found = [_begins(db, article.id, given, "article", article.document_id)]
    return next(_pages_of(db, found, nodes=True))


def pages(
    db: Connection, outlet: str | None, since: str | None, until: str | None, search: str | None, nodes: bool
) -> Iterator[Page]:
    """Yield pages, newest first, undated ones last, some at a time."""
    article = schema.article.c
    conditions = filters.of_page(outlet, since, until, search)
    query = select(article.id).where(*conditions).order_by(article.published_from.desc(), article.id)
    # Fewer at a time than rows of statements: a page may have megabytes of text.
    for ids in db.execution_options(yield_per=10).execute(query).scalars().partitions():
        yield from _pages_of(db, ids, nodes=nodes)


def pages_of(db: Connection, articles: Sequence[str]) -> list[Page]:
    """Return the pages of the articles, in that order, without their DOM maps."""
    return list(_pages_of(db, articles, nodes=False)) if articles else []


def rows_of(db: Connection, statements: Sequence[str]) -> list[StatementRow]:
    """Return the statements, in that order."""
    parts = (statements[i : i + BATCH] for i in range(0, len(statements), BATCH))
    return [row for some in parts for row in _rows_of(db, some)]


def articles_at(db: Connection, addresses: Sequence[str]) -> list[tuple[str, str, str | None]]:
    """Return (address, article, language) of the articles that have one of the addresses, or came from there."""
    article, origin = schema.article.c, schema.origin.c
    came = schema.article.join(schema.origin, origin.document_id == article.document_id)
    asked = (
        select(article.url, article.id, article.language).where(article.url.in_(addresses)),
        select(origin.origin, article.id, article.language).select_from(came).where(origin.origin.in_(addresses)),
    )
    return sorted({tuple(row) for query in asked for row in db.execute(query)}, key=lambda row: row[:2])


def validators(db: Connection, url: str) -> tuple[str | None, str | None] | None:
    """Return (ETag, Last-Modified) as the server gave them last, or None."""
    table = schema.validator.c
    found = db.execute(select(table.etag, table.last_modified).where(table.url == url)).first()
    return (found.etag, found.last_modified) if found else None


def counts(db: Connection) -> Counts:
    """Return how much the ledger holds."""
    tables = {
        name: schema.metadata.tables[name.rstrip("s")]
        for name in Counts.__dataclass_fields__
        if name != "not_extracted"
    }
    sizes = {name: db.execute(select(func.count()).select_from(table)).scalar_one() for name, table in tables.items()}
    passed = select(func.count()).select_from(schema.article).where(schema.article.c.not_extracted.is_not(None))
    return Counts(**sizes, not_extracted=db.execute(passed).scalar_one())


def runs(db: Connection) -> tuple[Run, ...]:
    """Return the runs, oldest first."""
    run = schema.run.c
    held = [_held(table, table.c.run_id) for table in (schema.article, schema.statement)]
    query = select(schema.run, held[0].label("articles"), held[1].label("statements")).order_by(run.started, run.id)
    return tuple(
        Run(row.id, ModelVersion(row.model, row.model_version), row.settings, row.started, row.ended, *row[-2:])
        for row in db.execute(query)
    )


def latest_run(db: Connection) -> Run | None:
    """Return the run that began last, with nothing counted."""
    run = schema.run.c
    row = db.execute(select(schema.run).order_by(run.started.desc(), run.id.desc()).limit(1)).first()
    if row is None:
        return None
    return Run(row.id, ModelVersion(row.model, row.model_version), row.settings, row.started, row.ended, 0, 0)


def runs_of_statements(db: Connection, statements: Sequence[str]) -> dict[str, str]:
    """Return statement -> the run that wrote it."""
    table = schema.statement.c
    return {row.id: row.run_id for row in db.execute(select(table.id, table.run_id).where(table.id.in_(statements)))}


def run_of_article(db: Connection, article_id: str) -> str | None:
    """Return the run that wrote an article."""
    return db.execute(select(schema.article.c.run_id).where(schema.article.c.id == article_id)).scalar()


def _held(table: Table, run_id: Column[Any]) -> ScalarSelect[int]:
    return select(func.count()).select_from(table).where(run_id == schema.run.c.id).scalar_subquery()


def _begins(db: Connection, column: Column[Any], given: str, kind: str, other: Column[Any] | None = None) -> str:
    """Return the one id that begins so, of this column or the other."""
    if not _ID.fullmatch(given):
        raise UsageError(f"No {kind} has the id {given!r}: an id is up to 16 of the characters 0-9 and a-f.")
    # "g" comes after every hexadecimal digit, so this is a range of the index.
    ranges = [one.between(given, given + "g") for one in (column, other) if one is not None]
    found = db.execute(select(column).where(or_(*ranges)).order_by(column).limit(6)).scalars().all()
    if not found:
        raise UsageError(f"No {kind} has an id that begins with {given!r}: look it up with `sayso statements`.")
    if len(found) > 1:
        raise UsageError(f"{given!r} is the beginning of several ids, {_list(found)}: give more of it.")
    return str(found[0])


def _list(found: Sequence[str]) -> str:
    return ", ".join(found[:5]) + (", .." if len(found) > 5 else "")


def _rows_of(db: Connection, ids: Sequence[str]) -> Iterator[StatementRow]:
    view = schema.statements
    found = {row["id"]: row for row in db.execute(select(view).where(view.c.id.in_(ids))).mappings()}
    articles = {row["article_id"] for row in found.values()}
    table = schema.article.c
    texts = {row.id: row.text for row in db.execute(select(table.id, table.text).where(table.id.in_(articles)))}
    for one in ids:
        if row := found.get(one):
            yield flat_row(row, texts[row["article_id"]])


def _statements_of(db: Connection, articles: Sequence[str]) -> dict[str, tuple[Statement, ...]]:
    view = schema.statements
    query = select(view).where(view.c.article_id.in_(articles)).order_by(view.c.article_id, view.c.number, view.c.id)
    found: dict[str, list[Statement]] = {article: [] for article in articles}
    for row in db.execute(query).mappings():
        found[row["article_id"]].append(statement_of(row))
    return {article: tuple(statements) for article, statements in found.items()}


def _pages_of(db: Connection, articles: Sequence[str], *, nodes: bool) -> Iterator[Page]:
    table, left = schema.article, () if nodes else ("nodes",)
    columns = [column for column in table.c if column.name not in left]
    found = {row["id"]: row for row in db.execute(select(*columns).where(table.c.id.in_(articles))).mappings()}
    statements, lines = _statements_of(db, articles), _lines_of(db, articles)
    documents = _documents_of(db, articles)
    for one in articles:
        if row := found.get(one):
            document = documents[row["document_id"]]
            article = rows.article_of({"nodes": None, **row}, [rows.line_of(line) for line in lines[one]])
            model = ModelVersion(document["model"], document["model_version"])
            yield Page(rows.document_of(document, b""), article, statements[one], model)


def _lines_of(db: Connection, articles: Sequence[str]) -> dict[str, list[RowMapping]]:
    line = schema.line
    query = select(line).where(line.c.article_id.in_(articles)).order_by(line.c.article_id, line.c.n)
    found: dict[str, list[RowMapping]] = defaultdict(list)
    for row in db.execute(query).mappings():
        found[row["article_id"]].append(row)
    return found


def _documents_of(db: Connection, articles: Sequence[str]) -> dict[str, RowMapping]:
    article, document, origin, run = schema.article, schema.document, schema.origin, schema.run
    joined = (
        article.join(document, document.c.id == article.c.document_id)
        .join(origin, origin.c.document_id == document.c.id)
        .join(run, run.c.id == article.c.run_id)
    )
    wanted = (document.c.sha256, document.c.media_type, document.c.given, origin, run.c.model, run.c.model_version)
    query = select(*wanted).select_from(joined).where(article.c.id.in_(articles))
    found = db.execute(query).mappings().all()
    # Of several origins the last one stays: the one by whose charset the article was read.
    ordered = sorted(found, key=lambda row: documents.reading_order(row["origin"]), reverse=True)
    return {row["document_id"]: row for row in ordered}
