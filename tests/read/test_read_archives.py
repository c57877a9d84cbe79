"""Pages of web archives, as the documents that they would have been had they been fetched."""

from __future__ import annotations

import gzip
import io
import zlib

import brotli
import pytest
from fastwarc.stream_io import ZstdWriter

from sayso.config import Settings
from sayso.errors import UsageError
from sayso.read import PassedOver, Revisited, documents
from sayso.records import Document, Failure
from tests.warcs import DATE, http, packed, page, record, response, revisit, three


@pytest.fixture
def read(tmp_path):
    def reading(content, name="crawl.warc.gz", **settings):
        path = tmp_path / name
        path.write_bytes(content)
        return list(documents([str(path)], Settings(**settings)))

    return reading


def contents(outcomes):
    return [one.content for one in outcomes if isinstance(one, Document)]


def origins(outcomes):
    return [one.origin for one in outcomes if isinstance(one, Document)]


def passed_over(outcomes):
    return {reason: count for one in outcomes if isinstance(one, PassedOver) for reason, count in one.reasons}


def zstd(*records):
    file = io.BytesIO()
    for one in records:
        writer = ZstdWriter(file)
        writer.write(one)
        writer.close()
    return file.getvalue()


def test_a_page_of_an_archive_is_the_document_of_its_address_and_day(read):
    """Origin, time, type, charset and bytes are those of the answer, and the name is that of the address."""
    [document] = read(packed(response(page(), "https://harbour.example/news/shut.html?x=1", date=DATE)))
    assert document.origin == "https://harbour.example/news/shut.html?x=1"
    assert (document.name, document.fetched) == ("shut", DATE)
    assert (document.media_type, document.charset, document.content) == ("text/html", "utf-8", page())


def test_a_moment_of_figures_alone_is_read_as_it_is_meant(read):
    """Its tenth figure was taken for the first of the hour."""
    [document] = read(packed(response(date="20310504083000")))
    assert document.fetched == "2031-05-04T08:30:00Z"


@pytest.mark.parametrize("content_type", ["text/html; charset=windows-1252", "text/html", "text/plain", None])
@pytest.mark.parametrize("path", ["/news/shut.html", "/", "/a%20b/x.html?y=%C3%A9#here"])
def test_a_page_has_the_same_id_from_the_web_and_from_an_archive(read, site, local, content_type, path):
    url = site.url + path
    site.says(path.partition("#")[0], page(), content_type=content_type)
    [fetched] = documents([url], local)
    [archived] = read(packed(response(page(), url, content_type=content_type)))
    same = ("id", "sha256", "content", "media_type", "charset", "origin", "name", "given")
    assert [getattr(fetched, name) for name in same] == [getattr(archived, name) for name in same]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.warc", b"".join(three())),
        ("a.warc.gz", packed(*three())),
        ("a.warc.gz", gzip.compress(b"".join(three()))),
        ("a.warc.gz", packed(b"".join(three())[:500], b"".join(three())[500:])),
        ("a.warc.zst", zstd(*three())),
        ("no-such-suffix", packed(*three())),
        ("-", packed(*three())),
        ("-", b"".join(three())),
    ],
    ids=["plain", "members", "one member", "members across records", "zstd", "unnamed", "stdin packed", "stdin"],
)
def test_an_archive_is_read_however_it_is_packed(tmp_path, name, content):
    (tmp_path / "a").write_bytes(content)
    (tmp_path / name).write_bytes(content)
    inputs = ["-"] if name == "-" else [str(tmp_path / name)]
    outcomes = list(documents(inputs, stdin=io.BytesIO(content)))
    assert origins(outcomes) == [f"https://harbour.example/{n}" for n in "123"]
    assert len(outcomes) == 3


@pytest.mark.parametrize(
    ("encoding", "encode"),
    [
        ("gzip", gzip.compress),
        ("X-GZIP", gzip.compress),
        ("gzip", lambda body: gzip.compress(body) + b"\n"),
        ("br", brotli.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda body: zlib.compress(body, wbits=-15)),
        ("zstd", zstd),
        ("identity", bytes),
        ("gzip, br", lambda body: brotli.compress(gzip.compress(body))),
    ],
)
@pytest.mark.parametrize("chunked", [False, True])
def test_the_encodings_of_an_answer_are_taken_off(read, encoding, encode, chunked):
    body, headers = encode(page()), {"content_encoding": encoding}
    if chunked:
        body = b"%x\r\n%b\r\n5;name=x\r\n%b\r\n0\r\n\r\n" % (len(body) - 5, body[:-5], body[-5:])
        headers["transfer_encoding"] = "chunked"
    assert contents(read(packed(response(body, **headers)))) == [page()]


def test_a_body_that_only_says_that_it_is_chunked_stays_as_it_is(read):
    """Many tools take the chunks apart when they write an archive, and leave the header."""
    assert contents(read(packed(response(page(), transfer_encoding="chunked")))) == [page()]


