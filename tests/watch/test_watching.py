"""Feeds are asked politely, what is new is read once and linked, and a watcher that was killed goes on where it was."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from datetime import datetime, timedelta

import pytest

from sayso import clean, linking
from sayso.errors import LedgerBusy, LedgerFull
from sayso.keeping import Known, Stored
from sayso.linking import Linked
from sayso.records import Failure
from sayso.store import Store
from sayso.watch import polling
from sayso.watch.events import ItemPutOff, Polled, Resting
from sayso.watch.schedule import MOST_TRIES
from tests.database import by_hand
from tests.watch.conftest import contents


def events(told, kind):
    return [one for one in told if isinstance(one, kind)]


def state_of(store, url):
    [state] = store.feeds([url])
    return state


def tries_of(store):
    """Return how often each item was tried, sorted."""
    return sorted(row["tries"] for row in by_hand(store.path, "SELECT tries FROM feed_item"))


def test_a_new_feed_s_pages_are_read_and_linked(store, post, watched):
    post.publishes("quay", "Voss said the ferry would leave the old quay in November.")
    post.publishes("tide", "Oru said the ferry would not leave the old quay in November.")
    told = watched(post.feed())
    assert events(told, Polled)[0].found == 2
    assert [one.statements for one in events(told, Stored)] == [1, 1]
    assert len(events(told, Linked)) == 2
    assert contents(store) == [
        "the ferry would leave the old quay in November",
        "the ferry would not leave the old quay in November",
    ]
    assert [link.kind.value for link in store.links()] == ["denial"]


def test_a_page_that_can_not_be_linked_is_told_once_and_watching_goes_on(store, post, watched, monkeypatch):
    monkeypatch.setattr("sayso.linking.local_actors", lambda *_: 1 / 0)
    post.publishes("quay", "Voss said it rains.")
    told = watched(post.feed(), hours=5)
    assert len(events(told, Polled)) > 3
    [failure] = events(told, Failure)
    assert failure.reason.startswith("it can't be linked: ")
    assert "ZeroDivisionError" in failure.reason
    assert events(told, Linked) == []


def test_a_feed_that_is_unchanged_means_no_work(store, post, watched):
    post.publishes("quay", "Voss said it rains.")
    url = post.feed(etag='"1"', last_modified="Thu, 01 May 2031 07:00:00 GMT")
    watched(url)
    post.site.says("/feed.xml", status=304)
    post.site.headers.clear()
    told = watched(url)
    assert post.asked_for("/quay") == 1
    [asked] = [one for one in post.site.headers if "If-None-Match" in one]
    assert (asked["If-None-Match"], asked["If-Modified-Since"]) == ('"1"', "Thu, 01 May 2031 07:00:00 GMT")
    assert (events(told, Polled)[0].found, events(told, Stored)) == (0, [])


def test_a_changed_feed_has_only_its_new_page_fetched(store, post, watched):
    post.publishes("quay", "Voss said it rains.")
    watched(post.feed())
    post.publishes("tide", "Oru said it pours.")
    watched(post.feed())
    assert (post.asked_for("/quay"), post.asked_for("/tide")) == (1, 1)
    assert contents(store) == ["it pours", "it rains"]


def test_an_entry_with_its_whole_text_is_read_without_a_request(store, post, watched):
    post.publishes_whole("quay", "Voss said it rains.")
    watched(post.feed())
    assert contents(store) == ["it rains"]
    assert post.asked_for("/quay") == 0


def test_a_page_of_two_feeds_is_read_once(store, post, watched):
    post.publishes("quay", "Voss said it rains.")
    told = watched(post.feed("/a.xml"), post.feed("/b.xml"))
    assert [one.found for one in events(told, Polled)] == [1, 0]
    assert post.asked_for("/quay") == 1


def test_a_page_that_the_ledger_has_from_elsewhere_is_not_fetched(store, post, watched):
    post.publishes("quay", "Voss said it rains.")
    watched(post.feed())
    with store.writing():
        store._batch.exec_driver_sql("DELETE FROM feed_item")
    watched(post.feed())
    assert post.asked_for("/quay") == 1


def test_feeds_are_asked_at_their_pace_and_not_all_at_once(store, post, watched, clock):
    watched(post.feed("/a.xml"), post.feed("/b.xml"), hours=10)
    for path in ("/a.xml", "/b.xml"):
        assert 18 <= post.asked_for(path) <= 23
    assert state_of(store, post.site.url + "/a.xml").next != state_of(store, post.site.url + "/b.xml").next


def test_the_same_seed_gives_the_same_schedule(post, watched, store, clock):
    def schedule(seed):
        began = clock.moment
        told = watched(post.feed(), hours=5, seed=seed)
        return [datetime.fromisoformat(one.next) - began for one in events(told, Polled)]

    first = schedule(1)
    with store.writing():
        store._batch.exec_driver_sql("DELETE FROM feed")
    assert schedule(1) == first
    with store.writing():
        store._batch.exec_driver_sql("DELETE FROM feed")
    assert schedule(2) != first


def test_a_feed_that_fails_is_asked_ever_more_seldom_and_at_its_pace_once_it_is_back(store, post, watched):
    url = post.site.says("/feed.xml", b"broken", status=500)
    watched(url, hours=12)
    asked = post.asked_for("/feed.xml")
    assert asked <= 5
    state = state_of(store, url)
    assert (state.failures, state.error) == (asked, "the server answered 500 Internal Server Error")
    post.publishes("quay", "Voss said it rains.")
    post.feed()
    watched(url, hours=24)
    state = state_of(store, url)
    assert (state.failures, state.error) == (0, None)
    assert contents(store) == ["it rains"]


@pytest.mark.parametrize("status", [429, 503])
def test_a_server_that_asks_for_a_rest_gets_it_for_all_its_feeds_and_pages(store, post, watched, clock, status):
    post.publishes("quay", "Voss said it rains.", status=status, retry_after="7200")
    one, other = post.feed("/a.xml"), post.feed("/b.xml")
    told = watched(one, other)
    [put_off] = events(told, ItemPutOff)
    assert datetime.fromisoformat(put_off.next) - clock.moment == timedelta(hours=2)
    before = len(post.site.asked)
    watched(one, other, hours=1.9)
    assert len(post.site.asked) == before


def test_a_server_that_asks_for_a_rest_is_not_asked_for_another_feed_in_the_same_round(post, watched):
    one = post.site.says("/a.xml", b"", status=429, retry_after="7200")
    other = post.site.says("/b.xml", b"", status=429, retry_after="7200")
    watched(one, other, hours=1.9)
    assert post.asked_for("/a.xml") + post.asked_for("/b.xml") == 1


def test_feeds_are_asked_while_a_long_linking_goes_on(store, post, watched, clock):
    """A ledger of which all is linked anew may take days, and feeds drop what was in them."""

    def slow(event):
        if isinstance(event, Linked):
            clock.moment += timedelta(minutes=40)

    for n in range(3):
        post.publishes(f"quay {n}".replace(" ", ""), f"Voss said that it rains on quay {n}.")
    told = watched(post.feed(), hours=3, tell=slow)
    kinds = [type(one) for one in told if isinstance(one, Linked | Polled)]
    assert kinds[:6] == [Polled, Linked, Polled, Linked, Polled, Linked]
    assert len(contents(store)) == 3


def test_once_leaves_a_feed_alone_that_asked_for_it(post, watched):
    url = post.site.says("/feed.xml", b"", status=503, retry_after="86400")
    watched(url)
    watched(url)
    assert post.asked_for("/feed.xml") == 1


def test_a_page_that_is_away_for_a_while_is_read_when_it_is_back(store, post, watched):
    post.publishes("quay", "Voss said it rains.", status=500)
    told = watched(post.feed(), hours=0.1)
    assert events(told, ItemPutOff)[0].reason == "the server answered 500 Internal Server Error"
    post.publishes("quay", "Voss said it rains.")
    watched(post.feed(), hours=2)
    assert contents(store) == ["it rains"]


def test_of_a_page_that_is_gone_the_summary_is_read_and_it_is_not_asked_for_again(store, post, watched):
    post.publishes("quay", "", summary="Voss said it rains.", status=404)
    told = watched(post.feed(), hours=3)
    [failure] = events(told, Failure)
    assert "404 Not Found; its summary in the feed is read in its place" in failure.reason
    assert contents(store) == ["it rains"]
    assert post.asked_for("/quay") == 1


def test_an_item_is_not_given_up_before_the_summary_in_its_place_is_written(store, post, watched, monkeypatch):
    from sayso.watch import reading

    monkeypatch.setattr(reading, "TOGETHER", 1)
    errors = []
    item_done = store.item_done
    monkeypatch.setattr(store, "item_done", lambda *given: (errors.append(given[2:]), item_done(*given)))
    post.publishes("quay", "", summary="Voss said it rains.", status=410)
    watched(post.feed())
    assert contents(store) == ["it rains"]
    assert errors == [()]


def test_a_summary_that_can_t_be_read_either_is_given_up(store, post, watched):
    post.publishes("quay", "", summary="&amp;nbsp;", status=404)
    watched(post.feed(), hours=30)
    assert post.asked_for("/quay") == 1
    assert state_of(store, post.site.url + "/feed.xml").waiting == 0


def test_a_link_longer_than_any_server_takes_is_passed_over(store, post, watched):
    post.items.append(f"<item><link>{post.site.url}/{'x' * 5000}</link></item>")
    [polled] = events(watched(post.feed()), Polled)
    assert (polled.found, polled.error) == (0, None)


def test_a_page_that_never_comes_is_given_up(store, post, watched):
    post.publishes("quay", "", status=500)
    told = watched(post.feed(), hours=24)
    assert post.asked_for("/quay") == 5
    assert len(events(told, Failure)) == 1
    assert state_of(store, post.site.url + "/feed.xml").waiting == 0


class Ended(BaseException):
    """The end of the process: nothing is passed over for it, and nothing is put in order."""


def test_a_page_that_ends_the_process_is_given_up_in_the_end_and_takes_no_other_with_it(
    store, post, watched, monkeypatch
):
    """It takes all memory, say. Whoever started the watcher again had it end at that page again, for good."""
    article = clean.article

    def ending(document, *given):
        if document.origin.endswith("/quay"):
            raise Ended
        return article(document, *given)

    monkeypatch.setattr(clean, "article", ending)
    for name in ("moor", "quay", "tide"):
        post.publishes(name, f"Voss of {name} said the {name} is full of rain.")
    url = post.feed()
    for _ in range(MOST_TRIES):
        with pytest.raises(Ended):
            watched(url)
    assert contents(store) == ["the moor is full of rain", "the tide is full of rain"]
    [failure] = events(watched(url), Failure)
    assert failure.origin == f"{post.site.url}/quay"
    assert failure.reason == "it was tried 5 times, and the last time the process ended while it was read"
    assert post.asked_for("/quay") == MOST_TRIES
    assert state_of(store, url).waiting == 0


def test_a_page_that_ends_the_process_while_it_is_linked_is_given_up_in_the_end(store, post, watched, monkeypatch):
    """Whoever started the watcher again had it end at that page again, for good."""
    local_actors = linking.local_actors

    def ending(page, *given):
        if page.document.origin.endswith("/quay"):
            raise MemoryError
        return local_actors(page, *given)

    monkeypatch.setattr(linking, "local_actors", ending)
    for name in ("moor", "quay", "tide"):
        post.publishes(name, f"Voss of {name} said the {name} is full of rain.")
    url = post.feed()
    for _ in range(MOST_TRIES):
        with pytest.raises(MemoryError):
            watched(url)
    told = watched(url)
    [failure] = events(told, Failure)
    assert failure.reason.startswith("it can't be linked: it was tried 5 times, and the last time the process ended")
    assert len(contents(store)) == 3
    assert events(watched(url), Failure) == []


def feed_that(monkeypatch, path, error):
    """Have the entries of the feed at a path end in an error."""
    entries = polling.feed_entries

    def ending(content, *, origin, **given):
        if origin.endswith(path):
            raise error
        return entries(content, origin=origin, **given)

    monkeypatch.setattr(polling, "feed_entries", ending)


def test_a_feed_that_ends_the_process_is_left_alone_in_the_end_and_takes_no_other_with_it(
    store, post, watched, monkeypatch, clock
):
    """It takes all memory, say. A week later it may be another."""
    feed_that(monkeypatch, "/a.xml", MemoryError())
    post.publishes("quay", "Voss said it rains.")
    one, other = post.feed("/a.xml"), post.feed("/b.xml")
    for _ in range(MOST_TRIES):
        with pytest.raises(MemoryError):
            watched(one, other)
    told = watched(one, other)
    [failed] = [one for one in events(told, Polled) if one.error]
    assert (failed.url, failed.error) == (one, polling.ENDED)
    assert datetime.fromisoformat(failed.next) - clock.moment == timedelta(days=7)
    assert contents(store) == ["it rains"]
    asked = post.asked_for("/a.xml")
    watched(one, other, hours=24)
    assert post.asked_for("/a.xml") == asked == MOST_TRIES
    with pytest.raises(MemoryError):
        watched(one, other, hours=24 * 7)
    assert events(watched(one, other, hours=1), Polled)[-1].url == other
    monkeypatch.undo()
    watched(one, other, hours=24 * 8)
    state = state_of(store, one)
    assert (state.begun, state.failures, state.error) == (0, 0, None)


def test_a_feed_that_upsets_the_parser_is_told_and_the_others_are_read(store, post, watched, monkeypatch):
    feed_that(monkeypatch, "/a.xml", ValueError("no such year"))
    post.publishes("quay", "Voss said it rains.")
    told = watched(post.feed("/a.xml"), post.feed("/b.xml"))
    [failed] = [one for one in events(told, Polled) if one.error]
    assert failed.error == "its entries can't be told apart (ValueError: 'no such year'): report it to us"
    assert contents(store) == ["it rains"]


def test_a_ledger_that_is_busy_costs_no_feed_its_tries(store, post, watched, monkeypatch):
    """However often: it is no feed's fault."""
    busy = [1] * (2 * MOST_TRIES)

    def refusing(done):
        def write(*given):
            if busy:
                busy.pop()
                raise LedgerBusy("busy")
            return done(*given)

        return write

    post.publishes("quay", "Voss said it rains.")
    for name in ("put_poll", "give_back_poll"):
        monkeypatch.setattr(store, name, refusing(getattr(store, name)))
    told = watched(post.feed(), hours=0.4)
    assert [one.error for one in events(told, Polled)] == [None]
    assert contents(store) == ["it rains"]


