"""Web archives into the ledger, and through the commands: revisits, order, memory, exit codes."""

from __future__ import annotations

import gzip
import itertools
import json
import random
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.cli import main
from sayso.config import Settings
from sayso.keeping import Known, Stored
from sayso.library import Summary
from sayso.pipeline import extract, read_into
from sayso.read import PassedOver
from sayso.store import Store
from tests.test_pipeline import Rule
from tests.warcs import http, packed, page, record, response, revisit

SETTINGS = Settings(plain=True)
SAID = "Voss said it rained."


def made(name, url=None, date="2031-05-04T08:30:00Z"):
    return response(page(name, f"{name} {SAID}"), url or f"https://harbour.example/{name}", date)


@pytest.fixture
def model():
    return Rule()


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "ledger.db") as opened:
        yield opened


@pytest.fixture
def archive(tmp_path):
    def making(*records, name="crawl.warc.gz"):
        (tmp_path / name).write_bytes(packed(*records))
        return str(tmp_path / name)

    return making


def rows(path):
    """Return all that a ledger holds but its runs, sorted: the order of rows in the file is none."""
    with closing(sqlite3.connect(path)) as db:
        tables = ["document", "origin", "statement", "span", "line"]
        found = {table: sorted(map(repr, db.execute(f"SELECT * FROM {table}"))) for table in tables}  # noqa: S608 - ours
        columns = "id, document_id, reading, title, outlet, url, language, text"
        return found | {"article": sorted(map(repr, db.execute(f"SELECT {columns} FROM article")))}  # noqa: S608 - ours


def ledger_of(folder, inputs, **options):
    path = folder / f"{next(NUMBERS)}.db"
    with Store.open(path) as opened:
        events = list(read_into(opened, inputs, Rule(), Settings(plain=True, **options)))
    found = rows(path)
    for table in ("statement", "span", "line"):
        found[table] = len(found[table])  # keys of rows follow the order of writing
    return found, events


NUMBERS = itertools.count()


def test_pages_of_an_archive_are_stored_with_their_address_and_day(store, model, archive):
    events = list(read_into(store, [archive(made("one"), made("two"))], model, SETTINGS))
    assert [(one.origin, one.statements) for one in events] == [
        ("https://harbour.example/one", 1),
        ("https://harbour.example/two", 1),
    ]
    [first] = store.documents_from("https://harbour.example/one", "one")
    assert first[1] == "2031-05-04T08:30:00Z"
    assert store.document(first[0]).content == page("one", f"one {SAID}")
    assert model.shown == 2
    again = list(read_into(store, [archive(made("one"), made("two"))], model, SETTINGS))
    assert all(isinstance(one, Known) for one in again)


def test_the_same_page_at_another_address_is_another_origin_and_read_once(store, model, archive):
    copy = made("one", "https://quay.example/copy")
    events = list(read_into(store, [archive(made("one"), copy, made("two"))], model, SETTINGS))
    assert [type(one) for one in events] == [Stored, Stored, Known]
    assert store.origins(events[0].document_id) == ("https://harbour.example/one", "https://quay.example/copy")
    assert model.shown == 2


def test_a_revisit_is_another_origin_of_the_page_that_this_run_or_the_ledger_holds(store, model, archive):
    body = page("one", f"one {SAID}")
    here = revisit("https://quay.example/a", body, "https://harbour.example/one")
    events = list(read_into(store, [archive(here, made("one"))], model, SETTINGS))
    by_digest = revisit("https://quay.example/b", body, "https://harbour.example/one")
    by_day = revisit("https://quay.example/c", None, "https://harbour.example/one", "2031-05-04T08:30:00Z")
    neither = revisit("https://quay.example/d", None, "https://harbour.example/one", "2031-05-05T08:30:00Z")
    unknown = revisit("https://quay.example/e", page("Other"), "https://harbour.example/other")
    later = list(read_into(store, [archive(by_digest, by_day, neither, unknown)], model, SETTINGS))
    assert store.origins(events[0].document_id) == (
        "https://harbour.example/one",
        *(f"https://quay.example/{letter}" for letter in "abc"),
    )
    assert later[-1] == PassedOver("", (("of revisits to pages that are not in the ledger", 2),))
    assert model.shown == 1