@pytest.mark.parametrize(
    ("line", "end"),
    [(b"\n", b"\n"), (b"\r\n", b"\n"), (b"\n", b"\r\n")],
    ids=["bare", "bare at the end", "bare before"],
)
def test_a_header_in_bare_line_feeds_ends_where_the_page_begins(read, line, end):
    """And not at a blank line of the page's own; what it says of the page is heard."""
    body = page() + b"\r\n\r\n<p>Then she left.</p>"
    lines = [b"HTTP/1.1 200 OK", b"Content-Type: text/html; charset=latin-1"]
    head = line.join(lines) + b"\n" + end
    [document] = read(packed(record(head + body)))
    assert (document.content, document.media_type, document.charset) == (body, "text/html", "latin-1")


def test_a_header_in_bare_line_feeds_may_be_as_long_as_another(read):
    head = b"HTTP/1.1 200 OK\nContent-Type: text/html\n" + b"X: y\n" * 13_000 + b"\n"
    assert contents(read(packed(record(head + page())))) == [page()]


def test_a_text_that_an_archive_was_converted_to_is_a_text_of_its_address(read):
    """These are the records of WET files."""
    text = "The harbour stays shut.\nÉire said so.".encode()
    [document] = read(packed(record(b"Software: x", kind="warcinfo"), record(text, kind="conversion")))
    assert (document.media_type, document.content, document.fetched) == ("text/plain", text, DATE)
    assert document.origin == "https://harbour.example/news/shut"


def test_a_resource_is_read_by_its_own_type(read):
    made = record(page(), kind="resource").replace(b"text/plain", b"text/html")
    [document] = read(packed(made, record(page(), kind="resource").replace(b"text/plain", b"image/png")))[:1]
    assert (document.media_type, document.content) == ("text/html", page())


def test_what_is_no_page_is_counted_and_no_failure(read):
    outcomes = read(
        packed(
            record(b"", kind="warcinfo"),
            record(b"GET / HTTP/1.1\r\n\r\n", kind="request"),
            record(b"fetchTimeMs: 12", kind="metadata"),
            response(b"\x89PNG", "https://harbour.example/a.png", content_type="image/png"),
            response(b"{}", "https://harbour.example/a.json", content_type="application/json"),
            response(b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "https://harbour.example/b", content_type="text/html"),
            response(b"<rss><channel></channel></rss>", content_type="text/xml"),
            response(b"User-agent: *", "https://harbour.example/robots.txt", content_type="text/plain"),
            response(page(), status="404 Not Found"),
            response(b"", status="301 Moved"),
            record(b"", kind="resource", url="dns:harbour.example"),
            response(page()),
        )
    )
    assert len(contents(outcomes)) == 1
    assert passed_over(outcomes) == {
        "of another type than pages and texts": 4,
        "that are no page or text, whatever their type says": 1,
        "of answers without a page (an error, a redirect)": 2,
        "that are not from the web": 1,
    }
    assert not [one for one in outcomes if isinstance(one, Failure)]


def test_an_image_is_passed_over_without_being_decoded(read, monkeypatch):
    monkeypatch.setattr("sayso.read.archives.decoded", None)
    image = response(gzip.compress(b"GIF8"), content_type="image/gif", content_encoding="gzip")
    assert passed_over(read(packed(image))) == {"of another type than pages and texts": 1}


# --- what is asked for --------------------------------------------------------------------------------------------


def test_only_pages_of_the_outlets_asked_for_are_read(read):
    hosts = ["harbour.example", "www.harbour.example", "news.harbour.example", "notharbour.example", "quay.example"]
    made = [response(page(host), f"https://{host}/a") for host in hosts]
    asked = read(packed(*made), outlet=("harbour.example",))
    assert [origin.split("/")[2] for origin in origins(asked)] == hosts[:3]
    assert passed_over(asked) == {"of other outlets": 2}
    assert origins(read(packed(*made), outlet=("https://WWW.Harbour.example/x", "quay.example"))) == [
        *origins(asked),
        "https://quay.example/a",
    ]


def test_only_pages_of_the_days_asked_for_are_read(read):
    days = ["2031-04-30T23:59:59Z", "2031-05-01T00:00:00Z", "2031-05-31T23:59:59.5Z", "2031-06-01T00:00:00Z"]
    made = packed(*(response(page(day), date=day) for day in days))
    outcomes = read(made, since="2031-05", until="2031-05-31")
    assert [one.fetched[:10] for one in outcomes if isinstance(one, Document)] == ["2031-05-01", "2031-05-31"]
    assert passed_over(outcomes) == {"of other days": 2}


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
@pytest.mark.parametrize("body", [page(), page(words="Der Hafen bleibt für Fähren zu.").decode().encode("cp1252")])
def test_a_page_that_only_says_that_it_is_encoded_is_read_as_it_is(read, encoding, body):
    """Many tools decode bodies when they write an archive, and leave the header."""
    [document] = read(packed(response(body, content_encoding=encoding)))
    assert document.content == body


ENGLISH = "The harbour was shut on Monday, and the mayor said that it would stay so for all of the week. " * 3
GERMAN = "Der Hafen wurde am Montag geschlossen, und die Bürgermeisterin sagte, dass er zu bleibt. " * 3


