"""How PostgreSQL says what queries are built of; the functions named `sayso_..` come with the migrations."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import BigInteger, Select, String, Table, bindparam, column, func, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

from sayso.store.dialects.expressions import QUERY_TEXTS, AimsAt, Joined, Least, Listed, Matches, QueryText
from sayso.store.words import WordQuery


def as_json(query: WordQuery) -> str:
    """Return a query as `sayso_found` reads it: the database folds its words as it folded those of the pages.

    >>> from sayso.store.words import Term
    >>> as_json(WordQuery(("title", "text"), (Term("talk", True),)))
    '{"columns": ["title", "text"], "terms": [["talk", true]]}'
    """
    terms = [[term.words, term.is_beginning] for term in query.terms]
    return json.dumps({"columns": query.columns, "terms": terms}, ensure_ascii=False)


QUERY_TEXTS["postgresql"] = as_json


def best_first(words: Table, query: WordQuery) -> Select[int]:
    """Return the query for what is found, the best first by the BM25 that FTS5 has, worked out by `sayso_ranked`."""
    asked = bindparam(None, query, type_=QueryText(), unique=True)
    ranked = func.sayso_ranked(bindparam(None, words.name, type_=String(), unique=True), asked)
    found = ranked.table_valued(column("rowid", BigInteger), with_ordinality="place", name="ranked").render_derived()
    return select(found.c.rowid).order_by(found.c.place)


@compiles(Joined, "postgresql")
def _joined(element: Joined, compiler: SQLCompiler, **given: Any) -> str:  # noqa: ANN401 - as SQLAlchemy has it
    return f"string_agg(CAST({compiler.process(element.clauses, **given)} AS text), ',')"


@compiles(Least, "postgresql")
def _least(element: Least, compiler: SQLCompiler, **given: Any) -> str:  # noqa: ANN401 - as above
    return f"least({compiler.process(element.clauses, **given)})"


@compiles(Listed, "postgresql")
def _listed(element: Listed, compiler: SQLCompiler, **given: Any) -> str:  # noqa: ANN401 - as above
    number, numbers = (compiler.process(one, **given) for one in element.clauses)
    return f"{number} IN (SELECT CAST(value AS bigint) FROM json_array_elements_text(CAST({numbers} AS json)))"  # noqa: S608 - of expressions, no values


@compiles(AimsAt, "postgresql")
def _aims_at(element: AimsAt, compiler: SQLCompiler, **given: Any) -> str:  # noqa: ANN401 - as above
    targets, local = (compiler.process(one, **given) for one in element.clauses)
    return f"{local} IN (SELECT target.id FROM sayso_targets({targets}) AS target)"  # noqa: S608 - as above


@compiles(Matches, "postgresql")
def _matches(element: Matches, compiler: SQLCompiler, **given: Any) -> str:  # noqa: ANN401 - as above
    rowid, words, query = element.clauses
    table = compiler.render_literal_value(words.table.name, words.type)
    found = f"sayso_found({table}, CAST({compiler.process(query, **given)} AS json))"
    return f"{compiler.process(rowid, **given)} IN (SELECT {found})"
