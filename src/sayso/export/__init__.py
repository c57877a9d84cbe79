"""One file a format. `write("csv", rows, stream)` finds it; each is loaded only when it is asked for.

Every writer takes statement rows, as many as there are, and a binary stream; it keeps few of them in memory at a time,
writes UTF-8 and leaves the stream open.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import Any, BinaryIO, Protocol, cast

from sayso.errors import UsageError
from sayso.records import StatementRow

FORMATS = {
    "csv": "csv_file:write_csv",
    "json-ld": "json_ld:write_json_ld",
    "jsonl": "jsonl:write_jsonl",
    "parquet": "parquet:write_parquet",
    "web-annotation": "web_annotation:write_web_annotation",
}
"""Format name -> module and function."""


class Writer(Protocol):
    """What a format is: a function that writes rows to a stream and returns how many there were."""

    def __call__(self, rows: Iterable[StatementRow], stream: BinaryIO, **options: Any) -> int:  # noqa: ANN401, D102 - each format has its own
        ...


def writer_of(name: str) -> Writer:
    """Return the function that writes a format; UsageError names the formats there are."""
    if name not in FORMATS:
        raise UsageError(f"format {name!r} is unknown: give {', '.join(FORMATS)}.")
    module, function = FORMATS[name].split(":")
    return cast("Writer", getattr(import_module(f"sayso.export.{module}"), function))


def write(name: str, rows: Iterable[StatementRow], stream: BinaryIO, **options: Any) -> int:  # noqa: ANN401 - each format has its own
    """Write rows in a format and return how many there were.

    >>> import io
    >>> write("jsonl", [], io.BytesIO())
    0
    """
    return writer_of(name)(rows, stream, **options)
