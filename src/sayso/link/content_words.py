"""The words of a statement's content, without those that an editor put in brackets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from sayso.link.function_words import FUNCTION_WORDS
from sayso.link.running_words import RunningWords, inside, running_words
from sayso.link.spellings_in_full import in_full
from sayso.records import Piece, Span, StatementRow

MOST_CONTENT = 2_000
"""Words of a content that are compared, as they are written."""
SHORT_CONTENT = 1_000
"""Characters of a content whose words are kept a while."""
FUNCTION_WEIGHT = 0.25
"""What a function word counts, where another counts 1."""

_ELLIPSIS = re.compile(r"…|\.\s?\.")
_BRACKETED = re.compile(r"\[[^\[\]\n]{1,80}\]")
_MARKED = re.compile(r"“[^“”]*(?:”|$)|\"[^\"]*(?:\"|$)")


@dataclass(frozen=True, slots=True)
class ContentWords:
    """`forms[i]` is the speaker's i-th word; it stands at `spans[i]` of the article, in piece `pieces[i]`."""

    forms: tuple[str, ...]
    spans: tuple[Span, ...]
    pieces: tuple[int, ...]
    brackets: frozenset[int]
    """Numbers of words before which an editor's own stand in brackets: "[the ministry]"."""
    cuts: frozenset[int]
    """Numbers of words before which an ellipsis stands."""
    marked: frozenset[int]
    """Numbers of words that stand in quotation marks within the content."""

    def weight(self, first: int, count: int) -> float:
        """Return what the words weigh."""
        return sum(weight(form) for form in self.forms[first : first + count])

    def weight_in(self, spans: Iterable[Span]) -> float:
        """Return what the words of some stretches, from one number to another, weigh."""
        return sum(self.weight(start, end - start) for start, end in spans)

    def telling(self, first: int, count: int) -> int:
        """Return how many of the words are no function words."""
        return sum(form not in FUNCTION_WORDS for form in self.forms[first : first + count])

    def cuts_in(self, first: int, last: int) -> bool:
        """Return whether an ellipsis stands before one of the words, or before the next."""
        return not self.cuts.isdisjoint(range(first, last + 1))

    def covering(self, first: int, count: int) -> Sequence[Span]:
        """Return where the words stand: a span for each piece that they reach into."""
        found: dict[int, Span] = {}
        for n in range(first, first + count):
            begun = found.get(self.pieces[n], self.spans[n])
            found[self.pieces[n]] = Span(begun.start, self.spans[n].end)
        return list(found.values())


def weight(form: str) -> float:
    """Return what a word counts.

    >>> weight("the"), weight("ministry")
    (0.25, 1.0)
    """
    return FUNCTION_WEIGHT if form in FUNCTION_WORDS else 1.0


def content_words(row: StatementRow) -> ContentWords:
    """Return the words of the row's content, at most 2,000, in full: a contraction is two words."""
    is_short = sum(len(piece.exact) for piece in row.content) <= SHORT_CONTENT
    return _kept(row.content) if is_short else _words_of(row.content)


class _Word(NamedTuple):
    form: str
    span: Span
    after_cut: bool
    put_in: bool
    marked: bool


def _words_of(content: tuple[Piece, ...]) -> ContentWords:
    own: list[tuple[_Word, int]] = []
    brackets: set[int] = set()
    cuts: set[int] = set()
    left = MOST_CONTENT
    for number, piece in enumerate(content):
        words = running_words(piece.exact, [Span(0, len(piece.exact))], left)
        left -= len(words)
        for word in _in_piece(piece, in_full(piece.exact, words)):
            if word.after_cut:
                cuts.add(len(own))
            if word.put_in:
                brackets.add(len(own))
            else:
                own.append((word, number))
    return ContentWords(
        tuple([word.form for word, _ in own]),
        tuple([word.span for word, _ in own]),
        tuple([number for _, number in own]),
        frozenset(brackets),
        frozenset(cuts),
        frozenset(n for n, (word, _) in enumerate(own) if word.marked),
    )


def _in_piece(piece: Piece, words: RunningWords) -> Iterator[_Word]:
    edited, marked = (
        inside(words, [Span(*match.span()) for match in pattern.finditer(piece.exact)])
        for pattern in (_BRACKETED, _MARKED)
    )
    done = 0
    for n, (form, start, end) in enumerate(zip(words.forms, words.starts, words.ends, strict=True)):
        is_cut = _ELLIPSIS.search(piece.exact, done, start) is not None
        yield _Word(form, Span(piece.start + start, piece.start + end), is_cut, edited[n], marked[n])
        done = end


_kept = lru_cache(maxsize=2_000)(_words_of)
"""The words of the contents seen last, some 12 MB: a statement is compared with many others in turn."""
