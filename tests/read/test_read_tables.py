"""JSON Lines, JSON, CSV and Parquet."""

from __future__ import annotations

import csv
import gzip
import io
import json
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.config import Settings
from sayso.read import documents
from sayso.read.charsets import AsUtf8
from sayso.read.jsons import array_items
from sayso.records import Document, Failure, Given


def read(path, content, **settings):
    if isinstance(content, str):
        content = content.encode()
    path.write_bytes(content)
    return list(documents([str(path)], Settings(**settings)))


def lines(*rows):
    return "".join(json.dumps(row) + "\n" for row in rows)


def test_a_row_of_json_lines_is_a_document_with_what_stands_beside_it(tmp_path):
    row = {
        "ID": 12,
        "Text": "It rains, said Mira Oldane.",
        "headline": "Rain",
        "source": {"id": None, "name": "Oldane Post"},
        "authors": ["A. Brann", {"name": "C. Dell"}],
        "publishedAt": "2025-05-05T10:00:00Z",
        "lang": "en",
        "link": "https://example.org/rain",
    }
    [document] = read(tmp_path / "a.jsonl", lines(row))
    assert document.name == "12"
    assert document.origin == f"{tmp_path / 'a.jsonl'}#row=1"
    assert (document.media_type, document.charset) == ("text/plain", "utf-8")
    assert document.content == b"It rains, said Mira Oldane."
    assert document.given == Given(
        title="Rain",
        outlet="Oldane Post",
        authors=("A. Brann", "C. Dell"),
        published="2025-05-05T10:00:00Z",
        language="en",
        url="https://example.org/rain",
    )


def test_the_html_column_comes_before_the_text_and_an_empty_one_is_passed_over(tmp_path):
    rows = [{"text": "It rains.", "html": "<p>It rains.</p>"}, {"text": "It pours.", "html": None}, {"body": "Sun."}]
    outcomes = read(tmp_path / "a.ndjson", lines(*rows))
    assert [(one.content, one.media_type) for one in outcomes] == [
        (b"<p>It rains.</p>", "text/html"),
        (b"It pours.", "text/plain"),
        (b"Sun.", "text/plain"),
    ]
    assert [one.name for one in outcomes] == ["a-1", "a-2", "a-3"]


def test_nan_in_a_column_is_nothing(tmp_path):
    """Python's json writes it for what pandas has no value for; it became the outlet "nan", and hid the text."""
    row = '{"html": NaN, "text": "It rains.", "title": NaN, "source": {"name": NaN}, "authors": [NaN, "A. Brann"]}\n'
    [document] = read(tmp_path / "a.jsonl", row)
    assert (document.content, document.given) == (b"It rains.", Given(authors=("A. Brann",)))


@pytest.mark.parametrize(
    ("written", "published"),
    [
        ("1746403200000", "2025-05-05T00:00:00Z"),
        ("1746439200", "2025-05-05T10:00:00Z"),
        ("1746439200.5", "2025-05-05T10:00:00Z"),
        ("20250505", "20250505"),
        ("202505051030", "202505051030"),
        ("true", None),
        ('"1746439200"', "1746439200"),
    ],
)
def test_a_date_that_is_a_number_is_the_moment_that_pandas_means(tmp_path, written, published):
    [document] = read(tmp_path / "a.jsonl", f'{{"text": "It rains.", "date": {written}}}\n')
    assert document.given.published == published


def test_a_bad_line_is_reported_by_its_number_and_the_next_is_read(tmp_path):
    first, bad, last = read(tmp_path / "a.jsonl", '{"text": "One."}\n\n{"text": "Tw\n{"text": "Four."}\n')
    assert (first.content, last.content) == (b"One.", b"Four.")
    assert bad.origin.endswith("a.jsonl#row=3")
    assert bad.reason.startswith("line 3 is not JSON")
    assert last.origin.endswith("#row=4")


@pytest.mark.parametrize("line", ["[" * 100_000, "9" * 5_000, '"text"', "[1]", "null", '{"text": 3}', '{"text": ""}'])
def test_a_line_that_holds_no_text_is_one_failure(tmp_path, line):
    failure, document = read(tmp_path / "a.jsonl", f'{line}\n{{"text": "Two."}}\n')
    assert isinstance(failure, Failure)
    assert len(failure.reason) < 300
    assert document.content == b"Two."


def test_objects_without_a_text_column_are_reported_once_with_their_columns(tmp_path):
    failure, document = read(tmp_path / "a.jsonl", lines({"words": "a"}, {"words": "b"}, {"text": "c"}))
    assert "'words'" in failure.reason
    assert "text_column" in failure.reason
    assert document.content == b"c"


