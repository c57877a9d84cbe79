"""Anchors with their role scores -> candidates: the words of each role, and how likely the whole is right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from sayso.extract.acts import ActScores, act_scores
from sayso.extract.confidence import Evidence, likely_right
from sayso.extract.decode import NEVER, best_states, with_expected
from sayso.extract.overlaps import expected_overlaps, marginals
from sayso.extract.roles import CONTENT, NONE, SOURCE, STATES
from sayso.model.encoder import AnchorScores
from sayso.records import Span

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Integers = NDArray[np.int64]

ROLELESS = np.array([0, NEVER, NEVER, NEVER], dtype=np.float32)
"""The scores of a word that can have no role; they are in the order of the states."""

CONTENT_ALONE = np.array([0, NEVER, NEVER, 0], dtype=np.float32)
"""Added to the scores of a word of another paragraph than the anchor's: a content goes on there, a source or a cue does
not (in PolNeAR, 11 of 22,026 do)."""

EXPECTED = 0.5
"""Words of a source that are expected where one is given though the best path has none."""

TOGETHER = 256
"""Anchors decoded at once: 4 MB of scores, and some copies of them."""

Run = tuple[int, int]
"""Words in a row that have one role: the first, and one after the last."""


@dataclass(frozen=True, slots=True)
class Words:
    """A text's words: offsets `[n, 2]`, the part that each stands in, and whether a span is cut before it `[n]`.

    `paragraphs` `[n]` numbers the paragraph of each; None where the text is all one.
    """

    offsets: Integers
    parts: Integers
    breaks: NDArray[np.bool_]
    paragraphs: Integers | None = None

    @classmethod
    def of_one_part(cls, offsets: Integers, line_starts: Integers | None = None) -> Words:
        """Return the words of a text that is all of one part, with nothing unread between them.

        `line_starts` are the numbers of the words that open a paragraph.
        """
        count = len(offsets)
        numbers = None if line_starts is None else np.searchsorted(line_starts, np.arange(count), side="right")
        return cls(offsets, np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.bool_), numbers)


@dataclass(frozen=True, slots=True)
class Least:
    """What a candidate has to reach: an outermost one so likely to be right, or an inner one's anchor so probable."""

    right: float = 0.0
    inner: float = 0.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """An anchor with its runs of words by state.

    `right` is how likely it is right, as an inner one or an outermost one; `probability` that of its anchor.
    """

    anchor: int
    right: float
    probability: float
    inner: bool
    act: ActScores
    runs: tuple[list[Run], ...]


def candidates(
    words: Words, start: Floats, anchors: Iterable[AnchorScores], least: Least, weights: Sequence[float] = ()
) -> Iterator[Candidate]:
    """Yield the anchors that have a content and reach what is the least, as outermost statements where they can be.

    They are decoded so many at a time that their padded scores stay small. `weights` are those of `likely_right`;
    without any, the anchor's probability stands for it.
    """
    for anchor, runs, overlaps in decoded(words, start, anchors, overlapping=bool(weights)):
        evidence = Evidence.of(overlaps, sourceless=not runs[SOURCE]) if overlaps else None
        outer, inner = (
            p if evidence is None else likely_right(p, evidence, weights) for p in (anchor.probability, anchor.inner)
        )
        if outer >= least.right:
            yield Candidate(anchor.anchor, outer, anchor.probability, False, act_scores(anchor.acts), runs)
        elif anchor.inner >= least.inner:
            yield Candidate(anchor.anchor, inner, anchor.inner, True, act_scores(anchor.acts), runs)


def decoded(
    words: Words, start: Floats, anchors: Iterable[AnchorScores], *, overlapping: bool = True
) -> Iterator[tuple[AnchorScores, tuple[list[Run], ...], list[float]]]:
    """Yield the anchors that have a content, with the runs of each state and, where asked, what is expected of them.

    That is the overlap of source, cue and content with what is right.
    """
    rest = iter(anchors)
    while some := list(islice(rest, TOGETHER)):
        runs: list[tuple[list[Run], ...]] = [tuple([] for _ in range(STATES)) for _ in some]
        found, overlaps = _runs(words, some, start, overlapping=overlapping)
        for row, state, begin, end in found:
            runs[row][state].append((begin, end))
        for anchor, by_state, expected in zip(some, runs, overlaps, strict=True):
            if by_state[CONTENT]:
                yield anchor, by_state, expected


def _runs(
    words: Words, anchors: Sequence[AnchorScores], start: Floats, *, overlapping: bool
) -> tuple[list[tuple[int, int, int, int]], list[list[float]]]:
    """Return (anchor's number here, state, first word, one after the last) of each run of words that has a role.

    And, where asked, of each anchor the expected overlaps of its source, cue and content. Windows of several lengths
    are decoded at once: a word after a window's end, as one of another part, costs nothing to leave without a role.
    """
    longest = max(len(a.emissions) for a in anchors)
    first = np.array([a.first_word for a in anchors], dtype=np.int64)[:, None]
    number = np.minimum(first + np.arange(longest), len(words.parts) - 1)
    emissions, steps = _padded(anchors, longest)
    at = [a.anchor for a in anchors]
    if words.paragraphs is not None:
        other = words.paragraphs[number] != words.paragraphs[at][:, None]
        emissions += CONTENT_ALONE * other[:, :, None]
    emissions[words.parts[number] != words.parts[at][:, None]] = ROLELESS
    states = best_states(start, emissions, steps)
    overlaps: list[list[float]] = [[] for _ in anchors]
    if overlapping:
        likely = marginals(start, emissions, steps)
        states = with_expected(SOURCE, EXPECTED, start, emissions, steps, states, likely)
        overlaps = expected_overlaps(likely, states)[:, SOURCE:].tolist()
    return _with_role(states, number, words.breaks[number]), overlaps


def _with_role(states: Integers, number: Integers, begins: NDArray[np.bool_]) -> list[tuple[int, int, int, int]]:
    """Return the runs of words of one state that is a role, given each word's number and what a run is cut before.

    A run goes on over a line's end, not over what is not read.
    """
    begins[:, 0] = True
    begins[:, 1:] |= states[:, 1:] != states[:, :-1]
    places = np.flatnonzero(begins)
    ends = np.append(places[1:], begins.size)  # a row's first word begins a run, so none goes on into the next row
    with_role = states.ravel()[places] != NONE
    places, lengths = places[with_role], (ends - places)[with_role]
    rows, begin = places // states.shape[1], number.ravel()[places]
    columns = rows, states.ravel()[places], begin, begin + lengths
    return list(zip(*(column.tolist() for column in columns), strict=True))


def _padded(anchors: Sequence[AnchorScores], longest: int) -> tuple[Floats, Floats]:
    emissions = np.empty((len(anchors), longest, STATES), dtype=np.float32)
    steps = np.zeros((len(anchors), longest, STATES, STATES), dtype=np.float32)
    for i, anchor in enumerate(anchors):
        emissions[i, : len(anchor.emissions)] = anchor.emissions
        emissions[i, len(anchor.emissions) :] = ROLELESS
        steps[i, : len(anchor.steps)] = anchor.steps
    return emissions, steps


def spans_of(offsets: Integers, runs: Sequence[Run]) -> tuple[Span, ...]:
    """Return the characters of runs of words."""
    return tuple(Span(int(offsets[first, 0]), int(offsets[end - 1, 1])) for first, end in runs)
