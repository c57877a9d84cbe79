"""The words of a statement's content, without those that an editor put in brackets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from sayso.link.function_words import FUNCTION_WORDS
from sayso.link.running_words import inside, running_words
from sayso.records import Piece, Span, StatementRow

MOST_CONTENT = 2_000
"""Words of a content that are compared."""
SHORT_CONTENT = 1_000
"""Characters of a content whose words are kept a while."""
FUNCTION_WEIGHT = 0.25
"""What a function word counts, where another counts 1."""

_ELLIPSIS = re.compile(r"…|\.\s?\.")
_BRACKETED = re.compile(r"\[[^\[\]\n]{1,80}\]")


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

    def weight(self, first: int, count: int) -> float:
        """Return what the words weigh."""
        return sum(weight(form) for form in self.forms[first : first + count])

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
    """Return the words of the row's content, at most 2,000."""
    is_short = sum(len(piece.exact) for piece in row.content) <= SHORT_CONTENT
    return _kept(row.content) if is_short else _words_of(row.content)


def _words_of(content: tuple[Piece, ...]) -> ContentWords:
    forms: list[str] = []
    spans: list[Span] = []
    pieces: list[int] = []
    brackets: set[int] = set()
    cuts: set[int] = set()
    for number, piece in enumerate(content):
        words = running_words(piece.exact, [Span(0, len(piece.exact))], MOST_CONTENT - len(forms))
        edited = inside(words, [Span(*match.span()) for match in _BRACKETED.finditer(piece.exact)])
        done = 0
        for form, start, end, put_in in zip(words.forms, words.starts, words.ends, edited, strict=True):
            if _ELLIPSIS.search(piece.exact, done, start):
                cuts.add(len(forms))
            done = end
            if put_in:
                brackets.add(len(forms))
                continue
            forms.append(form)
            spans.append(Span(piece.start + start, piece.start + end))
            pieces.append(number)
    return ContentWords(tuple(forms), tuple(spans), tuple(pieces), frozenset(brackets), frozenset(cuts))


_kept = lru_cache(maxsize=2_000)(_words_of)
"""The words of the contents seen last, some 12 MB: a statement is compared with many others in turn."""
