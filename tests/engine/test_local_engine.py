"""Worker processes give the rows that one process gives, whoever dies among them."""

from __future__ import annotations

import os
import signal
import time
from collections import deque
from dataclasses import replace
from types import SimpleNamespace

import pytest

from sayso import pipeline, read
from sayso.config import Settings
from sayso.engine import local
from sayso.engine.local import PoolReading, extract, read_into, reading
from sayso.errors import WeightsError, WorkersError
from sayso.keeping import Known, Stored
from sayso.records import Failure
from sayso.store import Store
from tests.saying import Said, rows_of
from tests.saying import SaidRule as Rule

PLAIN = Settings(plain=True, batch_articles=4)


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "ledger.db") as opened:
        yield opened


def written(folder, **texts):
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return [str(folder / f"{name}.txt") for name in texts]


def contents(store):
    return sorted(row.content_text for row in store.statements())


@pytest.mark.parametrize("processes", [1, 2])
def test_the_ledger_is_that_of_one_process(processes, corpus, expected, settings, store, monkeypatch):
    """Byte for byte, but for runs and times."""
    monkeypatch.setattr(local, "BATCH", 3)
    events = list(read_into(store, [str(corpus)], settings, processes=processes, weights=Said()))
    assert {type(one) for one in events} == {Stored, Known, Failure}
    assert rows_of(store.path) == expected
    again = list(read_into(store, [str(corpus)], settings, processes=processes, weights=Said()))
    assert {type(one) for one in again} == {Known, Failure}


class Sent:
    """A pool of one that counts what it is sent."""

    size = 1

    def __init__(self):
        self.counts = []

    def submit(self, documents):
        self.counts.append(len(documents))
        return list(documents)

    def result(self, batch):
        return batch


def test_documents_go_to_a_worker_as_many_together_as_it_is_meant_to_have():
    """However the results of those before are asked for in between."""
    pool = Sent()
    one, begun, found = PoolReading(pool, Rule().version), deque(), []
    documents = [SimpleNamespace(content=b"words") for _ in range(5 * local.BATCH)]
    for document in documents:
        begun.append(one.begin(document))
        if one.is_enough(begun):
            found.append(one.finish(begun.popleft()))
    found += [one.finish(place) for place in begun]
    assert pool.counts == [local.BATCH] * 5
    assert found == documents


def test_what_stands_in_the_inputs_comes_in_their_order(corpus, settings, monkeypatch):
    """As from one process, failures in their places."""
    monkeypatch.setattr(local, "BATCH", 2)
    here = list(pipeline.extract([str(corpus)], Rule(), settings))
    there = list(extract([str(corpus)], settings, processes=2, weights=Said()))
    assert [unstamped(one) for one in there] == [unstamped(one) for one in here]


def unstamped(one):
    return one if isinstance(one, Failure) else replace(one, document=replace(one.document, fetched=""))


def test_a_document_that_ends_its_process_is_passed_over_and_the_rest_is_read(store, tmp_path):
    """It is blamed only after it did so by itself; its neighbours are read again."""
    inputs = written(tmp_path, a="Kell said one.", b="Kell said poison.", c="Kell said two.", d="Mar said three.")
    events = list(read_into(store, inputs, PLAIN, processes=1, weights=Said()))
    assert [type(one) for one in events] == [Stored, Failure, Stored, Stored]
    assert events[1].origin == inputs[1]
    assert events[1].reason == "the process that read it ended 2 times, and it was read by itself: report it to us"
    assert contents(store) == ["one", "three", "two"]


def test_a_process_that_is_killed_is_started_again_and_its_part_is_done_again(store, tmp_path):
    """What ends once was unlucky: nothing is lost, and nobody is blamed."""
    inputs = written(tmp_path, a="Kell said one.", b="Kell said poison.", c="Kell said two.")
    events = list(read_into(store, inputs, PLAIN, processes=2, weights=Said(str(tmp_path / "spared"))))
    assert [type(one) for one in events] == [Stored] * 3
    assert contents(store) == ["one", "poison", "two"]


def test_processes_that_are_killed_from_outside_while_they_wait_are_started_again(tmp_path):
    """Even all of them at once."""
    [first, second] = (
        list(read.documents([one], PLAIN)) for one in written(tmp_path, a="Kell said one.", b="Mar said two.")
    )
    with reading(PLAIN, 2, Said()) as one:
        assert len(list(pipeline.extract_by(one, first))) == 1
        for pid in one.pool.pids:
            os.kill(pid, signal.SIGKILL)
        time.sleep(0.5)  # the deaths come through
        [found] = pipeline.extract_by(one, second)
        assert len(found.statements) == 1


