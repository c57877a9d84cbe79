"""Judgements as training data: lines in the form of training/labels and training/labels/pairs, without any text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sayso.judging import Judgement, JudgementKind
from sayso.records import Page, Span, Speaker, Statement, StatementRow

FLAGS = {"negated": "n", "conditional": "c", "future": "f"}
TONES = {"positive": "+", "negative": "-"}
KINDS = {"person": "person", "organisation": "organisation", "state": "state", "group": "group", "several": "several"}
"""Kinds of speakers as the labels have them; of any other nobody can tell more than that it has no name."""


def label_lines(page: Page) -> Iterator[str]:
    """Yield a line for each statement of a page, if each was accepted or rejected; else nothing.

    `doc_id` is the article's id: the spans are places in its text as the ledger has it. A rejected one has `rejected`.
    """
    if not page.statements or any(one.verdict is None for one in page.statements):
        return
    numbers = {one.id: n for n, one in enumerate(page.statements)}
    accepted = {one.id for one in page.statements if one.verdict == "accepted"}
    for one in page.statements:
        parent = numbers.get(one.parent or "") if one.parent in accepted else None
        yield _line({"doc_id": page.article.id, "number": numbers[one.id], "parent": parent, **_fields(page, one)})


def pair_lines(judgements: Sequence[Judgement], rows: Mapping[str, StatementRow]) -> Iterator[str]:
    """Yield a line for each pair that people linked or parted; `judgements` hold and are in their order.

    A link that was added gives its kind; where links were only broken, the pair is "none".
    """
    found: dict[frozenset[str], dict[str, Judgement]] = {}
    for one in judgements:
        other = one.other.statement_id if one.other else ""
        if one.about.statement_id in rows and other in rows:
            found.setdefault(frozenset((one.about.statement_id, other)), {})[one.given["kind"]] = one
    for ends, kinds in sorted(found.items(), key=lambda item: sorted(item[0])):
        added = [one for one in kinds.values() if one.kind is JudgementKind.LINK_ADDED]
        yield _pair([rows[one] for one in ends], max(added, key=lambda one: one.sort_key) if added else None)


def _pair(ends: Sequence[StatementRow], added: Judgement | None) -> str:
    later, earlier = sorted(ends, key=lambda row: (row.published or "", row.id), reverse=True)
    label = added.given["kind"] if added else "none"
    start = None if added is None or label not in ("denial", "reply") else added.about.statement_id
    told = {"a": _side(later), "b": _side(earlier), "label": label}
    return _line(told | {"from": start and ("a" if start == later.id else "b"), "stratum": "judged", "part": "train"})


def _side(row: StatementRow) -> dict[str, Any]:
    spans = {role: [[one.start, one.end] for one in getattr(row, role)] for role in ("source", "cue", "content")}
    return {"article": row.article_id, "speaker": row.speaker, **spans}


def _fields(page: Page, one: Statement) -> dict[str, Any]:
    flags = "".join(FLAGS[name] for name in FLAGS if name in one.modality) + TONES.get(one.tone or "", "")
    row: dict[str, Any] = {
        "source": _spans(one.source),
        "cue": _spans(one.cue),
        "content": _spans(one.content),
        "manner": one.manner.value,
        "speaker": _speaker(one.speaker),
        "addressee": one.addressee.name if one.addressee else None,
        "chain": [[link.name, link.kind] for link in one.chain],
        "said_on": _said_on(page, one),
        "act": one.act.type if one.act else None,
        "targets": [name for _, name in one.act.targets] if one.act else [],
        "flags": flags,
    }
    return row | ({"rejected": True} if one.verdict == "rejected" else {})


def _speaker(speaker: Speaker | None) -> list[str]:
    if speaker is None:
        return ["", "unclear"]
    return [speaker.name, KINDS.get(speaker.kind, "unnamed")]


def _said_on(page: Page, one: Statement) -> list[str | None] | None:
    if one.said_on is None:
        return None
    return [one.said_on.span.of(page.article.text) if one.said_on.span else "", one.said_on.value]


def _spans(spans: Sequence[Span]) -> list[list[int]]:
    return [[start, end] for start, end in spans]


def _line(row: Mapping[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False)
