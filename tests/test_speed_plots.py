"""docs/speed.md shows the figures that were recorded, and nothing else."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from benchmarks import plots
from benchmarks.clocks import Ratio, Taken
from benchmarks.drawing import drawn
from benchmarks.figures import RECORDED, Figure, Held, measured_here, newest, record

BARS = Figure(
    "encoder",
    "12 invented articles",
    "articles a second",
    (("sayso extract", (9.9,)), ("bare encoder & nothing else", (15.5,))),
    held=(Held("of the bare encoder's rate", Ratio(0.64, 0.6, 0.7), 0.8),),
    machine="an abacus, 2 rods",
    date="2031-05-05",
)
LINES = Figure(
    "growth",
    "12 invented articles",
    "ms an article",
    (("reading", (101.0, 103.0, 1204.0)), ("reading and linking", (201.0, 230.0, 1290.0))),
    sizes=(1_000, 10_000, 100_000),
    held=(Held("reading, last size by first", Ratio(1.07, 1.0, 1.2), 1.1, at_most=True),),
)


def test_the_page_and_its_pictures_are_what_the_command_makes_of_the_recorded_figures(root):
    """After a measurement, or a change to the page: `python -m benchmarks.plots`."""
    made = plots.files(newest(RECORDED))
    assert {name: (root / "docs" / name).read_text(encoding="utf-8") for name in made} == made
    there = {f"pictures/{path.name}" for path in (root / "docs" / "pictures").glob("speed-*")}
    assert there == made.keys() - {"speed.md"}


def test_every_figure_that_was_recorded_is_of_a_plot_of_the_page():
    assert newest(RECORDED).keys() <= {plot.name for plot in plots.PLOTS}


@pytest.mark.parametrize("figure", [BARS, LINES], ids=["bars", "lines"])
def test_a_picture_is_xml_that_names_each_side_and_its_value(figure):
    picture = ElementTree.fromstring(drawn(figure, "A title"))  # noqa: S314 - our own
    told = [one.text for one in picture.iter("{http://www.w3.org/2000/svg}text")]
    for name, values in figure.series:
        assert name in told
        assert {f"{value:,.0f}" if value >= 100 else f"{value:g}" for value in values} <= set(told)


@pytest.mark.parametrize("figure", [BARS, LINES], ids=["bars", "lines"])
def test_a_picture_has_a_colour_of_its_own_for_light_ground_and_for_dark(figure):
    picture = drawn(figure, "A title")
    assert "prefers-color-scheme:dark" in picture
    assert 'fill="#000' not in picture


@pytest.mark.parametrize("figure", [BARS, LINES], ids=["bars", "lines"])
def test_all_marks_of_a_picture_lie_within_it(figure):
    picture = ElementTree.fromstring(drawn(figure, "A title"))  # noqa: S314 - our own
    width, height = float(picture.get("width", 0)), float(picture.get("height", 0))
    for one in picture.iter():
        right = float(one.get("x", 0)) + float(one.get("width", 0))
        assert one is picture or 0 <= right <= width
        assert 0 <= float(one.get("y", one.get("cy", 0))) <= height


def test_a_figure_is_read_as_it_was_recorded_and_the_newest_of_a_plot_is_shown(tmp_path):
    file = tmp_path / "figures.jsonl"
    for one in (LINES, measured_here("encoder", "nothing", "articles a second", [("sayso", (1.0,))]), BARS):
        record(file, one)
    record(None, LINES)
    assert newest(file) == {"growth": LINES, "encoder": BARS}


def test_what_is_short_of_what_was_asked_is_said_to_be():
    page = plots.files({"encoder": BARS, "growth": LINES})["speed.md"]
    assert "**0.64** [0.60, 0.70], where 0.8 is asked: **short of it**" in page
    assert "**1.07** [1.00, 1.20], where under 1.1 is asked\n" in page


def test_what_was_not_measured_is_said_not_to_be():
    page = plots.files({})["speed.md"]
    assert page.count("Not measured yet.") == len(plots.PLOTS)


def test_a_ratio_is_that_of_the_sums_and_lies_in_its_interval():
    ratio = Ratio.by_clock([Taken(1.0), Taken(3.0)], [Taken(2.0), Taken(2.0)])
    assert ratio.value == 1.0
    assert (ratio.low, ratio.high) == (0.5, 1.5)
