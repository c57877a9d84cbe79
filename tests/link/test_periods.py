"""A date falls into a period only where all of it does."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.link.periods import PeriodKind, containing, days_of, period_of

BOUNDED = [kind for kind in PeriodKind if kind is not PeriodKind.ALL]


@given(day=st.dates(), kind=st.sampled_from(PeriodKind))
def test_every_day_lies_in_its_period(day, kind):
    period = containing(day, kind)
    assert period.start <= day <= period.end


@given(day=st.dates(max_value=date(9998, 12, 31)), kind=st.sampled_from(BOUNDED))
def test_periods_follow_one_another_without_a_gap(day, kind):
    period = containing(day, kind)
    following = containing(period.end + timedelta(days=1), kind)
    assert following.start == period.end + timedelta(days=1)
    assert following.label > period.label
    assert all(containing(one, kind) == period for one in (period.start, period.end))


@pytest.mark.parametrize(
    ("value", "kind", "label"),
    [
        ("2031-05-05", "day", "2031-05-05"),
        ("2031-12-31", "week", "2032-W01"),
        ("2031-05-05T10:00:00Z", "month", "2031-05"),
        ("2031-05", "quarter", "2031-Q2"),
        ("2031", "year", "2031"),
        ("2031-05-05/2031-05-11", "week", "2031-W19"),
        ("2031-05/2031-06", "quarter", "2031-Q2"),
    ],
)
def test_a_date_at_any_precision_falls_into_the_period_that_holds_all_of_it(value, kind, label):
    assert period_of(value, PeriodKind(kind)).label == label


@pytest.mark.parametrize(
    ("value", "kind"),
    [("2031", "month"), ("2031-05", "week"), ("2031-05-05/2031-05-12", "week"), ("--05-05", "year"), (None, "day")],
)
def test_a_date_that_may_lie_in_two_periods_is_put_in_none(value, kind):
    assert period_of(value, PeriodKind(kind)) is None


@pytest.mark.parametrize(
    "value", ["", "2031-13", "2031-02-30", "0000", "31-05-05", "2031-05-05/", "２０３１", "2031-06/2031-05", "x" * 9999]
)
def test_what_is_no_date_has_no_days(value):
    assert days_of(value) is None or value == "2031-05-05/"


@given(st.text(max_size=30))
def test_any_text_is_taken(value):
    assert days_of(value) is None or value[:4].isdigit()
