"""A ledger is the same in SQLite and in PostgreSQL: read, linked, judged, searched, shown and exported alike.

The example pages go through the commands, with the model that sayso ships, into a ledger of either.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select
from starlette.testclient import TestClient

from sayso.cli import main
from sayso.library import open_ledger
from sayso.store import StatementFilter, Store, schema
from sayso.store.dialects import best_first
from sayso.store.words import any_order
from sayso.web.app import create_app
from tests.database import TEMPLATE, by_hand

EXAMPLES = Path(__file__).parents[1] / "examples"
COUNTED = {
    "facet_value",
    "article_facet",
    "statement_facet",
    "statement_target",
    "statement_copy",
    "facet_change",
    "link_stamp",
    "actor_stamp",
    "article_words",
    "statement_words",
    "vector_change",
}
"""What is worked out from the other tables, with numbers that each database counts for itself."""
OF_RUNS = {"key", "rowid", "run_id", "started", "ended"}
"""Columns that tell of when it was read, or are counted."""

TIMES = {"judgement": "made", "origin": "fetched", "statements": "fetched"}
"""Table -> its column of when it was done."""


def run(*words: object) -> str:
    result = CliRunner().invoke(main, [str(word) for word in words])
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture(scope="module")
def both(databases, tmp_path_factory):
    """Return a file and an address, with the same read into either."""
    made = tmp_path_factory.mktemp("both") / "x.db", databases.new("template0")
    for ledger in made:
        run("read", *sorted(EXAMPLES.glob("*.*ml")), *sorted(EXAMPLES.glob("*.txt")), "--ledger", ledger)
        run("link", "--ledger", ledger)
        with open_ledger(ledger) as opened:
            first, second, third = [row.id for row in opened.statements()][:3]
        run("judge", "reject", first, "--by", "Kim", "--ledger", ledger)
        run("judge", "speaker", second, "Ava Lind", "--by", "Kim", "--ledger", ledger)
        run("judge", "accept", third, "--by", "Kim", "--ledger", ledger)
        run("actors", "--ledger", ledger)
    yield made
    databases.drop(made[1])


def rows(ledger, table: str) -> list[str]:
    found = by_hand(ledger, f"SELECT * FROM {table}")  # noqa: S608 - names of ours
    return sorted(repr([(name, row[name]) for name in sorted(row) if name not in OF_RUNS]) for row in found)


@pytest.mark.parametrize("table", sorted(set(schema.metadata.tables) - COUNTED - {"run", *TIMES, "statements"}))
def test_the_rows_are_the_same(both, table):
    one, other = (rows(ledger, table) for ledger in both)
    assert one == other


@pytest.mark.parametrize(("table", "time"), TIMES.items())
def test_the_rows_are_the_same_but_for_the_time(both, table, time):
    names = [column.name for column in schema.metadata.tables[table].c if column.name not in (time, "id", "run_id")]
    query = f"SELECT {', '.join(names)} FROM {table}"  # noqa: S608 - names of ours
    one, other = (sorted(map(repr, by_hand(ledger, query))) for ledger in both)
    assert one == other != []


SEARCHES = [
    {},
    {"search": "strait"},
    {"search": "clos* strait"},
    {"search": '"the strait"'},
    {"speaker": "minister"},
    {"outlet": "courier"},
    {"in_article": "ferry"},
    {"act": "REJECT"},
    {"nested": False, "min_confidence": 0.5},
    {"rejected": True, "since": "2000"},
]


@pytest.mark.parametrize("asked", SEARCHES, ids=str)
def test_searches_find_the_same_in_the_same_order_page_by_page_with_the_same_counts(both, asked):
    wanted, found = StatementFilter(**asked), []
    for ledger in both:
        with Store.open(ledger, read_only=True) as store:
            every = [row.id for row in store.statements(wanted)]
            page = store.statement_page(wanted, limit=3)
            rest = store.statement_page(wanted, after=page.next, limit=1000).rows if page.next else ()
            assert [row.id for row in (*page.rows, *rest)] == every
            found.append((every, page.next, store.facets(wanted), [row.id for row in store.queue(wanted)]))
    assert found[0] == found[1]


@pytest.mark.parametrize("typed", ["strait", "the minister", "clos* the", '"the strait" said', "ambassador", "nobody"])
def test_what_is_found_by_words_has_the_same_order_of_worth(both, typed):
    found = []
    for ledger in both:
        with Store.open(ledger, read_only=True) as store, store._engine.connect() as db:
            best = best_first(db, schema.statement_words, any_order(typed, "content_text"))
            ids = dict(db.execute(select(schema.statement.c.key, schema.statement.c.id)).all())
            found.append([ids[key] for key in db.execute(best).scalars()])
    assert found[0] == found[1]


@pytest.mark.parametrize(
    "command",
    [
        ("statements", "--format", "jsonl"),
        ("links", "--json"),
        ("matters", "--json"),
        ("actors", "--json"),
        ("export", "csv", "-"),
        ("export", "json-ld", "-"),
        ("network", "-"),
        ("info",),
    ],
    ids=lambda words: words[0],
)
def test_commands_print_the_same(both, command):
    one, other = (_timeless(run(*command, "--ledger", ledger), ledger) for ledger in both)
    assert one == other != ""


def _timeless(text: str, ledger) -> str:
    """Leave out when pages were fetched, and which runs read them."""
    for row in by_hand(ledger, "SELECT id FROM run WHERE started <> ''"):
        text = text.replace(str(row["id"]), "RUN")
    return re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "THEN", text)


def test_screens_and_the_api_answer_from_a_server_and_say_when_nothing_has_changed(both):
    with open_ledger(both[1]) as ledger:
        client = TestClient(create_app(ledger), base_url="http://localhost:8023", follow_redirects=False)
        assert client.get("/").status_code == 200
        first = client.get("/api/v1/statements?limit=2")
        tag = {"if-none-match": first.headers["etag"]}
        assert client.get("/api/v1/statements?limit=2", headers=tag).status_code == 304
        by_hand(both[1], "UPDATE actor SET name = name")
        assert client.get("/api/v1/statements?limit=2", headers=tag).status_code == 200
        statement = first.json()["items"][0]["id"]
        assert client.get(f"/statements/{statement}", follow_redirects=True).status_code == 200
        assert "press_" not in client.get("/").text, "a screen does not say where the ledger is"


# --- what a command says of a server ----------------------------------------------------------------------------------


def test_a_command_that_reads_says_that_there_is_no_ledger(databases):
    bare = databases.new()
    result = CliRunner().invoke(main, ["statements", "--ledger", bare])
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert "There is no ledger at postgresql://ana@/press_" in result.stderr
    databases.drop(bare)


def test_datasette_is_told_to_be_given_a_file(databases):
    made = databases.new(TEMPLATE)
    result = CliRunner().invoke(main, ["export", "datasette", "-", "--ledger", made])
    assert result.exit_code == 2
    assert "datasette opens SQLite files" in result.stderr
    databases.drop(made)


def test_no_command_prints_a_password(databases):
    address = databases.address("nothing").replace("ana@", "ana:s3cret-w0rd@")
    for command in (["read", str(EXAMPLES)], ["info"], ["statements"], ["serve", "--no-open"], ["mcp"]):
        result = CliRunner().invoke(main, [*command, "--ledger", address])
        assert result.exit_code == 2
        assert "s3cret" not in result.output
