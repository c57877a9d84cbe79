"""Files, folders and standard input."""

from __future__ import annotations

import gzip
import io
import os
import random
import sys
import tracemalloc
from pathlib import Path

import pytest

from sayso.config import Settings
from sayso.identity import document_id, sha256
from sayso.read import PassedOver, count, documents, units
from sayso.records import Document, Failure, Given
from tests.warcs import response

PAGE = b"<!DOCTYPE html><html><body><p>The harbour stays open, said Mira Oldane.</p></body></html>"


def one(path, **options):
    [outcome] = documents([str(path)], **options)
    return outcome


def reason(path, **options):
    outcome = one(path, **options)
    assert isinstance(outcome, Failure)
    assert outcome.origin == str(path)
    return outcome.reason


def links_work() -> bool:
    return sys.platform != "win32"


def test_a_text_file_is_kept_byte_for_byte(tmp_path, clock):
    content = "\ufeffMira Oldane said: „Nein“.\r\n".encode("utf-16-le")
    path = tmp_path / "note.v2.txt"
    path.write_bytes(content)
    document = one(path, clock=clock)
    assert document == Document(
        id=document_id(sha256(content), "text/plain", Given()),
        name="note.v2",
        origin=str(path),
        fetched="2025-05-05T12:00:00Z",
        media_type="text/plain",
        charset=None,
        sha256=sha256(content),
        content=content,
    )


@pytest.mark.parametrize("name", ["page.html", "page.htm", "page.xhtml", "page.HTML", "page", "page.txt", "page.save"])
def test_a_page_is_known_by_its_suffix_or_its_first_element(tmp_path, name):
    (tmp_path / name).write_bytes(PAGE)
    document = one(tmp_path / name)
    assert (document.name, document.media_type) == ("page", "text/html")


@pytest.mark.parametrize("name", ["page.html.gz", "page.gz", "page.html"])
def test_gzip_is_known_by_its_bytes_and_the_content_is_what_was_packed(tmp_path, name):
    (tmp_path / name).write_bytes(gzip.compress(PAGE))
    document = one(tmp_path / name)
    assert (document.name, document.media_type, document.content) == ("page", "text/html", PAGE)
    assert document.sha256 == sha256(PAGE)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251", "utf-16", "utf-16-le", "utf-32", "iso-8859-2", "shift_jis"])
def test_text_in_any_encoding_is_text(tmp_path, encoding):
    sentences = {
        "cp1251": "Министр сказал, что переговоры продолжатся в понедельник утром. ",
        "iso-8859-2": "Minister řekl, že jednání bude pokračovat v pondělí ráno. ",
        "shift_jis": "大臣は月曜日の朝に交渉が続くと述べた。港は開いたままだと語った。",
    }
    path = tmp_path / "note.txt"
    path.write_bytes((sentences.get(encoding, "The minister said talks go on – “soon”. ") * 20).encode(encoding))
    assert one(path).media_type == "text/plain"


def test_a_text_with_a_few_nuls_and_bidi_marks_is_read(tmp_path):
    content = ("Mira Oldane said \u202eit\u202c rains.\0 " * 2 + "x" * 400).encode()
    (tmp_path / "a.txt").write_bytes(content)
    assert one(tmp_path / "a.txt").content == content


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"%PDF-1.7 ...", "a PDF file"),
        (b"PK\x03\x04....", "a ZIP archive"),
        (b"\x89PNG\r\n\x1a\n", "a PNG image"),
        (b"\xff\xd8\xff\xe0 JFIF", "a JPEG image"),
        (b"SQLite format 3\0....", "a SQLite database"),
        (gzip.compress(gzip.compress(b"text")), "gzip data inside gzip data"),
        (random.Random(1).randbytes(5_000), "binary data"),  # noqa: S311 - noise, not a secret
        (bytes(range(1, 256)) * 40, "binary data"),
    ],
)
def test_a_binary_file_is_no_text_whatever_its_name_says(tmp_path, content, what):
    (tmp_path / "a.txt").write_bytes(content)
    assert what in reason(tmp_path / "a.txt")
    assert "is not text" in reason(tmp_path / "a.txt")


@pytest.mark.parametrize("content", [b"", gzip.compress(b"")])
def test_an_empty_file_is_said_to_be_empty(tmp_path, content):
    (tmp_path / "a.txt").write_bytes(content)
    assert reason(tmp_path / "a.txt") == "it is empty"


