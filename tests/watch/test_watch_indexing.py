"""New statements are indexed by meaning as they come in, where the ledger has an index, and never at the news' cost."""

from __future__ import annotations

import pytest

from sayso import indexing
from sayso.errors import LedgerBusy, LedgerFull, WeightsError
from sayso.keeping import Stored
from sayso.records import Failure
from sayso.summaries import FAILURES_KEPT, WatchSummary
from sayso.watch import indexed
from sayso.watch.events import Indexed, NotIndexed, Resting
from tests.database import by_hand
from tests.meanings import Bag
from tests.watch.conftest import contents


@pytest.fixture
def index(store, post, watched):
    """Return what makes vectors, of a ledger that has an index of one statement."""
    made = Bag()
    post.publishes("quay", "Voss said it rains.")
    watched(post.feed())
    assert list(indexing.index_waiting(store, made)) == [1]
    return made


def of(told, kind):
    return [one for one in told if isinstance(one, kind)]


def test_what_a_round_reads_is_indexed_after_it(store, post, watched, index):
    """Without `sayso index`: the next search by meaning finds it."""
    post.publishes("tide", "Oru said it pours. Voss said it snows.")
    told = watched(post.feed(), meaning=lambda: index)
    assert of(told, Indexed) == [Indexed(2, 0)]
    assert store.count_without_vector(index.method) == 0
    assert len(contents(store)) == 3
    assert told.index(of(told, Stored)[0]) < told.index(of(told, Indexed)[0])


def test_what_another_command_read_is_indexed_too(store, post, watched, index):
    """The watcher was not asked to index when that came."""
    post.publishes("tide", "Oru said it pours.")
    watched(post.feed())
    assert store.count_without_vector(index.method) == 1
    assert of(watched(post.feed(), meaning=lambda: index), Indexed) == [Indexed(1, 0)]


def test_a_round_without_anything_new_asks_the_network_nothing_and_counts_nothing(
    store, post, watched, index, monkeypatch
):
    """One look at what came since the last round is all the work there is."""
    monkeypatch.setattr(index, "vectors", None)
    monkeypatch.setattr(store, "count_without_vector", None)
    assert of(watched(post.feed(), hours=3, meaning=lambda: index), (Indexed, NotIndexed)) == []


def test_a_round_looks_at_what_came_since_the_last_one_alone(store, post, watched, index, monkeypatch):
    """Or each would cost what the ledger holds."""
    asked, without_vector = [], store.without_vector

    def noting(method, after, limit):
        asked.append(after)
        return without_vector(method, after, limit)

    def publishing(event):
        if isinstance(event, Resting):
            name = f"page{len(post.items)}"
            post.publishes(name, f"Oru of {name} said it pours.")
            post.feed()

    monkeypatch.setattr(store, "without_vector", noting)
    monkeypatch.setattr(indexed, "ALL_AGAIN", 36_000.0)
    watched(post.feed(), hours=3, meaning=lambda: index, tell=publishing)
    assert len(contents(store)) > 3
    assert asked == sorted(asked)
    assert asked.count(-1) == 1
    assert store.count_without_vector(index.method) == 0


def test_a_statement_that_lost_its_vector_is_indexed_within_the_hour(store, post, watched, index):
    """As one does whose words a person corrects."""
    rests = []

    def losing(event):
        if isinstance(event, Resting) and not rests:
            rests.append(event)
            by_hand(store.path, "DELETE FROM statement_vector")

    told = watched(post.feed(), hours=2, meaning=lambda: index, tell=losing)
    assert of(told, Indexed) == [Indexed(1, 0)]


def test_a_ledger_without_an_index_is_given_none_and_no_network_is_loaded(store, post, watched):
    """Who never searches by meaning doesn't pay for it."""

    def load():
        raise AssertionError("the network was loaded")

    post.publishes("quay", "Voss said it rains.")
    assert of(watched(post.feed(), meaning=load), (Indexed, NotIndexed)) == []
    assert store.vector_method() is None


