"""Actors across articles are kept until something changes, and found by the words of a name, by id and by article."""

from __future__ import annotations

import pytest

from sayso.actor_rows import (
    ActorChanges,
    KnownActor,
    KnownActors,
    NameKey,
    Place,
    ProposalRow,
    Replay,
    Sighting,
)
from sayso.link_records import Link, LinkKind
from sayso.store import StatementFilter
from tests.database import by_hand

METHOD = "by hand"


def known(key, sightings, *names):
    words = tuple(frozenset(name.split()) for name in names)
    return KnownActor(key, "person", names[0], sightings, "", "", f'{{"id": "{key}"}}', words)


@pytest.fixture
def article(store, run, make):
    """A page whose statement was said by its actor a1, who is put down as one of its actors."""
    document, article, statements = make.page()
    store.add(document, article, statements, run)
    store.put_local_actors(article.id, {"a1": "{}"})
    return article


@pytest.fixture
def kept(store, article):
    """The same, after who is who was kept."""
    actors = [known("x", 3, "ava lind", "lind"), known("y", 9, "per lind"), known("z", 9, "ava", "holm lind")]
    places = [Place(article.id, "a1", 1, "x", "name")]
    proposals = [ProposalRow(1, 0, "p", 0.5, 3, "less so"), ProposalRow(2, 0, "q", 0.7, 2, "likely")]
    proposals += [ProposalRow(2, 2, "p", 0.5, 2, "of fewer"), ProposalRow(2, 3, "a", 0.5, 2, "by its id")]
    found = KnownActors(actors, places, proposals=proposals)
    assert store.put_known_actors(store.actor_changes(), METHOD, found)
    return article


def ids(records):
    return [record[8:-2] for record in records]


def test_actors_are_listed_by_how_often_they_were_seen_some_at_a_time(store, kept):
    assert ids(store.known_actors()) == ["y", "z", "x"]
    assert ids(store.known_actors(limit=1, offset=1)) == ["z"]
    assert ids(store.known_actors(offset=2)) == ["x"]


@pytest.mark.parametrize("limit", [2**31, 2**63, 10**20])
def test_a_limit_above_what_databases_count_up_to_gives_all(store, kept, limit):
    assert ids(store.known_actors(limit=limit)) == ["y", "z", "x"]
    assert len(list(store.statements(StatementFilter(limit=limit)))) == 2


def test_no_link_of_an_actor_begins_or_ends_at_a_statement_that_a_person_rejected(store, run, make, kept):
    said = next(store.statements(StatementFilter(actor="x")))
    _, other, answers = page = make.page("answer")
    store.add(*page, run)
    links = [Link(f"l{n}", LinkKind.DENIAL, one.id, said.id, 1.0, "", "m") for n, one in enumerate(answers)]
    store.put_links(other.id, "m", links, [], run)

    def told(to, limit):
        found, count = store.links_of_actor("x", [LinkKind.DENIAL], to=to, limit=limit)
        return len(found), count

    assert (told(True, 5), told(True, 1)) == ((2, 2), (1, 2))
    store.judge(answers[0].id, "rejected", "Kim", "2031-06-01T10:00:00Z")
    assert (told(True, 5), told(True, 1)) == ((1, 1), (1, 1))
    store.judge(said.id, "rejected", "Kim", "2031-06-01T10:00:01Z")
    assert told(True, 5) == told(False, 5) == (0, 0)


def test_an_actor_is_found_by_words_that_all_stand_in_one_of_its_names(store, kept):
    assert ids(store.known_actors(["lind"])) == ["y", "z", "x"]
    assert ids(store.known_actors({"ava", "lind"})) == ["x"], "z has both, but in two names"
    assert ids(store.known_actors(["lin"])) == []


def test_an_actor_is_found_by_its_id_and_by_its_articles(store, kept):
    assert store.known_actor("x") == '{"id": "x"}'
    assert store.known_actor("nobody") is None
    assert store.known_actor_ids_of(kept.id) == {"a1": "x"}
    assert store.known_actor_ids_of("another") == {}


def test_ids_are_found_by_how_they_begin_in_order_and_no_more_than_asked_for(store, kept):
    ids_there = ("abcf", "ab", "abc0", "ac", "AB", "b")
    found = KnownActors([known(one, 1, "orr") for one in ids_there])
    assert store.put_known_actors(store.actor_changes(), METHOD, found)
    assert store.actor_ids_beginning("ab", 9) == ["ab", "abc0", "abcf"]
    assert store.actor_ids_beginning("ab", 2) == ["ab", "abc0"]
    assert store.actor_ids_beginning("A", 9) == ["AB"]
    assert store.actor_ids_beginning("c", 9) == []


def test_proposals_come_by_their_score_then_by_how_many_mentions_hang_on_them_then_by_id(store, kept):
    assert store.actor_proposals() == ["likely", "less so", "by its id", "of fewer"]


def test_statements_are_found_by_who_their_speaker_is_across_articles(store, kept):
    assert [row.speaker for row in store.statements(StatementFilter(actor="x"))] == ["Ava Lind"]
    assert list(store.statements(StatementFilter(actor="y"))) == []


