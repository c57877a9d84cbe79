"""What goes into the ledger comes out of it."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso import clean
from sayso.clean import decode
from sayso.errors import InputError, UsageError
from sayso.identity import article_id, document_id, sha256
from sayso.records import (
    Act,
    Article,
    ChainLink,
    Dated,
    Given,
    Line,
    Manner,
    NodeRun,
    Role,
    Span,
    Speaker,
    Statement,
    quoted,
)
from sayso.store import Store
from tests.database import by_hand


def test_a_page_comes_back_equal_but_for_its_bytes_which_are_asked_for_apart(store, run, make):
    document, article, statements = make.page()
    store.add(document, article, statements, run)
    page = store.article(document.name)
    assert page.document == replace(document, content=b"")
    assert page.article == article
    assert set(page.statements) == set(statements)
    assert page.model == make.model
    assert store.document_bytes(document.id) == document.content


def test_a_statement_row_quotes_the_text_and_knows_its_page(store, run, make):
    document, article, statements = make.page()
    store.add(document, article, statements, run)
    row = store.statement(statements[0].id)
    assert row.source_text == row.source[0].exact == "Ava Lind of Northmark"
    assert row.content_text == "the dam “is safe” … “will hold”" == quoted(article.text, statements[0].content)
    for piece in (*row.source, *row.cue, *row.content):
        around = piece.prefix + piece.exact + piece.suffix
        assert article.text[piece.start - len(piece.prefix) : piece.end + len(piece.suffix)] == around
        assert len(piece.prefix) <= 32
    assert (row.speaker, row.said_by, row.act, row.said_on) == ("Ava Lind", "Ava Lind", "REJECT", "--05-05")
    assert (row.outlet, row.origin, row.sha256) == ("The Northmark Herald", document.origin, document.sha256)
    assert (row.authors, row.model, row.model_version) == (article.authors, "test-model", "1")
    nested = store.statement(statements[1].id)
    assert (nested.parent, nested.speaker, nested.said_by) == (statements[0].id, None, "Pel Oru")


def test_the_flat_row_has_every_field_of_the_statement(store, run, make):
    document, article, statements = make.page()
    store.add(document, article, statements, run)
    row, first = store.statement(statements[0].id), statements[0]
    assert (row.modality, row.tone, row.chain) == (first.modality, first.tone, first.chain)
    assert (row.act_targets, row.act_score) == (first.act.targets, first.act.score)
    assert (row.addressee, row.addressee_id, row.addressee_score) == ("Marsh Radio", "b2", 0.5)
    assert (row.said_on_precision, row.said_on_basis, row.said_on_span) == ("day", "in text", first.said_on.span)
    nested = store.statement(statements[1].id)
    assert (nested.modality, nested.tone, nested.chain, nested.act, nested.said_on) == ((), None, (), None, None)


@given(order=st.permutations(range(4)))
@settings(max_examples=12, deadline=None)
def test_nested_statements_follow_what_they_are_nested_in_whatever_order_they_came_in(fresh, make, order):
    document = make.document()
    article = make.article(document)
    parents = {"b": None, "a": "b", "0": "a", "c": None}  # all begin at the same place, and the ids are out of order
    family = [
        Statement(one * 16, article.id, (), (), (Span(20, 30),), Manner.DIRECT, 0.5, parent and parent * 16)
        for one, parent in parents.items()
    ]
    with Store.open(fresh()) as store:
        store.add(document, article, [family[n] for n in order], store.start_run(make.model, "{}", "now"))
        assert [row.id[0] for row in store.statements()] == ["b", "a", "0", "c"]
        assert store.article(article.id).statements == tuple(family)
        assert {row.id[0]: row.parent and row.parent[0] for row in store.statements()} == parents


def test_a_parent_that_is_not_in_the_ledger_is_kept_as_it_was_said(store, run, make):
    document, article, (_, nested) = make.page()
    store.add(document, article, (nested,), run)
    assert store.article(article.id).statements == (nested,)


def test_the_dom_map_of_many_pages_is_read_only_when_asked_for(store, run, make):
    document, article, statements = make.page()
    store.add(document, article, statements, run)
    assert next(store.articles()).article.nodes == ()
    assert next(store.articles(nodes=True)).article.nodes == article.nodes


def test_the_flat_view_shows_everything_to_those_who_open_the_file(store, run, make, path):
    document, article, statements = make.page()
    store.add(document, article, statements, run)
    row, *_ = by_hand(path, "SELECT * FROM statements WHERE parent IS NULL")
    assert json.loads(row["content_spans"]) == [list(span) for span in statements[0].content]
    assert json.loads(row["authors"]) == list(article.authors)
    assert "José" in row["authors"]
    assert (row["said_by"], row["cue_text"], row["manner"], row["verdict"]) == ("Ava Lind", "said", "mixed", None)
    assert (json.loads(row["modality"]), row["tone"]) == (["negated", "future"], "negative")
    assert (row["said_on"], row["said_on_from"], row["said_on_to"]) == ("--05-05", "", ""), "no year, no day"
    assert row["number"] == 1


def test_a_file_name_that_is_no_text_is_written_out(store, run, make):
    document = make.document("odd", origin="pages/\udcff.html")
    store.add(document, make.article(document), (), run)
    assert store.origins(document.id) == ("pages/\\udcff.html",)


def test_a_lone_surrogate_becomes_one_replacement_character_so_that_offsets_stay(store, run, make):
    document = make.document(title="\ud800")
    text = make.text.replace("stall", "\ud800tall")
    article = make.article(document, text)
    store.add(document, article, (make.statement(article),), run)
    page = store.article(article.id)
    assert page.article.text == text.replace("\ud800", "\ufffd")
    assert page.document.given == Given(title="\ud800")


@pytest.mark.parametrize("odd", [*"\u202e\ufdd0\ufffe\uffff\x01\x7f\U0010ffff", "\ufdd0\ufffd\ue000"])
def test_what_is_no_letter_is_kept(store, run, make, odd):
    document = make.document()
    text = make.text.replace("is safe", f"is{odd}safe")
    article = make.article(document, text)
    statement = Statement("5" * 16, article.id, (), (), (Span(50, 80),), Manner.DIRECT, 0.5)
    store.add(document, article, (statement,), run)
    assert store.article(article.id).article.text == text
    assert store.statement("5" * 16).content_text == text[50:80]


def test_nul_becomes_one_replacement_character_in_either_database(store, run, make):
    """A page's text has none, from cleaning; what comes here by another way is the same in both all the same."""
    document = make.document(title="a\0b")
    text = make.text + "\nIt\0\ufdd0rains."
    article = make.article(document, text, authors=("Io\0", "\\u0000"), outlet="\0")
    statement = Statement("5" * 16, article.id, (), (), (Span(len(text) - 10, len(text) - 1),), Manner.DIRECT, 0.5)
    store.add(document, article, (statement,), run)
    page = store.article(article.id)
    assert page.article.text == text.replace("\0", "\ufffd")
    assert (page.article.authors, page.article.outlet) == (("Io\ufffd", "\\u0000"), "\ufffd")
    assert page.document.given == Given(title="a\0b")
    assert next(store.statements()).content_text == "It\ufffd\ufdd0rains"


