"""Decisions about actors on their screen: whom they mean, what still holds, and where they lead."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from sayso.library import open_ledger
from sayso.link.actors import LocalActor
from sayso.link.actors.stored import to_json
from sayso.store import Store
from sayso.web.app import create_app
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


def test_a_namesake_whom_nothing_tells_from_the_others_is_left_to_the_command(judging, written):
    told_apart(written, LocalActor("spoken to", "", "Ada Voss", "person", affiliation=("KEL",)))
    address = f"/actors/{namesake(written, 'KEL').id}/judge"
    answer = judging.post(address, data={"kind": "rename", "name": "Ada Maas"})
    assert answer.status_code == 400
    assert "NAME@ARTICLE" in answer.text
    assert written.actor_judgements() == ()
