"""http(s) URLs -> pages: politely, within limits, and never from the user's own network.

A page is given up where it takes too long, is too large (compressed or not), is no text by its own account, is
asked for too often by redirects, or leads to another scheme or to a private address. robots.txt is honoured on
every hop. A URL is named after redirects: a page's origin is the URL that its bytes came from.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus

import httpcore
import httpx

from sayso.config import Settings
from sayso.errors import InputError
from sayso.read.addresses import PrivateAddressError
from sayso.read.network import Deadline, GuardedTransport
from sayso.read.outcomes import Seen, Unchanged, Validators
from sayso.read.received import type_refused
from sayso.read.robots import MAX_ROBOTS_BYTES, Robots
from sayso.read.streams import BROKEN_GZIP, broken_gzip, gunzipped

MAX_URL = 4_096
"""Characters of a URL; servers refuse longer ones, and so do most browsers' address bars."""

REDIRECTS = frozenset({301, 302, 303, 307, 308})

ACCEPT = "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,*/*;q=0.5"


@dataclass(frozen=True, slots=True)
class Page:
    """What a URL gave, decompressed where the transfer was compressed."""

    url: str
    content: bytes
    media_type: str
    charset: str | None
    validators: Validators


class StatusError(InputError):
    """The server answered with an error: its status, and how long it asks to be left alone, as it says so."""

    def __init__(self, origin: str, reason: str, status: int, retry_after: str | None) -> None:
        super().__init__(origin, reason)
        self.status = status
        self.retry_after = retry_after


