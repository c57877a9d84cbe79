"""A network as two tables, CSV as RFC 4180 has it: edges, an edge a row, and nodes; lists are JSON in their cell.

Gephi takes both as they are (`source`, `target`, `weight`; `id`, `label`), and so do R and pandas.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, BinaryIO

from sayso.export.csv_table import write_table
from sayso.export.network_fields import EDGE_FIELDS, NODE_FIELDS, as_text, edge_values, names_of, node_values
from sayso.link.networks import Network


def write_edges_csv(network: Network, stream: BinaryIO, *, spreadsheet: bool = False) -> int:
    """Write a header and the edges, and return how many there were."""
    names = names_of(network)
    rows = (edge_values(edge, names) for edge in network.edges)
    return write_table(tuple(EDGE_FIELDS), _cells(rows, tuple(EDGE_FIELDS)), stream, spreadsheet=spreadsheet)


def write_nodes_csv(network: Network, stream: BinaryIO, *, spreadsheet: bool = False) -> int:
    """Write a header and the nodes, and return how many there were."""
    rows = (node_values(node) for node in network.nodes)
    return write_table(tuple(NODE_FIELDS), _cells(rows, tuple(NODE_FIELDS)), stream, spreadsheet=spreadsheet)


def _cells(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> Iterable[list[str]]:
    return ([as_text(row[name]) or "" for name in columns] for row in rows)
