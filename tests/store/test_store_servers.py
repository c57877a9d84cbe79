"""A ledger in PostgreSQL: how it is opened, who may write, what its errors say, and that no password is in them."""

from __future__ import annotations

import re
import subprocess
import sys
import traceback
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from sqlalchemy import inspect

from sayso.errors import LedgerBusy, LedgerError, MissingExtra, NewerLedger, NotALedger, ReadOnlyLedger, UsageError
from sayso.records import Act
from sayso.store import StatementFilter, Store, schema
from sayso.store.migrate import migrations, newest
from sayso.store.places import Server, place_of
from tests.database import by_hand


@pytest.fixture(scope="session")
def kind():
    """What a server may do is PostgreSQL's alone; of files there is test_store_bad_files.py."""
    return "postgresql"


@pytest.fixture
def bare(databases):
    """The address of a database in which nothing is."""
    made = databases.new()
    yield made
    databases.drop(made)


# --- the schema -------------------------------------------------------------------------------------------------------


def test_both_databases_have_the_same_tables_views_and_columns(address, tmp_path):
    """What each counts its rows by, rowid and last_number, is its own, and so are full-text indexes."""
    Store.open(tmp_path / "x.db").close()
    tables = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')"
    files = {str(row["name"]) for row in by_hand(tmp_path / "x.db", tables)}
    files = {name for name in files if "_words" not in name and not name.startswith("sqlite_")} - {"last_number"}
    columns = "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
    found = by_hand(address, columns)
    servers = {str(row["table_name"]) for row in found} - {"article_words", "statement_words"}
    assert servers == files
    for table in files:
        own = by_hand(tmp_path / "x.db", f"SELECT name FROM pragma_table_info('{table}')")  # noqa: S608 - names of ours
        theirs = {row["column_name"] for row in found if row["table_name"] == table} - {"rowid"}
        assert {row["name"] for row in own} == theirs, table


def test_the_tables_that_queries_speak_of_are_those_that_migrations_make(store):
    inspector = inspect(store._engine)
    for name, table in schema.metadata.tables.items():
        made = {column["name"] for column in inspector.get_columns(name)} | {name}
        assert {column.name for column in table.columns} <= made, name


def test_migrations_of_both_databases_have_the_same_numbers():
    own = [number for number, _, _ in migrations("postgresql")]
    assert own == list(range(8, newest() + 1))


def test_all_text_is_compared_by_its_code_points(address):
    """As SQLite does: else another order of names and ids would be the server's to choose."""
    text = """
        SELECT attrelid::regclass::text AS name, attname FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
        JOIN pg_collation ON pg_collation.oid = attcollation
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND collname <> 'C'
    """
    assert by_hand(address, text) == []


# --- opening ----------------------------------------------------------------------------------------------------------


def test_an_empty_database_becomes_a_ledger_by_writing_only(bare):
    for options in ({"read_only": True}, {"create": False}):
        with pytest.raises(LedgerError, match=r"no ledger at postgresql://ana@/press_\d+: `sayso read` makes one"):
            Store.open(bare, **options)
    with Store.open(bare) as store:
        assert store.counts().documents == 0
    assert by_hand(bare, "SELECT max(version) AS version FROM schema_version") == [{"version": newest()}]
    Store.open(bare, read_only=True).close()


def test_two_that_make_a_ledger_at_once_make_one(bare):
    together = Barrier(4)

    def make():
        together.wait()
        Store.open(bare).close()

    with ThreadPoolExecutor(4) as threads:
        for one in [threads.submit(make) for _ in range(4)]:
            one.result()
    assert by_hand(bare, "SELECT count(*) AS n FROM schema_version") == [{"n": len(migrations("postgresql"))}]


def test_another_programs_database_is_refused_and_left_alone(bare):
    by_hand(bare, "CREATE TABLE cookies (a integer)")
    with pytest.raises(NotALedger, match=r"'public' of postgresql://ana@/press_\d+ holds tables of another program"):
        Store.open(bare)
    assert by_hand(bare, "SELECT to_regclass('statement') AS made") == [{"made": None}]


def test_several_ledgers_are_in_one_database_each_in_a_schema(bare, make):
    by_hand(bare, "CREATE TABLE cookies (a integer)", "CREATE SCHEMA spring", "CREATE SCHEMA autumn")
    spring, autumn = (f"{bare}&options=-csearch_path%3D{name}" for name in ("spring", "autumn"))
    with Store.open(spring) as one, Store.open(autumn) as other, one.writing(), other.writing():
        one.add(*make.page(), one.start_run(make.model, "{}", "now"))
        other.start_run(make.model, "{}", "now")
    with Store.open(autumn) as other:
        assert (other.counts().documents, other.counts().runs) == (0, 1)
    with pytest.raises(LedgerError, match="none of the schemas that its search_path names"):
        Store.open(f"{bare}&options=-csearch_path%3Dsummer")


