"""Vectors beside statements: made in whatever steps and order, they are those of the statements that are there."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.indexing import index_waiting
from sayso.store import Near, StatementFilter, Store
from sayso.store.vectors import Waiting
from tests.database import by_hand
from tests.meanings import Bag

WORDS = ("the dam is safe", "a barrier holds", "the ferry leaves", "nothing", "", "ice on the quay")
steps = st.lists(
    st.tuples(st.sampled_from(["one", "two", "three"]), st.lists(st.sampled_from(WORDS), max_size=3), st.booleans()),
    max_size=6,
)
"""Pages written, some of them again with other contents, and whether what waits is indexed after each."""


def put(store, make, run, name, contents):
    """Write a page whose statements have these contents, in the place of the one of its name."""
    text = (
        "Dam talks stall\n" + " | ".join(f"Ava Lind of Northmark said {words or '-'}" for words in contents) + "\nMenu"
    )
    document = make.document(name)
    article = make.article(document, text)
    made, at = [], 0
    for n, words in enumerate(contents):
        at = text.index("said ", at) + 5
        one = make.statement(make.article(document), said_on=None, chain=())
        piece = type(one.content[0])(at, at + len(words or "-"))
        made.append(replace(one, id=f"{n:x}{document.id[:15]}", article_id=article.id, content=(piece,)))
    store.add(document, article, [replace(one, source=(), cue=()) for one in made], run)


def index(store, bag=None):
    return sum(index_waiting(store, bag or Bag()))


def held(store):
    """Return content -> vector of what is indexed, by statement."""
    with store._engine.connect() as db:
        rows = db.exec_driver_sql(
            "SELECT s.id, s.content_text, v.vector FROM statement_vector AS v JOIN statement AS s ON s.key = v.key"
        )
        return {identity: (content, vector) for identity, content, vector in rows}


@given(steps)
def test_an_index_made_step_by_step_is_the_one_made_at_once_and_holds_every_statement(fresh, make, taken):
    with Store.open(fresh()) as bit_by_bit, Store.open(fresh()) as at_once:
        for store in (bit_by_bit, at_once):
            run = store.start_run(make.model, "{}", "now")
            for name, contents, now in taken:
                put(store, make, run, name, contents)
                if now and store is bit_by_bit:
                    index(store)
            index(store)
            assert store.count_without_vector("bag 1") == 0
        assert held(bit_by_bit) == held(at_once)
        for content, vector in held(bit_by_bit).values():
            assert vector == Bag().vectors([content])[0]


@given(st.permutations(["one", "two", "three"]), st.sampled_from(WORDS))
def test_what_is_found_does_not_depend_on_the_order_of_arrival(fresh, make, order, asked):
    contents = {"one": WORDS[:3], "two": WORDS[2:5], "three": WORDS[1:2]}
    found = []
    for names in (sorted(contents), order):
        with Store.open(fresh()) as store:
            run = store.start_run(make.model, "{}", "now")
            for name in names:
                put(store, make, run, name, contents[name])
                index(store)
            near = Near(Bag().asked(asked), "bag 1")
            page = store.statement_page(StatementFilter(), near=near)
            found.append([(row.id, page.why[row.id]) for row in page.rows])
    assert found[0] == found[1]


def test_a_page_that_is_read_again_waits_again_and_leaves_no_vector_behind(store, run, make):
    put(store, make, run, "one", WORDS[:2])
    assert index(store) == 2
    put(store, make, run, "one", WORDS[2:3])
    assert held(store) == {}
    assert store.count_without_vector("bag 1") == 1
    assert index(store) == 1


def test_vectors_of_another_method_are_taken_away_and_made_anew(store, run, make):
    put(store, make, run, "one", WORDS[:2])
    index(store)
    assert store.count_without_vector("bag 2") == 2
    assert index(store, Bag("bag 2")) == 2
    assert store.vector_method() == "bag 2"
    assert store.count_without_vector("bag 1") == 2


def test_a_vector_is_not_written_for_a_statement_that_changed_since_it_was_asked_for(store, run, make):
    put(store, make, run, "one", WORDS[:1])
    [one] = store.without_vector("bag 1", -1, 10)
    store.put_vectors(
        "bag 1", [(Waiting(one.key, "other words"), bytes(64)), (Waiting(one.key + 9, "gone"), bytes(64))]
    )
    assert held(store) == {}


def test_indexing_what_is_indexed_does_nothing(store, run, make):
    put(store, make, run, "one", WORDS)
    index(store)
    assert index(store) == 0


@pytest.mark.parametrize("near", [Near(Bag().asked("dam"), "another"), Near(np.ones(3, np.float32), "bag 1")])
def test_what_cant_be_compared_with_the_index_finds_nothing(store, run, make, near):
    put(store, make, run, "one", WORDS)
    index(store)
    assert store.statement_page(near=near).rows == ()


def test_a_vector_written_by_hand_in_another_width_is_no_error(store, path, kind, run, make):
    put(store, make, run, "one", WORDS[:3])
    index(store)
    short = "x'0102'" if kind == "sqlite" else r"'\x0102'::bytea"
    by_hand(path, f"UPDATE statement_vector SET vector = {short} WHERE key = (SELECT min(key) FROM statement)")  # noqa: S608 - as above
    found = store.statement_page(near=Near(Bag().asked("a dam holds"), "bag 1"))
    assert [row.content_text for row in found.rows] == ["a barrier holds"]


def test_a_server_sees_what_another_process_indexes(path, store, run, make):
    put(store, make, run, "one", WORDS[:3])
    near = Near(Bag().asked("harmless"), "bag 1")
    with Store.open(path, read_only=True) as reader:
        assert reader.statement_page(near=near).unindexed == 3
        index(store)
        page = reader.statement_page(near=near)
        assert ([row.content_text for row in page.rows], page.unindexed) == (["the dam is safe"], 0)
        put(store, make, run, "two", ["the dam is harmless"])
        assert reader.statement_page(near=near).unindexed == 1
