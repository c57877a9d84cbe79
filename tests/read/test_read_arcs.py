"""ARC files give the documents that WARC files of the same pages give, and damage costs the record that it is in."""

from __future__ import annotations

import gzip
import io
import random
import re
import sys
import time
import tracemalloc
import zlib

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.config import Settings
from sayso.read import PassedOver, Revisited, documents
from sayso.records import Document, Failure
from tests.arcs import arc_record, arc_response, description, three_arcs
from tests.warcs import DATE, http, packed, page, response, three

ABOUT, FIRST, MIDDLE, LAST = three_arcs()
ENDS = ["https://harbour.example/1", "https://harbour.example/3"]
ALL = [f"https://harbour.example/{n}" for n in "123"]


def read(content, **settings):
    """Read bytes as the archive that their first ones say, from a stream that can't be sought in."""
    return list(documents(["-"], Settings(**settings), stdin=io.BytesIO(content)))


def origins(outcomes):
    return [one.origin for one in outcomes if isinstance(one, Document)]


def reason(outcomes):
    [failure] = [one for one in outcomes if isinstance(one, Failure)]
    assert "\n" not in failure.reason
    return failure.reason


def passed_over(outcomes):
    return {reason: count for one in outcomes if isinstance(one, PassedOver) for reason, count in one.reasons}


# --- the same as WARC -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.arc", b"".join(three_arcs())),
        ("a.arc.gz", packed(*three_arcs())),
        ("a.arc.gz", gzip.compress(b"".join(three_arcs()))),
        ("a.arc.gz", packed(b"".join(three_arcs())[:500], b"".join(three_arcs())[500:])),
        ("no-such-suffix", packed(*three_arcs())),
        ("b.arc", FIRST + MIDDLE + LAST),
        ("b.arc.gz", packed(FIRST, MIDDLE, LAST)),
        ("-", packed(*three_arcs())),
        ("-", b"".join(three_arcs())),
    ],
)
def test_a_file_is_read_however_it_is_packed_and_without_its_first_record(tmp_path, name, content):
    """By its name too, where its beginning was lost."""
    (tmp_path / name).write_bytes(content)
    inputs = ["-"] if name == "-" else [str(tmp_path / name)]
    outcomes = list(documents(inputs, stdin=io.BytesIO(content)))
    assert origins(outcomes) == ALL
    assert len(outcomes) == 3


@pytest.mark.parametrize("headers", [{}, {"content_type": "text/plain"}, {"content_type": None}])
@pytest.mark.parametrize("url", ["https://harbour.example/shut", "http://HARBOUR.example:80/a%20b/x.html?y=1#here"])
def test_a_page_is_the_document_that_it_is_from_a_warc_file(url, headers):
    """In every field: the two may lie side by side in one ledger."""
    [one] = read(description() + arc_response(page(), url, **headers))
    [other] = read(packed(response(page(), url, date=DATE, **headers)))
    assert one == other


@pytest.mark.parametrize(
    ("encoding", "encode"),
    [
        ("gzip", gzip.compress),
        ("br", brotli.compress),
        ("deflate", zlib.compress),
        ("gzip, br", lambda body: brotli.compress(gzip.compress(body))),
    ],
)
@pytest.mark.parametrize("chunked", [False, True])
def test_the_encodings_of_an_answer_are_taken_off(encoding, encode, chunked):
    """By the code that takes them off a WARC file's."""
    body, headers = encode(page()), {"content_encoding": encoding}
    if chunked:
        body = b"%x\r\n%b\r\n5;name=x\r\n%b\r\n0\r\n\r\n" % (len(body) - 5, body[:-5], body[-5:])
        headers["transfer_encoding"] = "chunked"
    [document] = read(packed(description(), arc_response(body, **headers)))
    assert document.content == page()


