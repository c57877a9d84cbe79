"""Whose turn it is to be linked: the earliest first, those with which a process ended last, and given up in the end."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import event

from sayso.errors import LedgerBusy
from sayso.link_records import Link, LinkKind
from sayso.records import Dated, ModelVersion
from sayso.store import Store
from tests.database import by_hand


@pytest.fixture
def pages(store, run, make):
    """Three pages, the latest first, the last without a date."""
    days = {"late": Dated("2031-05-09", "day", "given"), "early": Dated("2031-05-01", "day", "given"), "undated": None}
    made = [make.page(name, published=day) for name, day in days.items()]
    for one in made:
        store.add(*one, run)
    return made


@pytest.fixture
def turns(pages):
    """Their ids, in the order in which they are linked."""
    late, early, undated = (article.id for _, article, _ in pages)
    return [undated, early, late]


def test_articles_wait_in_the_order_of_their_days_whatever_method_linked_them_before(store, run, turns):
    store.put_links(turns[2], "old", [], [], run)
    store.put_links(turns[1], "older", [], [], run)
    assert store.waiting("m", 9) == [(one, 0) for one in turns]
    assert store.waiting("m", 2) == [(one, 0) for one in turns[:2]]
    assert store.waiting("old", 9) == [(one, 0) for one in turns[:2]]
    assert [store.count_waiting(method) for method in ("m", "old", "older")] == [3, 2, 2]


def test_an_article_that_was_begun_and_left_waits_behind_the_others_until_it_is_linked(store, run, turns):
    store.begin_linking(turns[:2], "m")
    store.begin_linking(turns[:1], "m")
    assert store.waiting("m", 9) == [(turns[2], 0), (turns[1], 1), (turns[0], 2)]
    store.give_back_linking(turns, "m")
    assert store.waiting("m", 9) == [(turns[1], 0), (turns[2], 0), (turns[0], 1)]
    store.put_links(turns[0], "m", [], [], run)
    store.begin_linking(turns[:1], "m")
    assert store.waiting("n", 9) == [(one, 0) for one in turns], "who is linked is not begun"


def test_an_article_that_is_given_up_waits_again_for_another_method_and_when_it_is_read_anew(
    store, path, run, pages, turns
):
    store.begin_linking(turns, "m")
    assert store.give_up_linking(turns[0], "m", "it takes all memory") is True
    assert store.give_up_linking(turns[0], "m", "it takes all memory") is False
    assert store.waiting("m", 9) == [(turns[1], 1), (turns[2], 1)]
    assert store.waiting("n", 9)[0] == (turns[0], 0)
    assert not store.is_linked(turns[0])
    [row] = by_hand(path, "SELECT error FROM linked WHERE error IS NOT NULL")
    assert row["error"] == "it takes all memory"
    store.add(*pages[2], run)
    assert store.waiting("m", 9) == [(turns[0], 0), (turns[1], 1), (turns[2], 1)]


def test_nobody_finds_an_article_that_was_given_up(store, run, pages, turns):
    one, other = (page[2][0].id for page in pages[:2])
    store.put_keys(pages[0][1], [7], {one: [8]})
    store.put_links(turns[2], "old", [Link("a" * 16, LinkKind.REPLY, one, other, 0.9, "why", "old")], [], run)
    store.give_up_linking(turns[2], "m", "it takes all memory")
    assert list(store.links()) == []
    assert list(store.sharing_articles([7], "")) == list(store.sharing_statements([8], None)) == []


def test_what_was_begun_and_left_is_set_apart_and_what_is_linked_or_waits_for_its_turn_is_not(store, run, pages, turns):
    for _, article, statements in pages:
        store.put_keys(article, [7], {statements[0].id: [8]})
    store.put_links(turns[2], "m", [], [], run)
    store.begin_linking([turns[0], turns[2]], "m")
    store.set_apart("m")
    assert list(store.sharing_articles([7], "")) == sorted(turns[1:])
    assert [store.has_keys(one) for one in turns] == [False, True, True]
    store.put_keys(pages[2][1], [], {pages[2][2][0].id: [8]})
    assert store.has_keys(turns[0])


def test_all_links_of_a_ledger_are_read_some_at_a_time(store):
    """A server sends all there are at once where it is not asked otherwise, and there may be millions."""
    asked = []

    def note(_connection, _cursor, sql, _values, context, _many):
        if sql.startswith(("SELECT link.", "SELECT local_actor.")):
            asked.append(context.execution_options.get("yield_per"))

    event.listen(store._engine, "before_cursor_execute", note)
    assert [*store.links(), *store.local_actors()] == []
    event.remove(store._engine, "before_cursor_execute", note)
    assert asked == [500, 500]


def test_a_try_that_could_not_be_given_back_while_the_ledger_was_busy_is_given_back_later(store, path, run, turns):
    """Or five times of bad luck would give an article up."""
    with Store.open(path, busy_seconds=0.05) as other:
        for _ in range(3):
            other.begin_linking(turns[:1], "m")
            with store.writing():
                store.start_run(ModelVersion("m", "1"), "{}", "then")
                with pytest.raises(LedgerBusy):
                    other.give_back_linking(turns[:1], "m")
        assert store.waiting("m", 9)[-1] == (turns[0], 1)
        other.give_back_linking([], "m")
    assert store.waiting("m", 9)[0] == (turns[0], 0)


def test_an_article_s_links_are_found_by_their_ends(store, run, pages):
    """A server looked at all links of the ledger for each article that was linked."""
    sent = []

    def note(_connection, _cursor, sql, *_):
        sent.append(sql)

    event.listen(store._engine, "before_cursor_execute", note)
    store.drop_links(pages[0][1].id)
    event.remove(store._engine, "before_cursor_execute", note)
    deleted = [sql for sql in sent if sql.startswith("DELETE FROM link ")]
    assert len(deleted) == 2
    assert not any(" OR " in sql or "SELECT" in sql for sql in deleted)


def test_a_page_that_is_read_anew_with_another_date_has_the_turn_of_that(store, run, pages, turns):
    document, article, statements = pages[0]
    store.add(document, replace(article, published=Dated("2031-04", "month", "given")), statements, run)
    assert [one for one, _ in store.waiting("m", 9)] == [turns[0], turns[2], turns[1]]
