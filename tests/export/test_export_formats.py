"""Each format holds everything of a row, and reads back as what it was."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.errors import MissingExtra, UsageError
from sayso.export import FORMATS, arrow_table, write, writer_of
from sayso.export.csv_file import values_of
from sayso.export.extract_object import extract_object
from sayso.export.plain_row import COLUMNS, restored
from sayso.records import ChainLink, Manner

any_data = settings(max_examples=60, deadline=None)


def written(name, rows, **options):
    stream = io.BytesIO()
    assert write(name, iter(rows), stream, **options) == len(rows)
    assert not stream.closed
    return stream.getvalue()


def read_csv(content, encoding="utf-8"):
    csv.field_size_limit(sys.maxsize if sys.maxsize < 2**31 else 2**31 - 1)
    return list(csv.DictReader(io.StringIO(content.decode(encoding), newline="")))


@given(data=st.data())
@any_data
def test_json_lines_lose_nothing(make, data):
    rows = data.draw(st.lists(make.any_rows, max_size=3))
    lines = written("jsonl", rows).decode("utf-8").split("\n")[:-1]
    assert [restored(json.loads(line)) for line in lines] == rows


@given(data=st.data())
@any_data
def test_csv_loses_nothing(make, data):
    rows = [without_nul(row) for row in data.draw(st.lists(make.any_rows, max_size=3))]
    assert [restored(values_of(cells)) for cells in read_csv(written("csv", rows))] == rows


def without_nul(row):
    """Python 3.11's own reader refuses nothing here, others stop at NUL: RFC 4180 has no place for it."""
    return replace(
        row,
        **{
            name: value.replace("\0", "0")
            for name in COLUMNS
            if isinstance(value := getattr(row, name), str) and name != "manner"
        },
    )


@given(data=st.data())
@any_data
def test_parquet_loses_nothing(make, data):
    parquet = pytest.importorskip("pyarrow.parquet")
    rows = data.draw(st.lists(make.any_rows, max_size=3))
    table = parquet.read_table(io.BytesIO(written("parquet", rows)))
    assert table.column_names == list(COLUMNS)
    assert [restored(values) for values in table.to_pylist()] == rows


@given(data=st.data())
@any_data
def test_arrow_tables_lose_nothing(make, data):
    pytest.importorskip("pyarrow")
    rows = data.draw(st.lists(make.any_rows, max_size=3))
    assert [restored(values) for values in arrow_table.table(rows).to_pylist()] == rows


def test_many_rows_go_by_in_batches(make):
    pytest.importorskip("pyarrow")
    sizes = [batch.num_rows for batch in arrow_table.batches((make.row for _ in range(5)), size=2)]
    assert sizes == [2, 2, 1]


def test_without_pyarrow_the_install_command_is_printed(make, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtra, match=r"Parquet files need pyarrow.*sayso\[arrow\]"):
        written("parquet", [make.row])


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "'quoted'", "＝1"])
def test_csv_for_spreadsheets_has_no_formulas_and_loses_nothing(make, text):
    row = replace(make.row, content_text=text)
    content = written("csv", [row], spreadsheet=True)
    assert content.startswith(b"\xef\xbb\xbf")
    cell = read_csv(content, "utf-8-sig")[0]["content_text"]
    assert cell == "'" + text
    assert read_csv(written("csv", [row]))[0]["content_text"] == text, "and the data as they are, unless asked"


def test_an_unknown_format_is_refused_with_those_there_are():
    with pytest.raises(
        UsageError, match="'xls' is unknown: give csv, dna, ftm, json-ld, jsonl, parquet, web-annotation"
    ):
        writer_of("xls")


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_takes_no_rows_and_leaves_the_stream_open(name):
    written(name, [])