def test_a_lone_surrogate_becomes_the_replacement_character(tmp_path):
    content = '{"text": "Rain \\ud800 and \\ud83d\\ude00", "title": "\\udfff"}\n'
    [document] = read(tmp_path / "a.jsonl", content)
    assert document.content.decode() == "Rain \ufffd and \U0001f600"
    assert document.given.title == "\ufffd"


def test_nuls_in_a_text_are_kept(tmp_path):
    [document] = read(tmp_path / "a.jsonl", '{"text": "a\\u0000b"}\n')
    assert document.content == b"a\0b"


def test_a_line_over_the_limit_is_skipped_and_the_next_is_read(tmp_path):
    content = lines({"text": "x" * 3_000}) + lines({"text": "Short."})
    failure, document = read(tmp_path / "a.jsonl", content, max_bytes=1_000)
    assert "line 1 has 1,000 characters or more" in failure.reason
    assert document.content == b"Short."


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_json_lines_with_a_byte_order_mark_are_read(tmp_path, encoding):
    [document] = read(tmp_path / "a.jsonl", lines({"text": "Ärger"}).encode(encoding))
    assert document.content == "Ärger".encode()


def test_bytes_that_are_no_utf8_become_replacement_characters_in_a_table_that_is(tmp_path):
    content = lines({"text": "It rains." * 10}).encode() * 1_000 + b'{"text": "caf\xc3\xa9 \xff"}\n'
    *_, document = read(tmp_path / "a.jsonl", content)
    assert document.content.decode() == "café \ufffd"


@pytest.mark.parametrize("suffix", [".jsonl.gz", ".csv.gz"])
def test_packed_tables_are_read(tmp_path, suffix):
    content = lines({"id": 1, "text": "It rains."}) if "jsonl" in suffix else "id,text\n1,It rains.\n"
    [document] = read(tmp_path / f"a{suffix}", gzip.compress(content.encode()))
    assert (document.name, document.content) == ("1", b"It rains.")