@pytest.mark.parametrize(
    ("made", "is_read"),
    [
        (response(page(words=ENGLISH)), True),
        (response(page(words=GERMAN)), False),
        (response(page(words=GERMAN).replace(b"<html>", b'<html class=x lang="en-GB">')), True),
        (response(page(words=ENGLISH).replace(b"<html>", b"<html lang=de>")), False),
        (response(page(words=ENGLISH), content_language="de-AT"), False),
        (response(page(words=ENGLISH), content_language="de, en"), True),
        (response(page(words="OK")), True),
        (record(GERMAN.encode(), kind="conversion"), False),
        (response(page(words=GERMAN).decode().encode("latin-1"), content_type="text/html; charset=latin-1"), False),
        (response(page(words=GERMAN), content_type="text/html; charset=no-such"), False),
    ],
)
def test_only_pages_in_the_languages_asked_for_are_read(read, made, is_read):
    """What the page says goes before what the server says, and that before what the words show; in doubt it is read."""
    outcomes = read(packed(made, made.replace(b"/news/shut", b"/news/copy")), language=("en",))
    assert len(contents(outcomes)) == is_read
    assert passed_over(outcomes).get("in other languages", 0) == (0 if is_read else 2)


def test_no_more_pages_are_read_than_asked_for_from_all_archives_together(tmp_path):
    for name in "ab":
        made = [response(page(f"{name}{n}"), f"https://harbour.example/{name}{n}") for n in range(3)]
        (tmp_path / f"{name}.warc.gz").write_bytes(packed(*made))
    (tmp_path / "c.txt").write_text("A text is no page of an archive.")
    outcomes = list(documents([str(tmp_path)], Settings(limit=4)))
    assert len(outcomes) == 5
    assert outcomes[-1].name == "c"


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        ("language", ("english",), "language 'english' is no language: give its code of two letters, such as en"),
        ("outlet", ("two words",), "outlet 'two words' is no host: give it as example.org"),
        ("since", "May", "since 'May' is not a date: give 2025, 2025-05 or 2025-05-05"),
        ("limit", 0, "limit 0 is no number of pages: give 1 or more"),
    ],
)
def test_a_setting_that_can_not_be_meant_is_said_to_be_none(read, setting, value, said):
    with pytest.raises(UsageError, match=said):
        read(packed(response()), **{setting: value})


# --- the same page again ------------------------------------------------------------------------------------------


def test_the_same_body_is_taken_apart_once_and_told_at_the_end(read, monkeypatch):
    again = [response(page(), f"https://harbour.example/{n}") for n in "zyx"]
    document, *others = read(packed(*again, response(page("Other"))))
    other, first, second = others
    assert (document.origin, other.content) == ("https://harbour.example/z", page("Other"))
    assert [(one.origin, one.document_id) for one in (first, second)] == [
        ("https://harbour.example/x", document.id),
        ("https://harbour.example/y", document.id),
    ]


def test_the_same_body_of_another_type_is_another_document(read):
    first, second = read(packed(response(page()), response(page(), content_type="text/html; charset=latin-1")))
    assert (first.charset, second.charset) == ("utf-8", "latin-1")


@pytest.mark.parametrize("order", [1, -1])
def test_a_revisit_is_the_page_with_its_digest_wherever_that_stands(read, order):
    made = [response(page()), revisit("https://quay.example/copy", page(), "https://elsewhere.example/x")]
    document, again = read(packed(*made[::order]))
    assert isinstance(again, Revisited)
    assert (again.origin, again.document_id) == ("https://quay.example/copy", document.id)


def test_a_digest_that_a_page_only_claims_does_not_make_it_the_page_that_was_revisited(read):
    """Or one archive could put its own page in the place of another's."""
    forged = record(http(page("Forged")), Payload_Digest=f"sha1:{'A' * 32}")
    _, again = read(
        packed(
            forged,
            revisit("https://quay.example/x", refers_to="https://quay.example/y").replace(
                b"Content-Length", b"WARC-Payload-Digest: sha1:" + b"A" * 32 + b"\r\nContent-Length"
            ),
        )
    )
    assert (again.origin, again.document_id) == ("https://quay.example/x", None)


# --- how far it is --------------------------------------------------------------------------------------------------


def test_it_is_told_how_far_an_archive_is_read(tmp_path):
    made = packed(*(response(page(str(n)), f"https://harbour.example/{n}") for n in range(200)))
    (tmp_path / "a.warc.gz").write_bytes(made)
    told = []
    list(documents([str(tmp_path / "a.warc.gz")], watch=told.append))
    assert [one.records for one in told] == [64, 128, 192]
    assert all(0 < one.taken <= one.size == len(made) for one in told)


def test_without_fastwarc_it_is_said_how_to_install_it(read, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "fastwarc.warc", None)
    [failure] = read(packed(response()))
    assert failure.reason == "Web archives need fastwarc, which is not installed: run pip install 'sayso[warc]'."