@pytest.mark.parametrize("error", [LedgerFull("full"), KeyboardInterrupt()], ids=lambda error: type(error).__name__)
def test_who_stops_the_watcher_costs_no_feed_a_try(store, post, watched, monkeypatch, error):
    url = post.feed()

    def ending(*_):
        raise error

    with monkeypatch.context() as stopped:
        stopped.setattr("sayso.read.web.Web.fetch", ending)
        with pytest.raises(type(error)):
            watched(url)
    assert state_of(store, url).begun == 0


def test_a_round_that_reads_nothing_writes_no_run(store, post, watched, monkeypatch):
    """Each one would be another state of the ledger, for all who keep what they worked out from the last."""
    post.publishes("quay", "Voss said it rains.")
    url = post.feed()
    watched(url)
    runs = store.model_runs()
    monkeypatch.setattr(store, "start_run", None)
    post.publishes("tide", "", status=404)
    told = watched(post.feed(), hours=5)
    assert len(events(told, Failure)) == 1
    assert store.model_runs() == runs


def test_a_page_that_is_read_was_tried_once(store, post, watched):
    post.publishes("quay", "Voss said it rains.")
    post.publishes_whole("tide", "Oru said it pours.")
    watched(post.feed())
    assert tries_of(store) == [1, 1]