def test_what_is_no_page_is_counted_and_no_failure():
    """Images, errors, what is not from the web; the file's description is nothing at all."""
    outcomes = read(
        packed(
            description(),
            arc_record(b"20310504083000\n192.0.2.1\n", "dns:harbour.example", kind="text/dns"),
            arc_response(b"\x89PNG", "https://harbour.example/a.png", content_type="image/png"),
            arc_response(page(), status="404 Not Found"),
            arc_response(b"", status="301 Moved"),
            arc_response(b"User-agent: *", "https://harbour.example/robots.txt", content_type="text/plain"),
            arc_response(page()),
        )
    )
    assert len(origins(outcomes)) == 1
    assert passed_over(outcomes) == {
        "of another type than pages and texts": 2,
        "of answers without a page (an error, a redirect)": 2,
        "that are not from the web": 1,
    }
    assert not [one for one in outcomes if isinstance(one, Failure)]


def test_pages_are_chosen_by_outlet_day_and_number():
    """As those of a WARC file."""
    days = {"a.example": "20310501120000", "b.example": "20310502120000"}
    made = packed(ABOUT, *(arc_response(page(host), f"https://{host}/", day) for host, day in days.items()))
    assert origins(read(made, outlet=("b.example",))) == ["https://b.example/"]
    assert origins(read(made, until="2031-05-01")) == ["https://a.example/"]
    assert origins(read(made, limit=1)) == ["https://a.example/"]


def test_pages_are_counted_together_with_those_of_warc_files(tmp_path):
    """The limit is one for all archives, and the same page at another address a further place of it."""
    (tmp_path / "a.arc.gz").write_bytes(packed(*three_arcs()))
    (tmp_path / "b.warc.gz").write_bytes(packed(*three()))
    every = list(documents([str(tmp_path)]))
    assert origins(every) == ALL
    assert [one.origin for one in every if isinstance(one, Revisited)] == ALL
    assert origins(documents([str(tmp_path)], Settings(limit=2))) == ALL[:2]


@pytest.mark.parametrize(
    "line",
    [
        b"https://harbour.example/a b 192.0.2.1 20310504083000 text/html %d\n",
        b"https://harbour.example/a%%20b 192.0.2.1 20310504083000 text/html; charset=utf-8 %d\n",
        b"https://harbour.example/a%%20b 192.0.2.1 20310504083000 text/html 200 - - 512 velden.arc %d\n",
        b"https://harbour.example/a%%20b 192.0.2.1 20310504083000 no-type %d \r\n",
    ],
    ids=["a blank in the address", "a blank in the type", "version 2", "a blank at the end"],
)
def test_lines_are_read_as_crawlers_wrote_them(line):
    """Which was not always as the format says."""
    block = http(page())
    [document] = read(description() + line % len(block) + block + b"\n")
    assert (document.origin, document.fetched) == ("https://harbour.example/a%20b", DATE)


# --- what is damaged --------------------------------------------------------------------------------------------------

BLOCK = http(page())
LIES = {
    "longer": arc_record(BLOCK, length=100_000),
    "longer by the next record's half": arc_record(BLOCK, length=len(BLOCK) + 300),
    "shorter": arc_record(BLOCK, length=100),
    "huge": arc_record(BLOCK, length=10**15),
    "of more digits than a number has": arc_record(BLOCK, length=10**40),
    "negative": arc_record(BLOCK, length=-5),
    "none": arc_record(BLOCK, length=""),
}


@pytest.mark.parametrize("packing", ["members", "one member", "plain", "members across records"])
@pytest.mark.parametrize("lie", LIES)
def test_a_record_with_a_wrong_length_costs_no_other_record(lie, packing):
    """However the file is packed."""
    made = ABOUT, FIRST, LIES[lie], LAST
    whole = b"".join(made)
    forms = {
        "members": packed(*made),
        "one member": gzip.compress(whole),
        "plain": whole,
        "members across records": packed(whole[:300], whole[300:]),
    }
    outcomes = read(forms[packing])
    assert origins(outcomes) == ENDS
    assert re.match(r"1 of its 4 records can't be read: 1 (with|without|that)", reason(outcomes))


