"""`sayso verify` across databases: the same pages in a file and on a server hold the same, and what differs is told."""

from __future__ import annotations

from dataclasses import replace

import pytest
from click.testing import CliRunner

import sayso
from sayso import library
from sayso.cli import main
from sayso.errors import LedgerError
from sayso.judging import Judgement, JudgementKind
from sayso.judging.records import value_text
from sayso.library import open_ledger
from sayso.records import ModelVersion
from sayso.sharding import read_to_shards
from sayso.store import Store
from sayso.store.comparison import KEYS
from sayso.verifying import differences, names
from tests.database import TEMPLATE, by_hand
from tests.ferry import Rule, made_pages
from tests.saying import SaidRule

WHEN = "2031-06-01T00:00:00Z"
NAMES = ("Åsa Öst", "Zed", "a", "\ue000 Private", "\U0001f600 Smile", "\ufdd0 No character", "é", "ǆ")
"""Which sort otherwise by UTF-16, by a locale, or without case, than by their code points."""


@pytest.fixture
def both(tmp_path, address, monkeypatch):
    """Return a file and an address, with the same pages read, linked and judged in either."""
    monkeypatch.setattr(library, "_scorer", Rule)
    for place in (tmp_path / "x.db", address):
        with Store.open(place) as store:
            run_id = store.start_run(ModelVersion("m", "1"), f'{{"read into": "{place}"}}', WHEN)
            for document, article, statements in made_pages():
                store.add(document, article, statements, run_id)
                for name in NAMES:
                    store.add(replace(document, origin=f"{name}.txt"), article, statements, run_id)
        with open_ledger(place) as ledger:
            ledger.link()
        with Store.open(place) as store:
            judged(store)
    return str(tmp_path / "x.db"), address


def judged(store):
    """Reject a statement, break a link that is not the statement's own, and decide about an actor."""
    row = next(store.statements())
    store.judge(row.id, "rejected", "ann", WHEN, "a joke")
    link = next(one for one in store.links() if row.id not in (one.from_id, one.to_id))
    ends = [store.place_of(one) for one in (link.from_id, link.to_id)]
    store.put_judgements([Judgement(JudgementKind.LINK_BROKEN, "ann", WHEN, *ends, value_text({"kind": link.kind}))])
    store.put_actor_judgements([("j1", WHEN, "{}")])


def verify(*words):
    return CliRunner().invoke(main, ["verify", *map(str, words)])


def test_the_same_in_a_file_and_on_a_server_is_the_same(both):
    """In whichever order the two are given, and beside themselves; every table that is compared has rows here."""
    for one, other in (both, both[::-1], both[:1] * 2, both[1:] * 2):
        assert list(differences(one, other)) == []
    assert all(by_hand(both[1], f"SELECT * FROM {table} LIMIT 1") for table in KEYS)  # noqa: S608 - our names
    done = verify(*both)
    assert (done.exit_code, done.stdout.startswith(both[0])) == (0, True)
    assert done.stdout.endswith(" hold the same.\n")


@pytest.mark.parametrize(
    ("table", "column", "sql"),
    [
        ("article", "outlet", "UPDATE article SET outlet = outlet || '!'"),
        ("statement", "confidence", "UPDATE statement SET confidence = confidence - 0.001"),
        ("span", "end", 'UPDATE span SET "end" = "end" + 1'),
        ("blob", "size", "UPDATE blob SET size = size + 1"),
        ("link", "score", "UPDATE link SET score = score / 2"),
        ("actor", "name", "UPDATE actor SET name = name || '!'"),
    ],
)
def test_a_changed_field_is_reported_whichever_side_it_is_on(both, table, column, sql):
    """With its table, its row and both values."""
    for changed, unchanged in (both, both[::-1]):
        by_hand(changed, sql)
        found = list(differences(changed, unchanged))
        back = list(differences(unchanged, changed))
        assert {(one.table, one.column) for one in found} == {(table, column)}
        assert [(one.key, one.one, one.other) for one in found] == [(one.key, one.other, one.one) for one in back]
        shown = verify(changed, unchanged)
        assert (shown.exit_code, table in shown.stdout) == (1, True)
        by_hand(unchanged, sql)
        assert list(differences(changed, unchanged)) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_row_that_one_lacks_is_the_only_difference_wherever_it_sorts(both, name):
    """Both databases have text in the order of its code points: one row out of step would put all that follow so."""
    by_hand(both[1], f"DELETE FROM origin WHERE origin = '{name}.txt'")  # noqa: S608 - our names
    found = list(differences(*both))
    assert len(found) == len(made_pages())
    assert {(one.table, one.column, one.one, one.other) for one in found} == {("origin", "", "there", "absent")}
    assert all(one.key.endswith(f"{name}.txt") for one in found)