def test_a_file_of_blanks_is_said_to_hold_nothing_else(tmp_path):
    (tmp_path / "a.txt").write_bytes(b" \n\n\t")
    assert "nothing but white space" in reason(tmp_path / "a.txt")


def test_a_truncated_gzip_file_is_reported(tmp_path):
    (tmp_path / "page.html.gz").write_bytes(gzip.compress(os.urandom(100_000))[:50_000])
    assert "gzip data ends before its end mark" in reason(tmp_path / "page.html.gz")


def test_a_damaged_gzip_file_is_reported(tmp_path):
    packed = bytearray(gzip.compress(PAGE * 10))
    packed[20:40] = b"\xff" * 20
    (tmp_path / "page.html.gz").write_bytes(packed)
    assert "gzip data is damaged" in reason(tmp_path / "page.html.gz")


def test_a_gzip_bomb_is_given_up_at_the_limit_without_being_held(tmp_path):
    path = tmp_path / "page.html.gz"
    with gzip.open(path, "wb") as packed:
        packed.write(b"<html>")
        for _ in range(200):
            packed.write(b" " * 1_000_000)
    assert path.stat().st_size < 300_000
    tracemalloc.start()
    said = reason(path, settings=Settings(max_bytes=2_000_000))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "more than 2,000,000 bytes" in said
    assert peak < 12_000_000


def test_a_page_over_the_limit_is_reported_with_its_size_and_the_limit(tmp_path):
    with (tmp_path / "page.html").open("wb") as file:
        file.write(b"<html>")
        file.truncate(50_000_000)
        file.seek(6)
        file.write(b"x" * 100_000)
    assert reason(tmp_path / "page.html") == (
        "it has 50,000,000 bytes, over the limit of 20,000,000 (setting max_bytes)"
    )


def test_a_missing_path_is_reported_and_the_rest_goes_on(tmp_path):
    (tmp_path / "b.txt").write_text("It rains.", encoding="utf-8")
    missing, found = documents([str(tmp_path / "a.txt"), str(tmp_path / "b.txt")])
    assert missing == Failure(str(tmp_path / "a.txt"), "there is no such file or folder")
    assert found.name == "b"


def test_an_unreadable_file_is_reported_and_the_rest_goes_on(tmp_path, monkeypatch):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("It rains.", encoding="utf-8")
    opened = Path.open

    def refusing(self, *args, **options):
        if self.name == "a.txt":
            raise PermissionError(13, "Permission denied", str(self))
        return opened(self, *args, **options)

    monkeypatch.setattr(Path, "open", refusing)
    failure, document = documents([str(tmp_path)])
    assert failure == Failure(str(tmp_path / "a.txt"), "it can't be opened: permission denied")
    assert document.name == "b"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
def test_a_file_without_read_permission_is_reported(tmp_path):
    (tmp_path / "a.txt").write_text("It rains.", encoding="utf-8")
    (tmp_path / "a.txt").chmod(0)
    assert "permission denied" in reason(tmp_path / "a.txt")


