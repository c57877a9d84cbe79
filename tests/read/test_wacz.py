"""WACZ files: ZIP files with web archives in them, of which nothing is unpacked and nothing forged is believed."""

from __future__ import annotations

import random
import struct
import time
import tracemalloc
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.read import PassedOver, Revisited, documents
from sayso.records import Document, Failure
from tests.warcs import packed, page, response, three


@pytest.fixture
def read(tmp_path):
    def reading(content, name="crawl.wacz"):
        (tmp_path / name).write_bytes(content)
        return list(documents([str(tmp_path / name)]))

    return reading


@pytest.fixture
def wacz(tmp_path):
    """Make the bytes of a ZIP file of these members; `stored` says how they are in it."""

    def making(stored=zipfile.ZIP_STORED, **members):
        with zipfile.ZipFile(tmp_path / "made.zip", "w", stored) as file:
            file.writestr("datapackage.json", "{}")
            for name, content in members.items():
                file.writestr(name, content)
        return (tmp_path / "made.zip").read_bytes()

    return making


def origins(outcomes):
    return [one.origin for one in outcomes if isinstance(one, Document)]


ADDRESSES = [f"https://harbour.example/{n}" for n in "123"]


def test_the_archives_of_a_collection_are_read_by_name(read, wacz):
    first, middle, last = three()
    members = {"archive/b.warc.gz": packed(last), "archive/a.warc": first + middle, "pages/pages.jsonl": "{}"}
    assert origins(read(wacz(**members))) == ADDRESSES
    assert origins(read(wacz(zipfile.ZIP_DEFLATED, **members))) == ADDRESSES


@pytest.mark.parametrize(
    "name",
    [
        "../a.warc.gz",
        "/archive/a.warc.gz",
        "archive/../../a.warc.gz",
        "archive/..\\a.warc",
        "C:/a.warc",
        "archive/x/a.warc",
    ],
)
def test_a_member_with_the_name_of_another_place_is_not_read_and_nothing_is_written(read, wacz, tmp_path, name):
    before = set(tmp_path.parent.rglob("*"))
    made = wacz(**{name: packed(*three()), "archive/z.warc.gz": packed(three()[0])})
    outcomes = read(made)
    assert origins(outcomes) == ADDRESSES[:1]
    [failure] = [one for one in outcomes if isinstance(one, Failure)]
    assert "its name is no name of a web archive in a WACZ file" in failure.reason
    assert set(tmp_path.parent.rglob("*")) - before == {tmp_path / "made.zip", tmp_path / "crawl.wacz"}


def test_a_name_that_a_terminal_would_obey_is_not_shown_as_it_is(read, wacz):
    [failure] = read(wacz(**{"archive/\x1b[2Ja\u202e.warc": three()[0]}))
    assert failure.origin.endswith("#archive/\ufffd[2Ja\ufffd.warc")


def test_a_member_that_decompresses_to_a_thousand_times_its_size_is_not_read(read, wacz):
    made = wacz(zipfile.ZIP_DEFLATED, **{"archive/a.warc": b"\0" * 50_000_000, "archive/b.warc": three()[0]})
    outcomes = read(made)
    assert origins(outcomes) == ADDRESSES[:1]
    assert "it decompresses to over 20 times its size, which no web archive does" in outcomes[0].reason


def test_a_member_that_has_more_than_it_says_is_read_no_further(read, wacz):
    whole = three()[0] + response(page(words="x" * 3_000_000), "https://harbour.example/2")
    made = bytearray(wacz(zipfile.ZIP_DEFLATED, **{"archive/a.warc": whole}))
    for at in (made.rindex(b"PK\x01\x02") + 24,):
        struct.pack_into("<L", made, at, len(three()[0]))
    outcomes = read(bytes(made))
    assert set(origins(outcomes)) <= {ADDRESSES[0]}


