"""The matters that are kept are those that come out when all are worked out anew, whatever came before."""

from __future__ import annotations

import random

import pytest

from sayso import link_views
from sayso.identity import link_id
from sayso.link.matters import matters
from sayso.link_records import Link, LinkKind
from sayso.link_views import MatterCache, matter_names, matter_of, matters_of
from sayso.records import ModelVersion
from sayso.store import Store
from tests.ferry import made_page, made_pages


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "ferry.db") as opened:
        opened.run = opened.start_run(ModelVersion("m", "1"), "{}", "now")
        for page in some_pages():
            opened.add(*page, opened.run)
        yield opened


def some_pages():
    more = [("day", f"2031-05-{n:02d}", "The Day", f"Ada Voss said that boat {n} would sail.") for n in range(6, 12)]
    return [*made_pages(), *(made_page(name + date[-2:], date, *rest) for name, date, *rest in more)]


def link(one, other, kind=LinkKind.PARAPHRASE, score=0.8):
    return Link(link_id(kind, one, other), kind, one, other, score, "", "test")


@pytest.mark.parametrize("seed", range(5))
def test_kept_matters_are_those_worked_out_anew_after_any_change_of_links(store, seed):
    chance, cache = random.Random(seed), MatterCache()  # noqa: S311 - it hides nothing
    articles = {statement.id: article for _, article, [statement] in some_pages()}
    said = sorted(articles)
    for _ in range(12):
        one, *others = chance.sample(said, 4)
        found = [
            link(one, other, chance.choice(list(LinkKind)), chance.random()) for other in others[: chance.randint(0, 3)]
        ]
        store.put_links(articles[one].id, "rule", found, [], store.run)
        known, anew = cache.at(store), matters(store.links())
        assert list(known.matters) == anew
        assert {one: matter.id for one, matter in known.of.items()} == {
            one: matter.id for matter in anew for one in matter.statements
        }


def test_they_are_worked_out_once_until_a_link_changes(store, monkeypatch):
    """What comes in without a link, a page or a verdict, changes no matter."""
    worked_out = []
    monkeypatch.setattr(link_views, "matters", lambda links: worked_out.append(1) or matters(links))
    (_, first, [one]), (_, _, [other]), *_ = some_pages()
    store.put_links(first.id, "rule", [link(one.id, other.id)], [], store.run)
    cache = MatterCache()
    for _ in range(3):
        cache.at(store)
    store.add(*made_page("late", "2031-06-01", "The Day", "Pel Oru said that it was late."), store.run)
    store.judge(one.id, "accepted", "ida", "2031-06-01T00:00:00Z")
    cache.at(store)
    assert len(worked_out) == 1
    store.put_links(first.id, "rule", [], [], store.run)
    assert not cache.at(store).matters
    assert len(worked_out) == 2


def test_a_page_that_is_read_anew_takes_its_matters_with_it(store):
    """Its statements go, and their links with them, which no call of `put_links` says."""
    (document, first, [one]), (_, _, [other]), *_ = some_pages()
    store.put_links(first.id, "rule", [link(one.id, other.id)], [], store.run)
    cache = MatterCache()
    assert matter_of(store, cache.at(store), one.id)
    store.add(document, first, (), store.run)
    assert matter_of(store, cache.at(store), other.id) is None


def test_a_matter_is_found_by_its_id_and_by_each_of_its_statements_with_its_own_links_alone(store):
    (_, first, [a]), (_, second, [b]), (_, _, [c]), (_, _, [d]), *_ = some_pages()
    store.put_links(first.id, "rule", [link(a.id, c.id)], [], store.run)
    store.put_links(second.id, "rule", [link(b.id, d.id)], [], store.run)
    known = MatterCache().at(store)
    listed = matters_of(store, known, 5)
    assert sorted(one.matter.statements for one in listed) == sorted(
        [tuple(sorted([a.id, c.id])), tuple(sorted([b.id, d.id]))]
    )
    for one in listed:
        for given in (one.matter.id, *one.matter.statements):
            summary, rows, links = matter_of(store, known, given)
            assert summary == one
            assert {row.id for row in rows} == set(one.matter.statements)
            assert [{x.from_id, x.to_id} for x in links] == [set(one.matter.statements)]
    assert set(matter_names(store, known)) == {a.id, b.id, c.id, d.id}
    assert matter_of(store, known, "nothing") is None