@pytest.mark.parametrize("error", [LedgerBusy("busy"), LedgerFull("full")], ids=lambda error: type(error).__name__)
def test_a_ledger_that_can_not_be_written_costs_no_page_its_tries(store, post, watched, monkeypatch, error):
    """However often: it is no page's fault."""
    left, add = iter([error] * (MOST_TRIES + 2)), store.add

    def failing(*given):
        if (wrong := next(left, None)) is not None:
            raise wrong
        return add(*given)

    monkeypatch.setattr(store, "add", failing)
    post.publishes("quay", "Voss said it rains.")
    url = post.feed()
    for _ in range(MOST_TRIES + 3):
        with suppress(LedgerFull):
            watched(url)
    assert contents(store) == ["it rains"]
    assert tries_of(store) == [1]


def test_a_page_that_a_stopped_watcher_did_not_come_to_was_not_tried(store, post, watched, clock):
    """Or who stops it five times would lose the page."""
    for number in range(20):
        post.publishes(f"page{number}", f"Voss said rain {number}.")

    def stop(event):
        clock.stopped = clock.stopped or isinstance(event, Stored)

    watched(post.feed(), tell=stop)
    read = len(contents(store))
    assert 0 < read < 20
    assert tries_of(store) == [0] * (20 - read) + [1] * read


