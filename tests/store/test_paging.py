"""Pages joined are the whole list, whatever their size, and what is written meanwhile moves none of the rest."""

from __future__ import annotations

import base64
import json
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.errors import UsageError
from sayso.records import Dated
from sayso.store import StatementFilter, Store
from sayso.store.paging import Place
from tests.store.searched import filters, ledgers, pages, put, put_all


def turned(store, wanted=None, limit=2):
    """Return the rows of all pages, one after the other."""
    rows, after = [], None
    while True:
        page = store.statement_page(wanted, after=after, limit=limit)
        assert len(page.rows) == limit or page.next is None
        rows += page.rows
        after = page.next
        if after is None:
            return rows


@given(ledger=ledgers, wanted=filters, limit=st.integers(1, 12))
@settings(max_examples=50, deadline=None)
def test_pages_joined_are_the_whole_list_whatever_their_size(fresh, make, ledger, wanted, limit):
    with Store.open(fresh()) as store:
        put_all(store, make, ledger)
        for one in (StatementFilter(), wanted):
            assert turned(store, one, limit) == list(store.statements(one))


@given(ledger=ledgers, added=pages, limit=st.integers(1, 4))
@settings(max_examples=30, deadline=None)
def test_what_is_written_between_two_pages_moves_none_of_the_rest(fresh, make, ledger, added, limit):
    with Store.open(fresh()) as store:
        run, _ = put_all(store, make, ledger)
        before = [row.id for row in store.statements()]
        first = store.statement_page(limit=limit)
        put(store, make, run, added)
        still = {row.id for row in store.statements()} - set(_of_page(store, added.name))
        rest, after = [], first.next
        while after:
            page = store.statement_page(after=after, limit=limit)
            rest += [row.id for row in page.rows]
            after = page.next
        assert [one for one in rest if one in still] == [one for one in before[limit:] if one in still]
        assert len(rest) == len(set(rest))


def _of_page(store, name):
    return [row.id for row in store.statements() if row.name == name]


def test_a_page_that_has_gone_leaves_its_place_behind(store, run, make):
    for day in range(1, 6):
        store.add(*make.page(f"day {day}", published=Dated(f"2031-05-0{day}", "day", "given")), run)
    first = store.statement_page(limit=5)
    assert [row.name for row in first.rows] == ["day 5", "day 5", "day 4", "day 4", "day 3"]
    document = make.document("day 3")
    store.add(document, make.article(document, "Nothing\nhere"), (), run)
    assert [row.name for row in store.statement_page(after=first.next).rows] == ["day 2", "day 2", "day 1", "day 1"]


def test_the_last_page_says_so_also_when_it_is_full(store, run, make):
    store.add(*make.page(), run)
    assert store.statement_page(limit=2).next is None
    first = store.statement_page(limit=1)
    assert len(first.rows) == 1
    assert store.statement_page(after=first.next, limit=1).next is None


def test_a_cursor_is_read_by_another_store_and_under_another_filter(store, run, make, path):
    for day in range(1, 4):
        store.add(*make.page(f"day {day}", published=Dated(f"2031-05-0{day}", "day", "given")), run)
    after = store.statement_page(limit=3).next
    with Store.open(path, read_only=True) as other:
        assert other.statement_page(after=after) == store.statement_page(after=after)
        assert len(other.statement_page(StatementFilter(speaker="lind"), after=after).rows) == 1


def test_the_limit_of_the_filter_is_passed_over(store, run, make):
    store.add(*make.page(), run)
    assert len(store.statement_page(StatementFilter(limit=1)).rows) == store.facets(StatementFilter(limit=1)).statements


def text_of(*value):
    return base64.urlsafe_b64encode(json.dumps(value, separators=(",", ":")).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "x",
        "ü",
        "'; DROP TABLE statement",
        "\udcff",
        "[" * 100_000,
        text_of(),
        text_of("2031-05-05", "ab"),
        text_of("2031-05-05", "ab", "1"),
        text_of("2031-05-05", "ab", -1),
        text_of("2031-05-05", "ab", True),
        text_of("2031-05-05", "ab", 1 << 24),
        text_of("2031-05", "ab", 1),
        text_of("2031-05-05\n", "ab", 1),
        text_of("2031-05-05", ["ab"], 1),
        text_of("2031-05-05", "ab", 1, 2),
        text_of("2031-05-05", "ab", 1) + "=",
        text_of("2031-05-05", "ab", 1) + "!",
    ],
)
def test_a_cursor_that_no_page_gave_is_refused(store, wrong):
    with pytest.raises(UsageError, match="is none: give `next` of the page before"):
        store.statement_page(after=wrong)


@given(typed=st.text(max_size=40))
@settings(deadline=None)
def test_any_text_is_a_place_or_refused(typed):
    with suppress(UsageError):
        assert Place.read(typed).cursor() == typed


@pytest.mark.parametrize("limit", [0, -1, 1001])
def test_a_page_has_1_to_1000_rows(store, limit):
    with pytest.raises(UsageError, match=f"limit {limit} is no size"):
        store.statement_page(limit=limit)


@pytest.mark.parametrize("wrong", [{"act": "shout"}, {"manner": "loud"}, {"since": "x"}, {"search": "!"}])
def test_a_filter_that_can_not_be_meant_is_refused(store, wrong):
    for ask in (store.statement_page, store.facets):
        with pytest.raises(UsageError):
            ask(StatementFilter(**wrong))
