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
    "also": "plaintext",
    "denial": "octagon",
    "reply": "hexagon",
}
"""Of the nodes in DOT; a copy's box is dashed."""

MARKS = ("“", "”", "„", "«", "»", '"')
"""What a content begins or ends with that brings its own quotation marks."""


def trace_text(found: Trace) -> str:
    """Return the trace as lines, what follows from what set in below it."""
    told = (_many(len(found.origins), "independent origin"), _reports(found), _many(len(found.denials), "denial"))
    lines = [in_marks(one_line(found.earliest.content_text, SHORT)), ", ".join(told)]
    for depth, node in trace_tree(found).walk():
        if depth:
            date = node.date or "undated"
            words = f"{'  ' * depth}{_marked(node)} ({date}) [{(node.statement_id or '')[:8]}]"
            lines += [words] if not node.reason else [words, f"{'  ' * (depth + 1)}{one_line(node.reason, SHORT)}"]
    return "\n".join(lines) + "\n"


def trace_object(found: Trace) -> dict[str, Any]:
    """Return the trace as an object that JSON can hold; `reports` are pages, which may make the claim several times."""
    return {
        "asked": found.asked.id,
        "earliest": found.earliest.id,
        "independent_origins": len(found.origins),
        "reports": found.pages,
        "statements": found.reports,
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


def in_marks(content: str) -> str:
    """Return a content in quotation marks, unless it begins or ends with some of its own.

    >>> in_marks("the strait is closed"), in_marks('"We are not," he said')
    ('“the strait is closed”', '"We are not," he said')
    """
    return content if content.startswith(MARKS) or content.endswith(MARKS) else f"“{content}”"


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
        "also": "also there: ",
        "denial": "" if node.is_told else "DENIED by ",
        "reply": "answered by ",
    }
    label = one_line(node.label, SHORT)
    if node.is_told:
        label = label.replace("denied", "DENIED", 1)
    return before[node.kind] + (in_marks(label) if node.kind == "also" else label)


def _label(node: Node) -> str:
    return one_line(node.label, SHORT) + (f"\n{node.date}" if node.date else "")


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _reports(found: Trace) -> str:
    """Return how many pages report the claim, and where they make it more than once, in how many statements."""
    more = f" ({_many(found.reports, 'statement')})" if found.reports != found.pages else ""
    return _many(found.pages, "report") + more


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