@pytest.mark.parametrize("name", FORMATS)
def test_half_a_surrogate_pair_is_a_question_mark_in_every_format(make, name):
    """`sayso.extract` gives a text's own characters, and texts of programs may have some that no file can hold."""
    if name == "parquet":
        pytest.importorskip("pyarrow")
    odd, plain = (
        replace(
            make.row,
            content_text=f"the {mark} dam",
            content=(make.row.content[0]._replace(exact=f"the {mark} dam"),),
            act_targets=(("k", f"Kell {mark}"),),
        )
        for mark in ("\ud800", "?")
    )
    assert written(name, [odd]) == written(name, [plain])


def test_json_ld_says_who_said_what_where_and_from_which_bytes(make):
    other = replace(make.row, id="6" * 16, speaker=None, speaker_id=None, parent="5" * 16)
    graph = json.loads(written("json-ld", [make.row, other]))["@graph"]
    assert [node["@type"] for node in graph] == [
        "NewsArticle",
        ["prov:Entity", "MediaObject"],
        "Quotation",
        "Quotation",
    ]
    article, document, quotation, nested = graph
    assert quotation["text"] == make.row.content_text
    speaker = {"@id": "urn:sayso:actor:a1", "@type": "Person", "name": "Ava Lind", "sayso:affiliation": ["NMK"]}
    assert quotation["spokenByCharacter"] == speaker
    assert quotation["creator"] == {"@id": "urn:sayso:actor:a1"}
    assert (quotation["sayso:speakerBasis"], quotation["sayso:speakerScore"]) == ("pronoun", 0.9)
    assert nested["spokenByCharacter"] == {"name": "She"}
    assert "creator" not in nested
    assert quotation["isPartOf"]["@id"] == article["@id"]
    assert quotation["prov:wasDerivedFrom"]["@id"] == article["prov:wasDerivedFrom"]["@id"] == document["@id"]
    assert document["sha256"] == make.row.sha256
    assert article["datePublished"] == "2031-05-05"
    assert "dateCreated" not in quotation, "a day without its year is no date"
    assert nested["sayso:parent"]["@id"] == quotation["@id"]


@pytest.mark.parametrize(
    ("manner", "translated_by", "verbatim"),
    [(Manner.DIRECT, None, True), (Manner.DIRECT, "a machine", False), (Manner.INDIRECT, None, False)],
)
def test_only_untranslated_words_in_quotation_marks_are_called_verbatim(make, manner, translated_by, verbatim):
    row = replace(make.row, manner=manner, translated_by=translated_by)
    article, _, quotation = json.loads(written("json-ld", [row]))["@graph"]
    assert quotation["sayso:verbatim"] is verbatim
    assert article.get("translator") == ({"name": translated_by} if translated_by else None)


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "pages/a.html", "file:///etc/passwd", "https://[", "http:// x"]
)
def test_what_is_no_web_address_is_not_given_as_one(make, address):
    row = replace(make.row, url=address, origin=address)
    article, document, _ = json.loads(written("json-ld", [row]))["@graph"]
    assert "url" not in article
    assert "url" not in document
    annotation = json.loads(written("web-annotation", [row]))["items"][0]
    assert annotation["target"][0]["source"]["id"] == "urn:sayso:document:" + row.document_id


def test_json_ld_gives_the_chain_in_its_order_and_as_what_the_words_are_based_on(make):
    chain = (*make.row.chain, ChainLink("Wordwright", "translation"), ChainLink("the memo", "document"))
    document = json.loads(written("json-ld", [replace(make.row, chain=chain)]))
    assert document["@context"]["sayso:chain"] == {"@container": "@list"}
    quotation = document["@graph"][-1]
    assert [link["name"] for link in quotation["sayso:chain"]] == ["Marsh Radio", "Wire", "Wordwright", "the memo"]
    assert quotation["isBasedOn"] == [
        {"@type": "Conversation", "name": "Marsh Radio"},
        {"@type": "CreativeWork", "provider": {"@type": "Organization", "name": "Wire"}},
        {"@type": "CreativeWork", "name": "the memo"},
    ]
    none = json.loads(written("json-ld", [replace(make.row, chain=())]))["@graph"][-1]
    assert {"isBasedOn", "sayso:chain"}.isdisjoint(none)