def test_members_that_lie_over_one_another_are_not_read(read, wacz):
    """A ZIP file whose directory names one member a thousand times holds more than fits into it."""
    made = wacz(**{"archive/a.warc.gz": packed(*three())})
    begin, end = made.rindex(b"PK\x01\x02"), made.rindex(b"PK\x05\x06")
    entry = made[begin:end]
    directory = b"".join(entry.replace(b"a.warc.gz", b"%c.warc.gz" % letter) for letter in b"abcdefghij" * 9)
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 90, 90, len(directory), begin, 0)
    [failure] = read(made[:begin] + directory + tail)
    assert "the files in it lie over one another" in failure.reason


def test_a_directory_without_end_is_not_held(tmp_path):
    directory = b"\0" * 30_000_000
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 65_535, 65_535, len(directory), 4, 0)
    path = tmp_path / "a.wacz"
    path.write_bytes(b"PK\x03\x04" + directory + tail)
    tracemalloc.start()
    [failure] = documents([str(path)])
    held = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "over the limit of 4,000,000" in failure.reason
    assert held < 5_000_000


def test_an_encrypted_member_and_one_packed_in_another_way_are_not_read(read, wacz, tmp_path):
    made = bytearray(wacz(**{"archive/a.warc": three()[0]}))
    made[made.rindex(b"PK\x01\x02") + 8] |= 1
    assert "it is encrypted" in read(bytes(made))[0].reason
    [failure] = read(wacz(zipfile.ZIP_LZMA, **{"archive/a.warc": b"x"}))
    assert "only stored and deflated files are read" in failure.reason


def test_a_collection_without_archives_and_a_file_that_is_none_are_told_apart(read, wacz):
    assert "it holds no web archive" in read(wacz())[0].reason
    assert "it is no sound WACZ file" in read(b"PK\x03\x04 and no more")[0].reason
    [failure] = read(wacz(**{"archive/a.warc": three()[0]}), "crawl.zip")
    assert failure.reason == "it is a ZIP archive or an office file and is not text"


def test_a_member_with_a_wrong_check_sum_is_read_as_far_as_it_is_sound(read, wacz):
    made = wacz(**{"archive/a.warc": b"".join(three()), "archive/b.warc": three()[0]})
    crc = struct.pack("<L", zlib.crc32(b"".join(three())))
    outcomes = read(made.replace(crc, b"\1\2\3\4"))
    [failure] = [one for one in outcomes if isinstance(one, Failure)]
    assert "damaged" in failure.reason
    assert origins(outcomes)[-1] == ADDRESSES[0]


@given(st.binary(max_size=300), st.integers(0, 300), st.integers(0, 255))
def test_no_bytes_raise(tmp_path_factory, tail, at, value):
    path = tmp_path_factory.mktemp("wacz") / "a.wacz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("archive/a.warc", three()[0])
    made = bytearray(path.read_bytes())
    made[-1 - at % len(made)] = value
    for content in (bytes(made), b"PK\x03\x04" + tail, bytes(made[:at]) + tail):
        path.write_bytes(content)
        for one in documents([str(path)]):
            assert isinstance(one, Document | Failure | PassedOver | Revisited)


def test_thousands_of_mutated_collections_raise_nothing(tmp_path):
    """The seed is fixed; the loop ends after some seconds on a machine that is slow."""
    path, rng, began, done = tmp_path / "a.wacz", random.Random(20_311_105), time.monotonic(), 0  # noqa: S311 - mutations
    forms = []
    for stored in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        with zipfile.ZipFile(path, "w", stored) as file:
            file.writestr("archive/a.warc", b"".join(three()))
            file.writestr("archive/b.warc.gz", packed(*three()))
            file.writestr("folder/", "")
        forms.append(path.read_bytes())
    while done < 3_000 and time.monotonic() - began < 8:  # seconds
        made = bytearray(rng.choice(forms))
        for _ in range(rng.randint(1, 8)):
            at = rng.randrange(len(made))
            made[at : at + rng.choice([0, 1, 1, 4])] = rng.choice(
                [b"", b"\0", b"\xff", b"\0\0\0\0", b"PK", rng.randbytes(1)]
            )
        path.write_bytes(made)
        assert all(isinstance(one, Document | Failure | PassedOver | Revisited) for one in documents([str(path)]))
        done += 1
    assert done >= 200
