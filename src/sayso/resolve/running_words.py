"""A text's words: where they stand, and each as it is looked up."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sayso.resolve.carriers import POSSESSIVE

WORD = re.compile(r"[a-z]+(?=[ ,;:])|[^\W_](?:[\w&.’'-]*\w)?")
"""A word; most are plain ones, which the first pattern takes at once."""
_MARKS = "  ’'“‘\"”"
"""What may stand between two words of one phrase: spaces and quotation marks."""


@dataclass(frozen=True, slots=True)
class Words:
    """A text's words: where they stand, and each in small letters without a possessive's ending."""

    text: str
    starts: list[int]
    ends: list[int]
    lower: list[str]

    @classmethod
    def of(cls, text: str) -> Words:
        """Return the words of the text."""
        starts: list[int] = []
        ends: list[int] = []
        lower: list[str] = []
        low = text.lower()
        alike = len(low) == len(text)  # a few letters are two in lower case
        for match in WORD.finditer(text):
            start, end = match.span()
            word = low[start:end] if alike else text[start:end].lower()
            if "’" in word or "'" in word:
                word = POSSESSIVE.sub("", text[start:end]).lower()
            starts.append(start)
            ends.append(end)
            lower.append(word)
        return cls(text, starts, ends, lower)

    def raw(self, i: int) -> str:
        """Return the word as the text has it."""
        return self.text[self.starts[i] : self.ends[i]]

    def adjoin(self, i: int) -> bool:
        """Return whether the word and the next are of one phrase: spaces between, quotation marks, or "long, calm"."""
        between = self.text[self.ends[i] : self.starts[i + 1]]
        if between != ", ":
            return between.strip(_MARKS) == ""
        return self.raw(i).islower() and self.raw(i + 1).islower() and i > 0 and self.lower[i - 1] in ("a", "an", "the")
