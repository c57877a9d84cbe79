"""The actors that a ledger keeps are those that come out when all are worked out anew, whatever came before."""

from __future__ import annotations

import random
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from sayso import actor_views
from sayso.errors import LedgerBusy, UsageError
from sayso.link.actors import ActorRef, LocalActor, Office, merge, rename, split, touched, undo
from sayso.link.actors.stored import actor_from_json, proposal_from_json, to_json
from sayso.records import ModelVersion
from sayso.searched import SearchedLedger
from sayso.store import StatementFilter, Store
from tests.ferry import made_page, made_pages

NAMES = ("Ada Voss", "Ada B. Voss", "Voss", "Pel Oru", "Oru", "P. Oru", "Sergei Orlov", "Sergey Orloff", "officials")
PRIME_MINISTER = Office("prime minister", "VEL")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "ferry.db"


@pytest.fixture
def store(path):
    with Store.open(path) as opened:
        run = opened.start_run(ModelVersion("m", "1"), "{}", "now")
        for page in made_pages():
            opened.add(*page, run)
        yield opened


def articles(store):
    return sorted(page.article.id for page in store.articles())


def some_locals(chance, article):
    """A handful of local actors of an article, by chance."""
    for name in chance.sample(NAMES, chance.randint(1, 5)):
        kind = "group" if name == "officials" else "person"
        offices = chance.choice(((), (PRIME_MINISTER,)))
        beside = frozenset(chance.sample(("per holm", "ida berg", "jan maas"), chance.randint(0, 2)))
        day = chance.choice((None, "2031-01-05", "2031-06-30"))
        affiliation = chance.choice(((), ("VEL",), ("NOR",)))
        more = {"day": day, "beside": beside, "affiliation": affiliation, "offices": offices}
        yield LocalActor(f"{article}-{name}", article, name, kind, **more)
    if chance.random() < 0.5:
        yield LocalActor(f"{article}-pm", article, "the Veldish prime minister", "unnamed", offices=(PRIME_MINISTER,))


def put(store, article, some):
    store.put_local_actors(article, {one.id: to_json(one) for one in some})


def decided(chance, made):
    """A decision by chance, on names or on what was decided before."""
    at = f"2031-05-01T12:00:{len(made):02d}Z"
    one, other = (ActorRef(name) for name in chance.sample(NAMES, 2))
    makers = [lambda: merge(one, other, by="ida", at=at), lambda: split(one, other, by="ida", at=at)]
    makers += [lambda: rename(one, "Å Voss", by="ida", at=at)]
    makers += [lambda: undo(chance.choice(made), by="ida", at=at)] if made else []
    return chance.choice(makers)()


def assert_kept_as_worked_out_anew(store, path):
    assert actor_views.keep_actors(store) is None
    assert store.actors_are_known(actor_views.RESOLVED_BY)
    anew = actor_views.resolution_of(store)
    kept = {actor.id: actor for actor in map(actor_from_json, store.known_actors())}
    assert kept == anew.actors
    assert store.known_actor_ids(articles(store)) == anew.of
    assert tuple(map(proposal_from_json, store.actor_proposals())) == anew.proposals
    with closing(sqlite3.connect(path)) as db:
        rows = db.execute("SELECT article_id, local_id, basis FROM known_actor_of").fetchall()
        assert {(article, local): basis for article, local, basis in rows} == anew.basis
        shown = db.execute("SELECT id, kind, name, sightings, since, until FROM known_actor").fetchall()
    for identity, *columns in shown:
        one = anew.actors[identity]
        assert columns == [one.kind, one.name, one.sightings, one.since, one.until]


