"""URLs: limits, manners and refusals, against a server on the loopback address."""

from __future__ import annotations

import gzip
import socket
import time
from dataclasses import replace
from types import SimpleNamespace

import pytest

from sayso.config import Settings
from sayso.errors import InputError
from sayso.identity import sha256
from sayso.read import Fetched, Unchanged, Validators, addresses, documents, network, robots
from sayso.read.addresses import PrivateAddressError, addresses_of, private_kind
from sayso.read.network import Deadline
from sayso.read.robots import Robots
from sayso.records import Document, Failure, Given
from tests.press_site import press_site

PAGE = b"<!DOCTYPE html><html><body><p>The harbour stays open, said Mira Oldane.</p></body></html>"


def one(url, settings, **options):
    [outcome] = documents([url], settings, **options)
    return outcome


def reason(url, settings):
    outcome = one(url, settings)
    assert isinstance(outcome, Failure)
    assert outcome.origin == url
    return outcome.reason


def test_a_page_keeps_where_and_when_from_and_what_the_server_says_of_it(site, local, clock):
    url = site.says("/2025/harbour-talks.html?x=1", PAGE, content_type="text/html; charset=ISO-8859-1")
    document = one(url, local, clock=clock)
    assert (document.name, document.origin) == ("harbour-talks", url)
    assert (document.media_type, document.charset) == ("text/html", "iso-8859-1")
    assert (document.content, document.sha256) == (PAGE, sha256(PAGE))
    assert (document.fetched, document.given) == ("2025-05-05T12:00:00Z", Given())


def test_sayso_names_itself(site, local):
    one(site.says("/a", PAGE), local)
    assert all(headers["User-Agent"].startswith("sayso/") for headers in site.headers)


def test_robots_txt_is_asked_first_and_once(site, local):
    urls = [site.says(path, PAGE) for path in ("/a", "/b")]
    assert len(list(documents(urls, local))) == 2
    assert site.asked == ["/robots.txt", "/a", "/b"]


def test_what_robots_txt_disallows_is_not_fetched_and_the_rest_is(site, local):
    site.says("/robots.txt", b"User-agent: sayso\nDisallow: /inner/\n", content_type="text/plain")
    failure, document = documents([site.says("/inner/a", PAGE), site.says("/b", PAGE)], local)
    assert failure == Failure(site.url + "/inner/a", f"{site.url}/robots.txt asks 'sayso' not to fetch it")
    assert isinstance(document, Document)
    assert "/inner/a" not in site.asked


def test_robots_txt_is_asked_again_where_a_redirect_leads(site, local):
    site.says("/robots.txt", b"User-agent: *\nDisallow: /inner/\n", content_type="text/plain")
    site.says("/inner/a", PAGE)
    [failure] = documents([site.says("/a", status=302, location="/inner/a")], local)
    assert "robots.txt asks" in failure.reason
    assert "/inner/a" not in site.asked


def test_a_robots_txt_that_fails_closes_the_site(site, local):
    site.says("/robots.txt", b"", status=503)
    assert "answers with status 503, so nothing of the site is fetched" in reason(site.says("/a", PAGE), local)


def test_a_packed_body_is_unpacked(site, local):
    url = site.says("/a", gzip.compress(PAGE), content_encoding="gzip")
    assert one(url, local).content == PAGE


@pytest.mark.parametrize("rest", [b"\r\n", b"<!-- cached -->", b"\0\0"])
def test_what_a_server_writes_behind_a_packed_body_is_left(site, local, rest):
    url = site.says("/a", gzip.compress(PAGE) + rest, content_encoding="gzip")
    assert one(url, local).content == PAGE


def test_a_packed_body_may_have_several_members_and_a_wrong_checksum_is_damage(site, local):
    url = site.says("/a", gzip.compress(PAGE) + gzip.compress(b"<p>More."), content_encoding="gzip")
    assert one(url, local).content == PAGE + b"<p>More."
    spoilt = bytearray(gzip.compress(PAGE))
    spoilt[-8] ^= 1
    assert "gzip data is damaged" in reason(site.says("/b", bytes(spoilt), content_encoding="gzip"), local)


def test_a_packed_file_is_unpacked(site, local):
    url = site.says("/a.html.gz", gzip.compress(PAGE), content_type="application/gzip")
    document = one(url, local)
    assert (document.name, document.content, document.media_type) == ("a", PAGE, "text/html")