def test_a_document_that_upsets_a_stage_is_a_failure_and_the_rest_is_read(store, tmp_path):
    """Its sentence names the error."""
    inputs = written(tmp_path, a="Kell said one.", b="Kell said puzzle.", c="Kell said two.")
    events = list(read_into(store, inputs, PLAIN, processes=1, weights=Said()))
    assert [type(one) for one in events] == [Stored, Failure, Stored]
    assert events[1].reason == "it can't be read (IndexError: 'no word 7'): report it to us"
    assert contents(store) == ["one", "two"]


class Absent(Said):
    def load(self, settings):
        raise WeightsError("the model's file encoder.onnx can't be read: install sayso again.")


def test_weights_that_are_absent_are_told_in_their_own_sentence(store, tmp_path):
    """The error of the worker is that of the command."""
    with pytest.raises(WeightsError, match="install sayso again"):
        list(read_into(store, written(tmp_path, a="Kell said one."), PLAIN, processes=1, weights=Absent()))
    assert store.model_runs() == ()


class Dying(Said):
    def load(self, settings):
        os._exit(3)


def test_a_process_that_can_not_start_is_not_started_for_ever(store, tmp_path):
    """The sentence says what may be wrong."""
    with pytest.raises(WorkersError, match="ended before it had loaded the model"):
        list(read_into(store, written(tmp_path, a="Kell said one."), PLAIN, processes=1, weights=Dying()))


def test_who_stops_asking_ends_the_processes(corpus, settings):
    """None is left behind."""
    with reading(settings, 2, Said()) as one:
        found = pipeline.extract_by(one, (o for o in read.documents([str(corpus)], settings)))
        next(found)
        pids = one.pool.pids
        found.close()
    assert len(pids) == 2
    assert not any(is_alive(pid) for pid in pids)


def test_an_error_in_between_ends_the_processes_at_once(corpus, settings):
    """Ctrl-C does not wait for what is being read."""
    pids = []

    def stopped():
        with reading(settings, 1, Said()) as one:
            next(pipeline.extract_by(one, read.documents([str(corpus)], settings)))
            pids.extend(one.pool.pids)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert pids
    for _ in range(100):
        if not any(map(is_alive, pids)):
            break
        time.sleep(0.1)
    assert not any(map(is_alive, pids))


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    with open(f"/proc/{pid}/stat", encoding="ascii") as file:  # noqa: PTH123 - no path of ours
        return file.read().rpartition(")")[2].split()[0] != "Z"


def test_what_waits_is_bounded(tmp_path, monkeypatch):
    """No more documents are taken than the queues hold, however many come."""
    monkeypatch.setattr(local, "BATCH", 2)
    taken = []

    def endless():
        number = 0
        while True:
            taken.append(number)
            text = b"Kell said thing %d." % number
            yield read.make_document(content=text, name="x", origin="x", fetched="", media_type="text/plain")
            number += 1

    with reading(PLAIN, 1, Said()) as one:
        found = pipeline.extract_by(one, endless())
        for _ in range(10):
            next(found)
        found.close()
    assert len(taken) <= 10 + 2 * local.QUEUE


class Blind(Rule):
    """The rule as it was before an upgrade: it found nothing."""

    def _places(self, window):
        return []


def test_after_an_upgrade_the_ledger_is_that_of_one_process_reprints_and_all(tmp_path):
    """Nothing of what was read before is left in either."""
    inputs = written(tmp_path, a="Kell said one.", b="\ufeffKell said one.")
    here, there = tmp_path / "here.db", tmp_path / "there.db"
    for path in (here, there):
        with Store.open(path) as store, pipeline.reading(Blind(), PLAIN) as before:
            list(pipeline.write_into(store, read.documents(inputs, PLAIN), before, '{"sayso": "0.0.1"}', PLAIN))
    with Store.open(here) as store:
        list(pipeline.read_into(store, inputs, Rule(), PLAIN))
        assert contents(store) == ["one", "one"]
    with Store.open(there) as store:
        list(read_into(store, inputs, PLAIN, processes=1, weights=Said()))
    assert rows_of(here) == rows_of(there)
