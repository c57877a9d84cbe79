"""Bad input, end to end: a clear sentence for it, nothing lost, and the rest is read.

What a server may do wrong (circles, private addresses, slow bytes) is in tests/read/test_read_web.py; here are two
cases of it.
"""

from __future__ import annotations

import gzip
import json
import os
import random
import sqlite3
import threading
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner

import sayso
from sayso.cli import main
from sayso.config import Settings
from sayso.errors import LedgerFull, NewerLedger, NotALedger, ReadOnlyLedger
from sayso.model.onnx import load
from sayso.store import Store

CLEAR = '"We will not sign the treaty," Minister Dora Kell said on Monday.'
HEAD = "<html><head><title>Strait talks stall</title></head><body><article><h1>Strait talks stall</h1>"
PAGE = HEAD + "{}</article></body></html>"
GOOD = PAGE.format(f"<p>{CLEAR}</p><p>Nobody else spoke, and the ferries stayed in port all day.</p>")
BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"


@pytest.fixture(scope="session")
def model():
    return load(Settings(threads=2))


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "pages"
    path.mkdir()
    return path


@pytest.fixture
def read(tmp_path, folder, model):
    """Put the bytes into a folder between two good pages, read the folder, and return the summary and the ledger."""
    opened = []

    def reading(content=None, name="bad.txt", **options):
        if content is not None:
            (folder / name).write_bytes(content)
        for good in ("a-good.html", "z-good.html"):
            (folder / good).write_text(GOOD.replace("stayed", f"stayed ({good})"), encoding="utf-8")
        ledger = sayso.open(tmp_path / "x.db", settings=Settings(**options), model=model)
        opened.append(ledger)
        return ledger.read(folder), ledger

    yield reading
    for ledger in opened:
        ledger.close()


def refused(outcome, reason, name="bad.txt"):
    """Check that the one bad input was passed over for this reason, and that both good pages are in the ledger."""
    summary, ledger = outcome
    [failure] = summary.failures
    assert Path(failure.origin).name == name
    assert reason in failure.reason, failure.reason
    assert "\n" not in failure.reason
    kept(outcome, 2)
    assert ledger.counts().documents == 2


def kept(outcome, documents):
    """Check that so many documents are in the ledger, and that what each quotes stands in its text."""
    summary, ledger = outcome
    assert summary.read == documents
    for page in ledger.articles():
        for row in ledger.statements(article_id=page.article.id):
            for piece in (*row.source, *row.cue, *row.content):
                assert page.article.text[piece.start : piece.end] == piece.exact
    assert {page.document.name for page in ledger.articles()} >= {"a-good", "z-good"}


def text_of(ledger, name="bad"):
    return ledger.article(name).article.text


# --- files --------------------------------------------------------------------------------------------------------


def test_an_empty_file_is_passed_over(read):
    refused(read(b""), "it is empty")


def test_a_text_of_blanks_is_passed_over(read):
    refused(read(b" \r\n\t\n"), "white space")


def test_a_binary_file_named_txt_is_passed_over(read):
    refused(read(random.Random(1).randbytes(5000)), "it is binary data and is not text")  # noqa: S311 - noise, no secret


