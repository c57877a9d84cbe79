"""Labelled articles: their statements, who speaks in each, and the names and references that the model finds.

The labels are this project's own, `training/labels/polnear.jsonl` and `allsides.jsonl`. Names and references are the
shipped model's: the rankers are to be trained on those of the quality that they will meet.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sayso.annotate import annotate
from sayso.identity import statement_id
from sayso.model.onnx import load
from sayso.records import Act, Article, Line, Manner, Name, Reference, Role, Span, Statement
from training.attribution.polnear import read_split

LABELS = Path(__file__).parent.parent / "labels"


@dataclass(frozen=True, slots=True)
class Labelled:
    """An article with its statements, each with the speaker's name and kind as a reader gave them."""

    article: Article
    statements: tuple[Statement, ...]
    answers: tuple[tuple[str, ...], ...]
    targets: tuple[tuple[str, ...], ...]
    """The names of those at whom each is aimed; none without an act."""
    names: tuple[Name, ...]
    references: tuple[Reference, ...]


def labelled(data: Path) -> Iterator[Labelled]:
    """Yield the labelled articles: PolNeAR's training split, sorted by id, then those of AllSides."""
    model = load()
    for name, texts in (("polnear", _polnear(data)), ("allsides", _allsides(data))):
        rows: dict[str, list[dict[str, Any]]] = {}
        for line in (LABELS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            rows.setdefault(row["doc_id"], []).append(row)
        for doc_id, text in texts:
            if doc_id in rows:
                article = Article(doc_id, doc_id, text, tuple(_lines(text)))
                [notes] = annotate([article], model)
                made = _statements(doc_id, rows[doc_id]).values()
                statements, answers, targets = zip(*made, strict=True)
                yield Labelled(article, statements, answers, targets, notes.names(), notes.references())


def _polnear(data: Path) -> Iterator[tuple[str, str]]:
    return ((source.doc_id, source.text) for source in read_split(data / "polnear" / "train"))


def _allsides(data: Path) -> Iterator[tuple[str, str]]:
    """Yield (id, text) of every article: the title, then a paragraph a line."""
    with gzip.open(data / "allsides" / "articles.jsonl.gz", "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            lines = [row["title"], *(line.strip() for line in row["text"].split("\n") if line.strip())]
            yield row["id"], "\n".join(lines) + "\n"


Row = tuple[Statement, tuple[str, ...], tuple[str, ...]]


def _statements(doc_id: str, rows: list[dict[str, Any]]) -> dict[str, Row]:
    """Return the statements by id, in text order; those of a page's inner ones that have a number may be parents."""
    roles = [
        [tuple(sorted(Span(*span) for span in row[role])) for role in ("source", "cue", "content")] for row in rows
    ]
    ids = [statement_id(doc_id, *spans) for spans in roles]
    numbered = {row["number"]: identity for row, identity in zip(rows, ids, strict=True) if row["number"] is not None}
    made: dict[str, Row] = {}
    for row, spans, identity in zip(rows, roles, ids, strict=True):
        parent = None if row["parent"] is None else numbered[row["parent"]]
        act = Act(row["act"]) if row["act"] else None
        one = Statement(identity, doc_id, *spans, Manner.INDIRECT, 1.0, parent, act=act)
        made.setdefault(identity, (one, tuple(row["speaker"]), tuple(row["targets"])))
    return dict(sorted(made.items(), key=lambda item: _place(item[1][0])))


def _place(one: Statement) -> int:
    return min((*one.source, *one.cue, *one.content)).start


def _lines(text: str) -> Iterator[Line]:
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield Line(start, start + len(line), Role.BODY)
        start += len(line) + 1
