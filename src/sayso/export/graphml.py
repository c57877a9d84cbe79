"""GraphML: typed attributes, and an edge for each period; read by igraph, networkx, yEd, visone.

http://graphml.graphdrawing.org/ (U. Brandes and others, "GraphML progress report", Graph Drawing 2001)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from sayso.export.network_fields import EDGE_FIELDS, NODE_FIELDS, as_text, edge_values, names_of, node_values
from sayso.export.xml_text import xml_attributes, xml_text
from sayso.link.networks import Network

_TYPES = {str: "string", list: "string", int: "int", float: "double"}

_ENDS = ("source", "target")
"""The fields of an edge that are no data of it."""


def write_graphml(network: Network, stream: BinaryIO) -> int:
    """Write the network and return how many edges it has. An actor's id is data, since GraphML's ids have no spaces."""
    for line in _lines(network):
        stream.write(line.encode("utf-8") + b"\n")
    return len(network.edges)


def _lines(network: Network) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
    yield from _keys("node", {("actor" if name == "id" else name): kind for name, kind in NODE_FIELDS.items()})
    yield from _keys("edge", {name: kind for name, kind in EDGE_FIELDS.items() if name not in _ENDS})
    yield f'  <graph id="sayso" edgedefault="directed"><!-- periods: {network.kind.value} -->'
    numbers, names = {node.id: f"n{number}" for number, node in enumerate(network.nodes)}, names_of(network)
    for node in network.nodes:
        values = node_values(node)
        values["actor"] = values.pop("id")
        yield from _element("node", {"id": numbers[node.id]}, values)
    for number, edge in enumerate(network.edges):
        values = edge_values(edge, names)
        ends = {end: numbers[values.pop(end)] for end in _ENDS}
        yield from _element("edge", {"id": f"e{number}", **ends}, values)
    yield "  </graph>"
    yield "</graphml>"


def _keys(domain: str, fields: Mapping[str, type]) -> Iterator[str]:
    for name, kind in fields.items():
        given = {"id": f"{domain}-{name}", "for": domain, "attr.name": name, "attr.type": _TYPES[kind]}
        yield f"  <key{xml_attributes(dict(given))}/>"


def _element(domain: str, attributes: Mapping[str, object], values: Mapping[str, Any]) -> Iterator[str]:
    yield f"    <{domain}{xml_attributes(dict(attributes))}>"
    for name, value in values.items():
        text = as_text(value)
        if text is not None:
            yield f'      <data key="{domain}-{name}">{xml_text(text)}</data>'
    yield f"    </{domain}>"
