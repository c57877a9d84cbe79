"""Judgements in the ledger, as functions of a connection: what is written, and which there are."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, or_, select

from sayso.judging import Judgement, JudgementKind, Place, place_of, place_values
from sayso.store import schema
from sayso.store.cells import Row, json_text
from sayso.store.dialects import added
from sayso.store.links import parts

_TABLE = schema.judgement


def put(db: Connection, judgements: Iterable[Judgement]) -> list[Judgement]:
    """Write those that are not there yet, and return them."""
    new = []
    for one in judgements:
        if added(db, _TABLE, _row(one)):
            new.append(one)
    return new


def every(db: Connection) -> list[Judgement]:
    """Return all judgements, oldest first."""
    return _found(db, [])


def latest(db: Connection, limit: int, offset: int) -> list[Judgement]:
    """Return some judgements, newest first."""
    query = select(_TABLE).order_by(_TABLE.c.made.desc(), _TABLE.c.id.desc()).limit(limit).offset(offset)
    return [_judgement(row) for row in db.execute(query).mappings()]


def with_ids(db: Connection, ids: Iterable[str]) -> list[Judgement]:
    """Return the judgements of the ids."""
    return [one for some in parts(sorted(set(ids))) for one in _found(db, [_TABLE.c.id.in_(some)])]


def beginning(db: Connection, given: str, limit: int) -> list[Judgement]:
    """Return up to so many judgements whose ids begin so."""
    query = select(_TABLE).where(_TABLE.c.id.between(given, given + "g")).order_by(_TABLE.c.id).limit(limit)
    return [_judgement(row) for row in db.execute(query).mappings()]


def about(
    db: Connection, statements: Collection[str] = (), articles: Collection[str] = (), documents: Collection[str] = ()
) -> list[Judgement]:
    """Return the judgements that name one of the statements, articles or documents (SHA-256) at either end.

    Withdrawals of them are among them, and the withdrawals of those.
    """
    looked = {"id": statements, "article_id": articles, "sha256": documents}
    found: dict[str, Judgement] = {}
    for name, values in looked.items():
        own = _TABLE.c["subject_id" if name == "id" else name]
        for some in parts(sorted(set(values) - {""})):
            for condition in (own.in_(some), _TABLE.c[f"other_{name}"].in_(some)):  # each has an index of its own
                found |= {one.id: one for one in _found(db, [condition])}
    new: Collection[str] = found
    while new:
        them = [one for some in parts(sorted(new)) for one in _found(db, [_TABLE.c.withdraws.in_(some)])]
        new = {one.id for one in them} - found.keys()
        found |= {one.id: one for one in them}
    return list(found.values())


def withdrawn_by(db: Connection, judgements: Sequence[Judgement]) -> list[Judgement]:
    """Return the judgements, and those that they withdraw, directly or through others."""
    found = {one.id: one for one in judgements}
    waiting = [one.withdraws for one in judgements if one.withdraws]
    while waiting:
        them = [one for one in with_ids(db, waiting) if one.id not in found]
        found |= {one.id: one for one in them}
        waiting = [one.withdraws for one in them if one.withdraws]
    return list(found.values())


def _found(db: Connection, conditions: Sequence[ColumnElement[bool]]) -> list[Judgement]:
    query = select(_TABLE).where(or_(*conditions)) if conditions else select(_TABLE)
    rows = db.execute(query.order_by(_TABLE.c.made, _TABLE.c.id)).mappings()
    return [_judgement(row) for row in rows]


def _row(one: Judgement) -> Row:
    return {
        "id": one.id,
        "kind": one.kind.value,
        **_ends("", one.about),
        **_ends("other_", one.other),
        "value": one.value,
        "withdraws": one.withdraws,
        "judge": one.by,
        "made": one.at,
        "note": one.note,
    }


def _ends(prefix: str, place: Place | None) -> Row:
    identity = f"{prefix}id" if prefix else "subject_id"
    names = (identity, f"{prefix}article_id", f"{prefix}sha256", f"{prefix}place")
    if place is None:
        return dict.fromkeys(names, "")
    values = (place.statement_id, place.article_id, place.sha256, json_text(place_values(place)))
    return dict(zip(names, values, strict=True))


def _judgement(row: Mapping[Any, Any]) -> Judgement:
    other = place_of(json.loads(row["other_place"])) if row["other_place"] else None
    about_it = place_of(json.loads(row["place"]))
    kind = JudgementKind(row["kind"])
    return Judgement(kind, row["judge"], row["made"], about_it, other, row["value"], row["note"], row["withdraws"])
