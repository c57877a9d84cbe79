"""What every test gets: one profile for hypothesis, and the shared data where a checkout has it beside it.

The network is closed but for the loopback addresses (pytest-socket, set in pyproject.toml).
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

from sayso import library
from sayso.library import open_ledger
from sayso.records import ModelVersion
from sayso.store import Store
from tests.database import TEMPLATE, Databases, binaries
from tests.ferry import Rule, made_pages
from tests.hostile import hostile_page

ROOT = Path(__file__).resolve().parent.parent

settings.register_profile("here", deadline=None)  # a busy machine is no failed test
settings.register_profile("ci", deadline=None, derandomize=True)  # the same examples on every machine
settings.load_profile("ci" if os.environ.get("CI") else "here")


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the top folder of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of shared data (PolNeAR, web pages, samples): SAYSO_SHARED, or `../shared`; skip without it."""
    place = Path(os.environ.get("SAYSO_SHARED") or ROOT.parent / "shared")
    if not place.is_dir():
        pytest.skip(f"the shared data is not at {place}: lay it there, or name its folder in SAYSO_SHARED")
    return place


@pytest.fixture(scope="session")
def databases():
    """Return a PostgreSQL server; where there is none to start the test is skipped, and in CI it fails."""
    programs = binaries()
    try:
        import psycopg  # noqa: F401 - only whether it is there
    except ImportError:
        programs = None
    if programs is None:
        reason = "not installed: psycopg, or PostgreSQL's initdb and pg_ctl (Debian: apt-get install postgresql)"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
    server = Databases(programs)
    Store.open(server.address(TEMPLATE)).close()
    yield server
    server.stop()


@pytest.fixture
def address(databases):
    """Return the address of a new database that holds an empty ledger."""
    made = databases.new(TEMPLATE)
    yield made
    databases.drop(made)


@pytest.fixture(scope="session")
def ledger_file(tmp_path_factory):
    """Return the file of a linked ledger of five invented pages, one of which is hostile in every field."""
    path = tmp_path_factory.mktemp("web") / "ferry.db"
    with Store.open(path) as store:
        run_id = store.start_run(ModelVersion("m", "1"), "{}", "2031-06-01T00:00:00Z")
        for one in [*made_pages(), hostile_page()]:
            store.add(*one, run_id)
    with pytest.MonkeyPatch.context() as patch, open_ledger(path) as ledger:
        patch.setattr(library, "_scorer", Rule)
        ledger.link()
        ledger.actors()  # who is who is kept, as `sayso serve` has it kept before it serves
    return path
