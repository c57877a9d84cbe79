"""Searches by name: saved, renamed, deleted, looked at; what is new since is what came since."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.errors import ReadOnlyLedger, UsageError
from sayso.store import StatementFilter, Store, arrivals
from sayso.store.saved_searches import LONGEST_NAME, MOST, name_of
from tests.database import by_hand

WHEN = "2031-06-01T00:00:00Z"
HOSTILE = "<script>hit()</script>"


def test_a_search_is_kept_by_its_name_until_it_is_deleted(store):
    kept = store.save_search("  The   dam ", {"search": "safe", "min_confidence": 0.5}, WHEN)
    assert (kept.name, kept.looked) == ("The dam", 0)
    assert store.saved_search("The dam") == store.saved_search(" The dam") == kept
    assert store.rename_search("The dam", "A dam") == "A dam"
    assert [one.name for one in store.saved_searches()] == ["A dam"]
    store.delete_search("A dam")
    assert store.saved_searches() == []


def test_searches_are_listed_by_name_whatever_their_case(store):
    for name in ("weir", "Dam", "ferry"):
        store.save_search(name, {}, WHEN)
    assert [one.name for one in store.saved_searches()] == ["Dam", "ferry", "weir"]


@pytest.mark.parametrize("act", ["saved_search", "delete_search", "look_at_search"])
def test_a_search_that_is_not_there_is_told_so(store, act):
    with pytest.raises(UsageError, match="No search is saved as 'dam'"):
        getattr(store, act)("dam")


def test_a_name_that_is_taken_is_not_given_twice(store):
    store.save_search("dam", {}, WHEN)
    store.save_search("weir", {}, WHEN)
    for act in (lambda: store.save_search(" dam", {}, WHEN), lambda: store.rename_search("weir", "dam")):
        with pytest.raises(UsageError, match="already"):
            act()
    assert store.rename_search("dam", "dam ") == "dam"


@pytest.mark.parametrize(
    "name", ["", "  ", "..", "-", "a/b", "a\\b", "a\x00b", "dam\u202e", "a\u200bb", "x" * (LONGEST_NAME + 1)]
)
def test_a_name_that_cant_stand_in_an_address_is_refused(store, name):
    with pytest.raises(UsageError, match="name"):
        store.save_search(name, {}, WHEN)
    assert store.saved_searches() == []


def test_a_name_of_marks_and_letters_is_kept_as_it_is(store):
    assert store.save_search(HOSTILE.replace("/", ""), {}, WHEN).name == "<script>hit()<script>"


@given(st.text(max_size=100))
def test_a_name_is_what_it_is_kept_as_or_none(text):
    try:
        name = name_of(text)
    except UsageError:
        return
    assert name_of(name) == name
    assert name.isprintable()
    assert 0 < len(name) <= LONGEST_NAME


def test_there_are_no_more_than_so_many(store):
    for n in range(MOST):
        store.save_search(f"search {n}", {}, WHEN)
    with pytest.raises(UsageError, match="delete one"):
        store.save_search("one more", {}, WHEN)


def new(store, one):
    return {row.name for row in store.statements(StatementFilter(arrived_after=one.looked))}


def test_new_is_what_stands_on_pages_that_came_since_it_was_looked_at(store, run, make):
    store.add(*make.page("old"), run)
    one = store.save_search("all", {}, WHEN)
    assert new(store, one) == set()
    store.add(*make.page("new"), run)
    assert new(store, store.saved_search("all")) == {"new"}
    assert store.look_at_search("all").looked == one.looked
    assert new(store, store.saved_search("all")) == set()


def test_what_is_only_read_again_is_not_new(store, run, make):
    store.add(*make.page("old"), run)
    one = store.save_search("all", {}, WHEN)
    store.add(*make.page("old", outlet="The Reed"), run)
    assert new(store, one) == set()
    assert store.facets(StatementFilter(arrived_after=one.looked)).statements == 0


def test_counts_and_pages_know_what_is_new_as_the_list_does(store, run, make):
    for name in ("one", "two", "three"):
        store.add(*make.page(name), run)
    for after in range(5):
        wanted = StatementFilter(arrived_after=after)
        listed = [row.id for row in store.statements(wanted)]
        assert [row.id for row in store.statement_page(wanted).rows] == listed
        assert store.facets(wanted).statements == len(listed) == 2 * max(0, 3 - after)


def test_those_of_the_page_that_came_last_come_first(store, run, make):
    for name in ("one", "two", "three"):
        store.add(*make.page(name), run)
    names = [row.name for row in store.newest_arrivals(limit=5)]
    assert names == ["three", "three", "two", "two", "one"]


WANTED = [{}, {"speaker": "lind"}, {"outlet": "reed"}, {"act": "AGREE"}]


@pytest.mark.parametrize("first", [1, 2, 100])
def test_the_latest_are_the_same_however_many_pages_are_looked_at_at_a_time(store, run, make, monkeypatch, first):
    monkeypatch.setattr(arrivals, "FIRST", first)
    came = [f"page-{n}" for n in (3, 1, 4, 0, 5, 2, 6)]
    for name in came:
        store.add(*make.page(name, outlet="The Reed" if name in came[:2] else "The Northmark Herald"), run)
    for wanted in (StatementFilter(**one) for one in WANTED):
        rows = [row for name in reversed(came) for row in store.statements(wanted) if row.name == name]
        for limit in (1, 3, 4, 50):
            assert store.newest_arrivals(wanted, limit=limit) == rows[:limit]


def test_for_the_latest_the_pages_that_came_before_are_not_looked_at(store, run, make, monkeypatch):
    read, numbers = [], arrivals.numbers
    for n in range(9):
        store.add(*make.page(f"page-{n}"), run)
    monkeypatch.setattr(arrivals, "FIRST", 2, raising=False)
    monkeypatch.setattr(arrivals, "numbers", lambda text: read.append(len(numbers(text))) or numbers(text))
    assert [row.name for row in store.newest_arrivals(limit=4)] == ["page-8"] * 2 + ["page-7"] * 2
    assert read == [2, 2], "keys, and when they came"


def test_who_looked_at_an_arrival_has_not_looked_at_later_ones_nor_unseen_what_was_seen(store, run, make):
    for name in ("one", "two", "three"):
        store.save_search(f"before {name}", {}, WHEN)
        store.add(*make.page(name), run)
    for arrival in (2, 1):
        store.look_up_to("before one", arrival)
        assert new(store, store.saved_search("before one")) == {"three"}
    assert new(store, store.saved_search("before two")) == {"two", "three"}


def test_a_search_is_looked_at_by_its_name_whatever_spaces_stand_around_it(store, run, make):
    store.save_search("all pages", {}, WHEN)
    store.add(*make.page("new"), run)
    store.look_up_to("  all  pages ", store.newest_arrival())
    assert new(store, store.saved_search("all pages")) == set()


def test_a_number_of_arrival_never_comes_twice(store, path, run, make):
    store.add(*make.page("one"), run)
    by_hand(path, "DELETE FROM article", "DELETE FROM origin", "DELETE FROM document")
    store.add(*make.page("two"), run)
    assert store.save_search("all", {}, WHEN).looked == 2


def test_a_ledger_that_can_only_be_read_keeps_none(path, store):
    with Store.open(path, read_only=True) as reader, pytest.raises(ReadOnlyLedger):
        reader.save_search("dam", {}, WHEN)
