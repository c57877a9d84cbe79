"""A flat row made without a ledger is the row that a ledger shows."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.flat import flat_row, in_tree_order
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
    Page,
    Role,
    Span,
    Speaker,
    Statement,
    quoted,
)
from sayso.store import Store

TEXT = (
    "“The weir holds”, Ana Lunt told Reed Radio on Friday, “and it will hold”, and nobody in the room replied to her.\n"
)
MODEL = ModelVersion("by-hand", "1")


def spans(*parts):
    return tuple(Span(TEXT.index(part), TEXT.index(part) + len(part)) for part in parts)


def page_of(statement_fields, article_fields):
    content = TEXT.encode()
    identity = document_id(sha256(content), "text/plain", Given())
    document = Document(
        identity, "weir", "pages/weir.txt", "2031-05-06T07:08:09Z", "text/plain", None, sha256(content), content
    )
    lines = (Line(0, len(TEXT) - 1, Role.BODY),)
    article = Article(article_id(identity, TEXT), identity, TEXT, lines, **article_fields)
    source, cue = spans("Ana Lunt"), spans("told")
    said = spans("“The weir holds”", "“and it will hold”")
    one = statement_id(article.id, source, cue, said)
    statement = Statement(one, article.id, source, cue, said, Manner.DIRECT, 0.75, **statement_fields)
    inner = statement_id(article.id, (), spans("replied"), spans("nobody in the room"))
    nested = Statement(
        inner, article.id, (), spans("replied"), spans("nobody in the room"), Manner.INDIRECT, 0.5, parent=one
    )
    return Page(document, article, (statement, nested), MODEL)


EVERYTHING = (
    {
        "speaker": Speaker("a", "Ana Lunt", "person", ("WRD",), "name", 0.9),
        "addressee": Speaker("b", "Reed Radio", "organisation", (), "name", 0.8),
        "chain": (ChainLink("Reed Radio", "interview", spans("Reed Radio")[0]), ChainLink("Wire", "agency")),
        "said_on": Dated("2031-05-02", "day", "in text", spans("Friday")[0]),
        "act": Act("REJECT", (("X", "Weir Board"),), 0.5),
        "modality": ("conditional",),
        "tone": "positive",
    },
    {
        "title": "Weir holds",
        "outlet": "The Reed",
        "authors": ("Io Brandt", "Ede Mall"),
        "url": "https://reed.example/weir",
        "language": "en",
        "translated_by": "Wordwright",
        "published": Dated("2031-05", "month", "json-ld"),
        "basis": (("title", "open graph"),),
    },
)


@pytest.mark.parametrize("fields", [({}, {}), EVERYTHING], ids=["nothing known", "everything known"])
def test_the_ledger_and_the_flat_row_say_the_same(tmp_path, fields):
    page = page_of(*fields)
    with Store.open(tmp_path / "x.db") as store:
        run = store.start_run(MODEL, "{}", "2031-05-06T00:00:00Z")
        store.add(page.document, page.article, page.statements, run)
        shown = {row.id: row for row in store.statements()}
    assert {s.id: flat_row(page, s) for s in page.statements} == shown


def test_each_piece_stands_in_the_text_with_what_is_around_it():
    page = page_of(*EVERYTHING)
    row = flat_row(page, page.statements[0])
    for piece in (*row.source, *row.cue, *row.content):
        assert TEXT[piece.start : piece.end] == piece.exact
        assert TEXT[: piece.start].endswith(piece.prefix)
        assert TEXT[piece.end :].startswith(piece.suffix)
    assert row.content[0].prefix == ""
    assert row.content_text == quoted(TEXT, page.statements[0].content) == "“The weir holds” … “and it will hold”"


def test_who_said_it_is_the_speaker_or_else_the_words_of_the_source():
    page = page_of(*EVERYTHING)
    named = page.statements[0]
    assert flat_row(page, named).said_by == "Ana Lunt"
    assert flat_row(page, replace(named, speaker=None, source=spans("Reed Radio"))).said_by == "Reed Radio"


parents = st.dictionaries(st.sampled_from("abcdefgh"), st.none() | st.sampled_from("abcdefghx"))


@given(parents=parents)
def test_in_tree_order_each_item_stands_once_and_after_its_parent(parents):
    items = [SimpleNamespace(id=one, parent=parent) for one, parent in parents.items()]
    ordered = in_tree_order(items)
    assert sorted(item.id for _, item in ordered) == sorted(parents)
    depths = {item.id: depth for depth, item in ordered}
    for n, (depth, item) in enumerate(ordered):
        if depth:
            assert depth == depths[item.parent] + 1
            assert item.parent in {before.id for _, before in ordered[:n]}
        elif item.parent in parents:
            assert circular(item.id, parents)


def circular(one, parents):
    seen = set()
    while one in parents and one not in seen:
        seen.add(one)
        one = parents[one]
    return one in seen


def test_outermost_items_and_those_of_one_parent_keep_their_order():
    given = {"c": None, "a": None, "b": "c", "e": "x", "d": "c"}
    items = [SimpleNamespace(id=one, parent=parent) for one, parent in given.items()]
    ordered = [(depth, item.id) for depth, item in in_tree_order(items)]
    assert ordered == [(0, "c"), (1, "b"), (1, "d"), (0, "a"), (0, "e")]
