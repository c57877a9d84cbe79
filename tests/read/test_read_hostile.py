"""Values that a reader must not stumble over. Each of them once ended the whole run, or lost the rows around it."""

from __future__ import annotations

import json

import pyarrow as pa
import pytest
from pyarrow import parquet

from sayso.config import Settings
from sayso.read import documents
from sayso.records import Document, Failure


def read(path, content):
    path.write_bytes(content)
    return list(documents([str(path)], Settings()))


def table(path, **columns):
    parquet.write_table(pa.table(columns), path)
    return list(documents([str(path)], Settings()))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (pa.array([2**62], pa.timestamp("us")), "<value out of range: 4611686018427387904>"),
        (pa.array([-(2**31)], pa.date32()), "<value out of range: -2147483648>"),
        (pa.array([1], pa.timestamp("ns")), "1970-01-01 00:00:00.000000001"),
        (pa.array([5_000], pa.timestamp("ns")), "1970-01-01T00:00:00.000005"),
        (pa.array([0], pa.timestamp("ns", "UTC")), "1970-01-01T00:00:00+00:00"),
        (pa.array([2**62], pa.duration("s")), "4611686018427387904"),
        (pa.array([1], pa.timestamp("us", "No/Where")), None),
    ],
)
def test_a_time_that_python_has_not_is_read_as_it_is_written_and_the_row_is_kept(tmp_path, value, shown):
    [document] = table(tmp_path / "t.parquet", text=["It rains, said Mira Oldane."], published=value)
    assert isinstance(document, Document)
    assert document.given.published == shown


def test_a_time_that_python_has_not_is_no_text(tmp_path):
    [failure] = table(tmp_path / "t.parquet", text=pa.array([1], pa.timestamp("ns")))
    assert isinstance(failure, Failure)
    assert "holds '1970-01-01 00:00:00.000000001', where a text belongs" in failure.reason


def test_bytes_in_a_column_of_text_that_are_not_utf_8_become_replacement_characters(tmp_path):
    broken = pa.Array.from_buffers(pa.string(), 1, [None, pa.py_buffer(b"\0\0\0\0\4\0\0\0"), pa.py_buffer(b"no\xff.")])
    [document] = table(tmp_path / "t.parquet", text=broken)
    assert document.content.decode() == "no\ufffd."


def test_the_rows_beside_one_of_an_odd_time_are_read_too(tmp_path):
    times = pa.array([0, 2**62, 0], pa.timestamp("us"))
    found = table(tmp_path / "t.parquet", text=["one", "two", "three"], date=times)
    assert [one.content for one in found] == [b"one", b"two", b"three"]
    assert found[0].given.published == "1970-01-01T00:00:00"


def test_rows_that_are_no_objects_are_told_of_once_for_each_kind(tmp_path):
    rows = [*range(500), "a", "b", {"text": "It rains."}, [1], [2], None]
    found = read(tmp_path / "rows.json", json.dumps(rows).encode())
    assert sum(isinstance(one, Document) for one in found) == 1
    assert [one.reason.split(",")[0] for one in found if isinstance(one, Failure)] == [
        "row 1 is '0'",
        "row 501 is 'a'",
        "row 504 is '[1]'",
        "row 506 is 'None'",
    ]


@pytest.mark.parametrize("name", ["rows.jsonl", "rows.json"])
def test_a_row_that_is_deeper_than_python_writes_out_leaves_the_rows_after_it(tmp_path, name):
    deep = "[" * 900 + "]" * 900
    content = f'{{"text": {deep}}}\n{deep}\n{{"text": "It rains."}}\n'.encode()
    assert [one.content for one in read(tmp_path / name, content) if isinstance(one, Document)] == [b"It rains."]


@pytest.mark.parametrize("link", ["http://[::1", "https://[/a", "http://a]b/c"])
def test_an_entry_of_a_feed_whose_link_is_no_address_is_read_all_the_same(tmp_path, link):
    feed = (
        "<rss version='2.0'><channel><title>x</title>"
        f"<item><link>{link}</link><description>It rains.</description></item>"
        "<item><link>https://example.org/a</link><description>It snows.</description></item></channel></rss>"
    )
    found = read(tmp_path / "feed.xml", feed.encode())
    assert [one.content for one in found] == [b"It rains.", b"It snows."]
