"""Who held an office on a day, without those who were seen in it by a slip."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date, timedelta
from time import process_time

from hypothesis import given
from hypothesis import strategies as st

from sayso.link.actors.groups import LITTLE_KNOWN
from sayso.link.actors.holders import NEAR, Held, shifted

days = st.dates(date(2031, 1, 1), date(2031, 6, 30)) | st.sampled_from([date.min, date.max])
sightings = st.lists(st.tuples(days.map(date.isoformat), st.integers(1, 4)), max_size=12)
often = st.tuples(days.map(date.isoformat), st.integers(1, 4)).map(lambda one: [one] * 12)


def by_definition(sightings):
    """Look at all holders for each day of each holder."""
    by_holder, by_day = {}, {}
    for day, holder in sorted(sightings):
        by_holder.setdefault(holder, []).append(day)
    for holder, own in by_holder.items():
        for day in own:
            since, until = shifted(day, -NEAR), shifted(day, NEAR)
            seen = {one: bisect_right(its, until) - bisect_left(its, since) for one, its in by_holder.items()}
            if seen[holder] * LITTLE_KNOWN > max(seen.values()):
                by_day.setdefault(day, set()).add(holder)
    found = sorted(by_day)
    return Held(tuple(found), tuple(frozenset(by_day[day]) for day in found))


@given(sightings, st.lists(often, max_size=3))
def test_one_pass_gives_what_looking_at_all_holders_for_each_day_gives(some, many):
    every = [*some, *(one for more in many for one in more)]
    assert Held.of(every) == by_definition(every)


def test_who_is_seen_a_tenth_as_often_around_a_day_as_another_is_a_slip():
    held = [("2031-01-10", 1)] * 10
    assert Held.of([*held, ("2031-02-24", 2)]).holders == (frozenset([1]),)
    assert Held.of([*held, ("2031-02-25", 2)]).holders == (frozenset([1]), frozenset([2])), "46 days on"


def test_an_office_with_thousands_of_holders_takes_no_time_as_their_square():
    first = date(2000, 1, 1)
    some = [((first + timedelta(n)).isoformat(), holder) for holder in range(4_000) for n in (holder, holder + 20)]
    start = process_time()
    assert len(Held.of(some).days) == 4_020
    assert process_time() - start < 5
