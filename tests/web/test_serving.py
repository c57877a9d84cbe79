"""A server is there once it says so."""

from __future__ import annotations

import socket

import pytest

from sayso.library import open_ledger
from sayso.web.serving import serve


class Reached(Exception):
    """The server was reached before its application began."""


def test_a_browser_that_is_opened_as_soon_as_the_address_is_told_is_not_refused(tmp_path):
    def ready(served):
        host, port = served.address.removeprefix("http://").strip("/").split(":")
        socket.create_connection((host, int(port)), timeout=5).close()
        raise Reached

    with open_ledger(tmp_path / "a.db") as ledger, pytest.raises(Reached):
        serve(ledger, "127.0.0.1", 0, ready=ready)
