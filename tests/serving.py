"""The application on a port of this machine, and the browser that looks at it."""

from __future__ import annotations

import os
import shutil
import socket
import threading
from contextlib import contextmanager

import pytest
import uvicorn

from sayso.web.access import Access
from sayso.web.app import create_app

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@contextmanager
def served(ledger):
    """Serve the ledger on a free port of this machine and give its address."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        config = uvicorn.Config(create_app(ledger, Access()), log_level="error", lifespan="on")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(timeout=10)


@contextmanager
def a_browser():
    """Give a Chromium; where there is none, CI fails and others skip."""
    playwright = pytest.importorskip("playwright.sync_api", reason="the test tools are not installed: make test")
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        told = f"no browser is installed: one of {', '.join(BROWSERS)}"
        pytest.fail(told) if os.environ.get("CI") else pytest.skip(told)
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=path, args=flags)
        yield opened
        opened.close()
