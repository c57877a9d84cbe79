"""A matter over time: what is drawn, and the table that has the same."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.errors import UsageError
from sayso.web.matter_table import LANES, Part, sorted_by, told_of
from sayso.web.timeline import MOST_LANES, MOST_LINES, STACK, WIDTH, timeline
from tests.link.conftest import make_row
from tests.web.matter import GOLDEN, drawn, many, matter

SVG = "{http://www.w3.org/2000/svg}"
OUTLET, SPEAKER = LANES["outlet"], LANES["speaker"]


def test_the_golden_drawing_is_what_is_drawn():
    assert drawn(*matter()) == GOLDEN.read_text(encoding="utf-8")


def test_the_drawing_is_xml_and_a_strangers_words_are_words_in_it():
    found = ET.fromstring(drawn(*matter()))  # noqa: S314 - of what this program wrote
    tags = {one.tag.removeprefix(SVG) for one in found.iter()}
    assert tags == {"svg", "defs", "marker", "path", "g", "rect", "text", "a", "title", "circle"}
    names = {name for one in found.iter() for name in one.attrib}
    assert not [name for name in names if name.startswith("on") or name == "style"]
    assert any("<script>" in (one.text or "") for one in found.iter(f"{SVG}title"))
    assert "\u202e" not in drawn(*matter())


def test_each_statement_is_a_link_to_it_whose_name_says_when_where_who_what_and_whom_it_denies():
    rows, links = matter()
    found = ET.fromstring(drawn(rows, links))  # noqa: S314 - of what this program wrote
    named = {one.attrib["href"].rpartition("/")[2]: one.attrib["aria-label"] for one in found.iter(f"{SVG}a")}
    assert named.keys() == {row.id for row in rows}
    denial = "9 May 2031, Pel Oru (Marsh Radio): the bridge is not safe; denies Ada Voss (Ostrel Times)"
    assert named[rows[2].id] == denial


def test_what_a_statement_is_can_be_told_without_colour():
    """Copies are hollow; denials and shifts have a shape of their own, and a line of their own kind."""
    rows, links = matter()
    found = ET.fromstring(drawn(rows, links))  # noqa: S314 - of what this program wrote
    shapes = {}
    for one in found.iter(f"{SVG}a"):
        shape = one.find(f"{SVG}g")[1]
        shapes[one.attrib["href"].rpartition("/")[2]] = (shape.attrib.get("d"), shape.attrib["class"])
    post, times, radio, quay, _ = (shapes[row.id] for row in rows)
    assert post == (None, "full")
    assert times == (None, "hollow")
    assert len({post[0], radio[0], quay[0]}) == 3
    lines = [one.attrib["class"] for one in found.iter(f"{SVG}path") if "line" in one.attrib.get("class", "")]
    assert sorted(lines) == ["line denial", "line denial", "line shift"]


def test_lanes_are_outlets_or_speakers_who_began_first_on_top():
    told = told_of(*matter())
    assert [lane.name for lane in timeline(told, OUTLET).lanes][:4] == [
        "Velden Post",
        "Ostrel Times",
        "Marsh Radio",
        "The Quay",
    ]
    assert [lane.name for lane in timeline(told, SPEAKER).lanes][:2] == ["Ada Voss", "Pel Oru"]


def test_three_statements_are_three_marks_and_three_thousand_are_boxes_that_say_how_many():
    few, lots = timeline(told_of(*many(3)), OUTLET), timeline(told_of(*many(3000)), OUTLET)
    assert (len(few.marks), len(few.boxes)) == (3, 0)
    assert lots.boxes
    assert sum(len(mark.told) for mark in lots.marks) == 3000
    assert len(lots.lanes) == MOST_LANES
    assert lots.others == 40 - (MOST_LANES - 1)
    assert (len(lots.lines), lots.without_lines > MOST_LINES) == (0, True)
    assert lots.width <= WIDTH


@given(st.lists(st.tuples(st.dates(), st.sampled_from("abc")), max_size=60))
def test_no_two_marks_stand_on_one_another_and_time_goes_to_the_right(given_days):
    rows = [
        make_row(f"it is {n}", outlet=outlet, article=f"a{n}", published=day.isoformat())
        for n, (day, outlet) in enumerate(given_days)
    ]
    found = timeline(told_of(rows, []), OUTLET)
    for n, one in enumerate(found.marks):
        for other in found.marks[n + 1 :]:
            apart = abs(one.at.x - other.at.x), abs(one.at.y - other.at.y)
            assert apart[0] >= (30 if one.is_box or other.is_box else 16) or apart[1] >= 16
    days = sorted((one.day, mark.at.x, mark.since, mark.until) for mark in found.marks for one in mark.told)
    assert [x for _, x, _, _ in days] == sorted(x for _, x, _, _ in days)
    for day, x, since, until in days:
        assert 0 < x < WIDTH
        assert since <= day <= until


@given(st.lists(st.dates(min_value=date(2031, 1, 1), max_value=date(2033, 1, 1)), max_size=80))
def test_the_rows_that_a_box_leads_to_are_the_statements_in_it(some_days):
    told = told_of(
        [make_row(f"it is {n}", article=f"a{n}", published=day.isoformat()) for n, day in enumerate(some_days)], []
    )
    found = timeline(told, OUTLET)
    for mark in found.boxes:
        part = Part(found.lanes[mark.lane].name, since=mark.since, until=mark.until)
        assert tuple(one for one in told if part.holds(one, OUTLET)) == mark.told
        assert len(mark.told) > STACK


def test_a_box_of_statements_whose_speaker_is_not_told_leads_to_them_alone():
    rows = [replace(make_row(f"it is {n}", by=None, article=f"a{n}"), source_text="") for n in range(STACK + 1)]
    rows.append(make_row("it is not", by="Pel Oru", article="b"))
    found = drawn(rows, [], "speaker")
    assert "lane=not+named" in found
    part = Part("not named", since="2031-05-05", until="2031-05-05")
    assert sum(part.holds(one, LANES["speaker"]) for one in told_of(rows, [])) == STACK + 1


def test_what_is_undated_has_a_column_of_its_own():
    rows = [make_row("it is so", article="a1", published=None), make_row("it is not", article="a2", published="0000")]
    found = timeline(told_of(rows, []), OUTLET)
    assert found.undated == WIDTH
    assert {mark.at.x > WIDTH for mark in found.marks} == {True}


@pytest.mark.parametrize("column", ["date", "outlet", "speaker", "kind"])
def test_the_table_is_sorted_by_each_column_both_ways(column):
    told = told_of(*matter())
    up, down = (sorted_by(told, column, order) for order in ("asc", "desc"))
    assert up == down[::-1]
    assert sorted(one.row.id for one in up) == sorted(one.row.id for one in told)


def test_an_unknown_column_is_refused_with_those_there_are():
    with pytest.raises(UsageError, match="'size' is unknown: give date, outlet, speaker, kind"):
        sorted_by([], "size", "asc")


@pytest.fixture
def of_matter(ledger):
    [matter, *_] = ledger.matters(1)
    return f"/matters/{matter.matter.id}/timeline", matter


def test_the_screen_has_every_statement_in_the_drawing_and_in_the_table(client, of_matter):
    address, matter = of_matter
    shown = client.get(address).text
    for one in matter.matter.statements:
        assert shown.count(f'href="/statements/{one}"') >= 2
    assert set(re.findall(r'<tr data-statement="([0-9a-f]+)"', shown)) == set(matter.matter.statements)


def test_the_address_sorts_the_table_without_any_script(client, of_matter):
    address, _ = of_matter
    orders = {}
    for order in ("asc", "desc"):
        shown = client.get(f"{address}?sort=outlet&order={order}").text
        assert f'aria-sort="{order}ending"' in shown
        orders[order] = re.findall(r'<tr data-statement="([0-9a-f]+)"', shown)
    assert orders["asc"] == orders["desc"][::-1]
    assert len(orders["asc"]) > 2


def test_a_lane_of_a_box_narrows_the_table_down_and_leads_back_to_all(client, of_matter):
    address, _ = of_matter
    shown = client.get(f"{address}?lane=The+Quay&since=2031-05-01&until=2031-05-31").text
    assert len(re.findall("<tr data-statement", shown)) == 1
    assert "all of them" in shown
    assert "Pel Oru" in shown


def test_the_lanes_change_by_a_link(client, of_matter):
    address, _ = of_matter
    shown = client.get(address).text
    assert f'href="{address}?lanes=speaker&amp;sort=date&amp;order=asc"' in shown
    assert "a lane for each speaker" in client.get(f"{address}?lanes=speaker").text


@pytest.mark.parametrize("asked", ["lanes=colour", "sort=size", "order=up"])
def test_what_cant_be_meant_of_a_timeline_is_told(client, of_matter, asked):
    answer = client.get(f"{of_matter[0]}?{asked}")
    assert answer.status_code == 400
    assert "is unknown: give" in answer.text


def test_a_matter_that_is_not_there_has_no_timeline(client):
    assert client.get("/matters/0/timeline").status_code == 404