def test_of_a_truncated_packed_table_the_rows_before_the_break_are_read(tmp_path):
    rows = [{"id": number, "text": str(number) * 50} for number in range(20_000)]
    packed = gzip.compress(lines(*rows).encode())
    *found, failure = read(tmp_path / "a.jsonl.gz", packed[: len(packed) * 9 // 10])
    assert len(found) > 5_000
    assert all(isinstance(one, Document) for one in found)
    assert "ends before its end mark" in failure.reason


@pytest.mark.parametrize(
    "content",
    [
        '{"id": "a", "text": "One."}',
        '[{"id": "a", "text": "One."}]',
        ' [\n {"id": "a",\n "text": "One."}\n]\n',
        '{"id": "a",\n "text": "One."}',
        '{"id": "a", "text": "One."}\n',
        '\ufeff[{"id": "a", "text": "One."}]',
    ],
)
def test_a_json_file_may_be_an_object_or_an_array(tmp_path, content):
    [document] = read(tmp_path / "a.json", content)
    assert (document.name, document.content) == ("a", b"One.")


def test_a_json_file_may_be_objects_one_after_the_other(tmp_path):
    assert len(read(tmp_path / "a.json", lines({"text": "a"}, {"text": "b"}))) == 2


def test_of_a_broken_json_array_the_items_before_the_break_are_read(tmp_path):
    document, failure = read(tmp_path / "a.json", '[{"text": "One."}, {"text": "Tw')
    assert document.content == b"One."
    assert "not JSON from item 2 on" in failure.reason


@pytest.mark.parametrize("content", ["{nothing", "[" * 100_000, "]", "words"])
def test_what_is_no_json_is_reported(tmp_path, content):
    [failure] = read(tmp_path / "a.json", content)
    assert "not JSON" in failure.reason


@given(
    st.lists(st.dictionaries(st.text(max_size=5), st.text() | st.integers() | st.floats(allow_nan=False))),
    st.booleans(),
)
def test_array_items_gives_what_json_loads_gives(items, is_indented):
    text = json.dumps(items, indent=2 if is_indented else None)
    assert list(array_items(io.StringIO(text), 10_000_000)) == items


def test_an_item_longer_than_the_window_is_read_whole():
    items = [{"text": "x" * 300_000}, {"text": "y"}]
    assert list(array_items(io.StringIO(json.dumps(items)), 1_000_000)) == items


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_of_a_csv_file_is_found_from_its_header(tmp_path, delimiter):
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter)
    writer.writerows(
        [["doc_id", "text", "date", "author"], ["r1", 'She said: "No, never;\nnot now|\tor then"', "2025", "A. B; C"]]
    )
    [document] = read(tmp_path / "a.csv", buffer.getvalue())
    assert document.name == "r1"
    assert document.content.decode() == 'She said: "No, never;\nnot now|\tor then"'
    assert document.given == Given(published="2025", authors=("A. B", "C"))


def test_a_tsv_file_is_read(tmp_path):
    [document] = read(tmp_path / "a.tsv", "id\ttext\n1\tIt rains, she said.\n")
    assert document.content == b"It rains, she said."


def test_a_csv_file_of_one_column_is_read(tmp_path):
    assert [one.content for one in read(tmp_path / "a.csv", "text\nIt rains.\nIt pours.\n")] == [
        b"It rains.",
        b"It pours.",
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_a_csv_file_in_a_spreadsheet_s_encoding_is_read(tmp_path, encoding):
    text = "Die Bürgermeisterin sagte, die Brücke bleibe für Fußgänger geöffnet. " * 5
    [document] = read(tmp_path / "a.csv", f"id;text\r\n1;{text}\r\n".encode(encoding))
    assert document.content.decode() == text


def test_a_csv_file_without_the_named_column_is_one_failure_that_lists_its_columns(tmp_path):
    [failure] = read(tmp_path / "a.csv", "id,Words\n1,a\n2,b\n", text_column="text")
    assert failure == Failure(str(tmp_path / "a.csv"), "it has no column 'text'; its columns are 'id', 'Words'")


def test_a_csv_file_without_any_usual_column_is_one_failure(tmp_path):
    [failure] = read(tmp_path / "a.csv", "id,words\n1,a\n2,b\n")
    assert "('id', 'words')" in failure.reason


def test_the_named_column_is_the_text_and_may_hold_pages(tmp_path):
    outcomes = read(tmp_path / "a.csv", "text,Page\nno,<p>It rains.</p>\nno,It pours.\n", text_column="page")
    assert [(one.content, one.media_type) for one in outcomes] == [
        (b"<p>It rains.</p>", "text/html"),
        (b"It pours.", "text/plain"),
    ]


@pytest.mark.parametrize("text", ["<name@example.org> wrote: rain.", "<REUTERS> Rain.", 'See <a href="b">b</a>.\nSun.'])
def test_a_stray_angle_bracket_makes_no_page(tmp_path, text):
    [document] = read(tmp_path / "a.jsonl", lines({"text": text}))
    assert document.media_type == "text/plain"


def test_a_row_with_too_few_or_too_many_cells_is_reported_and_the_next_is_read(tmp_path):
    short, long, document = read(tmp_path / "a.csv", "id,text\n1\n2,a,b\n3,It rains.\n")
    assert "it has 1 cells, and the header has 2" in short.reason
    assert "it has 3 cells, and the header has 2" in long.reason
    assert document.name == "3"


def test_a_csv_field_of_a_megabyte_is_read(tmp_path):
    [document] = read(tmp_path / "a.csv", f'id,text\n1,"{"word " * 200_000}"\n')
    assert len(document.content) == 1_000_000


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_a_quotation_mark_that_never_closes_is_reported_and_swallows_nothing_unsaid(tmp_path, end):
    document, failure = read(tmp_path / "a.csv", f'id,text\n1,Sun.\n2,"It rains.\n3,It pours.{end}')
    assert document.name == "1"
    assert failure.origin.endswith("#row=2")
    assert "quotation mark that never closes" in failure.reason


def test_a_csv_line_over_the_limit_ends_the_table(tmp_path):
    document, failure = read(tmp_path / "a.csv", f"id,text\n1,Short.\n2,{'x' * 600}\n3,Short.\n", max_bytes=500)
    assert document.name == "1"
    assert "line 3 has 500 characters or more" in failure.reason


def test_a_csv_row_that_grows_over_the_limit_ends_the_table(tmp_path):
    """As each line closes a quotation mark and opens another, no cell of it is too long, and no line."""
    endless = '2,"It rains' + '\n","and rains' * 100
    document, failure = read(tmp_path / "a.csv", f"id,text\n1,Sun.\n{endless}", max_bytes=500)
    assert document.name == "1"
    assert failure.origin == str(tmp_path / "a.csv")
    assert "has over 500 characters, which is the limit (setting max_bytes)" in failure.reason


def test_each_row_of_a_csv_file_may_have_as_many_characters_as_the_limit(tmp_path):
    """Whatever the rows before it had, or the blank lines."""
    row = '{},"' + "It rains.\n" * 45 + '"\n'
    content = "id,text\n" + row.format(1) + "\n" * 600 + row.format(2)
    assert [one.name for one in read(tmp_path / "a.csv", content, max_bytes=500)] == ["1", "2"]


def test_a_text_over_the_limit_is_reported_for_its_row_and_the_next_is_read(tmp_path):
    rows = [{"text": "ä" * 400}, {"text": "Short."}]
    failure, document = read(
        tmp_path / "a.jsonl", "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), max_bytes=500
    )
    assert failure == Failure(
        f"{tmp_path / 'a.jsonl'}#row=1", "its 'text' has 800 bytes, over the limit of 500 (setting max_bytes)"
    )
    assert document.content == b"Short."


def test_an_office_file_named_csv_is_no_text(tmp_path):
    [failure] = read(tmp_path / "a.csv", b"PK\x03\x04" + bytes(100))
    assert "a ZIP archive or an office file and is not text" in failure.reason


def parquet(path, rows, schema=None):
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet as files

    files.write_table(pyarrow.Table.from_pylist(rows, schema=schema), path)
    return path


def test_a_parquet_table_is_read_by_its_text_column(tmp_path):
    from datetime import date

    rows = [
        {"id": 1, "text": "It rains.", "date": date(2025, 5, 5), "authors": ["A. Brann"], "noise": 1},
        {"id": 2, "text": None, "date": None, "authors": None, "noise": 2},
        {"id": 3, "text": "<p>It pours.</p>", "date": None, "authors": [], "noise": 3},
    ]
    first, failure, last = documents([str(parquet(tmp_path / "a.parquet", rows))])
    assert (first.name, first.content) == ("1", b"It rains.")
    assert first.given == Given(published="2025-05-05", authors=("A. Brann",))
    assert failure == Failure(f"{tmp_path / 'a.parquet'}#row=2", "it has no text in 'text'")
    assert last.media_type == "text/html"


def test_a_parquet_column_of_bytes_is_kept_as_it_is(tmp_path):
    page = "<p>Grüße</p>".encode("latin-1")
    first, failure = documents([str(parquet(tmp_path / "a.parquet", [{"html": page}, {"html": b"%PDF-1.7"}]))])
    assert (first.content, first.charset, first.media_type) == (page, None, "text/html")
    assert "a PDF file and is not text" in failure.reason


def test_a_parquet_table_without_the_column_is_one_failure(tmp_path):
    [failure] = documents([str(parquet(tmp_path / "a.parquet", [{"words": "a"}]))])
    assert "'words'" in failure.reason


def test_a_broken_parquet_file_is_one_failure(tmp_path):
    [failure] = read(tmp_path / "a.parquet", b"PAR1 and nothing more")
    assert "no sound Parquet file" in failure.reason


def test_parquet_from_standard_input_is_refused_with_the_way_out(tmp_path):
    path = parquet(tmp_path / "a.parquet", [{"text": "a"}])
    [failure] = documents(["-"], stdin=io.BytesIO(path.read_bytes()))
    assert "name a plain file" in failure.reason


def test_without_pyarrow_a_parquet_table_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    [failure] = read(tmp_path / "a.parquet", b"PAR1....")
    assert "pip install 'sayso[arrow]'" in failure.reason


@pytest.mark.parametrize("suffix", [".jsonl", ".json", ".csv"])
def test_memory_does_not_grow_with_the_number_of_rows(tmp_path, suffix):
    def peak_of(count):
        path = tmp_path / f"{count}{suffix}"
        rows = [[str(number), "word " * 400] for number in range(count)]
        if suffix == ".csv":
            with path.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([["id", "text"], *rows])
        else:
            objects = [{"id": key, "text": text} for key, text in rows]
            path.write_text(lines(*objects) if suffix == ".jsonl" else json.dumps(objects), encoding="utf-8")
            del objects
        del rows
        tracemalloc.start()
        assert sum(isinstance(one, Document) for one in documents([str(path)])) == count
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return peak

    peak_of(100)  # imports
    assert peak_of(3_000) < peak_of(300) + 500_000


TOLD = "t{0},The harbour master said on day {0} that the gates stay shut.\n"


@pytest.mark.parametrize("rows_before", [0, 200, 2_000])
@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("cp1252", "Le café a été fermé à Genève — a dit André Vaudel."),
        ("cp1251", "Министр Ада Бром сказала что порт закрыт до пятницы и причина не названа."),
        ("cp932", "アダ・ブロム首相は港を閉鎖すると述べた。港は金曜日まで閉鎖される。"),
        ("gb18030", "总理布罗姆说港口将关闭到星期五，原因尚未公布。"),
        ("utf-8", "Le café a été fermé à Genève — a dit André Vaudel."),
    ],
)
def test_the_encoding_of_a_table_is_told_by_its_first_bytes_that_are_not_ascii(tmp_path, encoding, words, rows_before):
    """However many rows of ASCII come before them: 200 fill what is looked at at once, 2,000 what is held."""
    filler = "".join(TOLD.format(number) for number in range(rows_before))
    content = f"title,text\n{filler}last,{words}\n".encode(encoding)
    assert read(tmp_path / "a.csv", content)[-1].content.decode() == words


