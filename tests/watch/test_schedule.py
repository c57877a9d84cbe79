"""When feeds are asked again: never sooner than is polite, the same on every machine, and not all at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.watch.schedule import (
    JITTER,
    LONGEST_ASKED,
    LONGEST_DELAY,
    MOST_TRIES,
    next_poll,
    next_try,
    seconds_asked,
)

NOW = datetime(2031, 5, 1, 8, 0, 0, tzinfo=UTC)
URL = "https://courier.example/feed.xml"
every = st.floats(60, 86_400)
failures = st.integers(0, 10_000)
polls, seeds = st.integers(0, 10**9), st.integers()
asked = st.none() | st.floats(0, 1e12)


def delay(*given):
    return (next_poll(*given) - NOW).total_seconds()


@given(polls, failures, every, seeds, asked)
def test_a_feed_is_asked_in_its_time_later_where_it_fails_and_never_sooner_than_its_server_asks(
    polls, failures, every, seed, asked
):
    found = delay(URL, polls, failures, every, NOW, seed, asked)
    plain = min(every * 2.0 ** min(failures, 20), max(every, LONGEST_DELAY))
    least = max(plain * (1 - JITTER), min(asked or 0, LONGEST_ASKED))
    most = max(plain * (1 + JITTER), min(asked or 0, LONGEST_ASKED))
    assert least - 1e-3 <= found <= most + 1e-3


@given(polls, st.integers(0, 50), every, seeds)
def test_each_further_failure_makes_the_delay_longer_up_to_a_day(polls, failures, every, seed):
    sooner, later = (delay(URL, polls, n, every, NOW, seed) for n in (failures, failures + 1))
    assert later >= sooner
    assert later <= max(every, LONGEST_DELAY) * (1 + JITTER) + 1e-3


@given(st.text(max_size=50), polls, failures, every, seeds)
def test_the_same_feed_poll_and_seed_give_the_same_moment(url, polls, failures, every, seed):
    first, again = (next_poll(url, polls, failures, every, NOW, seed) for _ in range(2))
    assert first == again


def test_feeds_of_one_age_are_spread_over_a_fifth_of_their_time():
    moments = [delay(f"https://{n}.example/feed", 1, 0, 1000.0, NOW, 0) for n in range(500)]
    assert max(moments) - min(moments) > 190
    assert abs(sum(moments) / len(moments) - 1000) < 10


@given(st.integers(1, MOST_TRIES - 1))
def test_a_page_is_tried_again_ever_later(tries):
    assert next_try(tries + 1, NOW) > next_try(tries, NOW) >= NOW + timedelta(minutes=5)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("0", 0),
        (" 3600 ", 3600),
        ("Thu, 01 May 2031 09:00:00 GMT", 3600),
        ("Thu, 01 May 2031 07:00:00 GMT", 0),
        ("Thursday, 01-May-31 09:00:00 GMT", 3600),
        (None, None),
        ("", None),
        ("-5", None),
        ("soon", None),
        ("１２", None),
        ("Thu, 99 May 2031 09:00:00 GMT", None),
    ],
)
def test_what_a_server_asks_for_is_read_in_both_forms(said, seconds):
    assert seconds_asked(said, NOW) == seconds


@given(st.text(max_size=100))
def test_whatever_a_server_says_is_no_error(said):
    found = seconds_asked(said, NOW)
    assert found is None or found >= 0