def test_ids_may_be_cut_short_while_they_stay_unique(store, run, make):
    document, article, statements = make.page()
    store.add(document, article, statements, run)
    assert store.statement(statements[0].id[:12]).id == statements[0].id
    assert store.article(article.id[:8]).article == store.article(document.id[:8]).article


@pytest.mark.parametrize("wrong", ["", "zz", "' OR 1=1 --", "%", "f" * 17, "\udcff", "0123456789abcdef"])
def test_an_id_that_is_none_is_refused_in_one_sentence(store, run, make, wrong):
    store.add(*make.page(), run)
    for look_up in (store.statement, store.article):
        with pytest.raises(UsageError, match=r"No (statement|article) has"):
            look_up(wrong)


def test_an_id_or_a_name_that_several_have_is_refused_and_they_are_named(store, run, make):
    article = make.article(make.document())
    ids = ["abc1" + "0" * 12, "abc2" + "0" * 12]
    same = [Statement(one, article.id, (), (), (Span(0, 3),), Manner.DIRECT, 0.5) for one in ids]
    store.add(make.document(), article, same, run)
    with pytest.raises(UsageError, match=r"'abc' .*abc1000.*, abc2000.*: give more"):
        store.statement("abc")
    other = make.document("dam", content=b"other")
    store.add(other, make.article(other), (), run)
    with pytest.raises(UsageError, match="'dam': give an id"):
        store.article("dam")


def test_a_document_that_is_not_there_is_refused(store):
    with pytest.raises(UsageError, match="no document 'x'"):
        store.document_bytes("x")


