"""A partition of local actors, and the judgements that are replayed over it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field

from sayso.link.actors.judgements import ActorJudgement, ActorRef, JudgementKind
from sayso.link.actors.keys import Placed
from sayso.link.actors.names import given_names_agree, person_name
from sayso.link.actors.records import Basis, LocalKey
from sayso.link.actors.transliteration import fold


@dataclass(slots=True)
class Partition:
    """Which local actors are together; a part's number means nothing."""

    of: dict[LocalKey, int] = field(default_factory=dict)
    parts: dict[int, set[LocalKey]] = field(default_factory=dict)
    basis: dict[LocalKey, Basis] = field(default_factory=dict)

    def put(self, keys: Iterable[LocalKey]) -> None:
        """Put new local actors into a new part."""
        part, together = len(self.parts), set(keys)
        self.parts[part] = together
        self.of |= dict.fromkeys(together, part)

    def join(self, keys: Iterable[LocalKey]) -> None:
        """Make the parts of the local actors one."""
        first, *rest = sorted({self.of[key] for key in keys}, key=lambda n: (-len(self.parts[n]), n))
        for n in rest:
            for key in self.parts[n]:
                self.of[key] = first
            self.parts[first] |= self.parts[n]
            self.parts[n] = set()

    def move(self, key: LocalKey, part: int) -> None:
        """Put a local actor into another part."""
        self.parts[self.of[key]].discard(key)
        self.parts[part].add(key)
        self.of[key] = part

    def take_out(self, keys: Iterable[LocalKey]) -> None:
        """Put local actors into a new part."""
        part = len(self.parts)
        self.parts[part] = set()
        for key in keys:
            self.move(key, part)


@dataclass(frozen=True, slots=True)
class Told:
    """What was told beside merges and splits."""

    names: Mapping[int, str]
    """A part -> the name of its actor."""
    splits: Sequence[Sequence[Sequence[LocalKey]]]
    """Those whom each split says are two, whether they were one or not."""
    unmatched: tuple[str, ...]


def replayed(standing: Sequence[ActorJudgement], people: People, partition: Partition) -> Told:
    """Apply judgements in force to a partition, in the order in which `in_force` gives them.

    A name is that of the parts which hold the named ones in the end, and the latest of several.
    """
    renamings: list[tuple[Sequence[LocalKey], str]] = []
    splits, unmatched = [], []
    for one in standing:
        ends = people.ends_of(one)
        if ends is None:
            unmatched.append(one.id)
        elif one.kind is JudgementKind.RENAME:
            renamings.append((ends[0], one.name))
        elif one.kind is JudgementKind.MERGE:
            partition.join([*ends[0], *ends[1]])
            _judged(partition, [*ends[0], *ends[1]])
        else:
            splits.append(ends)
            _split(partition, ends[0], ends[1])
    names = {partition.of[key]: name for keys, name in renamings for key in keys}
    return Told(names, splits, tuple(unmatched))


@dataclass(frozen=True, slots=True)
class Apart:
    """Which actors people said are two: those named by a split, on which of its sides."""

    sides: Mapping[str, Set[tuple[int, int]]]
    """An actor -> (a split's number, 0 or 1)."""

    @classmethod
    def of(cls, splits: Iterable[Sequence[Sequence[LocalKey]]], actors: Mapping[LocalKey, str]) -> Apart:
        """Return whom splits tell apart, by the actors that the local actors are in the end."""
        sides: dict[str, set[tuple[int, int]]] = defaultdict(set)
        for n, ends in enumerate(splits):
            for side, keys in enumerate(ends):
                for key in keys:
                    sides[actors[key]].add((n, side))
        return cls(sides)

    def are_two(self, one: str, other: str) -> bool:
        """Return whether a split has the one on one side and the other on the other."""
        across = {(n, 1 - side) for n, side in self.sides.get(one, ())}
        return not across.isdisjoint(self.sides.get(other, ()))


def _split(partition: Partition, one: Sequence[LocalKey], other: Sequence[LocalKey]) -> None:
    """Take those whom `one` names out of the parts in which `other` stands."""
    kept = set(other) - set(one)
    parts = {partition.of[key] for key in kept or other}
    out = [key for key in one if partition.of[key] in parts]
    if out and any(partition.parts[n] - set(out) for n in parts):
        partition.take_out(out)
        _judged(partition, out)


def _judged(partition: Partition, keys: Iterable[LocalKey]) -> None:
    for key in keys:
        partition.basis[key] = Basis.JUDGEMENT


@dataclass(frozen=True, slots=True)
class People:
    """Look-ups of those whom judgements name: of whole articles, and of all that have a name."""

    by_name: Mapping[str, Sequence[LocalKey]]
    by_article: Mapping[str, Sequence[Placed]]

    @classmethod
    def of(cls, places: Iterable[Placed]) -> People:
        """Return the look-ups of local actors, which come in the order of their keys."""
        by_name: dict[str, list[LocalKey]] = defaultdict(list)
        by_article: dict[str, list[Placed]] = defaultdict(list)
        for one in places:
            by_article[one.local.article_id].append(one)
            for name in {fold(name) for name in (one.local.name, *one.local.also)}:
                by_name[name].append(one.local.key)
        return cls(by_name, by_article)

    def ends_of(self, judgement: ActorJudgement) -> list[Sequence[LocalKey]] | None:
        """Return whom each of a judgement's references means; None where one of them means nobody."""
        ends = [self.named(ref) for ref in (judgement.one, judgement.other) if ref is not None]
        return ends if all(ends) else None

    def named(self, ref: ActorRef) -> Sequence[LocalKey]:
        """Return those whom a reference means; nobody where, in its article, it is not one alone."""
        if not ref.article_id:
            return self.by_name.get(fold(ref.name), ())
        here = self.by_article.get(ref.article_id, ())
        same = [one.local.key for one in here if one.local.id == ref.local_id]
        if not same:
            same = [one.local.key for one in here if fold(ref.name) in map(fold, (one.local.name, *one.local.also))]
        if not same:
            own = person_name(ref.name)
            names = [(one.local.key, person_name(one.local.name)) for one in here if one.local.kind == "person"]
            same = [key for key, name in names if name.surname == own.surname and given_names_agree(name, own)]
        return same if len(same) == 1 else ()
