"""How SQLite says what queries are built of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Select, Table, literal_column, select, text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

from sayso.store.dialects.expressions import QUERY_TEXTS, AimsAt, Joined, Least, Listed, Matches, matches
from sayso.store.words import Term, WordQuery


def fts5(query: WordQuery) -> str:
    """Return a query as FTS5 reads it: every term is quoted, so that nothing in it is syntax.

    >>> fts5(WordQuery(("title", "text"), (Term("gas AND"), Term("talk", True))))
    '{title text} : ("gas AND" "talk"*)'
    """
    columns = query.columns[0] if len(query.columns) == 1 else f"{{{' '.join(query.columns)}}}"
    return f"{columns} : ({' '.join(_quoted(term) for term in query.terms)})"


def _quoted(term: Term) -> str:
    return f'"{term.words}"' + ("*" if term.is_beginning else "")


QUERY_TEXTS["sqlite"] = fts5


def best_first(words: Table, query: WordQuery) -> Select[int]:
    """Return the query for what is found, the best by FTS5's BM25 first."""
    return select(words.c.rowid).where(matches(words, query)).order_by(literal_column("rank"), words.c.rowid)


_HIGHEST = text(
    "SELECT max(number, (SELECT coalesce(max(key), 0) FROM statement)) FROM last_number WHERE kind = 'statement'"
)


def with_keys(db: Connection, rows: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    """Return rows of statements with keys above all that there were: SQLite itself would give some a second time."""
    highest = int(db.execute(_HIGHEST).scalar_one())
    return [{**row, "key": highest + n} for n, row in enumerate(rows, 1)]


@compiles(Joined, "sqlite")
def _joined(element: Joined, compiler: SQLCompiler, **given: Any) -> str:  # noqa: ANN401 - as SQLAlchemy has it
    return f"group_concat({compiler.process(element.clauses, **given)})"


@compiles(Least, "sqlite")
def _least(element: Least, compiler: SQLCompiler, **given: Any) -> str:  # noqa: ANN401 - as above
    return f"min({compiler.process(element.clauses, **given)})"


@compiles(Listed, "sqlite")
def _listed(element: Listed, compiler: SQLCompiler, **given: Any) -> str:  # noqa: ANN401 - as above
    number, numbers = (compiler.process(one, **given) for one in element.clauses)
    return f"{number} IN (SELECT value FROM json_each({numbers}))"  # noqa: S608 - of expressions, no values


@compiles(AimsAt, "sqlite")
def _aims_at(element: AimsAt, compiler: SQLCompiler, **given: Any) -> str:  # noqa: ANN401 - as above
    targets, local = (compiler.process(one, **given) for one in element.clauses)
    return f"{local} IN (SELECT json_extract(value, '$[0]') FROM json_each({targets}))"  # noqa: S608 - as above


@compiles(Matches, "sqlite")
def _matches(element: Matches, compiler: SQLCompiler, **given: Any) -> str:  # noqa: ANN401 - as above
    _, words, query = (compiler.process(one, **given) for one in element.clauses)
    return f"{words} MATCH {query}"