def test_an_index_of_another_version_is_left_and_told_once(store, post, watched, index):
    """To make it anew may take hours, and would take away what there is."""
    post.publishes("tide", "Oru said it pours.")
    told = watched(post.feed(), hours=5, meaning=lambda: Bag("bag 2"))
    [one] = of(told, NotIndexed)
    assert one.reason == "what is indexed by meaning was made by another version: run `sayso index`"
    assert store.vector_method() == index.method
    assert len(contents(store)) == 2


def test_a_round_is_held_up_for_a_while_and_the_rest_is_indexed_after_the_next(
    store, post, watched, clock, index, monkeypatch
):
    """Batch by batch; what was made is kept."""
    monkeypatch.setattr(indexing, "AT_ONCE", 1)
    vectors = index.vectors

    def slow(texts):
        clock.wait(indexed.MOST_SECONDS * 0.6)
        return vectors(texts)

    monkeypatch.setattr(index, "vectors", slow)
    post.publishes("tide", "Oru said it pours. Voss said it snows. Kell said it hails. Mar said it is dry.")
    told = watched(post.feed(), hours=3, meaning=lambda: index)
    assert of(told, Indexed) == [Indexed(2, 2), Indexed(2, 0)]


def test_a_watcher_that_is_asked_to_end_indexes_the_batch_at_hand_alone(post, watched, clock, index, monkeypatch):
    """The same command goes on."""
    monkeypatch.setattr(indexing, "AT_ONCE", 1)
    vectors = index.vectors

    def stopping(texts):
        clock.stopped = True
        return vectors(texts)

    post.publishes("tide", "Oru said it pours. Voss said it snows.")
    monkeypatch.setattr(index, "vectors", stopping)
    assert of(watched(post.feed(), meaning=lambda: index), Indexed) == [Indexed(1, 1)]
    monkeypatch.setattr(index, "vectors", vectors)
    assert of(watched(post.feed(), meaning=lambda: index), Indexed) == [Indexed(1, 0)]


@pytest.mark.parametrize(
    "error",
    [RuntimeError("it broke"), MemoryError(), WeightsError("no weights"), LedgerFull("full"), LedgerBusy("busy")],
    ids=lambda error: type(error).__name__,
)
@pytest.mark.parametrize("where", ["loading", "working", "writing"])
def test_a_failure_to_index_is_told_once_and_stops_nothing(store, post, watched, index, monkeypatch, error, where):
    """What came is read and linked; once it works again, all that waits is indexed."""

    def failing(*_):
        raise error

    def load():
        return failing() if where == "loading" else index

    with monkeypatch.context() as patch:
        if where == "working":
            patch.setattr(index, "vectors", failing)
        elif where == "writing":
            patch.setattr(store, "put_vectors", failing)
        for name in ("tide", "moor"):
            post.publishes(name, f"Oru of {name} said it pours.")
            post.feed()
        told = watched(post.feed(), hours=5, meaning=load)
    assert of(told, NotIndexed) == [NotIndexed(str(error) or type(error).__name__)]
    assert of(told, Failure) == []
    assert len(contents(store)) == 3
    assert post.asked_for("/feed.xml") > 5
    assert of(watched(post.feed(), meaning=lambda: index), Indexed) == [Indexed(2, 0)]


def test_a_summary_counts_all_failures_and_keeps_the_last_of_them():
    """A watch may go on for months."""
    summary = WatchSummary()
    for number in range(250):
        summary.add(Failure(f"https://courier.example/{number}", "it is gone"))
    assert summary.skipped == 250
    assert len(summary.read.failures) == FAILURES_KEPT
    assert summary.read.failures[-1].origin == "https://courier.example/249"


def test_a_summary_has_what_was_indexed_and_what_is_wrong_now():
    """What went wrong before and works again is not told at the end."""
    summary = WatchSummary()
    for event in (NotIndexed("no weights"), Indexed(3, 5), Indexed(5, 0)):
        summary.add(event)
    assert (summary.indexed, summary.unindexed, summary.not_indexed) == (8, 0, None)
    summary.add(NotIndexed("full"))
    assert summary.not_indexed == "full"
    assert summary.read.read == 0
