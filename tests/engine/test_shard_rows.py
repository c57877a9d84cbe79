"""What goes into a shard comes out of it, and what does not fit together is refused."""

from __future__ import annotations

import copy

import pytest

from sayso import pipeline, read
from sayso.engine.shard_rows import found_in, row_of
from sayso.engine.shard_table import read_rows, schema, write_rows
from sayso.errors import InputError
from sayso.keeping import Extracted
from sayso.model.onnx import load
from sayso.records import ModelVersion
from tests.ferry import made_pages
from tests.hostile import hostile_page

MODEL = ModelVersion("m", "1")


@pytest.fixture(scope="session")
def pages(root):
    """Return invented pages with every field filled, hostile ones among them, and what the model reads in examples."""
    made = [Extracted(*one) for one in [*made_pages(), hostile_page()]]
    examples = [str(root / "examples" / name) for name in ("wire-interview.html", "harbour-denial.txt")]
    return [*made, *pipeline.extract_documents(read.documents(examples), load())]


def test_a_document_comes_back_as_it_was_and_the_columns_are_those_of_its_object(pages, tmp_path):
    """Through Parquet: bytes, map of the page, and every field of every statement."""
    path = tmp_path / "x.parquet"
    with path.open("wb") as stream:
        assert write_rows((row_of(one, MODEL) for one in pages), stream) == len(pages)
    rows = list(read_rows(path))
    assert [found_in(row) for row in rows] == pages
    assert all(list(row) == schema().names for row in rows)
    assert [row_of(one, MODEL) for one in pages] == [
        {name: row[name] for name in row_of(one, MODEL)} for one, row in zip(pages, rows, strict=True)
    ]


def test_the_words_of_a_statement_stand_beside_its_spans(pages):
    """A query needs no look into the text."""
    for one in pages:
        for statement in row_of(one, MODEL)["statements"]:
            pieces = [one.article.text[start:end] for start, end in statement["content"]]
            assert statement["content_text"] == " … ".join(pieces)


@pytest.mark.parametrize(
    "change",
    [
        lambda row: row.update(content=b"other bytes"),
        lambda row: row.update(text=row["text"] + "."),
        lambda row: row.update(article_id="0" * 16),
        lambda row: row["document"].update(id="0" * 16),
        lambda row: row["document"]["given"].update(title="another"),
        lambda row: row["lines"][0].update(end=10**6),
        lambda row: row["statements"][0].update(content=[[0, 10**6]]),
        lambda row: row["statements"][0].update(id="0" * 16),
        lambda row: row["statements"][0].update(chain=[{"name": "x", "kind": "agency", "span": [[5, 10**6]]}]),
    ],
)
def test_a_row_that_does_not_fit_together_is_refused(pages, change):
    """Bytes, ids and spans are held against one another: a shard may come from anywhere."""
    row = copy.deepcopy(row_of(pages[0], MODEL))
    change(row)
    with pytest.raises(InputError, match="does not fit together"):
        found_in(row)


def test_a_file_that_is_no_shard_is_refused_in_one_sentence(tmp_path):
    """It is no Parquet file, or one of other columns."""
    path = tmp_path / "x.parquet"
    path.write_bytes(b"PAR1 and nothing more")
    with pytest.raises(InputError, match="it is no sound Parquet file"):
        list(read_rows(path))
    import pyarrow
    from pyarrow import parquet

    parquet.write_table(pyarrow.table({"text": ["Kell said no."]}), path)
    with pytest.raises(InputError, match="its columns are not those of a shard"):
        list(read_rows(path))
