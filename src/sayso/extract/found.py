"""An attribution before it is given an id."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.extract.acts import NOTHING_KNOWN, ActScores
from sayso.records import Span


@dataclass(frozen=True, slots=True)
class Found:
    """The spans of one attribution, how likely they are right, its act, and the probability of its anchor.

    `inner` is whether the anchor is that of a statement inside another's content.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    confidence: float
    inner: bool = False
    act: ActScores = NOTHING_KNOWN
    anchor: float = 1.0