def test_a_text_in_a_central_european_encoding_is_not_read_as_a_western_one(tmp_path):
    words = "Minister powiedział, że port pozostanie zamknięty do piątku, a powodów nie podał. Rybacy są źli."
    [document] = read(tmp_path / "a.csv", f"text;id\n{words};1\n".encode("cp1250"))
    assert document.content.decode() == words


ODD = b'{"text": "The mayor\x92s boat sank."}'
UTF_8 = [{"text": f"Les élèves à Genève ont été prévenus, a dit Zoë Vaudel le {day}."} for day in range(3_000)]


@pytest.mark.parametrize("name", ["a.jsonl", "a.json"])
def test_an_odd_byte_does_not_decide_how_the_rows_after_it_are_read(tmp_path, name):
    """Which are UTF-8, but too far from it to tell the table's encoding; of a JSON file, all may stand in one line."""
    between = [json.dumps({"text": f"The gates stay shut on day {day}."}).encode() for day in range(5_000)]
    rows = [ODD, *between, *(json.dumps(row, ensure_ascii=False).encode() for row in UTF_8)]
    content = b"\n".join(rows) if name == "a.jsonl" else b"[" + b", ".join(rows) + b"]"
    first, *others = read(tmp_path / name, content)
    assert first.content.decode() == "The mayor’s boat sank."
    assert [one.content.decode() for one in others[5_000:]] == [row["text"] for row in UTF_8]


