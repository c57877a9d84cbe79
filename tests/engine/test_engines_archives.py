"""Web archives give the same ledger whoever reads them: revisits are held to the end in shards, too."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from sayso import pipeline
from sayso.config import Settings
from sayso.engine import choosing, local, writing_shards
from sayso.engine.loading import load_shards
from sayso.engine.shard_folder import MANIFEST
from sayso.keeping import Known
from sayso.library import Summary
from sayso.store import Store
from tests.saying import Said, rows_of
from tests.saying import SaidRule as Rule
from tests.warcs import http, packed, page, record, response, revisit

SETTINGS = Settings(batch_articles=3)
HERE = "https://harbour.example/"


def body(name):
    return page(f"The {name}", f"Voss said the {name} stays shut. " * 5)


def made(name, url=None, date="2031-05-04T08:30:00Z"):
    return response(body(name), url or HERE + name, date)


FIRST = [
    revisit("https://b.example/pier", body("pier"), HERE + "pier"),
    made("quay"),
    made("quay", "https://a.example/earlier"),
    made("ferry"),
    record(http(b"x"), length=9),
]
SECOND = [
    made("quay", "https://z.example/later", "2031-01-01T00:00:00Z"),
    revisit("https://b.example/ferry", None, HERE + "ferry", "2031-05-04T08:30:00Z"),
    revisit("https://a.example/page", page("Page", "Voss said it is open. "), HERE + "page.html"),
    revisit("https://b.example/none", page("none")),
    made("pier"),
    response(b"{}", HERE + "data.json", content_type="application/json"),
]


@pytest.fixture(scope="module")
def inputs(tmp_path_factory):
    """Return two archives, one behind a name that says nothing, a page, and texts."""
    folder = tmp_path_factory.mktemp("archives")
    (folder / "a.warc.gz").write_bytes(packed(*FIRST))
    (folder / "z.gz").write_bytes(packed(*SECOND))
    (folder / "page.html").write_bytes(page("Page", "Voss said it is open. "))
    for number in range(7):
        (folder / f"t{number}.txt").write_text(f"Day {number}. Kell said thing {number}.", encoding="utf-8")
    return [str(folder)]


def outcome(events):
    """Return the counts of what became of the inputs."""
    summary = Summary()
    for event in events:
        summary.add(event)
    passed = dict(summary.passed_over)
    return summary.read, summary.known, summary.new_origins, summary.statements, passed, len(summary.failures)


@pytest.fixture(scope="module")
def alone(inputs, tmp_path_factory):
    """Return the rows and counts that one process gives."""
    path = tmp_path_factory.mktemp("alone") / "alone.db"
    with Store.open(path) as store:
        counts = outcome(pipeline.read_into(store, inputs, Rule(), SETTINGS))
    rows = rows_of(path)
    assert len(rows["origin"]) == 15, "all that is the same was found, at whatever address"
    assert counts[3] > 5
    assert counts[4]["of revisits to pages that are not in the ledger"] == 2
    return rows, counts


@pytest.mark.parametrize("processes", [1, 2])
def test_worker_processes_give_the_same_rows(inputs, alone, processes, tmp_path, monkeypatch):
    """And the same counts; how far the archives are read is told as well."""
    monkeypatch.setattr(local, "BATCH", 2)
    monkeypatch.setattr("sayso.read.archives.WATCH_EVERY", 2)
    told = []
    with Store.open(tmp_path / "x.db") as store:
        options = {"processes": processes, "weights": Said(), "watch": told.append}
        assert outcome(local.read_into(store, inputs, SETTINGS, **options)) == alone[1]
        assert rows_of(store.path) == alone[0]
        again = list(local.read_into(store, inputs, SETTINGS, processes=processes, weights=Said()))
    assert any(isinstance(one, Known) for one in again)
    assert rows_of(tmp_path / "x.db") == alone[0]
    assert {one.origin.rpartition("/")[2] for one in told} == {"a.warc.gz", "z.gz"}


@pytest.mark.parametrize(("articles", "batch"), [(1, 1), (2, 64), (500, 3)])
def test_shards_give_the_same_rows(inputs, alone, articles, batch, tmp_path):
    """However they are cut, and however many are written together; a second run finds them finished."""
    options = {"processes": 1, "articles": articles, "weights": Said()}
    done = list(writing_shards.write_shards(inputs, tmp_path / "s", SETTINGS, **options))
    with Store.open(tmp_path / "x.db") as store:
        settings = replace(SETTINGS, batch_articles=batch)
        counts = outcome(load_shards(store, tmp_path / "s", settings, weights=Said()))
        assert rows_of(store.path) == alone[0]
        assert counts == alone[1]
        list(load_shards(store, tmp_path / "s", settings, weights=Said()))
    assert rows_of(tmp_path / "x.db") == alone[0]
    written = outcome(done)
    assert written[4] == {what: number for what, number in alone[1][4].items() if "not in the ledger" not in what}
    again = list(writing_shards.write_shards(inputs, tmp_path / "s", SETTINGS, **options))
    assert len(again) == len(done)
    assert all(one.was_there for one in again)


def test_a_limit_is_of_all_archives_together_in_shards_too(inputs, tmp_path):
    """Whoever reads them, and however many parts they make."""
    settings = replace(SETTINGS, limit=3)
    list(writing_shards.write_shards(inputs, tmp_path / "s", settings, processes=1, articles=1, weights=Said()))
    for name, read in (
        ("a", lambda store: pipeline.read_into(store, inputs, Rule(), settings)),
        ("b", lambda store: load_shards(store, tmp_path / "s", settings, weights=Said())),
        ("c", lambda store: local.read_into(store, inputs, settings, processes=2, weights=Said())),
    ):
        with Store.open(tmp_path / f"{name}.db") as store:
            list(read(store))
    rows = [rows_of(tmp_path / f"{name}.db") for name in "abc"]
    assert rows[0] == rows[1] == rows[2]
    assert sum("https://" in one for one in rows[0]["origin"]) < 8


def test_a_revisit_finds_the_page_that_shards_named_beside_it_hold(inputs, tmp_path):
    """Shards are loaded first, wherever they are named."""
    (tmp_path / "later.warc").write_bytes(revisit("https://q.example/quay", body("quay"), HERE + "quay"))
    list(writing_shards.write_shards(inputs, tmp_path / "s", SETTINGS, processes=1, weights=Said()))
    with Store.open(tmp_path / "x.db") as store:
        list(load_shards(store, tmp_path / "s", SETTINGS, weights=Said()))
        quay = next(one.document_id for one in store.statements() if "quay" in one.content_text)
    with Store.open(tmp_path / "y.db") as store:
        list(choosing.read_into(store, [str(tmp_path / "later.warc"), str(tmp_path / "s")], SETTINGS, Rule))
        assert "https://q.example/quay" in store.origins(quay)


def test_what_archives_said_is_in_the_manifest(inputs, tmp_path):
    """For people and programs, and it comes back."""
    list(writing_shards.write_shards(inputs, tmp_path / "s", SETTINGS, processes=1, weights=Said()))
    values = [json.loads(one.read_text(encoding="utf-8")) for one in (tmp_path / "s").glob("*" + MANIFEST)]
    revisits = [one["origin"] for value in values for one in value["revisited"]]
    assert {"https://b.example/pier", "https://z.example/later"} <= set(revisits)
    passed = [each for value in values for one in value["passed_over"] for each in one["reasons"]]
    assert "of another type than pages and texts" in passed
