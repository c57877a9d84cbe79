"""The connections that httpx uses here: to checked addresses only, and with a deadline over all they do.

The check stands where the connection is made, so no redirect, proxy variable or second look-up of the name
(DNS rebinding) goes round it. The deadline stands there too, so that a server which sends its headers or its
body a byte at a time is given up in time. Proxies are not supported: behind one, nobody could check the address.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from ssl import SSLContext
from typing import Any, cast

import httpcore
import httpx

from sayso.read.addresses import addresses_of


class Deadline:
    """When the URL that is being fetched must be done with."""

    def __init__(self) -> None:
        self._end = float("inf")

    @contextmanager
    def after(self, seconds: float) -> Iterator[None]:
        """Give what happens within the block so many seconds, and no more than are left of a block around it."""
        before = self._end
        self._end = min(before, time.monotonic() + seconds)
        try:
            yield
        finally:
            self._end = before

    def is_over(self) -> bool:
        """Say whether the time is up."""
        return time.monotonic() >= self._end

    def left(self, timeout: float | None) -> float:
        """Return how long one step may take; raise `httpcore.ReadTimeout` where no time is left."""
        if self.is_over():
            raise httpcore.ReadTimeout("the total time is up")
        return min(self._end - time.monotonic(), float("inf") if timeout is None else timeout)


class GuardedTransport(httpx.BaseTransport):
    """httpx's way to the network, through `httpcore` with the checks of this module."""

    def __init__(self, deadline: Deadline, *, allow_private: bool) -> None:
        backend = _GuardedBackend(deadline, allow_private=allow_private)
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(), max_keepalive_connections=8, network_backend=backend
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request; `PrivateAddressError` and httpcore's errors pass through."""
        url = request.url
        answer = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
                content=cast("httpx.SyncByteStream", request.stream),
                extensions=request.extensions,
            )
        )
        body = _Body(cast("Iterable[bytes]", answer.stream))
        return httpx.Response(answer.status, headers=answer.headers, stream=body, extensions=answer.extensions)

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, stream: Iterable[bytes]) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        yield from self._stream

    def close(self) -> None:
        close = getattr(self._stream, "close", None)
        if close is not None:
            close()


class _GuardedBackend(httpcore.NetworkBackend):
    def __init__(self, deadline: Deadline, *, allow_private: bool) -> None:
        self._deadline = deadline
        self._allow_private = allow_private
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first of the host's addresses that answers; all of them were checked."""
        failed: Exception = httpcore.ConnectError(f"the host {host!r} has no address")
        for address in addresses_of(host, port, allow_private=self._allow_private):
            try:
                left = self._deadline.left(timeout)
                stream = self._plain.connect_tcp(address, port, left, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
            else:
                return _TimedStream(stream, self._deadline)
        raise failed


class _TimedStream(httpcore.NetworkStream):
    """A stream none of whose steps outlasts the deadline."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left(timeout))
        return _TimedStream(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - httpcore's own signature
        return self._stream.get_extra_info(info)
