"""Invented pages, small and many, for the ledger."""

from __future__ import annotations

from itertools import count
from shutil import copy
from types import SimpleNamespace

import pytest

from sayso.identity import article_id, document_id, sha256, statement_id
from sayso.records import (
    Act,
    Article,
    ChainLink,
    Dated,
    Document,
    Given,
    Line,
    Manner,
    ModelVersion,
    NodeRun,
    Role,
    Span,
    Speaker,
    Statement,
)
from sayso.store import Store
from tests.database import TEMPLATE, emptied

MOST_AT_ONCE = 4
"""Databases that tests which need several take in turn, emptied."""
MODEL = ModelVersion("test-model", "1")
TEXT = "Dam talks stall\nAva Lind of Northmark said the dam “is safe” and “will hold”, Pel Oru told Marsh Radio.\nMenu"


def find(text, words, after=0):
    start = text.index(words, after)
    return Span(start, start + len(words))


def make_document(name="dam", content=None, origin=None, fetched="2031-05-06T07:08:09Z", **given):
    content = name.encode() if content is None else content
    words = Given(**given)
    identity = document_id(sha256(content), "text/html", words)
    place = origin or f"pages/{name}.html"
    return Document(identity, name, place, fetched, "text/html", "utf-8", sha256(content), content, words)


def make_article(document, text=TEXT, **fields):
    starts = [sum(len(line) + 1 for line in text.split("\n")[:n]) for n in range(text.count("\n") + 1)]
    roles = [Role.HEADLINE, Role.BODY, Role.CHROME]
    lines = tuple(
        Line(start, start + len(line), roles[min(n, 2)])
        for n, (start, line) in enumerate(zip(starts, text.split("\n"), strict=True))
    )
    defaults = {
        "title": "Dam talks stall",
        "outlet": "The Northmark Herald",
        "authors": ("Io Brandt", "José Anker"),
        "url": "https://herald.example/dam",
        "language": "en",
        "published": Dated("2031-05-05", "day", "json-ld", Span(0, 3)),
        "basis": (("language", "text"), ("title", "open graph")),
        "nodes": (NodeRun(0, 15, "/html/body/h1/text()[1]", 0), NodeRun(16, 30, "/html/body/p/text()[1]", 2)),
    }
    return Article(article_id(document.id, text), document.id, text, lines, **{**defaults, **fields})


def make_statement(article, **fields):
    text = article.text
    source, cue = (find(text, "Ava Lind of Northmark"),), (find(text, "said"),)
    content = (find(text, "the dam “is safe”"), find(text, "“will hold”"))
    defaults = {
        "manner": Manner.MIXED,
        "confidence": 0.9134,
        "speaker": Speaker("a1", "Ava Lind", "person", ("NMK",), "name", 0.93),
        "addressee": Speaker("b2", "Marsh Radio", "organisation", (), "name", 0.5),
        "chain": (ChainLink("Marsh Radio", "interview", find(text, "Marsh Radio")), ChainLink("Wire", "agency")),
        "said_on": Dated("--05-05", "day", "in text", find(text, "Lind")),
        "act": Act("REJECT", (("MRS", "Marshland"), ("OSK", "Oskar Tidal Board")), 0.75),
        "modality": ("negated", "future"),
        "tone": "negative",
    }
    defaults.update(fields)
    identity = statement_id(article.id, source, cue, content)
    return Statement(identity, article.id, source, cue, content, **defaults)


def make_nested(article, parent):
    """A statement inside another's, with nothing known but its spans."""
    source, cue, content = (
        (find(article.text, "Pel Oru"),),
        (find(article.text, "told"),),
        (find(article.text, "safe"),),
    )
    identity = statement_id(article.id, source, cue, content)
    return Statement(identity, article.id, source, cue, content, Manner.INDIRECT, 0.5, parent=parent.id)


def make_page(name="dam", text=TEXT, **fields):
    document = make_document(name)
    article = make_article(document, text, **fields)
    statement = make_statement(article)
    return document, article, (statement, make_nested(article, statement))


@pytest.fixture(scope="session")
def make():
    """The builders above, for tests (test modules can't import a conftest)."""
    return SimpleNamespace(
        document=make_document,
        article=make_article,
        statement=make_statement,
        nested=make_nested,
        page=make_page,
        model=MODEL,
        text=TEXT,
    )


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def kind(request):
    """Which database: what a ledger does is the same in both. What is of one alone overrides this, and says why."""
    return request.param


@pytest.fixture(scope="session")
def fresh(kind, request, tmp_path_factory):
    """Gives the place of another empty ledger each time: a copy, as to make one takes longer than most examples."""
    number = count(1)
    if kind == "sqlite":
        folder = tmp_path_factory.mktemp("fresh")
        Store.open(folder / "0.db").close()
        return lambda: copy(folder / "0.db", folder / f"{next(number)}.db")
    databases, made = request.getfixturevalue("databases"), []

    def another():
        made.append(databases.new(TEMPLATE) if len(made) < MOST_AT_ONCE else emptied(made.pop(0)))
        return made[-1]

    return another


@pytest.fixture
def path(kind, request, tmp_path):
    """The place of a ledger: a file that is not there yet, or a database that holds an empty one."""
    return tmp_path / "ledger.db" if kind == "sqlite" else request.getfixturevalue("address")


@pytest.fixture
def store(path):
    with Store.open(path) as opened:
        yield opened


@pytest.fixture
def run(store):
    return store.start_run(MODEL, "{}", "2031-05-06T00:00:00Z")
