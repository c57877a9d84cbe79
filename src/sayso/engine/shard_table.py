"""Rows of shards as Parquet: columns, writing, reading. The engines' door to pyarrow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from sayso.engine.shard_rows import Row
from sayso.errors import InputError
from sayso.export.arrow_table import load_arrow

AT_ONCE = 32
"""Rows written together, and read together."""


def write_rows(rows: Iterable[Row], stream: BinaryIO) -> int:
    """Write rows, compressed with zstd, and return how many there were. MissingExtra without pyarrow."""
    arrow = _arrow()
    from pyarrow.parquet import ParquetWriter  # type: ignore[import-untyped] # it comes without annotations

    count, waiting = 0, iter(rows)
    with ParquetWriter(stream, schema(), compression="zstd") as writer:
        while some := list(islice(waiting, AT_ONCE)):
            writer.write_batch(arrow.RecordBatch.from_pylist(some, schema=schema()))
            count += len(some)
    return count


def read_rows(path: Path) -> Iterator[Row]:
    """Yield the rows of a file, some at a time. Raises `InputError` where it is no such file."""
    arrow = _arrow()
    from pyarrow.parquet import ParquetFile  # same

    try:
        with ParquetFile(path, pre_buffer=False) as file:
            if not file.schema_arrow.equals(schema()):
                raise InputError(str(path), "its columns are not those of a shard: write it anew with this sayso")
            for batch in file.iter_batches(batch_size=AT_ONCE):
                yield from batch.to_pylist()
    except (arrow.ArrowException, OSError) as error:
        raise InputError(str(path), f"it is no sound Parquet file ({str(error).splitlines()[0]})") from error


@cache
def schema() -> Any:  # noqa: ANN401 - pyarrow comes without annotations
    """Return the columns and their types: those of the object that `sayso extract` prints, and what it leaves out."""
    a = _arrow()
    text, number, offset = a.string(), a.float64(), a.int64()
    texts, spans = a.list_(text), a.list_(a.list_(offset))
    date = a.struct({"value": text, "precision": text, "basis": text, "span": spans})
    names = ("title", "outlet", "published", "language", "url")
    given = a.struct({**dict.fromkeys(names, text), "authors": texts})
    beside = ("id", "origin", "sha256", "media_type", "charset", "fetched")
    return a.schema(
        {
            "doc_id": text,
            "document": a.struct({**dict.fromkeys(beside, text), "given": given}),
            "content": a.binary(),
            "article_id": text,
            "text": text,
            **dict.fromkeys(("title", "outlet", "url", "language", "translated_by", "not_extracted"), text),
            "authors": texts,
            "published": date,
            "basis": a.list_(a.struct({"field": text, "read_from": text})),
            "lines": a.list_(a.struct({"start": offset, "end": offset, "role": text, "continues": a.bool_()})),
            "nodes": a.list_(a.struct({"start": offset, "end": offset, "path": text, "offset": offset})),
            "statements": a.list_(_statement(a, text, texts, number, spans, date)),
            "model": a.struct({"name": text, "version": text}),
        }
    )


def _statement(a: Any, text: Any, texts: Any, number: Any, spans: Any, date: Any) -> Any:  # noqa: ANN401 - same
    names = ("id", "name", "kind", "basis")
    actor = a.struct({**dict.fromkeys(names, text), "affiliation": texts, "score": number})
    target = a.struct({"id": text, "name": text})
    return a.struct(
        {
            **dict.fromkeys(("id", "parent", "said_by", "source_text", "cue_text", "content_text", "manner"), text),
            **dict.fromkeys(("source", "cue", "content"), spans),
            "speaker": actor,
            "addressee": actor,
            "chain": a.list_(a.struct({"name": text, "kind": text, "span": spans})),
            "said_on": date,
            "act": a.struct({"type": text, "targets": a.list_(target), "score": number}),
            "modality": texts,
            "tone": text,
            "confidence": number,
        }
    )


def _arrow() -> Any:  # noqa: ANN401 - a module
    return load_arrow("Shards")