@pytest.mark.parametrize("seed", range(8))
def test_after_anything_that_can_happen_what_is_kept_is_what_is_worked_out_anew(store, path, seed):
    chance, made = random.Random(seed), []  # noqa: S311 - nothing secret
    for article in articles(store):
        put(store, article, some_locals(chance, article))
    for _ in range(8):
        for _ in range(chance.randint(1, 3)):
            happens = chance.choice(("comes", "goes", "judged", "judged"))
            if happens == "judged":
                made.append(decided(chance, made))
                store.put_actor_judgements(actor_views.stored_judgements(made[-1:]))
            else:
                article = chance.choice(articles(store))
                put(store, article, some_locals(chance, article) if happens == "comes" else ())
        assert_kept_as_worked_out_anew(store, path)


def test_the_order_of_arrival_changes_nothing_that_is_kept(tmp_path):
    chance = random.Random(3)  # noqa: S311 - nothing secret
    pages = made_pages()
    of = {article.id: list(some_locals(chance, article.id)) for _, article, _ in pages}
    made = [merge(ActorRef("Pel Oru"), ActorRef("P. Oru"), by="ida", at="2031-05-01T12:00:00Z")]
    made.append(rename(ActorRef("Ada Voss"), "Å Voss", by="ida", at="2031-05-01T12:00:01Z"))
    found = []
    for n in range(3):
        chance.shuffle(pages)
        chance.shuffle(made)
        with Store.open(tmp_path / f"{n}.db") as store:
            run = store.start_run(ModelVersion("m", "1"), "{}", "now")
            for page in pages:
                store.add(*page, run)
                put(store, page[1].id, of[page[1].id])
                actor_views.keep_actors(store)
            store.put_actor_judgements(actor_views.stored_judgements(made))
            actor_views.keep_actors(store)
            found.append((store.known_actors(), store.known_actor_ids(of), store.actor_proposals()))
    assert found[0] == found[1] == found[2]
    assert len(found[0][0]) > 2


def test_an_article_that_is_read_anew_takes_its_actors_along(store, path):
    for article in articles(store):
        put(store, article, [LocalActor("x", article, "Ada Voss", "person")])
    assert_kept_as_worked_out_anew(store, path)
    document, *_ = made_pages()[0]
    _, article, _ = made_page("post", "2031-05-01", "Velden Post", "Pel Oru said that no ferry would leave again.")
    run = store.start_run(ModelVersion("m", "2"), "{}", "now")
    store.add(document, article.__class__(article.id, document.id, article.text, article.lines), (), run)
    assert_kept_as_worked_out_anew(store, path)
    assert [actor.sightings for actor in actor_views.actors_named(store, None)] == [3]


def asked(store, rows):
    """Everything that is asked about actors, by names and by statements."""
    named = [
        actor_views.actors_named(store, name, limit) for name in (None, "voss", "ADA voss", " ") for limit in (None, 1)
    ]
    return named, actor_views.proposals(store), actor_views.actors_across(store, rows)


def test_a_ledger_that_cannot_be_written_to_gives_the_same_answers_and_stays_as_it_is(store, path):
    chance = random.Random(1)  # noqa: S311 - nothing secret
    for article in articles(store):
        put(store, article, [*some_locals(chance, article), LocalActor("post1", article, "Ada Voss", "person")])
    rows = list(store.statements())
    with Store.open(path, read_only=True) as reading:
        assert actor_views.keep_actors(reading) is not None
        without = asked(reading, rows)
        with pytest.raises(UsageError, match="No actor has the id 'x'"):
            actor_views.known_id(reading, "x")
    with Store.open(path, busy_seconds=0.01) as waiting, store.writing():
        store.put_actor_judgements([])
        store.remember_validators("https://herald.example", "x", None)
        assert asked(waiting, rows) == without
    assert not store.actors_are_known(actor_views.RESOLVED_BY)
    assert asked(store, rows) == without
    assert store.actors_are_known(actor_views.RESOLVED_BY)
    with Store.open(path, read_only=True) as reading:
        assert asked(reading, rows) == without
    assert without[0][2], "somebody is called Voss"
    assert without[2], "and said something"


