"""Statements -> a signed, dated network: who spoke how of whom, when, and which statements show it.

An edge leads from a speaker to a target, one for each period, and counts *utterances*: a statement and its copies are
one. What an edge says follows from the rows and the two mappings alone, in whatever order they come.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from math import fsum

from sayso.link.actors.keys import has_own_name
from sayso.link.actors.reading import kind_by_id
from sayso.link.periods import PeriodKind, days_of, period_of
from sayso.link.stances import SCALE, Scale, Stance, stance
from sayso.records import StatementRow


@dataclass(frozen=True, slots=True)
class Actor:
    """Whom an id within an article stands for across articles; what is empty is taken from the statements."""

    id: str
    name: str = ""
    kind: str = ""
    affiliation: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Node:
    """An actor that speaks or is spoken of."""

    id: str
    name: str
    kind: str | None
    """`person`, `organisation`, `state` ..; None of a target that nothing more is known of."""
    affiliation: tuple[str, ...]
    said: int
    """Utterances of this actor in the network."""
    aimed_at: int
    """Utterances of others at this actor."""
    bloc: int | None = None
    """The number of its bloc, from 1, where blocs were looked for and it is in one."""


@dataclass(frozen=True, slots=True)
class Edge:
    """What one actor said at another in one period."""

    source: str
    target: str
    period: str | None
    """`2031-05-05`, `2031-W19`, `2031-05`, `2031-Q2`, `2031`; None where the date falls into none, or for all time."""
    start: date | None
    """The period's first day, or for all time that of what was said; None where no date is known."""
    end: date | None
    n: int
    """Utterances: a statement and its copies are one."""
    n_with_copies: int
    """Statements, each copy counted."""
    positive: int
    negative: int
    neutral: int
    """The three add up to `n`."""
    mean_sign: float
    """(positive - negative) / n, -1..1, four decimals."""
    mean_intensity: float
    """By the scale, -1..1, four decimals."""
    acts: tuple[tuple[str, int], ...]
    """(act, utterances), by act."""
    by_publication: int
    """Of the `n`, how many are dated by the page, as the text tells no date."""
    statements: tuple[str, ...]
    """The ids of all the statements, sorted: the evidence."""


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes by id, edges by source, target and time; `kind` is how long the periods are."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    kind: PeriodKind


@dataclass(frozen=True, slots=True)
class _Utterance:
    """A statement and its copies, as far as they are aimed at one target."""

    source: str
    target: str
    group: str
    statements: tuple[str, ...]
    stance: Stance
    act: str
    dated: str | None
    by_publication: bool


def signed_network(
    rows: Iterable[StatementRow],
    kind: PeriodKind = PeriodKind.ALL,
    *,
    groups: Mapping[str, str] | None = None,
    actors: Mapping[str, Actor] | None = None,
    scale: Scale = SCALE,
    nested: bool = False,
    unnamed: bool = False,
) -> Network:
    """Return the network of the statements that have a speaker, an act of the scale, and somebody at whom it is aimed.

    `groups` leads from a statement's id to that of its group of copies; one that is not in it is its own group.
    `actors` leads from an id within an article to the actor; one that is not in it stands for itself. Rejected
    statements are left out, and so are, unless asked for, those nested in others, and all who are nobody in
    particular, speakers and targets alike: unnamed ones, and groups without a name of their own (critics).
    """
    known = actors or {}
    chosen = [row for row in {row.id: row for row in rows}.values() if _counts(row, scale, nested)]
    chosen.sort(key=lambda row: row.id)
    if not unnamed:
        chosen = [_of_somebody(row, known) for row in chosen if _is_somebodys(row, known)]
    utterances = _utterances(chosen, groups or {}, known, scale)
    by_edge = defaultdict[tuple[str, str, str | None], list[_Utterance]](list)
    for one in utterances:
        period = period_of(one.dated, kind)
        by_edge[one.source, one.target, period.label if period else None].append(one)
    edges = [_edge(found, kind) for found in by_edge.values()]
    edges.sort(key=lambda edge: (edge.source, edge.target, edge.start or date.max, edge.period or ""))
    return Network(_nodes(chosen, utterances, known), tuple(edges), kind)


def _counts(row: StatementRow, scale: Scale, nested: bool) -> bool:
    return (
        stance(row, scale) is not None
        and bool(row.speaker_id and row.act_targets)
        and row.verdict != "rejected"
        and (nested or row.parent is None)
    )


def _is_somebodys(row: StatementRow, actors: Mapping[str, Actor]) -> bool:
    actor = _actor(actors, row.speaker_id or "")
    return is_somebody(actor.kind or row.speaker_kind, row.speaker or "")


def _of_somebody(row: StatementRow, actors: Mapping[str, Actor]) -> StatementRow:
    """Return the row as far as it is aimed at somebody in particular."""
    targets = tuple((one, name) for one, name in row.act_targets if _is_aimed_at_somebody(row, one, name, actors))
    return row if targets == row.act_targets else replace(row, act_targets=targets)


def _is_aimed_at_somebody(row: StatementRow, target: str, name: str, actors: Mapping[str, Actor]) -> bool:
    known = _actor(actors, target).kind
    if known in ("", "unnamed"):  # a target's kind is known by its id alone, and unnamed is also what isn't known
        known = kind_by_id(row.article_id, target, name) or ""
    return is_somebody(known, name)


def is_somebody(kind: str | None, name: str) -> bool:
    """Return whether a speaker or target is somebody in particular: whom two articles may mean by one name.

    >>> is_somebody("unnamed", "two men"), is_somebody("group", "critics"), is_somebody("group", "House Democrats")
    (False, False, True)
    """
    return kind != "unnamed" and (kind != "group" or has_own_name(name))