def test_a_page_read_from_its_address_and_from_an_archive_is_one_document(tmp_path, store, model, archive):
    """Its bytes are the same; a file of them is a third place."""
    (tmp_path / "one.html").write_bytes(page("one", f"one {SAID}"))
    inputs = [str(tmp_path / "one.html"), archive(made("one"))]
    events = list(read_into(store, inputs, model, SETTINGS))
    assert {one.document_id for one in events} == {events[0].document_id}
    assert len(store.origins(events[0].document_id)) == 2


RECORDS = [
    made("one"),
    made("one", "https://a.example/earlier"),
    made("one", "https://z.example/later", "2031-01-01T00:00:00Z"),
    made("two"),
    revisit("https://b.example/one", page("one", f"one {SAID}")),
    revisit("https://b.example/two", None, "https://harbour.example/two", "2031-05-04T08:30:00Z"),
    revisit("https://b.example/none", page("none")),
    record(http(b"x"), length=9),
]


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations(RECORDS), st.sampled_from([1, 2, 64]), st.integers(1, len(RECORDS)))
def test_the_order_of_the_records_and_how_they_are_spread_over_files_decide_nothing(tmp_path, order, batch, cut):
    expected, _ = ledger_of(tmp_path, [packed_file(tmp_path, RECORDS)])
    found, events = ledger_of(
        tmp_path,
        [packed_file(tmp_path, order[:cut]), packed_file(tmp_path, order[cut:] or [made("two")])],
        batch_articles=batch,
    )
    assert found == expected
    summary = Summary()
    for event in events:
        summary.add(event)
    assert summary.passed_over == {"of revisits to pages that are not in the ledger": 1}


def packed_file(folder, records):
    path = folder / f"{next(NUMBERS)}.warc.gz"
    path.write_bytes(packed(*records))
    return str(path)


def test_extract_gives_each_page_once_and_keeps_nothing(model, archive):
    copy = made("one", "https://quay.example/copy")
    found = list(extract([archive(made("one"), copy, made("two"))], model, SETTINGS))
    assert [one.document.origin for one in found] == [f"https://harbour.example/{name}" for name in ("one", "two")]


# --- the commands ---------------------------------------------------------------------------------------------------


def test_the_commands_read_archives_and_say_what_became_of_the_records(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    words = "The ferry will not sail, the minister Dora Kell said on Monday, and nobody knew for how long it would be."
    records = [
        response(page("Ferry", words), "https://harbour.example/ferry"),
        response(page("Other", words), "https://quay.example/other"),
        response(b"\x89PNG", content_type="image/png"),
        record(http(b"x"), length=9_000),
    ]
    (tmp_path / "a.warc.gz").write_bytes(packed(*records))
    result = CliRunner().invoke(main, ["read", "a.warc.gz", "--outlet", "harbour.example", "--language", "en"])
    assert (result.exit_code, result.stdout) == (1, "")
    assert "a.warc.gz: 1 of its 4 records can't be read: 1 that the archive's end cuts short" in result.stderr
    assert "1 document read" in result.stderr
    assert "2 records passed over: 1 of another type than pages and texts, 1 of other outlets" in result.stderr
    result = CliRunner().invoke(main, ["extract", "a.warc.gz", "--limit", "1"])
    assert result.exit_code == 0
    assert json.loads(result.stdout)["document"]["origin"] == "https://harbour.example/ferry"
    result = CliRunner().invoke(main, ["read", "a.warc.gz", "--since", "May"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert "since 'May' is not a date" in result.stderr


PROGRAM = """
import resource, sys
from sayso.read import documents
print(sum(1 for one in documents([sys.argv[1]])), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def test_memory_does_not_grow_with_the_records(tmp_path):
    """Each has 20 kB of its own words, so that 6,000 of them held would be 120 MB."""
    rng, peaks = random.Random(3), []  # noqa: S311 - noise, no secret
    noise = [rng.randbytes(9_000).hex() for _ in range(20)]
    for count in (600, 6_000):
        with gzip.open(tmp_path / f"{count}.warc.gz", "wb", 1) as file:
            for number in range(count):
                words = f"{number} {noise[number % 20]}"
                file.write(response(page(str(number), words), f"https://harbour.example/{number}"))
        done = subprocess.run(  # noqa: S603 - this interpreter and a fixed program
            [sys.executable, "-c", PROGRAM, str(tmp_path / f"{count}.warc.gz")],
            capture_output=True,
            check=True,
            text=True,
        )
        read, peak = map(int, done.stdout.split())
        assert read == count
        peaks.append(peak * (1 if sys.platform == "darwin" else 1024))
    assert peaks[1] - peaks[0] < 12_000_000
