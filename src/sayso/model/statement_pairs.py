"""What linking asks of the networks: first the sieve, then the pair network (a `sayso.link.relations.PairScorer`)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from sayso.model import pairs, sieve
from sayso.records import ModelVersion


class StatementPairs:
    """The two networks as one: its version is both of theirs, since the links depend on both."""

    def __init__(self, reader: pairs.PairModel, first: sieve.PairSieve) -> None:
        self.version = ModelVersion(reader.version.name, f"{reader.version.version}-{first.version.version}")
        self._reader, self._first = reader, first

    def passing(
        self, asked: Iterable[tuple[str, str]], near: Iterable[bool | None], shift: Iterable[bool]
    ) -> list[bool]:
        """Return for each (statement, statement) whether it may come to a link."""
        return self._first.passing(asked, near, shift)

    def relate(self, asked: Iterable[tuple[str, str]]) -> list[pairs.PairScores]:
        """Return for each (statement, statement) how the two compare."""
        return self._reader.relate(asked)


@cache
def load() -> StatementPairs:
    """Load both, once. Raises WeightsError where a file is not whole."""
    return StatementPairs(pairs.load(), sieve.load())
