"""Feeds that are watched and their items, as functions of a connection; who writes holds the transaction."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, Label, func, or_, select, update

from sayso.feed_records import FeedItem, FeedState
from sayso.store import schema
from sayso.store.dialects import added, insert
from sayso.store.links import parts


def add_feeds(db: Connection, feeds: Sequence[FeedState]) -> None:
    """Write feeds that are not known yet; of one that is, a name where it is given."""
    if not feeds:
        return
    new = insert(db, schema.feed)
    named = new.on_conflict_do_update(
        index_elements=["url"], set_={"name": new.excluded.name}, where=new.excluded.name != ""
    )
    db.execute(named, [_row(one) for one in feeds])


def put_poll(db: Connection, state: FeedState, items: Sequence[FeedItem]) -> int:
    """Write how a poll went and what it found; return how many of the items are new.

    An item whose link a document came from already is not, and is done with at once.
    """
    db.execute(update(schema.feed).where(schema.feed.c.url == state.url).values(_row(state)))
    place = schema.origin.c.origin
    links = [item.key for item in items]
    held = {one for some in parts(links) for one in db.execute(select(place).where(place.in_(some))).scalars()}
    new = 0
    for item in items:
        row = {"key": item.key, "feed": item.feed, "host": item.host, "found": item.found, "tries": 0}
        waits = {} if item.key in held else {"next": item.found, "entry": item.entry}
        unknown = added(db, schema.feed_item, {**row, **waits})
        new += unknown if waits else 0
    return new


def count_poll(db: Connection, url: str, number: int) -> None:
    """Count a poll that is begun, or with -1, have it not count."""
    table = schema.feed
    counted = table.c.begun + number
    db.execute(update(table).where(table.c.url == url, counted >= 0).values(begun=counted))


def begin(db: Connection, keys: Sequence[str], tried: str) -> None:
    """Count that items are tried, before they are: `done_with` and `put_off` may never be come to."""
    table = schema.feed_item
    for some in parts(sorted(keys)):
        db.execute(update(table).where(table.c.key.in_(some)).values(tries=table.c.tries + 1, tried=tried))


def give_back(db: Connection, keys: Sequence[str]) -> None:
    """Write that those of the items that still wait were not tried after all."""
    table = schema.feed_item
    for some in parts(sorted(keys)):
        waiting = (table.c.key.in_(some), table.c.next.is_not(None))
        db.execute(update(table).where(*waiting).values(tries=table.c.tries - 1))


def done_with(db: Connection, key: str, tried: str, error: str | None) -> None:
    """Write that an item was read, or with an error, that it was given up."""
    table = schema.feed_item
    values = {"tried": tried, "next": None, "entry": None, "error": error}
    db.execute(update(table).where(table.c.key == key).values(values))


def put_off(db: Connection, key: str, tried: str, next_try: str, error: str) -> None:
    """Write that an item could not be had, and when it is to be tried again."""
    table = schema.feed_item
    values = {"tried": tried, "next": next_try, "error": error}
    db.execute(update(table).where(table.c.key == key).values(values))


def rest_host(db: Connection, host: str, until: str, *, feeds: bool) -> None:
    """Let a host alone until then: its items, and with `feeds` its feeds too."""
    for table in (schema.feed_item, schema.feed) if feeds else (schema.feed_item,):
        sooner = (table.c.host == host, table.c.next < until)
        db.execute(update(table).where(*sooner).values(next=until))


def feed_states(db: Connection, urls: Collection[str]) -> list[FeedState]:
    """Return the feeds that are known of these, by their addresses; their items are not counted."""
    return _states(db, urls)


def feeds(db: Connection, urls: Collection[str]) -> list[FeedState]:
    """Return the same with their items counted, which takes the longer the more there ever were."""
    url, item = schema.feed.c.url, schema.feed_item.c
    waiting = select(func.count()).where(item.feed == url, item.next.is_not(None)).scalar_subquery()
    read = select(func.count()).where(item.feed == url, item.next.is_(None), item.error.is_(None)).scalar_subquery()
    return _states(db, urls, waiting.label("waiting"), read.label("read"))


def waiting_items(db: Connection, urls: Collection[str], now: str, limit: int) -> list[FeedItem]:
    """Return items of these feeds that are to be read by now, those found first first."""
    table = schema.feed_item.c
    first = select(table.found, table.key).where(table.next <= now).order_by(table.found, table.key).limit(limit)
    # Without what the feeds have of them, which may be a whole text each, of a hundred thousand that wait.
    found = [tuple(row) for some in parts(sorted(urls)) for row in db.execute(first.where(table.feed.in_(some)))]
    keys = [key for _, key in sorted(found)[:limit]]
    whole = (db.execute(select(schema.feed_item).where(table.key.in_(some))) for some in parts(keys))
    items = [
        FeedItem(row.key, row.feed, row.host, row.found, row.entry or "{}", row.tries) for rows in whole for row in rows
    ]
    return sorted(items, key=lambda item: (item.found, item.key))


def next_item(db: Connection, urls: Collection[str]) -> str | None:
    """Return when the next item of these feeds is to be read; None where none waits."""
    table = schema.feed_item.c
    query = select(func.min(table.next)).where(table.next.is_not(None))
    found = [db.execute(query.where(table.feed.in_(some))).scalar() for some in parts(sorted(urls))]
    return min((one for one in found if one is not None), default=None)


def tried_since(db: Connection, moment: str) -> dict[str, int]:
    """Return how many items of each host were tried since then."""
    table = schema.feed_item.c
    query = select(table.host, func.count()).where(table.tried >= moment).group_by(table.host)
    return {row[0]: row[1] for row in db.execute(query)}


def planned_ahead(db: Connection, now: str, latest: str) -> list[tuple[str, str, str]]:
    """Return (item, when it was found or tried last, when it is to be tried) of those that wait and were either after
    now, or are to be tried after the latest moment that anything is put off to.
    """
    table = schema.feed_item.c
    last = func.coalesce(table.tried, table.found)
    query = select(table.key, last, table.next).where(table.next > now, or_(last > now, table.next > latest))
    return [(row[0], row[1], row[2]) for row in db.execute(query.order_by(table.key))]


def plan_again(db: Connection, planned: Sequence[tuple[str, str]], now: str) -> None:
    """Write when items are to be tried, and have none be tried, or found, after now."""
    table = schema.feed_item
    for key, then in planned:
        db.execute(update(table).where(table.c.key == key).values(next=then))
    for name in ("tried", "found"):
        db.execute(update(table).where(table.c[name] > now).values({name: now}))


def _states(db: Connection, urls: Collection[str], *counts: Label[int]) -> list[FeedState]:
    query = select(schema.feed, *counts)
    found = [
        FeedState(**row)
        for some in parts(sorted(urls))
        for row in db.execute(query.where(schema.feed.c.url.in_(some))).mappings()
    ]
    return sorted(found, key=lambda one: one.url)


def _row(state: FeedState) -> dict[str, object]:
    return {column.name: getattr(state, column.name) for column in schema.feed.c}
