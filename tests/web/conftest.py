"""The application over a ledger of five invented pages, one of which is hostile in every field."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from sayso import library
from sayso.library import open_ledger
from sayso.records import ModelVersion
from sayso.store import Store
from sayso.web.access import Access
from sayso.web.app import create_app
from tests.ferry import Rule, made_pages
from tests.web.hostile import hostile_page

HOME = "http://localhost:8023"


@pytest.fixture(scope="session")
def ledger_file(tmp_path_factory):
    """Return the file of a ledger of five pages whose links were looked for."""
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


@pytest.fixture(scope="session")
def ledger(ledger_file):
    """Return the ledger, opened for reading."""
    with open_ledger(ledger_file, read_only=True) as opened:
        yield opened


@pytest.fixture(scope="session")
def client(ledger):
    """Return who asks the application on this machine; redirects are not followed."""
    return TestClient(create_app(ledger), base_url=HOME, follow_redirects=False)


@pytest.fixture
def asking(ledger):
    """Return a function that gives who asks an application with other access."""

    def made(**access):
        return TestClient(create_app(ledger, Access(**access)), base_url=HOME, follow_redirects=False)

    return made


@pytest.fixture(scope="session")
def rows(ledger):
    """Return all statements, newest page first."""
    return list(ledger.statements())
