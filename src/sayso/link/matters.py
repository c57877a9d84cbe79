"""Matters: statements that links hold together, whoever made them and wherever they stand.

A matter is a component of the links between statements; where that is too large to be one matter, weaker links are
left out. Copies count once and are never parted. Its name is its most central statement, never prose of ours.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, groupby

from sayso.identity import derived_id
from sayso.link.components import components
from sayso.link.trace import when
from sayso.link_records import Link, LinkKind
from sayso.records import StatementRow

MOST = 500
"""Statements of one matter, where copies count once: of a larger component weaker links are left out."""


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
    """Return the matters of the links, the largest first; a statement without a link is in none.

    One whose links were all left out is in none either.
    """
    every = sorted(links, key=lambda link: link.id)
    groups = list(_groups(every, most))
    number = {one: n for n, group in enumerate(groups) for one in group}
    own: dict[int, list[Link]] = {n: [] for n in range(len(groups))}
    for link in every:
        if number.get(link.from_id, -1) == number.get(link.to_id, -2):
            own[number[link.from_id]].append(link)
    found = [_matter(group, own[n]) for n, group in enumerate(groups)]
    return sorted(found, key=lambda matter: (-matter.apart, matter.id))


def copy_groups(statements: Iterable[str], links: Iterable[Link]) -> dict[str, str]:
    """Return for each statement the first id of those that are copies of one another: what counts once.

    Two of the statements are one utterance, too, where a statement that is not among them is a copy of both.
    """
    wanted = set(statements)
    pairs = [(link.from_id, link.to_id) for link in links if link.kind is LinkKind.COPY]
    groups = components(wanted.union(chain.from_iterable(pairs)), pairs)
    return {one: group[0] for group in groups for one in group if one in wanted}


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


def _groups(links: Sequence[Link], most: int) -> Iterator[tuple[str, ...]]:
    """Yield the statements of each matter, sorted."""
    once = copy_groups({end for link in links for end in (link.from_id, link.to_id)}, links)
    copies: dict[str, list[str]] = {}
    for statement, first in once.items():
        copies.setdefault(first, []).append(statement)
    ties = [(link.score, once[link.from_id], once[link.to_id]) for link in links if link.kind is not LinkKind.COPY]
    for group in _grown(copies, ties, most):
        statements = sorted(chain.from_iterable(copies[first] for first in group))
        if len(statements) > 1:
            yield tuple(statements)


def _grown(nodes: Iterable[str], ties: Iterable[tuple[float, str, str]], most: int) -> Iterator[list[str]]:
    """Yield the groups that ties (score, node, node) make, the strongest first, all of one score at once.

    Ties that would make a group too large are left out; what they would have joined may still grow by weaker ones.
    """
    name = {node: node for node in nodes}
    held = {node: [node] for node in name}
    for _, level in groupby(sorted(ties, reverse=True), key=lambda tie: tie[0]):
        pairs = [(name[one], name[other]) for _, one, other in level]
        for parts in components({end for pair in pairs for end in pair}, pairs):
            if _may_be_one([len(held[part]) for part in parts], most):
                whole = [node for part in parts for node in held.pop(part)]
                held[parts[0]] = whole
                name.update(dict.fromkeys(whole, parts[0]))
    yield from held.values()


def _may_be_one(sizes: Sequence[int], most: int) -> bool:
    """Return whether groups of these sizes are joined: they are too where most would else be left alone.

    Five hundred answers to one statement that have one score are a matter: there is nothing to cut it by.
    """
    return sum(sizes) <= most or (max(sizes) <= most and 2 * sizes.count(1) > sum(sizes))


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
