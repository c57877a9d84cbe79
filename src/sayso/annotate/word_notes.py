"""What the model says of each word, from the window in which the word stands most central: names and references."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sayso.annotate.encoding import Window
from sayso.model.encoder import WindowScores
from sayso.records import Name, NameKind, Reference, Span

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Integers = NDArray[np.int64]

TAGS = ("O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC")
"""What a word is in a name, as Universal NER tags them; a tag's number is its place here."""

KINDS = {1: NameKind.PERSON, 3: NameKind.ORGANISATION, 5: NameKind.PLACE}
"""By the number of the tag that opens a name; the tag that goes on with it is the next."""

ANTECEDENTS = 3
"""Earlier words that are looked at for each word."""

LEAST = 0.2
"""Probability below which a reference is not worth keeping."""


class WordNotes:
    """Tags and antecedents of a text's words, filled window by window."""

    def __init__(self, words: Integers, starts_line: NDArray[np.bool_]) -> None:
        self._words, self._starts_line = words, starts_line
        count = len(words)
        self._centrality = np.full(count, -1, dtype=np.int64)
        self._tags = np.zeros(count, dtype=np.int8)
        self._tag_scores = np.zeros(count, dtype=np.float32)
        self._antecedents = np.zeros((count, ANTECEDENTS), dtype=np.int64)
        self._scores = np.zeros((count, ANTECEDENTS), dtype=np.float32)

    def take(self, window: Window, scores: WindowScores) -> None:
        """Take over what is said of the words that stand more central in this window than in those before."""
        if not len(scores.tags):
            return
        place = np.arange(window.last_word - window.first_word)
        centrality = np.minimum(place, len(place) - 1 - place)
        better = centrality > self._centrality[window.first_word : window.last_word]
        at = window.first_word + place[better]
        self._centrality[at] = centrality[better]
        self._tags[at], self._tag_scores[at] = scores.tags[better], scores.tag_scores[better]
        self._antecedents[at] = scores.antecedents[better] + window.first_word
        self._scores[at] = scores.antecedent_scores[better]

    def names(self) -> tuple[Name, ...]:
        """Return the names in text order; none goes on over a line's end."""
        kinds = (self._tags + 1) // 2
        opens = (self._tags % 2 == 1) | (kinds != np.concatenate(([0], kinds[:-1]))) | self._starts_line
        starts = np.flatnonzero(opens & (kinds > 0))
        stops = np.flatnonzero(opens | (kinds == 0))
        ends = np.append(stops, len(kinds))[np.searchsorted(stops, starts, side="right")]
        spans = np.stack([self._words[starts, 0], self._words[ends - 1, 1]], axis=1)
        named = zip(spans.tolist(), kinds[starts].tolist(), self._means(starts, ends).tolist(), strict=True)
        return tuple(Name(Span._make(span), KINDS[2 * kind - 1], round(score, 4)) for span, kind, score in named)

    def _means(self, starts: Integers, ends: Integers) -> Floats:
        """Return the mean score of the words of each stretch, those of one length together."""
        lengths = ends - starts
        means = np.zeros(len(starts), dtype=np.float32)
        for length in np.unique(lengths):
            alike = lengths == length
            means[alike] = self._tag_scores[starts[alike, None] + np.arange(length)].mean(axis=1)
        return means

    def references(self) -> tuple[Reference, ...]:
        """Return which earlier word each word may stand for, in text order, the likelier first."""
        rows, columns = np.nonzero(self._scores >= LEAST)
        antecedents = self._antecedents[rows, columns]
        scores = np.array([round(score, 4) for score in self._scores[rows, columns].tolist()])
        order = np.lexsort((antecedents, -scores, rows))
        words, stands_for = (map(Span._make, self._words[of[order]].tolist()) for of in (rows, antecedents))
        return tuple(map(Reference, words, stands_for, scores[order].tolist()))
