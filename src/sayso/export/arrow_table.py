"""Rows as Arrow, the way to pandas, Polars and Parquet. pyarrow is the extra `arrow` and is loaded here alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from sayso.errors import MissingExtra
from sayso.export.plain_row import COLUMNS, LISTS, NUMBERS, PIECES, TEXTS, plain
from sayso.records import StatementRow

if TYPE_CHECKING:
    import pyarrow  # type: ignore[import-untyped] # it comes without annotations

BATCH = 2_000
"""Rows to a batch: some 4 MB."""


def table(rows: Iterable[StatementRow]) -> pyarrow.Table:
    """Return the rows as one table: `.to_pandas()`, or `polars.from_arrow`. MissingExtra without pyarrow."""
    arrow = load_arrow("Tables")
    return arrow.Table.from_batches(batches(rows), schema=schema())


def batches(rows: Iterable[StatementRow], size: int = BATCH) -> Iterator[pyarrow.RecordBatch]:
    """Yield the rows in batches of up to `size`, so that memory stays flat."""
    arrow, columns = load_arrow("Tables"), schema()
    waiting = iter(rows)
    while chosen := [plain(row) for row in islice(waiting, size)]:
        try:
            yield arrow.RecordBatch.from_pylist(chosen, schema=columns)
        except UnicodeEncodeError:  # too seldom to be looked for in each cell
            yield arrow.RecordBatch.from_pylist(_encodable(chosen), schema=columns)


def _encodable(value: Any) -> Any:  # noqa: ANN401 - any plain value
    """Return the value with "?" for each half of a surrogate pair."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, list):
        return [_encodable(one) for one in value]
    return {name: _encodable(one) for name, one in value.items()} if isinstance(value, dict) else value


def schema() -> pyarrow.Schema:
    """Return the columns and their types: pieces, chain and targets are lists of structures."""
    arrow = load_arrow("Tables")
    text, offset = arrow.string(), arrow.int64()
    span = arrow.list_(offset)
    types: dict[str, Any] = {name: text for name in COLUMNS if name not in LISTS}
    types |= dict.fromkeys(NUMBERS, arrow.float64())
    piece = {"start": offset, "end": offset, "exact": text, "prefix": text, "suffix": text}
    types |= dict.fromkeys(PIECES, arrow.list_(arrow.struct(piece)))
    types |= dict.fromkeys(TEXTS, arrow.list_(text))
    types["said_on_span"] = span
    types["chain"] = arrow.list_(arrow.struct({"name": text, "kind": text, "span": span}))
    types["act_targets"] = arrow.list_(arrow.struct({"id": text, "name": text}))
    return arrow.schema([(name, types[name]) for name in COLUMNS])


def load_arrow(purpose: str) -> Any:  # noqa: ANN401 - a module
    """Return pyarrow, or raise MissingExtra with the command that installs it."""
    try:
        import pyarrow
    except ImportError as error:
        raise MissingExtra("pyarrow", "arrow", purpose) from error
    return pyarrow
