"""The fields of a network's nodes and edges, as all its formats show them, with their types."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sayso.link.networks import Edge, Network, Node

NODE_FIELDS: Mapping[str, type] = {
    "id": str,
    "label": str,
    "kind": str,
    "affiliation": list,
    "said": int,
    "aimed_at": int,
    "bloc": int,
}
"""Field -> its Python type; `label` is the actor's name, under the word that Gephi, igraph and others look for."""

EDGE_FIELDS: Mapping[str, type] = {
    "source": str,
    "source_label": str,
    "target": str,
    "target_label": str,
    "period": str,
    "start": str,
    "end": str,
    "weight": int,
    "n": int,
    "n_with_copies": int,
    "positive": int,
    "negative": int,
    "neutral": int,
    "mean_sign": float,
    "mean_intensity": float,
    "acts": list,
    "by_publication": int,
    "statements": list,
}
"""Likewise; `weight` is `n` under the word that others look for. Dates are ISO 8601, both days included."""


def node_values(node: Node) -> dict[str, Any]:
    """Return a node's fields as strings, numbers, lists and None."""
    return {
        "id": node.id,
        "label": node.name,
        "kind": node.kind,
        "affiliation": list(node.affiliation),
        "said": node.said,
        "aimed_at": node.aimed_at,
        "bloc": node.bloc,
    }


def edge_values(edge: Edge, names: Mapping[str, str]) -> dict[str, Any]:
    """Return an edge's fields likewise; `names` leads from a node's id to its name, as `names_of` does."""
    values: dict[str, Any] = {name: getattr(edge, name, None) for name in EDGE_FIELDS}
    values["source_label"], values["target_label"] = names[edge.source], names[edge.target]
    values["start"] = edge.start.isoformat() if edge.start else None
    values["end"] = edge.end.isoformat() if edge.end else None
    values["weight"] = edge.n
    values["acts"] = [{"act": act, "n": n} for act, n in edge.acts]
    values["statements"] = list(edge.statements)
    return values


def names_of(network: Network) -> dict[str, str]:
    """Return the names of the nodes by their ids."""
    return {node.id: node.name for node in network.nodes}


def as_text(value: object) -> str | None:
    """Return a value for a cell or an attribute, lists as JSON; None where it is unknown.

    >>> as_text(["FIN"]), as_text(2), as_text(None)
    ('["FIN"]', '2', None)
    """
    if value is None:
        return None
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else str(value)
