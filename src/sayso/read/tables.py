"""JSON Lines, JSON, CSV and Parquet: one document a row, read row by row, so that memory does not grow with the table.

Bytes that are not in the table's encoding become U+FFFD, and so do lone surrogates that JSON names. Rows are
counted from 1, blank lines of a JSON Lines file included, so that `#row=7` is line 7 there.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, TextIO

from sayso.config import Settings
from sayso.errors import InputError
from sayso.read.charsets import AsUtf8, encoding_of
from sayso.read.columns import Row, lacks_text_column, row_document, shown
from sayso.read.jsons import array_items
from sayso.read.sniff import Kind
from sayso.read.streams import Peeked
from sayso.records import Document, Failure

DELIMITERS = ",\t;|"
"""In order of how often they are met; of two that split the header equally well, the first counts."""

MAX_FIELD = 2**31 - 1
"""The csv module keeps its limit in a C long, which has 32 bits on Windows."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table to read: its bytes, and what its documents take over from it."""

    stream: Peeked
    origin: str
    name: str
    fetched: str
    settings: Settings

    def document(self, row: Row, number: int) -> Document:
        """Return the document of row `number`; `InputError` where it has none."""
        return row_document(
            row,
            origin=self.row_origin(number),
            fallback_name=f"{self.name}-{number}",
            fetched=self.fetched,
            named=self.settings.text_column,
            limit=self.settings.max_bytes,
            plain=self.settings.plain,
        )

    def row_origin(self, number: int) -> str:
        """Return where row `number` is from."""
        return f"{self.origin}#row={number}"

    def document_or_failure(self, row: Row, number: int) -> Document | Failure:
        """Return the document of row `number`, or why it has none."""
        try:
            return self.document(row, number)
        except InputError as error:
            return Failure(error.origin, error.reason)


def rows(table: Table, kind: Kind, parquet: BinaryIO | None = None) -> Iterator[Document | Failure]:
    """Yield a document a row. A row that can't be one is a `Failure`, and the next is read.

    `parquet` is the seekable file that a Parquet table needs. Raises `InputError` where the table itself
    can't be read, and `MissingExtra` without pyarrow.
    """
    if kind is Kind.PARQUET:
        return _parquet(table, parquet)
    if kind is Kind.CSV:
        return _csv(table)
    if kind is Kind.JSON_LINES or not _head(table).startswith(("[", "{")):
        return _json_lines(table)
    return _json(table)


def _text(table: Table, newline: str) -> TextIO:
    return io.TextIOWrapper(io.BufferedReader(AsUtf8(table.stream)), "utf-8-sig", errors="replace", newline=newline)


def _head(table: Table) -> str:
    return table.stream.head.decode(encoding_of(table.stream.head), "replace").lstrip()


def _lines(text: TextIO, table: Table) -> Iterator[tuple[int, str | None]]:
    """Yield (number, line), and None for a line that is too long to hold, which is skipped unheld."""
    limit = table.settings.max_bytes
    number = 0
    while line := text.readline(limit):
        number += 1
        if len(line) < limit or line.endswith("\n"):
            yield number, line
            continue
        while (rest := text.readline(65_536)) and not rest.endswith("\n"):
            pass
        yield number, None


def _too_long(table: Table, number: int) -> str:
    return f"line {number} has {table.settings.max_bytes:,} characters or more, which is the limit (setting max_bytes)"


def _too_many(table: Table, number: int) -> str:
    limit = f"{table.settings.max_bytes:,} characters, which is the limit (setting max_bytes)"
    return f"the row that goes on in line {number} has over {limit}: is a quotation mark never closed?"


def _json_lines(table: Table) -> Iterator[Document | Failure]:
    reported: set[tuple[str, ...]] = set()
    for number, line in _lines(_text(table, newline="\n"), table):
        if line is None:
            yield Failure(table.row_origin(number), _too_long(table, number))
        elif line.strip():
            yield from _json_row(table, line, number, reported)


def _json_row(table: Table, line: str, number: int, reported: set[tuple[str, ...]]) -> Iterator[Document | Failure]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        yield Failure(table.row_origin(number), f"line {number} is not JSON ({_reason(error)}): {line.strip()[:60]!r}")
        return
    yield from _object_row(table, row, number, reported)


