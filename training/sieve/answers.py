"""What the pair network says of the pairs, which is what the sieve is to learn, kept in a file."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from sayso.link.relations import ABOUT_THE_SAME, AT_ODDS, DENIED, SAME, Compared
from sayso.model.pairs import PairModel, PairScores
from training.sieve.asked import Asked

AT_ONCE = 2_000
"""Pairs read between two marks of progress."""
SURE = PairScores(0.0, 0.0, 1.0, 1.0, 1.0, 1.0)
"""The most that reading a pair the other way round can say."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A pair, how likely each outcome is by the pair network the one way round, and whether a link came of it."""

    later: str
    earlier: str
    same_speaker: bool
    same: float
    denial: float
    shift: float
    linked: bool

    @property
    def outcomes(self) -> tuple[float, float, float]:
        """Return how likely each of OUTCOMES is."""
        return self.same, self.denial, self.shift


def answered(asked: Sequence[Asked], model: PairModel) -> Iterator[Answered]:
    """Yield what the model says of the pairs, in their order."""
    for start in range(0, len(asked), AT_ONCE):
        some = asked[start : start + AT_ONCE]
        forth = model.relate((one.later, one.earlier) for one in some)
        again = [n for n, scores in enumerate(forth) if _may_be_linked(some[n], scores, SURE)]
        back = dict(zip(again, model.relate((some[n].earlier, some[n].later) for n in again), strict=True))
        for n, (one, scores) in enumerate(zip(some, forth, strict=True)):
            linked = n in back and _may_be_linked(one, scores, back[n])
            shift = round(scores.contradiction * scores.similarity, 4) if one.same_speaker else 0.0
            yield Answered(one.later, one.earlier, one.same_speaker, scores.same, scores.denial, shift, linked)
        print(f"{min(len(asked), start + AT_ONCE):,} of {len(asked):,} pairs read", flush=True)


def _may_be_linked(asked: Asked, forth: PairScores, back: PairScores) -> bool:
    """Return whether a link comes of a pair with these scores the one and the other way round."""
    found = Compared.of(forth, back)
    at_odds = asked.same_speaker and found.against >= AT_ODDS and found.alike >= ABOUT_THE_SAME
    return found.denied >= DENIED or found.same >= SAME or at_odds


def write(rows: Sequence[Answered], path: Path) -> None:
    """Write the rows as JSON Lines, packed."""
    with gzip.open(path, "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(asdict(row), ensure_ascii=False) + "\n" for row in rows)


def read(path: Path) -> list[Answered]:
    """Read what `write` wrote."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [Answered(**json.loads(line)) for line in lines]