def test_a_page_whose_turn_at_its_server_had_not_come_was_not_tried(store, post, watched, monkeypatch):
    from sayso.read import robots

    monkeypatch.setattr(robots, "PAUSE", 1.0)
    for number in range(5):
        post.publishes(f"page{number}", f"Voss said rain {number}.")
    watched(post.feed(), hours=2.5 / 3600)
    read = len(contents(store))
    assert 0 < read < 5
    assert tries_of(store) == [0] * (5 - read) + [1] * read


def test_a_round_counts_no_items(store, post, watched, monkeypatch):
    """It would take longer the more were ever read, and nobody is shown the numbers."""
    monkeypatch.setattr(store, "feeds", None)
    post.publishes("quay", "Voss said it rains.")
    watched(post.feed(), hours=2)
    assert contents(store) == ["it rains"]


def test_no_host_is_asked_for_more_pages_an_hour_than_are_allowed(store, post, watched, clock):
    for number in range(25):
        post.publishes(f"page{number}", f"Voss said rain {number}.")
    url = post.feed()
    times = []
    watched(url, hours=4, pages_an_hour=10, tell=lambda event: times.append((clock.moment, event)))
    read = [moment for moment, event in times if isinstance(event, Stored)]
    assert len(read) == 25
    for moment in read:
        assert sum(moment <= other < moment + timedelta(hours=1) for other in read) <= 10