def test_lines_in_utf_8_among_those_in_a_guessed_encoding_are_read_as_what_they_are():
    legacy, modern = "Le café a été fermé à Genève, a dit André Vaudel.\n", "Le port reste fermé, a dit Zoë Vaudel.\n"
    content = legacy.encode("cp1252") * 4_000 + (modern.encode() + legacy.encode("cp1252")) * 3_000
    stream = io.BufferedReader(AsUtf8(io.BytesIO(content)))
    assert stream.read().decode() == legacy * 4_000 + (modern + legacy) * 3_000


@settings(deadline=None, max_examples=15)
@given(st.integers(0, 12), st.sampled_from(["utf-8", "cp932", "gb18030", "utf-16"]), st.integers(1, 200_000))
def test_no_character_is_lost_where_a_table_is_read_in_pieces(shift, encoding, filler):
    text = "a" * filler + "\n" + "b" * shift + "港は金曜日まで閉鎖される。" * 8_000
    stream = io.BufferedReader(AsUtf8(io.BytesIO(text.encode(encoding))))
    assert stream.read().decode("utf-8-sig") == text


def test_memory_does_not_grow_with_a_table_in_an_older_encoding(tmp_path):
    def peak_of(count):
        path = tmp_path / f"{count}.csv"
        rows = "".join(f"{number},{'café au lait ' * 200}\n" for number in range(count))
        path.write_bytes(f"id,text\n0,plain\n{rows}".encode("cp1252"))
        del rows
        tracemalloc.start()
        assert sum(isinstance(one, Document) for one in documents([str(path)])) == count + 1
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return peak

    peak_of(100)  # imports
    assert peak_of(1_000) < peak_of(200) + 500_000


def test_columns_of_bytes_in_a_parquet_table_are_text(tmp_path):
    """Binary columns of names and dates are read as UTF-8, and what is none becomes U+FFFD."""
    parquet = pytest.importorskip("pyarrow.parquet")
    arrow = pytest.importorskip("pyarrow")
    row = {
        "title": "Ports clôsed".encode(),
        "outlet": b"Sund\xffCourier",
        "author": b"A. Brann; C. Dell",
        "id": b"x1",
        "date": b"2025-05-05",
        "text": b"The minister said no.",
    }
    parquet.write_table(arrow.table({name: [cell] for name, cell in row.items()}), tmp_path / "a.parquet")
    [document] = documents([str(tmp_path / "a.parquet")])
    assert (document.name, document.given.title, document.given.outlet) == ("x1", "Ports clôsed", "Sund\ufffdCourier")
    assert (document.given.authors, document.given.published) == (("A. Brann", "C. Dell"), "2025-05-05")