def test_a_truncated_gzip_is_passed_over(read):
    packed = gzip.compress(GOOD.encode() * 50)
    refused(read(packed[: len(packed) // 2], "bad.html.gz"), "gzip", "bad.html.gz")


def test_a_page_over_the_limit_is_passed_over_without_being_read(read, folder):
    with (folder / "bad.html").open("wb") as file:
        file.write(b"<html><body><p>" + b"x" * 70_000)
        file.truncate(50_000_000)  # a hole: it takes no room on the disk
    refused(read(), "it has 50,000,000 bytes, over the limit of 20,000,000", "bad.html")


def test_a_packed_page_over_the_limit_is_passed_over(read):
    packed = gzip.compress(b"<html><body><p>" + b"x" * 21_000_000, 1)
    refused(read(packed, "bad.html.gz"), "20,000,000 bytes", "bad.html.gz")


def test_a_page_of_5_mb_is_read(read):
    """Most of such a page is script and style."""
    script = "<script>" + "var a = '<p>no</p>';\n" * 200_000 + "</script>"
    outcome = read(GOOD.replace("<article>", script + "<article>").encode(), "bad.html")
    kept(outcome, 3)
    assert any(
        "Dora Kell" in row.said_by for row in outcome[1].statements(article_id=outcome[1].article("bad").article.id)
    )


def test_a_line_of_1_mb_is_read(read):
    """It is no prose, so that the model has it over soon: words of letters alone make 200,000 pieces."""
    line = ("0123456789" * 10 + " ") * 200 + "x" * 980_000 + " " + CLEAR
    outcome = read(line.encode(), plain=False)
    kept(outcome, 3)
    assert text_of(outcome[1]) == line


def test_html_with_100_000_nested_tags_is_read_or_refused_in_a_sentence(read):
    deep = "<div>" * 100_000 + CLEAR + "</div>" * 100_000
    summary, ledger = outcome = read(f"<html><body>{deep}</body></html>".encode(), "bad.html")
    kept(outcome, 3 - len(summary.failures))
    if not summary.failures:
        assert "Dora Kell" in text_of(ledger)


@pytest.mark.parametrize(
    "tag", ["<b>", "<p><i>", "<table><tr><td>", "<ul><li>", "<svg>", "<a href=x>", "<!--", "<![CDATA["]
)
def test_a_page_of_tags_left_open_harms_no_other(read, tag):
    summary, _ = outcome = read(("<html><body>" + tag * 20_000 + CLEAR).encode(), "bad.html")
    kept(outcome, 3 - len(summary.failures))


def test_a_page_of_furniture_alone_is_kept_and_has_no_statement(read):
    menu = "".join(f"<li><a href='/{n}'>Section {n}</a></li>" for n in range(30))
    page = f"<html><body><nav><ul>{menu}</ul></nav><footer>All rights reserved</footer></body></html>"
    outcome = read(page.encode(), "bad.html")
    kept(outcome, 3)
    assert outcome[1].article("bad").statements == ()


def test_a_page_that_shows_nothing_without_its_scripts_is_passed_over(read):
    page = b"<html><body><script>render()</script><noscript></noscript></body></html>"
    refused(read(page, "bad.html"), "shows no text without running its scripts", "bad.html")


def test_lone_surrogates_of_json_become_one_replacement_character(read):
    row = '{"id": "bad", "text": "One \\ud800. ' + CLEAR.replace('"', '\\"') + '"}\n'
    outcome = read(row.encode(), "bad.jsonl", plain=True)
    kept(outcome, 3)
    assert text_of(outcome[1]) == f"One \ufffd. {CLEAR}"


def test_lone_surrogates_of_html_are_no_error(read):
    page = GOOD.replace("Nobody", "&#xD800;&#55357;&#x110000;&#0; Nobody")
    outcome = read(page.encode(), "bad.html")
    kept(outcome, 3)
    assert "Nobody else spoke" in text_of(outcome[1])


def test_nuls_in_a_text_and_in_a_page_are_no_error(read, folder):
    (folder / "bad.html").write_bytes(GOOD.replace("Nobody", "No\0body\0").encode())
    outcome = read((CLEAR.replace("Kell", "Ke\0ll") + " It rained." * 40).encode(), "nul.txt")
    kept(outcome, 4)
    assert text_of(outcome[1], "nul").startswith(CLEAR.replace("Kell", "Ke\ufffdll"))


def test_bidi_marks_stay_in_the_text_and_the_quotation_is_still_what_stands_there(read):
    words = f"\u202e{CLEAR[:9]}\u2067{CLEAR[9:]}\u2069\u200f"
    outcome = read(words.encode(), "bad.txt", plain=True)
    kept(outcome, 3)
    assert text_of(outcome[1]) == words
    assert outcome[1].article("bad").statements


def test_a_file_of_mixed_encodings_is_read(read):
    mixed = f"{CLEAR} Café – café. ".encode() + "Caf\xe9 \x96 closed, he said. ".encode("latin-1") + b" It rained."
    outcome = read(mixed * 3)
    kept(outcome, 3)
    assert "Café – closed" in text_of(outcome[1])


def test_utf_16_without_a_mark_is_read(read):
    outcome = read((CLEAR + " It rained. " * 30).encode("utf-16-le"))
    kept(outcome, 3)
    assert text_of(outcome[1]).startswith(CLEAR)


def test_a_file_that_can_not_be_opened_is_passed_over(read, folder, monkeypatch):
    (folder / "bad.txt").write_text(CLEAR, encoding="utf-8")
    opens = Path.open

    def denied(self, *args, **options):
        if self.name == "bad.txt":
            raise PermissionError(13, "Permission denied", str(self))
        return opens(self, *args, **options)

    monkeypatch.setattr(Path, "open", denied)
    refused(read(), "it can't be opened: permission denied")


def test_a_file_that_breaks_off_while_it_is_read_is_passed_over(read, folder, monkeypatch):
    (folder / "bad.txt").write_text(CLEAR, encoding="utf-8")
    opens = Path.open

    class Broken:
        def read(self, *_):
            raise OSError(5, "Input/output error")

        def __getattr__(self, name):
            return getattr(self.file, name)

        def __enter__(self):
            return self

        def __exit__(self, *_):
            self.file.close()

    def breaking(self, *args, **options):
        file = opens(self, *args, **options)
        if self.name != "bad.txt":
            return file
        broken = Broken()
        broken.file = file
        return broken

    monkeypatch.setattr(Path, "open", breaking)
    refused(read(), "input/output error")


def test_a_loop_of_folders_is_not_followed(read, folder):
    inner = folder / "inner"
    inner.mkdir()
    try:
        (inner / "loop").symlink_to(folder, target_is_directory=True)
    except OSError:
        pytest.skip("this system makes no links for this user")
    summary, _ = outcome = read()
    kept(outcome, 2)
    [failure] = summary.failures
    assert "a folder above it: a loop, not followed" in failure.reason


def test_a_table_without_the_named_column_is_passed_over_with_those_it_has(read):
    outcome = read(b"id,words\n1,hello\n", "bad.csv", text_column="body")
    refused(outcome, "it has no column 'body'; its columns are 'id', 'words'", "bad.csv")


def test_a_row_that_is_no_object_is_passed_over_and_the_next_is_read(read):
    rows = (
        f'{{"id": "one", "text": {json.dumps(CLEAR)}}}\n[1\n{{"id": "two", "text": {json.dumps(CLEAR + " Again.")}}}\n'
    )
    summary, ledger = read(rows.encode(), "bad.jsonl", plain=True)
    assert len(summary.failures) == 1
    assert summary.read == 4
    assert text_of(ledger, "two").startswith(CLEAR)


# --- the terminal -------------------------------------------------------------------------------------------------


def test_what_a_page_holds_can_not_steer_the_terminal(tmp_path, monkeypatch):
    """Neither marks of direction nor escape sequences come through, and a made-up tag of colour is only letters."""
    monkeypatch.chdir(tmp_path)
    odd = f"\x1b[31m\x1b]0;gone\x07\x9b2J\r\b{BIDI}[red]x[/red] :warning: \\"
    page = (
        GOOD.replace("Dora", f"Dora{BIDI}\x1b[2J").replace("Nobody", f"{odd} Nobody").replace("stall", f"stall {odd}")
    )
    name = f"od{BIDI[:2]}d" if os.name != "nt" else "odd"
    Path(f"{name}.html").write_text(page, encoding="utf-8", newline="")
    runner = CliRunner()
    results = [runner.invoke(main, ["read", f"{name}.html", f"{BIDI}\x1b[31mnone.txt"])]
    row = json.loads(runner.invoke(main, ["statements", "--format", "jsonl"]).stdout.splitlines()[0])
    for words in (["statements"], ["show", row["id"]], ["article", row["article_id"]]):
        results.append(runner.invoke(main, words))
        assert results[-1].exit_code == 0, results[-1].output
    for result in results:
        shown = result.stdout + result.stderr
        assert not set(shown) & set(BIDI + "\x1b\x07\x08\x9b\r"), result
    assert "[red]x[/red] :warning:" in " ".join(results[-1].stdout.split())


# --- ledgers ------------------------------------------------------------------------------------------------------


def test_a_file_that_is_no_ledger_is_not_written_to(tmp_path, model):
    path = tmp_path / "x.db"
    path.write_bytes(b"Dear reader, " * 100)
    with pytest.raises(NotALedger, match="is not a SQLite file"):
        sayso.open(path, model=model)
    assert path.read_bytes() == b"Dear reader, " * 100


def test_a_ledger_from_a_newer_version_is_not_written_to(tmp_path):
    sayso.open(tmp_path / "x.db").close()
    with closing(sqlite3.connect(tmp_path / "x.db")) as db:
        db.execute("PRAGMA user_version = 999")
    with pytest.raises(NewerLedger, match="install a newer sayso"):
        sayso.open(tmp_path / "x.db")


def test_a_read_only_ledger_can_be_asked_and_says_that_it_can_not_be_read_into(tmp_path, read, folder, model):
    outcome = read()
    outcome[1].close()
    with sayso.open(tmp_path / "x.db", read_only=True, model=model) as ledger:
        assert ledger.counts().documents == 2
        with pytest.raises(ReadOnlyLedger, match=r"x\.db can be read but not written: change its permissions"):
            ledger.read(folder)


@pytest.mark.parametrize("batch", [1, 64])
def test_a_full_disk_is_said_to_be_full_and_what_was_finished_is_kept(tmp_path, folder, model, monkeypatch, batch):
    noise = random.Random(2)  # noqa: S311 - noise, no secret
    for number in range(12):
        words = " ".join(f"{noise.getrandbits(64):x}" for _ in range(1500))
        (folder / f"{number:02}.html").write_text(PAGE.format(f"<p>{words}</p>"), encoding="utf-8")
    (folder / "00.html").write_text(GOOD, encoding="utf-8")
    path, settings = tmp_path / "x.db", Settings(batch_articles=batch)
    with sayso.open(path, settings=settings, model=model) as ledger:
        ledger.read(folder / "00.html")
        limit_pages(ledger._store, monkeypatch, more=60)
        with pytest.raises(LedgerFull, match=r"disk that holds .*x\.db is full: make room and run it again"):
            ledger.read(folder)
        monkeypatch.undo()
    with sayso.open(path, settings=settings, model=model) as ledger:
        before = ledger.counts().documents
        assert (1 < before < 12) if batch == 1 else before == 1
        assert any("Dora Kell" in row.said_by for row in ledger.statements())
        summary = ledger.read(folder)
        assert (summary.known, summary.read) == (before, 12 - before)


def limit_pages(store, monkeypatch, more):
    """Let the file grow by some pages only, from the next write on: SQLite then says what it says of a full disk."""
    with store._engine.connect() as db:
        used = db.exec_driver_sql("PRAGMA page_count").scalar_one()
    writing = Store.writing

    def limited(self):
        context = writing(self)
        enter = context.__enter__

        class Limited:
            def __enter__(self):
                enter()
                store._batch.exec_driver_sql(f"PRAGMA max_page_count = {used + more}")

            def __exit__(self, *error):
                return context.__exit__(*error)

        return Limited()

    monkeypatch.setattr(Store, "writing", limited)


def test_a_full_disk_ends_the_command_with_one_sentence(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def full(*_, **__):
        raise LedgerFull("The disk that holds sayso.db is full: make room and run it again.")

    monkeypatch.setattr(Store, "add", full)
    Path("a.html").write_text(GOOD, encoding="utf-8")
    result = CliRunner().invoke(main, ["read", "a.html"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "sayso: The disk that holds sayso.db is full: make room and run it again.\n"


def test_ctrl_c_in_the_middle_keeps_what_was_finished_and_the_next_run_goes_on(tmp_path, folder, model):
    for number in range(5):
        (folder / f"{number}.html").write_text(GOOD.replace("Nobody", f"Nobody ({number})"), encoding="utf-8")

    def pressed(event):
        if Path(event.origin).name == "2.html":
            raise KeyboardInterrupt

    settings = Settings(batch_articles=1)
    with sayso.open(tmp_path / "x.db", settings=settings, model=model) as ledger:
        with pytest.raises(KeyboardInterrupt):
            ledger.read(folder, on_event=pressed)
        assert ledger.counts().documents == 3
        summary = ledger.read(folder)
        assert (summary.known, summary.read) == (3, 2)


# --- the web ------------------------------------------------------------------------------------------------------


@pytest.fixture
def circle():
    """Return the address of a server whose every page leads to another."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(404 if self.path == "/robots.txt" else 302)
            self.send_header("Location", "/b" if self.path == "/a" else "/a")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/a"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("words", "reason"), [(["--allow-private"], "redirect"), ([], "only public ones are fetched from")]
)
def test_a_circle_of_redirects_and_a_private_address_are_passed_over(tmp_path, monkeypatch, circle, words, reason):
    monkeypatch.chdir(tmp_path)
    Path("a.html").write_text(GOOD, encoding="utf-8")
    result = CliRunner().invoke(main, ["read", circle, "a.html", *words])
    assert (result.exit_code, result.stdout) == (1, "")
    assert reason in result.stderr
    assert "1 document read" in result.stderr


@pytest.mark.parametrize("url", ["file:///etc/hosts", "ftp://example.org/a", "http://", "http://[::1", "gopher://x"])
def test_an_address_that_is_not_read_is_passed_over(tmp_path, monkeypatch, url):
    monkeypatch.chdir(tmp_path)
    Path("a.html").write_text(GOOD, encoding="utf-8")
    result = CliRunner().invoke(main, ["read", url, "a.html"])
    assert result.exit_code == 1
    assert f"skipped {url}:" in result.stderr
    assert "1 document read" in result.stderr
