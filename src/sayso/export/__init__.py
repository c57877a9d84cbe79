"""One file a format. `write("csv", rows, stream)` finds it; each is loaded only when it is asked for.

Every writer takes statement rows, as many as there are, and a binary stream; it keeps few of them in memory at a time,
writes UTF-8 and leaves the stream open. Half a surrogate pair, which `sayso.extract` gives as it stands in its text and
UTF-8 has no place for, is "?".
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol, cast

from sayso.errors import UsageError
from sayso.records import StatementRow

if TYPE_CHECKING:
    from sayso.link.networks import Network

FORMATS = {
    "csv": "csv_file:write_csv",
    "dna": "dna_table:write_dna",
    "ftm": "ftm_entities:write_ftm",
    "json-ld": "json_ld:write_json_ld",
    "jsonl": "jsonl:write_jsonl",
    "parquet": "parquet:write_parquet",
    "web-annotation": "web_annotation:write_web_annotation",
}
"""Format name -> module and function."""

NETWORK_FORMATS = {
    "csv": "network_csv:write_edges_csv",
    "csv-nodes": "network_csv:write_nodes_csv",
    "gexf": "gexf:write_gexf",
    "graphml": "graphml:write_graphml",
    "json": "network_json:write_network_json",
}
"""The same for networks."""


class Writer(Protocol):
    """What a format is: a function that writes rows to a stream and returns how many there were."""

    def __call__(self, rows: Iterable[StatementRow], stream: BinaryIO, **options: Any) -> int:  # noqa: ANN401, D102 - each format has its own
        ...


class NetworkWriter(Protocol):
    """What a format of networks is: a function that writes one to a stream and returns how many edges or rows."""

    def __call__(self, network: Network, stream: BinaryIO, **options: Any) -> int:  # noqa: ANN401, D102 - each format has its own
        ...


def writer_of(name: str) -> Writer:
    """Return the function that writes a format; UsageError names the formats there are."""
    return cast("Writer", _function(name, FORMATS))


def write(name: str, rows: Iterable[StatementRow], stream: BinaryIO, **options: Any) -> int:  # noqa: ANN401 - each format has its own
    """Write rows in a format and return how many there were.

    >>> import io
    >>> write("jsonl", [], io.BytesIO())
    0
    """
    return writer_of(name)(rows, stream, **options)


def write_network(name: str, network: Network, stream: BinaryIO, **options: Any) -> int:  # noqa: ANN401 - each format has its own
    """Write a network in a format of `NETWORK_FORMATS`, and return how many edges, or rows of its table, there were.

    >>> import io
    >>> from sayso.link.networks import signed_network
    >>> write_network("graphml", signed_network([]), io.BytesIO())
    0
    """
    return cast("NetworkWriter", _function(name, NETWORK_FORMATS))(network, stream, **options)


def file_at(given: str | os.PathLike[str]) -> Path:
    """Return where a file is to be written; UsageError for a folder, of which "" is one.

    >>> file_at("statements.csv").name
    'statements.csv'
    """
    path = Path(given)
    if path.is_dir():
        raise UsageError(f"{os.fspath(given)!r} is no file but a folder: name a file in it.")
    return path


def _function(name: str, formats: Mapping[str, str]) -> object:
    if name not in formats:
        raise UsageError(f"format {name!r} is unknown: give {', '.join(formats)}.")
    module, function = formats[name].split(":")
    return getattr(import_module(f"sayso.export.{module}"), function)