def test_a_pause_is_made_between_two_pages_of_a_site(store, post, watched, clock, monkeypatch):
    from sayso.read import robots

    monkeypatch.setattr(robots, "PAUSE", 1.0)
    for name in ("quay", "tide", "moor"):
        post.publishes(name, "Voss said it rains.")
    began = clock.moment
    watched(post.feed())
    assert (clock.moment - began).total_seconds() >= 3


def test_robots_txt_is_obeyed_and_read_again_after_a_day(store, post, watched):
    post.site.says("/robots.txt", b"User-agent: *\nDisallow: /quay", content_type="text/plain")
    post.publishes("quay", "Voss said it rains.")
    watched(post.feed(), hours=60)
    assert post.asked_for("/quay") == 0
    assert 2 <= post.asked_for("/robots.txt") <= 3


def test_a_feed_that_is_none_or_is_a_bomb_is_told_and_the_others_are_read(store, post, watched):
    post.publishes("quay", "Voss said it rains.")
    page = post.site.says("/page", b"<html><body><p>No feed here, said nobody.</p></body></html>")
    bomb = b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha">]><rss version="2.0"><channel></channel></rss>'
    told = watched(page, post.site.says("/bomb.xml", bomb, content_type="application/rss+xml"), post.feed())
    errors = sorted(one.error for one in events(told, Polled) if one.error)
    assert errors[0] == "it is no feed: give the address of an RSS or Atom feed"
    assert "declares XML entities" in errors[1]
    assert contents(store) == ["it rains"]


def test_an_empty_feed_is_a_feed(post, watched):
    [polled] = events(watched(post.feed()), Polled)
    assert (polled.found, polled.error) == (0, None)


def test_a_private_address_is_refused(store, clock, post):
    from sayso.config import Settings
    from sayso.read.feed_lists import feeds_of
    from sayso.watch.watcher import Reads, watch
    from tests.ferry import Rule as PairRule
    from tests.saying import SaidRule

    told = []
    feeds = feeds_of([post.feed()])
    watch(store, feeds, Reads(SaidRule(), PairRule(), Settings()), clock, once=True, tell=told.append)
    assert "only public ones are fetched" in told[0].error
    assert post.site.asked == []


def test_a_password_is_sent_and_not_kept(store, post, watched):
    post.publishes("quay", "Voss said it rains.")
    watched(post.feed().replace("http://", "http://me:secret@"))
    assert any(one.get("Authorization") for one in post.site.headers)
    assert "secret" not in repr(list(store.feeds([post.site.url + "/feed.xml"])))


