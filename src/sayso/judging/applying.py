"""A statement as a model read it -> as people have corrected it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from sayso.judging.records import FIELDS, VERDICTS, Judgement, JudgementKind
from sayso.records import Act, Dated, Manner, Span, Speaker, Statement

BASIS = "judgement"
"""How a field is known that a person gave."""


def judged(statement: Statement, standing: Iterable[Judgement], length: int) -> Statement:
    """Return the statement with the judgements that hold about it applied, in their order; its id stays.

    `length` is that of the article's text: spans that reach beyond it are of another text, and left out.
    """
    verdict = None
    for one in standing:
        if one.kind in VERDICTS:
            verdict = one.kind.value
        elif one.kind in FIELDS:
            statement = _APPLIED[one.kind](statement, one.given, length)
    return replace(statement, verdict=verdict)


def verdict_of(standing: Iterable[Judgement]) -> str | None:
    """Return the latest verdict among judgements in their order, None where there is none."""
    return next((one.kind.value for one in reversed(tuple(standing)) if one.kind in VERDICTS), None)


def _speaker(statement: Statement, value: Any, _: int) -> Statement:  # noqa: ANN401 - what JSON holds
    if value is None:
        return replace(statement, speaker=None)
    affiliation = tuple(value.get("affiliation", ()))
    return replace(statement, speaker=Speaker(value["id"], value["name"], value["kind"], affiliation, BASIS, 1.0))


def _act(statement: Statement, value: Any, _: int) -> Statement:  # noqa: ANN401 - same
    if value is None:
        return replace(statement, act=None)
    kept = statement.act.targets if statement.act else ()
    targets = tuple((identity, name) for identity, name in value["targets"]) if "targets" in value else kept
    return replace(statement, act=Act(value["type"], targets, 1.0))


def _said_on(statement: Statement, value: Any, _: int) -> Statement:  # noqa: ANN401 - same
    return replace(statement, said_on=value and Dated(value["value"], value["precision"], BASIS))


def _spans(role: str) -> Callable[[Statement, Any, int], Statement]:
    def applied(statement: Statement, value: Any, length: int) -> Statement:  # noqa: ANN401 - same
        spans = tuple(Span(*pair) for pair in value["spans"])
        if any(span.end > length for span in spans):
            return statement
        manner = {"manner": Manner(value["manner"])} if "manner" in value else {}
        return replace(statement, **{role: spans}, **manner)  # type: ignore[arg-type] # a role's spans, a manner

    return applied


_APPLIED: Mapping[JudgementKind, Callable[[Statement, Any, int], Statement]] = {
    JudgementKind.SPEAKER: _speaker,
    JudgementKind.ACT: _act,
    JudgementKind.SAID_ON: _said_on,
    JudgementKind.SOURCE: _spans("source"),
    JudgementKind.CUE: _spans("cue"),
    JudgementKind.CONTENT: _spans("content"),
}
