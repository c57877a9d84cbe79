"""What is read again, and how: nothing old is taken for new, nothing that failed for known, and no bytes for others.

The model here is the rule of tests/saying.py.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import count

import pytest

from sayso import pipeline
from sayso.config import Settings
from sayso.engine import local
from sayso.keeping import Known, Stored
from sayso.read import Fetched, Unchanged, Validators, make_document, robots
from sayso.records import Failure
from sayso.store import Store
from tests.press_site import press_site
from tests.saying import Said, rows_of
from tests.saying import SaidRule as Rule

PLAIN = Settings(plain=True)
LOCAL = Settings(allow_private=True)
BEFORE, NOW = '{"sayso": "0.0.1"}', '{"sayso": "0.0.2"}'
HERALD, POST = "https://herald.example/", "https://post.example/"
RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Velden Post</title><item><title>Quay</title><guid>1</guid>
<content:encoded>Kell said the quay is shut.</content:encoded></item></channel></rss>"""


class Blind(Rule):
    """The rule as it was before an upgrade: it found nothing."""

    def _places(self, window):
        return []


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "ledger.db") as opened:
        yield opened


@pytest.fixture
def site(monkeypatch):
    monkeypatch.setattr(robots, "PAUSE", 0.0)
    with press_site() as running:
        yield running


def page(words, origin, **beside):
    given = {"name": "page", "fetched": "2031-05-06T07:08:09Z", "media_type": "text/plain"} | beside
    return make_document(content=words if isinstance(words, bytes) else words.encode(), origin=origin, **given)


def said_of(url, etag='"1"'):
    return Fetched(url, Validators(etag))


def read(store, outcomes, model=None, how=NOW, settings=PLAIN, **options):
    with pipeline.reading(model or Rule(), settings) as one:
        return list(pipeline.write_into(store, iter(outcomes), one, how, settings, **options))


# --- pages of one text ------------------------------------------------------------------------------------------------

REPRINTED = [page("Kell said no.", "a.txt"), page("\ufeffKell said no.", "b.txt")]
"""Other bytes, the same text."""


@pytest.mark.parametrize("size", [1, 64])
def test_after_an_upgrade_a_reprint_and_the_page_that_it_reprints_are_read_anew(store, size):
    settings = replace(PLAIN, batch_articles=size)
    read(store, REPRINTED, Blind(), BEFORE, settings)
    assert store.counts().statements == 0
    events = read(store, REPRINTED, Rule(), NOW, settings)
    assert [one.statements for one in events] == [1, 1]
    assert store.counts().statements == 2


def test_after_an_upgrade_a_reprint_takes_what_was_read_since(store):
    one_by_one = replace(PLAIN, batch_articles=1)
    read(store, REPRINTED, Rule(), BEFORE, one_by_one)
    model = Rule()
    read(store, REPRINTED, model, NOW, one_by_one)
    assert model.shown == 1


def test_under_other_settings_a_reprint_does_not_take_what_was_read_before(store, tmp_path):
    inputs = [str(tmp_path / one.origin) for one in REPRINTED]
    for one in REPRINTED:
        (tmp_path / one.origin).write_bytes(one.content)
    model, one_by_one = Rule(), replace(PLAIN, batch_articles=1)
    for settings in (one_by_one, replace(one_by_one, max_lines=7)):
        assert [type(one) for one in pipeline.read_into(store, inputs, model, settings)] == [Stored, Stored]
    assert model.shown == 2


# --- what servers said ------------------------------------------------------------------------------------------------


def test_what_a_server_said_of_a_page_is_remembered_once_the_page_is_kept(store):
    read(store, [page("Kell said no.", HERALD), said_of(HERALD)])
    assert store.validators(HERALD) == ('"1"', None)


def test_what_a_server_said_of_a_page_that_can_not_be_cleaned_is_not_remembered(store):
    [event] = read(store, [page(" ", HERALD), said_of(HERALD)])
    assert isinstance(event, Failure)
    assert store.validators(HERALD) is None


def test_what_a_server_said_of_a_page_that_upsets_a_stage_is_not_remembered(store, monkeypatch):
    monkeypatch.setattr(pipeline, "statements", upset)
    [event] = read(store, [page("Kell said no.", HERALD), said_of(HERALD)])
    assert isinstance(event, Failure)
    assert store.validators(HERALD) is None


def upset(*_):
    raise ValueError("year 10000 is out of range")


def test_what_a_server_said_of_a_page_that_takes_too_long_is_not_remembered(store, monkeypatch):
    clock = count(step=1)
    monkeypatch.setattr(pipeline.time, "monotonic", lambda: next(clock))
    long = page("Kell said no. " * 40, HERALD)
    [event] = read(store, [long, said_of(HERALD)], settings=replace(PLAIN, max_seconds=30))
    assert "setting max_seconds" in event.reason
    assert store.validators(HERALD) is None


def test_what_was_remembered_of_a_page_stays_when_a_later_state_of_it_can_not_be_read(store):
    read(store, [page("Kell said no.", HERALD), said_of(HERALD, '"1"')])
    read(store, [page(" ", HERALD), said_of(HERALD, '"2"')])
    assert store.validators(HERALD) == ('"1"', None)


OF_A_FEED = [
    *(page(" ", HERALD + "quay"), said_of(HERALD + "quay")),
    *(page("Kell said no.", HERALD + "pier"), said_of(HERALD + "pier")),
    said_of(HERALD + "feed"),
]
"""A feed of two pages, of which the first can't be read."""


@pytest.mark.parametrize("size", [1, 2, 64])
def test_of_a_feed_nothing_is_remembered_but_what_was_said_of_its_pages_that_are_kept(store, size):
    read(store, OF_A_FEED, settings=replace(PLAIN, batch_articles=size))
    remembered = [name for name in ("quay", "pier", "feed") if store.validators(HERALD + name)]
    assert remembered == ["pier"]