def test_an_unreadable_folder_is_reported(tmp_path, monkeypatch):
    def refusing(_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("sayso.read.files.os.listdir", refusing)
    assert "permission denied" in reason(tmp_path)


def test_a_folder_is_read_to_its_depth_in_a_stable_order_without_hidden_files(tmp_path):
    names = ["b/z.txt", "b/a.html", "a.txt", ".hidden.txt", ".git/a.txt", "c.txt"]
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("It rains.", encoding="utf-8")
    read = [Path(document.origin).relative_to(tmp_path).as_posix() for document in documents([str(tmp_path)])]
    assert read == ["a.txt", "b/a.html", "b/z.txt", "c.txt"]


def test_the_folder_that_a_browser_saves_beside_a_page_is_passed_over(tmp_path):
    (tmp_path / "page.html").write_bytes(PAGE)
    (tmp_path / "page_files").mkdir()
    (tmp_path / "page_files" / "frame.html").write_bytes(PAGE)
    (tmp_path / "other_files").mkdir()
    (tmp_path / "other_files" / "b.html").write_bytes(PAGE)
    assert [document.name for document in documents([str(tmp_path)])] == ["b", "page"]


def test_a_ledger_in_the_folder_is_passed_over_and_a_script_is_reported(tmp_path):
    (tmp_path / "sayso.db").write_bytes(b"SQLite format 3\0" + bytes(100))
    (tmp_path / "sayso.db-wal").write_bytes(b"\x37\x7f\x06\x82" + bytes(100))
    (tmp_path / "menu.js").write_text("let a = 1;", encoding="utf-8")
    assert "'.js'" in reason_of_only(documents([str(tmp_path)]))


def reason_of_only(outcomes):
    [outcome] = outcomes
    assert isinstance(outcome, Failure)
    return outcome.reason


SHARDS = ("part-0123456789abcdef", "part-fedcba9876543210")


def shards(folder):
    folder.mkdir()
    for name in SHARDS:
        (folder / f"{name}.parquet").write_bytes(b"PAR1")
        (folder / f"{name}.sayso.json").write_bytes(b"{}")


def test_shards_in_a_folder_are_left_out_and_counted_and_what_lies_beside_them_is_read(tmp_path):
    """They hold what was read before: as tables, they would give each page a second time."""
    (tmp_path / "a.txt").write_bytes(b"It rains.")
    shards(tmp_path / "shards")
    (tmp_path / "shards" / "part-00000000deadbeef.parquet").write_bytes(b"of one who was killed before its manifest")
    (tmp_path / "shards" / "b.txt").write_bytes(b"It pours.")
    (tmp_path / "shards" / "deeper").mkdir()
    (tmp_path / "shards" / "deeper" / "c.txt").write_bytes(b"It hails.")
    outcomes = list(documents([str(tmp_path)]))
    assert [one.name for one in outcomes if isinstance(one, Document)] == ["a", "b", "c"]
    assert [one for one in outcomes if not isinstance(one, Document)] == [
        PassedOver(
            str(tmp_path / "shards"),
            (("of shards that sayso wrote: name their folder itself to load them", 5),),
            "file",
        )
    ]
    assert count([str(tmp_path)]) == 3


def test_a_parquet_file_that_no_manifest_tells_of_is_a_table(tmp_path):
    """Whatever it is called: without a manifest there are no shards."""
    (tmp_path / f"{SHARDS[0]}.parquet").write_bytes(b"PAR1")
    [failure] = documents([str(tmp_path)])
    assert isinstance(failure, Failure)
    shards(tmp_path / "shards")
    (tmp_path / "shards" / "votes.parquet").write_bytes(b"PAR1")
    assert [one.origin for one in documents([str(tmp_path / "shards")]) if isinstance(one, Failure)] == [
        str(tmp_path / "shards"),
        str(tmp_path / "shards" / "votes.parquet"),
    ]


def test_a_folder_of_shards_that_is_named_for_its_texts_is_told_to_hold_none(tmp_path):
    """`sayso read` loads it before it comes here; `sayso extract` has nothing to print of it."""
    shards(tmp_path / "shards")
    assert reason(tmp_path / "shards") == "it holds shards, which are no texts: `sayso read` loads them into a ledger"


@pytest.mark.skipif(not links_work(), reason="links need a privilege on Windows")
def test_a_loop_of_folders_is_reported_once_and_not_followed(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "note.txt").write_text("It rains.", encoding="utf-8")
    (tmp_path / "a" / "up").symlink_to(tmp_path, target_is_directory=True)
    document, failure = documents([str(tmp_path)])
    assert document.name == "note"
    assert failure.origin == str(tmp_path / "a" / "up")
    assert "a loop, not followed" in failure.reason


@pytest.mark.skipif(not links_work(), reason="links need a privilege on Windows")
def test_links_in_a_circle_and_links_to_nothing_are_reported(tmp_path):
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    (tmp_path / "c").symlink_to(tmp_path / "nothing")
    outcomes = list(documents([str(tmp_path)]))
    assert [Path(outcome.origin).name for outcome in outcomes] == ["a", "b", "c"]
    assert all(isinstance(outcome, Failure) for outcome in outcomes)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_named_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    assert "no regular file" in reason(tmp_path / "pipe")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has file names that are no text")
def test_a_file_name_that_is_no_text_still_gives_an_origin_that_is(tmp_path):
    (Path(os.fsdecode(os.fsencode(tmp_path) + b"/a\xff.txt"))).write_bytes(b"It rains.")
    [document] = documents([str(tmp_path)])
    assert document.name == "a\ufffd"
    document.origin.encode("utf-8")


ODD = b"b\xe9"
"""How the name of a file may begin on Linux: it is no UTF-8."""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has file names that are no text")
@pytest.mark.parametrize(
    ("name", "content"),
    [
        (b".jsonl", b"{bad"),
        (b".csv", b"id,text\n1\n"),
        (b".txt", b""),
        (b".js", b"let a = 1;"),
        (b".warc", response(status="404 Not Found") + b"WARC/1.1\r\n"),
    ],
)
def test_what_is_said_of_a_file_whose_name_is_no_text_can_be_written(tmp_path, name, content):
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + ODD + name)).write_bytes(content)
    outcomes = list(documents([str(tmp_path)]))
    assert outcomes
    for one in outcomes:
        assert one.origin.startswith(f"{tmp_path}/b\ufffd.")
        "".join([one.origin, getattr(one, "reason", "")]).encode("utf-8")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has file names that are no text")
