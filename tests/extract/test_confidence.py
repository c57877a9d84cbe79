"""Confidence is read off the line between the points, and never falls where the network says more."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.extract.confidence import calibrated

POINTS = [(0.5, 0.2), (0.7, 0.2), (0.9, 0.8)]


@pytest.mark.parametrize(
    ("said", "right"), [(0.0, 0.2), (0.5, 0.2), (0.6, 0.2), (0.7, 0.2), (0.8, 0.5), (0.9, 0.8), (0.95, 0.8), (1.0, 0.8)]
)
def test_between_two_points_it_is_on_their_line_and_outside_them_at_the_nearest(said, right):
    assert calibrated(said, POINTS) == pytest.approx(right)


def test_without_points_it_is_what_was_said():
    assert calibrated(0.123456, ()) == 0.1235


def test_one_point_holds_everywhere():
    assert [calibrated(said, [(0.5, 0.4)]) for said in (0.1, 0.5, 0.9)] == [0.4, 0.4, 0.4]


@st.composite
def rising_points(draw):
    """Points as the weights bring them: both numbers rise, and have four decimals."""
    count = draw(st.integers(1, 8))
    tens = st.integers(0, 10_000)
    said = sorted(draw(st.lists(tens, min_size=count, max_size=count, unique=True)))
    right = sorted(draw(st.lists(tens, min_size=count, max_size=count)))
    return [(a / 10_000, b / 10_000) for a, b in zip(said, right, strict=True)]


@given(rising_points(), st.lists(st.floats(0, 1), min_size=2, max_size=8))
def test_it_never_falls_where_more_is_said(points, said):
    made = [calibrated(one, points) for one in sorted(said)]
    assert made == sorted(made)


@given(rising_points(), st.floats(0, 1))
def test_it_stays_between_the_confidences_of_the_points_around_it(points, said):
    made = calibrated(said, points)
    below = [right for at, right in points if at <= said] or [points[0][1]]
    above = [right for at, right in points if at >= said] or [points[-1][1]]
    assert below[-1] <= made <= above[0]
    assert made == round(made, 4)


@given(rising_points())
def test_at_a_point_it_is_the_points(points):
    assert [calibrated(said, points) for said, _ in points] == [right for _, right in points]
