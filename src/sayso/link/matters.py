"""Matters: statements that links hold together, whoever made them and wherever they stand.

A matter is a component of the links between statements; where that is too large to be one matter, its weakest links are
left out until it falls apart. Its name is its most central statement, never prose of ours.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sayso.identity import derived_id
from sayso.link.components import components
from sayso.link.trace import when
from sayso.link_records import Link, LinkKind
from sayso.records import StatementRow

MOST = 500
"""Statements of one matter: larger components are cut at their weakest links."""

STEP = 0.05
"""By which the least score of a link is raised to cut one."""


@dataclass(frozen=True, slots=True)
class Matter:
    """Statements on one matter. `statements` are their ids, sorted; `central` is the one that names it."""

    id: str
    central: str
    statements: tuple[str, ...]
    apart: int
    """How many statements there are where copies count once."""


@dataclass(frozen=True, slots=True)
class MatterSummary:
    """A matter as it is listed."""

    matter: Matter
    name: str
    first: str | None
    last: str | None
    speakers: tuple[tuple[str, int], ...]
    """(name, statements), the most frequent first."""
    outlets: tuple[tuple[str, int], ...]


def matters(links: Iterable[Link], *, most: int = MOST) -> list[Matter]:
    """Return the matters of the links, the largest first; a statement without a link is in none."""
    every = sorted(links, key=lambda link: link.id)
    nodes = {end for link in every for end in (link.from_id, link.to_id)}
    groups = list(_groups(nodes, every, most, 0.0))
    number = {one: n for n, group in enumerate(groups) for one in group}
    own: dict[int, list[Link]] = {n: [] for n in range(len(groups))}
    for link in every:
        if number.get(link.from_id, -1) == number.get(link.to_id, -2):
            own[number[link.from_id]].append(link)
    found = [_matter(group, own[n]) for n, group in enumerate(groups)]
    return sorted(found, key=lambda matter: (-matter.apart, matter.id))


def copy_groups(statements: Iterable[str], links: Iterable[Link]) -> dict[str, str]:
    """Return for each statement the first id of those that are copies of one another: what counts once."""
    pairs = [(link.from_id, link.to_id) for link in links if link.kind is LinkKind.COPY]
    return {one: group[0] for group in components(statements, pairs) for one in group}


def summary(matter: Matter, rows: Mapping[str, StatementRow]) -> MatterSummary:
    """Return what is shown of a matter; `rows` has its statements."""
    own = [rows[one] for one in matter.statements if one in rows]
    dates = sorted(row.published for row in own if row.published)
    speakers = Counter(row.speaker for row in own if row.speaker)
    outlets = Counter(row.outlet for row in own if row.outlet)
    name = rows[matter.central].content_text if matter.central in rows else ""
    return MatterSummary(
        matter,
        name,
        dates[0] if dates else None,
        dates[-1] if dates else None,
        _frequent(speakers),
        _frequent(outlets),
    )


def by_time(rows: Iterable[StatementRow]) -> list[StatementRow]:
    """Return statements by the date of their pages, undated ones last."""
    return sorted(rows, key=when)


def _groups(nodes: Collection[str], links: Sequence[Link], most: int, least: float) -> Iterator[tuple[str, ...]]:
    for group in components(nodes, [(link.from_id, link.to_id) for link in links]):
        if len(group) <= most or least >= 1:
            yield group
            continue
        held = set(group)
        own = [link for link in links if link.from_id in held]
        least_now = max(least, min(link.score for link in own)) + STEP
        yield from _groups(held, [link for link in own if link.score >= least_now], most, least_now)


def _matter(group: Sequence[str], links: Sequence[Link]) -> Matter:
    weight = dict.fromkeys(group, 0.0)
    for link in links:
        weight[link.from_id] += link.score
        weight[link.to_id] += link.score
    apart = len(set(copy_groups(group, links).values()))
    central = min(group, key=lambda one: (-round(weight[one], 4), one))
    return Matter(derived_id("matter", group[0]), central, tuple(group), apart)


def _frequent(count: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(count.items(), key=lambda pair: (-pair[1], pair[0])))
