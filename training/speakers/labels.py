"""Labelled articles: PolNeAR's statements, who speaks in each, and the names and references that the model finds.

The labels are this project's own, `training/labels/polnear.jsonl`. Names and references are the shipped model's: the
ranker is to be trained on those of the quality that it will meet.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sayso.annotate import annotate
from sayso.identity import statement_id
from sayso.model.onnx import load
from sayso.records import Article, Line, Manner, Name, Reference, Role, Span, Statement
from training.attribution.polnear import read_split

LABELS = Path(__file__).parent.parent / "labels" / "polnear.jsonl"


@dataclass(frozen=True, slots=True)
class Labelled:
    """An article with its statements, each with the speaker's name and kind as a reader gave them."""

    article: Article
    statements: tuple[Statement, ...]
    answers: tuple[tuple[str, ...], ...]
    names: tuple[Name, ...]
    references: tuple[Reference, ...]


def labelled(data: Path) -> Iterator[Labelled]:
    """Yield the labelled articles of PolNeAR's training split, sorted by id."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for line in LABELS.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        rows.setdefault(row["doc_id"], []).append(row)
    model = load()
    for source in read_split(data / "polnear" / "train"):
        if source.doc_id in rows:
            article = Article(source.doc_id, source.doc_id, source.text, tuple(_lines(source.text)))
            [notes] = annotate([article], model)
            made = _statements(source.doc_id, rows[source.doc_id])
            statements, answers = zip(*made.values(), strict=True)
            yield Labelled(article, statements, answers, notes.names(), notes.references())


def _statements(doc_id: str, rows: list[dict[str, Any]]) -> dict[str, tuple[Statement, tuple[str, ...]]]:
    made: dict[str, tuple[Statement, tuple[str, ...]]] = {}
    outer: dict[int, str] = {}
    for row in rows:
        roles = [tuple(sorted(Span(*span) for span in row[role])) for role in ("source", "cue", "content")]
        identity = statement_id(doc_id, *roles)
        if row["parent"] is None:
            outer[row["number"]] = identity
        parent = None if row["parent"] is None else outer[row["parent"]]
        one = Statement(identity, doc_id, *roles, Manner.INDIRECT, 1.0, parent)
        made.setdefault(identity, (one, tuple(row["speaker"])))
    return made


def _lines(text: str) -> Iterator[Line]:
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield Line(start, start + len(line), Role.BODY)
        start += len(line) + 1
