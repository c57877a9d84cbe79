"""What a filter finds."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.errors import UsageError
from sayso.records import Dated
from sayso.store import StatementFilter, Store

SAID = {"old": "2030-12-30", "month": "2031-04/2031-05", "none": "--05-05"}
"""Page -> when its first statement was said; of the nested ones that is unknown."""


@pytest.fixture
def found(store, run, make):
    """Three pages of two statements each; returns what a filter finds, as (page, speaker)."""
    dates = {"old": "2030-12-31", "month": "2031-05", "none": None}
    for name, date in dates.items():
        page = make.page(name, outlet=f"The {name} Héraut", published=Dated(date, "day", "given") if date else None)
        said_on = SAID[name] and Dated(SAID[name], "day", "in text")
        document, article, (first, nested) = page
        store.add(document, article, (replace(first, said_on=said_on), nested), run)

    def ask(**wanted):
        return [(row.name, row.said_by) for row in store.statements(StatementFilter(**wanted))]

    return ask


def test_no_filter_finds_all_newest_page_first_undated_last_in_the_order_of_the_text(found):
    lind, oru = "Ava Lind", "Pel Oru"
    assert found() == [("month", lind), ("month", oru), ("old", lind), ("old", oru), ("none", lind), ("none", oru)]
    assert found(limit=3) == found()[:3]


@pytest.mark.parametrize("speaker", ["Ava Lind", "lind", "AVA", "áva", "Ava  Lind"])
def test_a_speaker_is_found_by_whole_words_of_the_name_whatever_their_case(found, speaker):
    assert {name for _, name in found(speaker=speaker)} == {"Ava Lind"}


@pytest.mark.parametrize("number", ["½", "①", "Ⅷ", "²", "₂", "〇", "\U0001f10c", "৴"])
def test_numbers_that_are_no_digits_are_words_and_parts_of_words(store, run, make, number):
    store.add(*make.page("tons", f"{make.text} x{number} of {number} tons"), run)
    for asked, count in ((number, 1), (f"x{number}", 1), ("x", 0), (f'"of {number} tons"', 1), ('"of tons"', 0)):
        assert len(list(store.statements(StatementFilter(in_article=asked)))) == 2 * count, asked


@pytest.mark.parametrize("speaker", ["Av", "Lin", "Lind Ava", "Northmark"])
def test_parts_of_words_other_orders_and_the_source_of_a_resolved_speaker_are_not_the_name(found, speaker):
    assert found(speaker=speaker) == []


def test_an_unresolved_speaker_is_found_by_the_words_of_the_source(found):
    assert len(found(speaker="oru")) == 3


def test_an_outlet_is_found_by_words_of_its_name(found):
    assert {page for page, _ in found(outlet="month heraut")} == {"month"}


@pytest.mark.parametrize(
    ("wanted", "pages"),
    [
        ({"since": "2031"}, {"month"}),
        ({"until": "2030"}, {"old"}),
        ({"since": "2030-12-31", "until": "2031-05-31"}, {"old", "month"}),
        ({"since": "2031-05-02"}, set()),
        ({"until": "2031-05-30"}, {"old"}),
        ({"until": "2031-05"}, {"old", "month"}),
    ],
)
def test_a_page_is_within_dates_only_if_all_that_its_date_may_mean_is(found, wanted, pages):
    assert {page for page, _ in found(**wanted)} == pages


def test_search_finds_words_of_the_content_and_in_article_words_of_the_page(found):
    assert len(found(search="dam hold")) == 3
    assert len(found(search='"will hold"')) == 3
    assert found(search='"hold will"') == []
    assert len(found(search="saf*")) == 6
    assert found(search="menu") == []
    assert len(found(in_article="menu")) == 6


def test_manner_confidence_and_article_narrow_it_down(found, store):
    assert len(found(manner="mixed")) == len(found(min_confidence=0.9)) == 3
    article = next(store.articles(outlet="old")).article
    assert found(article_id=article.id, manner="indirect") == [("old", "Pel Oru")]


@pytest.mark.parametrize(
    ("wanted", "speakers"),
    [
        ({"act": "REJECT"}, {"Ava Lind"}),
        ({"act": "reject"}, {"Ava Lind"}),
        ({"act": "ACCUSE"}, set()),
        ({"act": "none"}, {"Pel Oru"}),
        ({"target": "marshland"}, {"Ava Lind"}),
        ({"target": "tidal board"}, {"Ava Lind"}),
        ({"addressee": "Marsh"}, {"Ava Lind"}),
        ({"addressee": "Wire"}, set()),
        ({"via": "Mársh Radio"}, {"Ava Lind"}),
        ({"via": "wire"}, {"Ava Lind"}),
        ({"act": "REJECT", "via": "wire", "target": "Marshland"}, {"Ava Lind"}),
        ({"act": "REJECT", "via": "wire", "target": "Northmark"}, set()),
        ({"nested": False}, {"Ava Lind"}),
        ({"nested": True}, {"Ava Lind", "Pel Oru"}),
    ],
)
def test_statements_are_found_by_act_target_addressee_chain_and_nesting(found, wanted, speakers):
    assert {speaker for _, speaker in found(**wanted)} == speakers


@pytest.mark.parametrize(("field", "words"), [("via", "Radio Wire"), ("target", "Marshland Oskar")])
def test_the_words_asked_for_stand_in_one_name_not_across_two(found, field, words):
    assert found(**{field: words}) == []


@pytest.mark.parametrize(
    ("wanted", "pages"),
    [
        ({"said_since": "2031"}, {"month"}),
        ({"said_until": "2030"}, {"old"}),
        ({"said_until": "2031-05"}, {"old", "month"}),
        ({"said_since": "2031-04-02"}, set()),
        ({"said_since": "2030-12-30", "said_until": "2030-12-30"}, {"old"}),
    ],
)
def test_a_statement_is_within_dates_only_if_all_that_its_own_date_may_mean_is(found, wanted, pages):
    assert found(**wanted) == [(page, "Ava Lind") for page in ("month", "old") if page in pages]


def test_a_statement_whose_parent_is_not_asked_for_is_found_all_the_same(found):
    assert found(speaker="Pel Oru", search="safe") == [(page, "Pel Oru") for page in ("month", "old", "none")]


def test_pages_are_found_by_their_words_extracted_or_not(store, run, make):
    document = make.document("ru")
    store.add(document, make.article(document, "Плотина стоит\nтекст", not_extracted="language ru"), (), run)
    assert [page.document.name for page in store.articles(search="ПЛОТИНА")] == ["ru"]
    assert list(store.articles(search="menu")) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"search": "-- !"},
        {"search": ""},
        {"speaker": '"'},
        {"since": "last week"},
        {"until": "2031-13"},
        {"since": "2031-02-30"},
        {"manner": "loud"},
        {"limit": 0},
        {"act": "shout"},
        {"via": "!"},
        {"target": ""},
        {"addressee": " "},
        {"said_since": "last week"},
        {"said_until": "2031-13"},
        {"min_confidence": 1.01},
        {"min_confidence": -0.1},
        {"min_confidence": float("nan")},
        {"outlet": "\0"},
    ],
)
def test_a_filter_that_can_not_be_meant_is_refused_with_its_value(found, wrong):
    with pytest.raises(UsageError, match=re.escape(repr(next(iter(wrong.values()))))):
        found(**wrong)


@pytest.mark.parametrize(
    "typed",
    [
        "AND",
        "dam AND",
        "NEAR(dam",
        "text:dam",
        "(dam",
        "dam)",
        "^dam",
        "{dam}",
        '"dam',
        "dam*x",
        "*dam",
        "a\0b",
        "\udcff x",
        "'; DROP",
    ],
)
def test_full_text_syntax_is_only_words(found, typed):
    words = dict.fromkeys(("search", "speaker", "outlet", "in_article", "via", "target", "addressee"), typed)
    assert isinstance(found(**words), list)


@given(typed=st.text(max_size=30) | st.text('"*^:(){}-+ ANDORT\0', max_size=30))
@settings(max_examples=300, deadline=None)
def test_whatever_is_typed_is_searched_for_or_refused(shared, typed):
    for field in ("search", "speaker", "outlet", "in_article", "via"):
        try:
            list(shared.statements(StatementFilter(**{field: typed})))
        except UsageError as error:
            assert repr(typed) in str(error)  # noqa: PT017 - either outcome is right


@pytest.fixture(scope="module")
def shared(fresh, make):
    with Store.open(fresh()) as store:
        store.add(*make.page(), store.start_run(make.model, "{}", "now"))
        yield store


def test_the_full_text_stays_in_step_when_pages_are_replaced(store, run, make):
    document, article, statements = make.page()
    store.add(document, article, statements, run)
    store.add(document, make.article(document, "Nothing\nhere", title="Other"), (), run)
    assert list(store.articles(search="dam")) == []
    assert list(store.statements(StatementFilter(search="dam"))) == []
    assert len(list(store.articles(search="nothing"))) == 1