def test_json_ld_says_when_it_was_said_and_what_was_done_by_it(make):
    row = replace(make.row, said_on="2031-05-02")
    quotation = json.loads(written("json-ld", [row]))["@graph"][-1]
    assert (quotation["dateCreated"], quotation["sayso:saidOn"]) == ("2031-05-02", "2031-05-02")
    assert quotation["sayso:saidOnBasis"] == "in text"
    assert (quotation["sayso:act"], quotation["sayso:tone"]) == ("REJECT", "negative")
    assert quotation["sayso:target"] == [{"@id": "urn:sayso:actor:MRS", "name": "Marshland"}]
    assert quotation["sayso:modality"] == ["negated", "future"]
    plain = json.loads(written("json-ld", [replace(row, modality=(), tone=None)]))["@graph"][-1]
    assert {"sayso:modality", "sayso:tone"}.isdisjoint(plain)


def test_an_annotation_points_at_every_piece_by_words_and_by_place(make):
    page = json.loads(written("web-annotation", [make.row, make.row]))
    assert page["type"] == "AnnotationPage"
    assert page["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    annotation = page["items"][0]
    assert [target["styleClass"] for target in annotation["target"]] == ["source", "cue", "content", "content"]
    for target in annotation["target"]:
        words, place = target["selector"]
        assert words["type"] == "TextQuoteSelector"
        assert make.text[place["start"] : place["end"]] == words["exact"]
        assert words["prefix"] + words["exact"] + words["suffix"] in make.text
        assert target["source"]["id"] == "https://herald.example/dam"
        assert target["source"]["sha256"] == make.row.sha256
        assert target["state"] == {"type": "TimeState", "sourceDate": make.row.fetched}
    values = {body["value"] for body in annotation["body"]}
    assert {"speaker: Ava Lind", "manner: mixed", "act: REJECT", "target: Marshland", "chain: Wire"} <= values
    assert {"modality: negated", "modality: future", "tone: negative", "speaker_basis: pronoun"} <= values


def test_an_extract_object_has_the_keys_and_the_order_of_the_design(make):
    page = make.page()
    found = extract_object(page.document, page.article, page.statements, page.model)
    assert " ".join(found) == (
        "doc_id document text title outlet authors language translated_by published lines statements links model"
    )
    assert " ".join(found["document"]) == "origin sha256 media_type fetched"
    statement = found["statements"][0]
    assert " ".join(statement) == (
        "id parent source cue content manner speaker addressee chain said_on act modality tone confidence"
    )
    assert " ".join(statement["speaker"]) == "id name kind affiliation basis score"
    assert " ".join(statement["said_on"]) == "value precision span basis"
    assert statement["act"] == {"type": "REJECT", "targets": [{"id": "MRS", "name": "Marshland"}], "score": 0.5}
    assert [found["text"][start:end] for start, end in statement["content"]] == ["the dam “is safe”", "“will hold”"]
    assert (statement["modality"], statement["tone"]) == (["negated", "future"], "negative")
    assert statement["chain"][1] == {"name": "Wire", "kind": "agency", "span": None}
    assert found["published"] == {"value": "2031-05-05", "precision": "day", "basis": "json-ld"}
    assert found["lines"][0] == {"start": 0, "end": 15, "role": "headline"}
    assert found["model"] == {"name": "m", "version": "1"}
    assert json.loads(json.dumps(found)) == found
    unknown = found["statements"][1]
    assert unknown["speaker"] is unknown["said_on"] is unknown["act"] is unknown["tone"] is None
    assert unknown["modality"] == unknown["chain"] == []
    assert re.fullmatch("5+", unknown["parent"])