@pytest.mark.parametrize("at", [12, 40, -20, -6])
def test_a_damaged_gzip_member_costs_no_other_record(at):
    """Be it in its data or in its check sum."""
    broken = bytearray(packed(MIDDLE))
    broken[at] ^= 0x55
    outcomes = read(packed(ABOUT, FIRST) + bytes(broken) + packed(LAST))
    assert origins(outcomes) == ENDS
    assert reason(outcomes) == "1 of its 4 records can't be read: 1 with damaged gzip data"


@pytest.mark.parametrize("middle", [b"garbage\n\nmore of it\n", b"\0" * 3000, b"http:", b"http://a.example/ 1.2.3.4\n"])
def test_bytes_that_are_no_record_are_passed_over_with_the_record_before_them(middle):
    """Nothing marks a record's end but that another begins: a page may be cut, or put together of two, otherwise."""
    outcomes = read(ABOUT + FIRST + middle + b"\n" + LAST)
    assert origins(outcomes) == ENDS[1:]
    assert "of its 3 records can't be read" in reason(outcomes)


@pytest.mark.parametrize(
    ("middle", "said"),
    [
        (arc_record(BLOCK, date="20311399083000"), "without a date"),
        (arc_record(BLOCK, date="00000000000000"), "without a date"),
        (arc_record(BLOCK, url="http:///2"), "whose header can't be read"),
        (arc_record(b"<html>It rained."), "with an HTTP header of over 65,536 bytes, or one that can't be read"),
        (arc_record(b"<html>\n\nIt rained."), "with an HTTP header of over 65,536 bytes, or one that can't be read"),
        (arc_response(x="y" * 70_000), "with an HTTP header of over 65,536 bytes, or one that can't be read"),
        (arc_response(b"junk\0" * 9, content_encoding="gzip"), "whose content encoding is damaged"),
        (arc_response(content_encoding="pack200"), "in a content encoding that is not known"),
    ],
)
def test_a_record_that_can_not_be_read_is_counted_and_the_next_one_read(middle, said):
    """With the words that a WARC file's has."""
    for outcomes in (read(ABOUT + FIRST + middle + LAST), read(packed(ABOUT, FIRST, middle, LAST))):
        assert origins(outcomes) == ENDS
        assert reason(outcomes) == f"1 of its 4 records can't be read: 1 {said}"


@pytest.mark.parametrize("cut", range(1, 60, 7))
def test_a_truncated_file_is_read_as_far_as_it_goes(cut):
    """Its last record may be lost, and is then told."""
    for packing in (packed, lambda *made: b"".join(made)):
        outcomes = read(packing(ABOUT, FIRST, LAST, MIDDLE)[:-cut])
        assert set(ENDS) <= set(origins(outcomes))
        assert len(origins(outcomes)) == 3 or "the archive's end cuts short" in reason(outcomes)


def test_a_page_over_the_limit_is_counted_and_not_held():
    """Memory stays flat, however many and large they are."""
    made = ABOUT + FIRST + arc_response(b"x" * 30_000_000) + LAST
    tracemalloc.start()
    outcomes = read(made)
    held = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert origins(outcomes) == ENDS
    assert "over the limit of a page (setting max_bytes)" in reason(outcomes)
    assert held < 10_000_000


def test_memory_does_not_grow_with_the_file(tmp_path):
    """Ten times the pages, the same memory."""
    held = []
    for times in (40, 400):
        path = tmp_path / f"{times}.arc.gz"
        noise = random.Random(1)  # noqa: S311 - noise
        with path.open("wb") as file:
            file.write(packed(ABOUT))
            for n in range(times):
                file.write(packed(arc_response(noise.randbytes(20_000).hex().encode(), f"https://harbour.example/{n}")))
        tracemalloc.start()
        assert sum(1 for _ in documents([str(path)])) == times
        held.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert held[1] < held[0] + 1_000_000


