"""Facets count what a filter finds: the same as counting its statements one by one, whatever is written meanwhile."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing, suppress
from dataclasses import fields, replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.days import day_range
from sayso.errors import LedgerError, UsageError
from sayso.records import Act, Dated, Speaker
from sayso.store import Facet, FacetCount, Facets, StatementFilter, Store
from sayso.store.migrate import migrations, statements_in
from tests.database import by_hand
from tests.store.searched import filters, groups_of, ledgers, pages, put, put_all, put_copies

ALONE = [
    {"speaker": "lind"},
    {"act": "none"},
    {"target": "oru"},
    {"said_since": "2031"},
    {"said_until": "2030"},
    {"outlet": "herald"},
    {"since": "2031"},
    {"until": "2030-12"},
    {"search": "saf*"},
    {"in_article": "menu"},
    {"min_confidence": 0.5},
    {"nested": False},
    {"rejected": True},
    {"manner": "mixed"},
    {"arrived_after": 2},
]


def counted(store, wanted, top):
    """Count the statements of the flat rows in Python."""
    rows, group = list(store.statements(wanted)), groups_of(store)
    months = [_month(row.published) for row in rows]
    return Facets(
        statements=len(rows),
        without_copies=len({group.get(row.id, row.id) for row in rows}),
        speaker=_facet([[row.said_by] for row in rows], top),
        target=_facet([{name for _, name in row.act_targets} for row in rows], top),
        outlet=_facet([[row.outlet] for row in rows], top),
        act=_facet([[row.act] for row in rows], top),
        manner=_facet([[row.manner.value] for row in rows], top),
        language=_facet([[row.language] for row in rows], top),
        months=tuple(FacetCount(*one) for one in sorted(Counter(filter(None, months)).items())),
        undated=months.count(None),
    )


def _facet(values, top):
    counts = Counter(one for some in values for one in some if one)
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    rest = sum(count for _, count in ordered[top:])
    unknown = sum(not any(some) for some in values)
    return Facet(tuple(FacetCount(*one) for one in ordered[:top]), len(ordered[top:]), rest, unknown)


def _month(published):
    first, last = day_range(published) or ("", "-")
    return first[:7] if first[:7] == last[:7] else None


@given(ledger=ledgers, wanted=filters, top=st.integers(1, 5), data=st.data())
@settings(max_examples=50, deadline=None)
def test_facets_are_what_counting_the_statements_gives(fresh, make, ledger, wanted, top, data):
    with Store.open(fresh()) as store:
        run, ids = put_all(store, make, ledger)
        pairs = list(combinations(ids, 2))
        if pairs:
            put_copies(store, run, store.statement(ids[0]).article_id, data.draw(st.lists(st.sampled_from(pairs))))
            for one in data.draw(st.lists(st.sampled_from(ids), max_size=3)):
                store.judge(one, data.draw(st.sampled_from(["accepted", "rejected"])), "Kim", "now")
        alone = StatementFilter(**data.draw(st.sampled_from(ALONE)))
        for one in (StatementFilter(), wanted, alone):
            assert store.facets(one, top=top) == counted(store, one, top)


@given(written=st.lists(st.tuples(pages, st.booleans()), min_size=1, max_size=8), data=st.data())
@settings(max_examples=15, deadline=None)
def test_facets_follow_every_write_by_this_process_or_another(fresh, make, written, data):
    path = fresh()
    with Store.open(path) as store, Store.open(path) as other:
        run = store.start_run(make.model, "{}", "now")
        for page, by_other in written:
            writer = other if by_other else store
            ids = put(writer, make, run, page)
            every = combinations([row.id for row in store.statements()], 2)
            pairs = [pair for pair in every if not set(pair).isdisjoint(ids)]  # an article's links have an end in it
            if pairs:
                article = store.statement(ids[0]).article_id
                put_copies(writer, run, article, data.draw(st.lists(st.sampled_from(pairs), max_size=2)))
            assert store.facets() == counted(store, StatementFilter(), 10)


def test_an_empty_ledger_has_empty_facets(store):
    facets = store.facets()
    assert (facets.statements, facets.without_copies, facets.undated, facets.months) == (0, 0, 0, ())
    assert facets.speaker == facets.target == Facet()


def test_the_most_frequent_come_first_of_equals_the_first_by_name_and_the_rest_is_summed(store, run, make):
    for n, name in enumerate(["Bo", "Bo", "Cy", "Al", "Di", "Di"]):
        document = make.document(f"page {n}")
        article = make.article(document)
        store.add(document, article, (make.statement(article, speaker=Speaker(name, name, "person")),), run)
    speaker = store.facets(top=3).speaker
    assert speaker == Facet((FacetCount("Bo", 2), FacetCount("Di", 2), FacetCount("Al", 1)), others=1, rest=1)


def test_a_group_of_copies_counts_once_also_where_what_joins_it_is_not_found(store, run, make):
    outlets = {"a": "The Herald", "b": "The Reed", "c": "The Herald"}
    made = {name: make.page(name, outlet=outlet) for name, outlet in outlets.items()}
    for page in made.values():
        store.add(*page, run)
    first, middle, last = (statements[0].id for _, _, statements in made.values())
    put_copies(store, run, made["b"][1].id, [(first, middle), (middle, last)])
    assert (store.facets().statements, store.facets().without_copies) == (6, 4)
    herald = store.facets(StatementFilter(outlet="herald"))
    assert (herald.statements, herald.without_copies) == (4, 3)


def test_a_target_named_twice_counts_once_and_a_statement_without_one_is_unknown(store, run, make):
    document = make.document()
    article = make.article(document)
    act = Act("ACCUSE", (("a", "Marsh"), ("b", "Marsh"), ("c", "Reed")), 0.5)
    statement = make.statement(article, act=act)
    store.add(document, article, (statement, make.nested(article, statement)), run)
    facets = store.facets()
    assert facets.target == Facet((FacetCount("Marsh", 1), FacetCount("Reed", 1)), unknown=1)
    assert facets.act == Facet((FacetCount("ACCUSE", 1),), unknown=1)


def test_a_year_is_no_month(store, run, make):
    for name, date in {"a": "2031", "b": "2031-05", "c": "2031-05-30", "d": "2031-05-30/2031-06-01"}.items():
        store.add(*make.page(name, published=Dated(date, "day", "given")), run)
    store.add(*make.page("e", published=None), run)
    facets = store.facets()
    assert (facets.months, facets.undated) == ((FacetCount("2031-05", 4),), 6)


def test_an_add_that_failed_half_way_leaves_no_trace_in_the_counts(store, run, make):
    good, bad = make.page("good"), make.page("bad")
    store.add(*good, run)
    with store.writing():
        with suppress(LedgerError):
            store.add(bad[0], bad[1], (bad[2][0], bad[2][0]), run)
        assert store.facets().statements == 2
    assert store.facets() == counted(store, StatementFilter(), 10)
    store.add(*bad, run)
    assert store.facets() == counted(store, StatementFilter(), 10)


def test_an_open_batch_is_not_counted_until_it_is_left(store, run, make):
    with store.writing():
        store.add(*make.page(), run)
        assert store.facets().statements == 0
    assert store.facets().statements == 2


def test_what_is_changed_by_hand_is_counted_anew(store, run, make, path):
    page = make.page()
    store.add(*page, run)
    before = store.facets()
    by_hand(
        path,
        """UPDATE statement SET said_by = 'Io Brandt', act = 'AGREE', act_targets = '[["x", "Newland"]]'""",
        "UPDATE article SET outlet = 'The Reed', published_from = '2032-01-01', published_to = '2032-01-31'",
    )
    after = store.facets()
    assert after != before
    assert after.speaker == Facet((FacetCount("Io Brandt", 2),))
    assert after.act == Facet((FacetCount("AGREE", 2),))
    assert after.target == Facet((FacetCount("Newland", 2),))
    assert (after.outlet, after.months) == (Facet((FacetCount("The Reed", 2),)), (FacetCount("2032-01", 2),))


@given(ledger=ledgers)
@settings(max_examples=15, deadline=None)
@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)  # no older one is in PostgreSQL
def test_an_older_ledger_is_given_the_facets_that_writing_it_anew_would_give(fresh, make, ledger):
    path = fresh()
    with Store.open(path) as store:
        run, ids = put_all(store, make, ledger)
        if len(ids) > 1:
            put_copies(store, run, store.statement(ids[0]).article_id, [(ids[0], ids[-1])])
        written = store.facets()
    sql = next(sql for _, name, sql in migrations() if name.endswith("_search.sql"))
    made = ("facet_value", "article_facet", "statement_facet", "statement_target", "statement_copy", "facet_change")
    with closing(sqlite3.connect(path)) as db:
        for table in made:
            db.execute(f"DELETE FROM {table}")  # noqa: S608 - the names above
        for statement in statements_in(sql[sql.index("-- What an older ledger holds.") :]):
            db.execute(statement)
        db.commit()
    with Store.open(path) as store:
        assert store.facets() == written


def test_more_values_alike_than_are_looked_up_by_name_still_add_up(store, run, make, monkeypatch):
    monkeypatch.setattr("sayso.store.facets.MOST_ALIKE", 2)
    for n in range(6):
        document = make.document(f"page {n}")
        article = make.article(document)
        store.add(document, article, (make.statement(article, speaker=Speaker(f"s{n}", f"Name {n}", "x")),), run)
    speaker = store.facets(top=2).speaker
    assert (len(speaker.values), speaker.others, speaker.rest) == (2, 4, 4)


def test_as_many_values_are_shown_as_are_asked_for_where_more_are_alike_than_are_looked_up(
    store, run, make, monkeypatch
):
    monkeypatch.setattr("sayso.store.facets.MOST_ALIKE", 2)
    for n in range(6):
        document = make.document(f"page {n}")
        article = make.article(document)
        store.add(document, article, (make.statement(article, speaker=Speaker(f"s{n}", f"Name {n}", "x")),), run)
    speaker = store.facets(top=4).speaker
    assert (len(speaker.values), speaker.others, speaker.rest) == (4, 2, 2)


@pytest.mark.parametrize("top", [0, -1])
def test_a_facet_shows_one_value_or_more(store, top):
    with pytest.raises(UsageError, match=f"top {top} is too small"):
        store.facets(top=top)


def test_every_condition_of_a_filter_is_tried_alone():
    tried_below = {
        "article_id",
        "addressee",
        "via",
        "actor",
        "target_actor",
    }  # actors in test_ego_views: none here
    conditions = {one.name for one in fields(StatementFilter)} - {"limit", *tried_below}
    assert conditions == {name for one in ALONE for name in one}


def test_an_article_an_addressee_and_a_chain_narrow_the_counts(store, run, make):
    first, second = make.page("a"), make.page("b")
    store.add(*first, run)
    store.add(second[0], second[1], tuple(replace(one, addressee=None, chain=()) for one in second[2]), run)
    for wanted in ({"article_id": first[1].id}, {"addressee": "Marsh"}, {"via": "wire"}, {"article_id": "none"}):
        one = StatementFilter(**wanted)
        assert store.facets(one) == counted(store, one, 10)
