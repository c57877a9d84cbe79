"""No test can reach past this machine."""

from __future__ import annotations

import socket

import pytest
from pytest_socket import SocketConnectBlockedError


@pytest.mark.filterwarnings("ignore:A test tried to use socket")  # as this one means to
def test_an_address_on_the_network_is_refused():
    with socket.socket() as closed, pytest.raises(SocketConnectBlockedError):
        closed.connect(("192.0.2.1", 80))  # TEST-NET-1: an address kept for documentation


def test_the_loopback_address_is_open():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as there:
        assert there.getpeername() == server.getsockname()