def test_a_stopped_watcher_keeps_what_was_finished_and_the_next_reads_the_rest(store, post, watched, clock):
    for number in range(20):
        post.publishes(f"page{number}", f"Voss said rain {number}.")

    def stop(event):
        if isinstance(event, Stored):
            clock.stopped = True

    watched(post.feed(), tell=stop)
    kept = len(contents(store))
    assert 0 < kept < 20
    watched(post.feed())
    assert len(contents(store)) == 20
    assert all(post.asked_for(f"/page{number}") == 1 for number in range(20))


def test_a_restart_asks_nobody_sooner(store, post, watched):
    url = post.feed()
    watched(url, hours=0.1)
    watched(url, hours=0.1)
    assert post.asked_for("/feed.xml") == 1


def test_a_ledger_that_another_process_writes_to_is_waited_for(store, post, watched, monkeypatch):
    post.publishes("quay", "Voss said it rains.")
    busy = iter([LedgerBusy("busy")] * 3)
    put_poll = store.put_poll

    def sometimes(*given):
        if (error := next(busy, None)) is not None:
            raise error
        return put_poll(*given)

    monkeypatch.setattr(store, "put_poll", sometimes)
    told = watched(post.feed())
    assert [one.reason for one in events(told, Resting) if one.reason] == ["busy"] * 3
    assert contents(store) == ["it rains"]


def test_a_page_that_can_t_be_cleaned_is_given_up(store, post, watched):
    post.site.says("/quay", b"<html><body></body></html>")
    post.items.append(f"<item><link>{post.site.url}/quay</link></item>")
    told = watched(post.feed(), hours=3)
    assert len(events(told, Failure)) <= 1
    assert post.asked_for("/quay") == 1
    assert state_of(store, post.site.url + "/feed.xml").waiting == 0


def test_a_page_that_is_unchanged_is_known(store, post, watched):
    url = post.publishes("quay", "Voss said it rains.", etag='"q"')
    store.remember_validators(url, '"q"', None)
    post.site.says("/quay", status=304)
    assert len(events(watched(post.feed()), Known)) == 1
    assert state_of(store, post.site.url + "/feed.xml").waiting == 0


