"""A trace as text, as JSON and as a graph in the DOT language."""

from __future__ import annotations

from typing import Any

from sayso.export.trace_tree import Node, one_line, trace_tree
from sayso.link.trace import Trace

SHORT = 100
"""Characters of a content that a line shows."""

SHAPES = {
    "claim": "note",
    "origin": "ellipse",
    "report": "box",
    "copy": "box",
    "denial": "octagon",
    "reply": "hexagon",
}
"""Of the nodes in DOT; a copy's box is dashed."""


def trace_text(found: Trace) -> str:
    """Return the trace as lines, what follows from what set in below it."""
    count = len(found.origins)
    told = (
        f"{_many(count, 'independent origin')}, {_many(found.reports, 'report')}, {_many(len(found.denials), 'denial')}"
    )
    lines = [f"“{one_line(found.earliest.content_text, SHORT)}”", told]
    for depth, node in trace_tree(found).walk():
        if depth:
            date = node.date or "undated"
            words = f"{'  ' * depth}{_marked(node)} ({date}) [{(node.statement_id or '')[:8]}]"
            lines += [words] if not node.reason else [words, f"{'  ' * (depth + 1)}{one_line(node.reason, SHORT)}"]
    return "\n".join(lines) + "\n"


def trace_object(found: Trace) -> dict[str, Any]:
    """Return the trace as an object that JSON can hold."""
    return {
        "asked": found.asked.id,
        "earliest": found.earliest.id,
        "independent_origins": len(found.origins),
        "reports": found.reports,
        "tree": _object(trace_tree(found)),
    }


def trace_dot(found: Trace) -> str:
    """Return the trace as a graph in Graphviz's DOT language."""
    nodes, edges, path = [], [], list[int]()
    for number, (depth, node) in enumerate(trace_tree(found).walk()):
        del path[depth:]
        style = ', style="dashed"' if node.kind == "copy" else ""
        nodes.append(f'  n{number} [shape={SHAPES[node.kind]}{style}, label="{_quoted(_label(node))}"];')
        if path:
            edges.append(f"  n{path[-1]} -> n{number};")
        path.append(number)
    return "\n".join(["digraph trace {", "  rankdir=LR;", *nodes, *edges, "}"]) + "\n"


def _object(node: Node) -> dict[str, Any]:
    return {
        "kind": node.kind,
        "label": node.label,
        "date": node.date,
        "statement": node.statement_id,
        "reason": node.reason,
        "children": [_object(child) for child in node.children],
    }


def _marked(node: Node) -> str:
    before = {
        "origin": "",
        "report": "reported by ",
        "copy": "copied by ",
        "denial": "DENIED by ",
        "reply": "answered by ",
    }
    return before[node.kind] + one_line(node.label, SHORT)


def _label(node: Node) -> str:
    return one_line(node.label, SHORT) + (f"\n{node.date}" if node.date else "")


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
