"""One decision of one person about a statement, or about a link between two."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sayso.identity import derived_id
from sayso.records import Span


class JudgementKind(StrEnum):
    """What a person may decide; in docs/judging.md with the value that each has."""

    ACCEPTED = "accepted"
    """The statement is one, as it stands."""
    REJECTED = "rejected"
    """It is none."""
    SPEAKER = "speaker"
    ACT = "act"
    SAID_ON = "said_on"
    SOURCE = "source"
    CUE = "cue"
    CONTENT = "content"
    LINK_ADDED = "link-added"
    """The statement bears on the other one, as the value says."""
    LINK_BROKEN = "link-broken"
    """It does not, in whichever direction."""
    WITHDRAWN = "withdrawn"
    """The judgement that it names no longer holds; a withdrawal may be withdrawn."""


VERDICTS = (JudgementKind.ACCEPTED, JudgementKind.REJECTED)
SPANS = (JudgementKind.SOURCE, JudgementKind.CUE, JudgementKind.CONTENT)
FIELDS = (JudgementKind.SPEAKER, JudgementKind.ACT, JudgementKind.SAID_ON, *SPANS)
LINKS = (JudgementKind.LINK_ADDED, JudgementKind.LINK_BROKEN)

NOTHING = "null"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a statement stood when it was judged, as the model had read it."""

    statement_id: str
    article_id: str = ""
    sha256: str = ""
    """Of the document's bytes: on another ledger the article may have another id."""
    source: tuple[Span, ...] = ()
    cue: tuple[Span, ...] = ()
    content: tuple[Span, ...] = ()
    quoted: str = ""
    """The words of cue and content, as `quoted_words` joins them."""
    nested: bool = False
    confidence: float | None = None
    """What the model had said of it."""
    model: str = ""
    model_version: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """One decision."""

    kind: JudgementKind
    by: str
    at: str
    """When, ISO 8601 in UTC, ending in Z: of two about the same thing the later one counts."""
    about: Place
    other: Place | None = None
    """The statement at a link's other end: `about` denies, answers or repeats it."""
    value: str = NOTHING
    """What the field is, or which kind of link, as JSON with sorted keys; `null` for a field is "not known"."""
    note: str = ""
    withdraws: str = ""
    """The id of the judgement that a withdrawal is of."""
    id: str = field(init=False, compare=False)
    """It follows from what is decided about which statement, by whom and when."""

    def __post_init__(self) -> None:
        """Work out the id, once."""
        parts = ("statement", self.about.statement_id, self.kind, self.by, self.at, self.note)
        rest = (self.value, self.other.statement_id if self.other else "", self.withdraws)
        # A verdict's id is what versions before 2026-11-27 gave it, which knew no other kind.
        object.__setattr__(self, "id", derived_id("judgement", *parts, *(rest if rest != (NOTHING, "", "") else ())))

    @property
    def given(self) -> Any:  # noqa: ANN401 - whatever JSON holds; `checked` says what each kind has
        """Return the value."""
        return json.loads(self.value)

    @property
    def sort_key(self) -> tuple[str, str]:
        """What judgements are applied in the order of; "..:00Z" comes before "..:00.5Z"."""
        return self.at.removesuffix("Z"), self.id


def value_text(value: object) -> str:
    """Return a value as judgements keep it.

    >>> value_text({"spans": [[3, 9]], "manner": "direct"})
    '{"manner":"direct","spans":[[3,9]]}'
    """
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def quoted_words(text: str, cue: tuple[Span, ...], content: tuple[Span, ...]) -> str:
    """Return the words of cue and content, by which a place is known in another copy of the text.

    >>> quoted_words("Kell said no.", (Span(5, 9),), (Span(10, 12),))
    'said | no'
    """
    return " | ".join(" … ".join(span.of(text) for span in spans) for spans in (cue, content))


def withdrawal(judgement: Judgement, *, by: str, at: str, note: str = "") -> Judgement:
    """Return the judgement that an earlier one no longer holds."""
    kind = JudgementKind.WITHDRAWN
    return Judgement(kind, by, at, judgement.about, judgement.other, note=note, withdraws=judgement.id)