def test_an_encoding_that_was_not_asked_for_is_refused(site, local):
    url = site.says("/a", b"...", content_encoding="gzip, gzip")
    assert "encoded as 'gzip, gzip', where gzip was asked for" in reason(url, local)


def test_a_broken_packed_body_is_reported(site, local):
    url = site.says("/a", gzip.compress(PAGE)[:40], content_encoding="gzip")
    assert "gzip data ends before its end mark" in reason(url, local)


def test_a_packed_bomb_is_given_up_at_the_limit(site, local):
    url = site.says("/a", gzip.compress(b"<html>" + b" " * 3_000_000), content_encoding="gzip")
    assert "more than 100,000 bytes" in reason(url, replace(local, max_bytes=100_000))


def test_a_body_declared_too_large_is_not_read(site, local):
    url = site.says("/a", PAGE, content_length="50000000")
    assert "it has 50,000,000 bytes, over the limit of 20,000,000" in reason(url, local)


def test_a_body_that_turns_out_too_large_is_given_up(site, local):
    def endless(handler):
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.end_headers()
        try:
            for _ in range(1_000):
                handler.wfile.write(b"x" * 10_000)
        except OSError:
            pass  # the reader hung up, as it should

    assert "more than 50,000 bytes" in reason(site.says("/a", write=endless), replace(local, max_bytes=50_000))


