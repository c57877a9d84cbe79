"""A server is there once it says so."""

from __future__ import annotations

import socket

import pytest

from sayso.errors import UsageError
from sayso.library import open_ledger
from sayso.web import serving
from sayso.web.access import LOOPBACK
from sayso.web.serving import names_of, serve


class Reached(Exception):
    """The server was reached before its application began."""


def test_a_browser_that_is_opened_as_soon_as_the_address_is_told_is_not_refused(tmp_path):
    def ready(served):
        host, port = served.address.removeprefix("http://").strip("/").split(":")
        socket.create_connection((host, int(port)), timeout=5).close()
        raise Reached

    with open_ledger(tmp_path / "a.db") as ledger, pytest.raises(Reached):
        serve(ledger, "127.0.0.1", 0, ready=ready)


@pytest.mark.parametrize("host", ["192.0.2.1", f"{'x' * 70}.example"])
def test_a_host_that_is_none_of_this_machines_is_told_so_and_not_to_take_another_port(tmp_path, host):
    """The first is an address that nobody has (RFC 5737), the second a name that nobody could have."""
    with open_ledger(tmp_path / "a.db") as ledger, pytest.raises(UsageError) as told:
        serve(ledger, host, 0)
    assert f"--host {host!r} is no address of this machine" in str(told.value)
    assert "--port" not in str(told.value)


def test_a_host_that_nobody_knows_is_told_so_too(tmp_path, monkeypatch):
    class Unknown(socket.socket):
        def bind(self, address):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(serving.socket, "socket", Unknown)
    with open_ledger(tmp_path / "a.db") as ledger, pytest.raises(UsageError, match=r"--host 'nobody\.example' is no"):
        serve(ledger, "nobody.example", 0)


def test_a_machine_whose_own_name_nobody_looks_up_is_served_under_the_names_that_are_known(monkeypatch):
    def unknown(*_):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(serving.socket, "getaddrinfo", unknown)
    assert names_of("0.0.0.0") >= {*LOOPBACK, "0.0.0.0", socket.gethostname().lower()}  # noqa: S104 - nothing is served


def test_a_port_that_is_taken_is_told_so(tmp_path):
    with (
        open_ledger(tmp_path / "a.db") as ledger,
        socket.create_server(("127.0.0.1", 0)) as taken,
        pytest.raises(UsageError, match="give another --port"),
    ):
        serve(ledger, "127.0.0.1", taken.getsockname()[1])
