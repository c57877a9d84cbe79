"""Invented rows and pages for the formats."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest
from hypothesis import strategies as st

from sayso.records import (
    Act,
    Article,
    ChainLink,
    Dated,
    Document,
    Line,
    Manner,
    ModelVersion,
    Page,
    Piece,
    Role,
    Span,
    Speaker,
    Statement,
    StatementRow,
)

TEXT = "Dam talks stall\nShe said the dam “is safe” and “will hold”, Pel Oru told Marsh Radio.\nPhoto: Io Brandt"
SHA = "ab" * 32


def pieces(words, text=TEXT):
    start = text.index(words)
    end = start + len(words)
    return (Piece(start, end, words, text[max(0, start - 32) : start], text[end : end + 32]),)


ROW = StatementRow(
    id="5" * 16,
    article_id="a" * 16,
    document_id="d" * 16,
    parent=None,
    source=pieces("She"),
    cue=pieces("said"),
    content=pieces("the dam “is safe”") + pieces("“will hold”"),
    source_text="She",
    cue_text="said",
    content_text="the dam “is safe” … “will hold”",
    manner=Manner.MIXED,
    confidence=0.9134,
    speaker="Ava Lind",
    speaker_id="a1",
    speaker_kind="person",
    speaker_affiliation=("NMK",),
    speaker_basis="pronoun",
    speaker_score=0.9,
    chain=(ChainLink("Marsh Radio", "interview", Span(3, 9)), ChainLink("Wire", "agency")),
    said_on="--05-05",
    said_on_precision="day",
    said_on_basis="in text",
    said_on_span=Span(1, 4),
    act="REJECT",
    act_targets=(("MRS", "Marshland"),),
    act_score=0.5,
    modality=("negated", "future"),
    tone="negative",
    title="Dam talks stall",
    outlet="The Northmark Herald",
    authors=("Io Brandt",),
    url="https://herald.example/dam",
    published="2031-05-05",
    published_precision="day",
    published_basis="json-ld",
    language="en",
    name="dam",
    origin="pages/dam.html",
    fetched="2031-05-06T07:08:09Z",
    media_type="text/html",
    sha256=SHA,
    model="m",
    model_version="1",
)


def span(words, text=TEXT):
    return Span(text.index(words), text.index(words) + len(words))


def make_page(**fields):
    """A page with a statement in two pieces, one nested in it and one that overlaps it, and every field known."""
    text = fields.get("text", TEXT)
    lines, start = [], 0
    for line, role in zip(text.split("\n"), [Role.HEADLINE, Role.BODY, Role.CREDIT], strict=False):
        lines.append(Line(start, start + len(line), role))
        start += len(line) + 1
    article = Article("a" * 16, "d" * 16, TEXT, tuple(lines), "Dam talks stall", "The Northmark Herald", ("Io Brandt",))
    known = replace(article, url="https://herald.example/dam", published=Dated("2031-05-05", "day", "json-ld"))
    first = Statement(
        "5" * 16,
        article.id,
        (span("She"),),
        (span("said"),),
        (span("the dam “is safe”"), span("“will hold”")),
        Manner.MIXED,
        0.9134,
        speaker=Speaker("a1", "Ava Lind", "person", ("NMK",), "pronoun", 0.9),
        addressee=Speaker("b2", "Marsh Radio", "organisation"),
        chain=(ChainLink("Marsh Radio", "interview", span("Marsh Radio")), ChainLink("Wire", "agency")),
        said_on=Dated("--05-05", "day", "in text", span("talks")),
        act=Act("REJECT", (("MRS", "Marshland"),), 0.5),
        modality=("negated", "future"),
        tone="negative",
    )
    nested = Statement(
        "6" * 16, article.id, (span("the dam"),), (span("is"),), (span("safe"),), Manner.DIRECT, 0.5, "5" * 16
    )
    overlapping = Statement(
        "7" * 16, article.id, (span("Pel Oru"),), (span("told"),), (span("safe” and"),), Manner.INDIRECT, 0.25
    )
    document = Document("d" * 16, "dam", "pages/dam.html", "2031-05-06T07:08:09Z", "text/html", None, SHA, b"")
    return Page(document, replace(known, **fields), (first, nested, overlapping), ModelVersion("m", "1"))


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
some = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
unknown = st.none() | some
score = st.floats(0, 1)
offsets = st.integers(0, 2**40)
spans = st.builds(Span, offsets, offsets)
quotes = st.lists(st.builds(Piece, offsets, offsets, words, words, words), max_size=3).map(tuple)
lists = st.lists(words, max_size=3).map(tuple)


def any_rows():
    """Rows with anything in any field, as far as the record's types allow; what may be unknown is never empty."""
    by_field = {
        "source": quotes,
        "cue": quotes,
        "content": quotes,
        "manner": st.sampled_from(Manner),
        "confidence": score,
        "chain": st.lists(st.builds(ChainLink, words, words, st.none() | spans), max_size=2).map(tuple),
        "said_on_span": st.none() | spans,
        "act_targets": st.lists(st.tuples(words, words), max_size=2).map(tuple),
    }
    by_field |= dict.fromkeys(("speaker_affiliation", "addressee_affiliation", "modality", "authors"), lists)
    by_field |= dict.fromkeys(("speaker_score", "addressee_score", "act_score"), st.none() | score)
    by_field |= dict.fromkeys(("id", "article_id", "document_id"), some)
    for name, field in StatementRow.__dataclass_fields__.items():
        by_field.setdefault(name, unknown if field.type == "str | None" else words)
    return st.builds(StatementRow, **by_field)


@pytest.fixture(scope="session")
def make():
    return SimpleNamespace(row=ROW, page=make_page, any_rows=any_rows(), text=TEXT)
