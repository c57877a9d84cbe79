"""Who may ask the application, and what browsers are told to allow."""

from __future__ import annotations

import asyncio

import pytest
from starlette.testclient import TestClient

from sayso.web.access import HEADERS, LARGEST_BODY, LONGEST_QUERY, Access
from sayso.web.app import create_app
from sayso.web.serving import names_of

TOKEN = "open sesame"  # noqa: S105 - it opens a ledger of invented pages
ADDRESSES = ("/", "/matters", "/actors", "/searches", "/login", "/static/sayso.css", "/nothing", "/api/v1/statements")


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_has_the_headers_that_keep_scripts_out(client, address):
    headers = client.get(address).headers
    assert {name: headers[name] for name in HEADERS} == HEADERS
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "server" not in headers


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example:8023", "", "[", "127.0.0.1.evil.example"])
def test_another_sites_name_that_resolves_here_reaches_nothing(client, host):
    answer = client.get("/", headers={"host": host})
    assert answer.status_code == 421
    assert "statement" not in answer.text


@pytest.mark.parametrize("host", ["localhost:1", "LOCALHOST", "127.0.0.1:8023", "[::1]:8023"])
def test_this_machines_names_are_answered(client, host):
    assert client.get("/", headers={"host": host}).status_code == 200


def test_a_query_longer_than_a_line_is_refused(client):
    assert client.get("/?q=" + "x" * LONGEST_QUERY).status_code == 414


@pytest.mark.parametrize("address", ["/", "/matters", "/nothing"])
def test_with_a_token_nothing_is_shown_before_it_was_given(asking, address):
    answer = asking(token=TOKEN).get(address)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/login?to=")


def test_with_a_token_programs_are_told_how_to_give_it(asking):
    answer = asking(token=TOKEN).get("/api/v1/statements")
    assert answer.status_code == 401
    assert "Bearer" in answer.json()["detail"]
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("given", ["Bearer open sesame", "bearer open sesame"])
def test_the_token_opens_the_api(asking, given):
    client = asking(token=TOKEN)
    assert client.get("/api/v1/statements", headers={"authorization": given}).status_code == 200


@pytest.mark.parametrize("given", ["Bearer wrong", "Basic open sesame", "open sesame", "Bearer", ""])
def test_anything_else_does_not(asking, given):
    client = asking(token=TOKEN)
    assert client.get("/api/v1/statements", headers={"authorization": given}).status_code == 401


def test_the_form_sets_a_cookie_that_is_not_the_token_and_leads_on(asking):
    client = asking(token=TOKEN)
    answer = client.post("/login", data={"token": f" {TOKEN} ", "to": "/matters"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/matters")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert TOKEN not in cookie
    assert client.get("/matters").status_code == 200
    client.post("/logout")
    assert client.get("/matters").status_code == 303


def test_a_wrong_token_is_told_so_and_sets_nothing(asking):
    answer = asking(token=TOKEN).post("/login", data={"token": "wrong"})
    assert answer.status_code == 401
    assert "That is not the token" in answer.text
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "to", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "\n/"]
)
def test_a_log_in_leads_nowhere_else(asking, to):
    answer = asking(token=TOKEN).post("/login", data={"token": TOKEN, "to": to})
    assert answer.headers["location"] == "/"


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://["},
    ],
)
def test_what_another_sites_page_asks_to_change_is_refused(asking, headers):
    answer = asking(token=TOKEN).post("/login", data={"token": TOKEN}, headers=headers)
    assert answer.status_code == 403


@pytest.mark.parametrize("path", ["//evil.example/", "//evil.example", "/\\evil.example/"])
def test_no_address_here_leads_to_another_site(client, path):
    answer = client.get(f"http://localhost:8023{path}")
    assert answer.status_code == 404
    assert "location" not in answer.headers


def test_a_server_that_only_shows_changes_nothing(asking):
    assert asking(read_only=True).post("/searches").status_code == 403


def test_who_reads_on_a_server_that_only_shows_can_log_out(asking):
    client = asking(token=TOKEN, read_only=True)
    client.post("/login", data={"token": TOKEN})
    assert client.get("/").status_code == 200
    answer = client.post("/logout")
    assert (answer.status_code, answer.headers["location"]) == (303, "/login")
    assert client.get("/").status_code == 303


def test_who_is_logged_out_already_can_log_out(asking):
    assert asking(token=TOKEN).post("/logout").headers["location"] == "/login"