@pytest.mark.parametrize("part", ["headers", "body"])
def test_a_server_that_sends_a_byte_at_a_time_is_given_up_in_the_total_time(site, local, part):
    def dripping(handler):
        try:
            handler.wfile.write(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n" + b"\r\n" * (part == "body"))
            for _ in range(100):
                handler.wfile.write(b"x")
                time.sleep(0.05)
        except OSError:
            pass  # the reader hung up, as it should

    said = reason(site.says("/a", write=dripping), replace(local, total_timeout=0.4, timeout=0.3))
    assert "not complete after 0.4 seconds (setting total_timeout)" in said


def test_the_total_time_goes_on_where_a_redirect_leads_to_another_site(site, local, monkeypatch):
    """Whose robots.txt is fetched meanwhile, with a time of its own."""
    now = [0.0]
    monkeypatch.setattr(network, "time", SimpleNamespace(monotonic=lambda: now[0]))

    def slow(handler):
        handler.wfile.write(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n")
        now[0] = 6.0
        handler.wfile.write(PAGE)

    with press_site() as other:
        url = site.says("/a", status=302, location=other.says("/a", write=slow))
        assert reason(url, local) == "it was not complete after 5 seconds (setting total_timeout)"
        assert other.asked == ["/robots.txt", "/a"]


def test_a_time_within_another_is_no_longer_than_what_is_left_of_that(monkeypatch):
    now = [0.0]
    monkeypatch.setattr(network, "time", SimpleNamespace(monotonic=lambda: now[0]))
    deadline = Deadline()
    with deadline.after(5):
        now[0] = 3.0
        with deadline.after(5):
            assert deadline.left(None) == 2.0
        assert deadline.left(None) == 2.0
    assert deadline.left(None) == float("inf")


def test_a_server_that_says_nothing_is_given_up(site, local):
    url = site.says("/a", write=lambda _: time.sleep(0.6))
    assert "sent nothing for 0.2 seconds (setting timeout)" in reason(url, replace(local, timeout=0.2))


@pytest.mark.parametrize(
    ("status", "words"), [(404, "404 Not Found"), (500, "500 Internal Server Error"), (403, "403 Forbidden")]
)
def test_an_error_of_the_server_is_reported(site, local, status, words):
    assert reason(site.says("/a", b"no", status=status), local) == f"the server answered {words}"


def test_a_site_that_says_it_is_asked_too_much_is_left_alone(site, local):
    urls = [site.says("/a", status=429), site.says("/b", PAGE)]
    first, second = documents(urls, local)
    assert "429 Too Many Requests" in first.reason
    assert "left alone" in second.reason
    assert "/b" not in site.asked


def test_an_empty_page_is_reported(site, local):
    assert reason(site.says("/a", b""), local) == "it is empty"


@pytest.mark.parametrize("media_type", ["image/png", "application/pdf", "video/mp4", "text/css"])
def test_a_type_that_is_no_press_text_is_refused(site, local, media_type):
    url = site.says("/a", b"\x89PNG", content_type=media_type)
    assert f"of type {media_type!r}" in reason(url, local)


def test_an_image_that_calls_itself_a_page_is_no_text(site, local):
    assert "a PNG image and is not text" in reason(site.says("/a", b"\x89PNG\r\n\x1a\n" + bytes(99)), local)


def test_a_plain_text_and_a_table_are_read_from_urls(site, local):
    urls = [
        site.says("/a.txt", b"It rains, said Mira Oldane.", content_type="text/plain; charset=utf-8"),
        site.says("/b.csv", b"id,text\n1,It pours.\n", content_type="text/plain"),
        site.says("/c", b'{"text": "Sun."}', content_type="application/json"),
    ]
    text, row, item = documents(urls, local)
    assert (text.media_type, text.charset) == ("text/plain", "utf-8")
    assert (row.origin, row.content) == (site.url + "/b.csv#row=1", b"It pours.")
    assert item.content == b"Sun."


def test_a_redirect_is_followed_and_the_origin_is_where_the_bytes_came_from(site, local):
    site.says("/b", status=301, location="c?x=1")
    site.says("/c?x=1", PAGE)
    assert one(site.says("/a", status=302, location="/b"), local).origin == site.url + "/c?x=1"


def test_a_circle_of_redirects_is_reported(site, local):
    site.says("/b", status=302, location="/a")
    url = site.says("/a", status=302, location="/b")
    assert reason(url, local) == f"it is redirected in a circle, back to '{url}'"


def test_redirects_without_end_are_given_up(site, local):
    for number in range(9):
        site.says(f"/{number}", status=302, location=f"/{number + 1}")
    assert "redirected more than 3 times" in reason(site.url + "/0", replace(local, max_redirects=3))


@pytest.mark.parametrize("location", ["file:///etc/passwd", "ftp://example.org/a", "gopher://a/"])
def test_a_redirect_out_of_the_web_is_refused(site, local, location):
    said = reason(site.says("/a", status=302, location=location), local)
    assert f"redirected to {location!r}, and only http and https are followed" in said


def test_a_redirect_without_a_target_is_reported(site, local):
    assert "without saying where to go" in reason(site.says("/a", status=302), local)


def test_the_loopback_address_is_refused_by_default_and_never_asked(site):
    assert "a loopback address, and only public ones are fetched from" in reason(site.says("/a", PAGE), Settings())
    assert site.asked == []


def test_a_redirect_to_a_private_address_is_refused(site, monkeypatch):
    """The public host is the loopback server, let through by name; where it leads to is not."""
    kind = addresses.private_kind
    monkeypatch.setattr(addresses, "private_kind", lambda address: None if address == "127.0.0.1" else kind(address))
    url = site.says("/a", status=302, location="http://169.254.169.254/latest/meta-data")
    said = reason(url, Settings(total_timeout=2))
    assert said.startswith("it is redirected to 'http://169.254.169.254/latest/meta-data': ")
    assert "'169.254.169.254' is a link-local address" in said


def test_a_redirect_to_what_is_no_url_is_reported(site, local):
    assert "it can't be fetched" in reason(site.says("/a", status=302, location="javascript:alert(1)"), local)


@pytest.mark.parametrize(
    "address",
    """127.0.0.1 10.1.2.3 192.168.0.1 172.16.0.1 169.254.1.1 100.64.0.1 0.0.0.0 224.0.0.1 224.0.1.1 240.0.0.1
    255.255.255.255 ::1 :: fe80::1%eth0 fc00::1 ff02::1 ff0e::1 ::ffff:127.0.0.1 64:ff9b::7f00:1
    2002:7f00:1:: fec0::1 64:ff9b:1::7f00:1 64:ff9b:1::808:808 ::ffff:0:7f00:1 ::ffff:0:808:808 ::127.0.0.1
    ::8.8.8.8""".split(),  # noqa: SIM905 - so many addresses read better as words
)
def test_an_address_that_is_not_on_the_public_internet_has_a_kind(address):
    assert private_kind(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34", "64:ff9b::808:808"])
def test_a_public_address_has_none(address):
    assert private_kind(address) is None


def answers(*hosts):
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, 80)) for host in hosts]


