"""Links as people judged them: those they added stand among those found, those they broke are kept beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from sqlalchemy import Connection, Table, delete, insert, or_, select

from sayso.identity import derived_id, link_id
from sayso.judging import Judgement, JudgementKind, Place
from sayso.link_records import Link, LinkKind
from sayso.store import schema
from sayso.store.dialects import insert as upsert
from sayso.store.links import JUDGED, link_row, parts, statements_of

DIRECTED = frozenset({LinkKind.DENIAL, LinkKind.REPLY, LinkKind.SHIFT})
"""Kinds of which the one end does something to the other."""

Key = tuple[str, frozenset[str]]
"""The kind, and the statements at both ends: a link is broken in whichever direction it was found."""


def settle(
    db: Connection,
    find: Callable[[Place], tuple[str, str] | None],
    articles: Sequence[str],
    judgements: Iterable[Judgement],
) -> None:
    """Write the links that touch articles as the judgements that hold have them; `find` gives (article, statement)."""
    wanted = _wanted(find, judgements)
    _restore(db, articles, wanted)
    for (_, ends), (one, start, end) in wanted.items():
        if one.kind is JudgementKind.LINK_BROKEN:
            _break(db, LinkKind(one.given["kind"]), sorted(ends))
        else:
            _add(db, one, start, end)


def _wanted(
    find: Callable[[Place], tuple[str, str] | None], judgements: Iterable[Judgement]
) -> Mapping[Key, tuple[Judgement, str, str]]:
    """Return the latest judgement about each link, with the statements it begins and ends at."""
    found: dict[Key, tuple[Judgement, str, str]] = {}
    for one in judgements:
        start, end = find(one.about), find(one.other) if one.other else None
        if start is not None and end is not None and start[1] != end[1]:
            found[one.given["kind"], frozenset((start[1], end[1]))] = (one, start[1], end[1])
    return found


def _restore(db: Connection, articles: Sequence[str], wanted: Mapping[Key, object]) -> None:
    """Leave the links of the articles as they were found, but for those that are wanted otherwise."""
    for some in parts(articles):
        for row in _touching(db, schema.link, some, schema.link.c.method == JUDGED):
            db.execute(delete(schema.link).where(schema.link.c.id == row["id"]))
        for row in _touching(db, schema.broken_link, some):
            if (row["kind"], frozenset((row["from_id"], row["to_id"]))) not in wanted:
                _move(db, schema.broken_link, schema.link, row)


def _touching(db: Connection, table: Table, articles: Sequence[str], *more: object) -> list[Mapping[str, object]]:
    found: dict[str, Mapping[str, object]] = {}
    for some in parts(statements_of(db, articles)):
        query = select(table).where(or_(table.c.from_id.in_(some), table.c.to_id.in_(some)), *more)  # type: ignore[arg-type] # conditions
        rows = db.execute(query).mappings()
        found |= {row["id"]: {str(name): value for name, value in row.items()} for row in rows}
    return [found[one] for one in sorted(found)]


def _move(db: Connection, out_of: Table, into: Table, row: Mapping[str, object]) -> None:
    db.execute(delete(out_of).where(out_of.c.id == row["id"]))
    db.execute(upsert(db, into).values(dict(row)).on_conflict_do_nothing())


def _break(db: Connection, kind: LinkKind, ends: Sequence[str]) -> None:
    for identity in (link_id(kind.value, *ends), link_id(kind.value, *reversed(ends))):
        _shift(db, identity, schema.link, schema.broken_link)


def _shift(db: Connection, identity: str, out_of: Table, into: Table) -> None:
    """Move the link, if it is there."""
    row = db.execute(select(out_of).where(out_of.c.id == identity)).mappings().first()
    if row is not None:
        _move(db, out_of, into, {str(name): value for name, value in row.items()})


def _add(db: Connection, one: Judgement, start: str, end: str) -> None:
    """Add the link, unless it was found as well; one that was found and broken before is put back.

    Who denies, answers or has shifted is turned round by adding the link the other way: the one that was found is
    broken then. Which of two copies or paraphrases comes first follows from their dates.
    """
    kind = LinkKind(one.given["kind"])
    wanted, opposite = link_id(kind.value, start, end), link_id(kind.value, end, start)
    if kind in DIRECTED:
        _shift(db, opposite, schema.link, schema.broken_link)
    either = [wanted] if kind in DIRECTED else [wanted, opposite]
    for identity in either:
        _shift(db, identity, schema.broken_link, schema.link)
    if db.execute(select(schema.link.c.id).where(schema.link.c.id.in_(either))).first() is None:
        reason = one.note or f"{one.by} judged so"
        link = Link(wanted, kind, start, end, 1.0, reason, JUDGED)
        db.execute(insert(schema.link), link_row(link, _run(db)))


def _run(db: Connection) -> str:
    """Return the run that stands for people: each link names one."""
    row = {"id": derived_id("run", JUDGED), "model": JUDGED, "model_version": "", "settings": "{}", "started": ""}
    db.execute(upsert(db, schema.run).values(row).on_conflict_do_nothing())
    return str(row["id"])
