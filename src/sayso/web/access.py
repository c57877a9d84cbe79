"""Who may ask, and what a browser may do with the answer: a layer around the whole application.

- A Host header that is not one of this server's names is refused: another site's name that resolves here (DNS
  rebinding) reaches nothing. Where all addresses are served, the one that a connection came to is a name, too.
- With a token, nothing is shown before it was given: once in the log-in form, which sets a cookie, or with each request
  as `Authorization: Bearer`.
- What changes something is refused where the browser says that another site's page asked for it (`Sec-Fetch-Site`, and
  for older ones `Origin`): the defence that OWASP's "Cross-Site Request Forgery Prevention" calls Fetch Metadata.
- What a request brings is counted as it comes in, whatever length its headers say, and given up where it is too much.
- Every answer has a Content-Security-Policy that runs no inline script and loads nothing from elsewhere.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from urllib.parse import quote, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = ("localhost", "127.0.0.1", "::1")
COOKIE = "sayso"
LONGEST_QUERY = 4_000
"""Characters of a URL's query: a search is a line."""
LARGEST_BODY = 256 * 1024
"""Bytes that a request may bring: a form's fields, or a judgement."""
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
OF_COOKIE = ("/login", "/logout")
"""What sets the log-in cookie and takes it back: nothing of the ledger."""
OPEN_PATHS = (*OF_COOKIE, "/static/")
"""What is shown before somebody has logged in."""
BEARER = {"WWW-Authenticate": "Bearer"}

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "frame-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # with no-referrer a form's Origin is null, and plain HTTP has no other sign
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
PRIVATE = {"Cache-Control": "private, no-cache"}
"""Of what shows the ledger: nobody in between keeps it, and who has logged out is not shown it from memory."""


@dataclass(frozen=True, slots=True)
class Access:
    """Who may ask: from which names of this server, with which token, and whether they may write."""

    names: frozenset[str] = frozenset(LOOPBACK)
    """What a Host header may say, without the port."""
    token: str | None = field(default=None, repr=False)
    """What must be given first; None on loopback."""
    read_only: bool = False
    any_address: bool = False
    """Whether a Host header may also give the address that the connection came to: no other site can be at it."""

    @property
    def cookie(self) -> str | None:
        """Return what the cookie of somebody who gave the token holds: not the token itself."""
        if self.token is None:
            return None
        return hmac.new(self.token.encode(), b"sayso log-in", hashlib.sha256).hexdigest()

    def is_token(self, given: str) -> bool:
        """Return whether this is the token; takes as long for a wrong one."""
        return self.token is not None and hmac.compare_digest(given.encode(), self.token.encode())