def names(ledger):
    return [actor.name for actor in actor_views.actors_named(ledger, None)]


def test_actors_that_changed_while_they_were_worked_out_are_not_kept(store, monkeypatch):
    article = articles(store)[0]
    put(store, article, [LocalActor("x", article, "Ada Voss", "person")])
    anew = actor_views._resolved

    def slowly(ledger):
        found = anew(ledger)
        put(store, article, [LocalActor("x", article, "Pel Oru", "person")])
        return found

    monkeypatch.setattr(actor_views, "_resolved", slowly)
    assert names(store) == ["Ada Voss"]
    assert not store.actors_are_known(actor_views.RESOLVED_BY)
    monkeypatch.undo()
    monkeypatch.setattr(actor_views, "monotonic", lambda: float("inf"))
    assert names(store) == ["Pel Oru"]


def keeps_all(monkeypatch):
    """Return a list that gets an entry each time all actors are worked out."""
    times, keep_all = [], actor_views._keep_all

    def noted(ledger):
        times.append(1)
        return keep_all(ledger)

    monkeypatch.setattr(actor_views, "_keep_all", noted)
    return times


def test_what_an_article_does_not_touch_is_not_read(store, monkeypatch):
    first, second, third = articles(store)[:3]
    put(
        store, first, [LocalActor(f"x{n}", first, f"Ann {'ab'[n % 2]}{'rstvz'[n // 2]}um", "person") for n in range(10)]
    )
    put(store, second, [LocalActor("x", second, "Pel Oru", "person")])
    actor_views.keep_actors(store)
    read, anew = [], touched.from_json
    monkeypatch.setattr(touched, "from_json", lambda record: read.append(record) or anew(record))
    put(store, third, [LocalActor("x", third, "Pel Oru", "person")])
    assert [actor.sightings for actor in actor_views.actors_named(store, "oru")] == [2]
    assert len(read) == 2
    monkeypatch.undo()
    assert_kept_as_worked_out_anew(store, store.path)


def test_all_is_worked_out_where_no_more_than_that_would_be_left_as_it_is(store, monkeypatch):
    for article in articles(store):
        put(store, article, [LocalActor("x", article, "Ada Voss", "person")])
    times = keeps_all(monkeypatch)
    actor_views.keep_actors(store)
    assert len(times) == 1, "nothing was kept yet"
    for few, all_times in ((actor_views.FEW, 1), (0, 2)):
        monkeypatch.setattr(actor_views, "FEW", few)
        put(store, articles(store)[0], [LocalActor("x", articles(store)[0], f"Ada {few} Voss", "person")])
        assert_kept_as_worked_out_anew(store, store.path)
        assert len(times) == all_times


@pytest.mark.parametrize("how_often", [1, 99])
def test_what_changes_while_changes_are_worked_out_is_worked_out_too(store, path, monkeypatch, how_often):
    article, left, once = articles(store)[0], list(range(how_often)), actor_views.refreshed
    actor_views.keep_actors(store)

    def slowly(kept, most):
        found = once(kept, most)
        if left:
            with Store.open(path) as other:
                put(other, article, [LocalActor("x", article, f"Pel Oru {left.pop()}", "person")])
        return found

    monkeypatch.setattr(actor_views, "refreshed", slowly)
    times = keeps_all(monkeypatch)
    put(store, article, [LocalActor("x", article, "Ada Voss", "person")])
    assert names(store) == [f"Pel Oru {left[-1] + 1 if left else 0}"]
    assert len(times) == (how_often > 1), "all of it, where changes come in again and again"


def test_two_who_keep_the_same_changes_do_not_write_them_twice(store, path):
    article = articles(store)[0]
    actor_views.keep_actors(store)
    put(store, article, [LocalActor("x", article, "Ada Voss", "person")])
    with Store.open(path) as other:
        found = actor_views._changes(other)
        assert actor_views.keep_actors(store) is None
        assert not other.change_known_actors(*found)
    assert_kept_as_worked_out_anew(store, path)


