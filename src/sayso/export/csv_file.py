r"""CSV as RFC 4180 has it: one flat row a statement; lists are JSON in their cell; an empty cell is an unknown value.

A spreadsheet takes a cell that begins with `=`, `+`, `-` or `@` for a formula, and pages are written by strangers. The
data are for R, pandas and the like, so cells stand as they are, unless `spreadsheet=True`: then such cells get an
apostrophe in front (one that begins with an apostrophe gets another, so that taking one away gives the text again), and
the file begins with the mark by which Excel knows UTF-8.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, BinaryIO

from sayso.export.plain_row import COLUMNS, LISTS, NUMBERS, plain
from sayso.records import StatementRow

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "'", "＝", "＋", "－", "＠")
"""What makes a formula at the beginning of a cell (OWASP, CSV Injection, full-width forms with it), and the mark."""

_NUMBER = re.compile(r"-?\d+(\.\d+)?(e-?\d+)?", re.ASCII)


def write_csv(rows: Iterable[StatementRow], stream: BinaryIO, *, spreadsheet: bool = False) -> int:
    """Write a header and the rows, and return how many there were."""
    encoding = "utf-8-sig" if spreadsheet else "utf-8"
    text = io.TextIOWrapper(stream, encoding, errors="replace", newline="", write_through=True)
    try:
        writer = csv.writer(text)
        writer.writerow(COLUMNS)
        count = 0
        for row in rows:
            cells = cells_of(row)
            writer.writerow(map(_guarded, cells) if spreadsheet else cells)
            count += 1
    finally:
        text.detach()
    return count


def cells_of(row: StatementRow) -> list[str]:
    """Return the cells of a row."""
    values = plain(row)
    return [_cell(name, values[name]) for name in COLUMNS]


def values_of(cells: Mapping[str, str]) -> dict[str, Any]:
    """Return the plain values of a row's cells, as `plain_row.restored` takes them."""
    return {name: _value(name, cells[name]) for name in COLUMNS}


def _cell(name: str, value: object) -> str:
    if value is None:
        return ""
    return json.dumps(value, ensure_ascii=False) if name in LISTS else str(value)


def _value(name: str, cell: str) -> object:
    if name in LISTS:
        return json.loads(cell) if cell else None
    if name in NUMBERS:
        return float(cell) if cell else None
    return cell if cell or name in _NEVER_UNKNOWN else None


def _guarded(cell: str) -> str:
    """Return the cell with an apostrophe before what a spreadsheet would run; a number below nothing stays one."""
    return f"'{cell}" if cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell) else cell


_NEVER_UNKNOWN = frozenset(
    {"source_text", "cue_text", "content_text", "name", "origin", "fetched", "media_type", "sha256", "model"}
) | {"model_version"}
"""The columns of text that always have a value, if an empty one."""