def _utterances(
    rows: Sequence[StatementRow], groups: Mapping[str, str], actors: Mapping[str, Actor], scale: Scale
) -> list[_Utterance]:
    of_group = defaultdict[str, list[StatementRow]](list)
    aimed = defaultdict[tuple[str, str, str], list[StatementRow]](list)
    for row in rows:
        group, source = groups.get(row.id, row.id), _actor(actors, row.speaker_id or "").id
        of_group[group].append(row)
        for target in {_actor(actors, identity).id for identity, _ in row.act_targets if identity} - {source}:
            aimed[source, target, group].append(row)
    dates = {group: _dated(members) for group, members in of_group.items()}
    return [_utterance(key, aimed[key], dates[key[2]], scale) for key in sorted(aimed)]


def _utterance(
    key: tuple[str, str, str], rows: Sequence[StatementRow], dated: tuple[str | None, bool], scale: Scale
) -> _Utterance:
    found = [one for row in rows if (one := stance(row, scale)) is not None]
    total = sum(one.sign for one in found)  # copies that are read differently outvote one another, or leave it open
    sign = (total > 0) - (total < 0)
    intensity = fsum(one.intensity for one in found) / len(found)
    act = _most_frequent(Counter(row.act or "" for row in rows))
    return _Utterance(*key, tuple(row.id for row in rows), Stance(sign, intensity), act, *dated)


def _dated(rows: Sequence[StatementRow]) -> tuple[str | None, bool]:
    """Return when it was said, and whether that is only the day of the page.

    Of several dates that copies give it is the most exact, of those the earliest; of pages the one that is over first:
    a page of a year need not be earlier than one of a day in it. Where the text gives a date that has no year, the
    page's is not put in its place.
    """
    said = [row.said_on for row in rows if row.said_on]
    values = said or [row.published for row in rows if row.published]
    known = []
    for value in values:
        days = days_of(value)
        if days is not None:
            order = ((days[1] - days[0]).days, days[0]) if said else (days[1].toordinal(), days[0])
            known.append((order, value))
    return (min(known)[1], not said) if known else (None, False)


def _edge(found: Sequence[_Utterance], kind: PeriodKind) -> Edge:
    first, n = found[0], len(found)
    period = period_of(first.dated, kind)
    start, end = (period.start, period.end) if period else _from_to(found, kind)
    signs = Counter(one.stance.sign for one in found)
    statements = sorted(identity for one in found for identity in one.statements)
    return Edge(
        source=first.source,
        target=first.target,
        period=period.label if period else None,
        start=start,
        end=end,
        n=n,
        n_with_copies=len(statements),
        positive=signs[1],
        negative=signs[-1],
        neutral=signs[0],
        mean_sign=round((signs[1] - signs[-1]) / n, 4),
        mean_intensity=round(fsum(one.stance.intensity for one in found) / n, 4),
        acts=tuple(sorted(Counter(one.act for one in found).items())),
        by_publication=sum(one.by_publication for one in found),
        statements=tuple(statements),
    )


def _from_to(found: Sequence[_Utterance], kind: PeriodKind) -> tuple[date | None, date | None]:
    if kind is not PeriodKind.ALL:
        return None, None
    days = [days for one in found if (days := days_of(one.dated)) is not None]
    return (min(one[0] for one in days), max(one[1] for one in days)) if days else (None, None)


def _nodes(
    rows: Sequence[StatementRow], utterances: Sequence[_Utterance], actors: Mapping[str, Actor]
) -> tuple[Node, ...]:
    said, aimed_at = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for one in utterances:
        said[one.source].add(one.group)
        aimed_at[one.target].add(one.group)
    facts = defaultdict[str, _Facts](_Facts)
    for row in rows:
        speaker = facts[_named(facts, actors, row.speaker_id or "", row.speaker or "")]
        speaker.kinds[row.speaker_kind or ""] += 1
        speaker.affiliation.update(row.speaker_affiliation)
        for identity, name in row.act_targets:
            _named(facts, actors, identity, name)
    return tuple(
        facts[identity].node(identity, len(said[identity]), len(aimed_at[identity]))
        for identity in sorted({*said, *aimed_at})
    )


@dataclass(slots=True)
class _Facts:
    """What the rows and the mapping say of an actor."""

    names: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    affiliation: set[str] = field(default_factory=set)
    given: tuple[str, str, tuple[str, ...]] = ("", "", ())
    """By the mapping: name, kind, affiliation; where it says several things of one actor, the last in order."""

    def node(self, identity: str, said: int, aimed_at: int) -> Node:
        name, kind, affiliation = self.given
        return Node(
            id=identity,
            name=name or _most_frequent(self.names) or identity,
            kind=kind or _most_frequent(self.kinds) or None,
            affiliation=affiliation or tuple(sorted(self.affiliation)),
            said=said,
            aimed_at=aimed_at,
        )


def _named(facts: Mapping[str, _Facts], actors: Mapping[str, Actor], identity: str, name: str) -> str:
    """Take note of a name of an actor, and return the actor's id."""
    actor = _actor(actors, identity)
    found = facts[actor.id]
    found.names[name] += 1
    found.given = max(found.given, (actor.name, actor.kind, actor.affiliation))
    return actor.id


def _actor(actors: Mapping[str, Actor], identity: str) -> Actor:
    return actors.get(identity) or Actor(identity)


def _most_frequent(counted: Counter[str]) -> str:
    """Return the most frequent text that is not empty, of equals the first in alphabetical order, or an empty one."""
    return min(((-count, text) for text, count in counted.items() if text), default=(0, ""))[1]