def test_a_host_is_refused_where_any_of_its_addresses_is_private(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answers("93.184.216.34", "10.0.0.1"))
    with pytest.raises(PrivateAddressError, match=r"'example.org' is at 10.0.0.1, a private address"):
        addresses_of("example.org", 80, allow_private=False)


def test_the_address_that_is_checked_is_the_one_connected_to(site, local, monkeypatch):
    """A name that resolves to another address the second time (DNS rebinding) is resolved once a connection."""
    looked_up = []
    port = int(site.url.rpartition(":")[2])

    def resolve(host, *_, **__):
        looked_up.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    connected = []
    connect = socket.create_connection
    monkeypatch.setattr(addresses.socket, "getaddrinfo", resolve)
    monkeypatch.setattr(
        socket, "create_connection", lambda address, *a, **o: connected.append(address) or connect(address, *a, **o)
    )
    site.says("/a", PAGE)
    assert isinstance(one(f"http://rebinding.example:{port}/a", local), Document)
    assert {host for host, _ in connected} == {"127.0.0.1"}


def test_a_host_without_an_address_is_reported_and_tried_once(local, monkeypatch):
    asked = []

    def resolve(host, *_, **__):
        asked.append(host)
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    first, second = documents(["http://nowhere.example/a", "http://nowhere.example/b"], local)
    assert "Name or service not known" in first.reason
    assert isinstance(second, Failure)
    assert asked == ["nowhere.example"]


@pytest.mark.parametrize("url", ["http://", "https:///a", "http://[::1", "http://exa mple.org/", "http://a:99999/"])
def test_what_is_no_url_is_reported(url, local):
    assert isinstance(one(url, local), Failure)


def test_a_url_of_absurd_length_is_refused(local):
    [failure] = documents(["http://example.org/" + "a" * 5_000], local)
    assert "over the limit of 4,096" in failure.reason
    assert len(failure.origin) <= 200


def test_a_password_in_a_url_is_used_and_not_kept(site, local):
    site.says("/a", PAGE)
    document = one(site.url.replace("//", "//me:secret@") + "/a#part", local)
    assert document.origin == site.url + "/a"
    assert site.headers[-1]["Authorization"].startswith("Basic ")


def test_a_page_that_the_caller_has_is_asked_for_only_if_it_changed(site, local):
    url = site.says("/a", PAGE, etag='"v1"', last_modified="Mon, 05 May 2025 10:00:00 GMT")
    validators = Validators('"v1"', "Mon, 05 May 2025 10:00:00 GMT")
    document, fetched = documents([url], local, seen=lambda _: None)
    assert isinstance(document, Document)
    assert fetched == Fetched(url, validators)

    site.says("/a", status=304)
    assert one(url, local, seen={url: validators}.get) == Unchanged(url)
    assert site.headers[-1]["If-None-Match"] == '"v1"'
    assert site.headers[-1]["If-Modified-Since"] == "Mon, 05 May 2025 10:00:00 GMT"


def test_without_seen_only_documents_and_failures_come(site, local):
    assert isinstance(one(site.says("/a", PAGE, etag='"v1"'), local), Document)


def test_an_unasked_not_modified_is_a_failure(site, local):
    assert "304 Not Modified" in reason(site.says("/a", status=304), local)


def test_between_two_pages_of_a_site_there_is_a_pause_of_its_crawl_delay(monkeypatch):
    monkeypatch.setattr(robots, "PAUSE", 1.0)
    slept = []
    rules = {"https://a.example/robots.txt": b"User-agent: *\nCrawl-delay: 7\n"}
    manners = Robots("sayso", lambda url: (200 if url in rules else 404, rules.get(url, b"")), slept.append)
    for site_ in ("https://a.example", "https://a.example", "https://b.example", "https://b.example"):
        manners.check(site_, f"{site_}/page")
        manners.wait_for(site_)
    assert [round(seconds) for seconds in slept] == [7, 1]


def test_a_robots_txt_that_can_t_be_reached_closes_the_site():
    def unreachable(url):
        raise InputError(url, "nobody there")

    with pytest.raises(InputError, match="nothing of the site is fetched: nobody there"):
        Robots("sayso", unreachable).check("https://a.example", "https://a.example/page")
