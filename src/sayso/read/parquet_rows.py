"""The rows of a Parquet table, a few held at a time; a value that Python can't hold costs no row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

from sayso.errors import InputError, MissingExtra
from sayso.read.columns import Row, lacks_text_column, wanted_columns

if TYPE_CHECKING:
    import pyarrow  # type: ignore[import-untyped] # it comes without annotations

BATCH = 32
"""Rows held at a time: 32 of the largest press pages are 160 MB, of ordinary ones 3 MB."""

NOT_FOR_PYTHON = (ValueError, OverflowError, KeyError)
"""What pyarrow raises for a date beyond the year 9999, a nanosecond, bytes that aren't UTF-8, an unknown time zone."""


def parquet_rows(file: BinaryIO, origin: str, text_column: str | None) -> Iterator[Row]:
    """Yield the rows, with the columns that a document is made from.

    Raises `InputError` where it is no sound table or has no text column, `MissingExtra` without pyarrow.
    """
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise MissingExtra("pyarrow", "arrow", "Parquet files") from error
    try:
        source = parquet.ParquetFile(file, pre_buffer=False)
        columns = list(source.schema_arrow.names)
        lacks = lacks_text_column(columns, text_column)
        if lacks:
            raise InputError(origin, lacks)
        for batch in source.iter_batches(batch_size=BATCH, columns=wanted_columns(columns, text_column)):
            yield from _rows(batch)
    except (pyarrow.ArrowException, OSError, *NOT_FOR_PYTHON) as error:
        said = (str(error).splitlines() or [type(error).__name__])[0]
        raise InputError(origin, f"it is no sound Parquet file ({said[:200]})") from error


def _rows(batch: pyarrow.RecordBatch) -> list[Row]:
    try:
        if not any(_is_in_nanoseconds(field.type) for field in batch.schema):
            rows: list[Row] = batch.to_pylist()
            return rows
    except NOT_FOR_PYTHON:
        pass  # value by value, then
    cells = {name: batch.column(name) for name in batch.schema.names}
    return [{name: _value(column[n]) for name, column in cells.items()} for n in range(len(batch))]


class Written:
    """A value as Arrow writes it, where Python has none such: good for a date, but no text."""

    def __init__(self, words: str) -> None:
        self._words = words

    def __str__(self) -> str:
        return self._words

    def isoformat(self) -> str:
        """Return the words, as the values that Python has do."""
        return self._words


def _value(cell: Any) -> object:  # noqa: ANN401 - pyarrow comes without annotations
    """Return a cell's value, or how it is written, or None; bytes that aren't UTF-8 become U+FFFD."""
    import pyarrow

    try:
        value: object = _in_microseconds(cell).as_py()
    except UnicodeDecodeError:
        return str(cell.as_buffer().to_pybytes(), "utf-8", "replace") if hasattr(cell, "as_buffer") else None
    except NOT_FOR_PYTHON:
        try:
            return Written(cell.cast(pyarrow.string()).as_py())
        except (pyarrow.ArrowException, *NOT_FOR_PYTHON):
            return None
    return value


def _is_in_nanoseconds(kind: Any) -> bool:  # noqa: ANN401 - pyarrow comes without annotations
    """Say whether a type is one for which pyarrow gives pandas' times where pandas happens to be there."""
    return getattr(kind, "unit", None) == "ns"


def _in_microseconds(cell: Any) -> Any:  # noqa: ANN401 - pyarrow comes without annotations
    """Return a cell in nanoseconds as Python can hold it; ValueError where some would be lost."""
    import pyarrow

    if not _is_in_nanoseconds(cell.type):
        return cell
    if pyarrow.types.is_timestamp(cell.type):
        return cell.cast(pyarrow.timestamp("us", cell.type.tz))
    return cell.cast(pyarrow.duration("us") if pyarrow.types.is_duration(cell.type) else pyarrow.time64("us"))
