"""Files that are no ledger, or can't be written: a sentence each, and nothing lost."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from sqlalchemy import Text, inspect

from sayso.errors import LedgerBusy, LedgerError, LedgerFull, NewerLedger, NotALedger, ReadOnlyLedger
from sayso.store import Store, schema
from sayso.store.migrate import APPLICATION_ID, migrations, newest
from tests.disks import read_only as read_only_folder


@pytest.fixture(scope="session")
def kind():
    """Files that are no ledger, or can't be written, are SQLite's alone; of servers there is test_store_servers.py."""
    return "sqlite"


def by_hand(path, *statements):
    with closing(sqlite3.connect(path)) as db:
        for statement in statements:
            db.execute(statement)
        db.commit()


def read(path, pragma):
    with closing(sqlite3.connect(path)) as db:
        return db.execute(f"PRAGMA {pragma}").fetchone()[0]


def test_a_new_ledger_is_marked_and_numbered_and_has_a_write_ahead_log(store, path):
    assert read(path, "application_id") == APPLICATION_ID
    assert read(path, "user_version") == newest()
    assert read(path, "journal_mode") == "wal"


def test_the_tables_that_queries_speak_of_are_those_that_migrations_make(store):
    inspector = inspect(store._engine)
    for name, table in schema.metadata.tables.items():
        made = {column["name"] for column in inspector.get_columns(name)} | {"rowid", name}
        assert {column.name for column in table.columns} <= made
        if name in inspector.get_table_names() and not name.endswith("_words"):
            assert {column.name for column in table.columns} == made - {"rowid", name} | (
                {name} & set(table.columns.keys())
            )
    assert all(
        isinstance(column.type, schema.Words)
        for table in schema.metadata.tables.values()
        for column in table.c
        if isinstance(column.type, Text)
    )


def test_migrations_are_numbered_one_after_the_other():
    assert [number for number, _, _ in migrations()] == list(range(1, newest() + 1))


def test_opening_again_changes_nothing(store, run, make, path):
    store.add(*make.page(), run)
    store.close()
    before = path.read_bytes()
    with Store.open(path) as again:
        assert again.counts().documents == 1
    assert path.read_bytes() == before
    assert [entry.name for entry in path.parent.iterdir()] == [path.name], "no file is left beside it"


def test_a_file_that_is_not_sqlite_is_refused_and_left_alone(path):
    path.write_bytes(b"Dear reader, " * 100)
    for read_only in (True, False):
        with pytest.raises(NotALedger, match=re.escape(str(path)) + " is not a SQLite file"):
            Store.open(path, read_only=read_only)
    assert path.read_bytes() == b"Dear reader, " * 100


def test_another_programs_file_is_refused_and_left_alone(path):
    by_hand(path, "CREATE TABLE cookies (a)")
    before = path.read_bytes()
    with pytest.raises(NotALedger, match="another program"):
        Store.open(path)
    by_hand(path, "PRAGMA application_id = 77")
    with pytest.raises(NotALedger, match="another program"):
        Store.open(path, read_only=True)
    assert len(before) == len(path.read_bytes())


def test_a_ledger_of_a_newer_sayso_is_refused(store, path):
    store.close()
    by_hand(path, "PRAGMA user_version = 999")
    for read_only in (True, False):
        with pytest.raises(NewerLedger, match=r"version 999.*install a newer sayso"):
            Store.open(path, read_only=read_only)


def test_an_older_ledger_is_brought_up_to_date_by_whoever_may_write(path):
    by_hand(path, f"PRAGMA application_id = {APPLICATION_ID}")
    with pytest.raises(NotALedger, match="is empty"):
        Store.open(path, read_only=True)
    with Store.open(path) as store:
        assert store.counts().documents == 0


def test_an_empty_file_becomes_a_ledger_by_writing_only(path):
    path.touch()
    with pytest.raises(NotALedger, match="is empty"):
        Store.open(path, read_only=True)
    with Store.open(path) as store:
        assert store.counts().documents == 0


def test_a_damaged_ledger_is_said_to_be_damaged(store, run, make, path):
    store.add(*make.page(), run)
    store.close()
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)
    with pytest.raises(LedgerError, match="is damaged"), Store.open(path) as opened:
        opened.article("dam")


@pytest.mark.parametrize("options", [{"read_only": True}, {"create": False}])
def test_a_ledger_that_is_not_there_is_not_made_unless_asked(path, options):
    with pytest.raises(LedgerError, match=r"no ledger at .*sayso read"):
        Store.open(path, **options)
    assert not path.exists()


def test_a_folder_is_no_ledger_and_a_missing_folder_is_named(tmp_path):
    with pytest.raises(NotALedger, match="is a folder"):
        Store.open(tmp_path)
    with pytest.raises(LedgerError, match=r"folder .*none does not exist"):
        Store.open(tmp_path / "none" / "x.db")


def test_a_name_with_the_characters_of_an_address_is_only_a_name(tmp_path):
    path = tmp_path / "50% done? #1 &mode=memory.db"
    if os.name == "nt":
        path = tmp_path / "50% done #1 &mode=memory.db"
    Store.open(path).close()
    assert path.stat().st_size


def test_a_store_opened_for_reading_does_not_write(store, run, make, path):
    with Store.open(path, read_only=True) as reader, pytest.raises(ReadOnlyLedger, match="can be read but not written"):
        reader.add(*make.page(), run)


@pytest.mark.parametrize("read_only", [True, False])
def test_a_read_only_file_in_a_read_only_folder_can_be_read(store, run, make, path, read_only):
    page = make.page()
    store.add(*page, run)
    store.close()
    path.chmod(0o444)
    with read_only_folder(path.parent), Store.open(path, read_only=read_only) as reader:
        assert reader.counts().documents == 1
        with pytest.raises(ReadOnlyLedger):
            reader.add(*page, run)


WRITER = """
import sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
sys.stdin.read()
"""


def test_a_second_writing_process_is_told_to_wait_and_readers_are_not_disturbed(store, run, make, path):
    document, article, statements = make.page()
    with subprocess.Popen(  # noqa: S603 - the script above
        [sys.executable, "-c", WRITER, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout.readline() == "locked\n"
        with Store.open(path, busy_seconds=0.05) as second:
            assert second.counts().documents == 0
            with pytest.raises(LedgerBusy, match=r"Another process is writing to .*ledger\.db: wait"):
                second.add(document, article, statements, run)
            other.communicate("")
            assert second.add(document, article, statements, run), "and it can go on when the other is done"


def test_a_full_disk_is_said_to_be_full_and_what_was_finished_is_kept(store, run, make):
    page = make.page("first")
    store.add(*page, run)
    limit_pages(store, 4)
    big = make.document("big", content=os.urandom(200_000))
    with pytest.raises(LedgerFull, match=r"disk that holds .* is full"):
        store.add(big, make.article(big), (), run)
    assert [one.document.name for one in store.articles()] == ["first"]
    assert not store.known_document(big.id)


def test_a_disk_that_fills_up_in_a_batch_keeps_the_batches_before_and_the_store_goes_on(store, run, make):
    store.add(*make.page("before"), run)
    small, big = make.document("small"), make.document("big", content=os.urandom(400_000))

    def batch():
        with store.writing():
            store.add(small, make.article(small), (), run)
            limit_pages(store, 20)
            store.add(big, make.article(big), (), run)

    with pytest.raises(LedgerFull):
        batch()
    assert [one.document.name for one in store.articles()] == ["before"]
    assert store.add(small, make.article(small), (), run), "there is room for a small one"


def limit_pages(store, more):
    """Let the file grow by some pages only: SQLite then reports what it reports of a full disk."""
    db = store._batch or store._engine.connect()
    used = db.exec_driver_sql("PRAGMA page_count").scalar_one()
    db.exec_driver_sql(f"PRAGMA max_page_count = {used + more}")
    if db is not store._batch:
        db.close()


def test_a_copy_made_after_closing_is_a_whole_ledger(store, run, make, path, tmp_path):
    store.add(*make.page(), run)
    store.close()
    shutil.copy(path, tmp_path / "copy.db")
    with Store.open(tmp_path / "copy.db", read_only=True) as copy:
        assert copy.counts().documents == 1
