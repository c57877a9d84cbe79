"""The records of the link stage: how two statements, or two articles, bear on one another."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from sayso.records import Span


class LinkKind(StrEnum):
    """How one statement bears on another; in `docs/links.md` with examples."""

    COPY = "copy"
    """The same utterance in the same words: cut, reprinted, or translated anew."""
    PARAPHRASE = "paraphrase"
    """The same claim in other words."""
    REPLY = "reply"
    """One actor reacts to what another said."""
    DENIAL = "denial"
    """The other's content is rejected, whoever says so."""
    SHIFT = "shift"
    """The same speaker says later what does not go with what was said before."""


class CopyKind(StrEnum):
    """How an article came to have another's text."""

    REPRINT = "reprint"
    """The same text, whole."""
    WIRE = "wire"
    """Both have an agency's text."""
    REWRITE = "rewrite"
    """Passages of it, among others."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Characters that a link rests on: `span` counts in the text of the article that the statement stands in."""

    statement_id: str
    span: Span


@dataclass(frozen=True, slots=True)
class Link:
    """Two statements: `from_id` denies, answers, repeats or departs from `to_id`; of a pair alike, it is the later one.

    A link depends on the two statements and their articles alone, so that the order of arrival does not matter.
    """

    id: str
    kind: LinkKind
    from_id: str
    to_id: str
    score: float
    """0..1, rounded to four decimals."""
    reason: str
    """Why, in words."""
    method: str
    """What found it, and its version."""
    evidence: tuple[Evidence, ...] = ()


class Passage(NamedTuple):
    """The same passage in two texts: characters of the one and of the other."""

    here: Span
    there: Span


@dataclass(frozen=True, slots=True)
class ArticleCopy:
    """Two articles that share text; `from_id` is the later one, or, undated, the one whose id comes later."""

    id: str
    kind: CopyKind
    from_id: str
    to_id: str
    score: float
    """The share of the shorter text that stands in both, 0..1, rounded to four decimals."""
    reason: str
    method: str
    passages: tuple[Passage, ...] = ()
    """`here` counts in the text of `from_id`."""
