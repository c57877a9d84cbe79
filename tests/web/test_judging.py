"""Decisions on the screens and by the API: kept with who and when, undone, refused where the server only shows."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

from sayso.library import open_ledger
from sayso.link.actors import ActorRef, rename
from sayso.web.access import Access
from sayso.web.app import create_app
from sayso.web.judging_screens import AT_A_TIME
from tests.hostile import SCRIPT, hostile_page
from tests.web.test_hostile import Checked

HOME = "http://localhost:8023"
DOCUMENT, ARTICLE, (STATEMENT,) = hostile_page()
NOVA = {"name": "Nova Lindt", "kind": "person", "id": "nova"}


@pytest.fixture
def written(ledger_file, tmp_path):
    """Return a copy of the ledger that may be written to."""
    copy = Path(shutil.copy(ledger_file, tmp_path / "ferry.db"))
    with open_ledger(copy) as opened:
        yield opened


@pytest.fixture
def judging(written):
    return TestClient(create_app(written, Access()), base_url=HOME, follow_redirects=False)


@pytest.fixture
def one(written):
    return next(row for row in written.statements() if row.speaker == "Pel Oru")


def judge(client, identity, kind, value="", **fields):
    return client.post(f"/statements/{identity}/judge", data={"kind": kind, "value": value, **fields})


def test_a_decision_leads_back_to_where_it_was_made_and_is_kept_with_who_and_when(judging, written, one):
    judging.post("/judge", data={"name": "Kim Aller", "back": "/queue"})
    answer = judge(judging, one.id, "rejected", note="a headline", back=f"/articles/{one.article_id}#s-{one.id}")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/articles/{one.article_id}#s-{one.id}")
    [kept] = written.judgements(one.id)
    assert (kept.by, kept.note, kept.kind.value) == ("Kim Aller", "a headline", "rejected")
    assert kept.at.endswith("Z")
    assert one.id not in judging.get("/").text
    assert one.id in judging.get("/?rejected=1").text


def test_the_words_of_a_name_an_act_a_date_and_places_become_the_fields(judging, written, one):
    for kind, value in (
        ("speaker", " Ada  Voss "),
        ("act", "accuse"),
        ("said_on", "2031-04"),
        ("cue", f"{one.cue[0].start - 1}-{one.cue[0].end + 1}"),
    ):
        assert judge(judging, one.id, kind, value).status_code == 303
    row = written.statement(one.id)
    assert (row.speaker, row.act, row.said_on, row.said_on_precision) == ("Ada Voss", "ACCUSE", "2031-04", "month")
    assert row.cue_text == one.cue_text, "spaces at the ends are left out"
    assert [found.id for found in written.statements(speaker="Ada Voss", act="ACCUSE")] == [one.id]
    judge(judging, one.id, "speaker", "")
    assert written.statement(one.id).speaker is None


def test_when_something_was_decided_is_told_with_its_time_zone(judging, written, one):
    made = written.judge(one.id, "accepted", by="Ida Maas", at="2031-05-01T23:30:00Z")
    renamed = rename(ActorRef("Pel Oru"), "Io Brandt", by="Ida Maas", at="2031-05-01T23:40:00Z")
    written.judge_actors([renamed])
    told = judging.get("/judgements").text
    assert f'<time datetime="{made.at}">2031-05-01 23:30:00 UTC</time>' in told
    assert "2031-05-01 23:40:00 UTC" in told


def test_all_decisions_about_actors_are_listed_a_page_at_a_time(judging, written):
    made = [
        rename(ActorRef("Pel Oru"), f"Io Brandt {n}", by="Ida Maas", at=f"2031-05-01T09:{n // 60:02}:{n % 60:02}Z")
        for n in range(AT_A_TIME * 10 + 1)
    ]
    written.judge_actors(made)
    first, second = judging.get("/judgements").text, judging.get("/judgements?page=2").text
    assert "/judgements?page=2" in first
    assert "/judgements?page=3" not in second
    shown = [re.findall("/actor-judgements/([0-9a-f]+)/undo", told) for told in (first, second)]
    assert shown[0] + shown[1] == [one.id for one in reversed(made)]


def test_a_decision_is_kept_though_the_queue_was_narrowed_down_by_a_long_search(judging, written, one):
    back = f"/queue?{urlencode({'q': '渡し船' * 90})}"
    assert judge(judging, one.id, "accepted", back=back).headers["location"] == back
    assert [made.kind for made in written.judgements()] == ["accepted"]


@pytest.mark.parametrize(
    "address", ["/statements/{}", "/statements/{}/trace", "/statements/{}/edit", "/articles/a#s-{}"]
)
def test_the_other_statement_may_be_given_by_the_address_of_any_screen_of_it(judging, written, one, address):
    other = next(row for row in written.statements() if row.article_id != one.article_id)
    judge(judging, one.id, "link-added", "shift", other=HOME + address.format(other.id))
    assert written.judgements()[-1].other.statement_id == other.id


def test_undo_takes_back_the_latest_and_then_the_one_before_it(judging, written, one):
    judge(judging, one.id, "accepted")
    judge(judging, one.id, "act", "none")
    judging.post(f"/statements/{one.id}/undo")
    assert (written.statement(one.id).act, written.statement(one.id).verdict) == (one.act, "accepted")
    judging.post(f"/statements/{one.id}/undo")
    assert written.statement(one.id) == one
    undo = written.judgements(one.id)[-1]
    judging.post(f"/judgements/{undo.id}/withdraw")
    assert written.statement(one.id).verdict == "accepted"


def test_a_link_is_broken_and_another_added_and_both_are_shown_so(judging, written, one):
    [link, *_] = written.links(of=one.id, kinds=["denial"])
    other = link.to_row.id if link.from_row.id == one.id else link.from_row.id
    judge(judging, one.id, "link-broken", "denial", other=other)
    assert other not in {
        end for row in written.links(of=one.id, kinds=["denial"]) for end in (row.from_row.id, row.to_row.id)
    }
    judge(judging, one.id, "link-added", "reply", other=f"{HOME}/statements/{other}")
    assert "answers" in judging.get(f"/articles/{one.article_id}").text
    [added] = written.links(of=one.id, kinds=["reply"])
    assert (added.link.from_id, added.link.to_id, added.link.method) == (one.id, other, "judgement")


def test_the_queue_has_the_least_certain_and_gives_back_the_one_item_to_a_script(judging, written):
    told = judging.get("/queue").text
    waiting = written.queue()
    assert [told.index(row.id) for row in waiting] == sorted(told.index(row.id) for row in waiting)
    item = judging.post(
        f"/statements/{waiting[0].id}/judge", data={"kind": "accepted"}, headers={"hx-request": "true"}
    ).text
    assert item.strip().startswith("<li")
    assert "accepted" in item
    assert f'id="s-{waiting[0].id}"' not in judging.get("/queue").text


def test_actors_are_merged_renamed_split_and_that_is_undone(judging, written):
    [voss] = [actor for actor in written.actors("Ada Voss") if actor.kind == "person"]
    answer = judging.post(f"/actors/{voss.id}/judge", data={"kind": "merge", "name": "Pel Oru"})
    [merged] = written.actors("Pel Oru")
    assert {"Ada Voss", "Pel Oru"} <= {merged.name, *merged.names}
    assert answer.headers["location"] == f"/actors/{merged.id}"
    assert "1 decision" in judging.get(f"/actors/{merged.id}").text
    judging.post(f"/actors/{merged.id}/judge", data={"kind": "split", "name": "Pel Oru"})
    assert len([actor for actor in written.actors() if actor.name in ("Ada Voss", "Pel Oru")]) >= 2
    for one in written.actor_judgements()[::-1]:
        judging.post(f"/actor-judgements/{one.id}/undo")
    assert voss.id in {actor.id for actor in written.actors("Ada Voss")}


@pytest.mark.parametrize(
    ("kind", "value", "fields"),
    [
        ("shout", "", {}),
        ("withdrawn", "", {}),
        ("act", "SHOUT", {}),
        ("said_on", "yesterday", {}),
        ("said_on", "2031-02-31", {}),
        ("content", "", {}),
        ("content", "5-999999", {}),
        ("cue", "x", {}),
        ("speaker", "x" * 300, {}),
        ("link-added", "copy", {}),
        ("link-added", "friend", {"other": "self"}),
        ("accepted", "", {"other": "self"}),
        ("link-added", "copy", {"other": "self"}),
        ("link-added", "copy", {"other": "zz"}),
    ],
)
def test_what_cant_be_meant_is_told_and_not_kept(judging, written, one, kind, value, fields):
    answer = judge(
        judging, one.id, kind, value, **{name: one.id if given == "self" else given for name, given in fields.items()}
    )
    assert answer.status_code in (400, 422)
    assert written.judgements() == []
    assert written.statement(one.id) == one


WRITING = (
    "/statements/0/judge",
    "/statements/0/undo",
    "/judgements/0/withdraw",
    "/actors/0/judge",
    "/actor-judgements/0/undo",
    "/judge",
    "/api/v1/judgements",
)


@pytest.mark.parametrize("address", WRITING)
def test_a_server_that_only_shows_refuses_with_problem_details(asking, address):
    answer = asking(read_only=True).post(address)
    assert answer.status_code == 403
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == 403


@pytest.mark.parametrize("address", WRITING)
def test_another_sites_page_can_decide_nothing(judging, address):
    assert judging.post(address, headers={"sec-fetch-site": "cross-site"}).status_code == 403


def test_a_request_that_is_too_long_or_does_not_say_how_long_it_is_is_refused(judging, written, one):
    assert judge(judging, one.id, "accepted", note="x" * 300_000).status_code == 413
    answer = judging.post("/judge", content=iter([b"name=Kim"]))
    assert answer.status_code == 411
    assert written.judgements() == []


def test_a_server_that_only_shows_has_no_controls(asking, rows):
    client = asking(read_only=True)
    [actor, *_] = client.app.state.ledger.actors("Pel Oru")
    for address in (
        "/",
        "/queue",
        f"/articles/{rows[0].article_id}",
        f"/actors/{actor.id}",
        f"/statements/{rows[0].id}/edit",
    ):
        told = client.get(address).text
        assert 'method="post"' not in told
        assert "judging.js" not in told
        assert '"/queue"' not in told or address.endswith("/edit")


def test_a_ledger_that_cant_be_written_says_so(client, rows):
    assert judge(client, rows[0].id, "accepted").status_code == 403


def test_hostile_names_and_notes_stay_words(judging, written):
    judging.post("/judge", data={"name": f'"{SCRIPT}'})
    judge(judging, STATEMENT.id, "speaker", f'{SCRIPT} "x'[:200], note=SCRIPT)
    judge(judging, STATEMENT.id, "rejected", note=f'"><img src=x onerror=window.hit=1>\u202e{SCRIPT}')
    for address in (
        "/queue",
        f"/statements/{STATEMENT.id}/edit",
        "/judgements",
        "/?rejected=1",
        f"/articles/{ARTICLE.id}",
    ):
        answer = judging.get(address)
        checked = Checked()
        checked.feed(answer.text)
        assert checked.found == []
        assert "\u202e" not in answer.text
    assert written.statement(STATEMENT.id).said_by.startswith("<script>")


@pytest.mark.parametrize("back", ["https://evil.example", "//evil.example", "/\\evil.example", "\n/"])
def test_a_decision_leads_nowhere_else(judging, one, back):
    assert judge(judging, one.id, "accepted", back=back).headers["location"] == "/"


# --- the API


def test_a_program_judges_lists_and_withdraws(judging, written, one):
    asked = {"kind": "speaker", "statement": one.id, "value": "Ada Voss", "by": "Io Brandt", "note": "p. 3"}
    answer = judging.post("/api/v1/judgements", json=asked)
    assert answer.status_code == 201
    made = answer.json()
    assert (made["by"], made["note"], made["value"]["name"], made["holds"]) == ("Io Brandt", "p. 3", "Ada Voss", True)
    assert judging.get(f"/api/v1/statements/{one.id}").json()["speaker"] == "Ada Voss"
    judging.post("/api/v1/judgements", json={"kind": "withdrawn", "withdraws": made["id"]})
    told = judging.get("/api/v1/judgements", params={"statement": one.id}).json()
    assert [(row["kind"], row["holds"]) for row in told] == [("withdrawn", True), ("speaker", False)]
    assert written.statement(one.id) == one


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"kind": "speaker", "statement": "zz", "value": "x"}, 404),
        ({"kind": "withdrawn", "withdraws": "zz"}, 400),
        ({"kind": "shout", "statement": "SELF"}, 400),
        ({"kind": "content", "statement": "SELF", "value": [[9, 3]]}, 400),
        ({"kind": "source", "statement": "SELF", "value": [[0.9, 5.7]]}, 400),
        ({"kind": "source", "statement": "SELF", "value": [[False, True]]}, 400),
        ({"kind": "source", "statement": "SELF", "value": [["0", "5"]]}, 400),
        ({"kind": "source", "statement": "SELF", "value": 5}, 422),
        ({"kind": "content", "statement": "SELF", "value": {"spans": [[0, 100_000]]}}, 400),
        ({"kind": "content", "statement": "SELF", "value": {"spans": 5}}, 400),
        ({"kind": "content", "statement": "SELF", "value": {}}, 400),
        ({"kind": "speaker", "statement": "SELF", "value": {"name": "x"}}, 400),
        ({"kind": "speaker", "statement": "SELF", "value": {**NOVA, "affiliation": "VEL"}}, 400),
        ({"kind": "speaker", "statement": "SELF", "value": {**NOVA, "affiliation": ["VEL"] * 21}}, 400),
        ({"kind": "act", "statement": "SELF", "value": {"type": "ACCUSE", "targets": ["ab"]}}, 400),
        ({"kind": "act", "statement": "SELF", "value": {"type": "ACCUSE", "targets": [["a", "b"]] * 21}}, 400),
        ({"kind": "said_on", "statement": "SELF", "value": "--02-30"}, 400),
        ({"kind": "accepted", "statement": "SELF", "more": 1}, 422),
        ({}, 422),
    ],
)
def test_what_a_program_cant_mean_is_a_problem(judging, written, one, asked, status):
    given = {name: one.id if value == "SELF" else value for name, value in asked.items()}
    answer = judging.post("/api/v1/judgements", json=given)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert written.judgements() == []


@pytest.mark.parametrize(
    ("body", "said"),
    [("{", "The request is no JSON, as its character 1 shows"), ("[]", "The request: Input should be")],
)
def test_what_is_no_object_is_told_so_in_words(judging, body, said):
    answer = judging.post("/api/v1/judgements", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 422
    assert answer.json()["detail"].startswith(said)


def test_a_place_that_no_number_holds_is_a_problem(judging, written, one):
    body = f'{{"kind": "source", "statement": "{one.id}", "value": [[0, 1e999]]}}'
    answer = judging.post("/api/v1/judgements", content=body, headers={"content-type": "application/json"})
    assert (answer.status_code, written.judgements()) == (400, [])


def test_with_a_token_the_api_takes_judgements_from_who_has_it(written, one):
    client = TestClient(create_app(written, Access(token="sesame")), base_url=HOME, follow_redirects=False)  # noqa: S106 - of invented pages
    asked = {"kind": "accepted", "statement": one.id}
    assert client.post("/api/v1/judgements", json=asked).status_code == 401
    held = {"authorization": "Bearer sesame"}
    assert client.post("/api/v1/judgements", json=asked, headers=held).status_code == 201


def test_a_page_read_again_keeps_what_was_judged_and_links_are_looked_for_as_people_have_it(judging, written, one):
    judge(judging, one.id, "speaker", "Ida Maas")
    assert [actor.name for actor in written.actors("Ida Maas")] == ["Ida Maas"]
    assert [row.id for row in written.statements(actor=written.actors("Ida Maas")[0].id)] == [one.id]
