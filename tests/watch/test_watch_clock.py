"""A clock that is set back, while the watcher runs or before it: nobody is asked sooner, and nobody is forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sayso.watch.schedule import FIRST_RETRY, LONGEST_ASKED
from sayso.watch.watcher import HOUR
from tests.watch.conftest import contents

YEAR = timedelta(days=365)
MINUTE = timedelta(minutes=1)


class Jumps:
    """Has the clock of a test jump when so much time has passed by it, once; what never goes back stays true."""

    def __init__(self, clock, after, by):
        self.clock, self.after, self.by = clock, after, by
        self.passed, self._wait = timedelta(), clock.wait
        clock.wait = self.wait
        clock.monotonic = self.monotonic

    def monotonic(self):
        return self.passed.total_seconds()

    def wait(self, seconds):
        until, self.clock.until = self.clock.until, None
        self._wait(seconds)
        before, self.passed = self.passed, self.passed + timedelta(seconds=seconds)
        if before < self.after <= self.passed:
            self.clock.moment += self.by
        self.clock.until = until

    def stop_after(self, hours):
        """Have the watcher end after so many hours that have truly passed."""
        wait, end = self.clock.wait, self.passed + timedelta(hours=hours)

        def waited(seconds):
            wait(seconds)
            self.clock.stopped = self.clock.stopped or self.passed >= end

        self.clock.wait = waited


@pytest.mark.parametrize("by", [-YEAR, -10 * MINUTE, timedelta(seconds=-1)])
def test_a_clock_that_is_set_back_while_the_watcher_rests_holds_up_no_feed(post, watched, clock, by):
    """It rested until the clock was there again."""
    jumps = Jumps(clock, after=2 * HOUR + 10 * MINUTE, by=by)
    jumps.stop_after(10)
    url = post.feed()
    watched(url, hours=10**6)
    assert 18 <= post.asked_for("/feed.xml") <= 23


@pytest.mark.parametrize("ahead", [YEAR, timedelta(days=3), timedelta(hours=5)])
def test_what_was_planned_by_a_clock_that_was_ahead_is_planned_anew_by_the_next_watcher(
    post, watched, clock, store, ahead
):
    url = post.feed()
    watched(url)
    asked = post.asked_for("/feed.xml")
    clock.moment -= ahead
    watched(url, hours=0.4)
    assert post.asked_for("/feed.xml") == asked, "it is not asked sooner than was planned"
    watched(url, hours=0.4)
    assert post.asked_for("/feed.xml") == asked + 1
    [state] = store.feeds([url])
    assert state.polls == asked + 1


def test_a_page_that_was_put_off_by_a_clock_that_was_ahead_is_tried_when_its_time_has_passed(
    post, watched, clock, store
):
    post.publishes("quay", "no", status=500)
    url = post.feed()
    watched(url)
    clock.moment -= YEAR
    post.items.clear()
    post.publishes("quay", "Voss said it rains.")
    watched(url, hours=FIRST_RETRY / 3600 / 2)
    assert contents(store) == []
    watched(url, hours=FIRST_RETRY / 3600)
    assert contents(store) == ["it rains"]


def test_a_server_that_asked_for_a_rest_gets_all_of_it_after_the_clock_was_set_back(post, watched, clock):
    url = post.site.says("/feed.xml", b"", status=503, retry_after="7200")
    watched(url)
    clock.moment -= YEAR
    watched(url, hours=1.9)
    assert post.asked_for("/feed.xml") == 1
    watched(url, hours=0.3)
    assert post.asked_for("/feed.xml") == 2


def test_pages_that_were_fetched_by_a_clock_that_was_ahead_count_as_fetched_within_this_hour_and_not_for_ever(
    post, watched, clock, store
):
    for number in range(4):
        post.publishes(f"early{number}", f"Voss said rain {number}.")
    url = post.feed()
    watched(url, pages_an_hour=4)
    clock.moment -= YEAR
    post.publishes("late", "Voss said it pours.")
    post.feed()
    watched(url, hours=0.9, pages_an_hour=4)
    assert post.asked_for("/late") == 0
    watched(url, hours=0.9, pages_an_hour=4)
    assert post.asked_for("/late") == 1
    assert len(contents(store)) == 5


def test_what_a_wrong_clock_moved_further_off_than_anything_is_put_off_is_due(post, watched, clock, store):
    """A host that was let alone for a while, as the clock then was: its items were found before."""
    url = post.site.url + "/feed.xml"
    post.publishes("quay", "Voss said it rains.", status=500)
    post.feed()
    watched(url)
    later = clock.moment + timedelta(seconds=LONGEST_ASKED) + YEAR
    store.rest_host(url.split("/")[2], later.strftime("%Y-%m-%dT%H:%M:%SZ"), feeds_too=True)
    post.items.clear()
    post.publishes("quay", "Voss said it rains.")
    post.feed()
    clock.moment += timedelta(seconds=FIRST_RETRY)
    watched(url, hours=1)
    assert contents(store) == ["it rains"]
