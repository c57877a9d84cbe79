"""A text's words: where they stand, and each as it is looked up."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sayso.resolve.carriers import POSSESSIVE

WORD = re.compile(r"[^\W_](?:[\w&.’'-]*\w)?")
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
        found = list(WORD.finditer(text))
        return cls(
            text,
            [m.start() for m in found],
            [m.end() for m in found],
            [_bare(m[0]).lower() for m in found],
        )

    def raw(self, i: int) -> str:
        """Return the word as the text has it."""
        return self.text[self.starts[i] : self.ends[i]]

    def adjoin(self, i: int) -> bool:
        """Return whether the word and the next are of one phrase: spaces between, quotation marks, or "long, calm"."""
        between = self.text[self.ends[i] : self.starts[i + 1]]
        listed = between == ", " and self.raw(i).islower() and self.raw(i + 1).islower()
        return listed or between.strip(_MARKS) == ""


def _bare(word: str) -> str:
    return POSSESSIVE.sub("", word) if "’" in word or "'" in word else word
