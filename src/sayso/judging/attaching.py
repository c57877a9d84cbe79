"""The statement that a judgement is about, after its article was read anew: the same id, or else the same words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from sayso.judging.records import Place
from sayso.records import Span, Statement

LEAST = 0.5
"""Share of the words of cue and content that two places have in common (Dice): less is another statement."""

_WORD = re.compile(r"\w+")


def attached(place: Place, candidates: Sequence[Statement], text: str) -> str | None:
    """Return the id of the statement that a place means among those of an article, None where it can't be told.

    That is the one of the same id, else the one that shares most words of cue and content with it: at least half of
    them, and more than any other. Where both have a cue, the cues must meet.
    """
    if any(one.id == place.statement_id for one in candidates):
        return place.statement_id
    words = [Span(*match.span()) for match in _WORD.finditer(text)]
    own, own_cue = _words((*place.cue, *place.content), words), _words(place.cue, words)
    shares = sorted(((_share(own, own_cue, one, words), one.id) for one in candidates), reverse=True)
    if not shares or shares[0][0] < LEAST or (len(shares) > 1 and shares[1][0] == shares[0][0]):
        return None
    return shares[0][1]


def _share(own: frozenset[int], own_cue: frozenset[int], one: Statement, words: Sequence[Span]) -> float:
    cue = _words(one.cue, words)
    if own_cue and cue and own_cue.isdisjoint(cue):
        return 0.0
    its = _words((*one.cue, *one.content), words)
    return 2 * len(own & its) / (len(own) + len(its)) if own and its else 0.0


def _words(spans: Iterable[Span], words: Sequence[Span]) -> frozenset[int]:
    return frozenset(
        n for span in spans for n, word in enumerate(words) if word.start < span.end and word.end > span.start
    )
