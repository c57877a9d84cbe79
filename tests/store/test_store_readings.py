"""What was read already counts for the model and the settings that it was read by, and for no others."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sayso.records import ModelVersion

OTHER_SETTINGS = '{"plain": true}'
NEWER = ModelVersion("test-model", "2")
HERALD, POST = "https://herald.example/dam", "https://post.example/feed"
LATER = "2031-06-01T00:00:00Z"


def add(store, make, run, name, origin=None):
    """Write a page as it came from a place, and return its document."""
    document = make.document(name, origin=origin)
    article = make.article(document)
    store.add(document, article, (make.statement(article),), run)
    return document


def test_a_page_that_was_read_under_other_settings_is_no_twin(store, run, make):
    add(store, make, run, "first")
    assert store.twin(make.article(make.document("reprint")), make.model, OTHER_SETTINGS) is None


def test_of_two_pages_of_one_text_the_twin_is_the_one_that_was_read_alike(store, run, make):
    for name in ("first", "second", "third"):
        add(store, make, run, name)
    later = store.start_run(make.model, OTHER_SETTINGS, LATER)
    second = add(store, make, later, "second")
    [found] = store.twin(make.article(make.document("reprint")), make.model, OTHER_SETTINGS)
    assert found.article_id == make.article(second).id


def test_an_article_that_was_read_under_other_settings_is_not_extracted_yet(store, run, make):
    document = add(store, make, run, "dam")
    assert store.extracted(make.article(document), make.model, "{}")
    assert not store.extracted(make.article(document), make.model, OTHER_SETTINGS)


@pytest.mark.parametrize("by", ["model", "settings"])
def test_a_place_is_read_alike_once_all_documents_from_there_are(store, run, make, by):
    model, settings = (NEWER, "{}") if by == "model" else (make.model, OTHER_SETTINGS)
    for name in ("before", "now"):
        add(store, make, run, name, HERALD)
    assert store.place_read_alike(HERALD, make.model, "{}")
    assert not store.place_read_alike(HERALD, model, settings)
    later = store.start_run(model, settings, LATER)
    add(store, make, later, "before", HERALD)
    assert not store.place_read_alike(HERALD, model, settings)
    add(store, make, later, "now", HERALD)
    assert store.place_read_alike(HERALD, model, settings)


def test_what_came_from_elsewhere_does_not_count_for_a_place(store, run, make):
    add(store, make, run, "elsewhere")
    later = store.start_run(NEWER, "{}", LATER)
    add(store, make, later, "dam", HERALD)
    assert store.place_read_alike(HERALD, NEWER, "{}")


def test_a_place_that_no_document_came_from_is_read_alike_where_the_whole_ledger_is(store, run, make):
    assert store.place_read_alike(POST, make.model, "{}"), "there is nothing to be read"
    document = add(store, make, run, "entry", HERALD)
    assert store.place_read_alike(POST, make.model, "{}")
    assert not store.place_read_alike(POST, NEWER, "{}")
    later = store.start_run(NEWER, "{}", LATER)
    store.add(document, make.article(document), (), later)
    assert store.place_read_alike(POST, NEWER, "{}"), "a run of which nothing is left does not count"


def test_places_come_with_their_charsets_in_the_order_of_the_alphabet(store, run, make):
    document = add(store, make, run, "dam", HERALD)
    store.add_origin(replace(document, origin="dam.html", charset=None))
    assert store.places(document.id) == (("dam.html", None), (HERALD, "utf-8"))
    assert store.places("0" * 16) == ()


@pytest.mark.parametrize("charset", ["macintosh", None])
def test_the_charset_that_a_document_is_read_by_is_kept_for_its_place_alone(store, run, make, charset):
    document = add(store, make, run, "dam", HERALD)
    store.add_origin(replace(document, origin="dam.html"))
    store.remember_charset(replace(document, charset=charset))
    assert store.places(document.id) == (("dam.html", "utf-8"), (HERALD, charset))


def test_a_charset_is_kept_of_no_place_that_the_document_did_not_come_from(store, run, make):
    document = add(store, make, run, "dam", HERALD)
    store.remember_charset(replace(document, origin=POST, charset="macintosh"))
    assert store.places(document.id) == ((HERALD, "utf-8"),)
