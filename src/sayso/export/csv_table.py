"""Any table as CSV, with what `csv_file` does about formulas in spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import BinaryIO

from sayso.export.csv_file import _guarded as guarded  # one list of what makes a formula


def write_table(
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    stream: BinaryIO,
    *,
    spreadsheet: bool = False,
    delimiter: str = ",",
) -> int:
    """Write a header and the rows of cells, and return how many rows there were; the stream stays open.

    `spreadsheet`: an apostrophe stands before cells that a spreadsheet would run, and Excel's mark of UTF-8 first.
    """
    encoding = "utf-8-sig" if spreadsheet else "utf-8"
    text = io.TextIOWrapper(stream, encoding, errors="replace", newline="", write_through=True)
    try:
        writer = csv.writer(text, delimiter=delimiter)
        writer.writerow(header)
        count = 0
        for cells in rows:
            writer.writerow([guarded(cell) for cell in cells] if spreadsheet else cells)
            count += 1
    finally:
        text.detach()
    return count