class AccessLayer:
    """The layer, as ASGI has it."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self.app, self.access = app, access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refused = self._refused(scope, Headers(scope=scope))
        kept = {} if scope["path"].startswith("/static/") else PRIVATE
        await (refused or self.app)(scope, _up_to_limit(receive), _with_headers(send, HEADERS | kept))

    def _refused(self, scope: Scope, headers: Headers) -> Response | None:
        if not self._is_here(scope, host_name(headers.get("host", ""))):
            return _said(421, f"This server is not {headers.get('host', '')!r}: open it under its own address.")
        if len(scope["query_string"]) > LONGEST_QUERY:
            return _problem(414, f"The query is longer than {LONGEST_QUERY:,} characters: ask for less.")
        if scope["method"] not in SAFE:
            if self.access.read_only and scope["path"] not in OF_COOKIE:
                return _problem(403, "This server only shows the ledger: start it without --read-only to change it.")
            if is_from_elsewhere(headers):
                return _problem(403, "Another site's page asked for this: do it from a page of this server.")
            if not (size := headers.get("content-length", "")).isdecimal():
                return _problem(411, "A request that changes something says how long it is: give Content-Length.")
            if int(size) > LARGEST_BODY:
                return _problem(413, f"The request has {int(size):,} bytes: give up to {LARGEST_BODY:,}.")
        if self.access.token is None or scope["path"].startswith(OPEN_PATHS) or self._is_known(headers):
            return None
        return _to_log_in(scope, headers)

    def _is_here(self, scope: Scope, name: str) -> bool:
        if name in self.access.names:
            return True
        came_to = _address((scope.get("server") or ("",))[0])
        return self.access.any_address and came_to is not None and came_to == _address(name)

    def _is_known(self, headers: Headers) -> bool:
        kind, _, given = headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer" and self.access.is_token(given.strip()):
            return True
        cookie = self.access.cookie
        return cookie is not None and hmac.compare_digest(cookie_of(headers).encode(), cookie.encode())


def host_name(host: str) -> str:
    """Return the name of a Host header, without its port, in small letters.

    >>> host_name("LocalHost:8000"), host_name("[::1]:8000"), host_name("evil.example")
    ('localhost', '::1', 'evil.example')
    """
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def is_from_elsewhere(headers: Mapping[str, str]) -> bool:
    """Return whether the browser says that a page of another site asks; a program that says nothing is none.

    >>> is_from_elsewhere({"sec-fetch-site": "cross-site"}), is_from_elsewhere({"sec-fetch-site": "same-origin"})
    (True, False)
    >>> is_from_elsewhere({"origin": "https://evil.example", "host": "localhost:8000"}), is_from_elsewhere({})
    (True, False)
    >>> is_from_elsewhere({"origin": "null", "host": "localhost:8000"}), is_from_elsewhere({"origin": "http://["})
    (True, True)
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = headers.get("origin")
    if origin is None:
        return False
    try:
        return (urlsplit(origin).netloc or None) != headers.get("host")
    except ValueError:
        return True


def cookie_of(headers: Mapping[str, str]) -> str:
    """Return what the log-in cookie holds, "" where there is none."""
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""


def _up_to_limit(receive: Receive) -> Receive:
    """Return what gives a request's body, up to LARGEST_BODY bytes: one in chunks has any, whatever its headers say."""
    taken = 0

    async def receiving() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > LARGEST_BODY:  # screens and API answer it, each in its form
            raise HTTPException(413, f"The request has more than {LARGEST_BODY:,} bytes: give no more than that.")
        return message

    return receiving


def _to_log_in(scope: Scope, headers: Headers) -> Response:
    """Return what somebody who has not given the token is told; a page is led to the form, and from there back."""
    if scope["path"].startswith("/api/"):
        return _problem(401, "Give the token that `sayso serve` printed, as `Authorization: Bearer TOKEN`.", BEARER)
    if scope["method"] not in SAFE or "hx-request" in headers:  # a script would take the form for what it asked for
        words = "You are not logged in any more, and nothing was kept: log in at /login, and do it again."
        return _problem(401, words, BEARER)
    back = quote(scope["path"] + ("?" + scope["query_string"].decode("latin-1") if scope["query_string"] else ""))
    return RedirectResponse(f"/login?to={back}", status_code=303)


def _with_headers(send: Send, added: Mapping[str, str]) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in added.items():
                headers.setdefault(name, value)
        await send(message)

    return sending


def _address(given: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Return an address written in digits, an IPv4 one that a socket for both kinds tells as IPv6 among them."""
    try:
        found = ipaddress.ip_address(given.partition("%")[0])
    except ValueError:
        return None
    return (found.ipv4_mapped or found) if isinstance(found, ipaddress.IPv6Address) else found


def _problem(status: int, words: str, headers: Mapping[str, str] | None = None) -> Response:
    """Return problem details (RFC 9457): what changes something is asked for by programs as often as by people."""
    told = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": words}
    return JSONResponse(told, status_code=status, media_type="application/problem+json", headers=headers)


def _said(status: int, words: str) -> Response:
    return PlainTextResponse(words + "\n", status_code=status)