def test_a_server_is_compared_with_shards(tmp_path, address, monkeypatch):
    """Of the same pages, read by the shipped model; what a person corrected on the server is no difference."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "kell.txt").write_text("Dora Kell said on Monday that the strait is shut.", encoding="utf-8")
    read_to_shards("pages", "shards", processes=1)
    with sayso.open(address) as ledger:
        ledger.read("pages")
        [one] = ledger.statements()
        ledger.judge(one.id, "speaker", None, by="ann")
    assert list(differences(address, "shards")) == list(differences("shards", address)) == []
    by_hand(address, "UPDATE article SET language = 'fr'")
    assert [(one.table, one.column) for one in differences("shards", address)] == [("article", "language")]


def test_pages_read_into_a_file_and_a_server_agree(tmp_path, address):
    """Through the pipeline, with characters that a database may hold otherwise."""
    pages = tmp_path / "pages"
    pages.mkdir()
    odd = "Voss said \0 it \ufdd0 rains \U0001f600 and\u202e pours." + " Nobody else was there." * 9
    (pages / "odd.txt").write_bytes(odd.encode())
    (pages / "page.html").write_text("<h1>Ä&#xFDD0;</h1><p>Voss said &#0;it rains.</p>", encoding="utf-8")
    for place in (tmp_path / "x.db", address):
        with open_ledger(place, model=SaidRule()) as ledger:
            assert not ledger.read(pages).failures
    assert list(differences(tmp_path / "x.db", address)) == []


def test_no_password_is_printed_where_two_are_compared(both):
    """Neither where they are the same, nor where they differ, nor where one of them is not there."""
    secret = both[1].replace("ana@", "ana:s3cret-w0rd@")
    same = verify(both[0], secret)
    by_hand(both[1], "UPDATE article SET title = 'x'")
    other = verify(both[0], secret)
    none = verify(both[0], secret.replace("/press_", "/none_"))
    assert (same.exit_code, other.exit_code, none.exit_code) == (0, 1, 2)
    assert all("s3cret" not in one.output for one in (same, other, none))
    assert none.stderr.count("\n") == 1


def test_a_server_without_a_ledger_is_told_and_none_is_made(databases, tmp_path):
    """As with a file that is not there."""
    bare = databases.new()
    Store.open(tmp_path / "x.db").close()
    with pytest.raises(LedgerError, match="There is no ledger at postgresql://ana@/press_"):
        list(differences(tmp_path / "x.db", bare))
    assert by_hand(bare, "SELECT relname FROM pg_class WHERE relname = 'article'") == []
    databases.drop(bare)


def test_an_error_of_the_server_names_the_server_and_not_the_file_beside_it(databases, tmp_path):
    """The one that went away while they were compared."""
    address = databases.new(TEMPLATE)
    with Store.open(tmp_path / "x.db") as here, Store.open(address, read_only=True) as there:
        found = here.compared(there)
        by_hand(address, "ALTER TABLE document RENAME COLUMN media_type TO kind")
        with pytest.raises(LedgerError, match="postgresql://ana@"):
            list(found)
    databases.drop(address)


def test_two_schemas_of_one_database_are_told_apart():
    """Their addresses are shown without options, and would be the same."""
    one = "postgresql://ana@db.example/press"
    assert names(one, f"{one}?options=-csearch_path%3Dspring") == (f"{one} (the first)", f"{one} (the second)")
    assert names(one, one) == (one, one)


def test_how_many_differences_are_shown_is_said_in_words(tmp_path):
    for name, pages in (("x.db", made_pages()), ("y.db", [])):
        with Store.open(tmp_path / name) as store:
            run_id = store.start_run(ModelVersion("m", "1"), "{}", WHEN)
            for page in pages:
                store.add(*page, run_id)
    for limit, said in ((1, "This is the first difference"), (2, "These are the first 2 differences")):
        shown = verify(tmp_path / "x.db", tmp_path / "y.db", "--limit", limit)
        assert (shown.exit_code, shown.stdout.splitlines()[-1]) == (1, f"{said}; there are more.")
