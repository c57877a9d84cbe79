"""Confidence is read off anew with what people accepted and rejected, on top of the points that are shipped."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.extract.confidence import calibrated
from sayso.judging import Judgement, JudgementKind, Place, to_lines, withdrawal
from sayso.records import Article, Line, ModelVersion, Role
from training.attribution.calibrate import Outcome, calibration_error, points
from training.attribution.judged import by_article, spoken_text
from training.attribution.recalibrate import composed, judged_outcomes, recalibrated

OURS = ModelVersion("m", "2")


def verdict(n, kind, second=0, **fields):
    place = Place(f"{n:016x}", **{"confidence": 0.5, "model": "m", "model_version": "2", **fields})
    return Judgement(JudgementKind(kind), "Kim Aller", f"2031-06-01T10:00:{second:02d}Z", place)


def test_the_latest_verdict_that_holds_on_what_this_version_read_is_an_outcome():
    first = verdict(3, "accepted", confidence=0.7)
    lines = to_lines(
        [
            verdict(1, "accepted"),
            verdict(1, "rejected", 1),
            verdict(2, "accepted", confidence=0.9),
            first,
            withdrawal(first, by="Kim Aller", at="2031-06-01T10:00:09Z"),
            verdict(4, "accepted", nested=True),
            verdict(5, "accepted", model_version="1"),
            verdict(6, "accepted", confidence=None),
        ]
    )
    of_actors = '{"kind": "merge", "by": "Kim Aller", "at": "2031-06-01T10:00:00Z"}'
    assert judged_outcomes([*lines, of_actors, ""], OURS) == [Outcome(0.5, right=False), Outcome(0.9, right=True)]


coarse = st.integers(0, 20).map(lambda n: n / 20)
numbers = st.integers(0, 1000).map(lambda n: n / 1000)


@st.composite
def rising(draw):
    said = sorted(draw(st.sets(coarse, min_size=1, max_size=6)))
    right = sorted(draw(st.lists(coarse, min_size=len(said), max_size=len(said))))
    return list(zip(said, right, strict=True))


@given(first=rising(), second=rising(), said=numbers)
def test_composed_points_say_what_the_second_says_of_what_the_first_says(first, second, said):
    whole = composed(first, second)
    assert [x for x, _ in whole] == sorted(x for x, _ in whole)
    assert [y for _, y in whole] == sorted(y for _, y in whole)
    # Lines rise by 20 at most, and both are rounded: places to six decimals, confidences to four.
    assert abs(calibrated(said, whole) - calibrated(calibrated(said, first), second)) <= 0.003


def test_points_made_with_rejections_bring_a_confidence_down_that_promised_too_much():
    judged = [Outcome(0.9, right=n < 5) for n in range(10)] + [Outcome(0.2, right=n < 2) for n in range(10)]
    assert calibration_error(judged) > 0.19
    assert calibration_error(recalibrated(judged, points(judged))) == pytest.approx(0.0, abs=1e-9)


def test_what_is_not_read_is_blanked_out_and_places_stay():
    text = "Menu\nShe said\nno.\nFoot"
    lines = (
        Line(0, 4, Role.CHROME),
        Line(5, 13, Role.BODY),
        Line(14, 17, Role.BODY, continues=True),
        Line(18, 22, Role.CREDIT),
    )
    assert spoken_text(Article("a", "d", text, lines)) == "    \nShe said no.\n    "


def test_rows_are_read_by_article():
    rows = [{"doc_id": "a", "number": 0}, {"doc_id": "b", "number": 0}, {"doc_id": "a", "number": 1}]
    assert [row["number"] for row in by_article(rows)["a"]] == [0, 1]