@pytest.mark.parametrize(
    "line",
    [
        b"\nhttp://a",
        b"\nhttp://a 1.2.3.4 20310504083000 text/html 9999999\n",
        b"\nhttp:" + b" 1" * 50,
        b" 20310504083000",
        b"\n",
        b"\nhttp://a 1.2.3.4 20310504083000" + b" x" * 30,
    ],
)
def test_bytes_made_to_be_looked_through_again_and_again_are_not(line):
    """Time grows with the bytes and not with their square."""
    seconds: list[float] = []
    for size in (400_000, 1_600_000):
        began = time.process_time()
        read(ABOUT + line * (size // len(line)))
        seconds.append(time.process_time() - began)
    assert seconds[1] < 10 * seconds[0] + 1


def test_a_file_without_a_page_or_a_record_says_so(tmp_path):
    """One that holds nothing but its description is whole; one of another kind that is named so is told."""
    assert read(ABOUT) == []
    (tmp_path / "a.arc").write_bytes(b"\x1a\x08squeezed long ago")
    assert "that do not begin as a record does" in reason(documents([str(tmp_path / "a.arc")]))
    (tmp_path / "a.arc").write_bytes(b"")
    assert reason(documents([str(tmp_path / "a.arc")])) == "it is empty"


def test_a_warc_file_that_is_named_as_an_arc_file_is_read_as_what_it_is(tmp_path):
    """And the other way round."""
    (tmp_path / "a.arc.gz").write_bytes(packed(*three()))
    (tmp_path / "b.warc.gz").write_bytes(packed(*three_arcs()))
    for name in ("a.arc.gz", "b.warc.gz"):
        assert origins(documents([str(tmp_path / name)])) == ALL


def test_without_warcio_it_is_said_how_to_install_it(monkeypatch):
    """With the extra that WARC files need."""
    monkeypatch.setitem(sys.modules, "warcio.recordloader", None)
    [failure] = read(packed(ABOUT, FIRST))
    assert failure.reason == "ARC files need warcio, which is not installed: run pip install 'sayso[warc]'."


PARTS = [*three_arcs(), b"http://a.example/ 1.2.3.4 20310504083000 text/html 12\n", b"filedesc://", b"\n", b" 12\n"]


@given(st.lists(st.one_of(st.binary(max_size=200), st.sampled_from(PARTS)), max_size=8), st.booleans())
def test_no_bytes_raise(parts, zipped):
    """And each failure is one sentence."""
    for content in (b"filedesc://" + b"".join(parts), ABOUT + b"".join(parts)):
        for one in read(gzip.compress(content) if zipped else content):
            assert isinstance(one, Document | Failure | PassedOver | Revisited)
            assert not isinstance(one, Failure) or (one.reason and "\n" not in one.reason)


# --- archives that are on the web -------------------------------------------------------------------------------------

ADVICE = "it is a web archive, which is read from a file alone: download it first, and name the file"


@pytest.mark.parametrize("name", ["a.warc", "a.WARC.gz", "a.warc.zst", "a.wacz", "a.arc", "a.arc.gz", "a.warc.gz?x=1"])
def test_an_archive_at_an_address_is_refused_with_what_to_do_and_not_fetched(site, local, name):
    """It may be gigabytes; and no password is in what is said."""
    url = site.says(f"/{name}", packed(*three()), content_type="application/gzip")
    [failure] = documents([url.replace("http://", "http://me:secret@")], local)
    assert (failure.origin, failure.reason) == (url, ADVICE)
    assert site.asked == []


@pytest.mark.parametrize("made", [three(), three_arcs()], ids=["WARC", "ARC"])
@pytest.mark.parametrize("packing", [packed, lambda *made: b"".join(made)], ids=["packed", "plain"])
@pytest.mark.parametrize(
    "content_type", ["application/gzip", "application/octet-stream", "text/plain", "application/warc"]
)
def test_an_archive_that_its_address_does_not_tell_is_refused_in_the_same_words(
    site, local, made, packing, content_type
):
    """By its first bytes, or by the type that its server names."""
    url = site.says("/download", packing(*made), content_type=content_type)
    assert [one.reason for one in documents([url], local)] == [ADVICE]
