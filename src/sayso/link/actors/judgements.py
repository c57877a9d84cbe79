"""What people decided about actors: merges, splits, names; append-only, replayed over every resolution.

A judgement names its actors by an article and a name in it (or by a name in all articles), never by an actor's id,
which may change when the ledger grows; nor by a local id alone, which changes when another model reads the article.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sayso.errors import UsageError
from sayso.identity import derived_id
from sayso.judging.standing import undone

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z", re.ASCII)
_SURROGATE = re.compile("[\ud800-\udfff]")
LONGEST_NAME = 200
MOST_LINE = 10_000
"""Characters of a line of an imported file."""


class JudgementKind(StrEnum):
    """What a person may decide."""

    MERGE = "merge"
    """`one` and `other` are the same actor."""
    SPLIT = "split"
    """Those whom `one` names are not the actor `other`: they are taken out of it, and stand together."""
    RENAME = "rename"
    """The actor `one` is shown under `name`."""
    UNDO = "undo"
    """The judgement `undoes` no longer holds; an undo may be undone."""


@dataclass(frozen=True, slots=True)
class ActorRef:
    """Whom a judgement is about: the actor of that name in an article, or of that name in every article."""

    name: str
    article_id: str = ""
    """"" for every article."""
    local_id: str = ""
    """The id within the article when it was judged; the name decides where no actor of the article has it any more."""


@dataclass(frozen=True, slots=True)
class ActorJudgement:
    """One decision of one person."""

    kind: JudgementKind
    by: str
    at: str
    """When, ISO 8601 in UTC to the second or finer, ending in Z: later ones are replayed over earlier ones."""
    one: ActorRef | None = None
    other: ActorRef | None = None
    name: str = ""
    undoes: str = ""

    @property
    def id(self) -> str:
        """Return the id, which follows from what is decided, by whom and when."""
        refs = [(ref.name, ref.article_id, ref.local_id) if ref else None for ref in (self.one, self.other)]
        return derived_id("actor judgement", self.kind, self.by, self.at, *refs, self.name, self.undoes)

    @property
    def moment(self) -> str:
        """Return when it was made, as text that sorts 09:30:00 before 09:30:00.5."""
        return self.at.removesuffix("Z")


def merge(one: ActorRef, other: ActorRef, *, by: str, at: str) -> ActorJudgement:
    """Return the judgement that two are one actor."""
    return _checked(ActorJudgement(JudgementKind.MERGE, by, at, one, other))


def split(one: ActorRef, other: ActorRef, *, by: str, at: str) -> ActorJudgement:
    """Return the judgement that those whom `one` names are not the actor `other`."""
    return _checked(ActorJudgement(JudgementKind.SPLIT, by, at, one, other))


def rename(one: ActorRef, name: str, *, by: str, at: str) -> ActorJudgement:
    """Return the judgement that an actor is shown under a name."""
    return _checked(ActorJudgement(JudgementKind.RENAME, by, at, one, name=name))


def undo(judgement: ActorJudgement, *, by: str, at: str) -> ActorJudgement:
    """Return the judgement that an earlier one no longer holds."""
    return _checked(ActorJudgement(JudgementKind.UNDO, by, at, undoes=judgement.id))


def in_force(judgements: Iterable[ActorJudgement]) -> tuple[ActorJudgement, ...]:
    """Return the merges, splits and renamings that nobody undid, in the order in which they are replayed."""
    every = {one.id: one for one in judgements}
    out = undone({key: one.undoes for key, one in every.items()})
    kept = [one for key, one in every.items() if one.kind is not JudgementKind.UNDO and key not in out]
    return tuple(sorted(kept, key=lambda one: (one.moment, one.id)))


def to_lines(judgements: Sequence[ActorJudgement]) -> Iterator[str]:
    """Yield each judgement as one line of JSON, without its line break."""
    for one in judgements:
        row: dict[str, Any] = {"id": one.id, "kind": one.kind.value, "by": one.by, "at": one.at}
        for role, ref in (("one", one.one), ("other", one.other)):
            if ref is not None:
                given = {"name": ref.name, "article_id": ref.article_id, "local_id": ref.local_id}
                row[role] = {key: value for key, value in given.items() if value}
        row |= {key: value for key, value in (("name", one.name), ("undoes", one.undoes)) if value}
        yield json.dumps(row, ensure_ascii=False)


def from_lines(lines: Iterable[str]) -> tuple[ActorJudgement, ...]:
    """Return the judgements of lines of JSON, as `to_lines` wrote them; blank lines are passed over.

    Raises UsageError, in one sentence that quotes the value, at the first line that is none.
    """
    return tuple(_from_line(line, n) for n, line in enumerate(lines, 1) if line.strip())


def _from_line(line: str, n: int) -> ActorJudgement:
    try:
        row = json.loads(line[:MOST_LINE])
    except (ValueError, RecursionError) as error:
        raise UsageError(f"Line {n} is no JSON object of up to {MOST_LINE} characters: {line[:40]!r}.") from error
    if not isinstance(row, dict):
        raise UsageError(f"Line {n} is {line[:40]!r}: write one JSON object a line.")
    kinds = [kind.value for kind in JudgementKind]
    if row.get("kind") not in kinds:
        raise UsageError(f"Line {n} has the kind {row.get('kind')!r}: give one of {', '.join(kinds)}.")
    by, at, name, undoes = (_text(row.get(key, ""), key, n) for key in ("by", "at", "name", "undoes"))
    one, other = (_ref(row[role], role, n) if role in row else None for role in ("one", "other"))
    found = _checked(ActorJudgement(JudgementKind(row["kind"]), by, at, one, other, name, undoes))
    if "id" in row and row["id"] != found.id:
        raise UsageError(f"Line {n} has the id {row['id']!r}, which its other fields don't give: leave it out.")
    return found


def _ref(given: object, role: str, n: int) -> ActorRef:
    if not isinstance(given, dict):
        raise UsageError(f"Line {n} has {role} {given!r}: write an object with a name.")
    return ActorRef(*(_text(given.get(key, ""), f"{role}.{key}", n) for key in ("name", "article_id", "local_id")))


def _text(given: object, key: str, n: int) -> str:
    if not isinstance(given, str):
        raise UsageError(f"Line {n} has {key} {given!r}: write words in quotation marks.")
    return given


def _checked(one: ActorJudgement) -> ActorJudgement:
    if not one.by:
        raise UsageError(f"A judgement ({one.kind}) names nobody as its author: give `by`.")
    _check_time(one.at)
    refs = [ref for ref in (one.one, one.other) if ref]
    for text in (
        one.by,
        one.name,
        one.undoes,
        *(part for ref in refs for part in (ref.name, ref.article_id, ref.local_id)),
    ):
        if _SURROGATE.search(text):
            raise UsageError(f"A judgement has {text[:40]!r}, with half a surrogate pair: write whole characters.")
    two = one.kind in (JudgementKind.MERGE, JudgementKind.SPLIT)
    if (one.one is None) != (one.kind is JudgementKind.UNDO) or (one.other is not None) != two:
        raise UsageError(f"A {one.kind} has {'two actors' if two else 'one actor or none'}: give `one` and `other` so.")
    for name in [ref.name for ref in refs] + ([one.name] if one.kind is JudgementKind.RENAME else []):
        if not name.strip() or len(name) > LONGEST_NAME:
            raise UsageError(f"A {one.kind} has the name {name[:40]!r}: give one of up to {LONGEST_NAME} characters.")
    if (one.kind is JudgementKind.UNDO) != bool(one.undoes):
        raise UsageError(f"A {one.kind} undoes {one.undoes!r}: an undo, and nothing else, gives a judgement's id.")
    return one


def _check_time(at: str) -> None:
    """Raise UsageError for a time that is no moment, or is written so that the later would not be sorted after it."""
    try:
        datetime.fromisoformat(at)
    except ValueError as error:
        raise UsageError(f"A judgement has the time {at!r}: give ISO 8601 such as '2031-05-01T09:30:00Z'.") from error
    if not at.endswith("Z"):
        raise UsageError(f"A judgement has the time {at!r}: give it in UTC, ending in Z.")
    if not _MOMENT.fullmatch(at):
        raise UsageError(f"A judgement has the time {at!r}: write it as '2031-05-01T09:30:00Z'.")