def _object_row(table: Table, row: object, number: int, reported: set[tuple[str, ...]]) -> Iterator[Document | Failure]:
    """Yield the row's document. Of rows that are no objects one of each kind is reported, and so are objects by their
    keys, none of which is the text.
    """
    if not isinstance(row, dict):
        kind = (type(row).__name__,)
        if kind not in reported:
            reported.add(kind)
            what = f"row {number} is {shown(row)}, where an object belongs"
            yield Failure(table.row_origin(number), f"{what} (further rows of this kind are not listed)")
        return
    columns = tuple(row)
    lacks = lacks_text_column(columns, table.settings.text_column)
    if lacks is None:
        yield table.document_or_failure(row, number)
    elif columns not in reported and len(reported) < MAX_REPORTED:
        reported.add(columns)
        yield Failure(table.row_origin(number), f"{lacks} (further rows with these columns are not listed)")


MAX_REPORTED = 100
"""Kinds of unusable rows that are told apart; a table with more of them is told by these."""


def _json(table: Table) -> Iterator[Document | Failure]:
    """Read a JSON file: an array of objects, one object, or objects one after the other."""
    reported: set[tuple[str, ...]] = set()
    number = 0
    try:
        for number, row in enumerate(array_items(_text(table, newline=""), table.settings.max_bytes), start=1):
            yield from _object_row(table, row, number, reported)
    except (ValueError, RecursionError) as error:
        yield Failure(table.origin, f"it is not JSON from item {number + 1} on ({_reason(error)})")


def _reason(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "nested too deeply"
    return error.msg if isinstance(error, json.JSONDecodeError) else str(error)


def _csv(table: Table) -> Iterator[Document | Failure]:
    csv.field_size_limit(max(csv.field_size_limit(), min(table.settings.max_bytes, MAX_FIELD)))
    held = _Held(table)
    reader = csv.reader(held, delimiter=_delimiter(table))
    try:
        found = held.counted(reader)
        header = next(found)
        lacks = lacks_text_column(header, table.settings.text_column)
        if lacks:
            raise InputError(table.origin, lacks)
        for number, cells in enumerate((cells for cells in found if cells), start=1):
            if cells == [_END]:
                return
            yield _csv_row(table, header, cells, number)
    except csv.Error as error:
        raise InputError(table.origin, f"line {reader.line_num} is not CSV ({error})") from error


def _csv_row(table: Table, header: list[str], cells: list[str], number: int) -> Document | Failure:
    if cells[-1].endswith(_END):
        return Failure(
            table.row_origin(number), "it opens a quotation mark that never closes, and so swallows the rest"
        )
    if len(cells) == len(header):
        return table.document_or_failure(_named(header, cells), number)
    reason = f"it has {len(cells)} cells, and the header has {len(header)}"
    return Failure(table.row_origin(number), f"{reason}: is a quotation mark or delimiter amiss?")


_END = "\0end of the table\0"
"""A line after the last. Where it comes out as a part of a row, that row's quotation mark was never closed."""


class _Held:
    """The lines of a CSV file, and how many characters those of the row at hand have.

    A line that is too long ends the file, for it may have begun within quotes; and so does a row of too many lines.
    """

    def __init__(self, table: Table) -> None:
        self._table = table
        self._size = 0

    def __iter__(self) -> Iterator[str]:
        for number, line in _lines(_text(self._table, newline=""), self._table):
            if line is None:
                raise InputError(self._table.origin, _too_long(self._table, number))
            self._size += len(line)
            if self._size > self._table.settings.max_bytes:
                raise InputError(self._table.origin, _too_many(self._table, number))
            yield line
        yield _END

    def counted(self, rows: Iterable[list[str]]) -> Iterator[list[str]]:
        """Yield the rows; after each, the next one may have as many characters."""
        for cells in rows:
            self._size = 0
            yield cells


def _named(header: list[str], cells: list[str]) -> Row:
    row: dict[str, str] = {}
    for column, cell in zip(header, cells, strict=True):
        row.setdefault(column, cell)
    return row


def _delimiter(table: Table) -> str:
    """Return the delimiter that splits the header into columns with a text among them, or into most columns."""
    first_line = _head(table).splitlines()[:1]

    def fitness(delimiter: str) -> tuple[bool, int]:
        header = next(csv.reader(first_line, delimiter=delimiter), [])
        return lacks_text_column(header, table.settings.text_column) is None and len(header) > 1, len(header)

    return max(DELIMITERS, key=fitness)


def _parquet(table: Table, file: BinaryIO | None) -> Iterator[Document | Failure]:
    if file is None:
        raise InputError(table.origin, "a Parquet table can't be read from a stream or from gzip: name a plain file")
    from sayso.read.parquet_rows import parquet_rows

    for number, row in enumerate(parquet_rows(file, table.origin, table.settings.text_column), start=1):
        yield table.document_or_failure(row, number)