@pytest.mark.parametrize(
    ("method", "path", "headers"),
    [
        ("POST", "/statements/0123456789abcdef/judge", {}),
        ("POST", "/statements/0123456789abcdef/judge", {"hx-request": "true"}),
        ("GET", "/?after=x", {"hx-request": "true"}),
    ],
)
def test_a_decision_after_the_log_in_ended_is_told_not_to_be_kept_and_leads_to_no_form(asking, method, path, headers):
    """A script would put the form in the statement's place, and the form lead to a page that takes no GET."""
    answer = asking(token=TOKEN).request(method, path, headers=headers)
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert "nothing was kept" in answer.json()["detail"]


@pytest.mark.parametrize("address", [one for one in ADDRESSES if not one.startswith("/static/")])
def test_nobody_in_between_keeps_what_shows_the_ledger(client, address):
    assert client.get(address).headers["cache-control"] == "private, no-cache"


def test_the_token_is_not_in_what_an_access_shows_of_itself(asking):
    assert TOKEN not in repr(Access(token=TOKEN))


def test_a_form_of_this_server_is_taken_where_the_browser_says_no_more_than_its_origin(ledger):
    """Over plain HTTP, on an address that isn't loopback, Chromium sends no Sec-Fetch-Site."""
    access = Access(names=names_of("192.0.2.5"), token=TOKEN)
    client = TestClient(create_app(ledger, access), base_url="http://192.0.2.5:8023", follow_redirects=False)
    answer = client.post("/login", data={"token": TOKEN}, headers={"origin": "http://192.0.2.5:8023"})
    assert answer.status_code == 303
    assert client.get("/login").headers["referrer-policy"] == "same-origin", "with no-referrer the origin is null"


@pytest.mark.parametrize(
    ("came_to", "host", "status"),
    [
        ("192.0.2.5", "192.0.2.5:8023", 200),
        ("::ffff:192.0.2.5", "192.0.2.5", 200),
        ("2001:db8::5", "[2001:DB8:0::5]:8023", 200),
        ("192.0.2.5", "192.0.2.6", 421),
        ("192.0.2.5", "evil.example", 421),
        ("evil.example", "evil.example", 421),
    ],
)
def test_where_all_addresses_are_served_the_one_that_the_connection_came_to_is_answered(ledger, came_to, host, status):
    access = Access(names=names_of("0.0.0.0"), any_address=True)  # noqa: S104 - nothing is served
    asked = TestClient(at_address(create_app(ledger, access), came_to), base_url="http://localhost")
    assert asked.get("/", headers={"host": host}).status_code == status
    elsewhere = TestClient(at_address(create_app(ledger, Access()), came_to), base_url="http://localhost")
    assert elsewhere.get("/", headers={"host": host}).status_code == 421


def at_address(app, address):
    """Return the application as it is asked on an address of its machine."""

    async def asked(scope, receive, send):
        await app({**scope, "server": (address, 8023)} if scope["type"] == "http" else scope, receive, send)

    return asked


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/login", b"application/x-www-form-urlencoded"), ("/api/v1/judgements", b"application/json")],
)
def test_a_body_without_end_is_given_up_though_its_headers_give_it_a_length(ledger, path, kind):
    """What comes in chunks is as long as it is, whatever Content-Length says beside (RFC 9112, 6.3)."""
    taken, sent, chunk = [], [], b"x" * (LARGEST_BODY // 4)
    headers = {b"host": b"localhost:8023", b"content-type": kind, b"authorization": f"Bearer {TOKEN}".encode()}
    headers |= {b"content-length": b"9", b"transfer-encoding": b"chunked"}
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": list(headers.items()),
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8023),
    }

    async def receive():
        taken.append(chunk)
        return {"type": "http.request", "body": chunk, "more_body": len(taken) < 100}

    async def send(message):
        sent.append(message)

    asyncio.run(create_app(ledger, Access(token=TOKEN))(scope, receive, send))
    assert sent[0]["status"] == 413
    assert b"262,144 bytes" in sent[1]["body"]
    assert len(taken) == 5


def test_a_body_as_large_as_may_be_is_read(asking):
    filled = "token=wrong&to="
    answer = asking(token=TOKEN).post(
        "/login",
        content=filled + "x" * (LARGEST_BODY - len(filled)),
        headers={"content-type": "application/x-www-form-urlencoded"},
    )
    assert answer.status_code == 401


def test_a_host_in_capitals_is_answered():
    assert "ledger.example" in names_of("Ledger.Example")
    assert names_of("LocalHost") == names_of("localhost")


@pytest.mark.parametrize("cookie", [b'sayso="\xe9"', b'sayso="\\351"'])
def test_a_cookie_of_other_letters_is_none(asking, cookie):
    assert asking(token=TOKEN).get("/", headers={"cookie": cookie}).status_code == 303