def test_a_ledger_of_a_newer_sayso_is_refused(address):
    by_hand(address, "INSERT INTO schema_version VALUES (999, 'later')")
    for read_only in (True, False):
        with pytest.raises(NewerLedger, match=r"version 999.*install a newer sayso"):
            Store.open(address, read_only=read_only)


def test_an_older_ledger_is_brought_up_by_who_may_write(bare):
    number, name, sql = migrations("postgresql")[0]
    by_hand(bare, sql, f"INSERT INTO schema_version VALUES ({number}, '{name}')")  # noqa: S608 - our own file
    with pytest.raises(ReadOnlyLedger, match=rf"has version {number}, not {newest()}: open it once for writing"):
        Store.open(bare, read_only=True)
    with Store.open(bare) as store:
        assert store.feeds(["https://herald.example/feed"]) == []


def test_words_that_an_older_sayso_folded_otherwise_are_found_once_a_ledger_is_brought_up(store, run, make, path):
    store.add(*make.page("half", f"{make.text} ½"), run)
    first = migrations("postgresql")[0][2]
    start = first.index("CREATE FUNCTION sayso_folded")
    folded = first[start : first.index("$$;", start) + 3].replace("CREATE", "CREATE OR REPLACE", 1)
    again = "UPDATE article SET text = text"
    by_hand(path, folded, again, "DROP FUNCTION sayso_numbers", "DROP INDEX run_by_start, feed_item_read")
    by_hand(
        path, "DROP FUNCTION sayso_article_waits CASCADE", "ALTER TABLE feed DROP COLUMN begun", "DELETE FROM linked"
    )
    by_hand(path, *(f"ALTER TABLE linked DROP COLUMN {name}" for name in ("day", "tries", "error")))
    by_hand(path, "DELETE FROM schema_version WHERE version >= 13")
    half = StatementFilter(in_article="½")
    assert list(store.statements(half)) == []
    with Store.open(path) as opened:
        assert len(list(opened.statements(half))) == 2


# --- writing and reading at the same time -----------------------------------------------------------------------------


def test_a_second_writer_is_told_to_wait_and_readers_are_not_disturbed(store, run, make, path):
    page = make.page()
    with Store.open(path, busy_seconds=0.05) as second, store.writing():
        store.add(*page, run)
        assert second.counts().documents == 0
        with pytest.raises(LedgerBusy, match=r"Another process is writing to postgresql://ana@/press_\d+: wait"):
            second.add(*page, run)
    with Store.open(path) as second:
        assert second.add(*page, run) is False, "and it can go on when the other is done"


def test_a_writer_that_waited_sees_what_was_written_meanwhile(store, run, make, path):
    page, together = make.page(), Barrier(2)

    def write(opened):
        together.wait()
        return opened.add(*page, run)

    with Store.open(path) as other, ThreadPoolExecutor(2) as threads:
        new = [threads.submit(write, one) for one in (store, other)]
        assert sorted(one.result() for one in new) == [False, True]


KILLED = """
import os, sys
from sayso.store import Store
store = Store.open(sys.argv[1])
with store.writing():
    store.remember_validators("https://herald.example/", '"a"', None)
    print("writing", flush=True)
    sys.stdin.read()
    os._exit(1)
"""


