"""A small invented corpus of every kind, and what reading it in one process gives."""

from __future__ import annotations

import json

import pytest

from sayso.config import Settings
from sayso.pipeline import read_into
from sayso.store import Store
from tests.saying import SaidRule as Rule
from tests.saying import rows_of

HTML = "<html><head><title>{0}</title></head><body><h1>{0}</h1><p>{1}</p></body></html>"
SETTINGS = Settings(batch_articles=5)


@pytest.fixture(scope="session")
def settings():
    return SETTINGS


@pytest.fixture(scope="session")
def corpus(tmp_path_factory):
    """Return a folder: texts, copies and twins of them, pages, a table of several parts, and what can't be read."""
    folder = tmp_path_factory.mktemp("corpus")
    texts = {f"p{n}": f"Day {n // 2}. Kell said thing {n // 2}.\nMar said nothing of {n % 3}." for n in range(8)}
    texts |= {"twin": "\ufeff" + texts["p0"], "same": texts["p1"], "blank": " "}
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    (folder / "page.html").write_text(
        HTML.format("Strait shut", "Kell said the strait is shut. " * 9), encoding="utf-8"
    )
    rows = [
        {
            "id": f"r{n}",
            "text": f"Row {n}. Mar said row {n} is right.",
            "source": "The Post",
            "date": f"2031-05-{n + 1:02}",
        }
        for n in range(20)
    ]
    lines = [*(json.dumps(row) for row in rows), "{broken", json.dumps({"id": "again", "text": texts["p2"]})]
    (folder / "table.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (folder / "noise.bin").write_bytes(bytes(range(256)) * 9)
    return folder


@pytest.fixture(scope="session")
def alone(corpus, tmp_path_factory):
    """Return the ledger that one process, this one, makes of the corpus."""
    path = tmp_path_factory.mktemp("alone") / "alone.db"
    with Store.open(path) as store:
        list(read_into(store, [str(corpus)], Rule(), SETTINGS))
        assert store.counts().statements > 30
    return path


@pytest.fixture(scope="session")
def expected(alone):
    """Return its rows."""
    return rows_of(alone)
