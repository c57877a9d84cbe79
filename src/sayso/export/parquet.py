"""Parquet: the Arrow table, a batch at a time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from sayso.export.arrow_table import batches, load_arrow, schema
from sayso.records import StatementRow


def write_parquet(rows: Iterable[StatementRow], stream: BinaryIO) -> int:
    """Write the rows, compressed with zstd, and return how many there were. MissingExtra without pyarrow."""
    load_arrow("Parquet files")
    from pyarrow.parquet import ParquetWriter  # type: ignore[import-untyped] # it comes without annotations

    count = 0
    with ParquetWriter(stream, schema(), compression="zstd") as writer:
        for batch in batches(rows):
            writer.write_batch(batch)
            count += batch.num_rows
    return count
