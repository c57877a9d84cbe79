"""Decisions about actors on their screen: whom they mean, what still holds, and where they lead."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from sayso.library import open_ledger
from sayso.link.actors import ActorRef, LocalActor, rename
from sayso.link.actors.stored import to_json
from sayso.store import Store
from sayso.web.app import create_app
from sayso.web.decided_actors import about
from tests.web.conftest import HOME


@pytest.fixture
def written(ledger_file, tmp_path):
    """Return a copy of the ledger that may be written to."""
    with open_ledger(shutil.copy(ledger_file, tmp_path / "ferry.db")) as opened:
        yield opened


@pytest.fixture
def judging(written):
    return TestClient(create_app(written), base_url=HOME, follow_redirects=False)


@pytest.fixture
def decide(judging, written):
    """Return a function that decides about the actor that is shown under a name, and gives the answer."""

    def decided(shown, kind, name):
        return judging.post(f"/actors/{shown_as(written, shown).id}/judge", data={"kind": kind, "name": name})

    return decided


def shown_as(ledger, name):
    [found] = [actor for actor in ledger.actors() if actor.name == name and actor.kind == "person"]
    return found


def undo(client, judgement, back="/judgements"):
    return client.post(f"/actor-judgements/{judgement.id}/undo", data={"back": back})


def latest(told):
    """Return the addresses that the key for an undo asks for."""
    return re.findall(r'action="([^"]+/undo)">\s*<input[^>]*>\s*<button class="plain" data-key="u"', told)


def test_an_actor_that_is_shown_under_a_name_that_no_text_has_can_be_renamed_again_and_merged(decide, written):
    decide("Pel Oru", "rename", "Io Brandt")
    decide("Io Brandt", "rename", "Io B. Brandt")
    assert shown_as(written, "Io B. Brandt").names == ("Pel Oru",)
    decide("Io B. Brandt", "merge", "Ada Voss")
    assert shown_as(written, "Io B. Brandt").names == ("Ada Voss", "Pel Oru")


def test_a_merge_means_the_actor_that_is_shown_under_the_name_that_was_typed(decide, written):
    decide("Pel Oru", "rename", "Io Brandt")
    answer = decide("Ada Voss", "merge", "io brandt")
    merged = shown_as(written, "Io Brandt")
    assert merged.names == ("Ada Voss", "Pel Oru")
    assert answer.headers["location"] == f"/actors/{merged.id}"


def test_an_actor_is_found_by_the_name_that_it_is_shown_under(decide, judging, written):
    decide("Pel Oru", "rename", "Io Brandt")
    found = shown_as(written, "Io Brandt")
    assert [one["id"] for one in judging.get("/api/v1/actors?name=brandt").json()] == [found.id]
    assert [one["id"] for one in judging.get("/api/v1/actors?name=oru").json()] == [found.id]
    assert f"/actors/{found.id}" in judging.get("/actors?name=Io+Brandt").text


@pytest.mark.parametrize(
    ("kind", "name", "said"),
    [
        ("merge", "Nobody Atall", "nobody"),
        ("merge", "Pel Oru", "itself"),
        ("merge", "  ", "nobody"),
        ("merge", "?!", "nobody"),
        ("split", "Ada Voss", "not seen"),
        ("rename", " ", "the name"),
        ("shout", "x", "shout"),
    ],
)
def test_what_means_nobody_is_told_and_not_kept(decide, written, kind, name, said):
    answer = decide("Pel Oru", kind, name)
    assert answer.status_code == 400
    assert said in answer.text
    assert written.actor_judgements() == ()


def test_a_name_is_kept_as_every_ledger_can_hold_it(decide, written):
    """PostgreSQL has no place for NUL: with such a name nothing could be told of any actor again."""
    decide("Pel Oru", "rename", "Io\0 Brandt")
    assert shown_as(written, "Io\ufffd Brandt").names == ("Pel Oru",)


def test_the_key_for_an_undo_takes_back_one_decision_after_the_other_and_then_nothing(decide, judging, written):
    for name in ("Io Brandt", "Io B. Brandt"):
        decide(written.actors("Oru")[0].name, "rename", name)
    address, shown = f"/actors/{written.actors('Oru')[0].id}", []
    while found := latest(judging.get(address).text):
        [one] = found
        assert judging.post(one, data={"back": address}).headers["location"] == address
        shown.append(written.actors("Oru")[0].name)
    assert shown == ["Io Brandt", "Pel Oru"]
    told = judging.get(address).text
    assert told.count("withdrawn") == 2 * 2, "the word, and the class"
    assert told.count("hold it again") == 2


def test_what_was_undone_is_not_undone_again_but_made_to_hold_again(decide, judging, written):
    decide("Pel Oru", "rename", "Io Brandt")
    [made] = written.actor_judgements()
    undo(judging, made)
    assert undo(judging, made).status_code == 400
    assert len(written.actor_judgements()) == 2
    assert judging.get("/judgements").text.count("hold it again") == 1
    undo(judging, written.actor_judgements()[-1])
    assert shown_as(written, "Io Brandt").names == ("Pel Oru",)


def test_an_undo_leads_to_the_actor_that_has_the_name_then(decide, judging, written):
    back = decide("Pel Oru", "merge", "Ada Voss").headers["location"]
    merge = written.actor_judgements()[-1]
    split = judging.post(f"{back}/judge", data={"kind": "split", "name": "Pel Oru"}).headers["location"]
    assert judging.get(split).status_code == 200
    apart = shown_as(written, "Pel Oru")
    answer = undo(judging, written.actor_judgements()[-1], f"/actors/{apart.id}")
    assert "Pel Oru" in written.actor(answer.headers["location"].rpartition("/")[2]).names
    answer = undo(judging, merge, answer.headers["location"])
    assert judging.get(answer.headers["location"]).status_code == 200


def test_an_undo_from_an_actor_that_is_no_more_leads_to_the_list(decide, judging, written):
    decide("Pel Oru", "rename", "Io Brandt")
    answer = undo(judging, written.actor_judgements()[0], "/actors/gone")
    assert answer.headers["location"] == "/judgements"


def told_apart(ledger, *others):
    """Have Ada Voss be of Velden, but of Norland on one page, where there may be others too."""
    with Store.open(ledger.path) as store:
        for row in list(store.statements()):
            if row.speaker == "Ada Voss":
                is_radio = row.name == "radio"
                code = "NOR" if is_radio else "VEL"
                own = LocalActor(row.speaker_id, row.article_id, row.speaker, "person", affiliation=(code,))
                actors = [own, *(replace(one, article_id=row.article_id) for one in others if is_radio)]
                store.put_local_actors(row.article_id, {one.id: to_json(one) for one in actors})


def namesake(ledger, *states):
    [found] = [actor for actor in ledger.actors() if "Ada Voss" in actor.names and actor.affiliation == states]
    return found


def test_a_decision_about_one_of_several_namesakes_is_about_that_one(judging, written):
    told_apart(written)
    for states, name in (("VEL",), "Ada B. Voss"), (("NOR",), "Ada Maas"), ((), "Ada Ott"):
        answer = judging.post(f"/actors/{namesake(written, *states).id}/judge", data={"kind": "rename", "name": name})
        assert answer.headers["location"] == f"/actors/{namesake(written, *states).id}"
    assert namesake(written, "VEL").name == "Ada B. Voss"
    assert namesake(written, "NOR").name == "Ada Maas"
    assert namesake(written).name == "Ada Ott", "whom a page names as a target alone"


def test_of_two_namesakes_the_one_whose_screen_it_is_is_merged_and_the_answer_leads_to_it(judging, written):
    told_apart(written)
    address = f"/actors/{namesake(written, 'NOR').id}/judge"
    answer = judging.post(address, data={"kind": "merge", "name": "Pel Oru"})
    merged = namesake(written, "NOR")
    assert merged.names == ("Ada Voss", "Pel Oru")
    assert answer.headers["location"] == f"/actors/{merged.id}"
    assert namesake(written, "VEL").names == ("Ada Voss",)
    answer = undo(judging, written.actor_judgements()[-1], f"/actors/{merged.id}")
    assert answer.headers["location"] == f"/actors/{shown_as(written, 'Pel Oru').id}"


SPOKEN_TO = LocalActor("spoken to", "", "Ada Voss", "person", affiliation=("KEL",))
"""Of the page whose speaker has that name, too: neither speaks nor is aimed at."""


def judge_namesake(client, ledger, state, kind, name):
    return client.post(f"/actors/{namesake(ledger, state).id}/judge", data={"kind": kind, "name": name})


def test_a_namesake_who_is_only_spoken_to_is_renamed_alone(judging, written):
    told_apart(written, SPOKEN_TO)
    answer = judge_namesake(judging, written, "KEL", "rename", "Ada Maas")
    assert answer.headers["location"] == f"/actors/{namesake(written, 'KEL').id}"
    assert namesake(written, "KEL").name == "Ada Maas"
    assert {namesake(written, state).name for state in ("VEL", "NOR")} == {"Ada Voss"}


def test_a_namesake_who_is_only_spoken_to_is_merged_split_and_led_back_to_alone(judging, written):
    told_apart(written, SPOKEN_TO)
    judge_namesake(judging, written, "KEL", "merge", "Pel Oru")
    merged = namesake(written, "KEL")
    assert merged.names == ("Ada Voss", "Pel Oru")
    judge_namesake(judging, written, "KEL", "split", "Pel Oru")
    assert namesake(written, "KEL").names == ("Ada Voss",)
    assert shown_as(written, "Pel Oru").names == ("Pel Oru",)
    answer = undo(judging, written.actor_judgements()[-1], f"/actors/{namesake(written, 'KEL').id}")
    assert answer.headers["location"] == f"/actors/{namesake(written, 'KEL').id}"
    assert {namesake(written, state).names for state in ("VEL", "NOR")} == {("Ada Voss",)}


def test_the_screen_of_a_namesake_lists_the_decisions_about_that_one_alone(judging, written):
    told_apart(written, SPOKEN_TO)
    shown = {"KEL": "Ada Maas", "NOR": "Ada Ott", "VEL": "Ada B. Voss"}
    for state, name in shown.items():
        judge_namesake(judging, written, state, "rename", name)
    undo(judging, written.actor_judgements()[1])
    for state, name in shown.items():
        found = about(written, namesake(written, state))
        assert [one.judgement.name for one in found if one.judgement.name] == [name]
        assert len(found) == (2 if state == "NOR" else 1), "an undo is about whom the undone is about"
    told = judging.get(f"/actors/{namesake(written, 'KEL').id}").text
    assert "<summary>1 decision</summary>" in told


def test_a_decision_by_a_name_alone_is_on_the_screens_of_all_who_bear_it(judging, written):
    told_apart(written, SPOKEN_TO)
    written.judge_actors([rename(ActorRef("Ada Voss"), "Ada Maas", by="Io Brandt", at="2031-05-01T09:30:00Z")])
    assert {len(about(written, namesake(written, state))) for state in ("KEL", "NOR", "VEL")} == {1}
    assert about(written, shown_as(written, "Pel Oru")) == []


def test_a_name_that_is_split_off_one_namesake_is_no_decision_about_another(judging, written):
    told_apart(written, SPOKEN_TO)
    judge_namesake(judging, written, "NOR", "merge", "Pel Oru")
    judge_namesake(judging, written, "NOR", "split", "Ada Voss")
    assert [len(about(written, namesake(written, state))) for state in ("KEL", "VEL")] == [0, 0]
    kinds = [one.judgement.kind.value for one in about(written, shown_as(written, "Pel Oru"))]
    assert kinds == ["split", "merge"]
    assert "split" in [one.judgement.kind.value for one in about(written, namesake(written, "NOR"))]


def test_a_decision_about_a_place_that_another_model_reads_otherwise_is_found_by_the_name_there(judging, written):
    told_apart(written)
    article = next(row.article_id for row in written.statements() if row.name == "radio")
    gone = ActorRef("A. Voss", article, "the id that it had")
    written.judge_actors([rename(gone, "Ada Maas", by="Io Brandt", at="2031-05-01T09:30:00Z")])
    assert namesake(written, "NOR").name == "Ada Maas"
    assert [len(about(written, namesake(written, state))) for state in ("NOR", "VEL")] == [1, 0]