class Web:
    """Fetches URLs for one run; close it after use.

    `seen` gives the validators of URLs whose documents the caller has; such a URL may come out `Unchanged`. `sleep` and
    `monotonic` stand in for the clock by which a site is given its pause.
    """

    def __init__(
        self,
        settings: Settings,
        seen: Seen | None = None,
        *,
        sleep: Callable[[float], None] = time.sleep,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = settings
        self._seen = seen
        self._deadline = Deadline()
        self._client = httpx.Client(
            transport=GuardedTransport(self._deadline, allow_private=settings.allow_private),
            timeout=settings.timeout,
            trust_env=False,
            headers={"User-Agent": settings.user_agent, "Accept-Encoding": "gzip", "Accept": ACCEPT},
        )
        self._robots = Robots(settings.user_agent.partition("/")[0], self._robots_txt, sleep, monotonic)
        self._overloaded: set[str] = set()

    def fetch(self, address: str) -> Page | Unchanged:
        """Return the page, or `Unchanged`; raise `InputError` with the reason where there is none.

        Where a server answered with an error, that is a `StatusError`.
        """
        origin = without_password(address)
        url = _parsed(address, origin)
        try:
            with self._limits(origin):
                self._robots.check(_site(url), _bare(url))
            self._robots.wait_for(_site(url))
            with self._limits(origin):
                return self._follow(url)
        except InputError as error:
            hop = "" if error.origin in {origin, _bare(url)} else f"it is redirected to {error.origin!r}: "
            if isinstance(error, StatusError):
                raise StatusError(origin, hop + error.reason, error.status, error.retry_after) from error
            raise InputError(origin, hop + error.reason) from error

    def begin_again(self) -> None:
        """Begin another round: who was asked too much may be asked again, and old robots.txt files are read anew."""
        self._overloaded.clear()
        self._robots.forget_old()

    def close(self) -> None:
        """Close all connections."""
        self._client.close()

    def _follow(self, url: httpx.URL) -> Page | Unchanged:
        hops = [url]
        for _ in range(self._settings.max_redirects + 1):
            if len(hops) > 1:
                self._robots.check(_site(url), _bare(url))
            known = self._seen(_bare(url)) if self._seen else None
            with self._sent(url, known) as response:
                if response.status_code not in REDIRECTS:
                    return self._received(response, url, known)
                url = _next_hop(response, url, hops)
            hops.append(url)
        raise InputError(_bare(hops[0]), f"it was redirected more than {self._settings.max_redirects} times")

    @contextmanager
    def _sent(self, url: httpx.URL, known: Validators | None) -> Iterator[httpx.Response]:
        if _site(url) in self._overloaded:
            raise InputError(_bare(url), f"{_site(url)} said that it is asked too much, and is left alone in this run")
        headers = {}
        if known and known.etag:
            headers["If-None-Match"] = known.etag
        if known and known.last_modified:
            headers["If-Modified-Since"] = known.last_modified
        with self._client.stream("GET", url, headers=headers) as response:
            yield response

    def _received(self, response: httpx.Response, url: httpx.URL, known: Validators | None) -> Page | Unchanged:
        origin = _bare(url)
        status = response.status_code
        if status == HTTPStatus.NOT_MODIFIED and known:
            return Unchanged(origin)
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            self._overloaded.add(_site(url))
        if not response.is_success:
            reason = f"the server answered {status} {httpx.codes.get_reason_phrase(status)}".rstrip()
            raise StatusError(origin, reason, status, response.headers.get("retry-after"))
        media_type = _media_type(response, origin)
        validators = Validators(response.headers.get("etag"), response.headers.get("last-modified"))
        content = self._body(response, origin)
        return Page(origin, content, media_type, response.charset_encoding, validators)

    def _body(self, response: httpx.Response, origin: str) -> bytes:
        """Return the body, decompressed; at most the limit is held of either form.

        httpx's own decompression is not used: it expands a whole chunk, and as often as the headers say.
        """
        limit = self._settings.max_bytes
        declared = response.headers.get("content-length", "")
        if declared.isdecimal() and int(declared[:20]) > limit:
            raise InputError(
                origin, f"it has {int(declared[:20]):,} bytes, over the limit of {limit:,} (setting max_bytes)"
            )
        raw = _read_up_to(response, limit + 1)
        encoding = response.headers.get("content-encoding", "identity").strip().casefold()
        if encoding in {"gzip", "x-gzip"} and raw:
            try:
                raw = gunzipped(raw, limit + 1)
            except BROKEN_GZIP as error:
                raise broken_gzip(origin, error) from error
        elif encoding not in {"identity", "", "gzip", "x-gzip"}:
            raise InputError(origin, f"it is encoded as {encoding[:40]!r}, where gzip was asked for")
        if len(raw) > limit:
            raise InputError(origin, f"it has more than {limit:,} bytes, which is the limit (setting max_bytes)")
        return raw

    def _robots_txt(self, address: str) -> tuple[int, bytes]:
        """Fetch a robots.txt. Compressed ones are as good as none: sayso asks for it as it is."""
        url = httpx.URL(address)
        hops = [url]
        with self._limits(address):
            for _ in range(self._settings.max_redirects + 1):
                with self._client.stream("GET", url, headers={"Accept-Encoding": "identity"}) as response:
                    if response.status_code not in REDIRECTS:
                        return response.status_code, _read_up_to(response, MAX_ROBOTS_BYTES)
                    url = _next_hop(response, url, hops)
                hops.append(url)
        return HTTPStatus.NOT_FOUND, b""  # RFC 9309, section 2.3.1.2: redirected too often is not there

    @contextmanager
    def _limits(self, origin: str) -> Iterator[None]:
        """Run the block within the total time, and turn whatever a network can raise into an `InputError`."""
        with self._deadline.after(self._settings.total_timeout):
            try:
                yield
            except PrivateAddressError as error:
                raise InputError(origin, str(error)) from error
            except _TIMEOUTS as error:
                raise InputError(origin, self._too_slow()) from error
            except _NETWORK_ERRORS as error:
                raise InputError(origin, f"it can't be fetched: {error or type(error).__name__}") from error

    def _too_slow(self) -> str:
        if self._deadline.is_over():
            return f"it was not complete after {self._settings.total_timeout:g} seconds (setting total_timeout)"
        return f"its server sent nothing for {self._settings.timeout:g} seconds (setting timeout)"


def as_origin(address: str) -> str:
    """Return a URL as a fetched page's origin has it: without password and fragment, in its usual form.

    Raises `InputError` where it is no URL.
    """
    return _bare(_parsed(address, address[:200]))


def without_password(address: str) -> str:
    """Return the URL without user name and password, which have no place in a ledger.

    >>> without_password("https://me:secret@example.org/a")
    'https://example.org/a'
    """
    try:
        return str(httpx.URL(address).copy_with(userinfo=b"")) if "@" in address else address
    except httpx.InvalidURL:
        return address


_TIMEOUTS = (httpcore.TimeoutException, httpx.TimeoutException)
_NETWORK_ERRORS = (
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.UnsupportedProtocol,
    httpx.HTTPError,
    httpx.InvalidURL,
    httpx.StreamError,
    OSError,  # host names that can't be resolved, TLS errors
    UnicodeError,  # host names and headers that can't be encoded
)


def _parsed(address: str, origin: str) -> httpx.URL:
    try:
        url = httpx.URL(address)
    except (httpx.InvalidURL, UnicodeError) as error:
        raise InputError(origin, f"it is no URL ({error})") from error
    if not url.host:
        raise InputError(origin, "the URL names no host: write it as https://example.org/page")
    if len(address) > MAX_URL:
        raise InputError(origin[:200], f"the URL has {len(address):,} characters, over the limit of {MAX_URL:,}")
    return url


def _next_hop(response: httpx.Response, url: httpx.URL, hops: list[httpx.URL]) -> httpx.URL:
    """Return where a redirect leads; `InputError` where sayso does not follow it."""
    location = response.headers.get("location", "")
    origin = _bare(hops[0])
    if not location:
        raise InputError(origin, f"the server answered {response.status_code} without saying where to go")
    target = url.join(location)
    if target.scheme not in {"http", "https"} or not target.host:
        raise InputError(origin, f"it is redirected to {location[:200]!r}, and only http and https are followed")
    if target in hops:
        raise InputError(origin, f"it is redirected in a circle, back to {_bare(target)!r}")
    return _parsed(str(target), origin)


def _bare(url: httpx.URL) -> str:
    """Return the URL as an origin: without password and fragment."""
    return str(url.copy_with(userinfo=b"", fragment=None))


def _site(url: httpx.URL) -> str:
    return f"{url.scheme}://{url.netloc.decode('ascii', 'replace')}"


def _media_type(response: httpx.Response, origin: str) -> str:
    """Return the media type in lower case, '' where none is given; `InputError` where it can't be a text."""
    media_type: str = response.headers.get("content-type", "").partition(";")[0].strip().casefold()
    reason = type_refused(media_type)
    if reason:
        raise InputError(origin, reason)
    return media_type


def _read_up_to(response: httpx.Response, limit: int) -> bytes:
    body = bytearray()
    for chunk in response.iter_raw():
        body += chunk
        if len(body) >= limit:
            break
    return bytes(body[:limit])
