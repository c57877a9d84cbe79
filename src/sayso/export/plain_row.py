"""A statement row as plain values, for JSON, CSV cells and Arrow, and back again: nothing is lost on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from sayso.records import ChainLink, Manner, Piece, Span, StatementRow

PIECES = ("source", "cue", "content")
TEXTS = ("speaker_affiliation", "addressee_affiliation", "modality", "authors")
"""The columns that are lists of texts."""
LISTS = (*PIECES, *TEXTS, "chain", "said_on_span", "act_targets")
"""The columns that are not one value: a list or an object."""
NUMBERS = ("confidence", "speaker_score", "addressee_score", "act_score")
COLUMNS = tuple(field.name for field in fields(StatementRow))
"""In this order, in every format that has an order."""


def plain(row: StatementRow) -> dict[str, Any]:
    """Return the row as strings, numbers, None, lists and dicts, in the order of COLUMNS."""
    values: dict[str, Any] = {name: getattr(row, name) for name in COLUMNS}
    for role in PIECES:
        values[role] = [piece._asdict() for piece in values[role]]
    values["manner"] = row.manner.value
    for name in TEXTS:
        values[name] = list(values[name])
    values["chain"] = [{"name": link.name, "kind": link.kind, "span": _pair(link.span)} for link in row.chain]
    values["said_on_span"] = _pair(row.said_on_span)
    values["act_targets"] = [{"id": target, "name": name} for target, name in row.act_targets]
    return values


def restored(values: Mapping[str, Any]) -> StatementRow:
    """Return the row that `plain` was made of."""
    given = dict(values)
    for role in PIECES:
        given[role] = tuple(Piece(**piece) for piece in given[role])
    given["manner"] = Manner(given["manner"])
    for name in TEXTS:
        given[name] = tuple(given[name])
    given["chain"] = tuple(ChainLink(link["name"], link["kind"], _span(link["span"])) for link in given["chain"])
    given["said_on_span"] = _span(given["said_on_span"])
    given["act_targets"] = tuple((target["id"], target["name"]) for target in given["act_targets"])
    return StatementRow(**given)


def _pair(span: Span | None) -> list[int] | None:
    return None if span is None else list(span)


def _span(pair: list[int] | None) -> Span | None:
    return None if pair is None else Span(*pair)
