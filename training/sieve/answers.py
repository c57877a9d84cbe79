"""What the pair network says of the pairs, which is what the sieve is to learn, kept in a file."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from sayso.link.relations import Compared
from sayso.model.pairs import PairModel
from training.sieve.asked import Asked

AT_ONCE = 2_000
"""Pairs read between two marks of progress."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A pair, how likely each outcome is by the pair network the one way round, and what link came of it, if any."""

    later: str
    earlier: str
    near: bool | None
    shift: bool
    same: float
    denial: float
    at_odds: float
    linked: str | None

    @property
    def outcomes(self) -> tuple[float, float, float]:
        """Return how likely each of OUTCOMES is, whatever speakers and dates allow: the sieve is not told them."""
        return self.same, self.denial, self.at_odds


def answered(asked: Sequence[Asked], model: PairModel) -> Iterator[Answered]:
    """Yield what the model says of the pairs, in their order."""
    for start in range(0, len(asked), AT_ONCE):
        some = asked[start : start + AT_ONCE]
        forth = model.relate((one.later, one.earlier) for one in some)
        again = [n for n, scores in enumerate(forth) if some[n].may_be.is_worth_both_ways(scores)]
        back = dict(zip(again, model.relate((some[n].earlier, some[n].later) for n in again), strict=True))
        for n, (one, scores) in enumerate(zip(some, forth, strict=True)):
            kind = one.may_be.kind(Compared.of(scores, back[n])) if n in back else None
            at_odds = round(scores.contradiction * scores.similarity, 4)
            yield Answered(
                one.later,
                one.earlier,
                one.may_be.near,
                one.may_be.shift,
                scores.same,
                scores.denial,
                at_odds,
                kind and kind.value,
            )
        print(f"{min(len(asked), start + AT_ONCE):,} of {len(asked):,} pairs read", flush=True)


def write(rows: Sequence[Answered], path: Path) -> None:
    """Write the rows as JSON Lines, packed."""
    with gzip.open(path, "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(asdict(row), ensure_ascii=False) + "\n" for row in rows)


def read(path: Path) -> list[Answered]:
    """Read what `write` wrote."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [Answered(**json.loads(line)) for line in lines]
