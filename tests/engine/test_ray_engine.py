"""A Ray cluster writes the shards that this machine writes, and a worker that dies is started again.

Ray has no wheels for some systems; where it can't be imported these tests are skipped, but never where CI runs.
"""

from __future__ import annotations

import importlib.util
import os
import platform
import sys

import pytest

from sayso.config import Settings
from sayso.engine import ray as engine
from sayso.engine import writing_shards
from sayso.engine.loading import load_shards
from sayso.engine.ray import write_shards
from sayso.errors import MissingExtra, UsageError, WorkersError
from sayso.store import Store
from tests.saying import Said, rows_of

NO_RAY = importlib.util.find_spec("ray") is None
LOCKED = sys.platform == "linux" and platform.machine() == "x86_64"
"""Where requirements/test.txt has it."""
needs_ray = pytest.mark.skipif(
    NO_RAY and not (LOCKED and os.environ.get("CI")), reason="ray is not installed: it is the extra cluster"
)
PLAIN = Settings(plain=True)


@pytest.fixture(scope="module")
def cluster():
    """Start Ray once, with two cores; the engine joins what is there."""
    os.environ |= {"RAY_USAGE_STATS_ENABLED": "0", "RAY_BACKEND_LOG_LEVEL": "fatal"}
    import ray

    ray.init(num_cpus=3, include_dashboard=False, log_to_driver=False, object_store_memory=100_000_000)
    yield
    ray.shutdown()


def names(folder):
    return sorted(one.name for one in folder.iterdir())


@needs_ray
@pytest.mark.parametrize("processes", [1, 2])
def test_a_cluster_writes_the_shards_that_this_machine_writes(cluster, processes, corpus, settings, expected, tmp_path):
    """The same names, and the same rows of a ledger; a second time nothing is done."""
    done = list(write_shards([str(corpus)], tmp_path / "s", settings, processes=processes, articles=8, weights=Said()))
    assert len(done) == 5
    list(writing_shards.write_shards([str(corpus)], tmp_path / "l", settings, processes=1, articles=8, weights=Said()))
    assert names(tmp_path / "s") == names(tmp_path / "l")
    with Store.open(tmp_path / "x.db") as store:
        list(load_shards(store, tmp_path / "s", settings, weights=Said()))
    assert rows_of(tmp_path / "x.db") == expected
    done = list(write_shards([str(corpus)], tmp_path / "s", settings, processes=processes, articles=8, weights=Said()))
    assert [one.was_there for one in done] == [True] * 5


@needs_ray
def test_a_worker_that_dies_is_started_again_and_a_deadly_document_loses_no_shard(cluster, tmp_path):
    """The shard has the others, and its manifest says what happened."""
    pages = tmp_path / "pages"
    pages.mkdir()
    for name, text in {"a": "Kell said one.", "b": "Kell said poison.", "c": "Kell said puzzle."}.items():
        (pages / f"{name}.txt").write_text(text, encoding="utf-8")
    [once] = write_shards([str(pages)], tmp_path / "s", PLAIN, processes=1, weights=Said(str(tmp_path / "spared")))
    assert [one.reason[:18] for one in once.manifest.failures] == ["it can't be read ("]
    [always] = write_shards([str(pages)], tmp_path / "t", PLAIN, processes=1, weights=Said())
    assert [one.reason[:26] for one in always.manifest.failures] == [
        "the process that read it e",
        "it can't be read (IndexErr",
    ]
    assert always.manifest.documents == 1


@needs_ray
def test_gpus_that_the_cluster_has_not_are_not_waited_for(cluster, tmp_path):
    """Ray would wait for ever."""
    with pytest.raises(WorkersError, match=r"The cluster has 0 GPUs, on which 2 workers with 0\.25 each don't fit"):
        list(write_shards(["x.txt"], tmp_path / "s", PLAIN, processes=2, gpus=0.25, weights=Said()))


class Absent(Said):
    def load(self, settings):
        raise UsageError("This ONNX Runtime can't use a GPU.")


@needs_ray
def test_what_a_worker_can_not_load_is_told_in_its_own_sentence(cluster, tmp_path, corpus):
    """And not in Ray's."""
    with pytest.raises(UsageError, match="can't use a GPU"):
        list(write_shards([str(corpus)], tmp_path / "s", PLAIN, processes=1, weights=Absent()))


@needs_ray
def test_a_cluster_that_does_not_answer_is_given_up_at_once(tmp_path, monkeypatch):
    """Ray itself would ask on for minutes."""
    monkeypatch.setattr("ray.is_initialized", lambda: False)
    with pytest.raises(WorkersError, match=r"No Ray cluster answers at '127\.0\.0\.1:1'"):
        list(write_shards(["x.txt"], tmp_path / "s", PLAIN, address="127.0.0.1:1", weights=Said()))


@needs_ray
def test_a_cluster_that_does_not_start_is_told_in_one_sentence(tmp_path, monkeypatch):
    """Of a busy machine, on which a node does not start in time, Ray raises a bare exception."""

    def slow(*_given, **_named):
        raise Exception("The current node timed out during startup.")  # noqa: TRY002 - as Ray has it

    monkeypatch.setattr("ray.is_initialized", lambda: False)
    monkeypatch.setattr("ray.init", slow)
    with pytest.raises(WorkersError, match=r"No Ray cluster answers at 'this machine' \(The current node timed out"):
        list(write_shards(["x.txt"], tmp_path / "s", PLAIN, weights=Said()))


def test_without_ray_the_sentence_says_what_to_install(tmp_path, monkeypatch):
    """As for every extra."""
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(MissingExtra, match=r"run pip install 'sayso\[cluster\]'"):
        list(write_shards(["x.txt"], tmp_path / "s", PLAIN, weights=Said()))


def test_standard_input_is_not_sent_to_a_cluster(tmp_path):
    """It is this machine's."""
    with pytest.raises(UsageError, match="standard input"):
        list(engine.write_shards(["-"], tmp_path / "s", PLAIN, weights=Said()))