KILLED = """
import os, signal, sys
from sayso.config import Settings
from sayso.read import robots
from sayso.read.feed_lists import feeds_of
from sayso.store import Store
from sayso.watch.clock import SystemClock
from sayso.watch.watcher import Reads, watch
from tests.ferry import Rule
from tests.saying import SaidRule

step, ledger, feed = sys.argv[1:]
robots.PAUSE = 0.0

def dies(before, name):
    done = getattr(Store, name)
    def dying(*given, **named):
        if before:
            os.kill(os.getpid(), signal.SIGKILL)
        done(*given, **named)
        os.kill(os.getpid(), signal.SIGKILL)
    setattr(Store, name, dying)

dies(*{"before the poll is written": (True, "put_poll"), "after the poll is written": (False, "put_poll"),
  "after pages are counted as tried": (False, "begin_items"),
  "before a document is written": (True, "add"), "between a document and its item": (False, "add"),
  "after an item in its transaction": (False, "item_done"), "before linking": (True, "add_links"),
  "while linking": (False, "add_links")}[step])
with Store.open(ledger) as store:
    reads = Reads(SaidRule(), Rule(), Settings(allow_private=True))
    watch(store, feeds_of([feed]), reads, SystemClock(), once=True)
"""
STEPS = (
    "before the poll is written",
    "after the poll is written",
    "after pages are counted as tried",
    "before a document is written",
    "between a document and its item",
    "after an item in its transaction",
    "before linking",
    "while linking",
)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no SIGKILL")
@pytest.mark.parametrize("step", STEPS)
def test_a_watcher_that_is_killed_loses_nothing_and_doubles_nothing(tmp_path, post, watched, store, root, step):
    """The pages differ with every request, as those with counters and adverts do: read twice, they would be two."""
    served = []

    def differing(words):
        def write(handler):
            served.append(words)
            body = f"<html><body><article><p>{words}</p><p>Visitor {len(served)}</p></article></body></html>".encode()
            handler.send_response(200)
            handler.send_header("Content-Type", "text/html")
            handler.send_header("Content-Length", str(len(body)))
            handler.end_headers()
            handler.wfile.write(body)

        return write

    for name in ("quay", "tide", "moor"):
        url = post.publishes(name, "")
        post.site.says(f"/{name}", write=differing(f"Voss of {name} said the {name} is full of rain."))
        assert url
    url = post.feed(etag='"f"')
    path = os.pathsep.join([str(root / "src"), str(root)])
    killed = subprocess.run(  # noqa: S603 - this interpreter and a program of ours
        [sys.executable, "-c", KILLED, step, str(store.path), url],
        env={**os.environ, "PYTHONPATH": path},
        check=False,
        capture_output=True,
        timeout=120,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    with Store.open(store.path) as after:
        if "poll is written" not in step:  # the server has nothing new to say, and need not
            post.site.says("/feed.xml", status=304)
        watched(url)
        assert contents(after) == [f"the {name} is full of rain" for name in ("moor", "quay", "tide")]
        assert after.counts().documents == 3
        assert state_of(after, url).waiting == 0


def live(post, *posts, fragments=False, guids=True):
    """Have the feed give posts of one page, whole."""
    post.items.clear()
    for number, words in posts:
        link = f"<link>{post.site.url}/live{f'#post-{number}' if fragments else ''}</link>"
        guid = f'<guid isPermaLink="false">post-{number}</guid>' if guids else ""
        text = f"<content:encoded><![CDATA[<p>{words}</p>]]></content:encoded>"
        post.items.insert(0, f"<item><title>{number}</title>{link}{guid}{text}</item>")
    return post.feed()


@pytest.mark.parametrize("given", [{"fragments": True}, {"guids": True}, {"guids": False}])
def test_posts_that_share_a_page_are_each_read_once(store, post, watched, given):
    """Whether they are told apart by their place in it, by their guids or by their texts alone."""
    posts = [(1, "Voss said it rains."), (2, "Oru said it pours."), (3, "Brom said it snows.")]
    watched(live(post, *posts[:2], **given))
    told = watched(live(post, *posts, **given))
    assert contents(store) == ["it pours", "it rains", "it snows"]
    assert [one.found for one in events(told, Polled)] == [1]
    assert post.asked_for("/live") == 0


def test_a_post_that_changes_is_not_read_again_where_its_guid_tells_it(store, post, watched):
    watched(live(post, (1, "Voss said it rains."), (2, "Oru said it pours.")))
    told = watched(live(post, (1, "Voss said that it hails."), (2, "Oru said it pours.")))
    assert [one.found for one in events(told, Polled)] == [0]
    assert contents(store) == ["it pours", "it rains"]


def test_entries_of_ordinary_feeds_are_known_by_their_links_as_before(store, post, watched):
    """A ledger that was written before has its items under these keys."""
    whole, page = post.publishes_whole("quay", "Voss said it rains."), post.publishes("tide", "Oru said it pours.")
    post.items[:] = [one.replace("</link>", "?x=1#top</link><guid>g7</guid>") for one in post.items]
    post.site.says("/tide?x=1", post.site.answers["/tide"].body)
    watched(post.feed())
    keys = [row[0] for row in keys_of(store)]
    assert keys == sorted([f"{whole}?x=1#top", f"{page}?x=1"])


def test_a_place_in_a_page_that_the_ledger_has_is_not_read_again(store, post, watched):
    """Before, the key of such an item was its page's; the document's origin tells that it was read."""
    url = live(post, (1, "Voss said it rains."), fragments=True)
    watched(url)
    with store.writing():
        store._batch.exec_driver_sql("UPDATE feed_item SET key = 'before'")
    assert [one.found for one in events(watched(url), Polled)] == [0]


def test_all_items_whose_pages_redirect_to_one_that_can_t_be_read_are_given_up(store, post, watched):
    for name in ("quay", "tide", "moor"):
        post.publishes(name, "", status=302, location="/wall")
    post.site.says("/wall", b"<html><body>&nbsp;</body></html>")
    told = watched(post.feed(), hours=0.2)
    assert [one.origin for one in events(told, Failure)] == [post.site.url + "/wall"] * 3
    assert events(told, ItemPutOff) == []
    assert state_of(store, post.site.url + "/feed.xml").waiting == 0


def keys_of(store):
    with store.writing():
        return store._batch.exec_driver_sql("SELECT key FROM feed_item ORDER BY key").fetchall()
