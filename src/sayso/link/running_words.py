"""The words of a text with the places where they stand, as texts are compared: word by word, whatever is between.

Quotation marks, dashes, white space and case are no part of a word, so texts that differ in these alone have the same
words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, islice

from sayso.link.spellings import spelled
from sayso.records import Article, Span

MOST_WORDS = 200_000
"""Words of an article that are compared: more than a book has. What comes after is passed over."""


@dataclass(frozen=True, slots=True)
class RunningWords:
    """`forms[i]` is the i-th word as it is compared; it stands at `starts[i]:ends[i]` of the text."""

    forms: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.forms)

    def span(self, first: int, count: int) -> Span:
        """Return where `count` words from the one numbered `first` stand, with all that is between them."""
        return Span(self.starts[first], self.ends[first + count - 1])


def running_words(text: str, spans: Iterable[Span], most: int = MOST_WORDS) -> RunningWords:
    """Return the words of `text` that stand in the spans, in their order, at most `most`.

    What has no letter left once it is spelled, an apostrophe or an accent alone, is no word.

    >>> words = running_words("“[T]he  harbour’s—OPEN”", [Span(0, 23)])
    >>> words.forms, words.span(1, 2)
    (('the', 'harbors', 'open'), Span(start=8, end=22))
    """
    matches = chain.from_iterable(_WORD.finditer(text, *span) for span in spans)
    found = [match.span() for match in islice(matches, most)]
    spelt = [(form, start, end) for start, end in found if (form := spelled(text[start:end]))]
    return RunningWords(
        tuple([form for form, _, _ in spelt]),
        tuple([start for _, start, _ in spelt]),
        tuple([end for *_, end in spelt]),
    )


def article_words(article: Article) -> RunningWords:
    """Return the words of the paragraphs that statements are extracted from."""
    return running_words(article.text, article.spoken_paragraphs())


def inside(words: RunningWords, spans: Iterable[Span]) -> list[bool]:
    """Return for each word whether it stands whole in one of the spans, which are in text order.

    >>> words = running_words("no, “never again”", [Span(0, 17)])
    >>> inside(words, [Span(4, 17)])
    [False, True, True]
    """
    found, rest = [], iter(spans)
    span = next(rest, None)
    for start, end in zip(words.starts, words.ends, strict=True):
        while span is not None and span.end < end:
            span = next(rest, None)
        found.append(span is not None and span.start <= start)
    return found


_EACH = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
"""Scripts that are written without spaces between words: each character is taken for a word."""
_WORD = re.compile(rf"[{_EACH}]|[^\W_{_EACH}]+(?:['’ʼ\u00ad\u200b-\u200d\u2060\[\]]+[^\W_{_EACH}]+)*")
"""Apostrophes and hyphens that aren't seen are part of a word, and so are an editor's brackets within one: [T]he."""
