"""Statements for two other tools: Discourse Network Analyzer's table and FollowTheMoney's entities."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.export import write
from sayso.export.dna_table import COLUMNS
from sayso.export.ftm_codes import COUNTRIES
from sayso.link.networks import Actor
from tests.export import talk

any_data = settings(max_examples=60, deadline=None)

PROPERTIES = {
    "Article": {"title", "fileName", "name", "author", "publisher", "publishedAt", "language", "sourceUrl", "mimeType"}
    | {"retrievedAt"},
    "Person": {"name", "country"},
    "Organization": {"name", "country"},
    "PublicBody": {"name", "country"},
    "LegalEntity": {"name", "country"},
    "Note": {"name", "description", "summary", "entity", "createdAt", "keywords", "publisher", "proof", "sourceUrl"},
    "UnknownLink": {"subject", "object", "role", "date", "startDate", "endDate", "summary", "recordId", "publisher"}
    | {"proof", "sourceUrl"},
}
"""Of followthemoney 4.11; every one of them was checked against its model."""

REQUIRED = {"Article": {"fileName"}, "Note": {"name"}, "UnknownLink": {"subject", "object"}}
"""Likewise; an actor needs a name."""


def table(rows, **options):
    stream = io.BytesIO()
    count = write("dna", rows, stream, **options)
    text = stream.getvalue().decode("utf-8").replace("\0", "0")
    found = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))
    assert len(found) == count
    return found


def entities(rows, **options):
    stream = io.BytesIO()
    write("ftm", rows, stream, **options)
    return [json.loads(line) for line in stream.getvalue().decode("utf-8").split("\n")[:-1]]


@given(data=st.data())
@any_data
def test_the_table_has_dnas_columns_and_a_row_for_each_statement_that_has_a_speaker(make, data):
    rows = data.draw(st.lists(make.any_rows, max_size=3))
    found = table(rows)
    told = [row for row in rows if row.speaker is not None and row.verdict != "rejected"]
    assert [row["text"] for row in found] == [row.content_text.replace("\0", "0") for row in told]
    assert all(tuple(row) == COLUMNS for row in found)
    assert all(row["agreement"] in ("0", "1", "") for row in found)


@pytest.mark.parametrize(
    ("kind", "person", "organization"),
    [("person", "Dora Kell", "KLR"), ("organisation", "", "Dora Kell"), ("state", "", "Dora Kell")],
)
def test_people_are_persons_with_their_states_and_all_bodies_are_organizations(kind, person, organization):
    found = table([replace(talk.FIRST, speaker_kind=kind)])[0]
    assert (found["person"], found["organization"]) == (person, organization)


def test_a_persons_state_has_the_name_that_it_speaks_under_itself():
    assert table([replace(talk.FIRST, speaker_affiliation=("FIN",))])[0]["organization"] == "Finland"


@pytest.mark.parametrize(
    ("act", "to_its_content", "to_its_matter"),
    [("SUPPORT", "1", "1"), ("REJECT", "0", "0"), ("ACCUSE", "1", "0"), ("CONSULT", "1", ""), (None, "1", "")],
)
def test_agreement_comes_from_the_act(act, to_its_content, to_its_matter):
    row = replace(talk.FIRST, act=act)
    assert table([row])[0]["agreement"] == to_its_content
    named = table([row], concepts={row.id: "the strait"})[0]
    assert (named["concept"], named["agreement"]) == ("the strait", to_its_matter)


def test_the_time_is_the_day_it_was_said_else_published_and_empty_where_it_is_no_single_day():
    times = [row["time"] for row in table(talk.ROWS)]
    assert times == ["2031-05-05 00:00:00", "", "2031-06-01 00:00:00", "", "", ""]


def test_a_cell_that_begins_like_a_formula_is_kept_from_being_run_where_that_is_asked_for():
    assert table([talk.FIRST])[0]["document_title"] == talk.FIRST.title
    stream = io.BytesIO()
    write("dna", [talk.FIRST], stream, spreadsheet=True)
    assert b"'=cmd" in stream.getvalue()


@given(data=st.data())
@any_data
def test_entities_have_the_properties_of_their_schema_and_refer_only_to_what_stands_before(make, data):
    rows = data.draw(st.lists(make.any_rows, max_size=3))
    seen = set()
    for entity in entities(rows):
        properties = entity["properties"]
        assert set(properties) <= PROPERTIES[entity["schema"]]
        assert REQUIRED.get(entity["schema"], {"name"}) <= set(properties)
        assert all(isinstance(value, str) and value for values in properties.values() for value in values)
        seen.add(entity["id"])
        for name in ("entity", "proof", "subject", "object"):
            assert set(properties.get(name, [])) <= seen


def test_a_statement_is_a_note_of_its_speaker_proven_by_its_article():
    article, speaker, _, note, link = entities([talk.FIRST], actors=talk.ACTORS)
    assert (article["schema"], speaker["schema"]) == ("Article", "Person")
    assert note["properties"]["description"] == ["Norland of closing the strait"]
    assert note["properties"]["entity"] == [speaker["id"]] == ["sayso-actor-kell"]
    assert note["properties"]["proof"] == link["properties"]["proof"] == [article["id"]]
    assert note["properties"]["sourceUrl"] == ["https://herald.example/strait?a=1&b=2"]
    assert (link["properties"]["role"], link["properties"]["date"]) == (["ACCUSE"], ["2031-05-05"])


def test_pages_and_speakers_are_given_once_a_page():
    ids = [entity["id"] for entity in entities([talk.FIRST, talk.PLAIN], actors=talk.ACTORS)]
    assert len(ids) == len(set(ids))


def test_control_characters_which_followthemoney_has_no_place_for_are_seen_to_be_missing():
    row = replace(talk.FIRST, content_text="a\x00b\tc\nd\x9b", media_type="x\r")
    article, *_, link = entities([row])
    assert link["properties"]["summary"] == ["a\ufffdb\tc\nd\ufffd"]
    assert "mimeType" not in article["properties"]


@pytest.mark.parametrize("kind", ["unnamed", "several", "group"])
def test_nobody_in_particular_is_no_entity(kind):
    row = replace(talk.FIRST, speaker_kind=kind, speaker="sources")
    found = entities([row])
    assert "UnknownLink" not in {one["schema"] for one in found}
    note = found[-1]
    assert "entity" not in note["properties"]
    assert note["properties"]["name"] == ["sources accused"]


@pytest.mark.parametrize("kind", ["unnamed", "several", "group"])
def test_a_target_that_is_nobody_in_particular_is_no_entity_and_no_link_leads_to_it(kind):
    row = replace(talk.FIRST, act_targets=(("p1-critics", "critics"),))
    found = list(entities([row], actors={"p1-critics": Actor("p1-critics", "critics", kind)}))
    assert "sayso-actor-p1-critics" not in {one["id"] for one in found}
    assert "UnknownLink" not in {one["schema"] for one in found}


def test_states_have_the_countries_that_followthemoney_knows():
    row = replace(talk.FIRST, speaker_affiliation=("FIN", "KLR"), act_targets=(("JPN", "Japan"),))
    found = {one["id"]: one for one in entities([row], actors={"p1-kell": Actor("kell")})}
    assert found["sayso-actor-kell"]["properties"]["country"] == ["fi"]
    assert found["sayso-actor-JPN"]["schema"] == "PublicBody"
    assert found["sayso-actor-JPN"]["properties"]["country"] == ["jp"]
    assert set(COUNTRIES) >= {"FIN", "JPN", "XKX"}


def test_an_interval_has_a_start_and_an_end_and_a_day_without_its_year_no_date():
    link = entities([replace(talk.FIRST, said_on="2031-05-01/2031-05-04")])[-1]["properties"]
    assert (link["startDate"], link["endDate"], "date" in link) == (["2031-05-01"], ["2031-05-04"], False)
    yearless = entities([replace(talk.FIRST, said_on="--05-05")])[-1]["properties"]
    assert {"date", "startDate", "endDate"}.isdisjoint(yearless)


@pytest.mark.parametrize("form", ["dna", "ftm"])
def test_what_a_person_rejected_is_not_passed_on(form):
    assert write(form, [replace(talk.FIRST, verdict="rejected")], io.BytesIO()) == 0