@pytest.mark.parametrize("change", ["comes", "changes", "goes", "goes with its article", "is judged"])
def test_actors_are_known_until_a_local_actor_comes_changes_or_goes_or_is_judged(store, run, make, kept, change):
    assert store.actors_are_known(METHOD)
    assert not store.actors_are_known("another method")
    if change == "is judged":
        store.put_actor_judgements([("j", "2031-05-01T12:00:00Z", "{}")])
    elif change == "goes with its article":
        document = make.document()
        store.add(document, make.article(document, "Dam talks go on\nNothing was said."), (), run)
        assert store.known_actor_ids_of(kept.id) == {}
    else:
        records = {"comes": {"a1": "{}", "b2": "{}"}, "changes": {"a1": "[]"}, "goes": {}}
        store.put_local_actors(kept.id, records[change])
    assert not store.actors_are_known(METHOD)


def test_what_adds_no_actor_and_no_judgement_leaves_them_known(store, kept):
    store.judge(next(iter(store.statements())).id, "accepted", "Kim", "2031-06-01T10:00:00Z")
    store.put_actor_judgements([])
    assert store.actors_are_known(METHOD)


def test_actors_worked_out_from_what_has_changed_since_are_not_kept(store, kept):
    before = store.actor_changes()
    store.put_local_actors(kept.id, {})
    assert not store.put_known_actors(before, METHOD, KnownActors())
    assert ids(store.known_actors()) == ["y", "z", "x"]


def test_new_actors_leave_nothing_of_those_known_before(store, kept, path):
    assert store.put_known_actors(store.actor_changes(), "another method", KnownActors([known("w", 1, "orr")]))
    assert ids(store.known_actors()) == ["w"]
    assert by_hand(path, "SELECT word FROM known_actor_name") == [{"word": "orr"}]
    assert by_hand(path, "SELECT * FROM known_actor_of") == by_hand(path, "SELECT * FROM actor_proposal") == []


def stamp_of(store):
    with store.kept_actors() as kept:
        return kept.stamp


def test_what_changed_is_written_and_the_rest_stays(store, kept, path):
    store.put_local_actors(kept.id, {"b2": "{}"})
    written = KnownActors(
        [known("x", 4, "ava lind", "avy"), known("w", 1, "orr")],
        [Place(kept.id, "b2", 3, "w", "alone")],
        proposals=[ProposalRow(2, 0, "q", 0.1, 2, "not likely any more")],
        sightings=[Sighting(7, kept.id, "b2", "2031-01-05", True, None, None)],
        replays=[Replay("j", "2031-05-01T12:00:00", None)],
        name_keys=[NameKey(5, kept.id, "b2")],
    )
    changes = ActorChanges(written, [kept.id], [2], ["y"], [(kept.id, "a1")], more=0)
    assert store.change_known_actors(stamp_of(store), changes)
    assert store.actors_are_known(METHOD)
    assert ids(store.known_actors()) == ["z", "x", "w"]
    assert ids(store.known_actors(["avy"])) == ["x"]
    assert ids(store.known_actors(["ava"])) == ["z", "x"]
    assert store.known_actor_ids_of(kept.id) == {"b2": "w"}
    assert store.actor_proposals() == ["less so", "not likely any more"]
    assert store.unmatched_actor_judgements() == ["j"]
    with store.kept_actors() as view:
        assert (view.changed_articles(), view.stamp.places) == ([], 1)
        assert view.sightings_at([7]) == view.sightings_in([3]) == list(written.sightings)
        assert view.name_keys_of([kept.id]) == list(written.name_keys)
        assert list(view.places_in([3])) == [(written.places[0], "{}")]
    after = ActorChanges(KnownActors(), gone_sightings=[(7, kept.id, "b2")], gone_replays=["j"])
    assert store.change_known_actors(stamp_of(store), after)
    assert by_hand(path, "SELECT * FROM actor_sighting") == store.unmatched_actor_judgements() == []


def test_changes_worked_out_from_another_state_are_not_written(store, kept):
    before = stamp_of(store)
    store.put_local_actors(kept.id, {})
    assert not store.change_known_actors(before, ActorChanges(KnownActors(), gone_actors=["x"]))
    assert store.known_actor("x")


def test_articles_whose_actors_changed_are_noted_until_the_actors_are_kept(store, kept, make, run):
    def noted():
        with store.kept_actors() as view:
            return view.changed_articles()

    assert noted() == []
    store.put_local_actors(kept.id, {"a1": "[]"})
    assert noted() == [kept.id]
    assert store.change_known_actors(stamp_of(store), ActorChanges(KnownActors()))
    assert noted() == []
    document = make.document()
    store.add(document, make.article(document, "Dam talks go on\nNothing was said."), (), run)
    assert noted() == [kept.id], "an article that is gone is noted too"


def test_a_new_ledger_knows_no_actors_and_does_not_take_that_for_the_answer(store):
    assert not store.actors_are_known(METHOD)
    assert store.known_actors() == []
