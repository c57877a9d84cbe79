"""Expressions that each database says in its own way: `sqlite` and `postgresql` beside this file hold how.

A query is built once, whichever database it goes to; SQLAlchemy asks the dialect for the words when it is sent.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Dialect, String, Table, Text, bindparam
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator

from sayso.store.words import WordQuery

QUERY_TEXTS: dict[str, Callable[[WordQuery], str]] = {}
"""Dialect -> how a full-text query is written for it."""


class QueryText(TypeDecorator[WordQuery]):
    """A full-text query as the dialect writes it."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: WordQuery | None, dialect: Dialect) -> str | None:  # noqa: D102 - SQLAlchemy's
        return None if value is None else QUERY_TEXTS[dialect.name](value)


class Joined(FunctionElement[str]):
    """All numbers of a column, as one text with commas; NULL of none."""

    inherit_cache = True
    type = String()


class Least(FunctionElement[str]):
    """The first of two texts in the order of their characters."""

    inherit_cache = True
    type = String()


class Condition(FunctionElement[bool]):
    """What holds or does not."""

    inherit_cache = True
    type = Boolean()

    def self_group(self, against: object = None) -> Condition:  # noqa: ARG002, D102 - SQLAlchemy's
        # As it stands: where a dialect has no booleans SQLAlchemy would add "= 1", with which no index is used.
        return self


class Listed(Condition):
    """Whether a number is in a JSON list."""

    inherit_cache = True


class AimsAt(Condition):
    """Whether a JSON list of [id, name] has an id."""

    inherit_cache = True


class Matches(Condition):
    """Whether a row of a full-text index is found: of its rowid, the column named as the table is, and a query."""

    inherit_cache = True


def joined(column: ColumnElement[int]) -> ColumnElement[str]:
    """Return the expression for all numbers of a column as one text, which costs a tenth of a row for each."""
    return Joined(column)


def least(one: ColumnElement[Any], other: ColumnElement[Any]) -> ColumnElement[str]:
    """Return the expression for the first of two texts."""
    return Least(one, other)


def listed(number: ColumnElement[int], numbers: ColumnElement[str]) -> ColumnElement[bool]:
    """Return the condition that a number is in a JSON list of numbers."""
    return Listed(number, numbers)


def aims_at(act_targets: ColumnElement[str], local_id: ColumnElement[str]) -> ColumnElement[bool]:
    """Return the condition that the targets of an act, as `statement` keeps them, have this id among them."""
    return AimsAt(act_targets, local_id)


def matches(words: Table, query: WordQuery) -> ColumnElement[bool]:
    """Return the condition that a row of `words`, a full-text index, is found."""
    return Matches(words.c.rowid, words.c[words.name], bindparam(None, query, type_=QueryText(), unique=True))