def test_what_a_folder_gives_in_place_of_a_file_can_be_written_whatever_its_name(tmp_path):
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + ODD))
    shards(folder)
    (folder / "menu.js").write_bytes(b"let a = 1;")
    assert [one.origin for one in units([str(tmp_path)])] == [f"{tmp_path}/b\ufffd", f"{tmp_path}/b\ufffd/menu.js"]


@pytest.mark.parametrize(
    ("content", "kinds"),
    [
        (b"It rains, said Mira Oldane.", ["text/plain"]),
        (PAGE, ["text/html"]),
        (gzip.compress(PAGE), ["text/html"]),
        (b'{"text": "It rains."}\n{"text": "It pours."}\n', ["text/plain", "text/plain"]),
        (b'[{"text": "It rains."}]', ["text/plain"]),
        (b"<rss><channel><item><description>It rains.</description></item></channel></rss>", ["text/plain"]),
        (b"<?xml version='1.0'?>\n<html><body>It rains.</body></html>", ["text/html"]),
    ],
)
def test_standard_input_is_read_as_what_it_looks_like(content, kinds):
    read = list(documents(["-"], stdin=io.BytesIO(content)))
    assert [document.media_type for document in read] == kinds
    assert all(document.origin.startswith("-") for document in read)


def test_with_a_text_column_named_standard_input_may_be_csv():
    [document] = documents(["-"], Settings(text_column="words"), stdin=io.BytesIO(b"id;words\n7;It rains.\n"))
    assert (document.name, document.content) == ("7", b"It rains.")


def test_with_plain_input_markup_in_a_text_is_text(tmp_path):
    (tmp_path / "a.txt").write_bytes(PAGE)
    assert one(tmp_path / "a.txt", settings=Settings(plain=True)).media_type == "text/plain"


@pytest.mark.parametrize("options", [{}, {"settings": Settings(plain=True)}])
def test_a_transcript_that_begins_with_a_brace_is_a_text(tmp_path, options):
    path = tmp_path / "speech.txt"
    path.write_text("{applause} The minister said that the port will stay closed.\n")
    assert one(path, **options).media_type == "text/plain"


def test_with_plain_input_a_text_file_that_looks_like_json_is_text(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text('{"applause"} The minister said that the port will stay closed.\n')
    assert "it is not JSON" in reason(path)
    assert one(path, settings=Settings(plain=True)).content == path.read_bytes()


def test_xml_that_is_no_feed_is_reported(tmp_path):
    (tmp_path / "a.xml").write_bytes(b"<?xml version='1.0'?><sitemap><loc>x</loc></sitemap>")
    assert "neither a feed nor a page" in reason(tmp_path / "a.xml")


def test_an_empty_string_names_nothing():
    [failure] = documents([""])
    assert "empty string" in failure.reason


def test_an_address_of_another_kind_is_reported():
    [failure] = documents(["file:///etc/hosts"])
    assert failure == Failure("file:///etc/hosts", "file:// is not read: name a file by its path, or an http(s) URL")


def test_ctrl_c_passes_through(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_bytes(b"It rains.")

    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "open", interrupted)
    with pytest.raises(KeyboardInterrupt):
        list(documents([str(tmp_path)]))


def test_count_says_how_many_files_without_opening_one(tmp_path, monkeypatch):
    for name in ("a.txt", "b.html", "c.jsonl"):
        (tmp_path / name).write_bytes(b"x")
    monkeypatch.setattr(Path, "open", None)
    assert count([str(tmp_path), "-", "https://example.org/", str(tmp_path / "missing")]) == 5


def test_documents_are_yielded_as_they_are_read(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"It rains.")
    (tmp_path / "b.txt").write_bytes(b"It pours.")
    outcomes = documents([str(tmp_path)])
    assert next(outcomes).name == "a"
    (tmp_path / "b.txt").unlink()
    assert isinstance(next(outcomes), Failure)
