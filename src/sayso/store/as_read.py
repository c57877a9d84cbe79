"""What a model had read of a statement that people corrected, as JSON beside it, and back again."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Connection, delete, select

from sayso.records import Act, ChainLink, Dated, Manner, Span, Speaker, Statement
from sayso.store import schema
from sayso.store.cells import exact_json
from sayso.store.dialects import insert
from sayso.store.links import parts
from sayso.store.statement_rows import statement_of


def statements_as_read(db: Connection, articles: Collection[str]) -> dict[str, list[tuple[Statement, Statement]]]:
    """Return by article (as read by a model, as it stands) for each statement, in the order of the article."""
    view, found = schema.statements, {article: list[tuple[Statement, Statement]]() for article in articles}
    for some in parts(sorted(articles)):
        query = select(view).where(view.c.article_id.in_(some)).order_by(view.c.article_id, view.c.number, view.c.id)
        stands = [statement_of(row) for row in db.execute(query).mappings()]
        kept = _records(db, [one.id for one in stands])
        for one in stands:
            found[one.article_id].append((kept.get(one.id) or replace(one, verdict=None), one))
    return found


def keep(db: Connection, statement: Statement, *, corrected: bool) -> None:
    """Keep what a model had read where it was corrected; where it was not, or no longer, nothing is kept."""
    table = schema.statement_as_read
    if not corrected:
        db.execute(delete(table).where(table.c.statement_id == statement.id))
        return
    row = {"statement_id": statement.id, "record": exact_json(asdict(statement))}
    db.execute(insert(db, table).values(row).on_conflict_do_nothing())


def _records(db: Connection, statements: list[str]) -> dict[str, Statement]:
    table = schema.statement_as_read.c
    found: dict[str, Statement] = {}
    for some in parts(statements):
        query = select(table.statement_id, table.record).where(table.statement_id.in_(some))
        found |= {row.statement_id: _statement(json.loads(row.record)) for row in db.execute(query)}
    return found


def _statement(values: Mapping[str, Any]) -> Statement:
    roles = {role: tuple(Span(*pair) for pair in values[role]) for role in ("source", "cue", "content")}
    act, said_on = values["act"], values["said_on"]
    made = {
        **roles,
        "manner": Manner(values["manner"]),
        "speaker": _speaker(values["speaker"]),
        "addressee": _speaker(values["addressee"]),
        "chain": tuple(ChainLink(one["name"], one["kind"], _span(one["span"])) for one in values["chain"]),
        "said_on": said_on and Dated(**{**said_on, "span": _span(said_on["span"])}),
        "act": act and Act(act["type"], tuple((one, name) for one, name in act["targets"]), act["score"]),
        "modality": tuple(values["modality"]),
    }
    return Statement(**{**values, **made})


def _speaker(values: Mapping[str, Any] | None) -> Speaker | None:
    return None if values is None else Speaker(**{**values, "affiliation": tuple(values["affiliation"])})


def _span(pair: list[int] | None) -> Span | None:
    return None if pair is None else Span(*pair)