characters = st.characters(exclude_categories=["Cs"], exclude_characters="\0") | st.sampled_from("\ufdd0\ufffd\ue000")
"""All that text may hold: neither halves of surrogate pairs nor NUL (see above)."""
words = st.text(characters, max_size=20)
names = st.text(characters, min_size=1, max_size=8)
scores = st.floats(0, 1, allow_nan=False)
texts = st.text(characters, min_size=8, max_size=200)
pairs = st.tuples(st.integers(0, 7), st.integers(0, 8)).map(lambda pair: Span(min(pair), max(pair)))
spans = st.lists(pairs, max_size=3).map(tuple)
dates = st.builds(Dated, names, st.sampled_from(["day", "year"]), names, st.none() | pairs)
speakers = st.builds(Speaker, names, names, names, st.lists(names, max_size=2).map(tuple), words, scores)
links = st.builds(ChainLink, names, names, st.none() | pairs)
flags = st.lists(st.sampled_from(["negated", "conditional", "future"]), unique=True).map(tuple)
acts = st.builds(Act, names, st.lists(st.tuples(names, names), max_size=2).map(tuple), scores)
runs = st.builds(NodeRun, st.integers(0, 9), st.integers(0, 9), words, st.integers(0, 9))
lines = st.builds(Line, st.integers(0, 9), st.integers(0, 9), st.sampled_from(list(Role)))


@st.composite
def statements_of(draw, article):
    speaker, addressee = draw(st.none() | speakers), draw(st.none() | speakers)
    identity = draw(st.text("0123456789abcdef", min_size=16, max_size=16))
    return Statement(
        identity,
        article,
        draw(spans),
        draw(spans),
        draw(spans),
        draw(st.sampled_from(list(Manner))),
        draw(scores),
        draw(st.none() | names),
        speaker,
        addressee,
        draw(st.lists(links, max_size=3).map(tuple)),
        draw(st.none() | dates),
        draw(st.none() | acts),
        draw(flags),
        draw(st.sampled_from([None, "positive", "negative"])),
    )


@st.composite
def articles(draw):
    return Article(
        draw(st.text("0123456789abcdef", min_size=16, max_size=16)),
        "d" * 16,
        draw(texts),
        tuple(draw(st.lists(lines, max_size=3))),
        *draw(st.tuples(st.none() | words, st.none() | words)),
        authors=tuple(draw(st.lists(words, max_size=2))),
        published=draw(st.none() | dates),
        nodes=tuple(draw(st.lists(runs, max_size=3))),
        not_extracted=draw(st.none() | words),
    )


def as_tuple(one):
    """What a flat row and a record have under the same names."""
    return one.parent, one.manner, one.confidence, one.chain, one.modality, one.tone


@given(data=st.data(), content=st.binary(max_size=200))
@settings(max_examples=40, deadline=None)
def test_any_page_comes_back_equal(fresh, make, data, content):
    article = data.draw(articles())
    made = data.draw(st.lists(statements_of(article.id), max_size=3, unique_by=lambda one: one.id))
    document = replace(make.document(content=content), id=article.document_id)
    with Store.open(fresh()) as store:
        store.add(document, article, made, store.start_run(make.model, "{}", "now"))
        page = store.article(article.id)
        rows = list(store.statements())
        assert store.document_bytes(document.id) == content
    assert page.article == article
    assert len(page.statements) == len(made)
    assert set(page.statements) == set(made)
    assert [row.id for row in rows] == [one.id for one in page.statements]
    assert {row.id: as_tuple(row) for row in rows} == {one.id: as_tuple(one) for one in made}
    assert {row.id: row.content_text for row in rows} == {one.id: quoted(article.text, one.content) for one in made}


odd_texts = st.text(st.characters() | st.sampled_from("\0\ufdd0\ufffd\ud800\n "), min_size=1, max_size=200)


@given(text=odd_texts, data=st.data())
@settings(max_examples=60, deadline=None)
def test_the_text_of_any_page_is_kept_and_cut_the_same_as_it_was_read(fresh, make, text, data):
    """From the bytes on: cleaning gives text that a ledger holds, so its ids and its offsets are true in either."""
    content = text.encode("utf-8", "surrogatepass")
    identity = document_id(sha256(content), "text/plain", Given())
    document = replace(make.document(content=content), id=identity, media_type="text/plain")
    try:
        article = clean.article(document)
    except InputError:
        assert not decode(content, "utf-8").strip()
        return
    assert not re.search("[\0\ud800-\udfff]", article.text)
    start = data.draw(st.integers(0, len(article.text) - 1))
    content_span = Span(start, data.draw(st.integers(start + 1, len(article.text))))
    statement = Statement("5" * 16, article.id, (), (), (content_span,), Manner.DIRECT, 0.5)
    with Store.open(fresh()) as store:
        store.add(document, article, (statement,), store.start_run(make.model, "{}", "now"))
        kept = store.article(article.id).article
        [row] = store.statements()
    assert kept == article
    assert article_id(document.id, kept.text) == article.id
    assert row.content_text == kept.text[content_span.start : content_span.end] == content_span.of(article.text)
