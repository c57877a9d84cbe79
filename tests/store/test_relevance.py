"""Words and meaning in one list: both find, the best comes first, pages joined are the whole."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.actor_rows import KnownActor, KnownActors, Place
from sayso.errors import UsageError
from sayso.indexing import index_waiting
from sayso.store import Near, StatementFilter, Store, nearest
from sayso.store.relevance import CONSTANT, Alone, fused
from sayso.store.vectors import Block, Vectors
from tests.meanings import WIDTH, Bag
from tests.store.searched import filters, ledgers, put_all, put_copies

ASKED = "a secure barrier"


def near(text=ASKED):
    return Near(Bag().asked(text), "bag 1")


def alone(text=ASKED):
    return Alone(Bag().asked(text), "bag 1")


@pytest.fixture
def filled(store, run, make):
    """Pages with statements on a safe dam, indexed."""
    for n in range(5):
        store.add(*make.page(f"page-{n}", outlet=("The Reed", "The Herald")[n % 2]), run)
    sum(index_waiting(store, Bag()))
    return store


def pages_of(store, wanted, near, limit):
    rows, why, after = [], {}, None
    while True:
        page = store.statement_page(wanted, near=near, after=after, limit=limit)
        rows += page.rows
        why |= page.why
        after = page.next
        if after is None:
            return rows, why


def test_a_sentence_finds_what_says_the_same_in_other_words(filled):
    page = filled.statement_page(StatementFilter(search=ASKED), near=near())
    assert {row.said_by for row in page.rows} >= {"Ava Lind"}
    assert set(page.why.values()) == {("meaning",)}
    assert filled.statement_page(StatementFilter(search=ASKED)).rows == ()


def test_a_row_says_whether_words_or_meaning_found_it(filled):
    page = filled.statement_page(StatementFilter(search="safe dam"), near=near("secure barrier"))
    assert ("words", "meaning") in page.why.values()
    assert page.why.keys() == {row.id for row in page.rows}


def test_what_both_find_comes_before_what_one_finds(filled):
    page = filled.statement_page(StatementFilter(search="dam"), near=near("safe"))
    ranks = [len(page.why[row.id]) for row in page.rows]
    assert ranks == sorted(ranks, reverse=True)
    assert set(ranks) == {1, 2}


def test_of_what_is_asked_for_by_its_meaning_alone_only_what_has_the_words_is_found(filled):
    every, _ = pages_of(filled, StatementFilter(), alone(), 2)
    assert {row.id for row in every} == {row.id for row in pages_of(filled, StatementFilter(), near(), 2)[0]}
    for words in ("safe", "dam", "fishing", '"nothing like it"'):
        having = {row.id for row in filled.statements(StatementFilter(search=words))}
        rows, why = pages_of(filled, StatementFilter(search=words), alone(), 2)
        assert [row.id for row in rows] == [row.id for row in every if row.id in having]
        assert set(why.values()) <= {("meaning",)}
        counted = filled.facets(StatementFilter(search=words), near=alone()).statements
        assert counted == filled.count(StatementFilter(search=words), near=alone()) == len(rows)


def test_what_was_found_by_words_or_meaning_is_not_taken_for_what_has_both(filled):
    wanted = StatementFilter(search="dam")
    both, one = ([row.id for row in pages_of(filled, wanted, asked("safe"), 10)[0]] for asked in (near, alone))
    assert set(one) < set(both)


def test_other_fields_narrow_both_down(filled):
    page = filled.statement_page(StatementFilter(search=ASKED, outlet="Reed"), near=near())
    assert {row.outlet for row in page.rows} == {"The Reed"}
    found = filled.facets(StatementFilter(search=ASKED, outlet="Reed"), near=near())
    assert found.statements == len(page.rows)


@pytest.mark.parametrize(("field", "local"), [("actor", "a1"), ("target_actor", "MRS")])
def test_what_an_actor_said_is_found_anew_once_actors_are_merged_or_split(store, run, make, field, local):
    document, article, statements = make.page()
    store.add(document, article, statements, run)
    sum(index_waiting(store, Bag()))
    store.put_local_actors(article.id, {local: "{}"})
    actors = [KnownActor(one, "person", one, 1, "", "", "{}", ()) for one in ("x", "y")]
    found = []
    for who in ("x", "y", "x"):
        places = [Place(article.id, local, 1, who, "name")]
        store.put_actor_judgements([(f"j{len(found)}", "2031-05-01T12:00:00Z", "{}")])
        assert store.put_known_actors(store.actor_changes(), "by hand", KnownActors(actors, places))
        pages = [store.statement_page(StatementFilter(**{field: one}), near=near()) for one in ("x", "y")]
        found.append([len(page.rows) for page in pages])
    assert found == [[1, 0], [0, 1], [1, 0]]


@given(ledger=ledgers, wanted=filters, text=st.sampled_from(["safe", "a barrier", "stay safe", "nothing like it"]))
def test_pages_joined_are_what_the_facets_count_and_none_comes_twice(fresh, make, ledger, wanted, text):
    with Store.open(fresh()) as store:
        put_all(store, make, ledger)
        sum(index_waiting(store, Bag()))
        rows, why = pages_of(store, wanted, near(text), 2)
        assert len({row.id for row in rows}) == len(rows) == store.facets(wanted, near=near(text)).statements
        by_words = {row.id for row in store.statements(wanted)} if wanted.search is not None else set()
        assert {one for one, by in why.items() if "words" in by} == by_words
        assert [row.id for row in rows] == [row.id for row in store.statement_page(wanted, near=near(text)).rows]


def test_more_than_the_best_follow_newest_first(filled, monkeypatch):
    monkeypatch.setattr(nearest, "MOST", 1)
    monkeypatch.setattr("sayso.store.relevance.MOST", 1)
    wanted = StatementFilter(search="safe")
    rows, _ = pages_of(filled, wanted, near(), 3)
    plain = [row.id for row in filled.statements(wanted)]
    assert {row.id for row in rows} == set(plain)
    first = {row.id for row in rows[:2]}
    assert [row.id for row in rows][2:] == [one for one in plain if one not in first]


def test_of_copies_the_nearest_alone_is_found_by_meaning(store, run, make):
    pages = [make.page(f"page-{n}") for n in range(3)]
    for page in pages:
        store.add(*page, run)
    sum(index_waiting(store, Bag()))
    wanted = StatementFilter(speaker="Ava Lind")
    assert len(store.statement_page(wanted, near=near()).rows) == 3
    ids = [statements[0].id for _, _, statements in pages]
    put_copies(store, run, pages[0][1].id, [(ids[0], ids[1]), (ids[1], ids[2])])
    assert len(store.statement_page(wanted, near=near()).rows) == 1


@pytest.mark.parametrize("after", ["best-", "best--1", "best-1.5", "best-99999999", "x"])
def test_a_cursor_of_no_page_is_told_so(filled, after):
    with pytest.raises(UsageError, match="cursor"):
        filled.statement_page(StatementFilter(search="safe"), near=near(), after=after)


@pytest.mark.parametrize("limit", [0, 1001])
def test_a_limit_of_no_page_is_told_so(filled, limit):
    with pytest.raises(UsageError, match="size of a page"):
        filled.statement_page(StatementFilter(search="safe"), near=near(), limit=limit)


@given(st.lists(st.lists(st.integers(0, 9), unique=True), min_size=1, max_size=3))
def test_fusion_gives_each_once_by_the_sum_of_its_reciprocal_ranks(lists):
    found = fused(*(np.array(one, np.int64) for one in lists)).tolist()
    score = {x: sum(1 / (CONSTANT + one.index(x) + 1) for one in lists if x in one) for x in found}
    assert sorted(found) == sorted({x for one in lists for x in one})
    assert [score[x] for x in found] == pytest.approx(sorted(score.values(), reverse=True))


def test_words_that_stand_nearly_everywhere_put_the_newest_in_front(filled, monkeypatch):
    monkeypatch.setattr("sayso.store.relevance.RANKED", 2)
    monkeypatch.setattr("sayso.store.relevance.MOST", 2)
    wanted = StatementFilter(search="safe")
    page = filled.statement_page(wanted, near=near("nothing like it"))
    assert [row.id for row in page.rows] == [row.id for row in filled.statements(wanted)]


@given(
    texts=st.lists(st.sampled_from(["safe", "a dam", "safe dam", "dam hold safe", "stay", "nothing"]), max_size=12),
    most=st.integers(1, 4),
    split=st.integers(1, 12),
)
def test_the_nearest_of_all_blocks_are_those_that_sorting_all_gives(texts, most, split):
    rows = np.array([np.frombuffer(one, np.int8) for one in Bag().vectors(texts)], np.int8).reshape(len(texts), WIDTH)
    lengths = np.maximum(np.sqrt((rows.astype(np.float32) ** 2).sum(axis=1)), 1)
    keys = np.arange(len(texts), dtype=np.int32)
    parts = [slice(at, at + split) for at in range(0, len(texts), split)]
    vectors = Vectors("bag 1", [Block(keys[one], rows[one], lengths[one]) for one in parts])
    columns = SimpleNamespace(key=keys, place=keys[::-1].astype(np.int64), group=keys.astype(np.int64))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nearest, "MOST", most)
        patch.setattr(nearest, "ALIKE", 1)
        found = nearest.nearest(vectors, columns, np.ones(len(texts), bool), near("safe dam"))
    cosines = np.einsum("ij,j->i", rows.astype(np.float32), Bag().asked("safe dam")) / lengths if len(texts) else []
    ranked = sorted(range(len(texts)), key=lambda n: (-cosines[n], columns.place[n]))
    assert found.tolist() == [n for n in ranked if cosines[n] >= nearest.LEAST][:most]
