"""The sentences to learn from: rows of PLV, read as sayso will read them, and in a second view without the names."""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sayso.model.acts import TYPES, places
from sayso.records import Span

FILE = "plv_train.tsv"


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence, where its source and target stand in it, and the type of the act."""

    sentence: str
    source: Span | None
    target: Span | None
    type: str

    @property
    def label(self) -> int:
        """Return the type's number."""
        return TYPES.index(self.type)


def read_examples(folder: Path) -> list[Example]:
    """Return PLV's training rows (snowood1/Zero-Shot-PLOVER): tab-separated, quotation marks are characters."""
    with (folder / FILE).open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        Example(row["sentence"], *places(row["sentence"], row["source"], row["target"]), row["root"]) for row in rows
    ]


def without_names(example: Example) -> Example:
    """Return the example with nothing left of source and target but the place where they stood.

    >>> without_names(Example("Norland thanked Kellmar.", Span(0, 7), Span(16, 23), "SUPPORT"))
    Example(sentence=' thanked .', source=Span(start=0, end=0), target=Span(start=9, end=9), type='SUPPORT')
    """
    sentence, spans = example.sentence, {"source": example.source, "target": example.target}
    for role, span in sorted(((r, s) for r, s in spans.items() if s), key=lambda pair: pair[1], reverse=True):
        sentence = sentence[: span.start] + sentence[span.end :]
        gone = span.end - span.start
        spans = {r: Span(s.start - gone, s.end - gone) if s and s > span else s for r, s in spans.items()}
        spans[role] = Span(span.start, span.start)
    return Example(sentence, spans["source"], spans["target"], example.type)


def joined(example: Example, other: Example, link: str, *, first: bool) -> Example:
    """Return the example before or after another sentence, whose own act is not asked for.

    >>> one = Example("Norland thanked Kellmar.", Span(0, 7), Span(16, 23), "SUPPORT")
    >>> joined(one, Example("Tarrin waited.", None, None, "YIELD"), ", while ", first=True).sentence
    'Norland thanked Kellmar, while Tarrin waited.'
    """
    before, after = (example, other) if first else (other, example)
    start = before.sentence.rstrip(". ") + link
    moved = 0 if first else len(start)
    spans = [Span(s.start + moved, s.end + moved) if s else None for s in (example.source, example.target)]
    return Example(start + after.sentence, spans[0], spans[1], example.type)


def stratified_folds(labels: Sequence[int], folds: int, seed: int) -> list[int]:
    """Return each example's fold; a type's examples are shuffled and dealt, going on where the type before ended.

    >>> stratified_folds([0, 0, 0, 0, 1, 1], 2, seed=0)
    [1, 0, 0, 1, 0, 1]
    """
    chance, dealt, fold_of = random.Random(seed), 0, [0] * len(labels)
    for label in sorted(set(labels)):
        members = [i for i, one in enumerate(labels) if one == label]
        chance.shuffle(members)
        for member in members:
            fold_of[member] = dealt % folds
            dealt += 1
    return fold_of
