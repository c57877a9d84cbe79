"""The network around an actor has, between its actors, the edges that the network of the whole ledger has."""

from __future__ import annotations

import random

import pytest

from sayso import ego_views
from sayso.errors import UsageError
from sayso.identity import link_id
from sayso.library import open_ledger
from sayso.link.ego import alters, within
from sayso.link_records import Link, LinkKind
from sayso.store import Store
from tests.talk import said_page, talk_ledger

NAMES = ("Ada Voss", "Pel Oru", "Ida Berg", "Jan Maas", "Mira Holm", "Tor Lind", "Una Falk")
DAYS = ((None, None), ("2031-02", None), (None, "2031-03-10"), ("2031-02", "2031-04"), ("2032", None))


def random_talk(seed, count=60):
    chance = random.Random(seed)  # noqa: S311 - it hides nothing
    said = []
    for n in range(count):
        one, other = chance.sample(NAMES, 2)
        act = chance.choice(["ACCUSE", "REJECT", "SUPPORT", "AGREE", "REQUEST", None])
        day = chance.choice(["", *(f"2031-0{chance.randint(1, 6)}-{chance.randint(10, 28)}" for _ in range(9))])
        said.append((day, "The Quay", one, act, other, f"word{n} is word{n * 7} of word{n * 13}"))
    return said, chance


@pytest.fixture(scope="module", params=range(3))
def ledger(request, tmp_path_factory):
    """A ledger of talk by chance, with copies by chance, some of them rejected by a person."""
    path = tmp_path_factory.mktemp("talk") / "talk.db"
    said, chance = random_talk(request.param)
    talk_ledger(path, said, links=False)
    pages = [said_page(n, *one) for n, one in enumerate(said)]
    with Store.open(path) as store:
        run = store.model_runs()[0].id
        for _ in range(25):
            (_, article, [one]), (_, _, [other]) = chance.sample(pages, 2)
            link = Link(link_id(LinkKind.COPY, one.id, other.id), LinkKind.COPY, one.id, other.id, 0.9, "", "by hand")
            kept = [*store.links_of([one.id]), link]
            store.put_links(article.id, "by hand", list({x.id: x for x in kept}.values()), [], run)
        for _, _, [one] in chance.sample(pages, 5):
            store.judge(one.id, "rejected", "ida", "2031-07-01T00:00:00Z")
    with open_ledger(path, read_only=True) as opened:
        yield opened


@pytest.mark.parametrize("period", ["all", "month"])
@pytest.mark.parametrize(("since", "until"), DAYS)
def test_its_edges_are_those_of_the_whole_network_between_the_same_actors(ledger, since, until, period):
    given = {name: day for name, day in (("since", since), ("until", until)) if day}
    whole, all_time = ledger.network(period=period, **given), ledger.network(**given)
    for actor in ledger.actors():
        for most in (2, 30):
            found = ledger.ego_network(actor.id, period=period, since=since, until=until, most=most)
            chosen = {actor.id, *alters(all_time, actor.id)[:most]}
            assert found.network.edges == within(whole, chosen).edges
            assert {node.id for node in found.network.nodes} == {node.id for node in within(whole, chosen).nodes}
            assert found.left_out == max(0, len(alters(all_time, actor.id)) - most)


def test_the_statements_of_an_edge_are_found_by_its_two_actors(ledger):
    for actor in ledger.actors(limit=3):
        for edge in ledger.ego_network(actor.id).network.edges:
            found = {row.id for row in ledger.statements(actor=edge.source, target_actor=edge.target)}
            assert found >= set(edge.statements)
            counted = ledger.facets(actor=edge.source, target_actor=edge.target).statements
            assert counted == len(found)


def test_of_too_many_statements_the_newest_are_counted_and_it_says_so(ledger, monkeypatch):
    [actor, *_] = ledger.actors()
    assert not ledger.ego_network(actor.id).is_cut
    monkeypatch.setattr(ego_views, "MOST_STATEMENTS", 3)
    found = ledger.ego_network(actor.id)
    assert found.is_cut
    assert found.network.edges


@pytest.mark.parametrize(
    "wrong", [{"period": "fortnight"}, {"since": "2031-13"}, {"until": "yesterday"}, {"actor_id": "nobody"}]
)
def test_what_cant_be_meant_is_refused_with_what_could(ledger, wrong):
    [actor, *_] = ledger.actors()
    with pytest.raises(UsageError, match=next(iter(wrong.values()))):
        ledger.ego_network(**{"actor_id": actor.id, **wrong})


@pytest.fixture(scope="module")
def talk(tmp_path_factory):
    with open_ledger(talk_ledger(tmp_path_factory.mktemp("talk") / "talk.db"), read_only=True) as opened:
        yield opened


def by_name(ledger, name):
    [found] = ledger.actors(name)
    return found


def test_two_copies_are_one_utterance_of_the_tie(talk):
    ada, pel = by_name(talk, "Ada Voss"), by_name(talk, "Pel Oru")
    edges = {(edge.source, edge.target): edge for edge in talk.ego_network(ada.id).network.edges}
    accused = edges[ada.id, pel.id]
    assert (accused.n, accused.n_with_copies, accused.positive, accused.negative) == (3, 4, 1, 2)


def test_who_answers_an_actor_and_where_it_departs_from_itself_are_found_with_both_statements(talk):
    ada, pel = by_name(talk, "Ada Voss"), by_name(talk, "Pel Oru")
    answers, count = talk.links_of_actor(ada.id, kinds=("denial", "reply"), to=True)
    assert (count, [(one.from_row.speaker, one.to_row.speaker) for one in answers]) == (1, [("Pel Oru", "Ada Voss")])
    assert talk.links_of_actor(pel.id, kinds=("denial",), to=False)[1] == 1
    [shift], _ = talk.links_of_actor(ada.id, kinds=("shift",), to=False)
    assert shift.from_row.content_text.endswith("both sides want an inquiry")
    assert talk.links_of_actor(pel.id, kinds=("shift",), to=False) == ([], 0)


def test_links_beyond_those_shown_are_counted(talk, tmp_path):
    ada = by_name(talk, "Ada Voss")
    shown, count = talk.links_of_actor(ada.id, kinds=tuple(LinkKind), to=True, limit=1)
    assert (len(shown), count > 1) == (1, True)
