"""An attribution before it is given an id."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.records import Span


@dataclass(frozen=True, slots=True)
class Found:
    """The spans of one attribution and the probability of its anchor."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    confidence: float
