"""The killing of benchmarks/kills.py, a little of it: whoever is killed, nothing promised is lost, and nothing doubled.

The commands are real processes with stand-ins for the networks. `python -m benchmarks.kills` kills several hundred.
"""

from __future__ import annotations

import importlib.util
import os
import platform
import random
import shutil
import sqlite3
import sys
from contextlib import closing

import pytest

from benchmarks.killing import checks
from benchmarks.killing.site import open_site
from benchmarks.killing.stages import KINDS, Workshop, complaint_about
from benchmarks.killing.steps import STEPS
from benchmarks.killing.trials import killed_at, random_kills

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up in /proc, which Linux has")
NO_RAY = importlib.util.find_spec("ray") is None
LOCKED = sys.platform == "linux" and platform.machine() == "x86_64"
"""Where requirements/test.txt has it."""
SEED = 11
BUSY = "Another process is writing to"


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    with open_site(SEED, pages=6) as site:
        yield Workshop(tmp_path_factory.mktemp("kills") / "shop", "stand-in", SEED, site, texts=6)


@pytest.mark.parametrize("name", STEPS)
def test_who_is_killed_at_a_step_loses_nothing_and_goes_on(shop, name):
    trial = killed_at(shop, name)
    assert trial.complaints == []
    assert trial.kills == 1


@pytest.mark.parametrize("kind", ["reader", "shards", "watcher", "linker"])
def test_who_is_killed_at_random_moments_loses_nothing_and_goes_on(shop, kind):
    trial = random_kills(shop, kind, random.Random(SEED), 4)  # noqa: S311 - chance, no secret
    assert trial.complaints == []


@pytest.mark.skipif(NO_RAY and not (LOCKED and os.environ.get("CI")), reason="ray is not installed: the extra cluster")
def test_a_cluster_that_is_killed_loses_nothing_and_goes_on(shop):
    trial = random_kills(shop, "ray", random.Random(SEED), 2)  # noqa: S311 - same
    assert trial.complaints == []


def test_every_kind_of_command_has_steps_at_which_it_is_killed():
    stages = {stage for kind, some in KINDS.items() if kind != "ray" for stage in some}
    assert {one.stage for one in STEPS.values()} == stages


@pytest.mark.parametrize(("one", "other"), [("read", "read"), ("link", "judge"), ("link", "link")])
def test_two_who_write_to_one_ledger_at_once_make_what_one_would_have_made(shop, one, other):
    state = shop.begin(one)
    both = [(stage, shop.start(stage, state)) for stage in (one, other)]
    told = [line for stage, running in both for line in finished(shop, stage, state, running)]
    assert list(checks.broken(state.ledger, state.shards, told)) == []
    alike = shop.undisturbed("judge" if other == "judge" else one).state.ledger
    assert list(checks.unlike(alike, state.ledger)) == []


def finished(shop, stage, state, running):
    """Wait for a command, give it again where it was told that the ledger is busy, and return what it told."""
    ended, told = running.finish(), running.lines()
    while BUSY in ended.said and ended.code == 2:
        running = shop.start(stage, state)
        ended, told = running.finish(), told + running.lines()
    assert complaint_about(ended) is None
    return told


# --- that the harness sees what is wrong ------------------------------------------------------------------------------


@pytest.fixture
def state(shop):
    """Return what `read` has made, to be damaged."""
    made = shop.begin("link")
    yield made
    shutil.rmtree(made.folder)


def damaged(state, *statements):
    with closing(sqlite3.connect(state.ledger)) as db:
        for one in statements:
            db.execute(one)
        db.commit()
    return list(checks.broken(state.ledger, state.shards, ["begun", "document 0123", "linked 4567"]))


def test_what_was_promised_and_is_not_there_is_told(state):
    assert damaged(state) == [
        "document 0123 was told to be written, and is not there",
        "linked 4567 was told to be written, and is not there",
    ]


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("DELETE FROM article WHERE key = 3", "1 documents were written by half"),
        ("DELETE FROM document WHERE id = (SELECT min(id) FROM document)", "PRAGMA foreign_key_check says"),
        ("UPDATE origin SET origin = 'a.txt' WHERE origin LIKE '%.html'", "a.txt is there twice"),
        ("INSERT INTO article_words (article_words) VALUES ('delete-all')", "SQLite says"),
    ],
)
def test_what_is_not_sound_is_told(state, statement, told):
    assert any(one.startswith(told) for one in damaged(state, statement))


def test_what_another_run_made_otherwise_is_told(shop, state):
    damaged(state, "UPDATE statement SET cue_text = 'whispered' WHERE key = 1")
    [one] = checks.unlike(shop.undisturbed("read").state.ledger, state.ledger)
    assert "'whispered' here" in one
