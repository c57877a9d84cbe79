"""A network as JSON, with its evidence, in the node-link form that `networkx.node_link_graph` reads."""

from __future__ import annotations

import json
from typing import Any, BinaryIO

from sayso.export.network_fields import edge_values, names_of, node_values
from sayso.link.networks import Network


def network_object(network: Network) -> dict[str, Any]:
    """Return the nodes and the edges with all of their fields, and how long the periods are."""
    names = names_of(network)
    return {
        "periods": network.kind.value,
        "nodes": [node_values(node) for node in network.nodes],
        "edges": [edge_values(edge, names) for edge in network.edges],
    }


def write_network_json(network: Network, stream: BinaryIO) -> int:
    """Write one object, a node or an edge a line, and return how many edges there were."""
    names = names_of(network)
    head = {"directed": True, "multigraph": True, "graph": {"periods": network.kind.value}}
    stream.write(json.dumps(head)[:-1].encode("utf-8") + b',\n"nodes": [')
    _write_lines([node_values(node) for node in network.nodes], stream)
    stream.write(b'],\n"edges": [')
    # `key` tells parallel edges apart: there is one for each period.
    _write_lines([{**edge_values(edge, names), "key": edge.period or ""} for edge in network.edges], stream)
    stream.write(b"]}\n")
    return len(network.edges)


def _write_lines(objects: list[dict[str, object]], stream: BinaryIO) -> None:
    for number, one in enumerate(objects):
        stream.write((b",\n" if number else b"\n") + json.dumps(one, ensure_ascii=False).encode("utf-8"))
