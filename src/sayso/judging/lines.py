"""Judgements as lines of JSON and back: all that is needed to replay them on another ledger."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sayso.errors import UsageError
from sayso.judging.checking import checked, held
from sayso.judging.records import Judgement, JudgementKind, Place, value_text
from sayso.records import Span

MOST_LINE = 200_000
"""Characters of a line: a content of several thousand words is quoted in it."""
KINDS = frozenset(kind.value for kind in JudgementKind)

_TEXTS = ("article_id", "sha256", "quoted", "model", "model_version")
_ROLES = ("source", "cue", "content")


def to_lines(judgements: Iterable[Judgement]) -> Iterator[str]:
    """Yield each judgement as one line of JSON, without its line break."""
    for one in judgements:
        yield json.dumps(judgement_object(one), ensure_ascii=False)


def judgement_object(one: Judgement) -> dict[str, Any]:
    """Return a judgement as plain values; what it does not have is left out."""
    row: dict[str, Any] = {"id": one.id, "kind": one.kind.value, "by": one.by, "at": one.at}
    row["about"] = place_values(one.about)
    if one.other is not None:
        row["other"] = place_values(one.other)
    if one.value != "null" or one.kind in ("speaker", "act", "said_on"):
        row["value"] = one.given
    return row | {key: value for key, value in (("note", one.note), ("withdraws", one.withdraws)) if value}


def from_lines(lines: Iterable[str]) -> tuple[Judgement, ...]:
    """Return the judgements of lines of JSON, as `to_lines` wrote them; blank lines are passed over.

    Raises UsageError, in one sentence that quotes the value, at the first line that is none.
    """
    return tuple(_from_line(line, n) for n, line in enumerate(lines, 1) if line.strip())


def place_values(place: Place) -> dict[str, Any]:
    """Return a place as plain values; what is not known is left out."""
    values: dict[str, Any] = {"statement": place.statement_id}
    values |= {name: getattr(place, name) for name in _TEXTS if getattr(place, name)}
    values |= {role: [list(span) for span in getattr(place, role)] for role in _ROLES if getattr(place, role)}
    values |= {"nested": True} if place.nested else {}
    return values | ({"confidence": place.confidence} if place.confidence is not None else {})


def place_of(values: Mapping[str, Any]) -> Place:
    """Return the place that `place_values` gave. Raises KeyError, TypeError or ValueError for what is none."""
    texts = {name: values.get(name, "") for name in _TEXTS}
    if not all(isinstance(text, str) for text in (values["statement"], *texts.values())):
        raise TypeError(values)
    source, cue, content = (tuple(Span(*pair) for pair in values.get(role, ())) for role in _ROLES)
    said, nested = values.get("confidence"), bool(values.get("nested"))
    sure = None if said is None else float(said)
    texts = {name: held(text) for name, text in texts.items()}
    return Place(values["statement"], **texts, source=source, cue=cue, content=content, nested=nested, confidence=sure)


def _from_line(line: str, n: int) -> Judgement:
    try:
        row = json.loads(line[: MOST_LINE + 1])
    except (ValueError, RecursionError) as error:
        raise UsageError(f"Line {n} is no JSON object of up to {MOST_LINE:,} characters: {line[:40]!r}.") from error
    if not isinstance(row, dict) or not isinstance(row.get("kind"), str) or row["kind"] not in KINDS:
        raise UsageError(f"Line {n} is no judgement ({line[:40]!r}): give a `kind` of {', '.join(sorted(KINDS))}.")
    try:
        found = _of_row(row)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UsageError(f"Line {n} lacks a field, or has one that is malformed ({line[:40]!r}).") from error
    except UsageError as error:
        raise UsageError(f"Line {n}: {error}") from error
    if row.get("id", found.id) != found.id:
        raise UsageError(f"Line {n} has the id {row['id']!r}, which its other fields don't give: leave it out.")
    return found


def _of_row(row: Mapping[str, Any]) -> Judgement:
    texts = [row["by"], row["at"], row.get("note", ""), row.get("withdraws", "")]
    if not all(isinstance(text, str) for text in texts):
        raise TypeError(texts)
    by, at, note, withdraws = texts
    about, other = place_of(row["about"]), place_of(row["other"]) if "other" in row else None
    value = value_text(row.get("value"))
    return checked(Judgement(JudgementKind(row["kind"]), by, at, about, other, value, note, withdraws))
