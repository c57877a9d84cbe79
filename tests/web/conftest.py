"""The application over the ledger of tests/conftest.py."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from sayso.library import open_ledger
from sayso.web.access import Access
from sayso.web.app import create_app
from tests.serving import a_browser
from tests.talk import talk_ledger

HOME = "http://localhost:8023"


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


@pytest.fixture(scope="session")
def talk(tmp_path_factory):
    """Return a ledger of people who accuse and support one another, opened for reading."""
    with open_ledger(talk_ledger(tmp_path_factory.mktemp("talk") / "talk.db"), read_only=True) as opened:
        yield opened


@pytest.fixture(scope="session")
def talk_client(talk):
    """Return who asks the application over that ledger."""
    return TestClient(create_app(talk), base_url=HOME, follow_redirects=False)


@pytest.fixture(scope="module")
def browser():
    """Return a Chromium. Not for the session: the driver's event loop would be in the way of other tests'."""
    with a_browser() as opened:
        yield opened


@pytest.fixture
def page(browser, request):
    """Return a page on which no stranger's script has run, and no error was told, once the test is done."""
    for server in {"home", "own"} & set(request.fixturenames):  # begun before the page, it stops after: a page asks on
        request.getfixturevalue(server)
    context = browser.new_context()
    opened = context.new_page()
    opened.told = []
    opened.on("console", lambda message: opened.told.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: opened.told.append(str(error)))
    yield opened
    assert opened.evaluate("window.hit") is None, "a stranger's script has run"
    assert opened.told == [], "the console has errors"
    context.close()
