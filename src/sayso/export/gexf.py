"""GEXF 1.3, dynamic: one edge from an actor to another, which is there in the periods in which something was said.

What counts by period is an attribute whose values have a start and an end, so that Gephi's timeline shows the network
as it was. https://gexf.net/ (days are dates, both included)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, BinaryIO

from sayso.export.network_fields import NODE_FIELDS, as_text, node_values
from sayso.export.xml_text import xml_attributes
from sayso.link.networks import Edge, Network

_TYPES = {str: "string", list: "string", int: "integer", float: "double"}

_NODE = {name: kind for name, kind in NODE_FIELDS.items() if name not in ("id", "label")}

_OF_PERIOD: Mapping[str, type] = {
    "weight": int,
    "n_with_copies": int,
    "positive": int,
    "negative": int,
    "neutral": int,
    "mean_sign": float,
    "mean_intensity": float,
    "by_publication": int,
}
"""Attributes of an edge with a value for each period; `weight` is `n`, under the word by which GEXF knows it."""

_OF_EDGE: Mapping[str, type] = {"n_in_no_period": int, "statements": list}
"""Attributes of an edge with one value: how many utterances have no date that falls into a period, and the evidence."""

Days = tuple[date, date]


def write_gexf(network: Network, stream: BinaryIO) -> int:
    """Write the network and return how many edges it has, those of several periods counted as many times."""
    for line in _lines(network):
        stream.write(line.encode("utf-8") + b"\n")
    return len(network.edges)


def _lines(network: Network) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<gexf xmlns="http://gexf.net/1.3" version="1.3">'
    yield f"  <meta><creator>sayso</creator><description>periods: {network.kind.value}</description></meta>"
    yield '  <graph mode="dynamic" timeformat="date" timerepresentation="interval" defaultedgetype="directed">'
    yield from _declared("node", "static", _NODE)
    yield from _declared("edge", "static", _OF_EDGE)
    yield from _declared("edge", "dynamic", _OF_PERIOD)
    periods = _periods_of_nodes(network.edges)
    yield f'    <nodes count="{len(network.nodes)}">'
    for node in network.nodes:
        values = node_values(node)
        yield f"      <node{xml_attributes({'id': values['id'], 'label': values['label']})}>"
        yield from _values([(f"node-{name}", values[name], None) for name in _NODE])
        yield from _spells(periods[node.id])
        yield "      </node>"
    yield "    </nodes>"
    yield from _edges(network.edges)
    yield "  </graph>"
    yield "</gexf>"


def _declared(domain: str, mode: str, fields: Mapping[str, type]) -> Iterator[str]:
    yield f'    <attributes class="{domain}" mode="{mode}">'
    for name, kind in fields.items():
        yield f'      <attribute id="{domain}-{name}" title="{name}" type="{_TYPES[kind]}"/>'
    yield "    </attributes>"


def _edges(edges: Sequence[Edge]) -> Iterator[str]:
    by_ends = defaultdict[tuple[str, str], list[Edge]](list)
    for edge in edges:
        by_ends[edge.source, edge.target].append(edge)
    yield f'    <edges count="{len(by_ends)}">'
    for number, ((source, target), parts) in enumerate(by_ends.items()):
        yield f"      <edge{xml_attributes({'id': f'e{number}', 'source': source, 'target': target})}>"
        dated = [(part, (part.start, part.end)) for part in parts if part.start and part.end]
        shown: Sequence[tuple[Edge, Days | None]] = dated or [(part, None) for part in parts]
        yield from _values(_of_edge(parts) + [value for part in shown for value in _of_period(*part)])
        yield from _spells(days for _, days in dated)
        yield "      </edge>"
    yield "    </edges>"


def _of_edge(parts: Iterable[Edge]) -> list[tuple[str, Any, Days | None]]:
    in_none = sum(part.n for part in parts if part.start is None)
    statements = sorted(identity for part in parts for identity in part.statements)
    return [("edge-n_in_no_period", in_none, None), ("edge-statements", statements, None)]


def _of_period(part: Edge, days: Days | None) -> list[tuple[str, Any, Days | None]]:
    return [(f"edge-{name}", part.n if name == "weight" else getattr(part, name), days) for name in _OF_PERIOD]


def _values(values: Iterable[tuple[str, Any, Days | None]]) -> Iterator[str]:
    yield "        <attvalues>"
    for name, value, days in values:
        text = as_text(value)
        if text is not None:
            yield f"          <attvalue{xml_attributes({'for': name, 'value': text, **_bounds(days)})}/>"
    yield "        </attvalues>"


def _spells(periods: Iterable[Days]) -> Iterator[str]:
    """Yield when a thing is there; without any it is there always."""
    joined = _joined(periods)
    if joined:
        yield "        <spells>"
        for days in joined:
            yield f"          <spell{xml_attributes(_bounds(days))}/>"
        yield "        </spells>"


def _bounds(days: Days | None) -> dict[str, object]:
    return {"start": days[0].isoformat(), "end": days[1].isoformat()} if days else {}


def _joined(periods: Iterable[Days]) -> list[Days]:
    """Return the periods in order, those that overlap as one: Gephi takes no two at once."""
    found: list[Days] = []
    for start, end in sorted(periods):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _periods_of_nodes(edges: Iterable[Edge]) -> Mapping[str, list[Days]]:
    """Return when a node speaks or is spoken of; none for one with an edge without a date: it is there always."""
    found = defaultdict[str, list[Days]](list)
    always = set()
    for edge in edges:
        for actor in (edge.source, edge.target):
            if edge.start and edge.end:
                found[actor].append((edge.start, edge.end))
            else:
                always.add(actor)
    for actor in always:
        found[actor] = []
    return found