def test_a_ledger_that_cannot_be_written_to_tells_what_changed_as_well(store, path):
    article = articles(store)[0]
    actor_views.keep_actors(store)
    put(store, article, [LocalActor("x", article, "Ada Voss", "person")])
    with Store.open(path, read_only=True) as reading:
        assert [actor.name for actor in actor_views.actors_named(reading, None)] == ["Ada Voss"]
    assert not store.actors_are_known(actor_views.RESOLVED_BY)


def test_statements_are_asked_for_by_an_actor_that_is_known(store):
    for _, article, (statement,) in made_pages():
        speaker = statement.speaker
        put(store, article.id, [LocalActor(speaker.id, article.id, speaker.name, "person")])
    (voss,) = actor_views.actors_named(store, "voss")
    wanted = StatementFilter(actor=actor_views.known_id(store, voss.id))
    assert [row.speaker for row in store.statements(wanted)] == ["Ada Voss"] * 3
    with pytest.raises(UsageError, match="'nobody'"):
        actor_views.known_id(store, "nobody")


def test_statements_are_found_by_the_actors_kept_last_where_who_is_who_cannot_be_kept(store, path):
    article, other = articles(store)[:2]
    put(store, article, [LocalActor("x", article, "Ada Voss", "person")])
    (voss,) = actor_views.actors_named(store, "voss")
    put(store, other, [LocalActor("y", other, "Pel Oru", "person")])
    with Store.open(path, read_only=True) as reading:
        (oru,) = actor_views.actors_named(reading, "oru")
        assert actor_views.known_id(reading, voss.id) == voss.id
        with pytest.raises(LedgerBusy, match="try again"):
            actor_views.known_id(reading, oru.id)
    assert actor_views.known_id(store, oru.id) == oru.id


def worked_out(monkeypatch, seconds=0.0):
    """Return a list that gets an entry each time all actors are worked out, which then takes so long."""
    times, anew = [], actor_views._resolved

    def noted(ledger):
        times.append(1)
        time.sleep(seconds)
        return anew(ledger)

    monkeypatch.setattr(actor_views, "_resolved", noted)
    return times


def test_actors_that_cannot_be_kept_are_worked_out_once_in_a_while_whatever_changes_meanwhile(store, path, monkeypatch):
    article, times = articles(store)[0], worked_out(monkeypatch)
    put(store, article, [LocalActor("x", article, "Ada Voss", "person")])
    with Store.open(path, read_only=True) as reading:
        assert names(reading) == ["Ada Voss"]
        put(store, article, [LocalActor("x", article, "Pel Oru", "person")])
        for _ in range(3):
            assert names(reading) == ["Ada Voss"]
        assert len(times) == 1
        monkeypatch.setattr(actor_views, "monotonic", lambda: float("inf"))
        assert names(reading) == ["Pel Oru"]
        assert len(times) == 2


def test_who_asks_while_actors_are_worked_out_waits_and_is_answered_by_the_same(store, path, monkeypatch):
    article, times = articles(store)[0], worked_out(monkeypatch, seconds=0.3)
    put(store, article, [LocalActor("x", article, "Ada Voss", "person")])
    with Store.open(path, read_only=True) as reading, ThreadPoolExecutor(4) as threads:
        assert list(threads.map(names, [reading] * 4)) == [["Ada Voss"]] * 4
    assert len(times) == 1


def test_a_persons_decision_counts_at_once_where_actors_cannot_be_kept(store, path):
    article = articles(store)[0]
    put(store, article, [LocalActor("x", article, "Pel Oru", "person")])
    with Store.open(path, read_only=True) as reading:
        assert names(reading) == ["Pel Oru"]
        decision = rename(ActorRef("Pel Oru"), "Io Brandt", by="ida", at="2031-05-01T12:00:00Z")
        store.put_actor_judgements(actor_views.stored_judgements([decision]))
        assert names(reading) == ["Io Brandt"]


