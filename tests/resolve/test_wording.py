"""Words and sentences are found in one pass over a text, whatever marks it is made of."""

from __future__ import annotations

from sayso.records import Span
from sayso.resolve.wording import MOST_MARKS, _ended, wording


class Counted(tuple[str, ...]):
    """Words that count how often one is looked at."""

    looks = 0

    def __getitem__(self, at):
        self.looks += 1
        return super().__getitem__(at)


def test_no_more_than_a_few_marks_are_looked_back_over():
    marks = Counted(["no", ".", *['"'] * 10_000])
    assert not _ended(marks)
    assert marks.looks <= 2 * MOST_MARKS


def test_a_sentence_ends_with_the_marks_that_close_it():
    text = "“(It was ‘late.’)” He left."
    words = wording(text, [Span(0, len(text))])
    assert words.sentence[words.words.index("He")] == 1
