"""Serve a ledger on this machine, or, with a token, to others."""

from __future__ import annotations

import errno
import ipaddress
import secrets
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from types import FrameType

import uvicorn

from sayso.errors import UsageError
from sayso.library import Ledger
from sayso.web.access import LOOPBACK, Access
from sayso.web.app import create_app
from sayso.web.live import Live
from sayso.web.memory import share_one_pool

TOKEN_BYTES = 24
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - asked for by name, and only with a token
"""Hosts that stand for all addresses of this machine."""
LAST_ANSWERS = 10
"""Seconds for the answers at hand when the server is to end."""


@dataclass(frozen=True, slots=True)
class Served:
    """Where the ledger is served, and the token that is asked for there."""

    address: str
    token: str | None


def serve(
    ledger: Ledger, host: str, port: int, *, read_only: bool = False, ready: Callable[[Served], None] | None = None
) -> None:
    """Serve until Ctrl-C; `ready` is called once the port is open. Port 0 takes one that is free.

    Raises UsageError where the port is taken or the host is none of this machine's.
    """
    share_one_pool()
    listener = _listener(host, port)
    try:
        token = None if is_loopback(host) else secrets.token_urlsafe(TOKEN_BYTES)
        app = create_app(ledger, Access(names_of(host), token, read_only, any_address=host in EVERYWHERE))
        config = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            server_header=False,
            lifespan="on",
            timeout_graceful_shutdown=LAST_ANSWERS,
        )
        if ready is not None:
            ready(Served(address_of(host, listener.getsockname()[1]), token))
        _Server(config, app.state.live).run(sockets=[listener])
    finally:
        listener.close()


def is_loopback(host: str) -> bool:
    """Return whether only this machine reaches the host.

    >>> is_loopback("LocalHost"), is_loopback("127.0.0.2"), is_loopback("::1"), is_loopback("0.0.0.0")
    (True, True, True, False)
    """
    try:
        return host.lower() == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def names_of(host: str) -> frozenset[str]:
    """Return the names that a Host header may give, in small letters: where all addresses are served, all known ones.

    >>> sorted(names_of("Ledger.example"))
    ['127.0.0.1', '::1', 'ledger.example', 'localhost']
    """
    host = host.lower()
    if is_loopback(host):
        return frozenset({*LOOPBACK, host})
    own = {host, *LOOPBACK}
    if host in EVERYWHERE:
        own |= {socket.gethostname().lower(), socket.getfqdn().lower()}
        with suppress(OSError):  # the machine's own name is in no directory: its addresses are answered all the same
            own |= {str(one[4][0]) for one in socket.getaddrinfo(socket.gethostname(), None)}
    return frozenset(own)


def address_of(host: str, port: int) -> str:
    """Return the address to open.

    >>> address_of("127.0.0.1", 8000), address_of("::1", 8000), address_of("0.0.0.0", 80)
    ('http://127.0.0.1:8000/', 'http://[::1]:8000/', 'http://localhost:80/')
    """
    shown = "localhost" if host in EVERYWHERE else host
    return f"http://{f'[{shown}]' if ':' in shown else shown}:{port}/"


class _Server(uvicorn.Server):
    """A server that ends although pages listen: their streams have no end of their own."""

    def __init__(self, config: uvicorn.Config, live: Live) -> None:
        super().__init__(config)
        self._live = live

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """End the streams, and then the server."""
        self._live.close()
        super().handle_exit(sig, frame)


def _listener(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen()  # or a browser that is opened now is refused: the application takes a moment to start
    except (OSError, OverflowError, UnicodeError) as error:
        listener.close()
        raise UsageError(_not_served(host, port, error)) from error
    return listener


def _not_served(host: str, port: int, error: Exception) -> str:
    """Return in one sentence why nothing can be served there, and what would be right."""
    is_no_host = isinstance(error, socket.gaierror | UnicodeError)  # a name that nobody has, or nobody could have
    if is_no_host or (isinstance(error, OSError) and error.errno == errno.EADDRNOTAVAIL):
        return f"--host {host!r} is no address of this machine ({error}): give 127.0.0.1, or 0.0.0.0 for all it has."
    return f"{host!r} port {port} can't be served on ({error}): give another --port, or 0 for one that is free."