def test_after_actors_were_kept_no_older_ones_are_the_answer_and_none_are_worked_out(store, path, monkeypatch):
    article = articles(store)[0]
    put(store, article, [LocalActor("x", article, "Ada Voss", "person")])
    with Store.open(path, read_only=True) as reading:
        assert names(reading) == ["Ada Voss"]
        put(store, article, [LocalActor("x", article, "Pel Oru", "person")])
        assert actor_views.keep_actors(store) is None
        assert names(reading) == ["Pel Oru"]
        times = worked_out(monkeypatch)
        put(store, article, [LocalActor("x", article, "Io Brandt", "person")])
        assert names(reading) == ["Pel Oru"]
        assert times == []


def test_who_is_to_keep_actors_tries_it_although_older_ones_are_at_hand(store, path):
    article = articles(store)[0]
    put(store, article, [LocalActor("x", article, "Ada Voss", "person")])
    with Store.open(path, busy_seconds=0.01) as waiting:
        with store.writing():
            store.remember_validators("https://herald.example", "x", None)
            assert names(waiting) == ["Ada Voss"]
        put(store, article, [LocalActor("x", article, "Pel Oru", "person")])
        assert names(waiting) == ["Ada Voss"]
        assert actor_views.keep_actors(waiting) is None
        assert names(waiting) == ["Pel Oru"]


@pytest.mark.parametrize("gone", ["ffff", "f" * 16, "f" * 17, "VEL", "' OR 1=1 --", "%", "é", ""])
def test_an_id_that_no_actor_has_is_told_so_without_reading_any_actor(store, monkeypatch, gone):
    article = articles(store)[0]
    put(store, article, [LocalActor("x", article, "Ada Voss", "person")])
    (voss,) = actor_views.actors_named(store, "voss")
    monkeypatch.setattr(Store, "known_actors", lambda *_, **__: pytest.fail("all actors are read"))
    with pytest.raises(UsageError, match="No actor has the id"):
        SearchedLedger(store).actor_id(gone)
    assert SearchedLedger(store).actor_id(voss.id[:6]) == voss.id


def test_it_is_tried_again_after_a_while_to_keep_what_could_not_be_kept(store, path, monkeypatch):
    article = articles(store)[0]
    put(store, article, [LocalActor("x", article, "Ada Voss", "person")])
    with Store.open(path, busy_seconds=0.01) as waiting:
        with store.writing():
            store.remember_validators("https://herald.example", "x", None)
            assert actor_views.keep_actors(waiting) is not None
        assert actor_views.keep_actors(waiting) is not None, "not tried at once: each try waits for whoever writes"
        monkeypatch.setattr(actor_views, "monotonic", lambda: float("inf"))
        assert actor_views.keep_actors(waiting) is None


def test_an_actor_is_found_by_the_name_that_it_is_shown_under_as_well_as_by_those_seen(store, path):
    for article in articles(store)[:2]:
        put(store, article, [LocalActor("x", article, "Pel Oru", "person")])
    actor_views.keep_actors(store)
    decision = rename(ActorRef("Pel Oru"), "Io Brandt", by="ida", at="2031-05-01T12:00:00Z")
    store.put_actor_judgements(actor_views.stored_judgements([decision]))
    with Store.open(path, read_only=True) as reading:
        for opened in (reading, store):
            found = [
                [one.name for one in actor_views.actors_named(opened, name)] for name in ("brandt", "oru", "io oru")
            ]
            assert found == [["Io Brandt"], ["Io Brandt"], []]


@pytest.mark.parametrize("name", ["!", "—", "🙂"])
def test_a_name_without_a_word_means_nobody(store, name):
    with pytest.raises(UsageError, match="no word"):
        actor_views.actors_named(store, name)