@pytest.mark.parametrize("next_one", [page("Mar said yes.", POST + "dam"), Unchanged(POST + "dam")])
def test_a_page_that_failed_in_one_feed_is_not_held_against_the_next(store, next_one):
    read(store, [*OF_A_FEED, next_one, said_of(POST + "feed")])
    assert store.validators(POST + "feed") == ('"1"', None)


def test_a_row_that_failed_has_its_table_fetched_anew(store):
    rows = [page(" ", POST + "t.csv#row=1"), page("Kell said no.", POST + "t.csv#row=2")]
    read(store, [*rows, said_of(POST + "t.csv")])
    assert store.validators(POST + "t.csv") is None


def test_a_file_that_failed_is_not_held_against_a_feed(store):
    read(store, [page(" ", "a.txt"), page("Kell said no.", POST + "dam"), said_of(POST + "feed")])
    assert store.validators(POST + "feed") == ('"1"', None)


def serve(site, path, body, media_type="text/html"):
    """Have the site answer with the body once, and then with 304 who says what it said; return the URL."""

    def answer(handler):
        known = handler.headers.get("If-None-Match") == '"1"'
        handler.send_response(304 if known else 200)
        for name, value in {"ETag": '"1"', "Content-Type": media_type}.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", "0" if known else str(len(body)))
        handler.end_headers()
        handler.wfile.write(b"" if known else body)

    return site.says(path, write=answer)


PAGE = b"<html><head><title>Quay</title></head><body><h1>Quay</h1><p>Kell said the quay is shut.</p></body></html>"


def test_an_address_whose_page_failed_is_read_by_the_next_run(store, site, monkeypatch):
    url = serve(site, "/quay", PAGE)
    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "statements", upset)
        [event] = pipeline.read_into(store, [url], Rule(), LOCAL)
        assert isinstance(event, Failure)
    [event] = pipeline.read_into(store, [url], Rule(), LOCAL)
    assert (type(event), event.statements) == (Stored, 1)


def alone(store, url, number):
    return list(pipeline.read_into(store, [url], Rule(number), LOCAL))


def by_processes(store, url, number):
    return list(local.read_into(store, [url], LOCAL, processes=1, weights=Said(number=number)))


@pytest.mark.parametrize("read_by", [alone, by_processes])
def test_another_model_reads_an_address_anew_though_it_has_not_changed(store, site, read_by):
    url = serve(site, "/quay", PAGE)
    events = [event for number in ("1", "1", "2") for event in read_by(store, url, number)]
    assert [type(one) for one in events] == [Stored, Known, Stored]
    assert [row.model_version for row in store.statements()] == ["2"]


def test_an_address_that_was_read_anew_is_only_asked_whether_it_changed(store, site):
    url = serve(site, "/quay", PAGE)
    [last] = [alone(store, url, number)[0] for number in ("1", "2", "2")][2:]
    assert last == Known(url), "of what is unchanged no document comes"


def test_another_model_reads_a_feed_anew_though_it_has_not_changed(store, site):
    url = serve(site, "/feed.xml", RSS.encode(), "application/rss+xml")
    events = [event for number in ("1", "1", "2") for event in alone(store, url, number)]
    assert [type(one) for one in events] == [Stored, Known, Stored]


# --- the same bytes from elsewhere ------------------------------------------------------------------------------------

CAFE = "<p>Kell said the café is shut.</p>".encode("mac-roman")


def cafe(origin, charset=None):
    return page(CAFE, origin, name="cafe", media_type="text/html", charset=charset)


def text_in(store):
    [one] = store.articles()
    return one.article.text


def test_nothing_in_a_saved_copy_says_by_which_charset_it_is_read(store):
    read(store, [cafe("cafe.html")])
    assert "café" not in text_in(store)


@pytest.mark.parametrize("change", ["model", "settings", "again"])
def test_a_saved_copy_is_read_anew_by_the_charset_that_its_address_came_with(store, change):
    read(store, [cafe(HERALD, "macintosh"), cafe("cafe.html")])
    changes = {"model": {"model": Rule("2")}, "settings": {"how": BEFORE}, "again": {"again": True}}
    [event] = read(store, [cafe("cafe.html")], **changes[change])
    assert isinstance(event, Stored)
    assert "café" in text_in(store)


def test_a_copy_at_another_address_is_read_anew_by_the_charset_of_the_first(store):
    read(store, [cafe(HERALD, "macintosh")])
    read(store, [cafe(POST, "windows-1252")], again=True)
    assert "café" in text_in(store)


def test_a_saved_copy_that_is_read_anew_leaves_the_rows_that_a_new_ledger_would_have(tmp_path):
    address, copy = cafe(HERALD, "macintosh"), cafe("cafe.html")
    paths = [tmp_path / "grown.db", tmp_path / "new.db"]
    for path, runs in zip(paths, ([([address], "1"), ([copy], "2")], [([address, copy], "2")]), strict=True):
        with Store.open(path) as store:
            for outcomes, number in runs:
                read(store, outcomes, Rule(number))
    grown, new = map(rows_of, paths)
    assert grown == new


@pytest.mark.parametrize("beside", [[], [cafe("cafe.html")]], ids=["alone", "behind its copy"])
def test_a_charset_that_a_server_has_corrected_counts_for_saved_copies_too(store, beside):
    read(store, [cafe(HERALD, "windows-1252")])
    assert "café" not in text_in(store)
    read(store, [*beside, cafe(HERALD, "macintosh")], again=True)
    assert "café" in text_in(store)
    read(store, [cafe("cafe.html")], again=True)
    assert "café" in text_in(store)
