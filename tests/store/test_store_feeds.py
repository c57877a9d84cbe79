"""What a watcher keeps in the ledger, and what open pages are told, in either database."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import event

from sayso.feed_records import FeedItem, FeedState
from sayso.identity import link_id
from sayso.link_records import Link, LinkKind
from sayso.store import StatementFilter

URL = "https://herald.example/feed"
FEED = FeedState(URL, "The Herald", "herald.example", "2031-05-01T08:00:00Z")
LATER = "2031-05-01T09:00:00Z"


def item(name, found="2031-05-01T08:00:00Z", feed=URL):
    return FeedItem(f"https://herald.example/{name}", feed, "herald.example", found, "{}")


def test_items_are_new_once_wait_in_the_order_found_and_are_done_with(store):
    store.add_feeds([FEED, FEED])
    assert store.put_poll(FEED, [item("b"), item("a")]) == 2
    assert store.put_poll(FEED, [item("a"), item("c", LATER)], (URL, '"x"', None)) == 1
    assert store.validators(URL) == ('"x"', None)
    assert [one.key[-1] for one in store.waiting_items([URL], LATER, 10)] == ["a", "b", "c"]
    store.item_done(item("a").key, LATER)
    store.put_off_item(item("b").key, LATER, "2031-05-01T10:00:00Z", "503")
    assert [one.key[-1] for one in store.waiting_items([URL], LATER, 10)] == ["c"]
    (state,) = store.feeds([URL])
    assert (state.waiting, state.read) == (2, 1)
    assert store.tried_since(LATER) == {"herald.example": 2}
    store.rest_host("herald.example", "2031-05-02T00:00:00Z", feeds_too=True)
    assert store.next_item([URL]) == "2031-05-02T00:00:00Z"


def test_a_try_is_counted_before_it_is_made_and_given_back_where_it_was_not(store):
    store.add_feeds([FEED])
    keys = [item(name).key for name in "abcd"]
    store.put_poll(FEED, [item(name) for name in "abcd"])
    store.begin_items(keys[:3], LATER)
    assert store.tried_since(LATER) == {"herald.example": 3}
    store.item_done(keys[0], LATER)
    store.put_off_item(keys[1], LATER, LATER, "503")
    assert [(one.key, one.tries) for one in store.waiting_items([URL], LATER, 10)] == list(
        zip(keys[1:], (1, 1, 0), strict=True)
    )
    store.give_back_items([keys[0], keys[2]])
    assert [one.tries for one in store.waiting_items([URL], LATER, 10)] == [1, 0, 0]
    with store._engine.connect() as db:
        sql = "SELECT tries FROM feed_item WHERE next IS NULL"
        assert db.exec_driver_sql(sql).scalars().all() == [1], "one that is done with was tried"


def test_of_many_items_that_wait_only_those_asked_for_are_read(store):
    """Each may hold a whole text, a new list of feeds brings a hundred thousand, and sixteen are read at a time."""
    feeds = [replace(FEED, url=f"{URL}/{n}") for n in range(3)]
    store.add_feeds(feeds)
    for n, feed in enumerate(feeds):
        store.put_poll(feed, [item(f"{n}{m}", f"2031-05-01T08:0{3 - m}:00Z", feed.url) for m in range(3)])
    sent = []

    def note(_connection, _cursor, sql, *_):
        sent.append(" ".join(sql.split()))

    event.listen(store._engine, "before_cursor_execute", note)
    found = store.waiting_items([feed.url for feed in feeds[:2]], LATER, 3)
    event.remove(store._engine, "before_cursor_execute", note)
    assert [one.key[-2:] for one in found] == ["02", "12", "01"]
    [ordered] = [sql for sql in sent if "ORDER BY" in sql]
    assert "entry" not in ordered
    assert "LIMIT" in ordered


def test_a_poll_that_is_begun_counts_until_it_ends_or_is_given_back(store):
    store.add_feeds([FEED])
    for _ in range(2):
        store.begin_poll(URL)
    store.give_back_poll(URL)
    [state] = store.feed_states([URL])
    assert state == replace(FEED, begun=1)
    store.put_poll(FEED)
    store.give_back_poll(URL)
    assert store.feed_states([URL]) == [FEED]


def test_feeds_come_with_their_items_counted_and_without(store):
    store.add_feeds([FEED])
    store.put_poll(FEED, [item(name) for name in "abc"])
    store.item_done(item("a").key, LATER)
    (counted,), (bare,) = store.feeds([URL]), store.feed_states([URL])
    assert (counted.waiting, counted.read) == (2, 1)
    assert bare == replace(counted, waiting=0, read=0)


def test_an_item_whose_page_is_held_is_not_new(store, run, make):
    store.add(*make.page("dam"), run)
    store.add_origin(make.document("dam", origin=item("a").key))
    store.add_feeds([FEED])
    assert store.put_poll(FEED, [item("a"), item("b")]) == 1


def test_a_feed_that_is_known_takes_another_name_and_keeps_its_state(store):
    store.add_feeds([FEED])
    store.put_poll(FeedState(URL, "The Herald", "herald.example", LATER, polls=3))
    store.add_feeds([FeedState(URL, "Herald", "herald.example", "2031-05-01T08:00:00Z")])
    (state,) = store.feeds([URL])
    assert (state.name, state.polls, state.next) == ("Herald", 3, LATER)


def test_what_a_clock_that_was_ahead_has_planned_is_found_and_planned_anew(store):
    store.add_feeds([FEED])
    store.put_poll(FEED, [item("a"), item("b", "2032-05-01T08:00:00Z"), item("c"), item("d")])
    store.put_off_item(item("a").key, "2032-05-01T08:00:00Z", "2032-05-01T08:05:00Z", "503")
    store.put_off_item(item("c").key, LATER, "2031-05-01T10:00:00Z", "503")
    store.item_done(item("d").key, "2032-05-01T08:00:00Z")
    ahead = store.planned_ahead(LATER, "2031-05-08T09:00:00Z")
    assert [(key[-1], last, then) for key, last, then in ahead] == [
        ("a", "2032-05-01T08:00:00Z", "2032-05-01T08:05:00Z"),
        ("b", "2032-05-01T08:00:00Z", "2032-05-01T08:00:00Z"),
    ]
    store.plan_again([(item("a").key, "2031-05-01T09:05:00Z"), (item("b").key, LATER)], LATER)
    assert store.planned_ahead(LATER, "2031-05-08T09:00:00Z") == []
    assert [one.key[-1] for one in store.waiting_items([URL], "2031-05-01T09:05:00Z", 10)] == ["a", "b"]
    assert store.tried_since(LATER) == {"herald.example": 3}, "none is tried after now"


def test_decisions_on_actors_are_counted_once(store):
    one = ("id", "2031-05-01", "{}")
    assert [store.put_actor_judgements([one, one]), store.put_actor_judgements([one])] == [1, 0]


def test_what_came_after_a_mark_is_told_statements_and_links(store, run, make):
    first = make.page("one")
    store.add(*first, run)
    mark = store.mark()
    assert store.new_statements(mark, StatementFilter(), 5).statements == 0
    second = make.page("two")
    store.add(*second, run)
    news = store.new_statements(mark, StatementFilter(nested=False), 5)
    assert (news.statements, [row.id for row in news.rows]) == (1, [second[2][0].id])
    ends = first[2][0].id, second[2][0].id
    store.put_links(second[1].id, "m", [Link(link_id("copy", *ends), LinkKind.COPY, *ends, 1.0, "", "m")], [], run)
    assert store.new_links(news.mark, article=first[1].id).links == 1
    assert store.new_links(store.mark(), article=first[1].id).links == 0


def link_between(*ends):
    return Link(link_id("copy", *ends), LinkKind.COPY, *ends, 1.0, "", "m")


def test_a_statement_that_comes_after_the_newest_ones_went_is_told_as_new(store, run, make):
    (one, its, first), (_, _, second) = make.page("one"), make.page("two")
    store.add(one, its, first, run)
    mark = store.mark()
    store.add(one, its, (), run)
    store.add(*make.page("two")[:2], second[:1], run)
    news = store.new_statements(mark, StatementFilter(), 5)
    assert (news.statements, [row.id for row in news.rows]) == (1, [second[0].id])
    assert store.new_statements(news.mark, StatementFilter(), 5).statements == 0
    assert [row.id for row in store.statements(StatementFilter(search="safe"))] == [second[0].id]


def test_a_page_that_is_read_anew_brings_its_statements_anew(store, run, make):
    page = make.page("one")
    store.add(*page, run)
    marks = [store.mark()]
    for _ in range(3):
        store.add(*page, run)
        news = store.new_statements(marks[-1], StatementFilter(), 5)
        assert news.statements == 2
        marks.append(news.mark)
    assert len({mark.statement for mark in marks}) == 4


def test_links_that_come_after_the_newest_ones_went_are_told_as_new(store, run, make):
    pages = [make.page(name) for name in ("one", "two", "three")]
    for page in pages:
        store.add(*page, run)
    first, second, third = (page[2][0].id for page in pages)
    last = pages[2][1].id
    store.put_links(last, "m", [link_between(third, first), link_between(third, second)], [], run)
    mark = store.mark()
    store.put_links(last, "m", [], [], run)
    store.put_links(pages[1][1].id, "m", [link_between(second, first)], [], run)
    assert store.new_links(mark, statements=[first]).links == 1
    store.put_links(last, "m", [link_between(third, first), link_between(third, second)], [], run)
    assert store.new_links(mark, statements=[first, second, third]).links == 3