def test_a_writer_that_dies_leaves_nothing_and_gives_the_lock_back(store, run, make, path):
    with subprocess.Popen(  # noqa: S603 - the script above
        [sys.executable, "-c", KILLED, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout.readline() == "writing\n"
        other.communicate("")
    assert store.add(*make.page(), run)
    assert store.validators("https://herald.example/") is None


def test_who_reads_sees_one_state_whatever_is_written_meanwhile(store, run, make, path):
    for n in range(3):
        store.add(*make.page(f"page {n}"), run)
    with Store.open(path) as other:
        rows = other.statements()
        first = next(rows)
        store.add(make.document("page 1"), make.article(make.document("page 1"), "Nothing\nhere"), (), run)
        assert len([first, *rows]) == 6
        assert len(list(other.statements())) == 4


def test_a_store_opened_for_reading_does_not_write(store, run, make, path):
    with Store.open(path, read_only=True) as reader, pytest.raises(ReadOnlyLedger, match="can be read but not written"):
        reader.add(*make.page(), run)


def test_a_user_without_the_right_reads_and_is_told_so_when_writing(databases, store, run, make, path):
    page = make.page()
    store.add(*page, run)
    by_hand(
        path,
        "DO $$ BEGIN CREATE ROLE guest LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
        "GRANT SELECT ON ALL TABLES IN SCHEMA public TO guest",
    )
    try:
        with Store.open(path.replace("ana@", "guest@")) as guest:
            assert guest.facets(StatementFilter(search="safe")).statements == 2
            with pytest.raises(ReadOnlyLedger, match="can be read but not written by this user"):
                guest.add(make.document("new"), make.article(make.document("new")), (), run)
    finally:
        by_hand(path, "DROP OWNED BY guest")
        databases.run("DROP ROLE guest")


def test_a_version_is_another_one_after_every_write_also_by_hand_and_the_same_after_reading(store, run, make, path):
    before = store.version()
    list(store.statements())
    store.facets()
    assert store.version() == before
    store.add(*make.page(), run)
    added = store.version()
    by_hand(path, "UPDATE article SET title = 'Other'")
    assert len({before, added, store.version()}) == 3


def test_a_connection_that_the_server_ended_is_made_again(databases, store, run, make):
    store.add(*make.page(), run)
    databases.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'sayso'")
    assert store.counts().documents == 1


# --- what is hostile --------------------------------------------------------------------------------------------------


def test_names_addresses_and_words_longer_than_an_index_takes_are_kept_and_found(store, run, make):
    long = "".join(f"{n:x}" for n in range(9000))  # 35 kB that do not compress to a page
    document = make.document(origin=f"https://herald.example/{long}")
    article = make.article(document, url=f"https://herald.example/{long}", outlet=f"Herald {long}")
    statement = make.statement(article)
    speaker = replace(statement.speaker, name=f"Ava {long}")
    store.add(document, article, (replace(statement, speaker=speaker),), run)
    assert store.add_origin(document) is False
    store.remember_validators(document.origin, '"a"', None)
    assert store.validators(document.origin) == ('"a"', None)
    assert [one[1] for one in store.articles_at([document.origin])] == [article.id]
    assert len(list(store.statements(StatementFilter(speaker=f"ava {long}")))) == 1
    assert store.facets().speaker.values[0].value == f"Ava {long}"


def test_a_page_of_more_different_words_than_a_vector_holds_is_kept(store, run, make):
    words = " ".join(f"{n:07x}" for n in range(200_000))
    document = make.document()
    store.add(document, make.article(document, f"A\n{words}", title="Many words"), (), run)
    assert [page.article.title for page in store.articles(search='"0000001 0000002"')] == ["Many words"]
    assert [page.article.title for page in store.articles(search="many")] == ["Many words"]


def test_nul_in_the_name_of_a_target_is_replaced_and_the_target_counted(store, run, make):
    document = make.document()
    article = make.article(document)
    targets = (("x", "Mar\0sh\0\0"), ("y", "back\\u0000slash"))
    store.add(document, article, (replace(make.statement(article), act=Act("ACCUSE", targets, 0.5)),), run)
    kept = (("x", "Mar\ufffdsh\ufffd\ufffd"), ("y", "back\\u0000slash"))
    assert next(store.statements()).act_targets == kept
    assert {one.value for one in store.facets().target.values} == {name for _, name in kept}


# --- addresses and secrets --------------------------------------------------------------------------------------------

SECRET = "s3cret-w0rd"  # noqa: S105 - of nobody


@pytest.mark.parametrize(
    "address",
    [
        f"postgresql://ana:{SECRET}@127.0.0.1:1/press",
        f"postgresql://ana@127.0.0.1:1/press?password={SECRET}",
        f"postgresql://ana:{SECRET}@127.0.0.1:1/press?no_such_option=1",
        f"postgresql://ana:{SECRET}@127.0.0.1:port/press",
        f"postgres://ana:{SECRET}@[::1/press",
        f"postgresql://ana:{SECRET}@/press?host=/no/such/folder",
    ],
)
def test_a_password_is_in_no_message_and_in_no_traceback(databases, address):
    with pytest.raises((LedgerError, UsageError)) as caught:
        Store.open(address)
    assert SECRET not in str(caught.value)
    assert SECRET not in "".join(traceback.format_exception(caught.value))


def test_a_server_that_is_not_there_is_named_and_what_to_check(databases):
    with pytest.raises(LedgerError, match=r"of postgresql://ana@127\.0\.0\.1:1/press can't be reached .*refused"):
        Store.open(f"postgresql://ana:{SECRET}@127.0.0.1:1/press")


def test_a_database_that_is_not_there_is_named(databases):
    with pytest.raises(LedgerError, match='database "nothing" does not exist'):
        Store.open(databases.address("nothing"))


def test_a_password_is_not_in_what_is_shown_of_a_server():
    place = place_of(f"postgresql://ana:{SECRET}@db.example/press?sslpassword={SECRET}")
    assert isinstance(place, Server)
    assert SECRET not in str(place) + repr(place)
    assert place.without_secrets(f"no {SECRET} here") == "no *** here"


def test_without_the_driver_the_error_prints_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    said = "Ledgers in PostgreSQL need psycopg, which is not installed: run pip install 'sayso[postgresql]'."
    with pytest.raises(MissingExtra, match=re.escape(said)):
        Store.open("postgresql://ana@db.example/press")
