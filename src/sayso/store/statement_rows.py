"""Statements to rows of the tables, and back: what goes in comes out the same."""

from __future__ import annotations

import json
from collections.abc import Iterator

from sayso.days import day_range
from sayso.records import (
    Act,
    ChainLink,
    Manner,
    Piece,
    Span,
    Speaker,
    Statement,
    StatementRow,
    quoted,
)
from sayso.store.cells import Row, Stored, dated_of, json_text, names_text, span_of

# --- records to rows --------------------------------------------------------------------------------------------------


def statement_row(statement: Statement, text: str, run_id: str, number: int) -> Row:
    """Return the row of `statement`, with the words that its spans quote; `number` is its place in the article."""
    source = quoted(text, statement.source)
    return {
        "id": statement.id,
        "article_id": statement.article_id,
        "run_id": run_id,
        "parent": statement.parent,
        "number": number,
        "position": position(statement),
        "manner": statement.manner.value,
        "confidence": statement.confidence,
        "said_by": statement.speaker.name if statement.speaker else source,
        "source_text": source,
        "cue_text": quoted(text, statement.cue),
        "content_text": quoted(text, statement.content),
        "modality": json_text(statement.modality),
        "tone": statement.tone,
        **_of_date(statement),
        **_of_act(statement),
        "addressee_names": statement.addressee.name if statement.addressee else "",
        "chain": json_text([[link.name, link.kind, link.span] for link in statement.chain]),
        "chain_names": names_text(link.name for link in statement.chain),
        "verdict": statement.verdict,
    }


def _of_date(statement: Statement) -> Row:
    date = statement.said_on
    first, last = (day_range(date.value) if date else None) or ("", "")
    return {
        "said_on": date and date.value,
        "said_on_precision": date and date.precision,
        "said_on_basis": date and date.basis,
        "said_on_from": first,
        "said_on_to": last,
    }


def _of_act(statement: Statement) -> Row:
    act = statement.act
    targets = act.targets if act else ()
    return {
        "act": act and act.type,
        "act_targets": json_text(targets),
        "act_score": act and act.score,
        "target_names": names_text(name for _, name in targets),
    }


def position(statement: Statement) -> int:
    """Return where the content begins, or what there is of the statement."""
    spans = statement.content or statement.cue or statement.source
    return min((span.start for span in spans), default=0)


def span_rows(statement: Statement) -> Iterator[Row]:
    """Yield the rows of `span`."""
    said_on = (statement.said_on.span,) if statement.said_on and statement.said_on.span else ()
    roles = {"source": statement.source, "cue": statement.cue, "content": statement.content, "said_on": said_on}
    for role, spans in roles.items():
        for n, (start, end) in enumerate(spans):
            yield {"statement_id": statement.id, "role": role, "n": n, "start": start, "end": end}


def mention_rows(statement: Statement) -> Iterator[Row]:
    """Yield the rows of `mention`: the actors behind the statement's roles."""
    for role, actor in (("speaker", statement.speaker), ("addressee", statement.addressee)):
        if actor is not None:
            yield {
                "statement_id": statement.id,
                "role": role,
                "actor_id": actor.id,
                "name": actor.name,
                "kind": actor.kind,
                "affiliation": json_text(actor.affiliation),
                "basis": actor.basis,
                "score": actor.score,
            }


# --- rows to records --------------------------------------------------------------------------------------------------


def statement_of(row: Stored) -> Statement:
    """Return the statement of a row of the flat view."""
    act = row["act"]
    return Statement(
        id=row["id"],
        article_id=row["article_id"],
        source=_spans(row["source_spans"]),
        cue=_spans(row["cue_spans"]),
        content=_spans(row["content_spans"]),
        manner=Manner(row["manner"]),
        confidence=row["confidence"],
        parent=row["parent"],
        speaker=_speaker(row, "speaker"),
        addressee=_speaker(row, "addressee"),
        chain=_chain(row["chain"]),
        said_on=dated_of(row, "said_on"),
        act=Act(act, _pairs(row["act_targets"]), row["act_score"]) if act is not None else None,
        modality=tuple(json.loads(row["modality"])),
        tone=row["tone"],
        verdict=row["verdict"],
    )


def flat_row(row: Stored, text: str) -> StatementRow:
    """Return the flat record of a row of the flat view; `text` is its article's."""
    same = {name: row[name] for name in _SAME}
    return StatementRow(
        **same,
        source=_pieces(text, row["source_spans"]),
        cue=_pieces(text, row["cue_spans"]),
        content=_pieces(text, row["content_spans"]),
        manner=Manner(row["manner"]),
        speaker_affiliation=tuple(json.loads(row["speaker_affiliation"])),
        addressee_affiliation=tuple(json.loads(row["addressee_affiliation"])),
        authors=tuple(json.loads(row["authors"])),
        chain=_chain(row["chain"]),
        act_targets=_pairs(row["act_targets"]),
        modality=tuple(json.loads(row["modality"])),
        said_on_span=span_of(row["said_on_span"]),
    )


_MADE = frozenset({"source", "cue", "content", "manner", "authors", "chain", "act_targets", "modality"}) | {
    "said_on_span",
    "speaker_affiliation",
    "addressee_affiliation",
}
_SAME = tuple(name for name in StatementRow.__dataclass_fields__ if name not in _MADE)
"""The fields that stand in the view as they stand in the record."""


def _spans(text: str) -> tuple[Span, ...]:
    return tuple(Span(*pair) for pair in json.loads(text))


def _pieces(text: str, spans: str) -> tuple[Piece, ...]:
    return tuple(Piece.of(text, start, end) for start, end in json.loads(spans))


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((one, other) for one, other in json.loads(text))


def _chain(text: str) -> tuple[ChainLink, ...]:
    return tuple(ChainLink(name, kind, Span(*span) if span else None) for name, kind, span in json.loads(text))


def _speaker(row: Stored, role: str) -> Speaker | None:
    if row[f"{role}_id"] is None:
        return None
    fields = {name: row[f"{role}_{name}"] for name in ("id", "kind", "basis", "score")}
    return Speaker(name=row[role], affiliation=tuple(json.loads(row[f"{role}_affiliation"])), **fields)
