"""A trace as an SVG drawing: time from left to right by generation, one row a leaf; no script, no font to load."""

from __future__ import annotations

from html import escape

from sayso.export.trace_tree import Node, one_line, trace_tree
from sayso.link.trace import Trace

ROW, COLUMN, BOX = 46, 250, 220
"""Pixels from one row and one column to the next, and the width of a box."""
LETTERS = 34
"""Of a line in a box."""
FILLS = {
    "claim": "#fff8e1",
    "origin": "#e3f2fd",
    "report": "#ffffff",
    "copy": "#f5f5f5",
    "also": "#fafafa",
    "denial": "#ffebee",
    "reply": "#f3e5f5",
}
DASHES = {"copy": "4 3", "also": "8 2", "denial": "1 2"}
"""Kinds are told apart by line as well as by colour."""


def trace_svg(found: Trace) -> str:
    """Return the trace as an SVG document."""
    drawing = _Drawing()
    drawing.draw(trace_tree(found), 0)
    width, height = (drawing.deepest + 1) * COLUMN, max(1, drawing.rows) * ROW + 10
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        'font-family="sans-serif" font-size="11" role="img">'
    )
    return "\n".join([head, "<title>Chain of custody</title>", *drawing.lines, *drawing.boxes, "</svg>"]) + "\n"


class _Drawing:
    def __init__(self) -> None:
        self.lines: list[str] = []
        self.boxes: list[str] = []
        self.rows = self.deepest = 0

    def draw(self, node: Node, depth: int) -> float:
        """Draw a node right of its parent, in the middle of its children; return its middle."""
        self.deepest = max(self.deepest, depth)
        middles = [self.draw(child, depth + 1) for child in node.children]
        if not middles:
            self.rows += 1
        y = sum(middles) / len(middles) if middles else (self.rows - 0.5) * ROW
        x = depth * COLUMN + 5
        for middle in middles:
            bend = x + BOX + (COLUMN - BOX) / 2
            path = f"M{x + BOX} {y:.0f} H{bend:.0f} V{middle:.0f} H{x + COLUMN}"
            self.lines.append(f'<path d="{path}" fill="none" stroke="#90a4ae"/>')
        self.boxes.append(_box(node, x, y))
        return y


def _box(node: Node, x: int, y: float) -> str:
    dash = f' stroke-dasharray="{DASHES[node.kind]}"' if node.kind in DASHES else ""
    frame = (
        f'<rect x="{x}" y="{y - 17:.0f}" width="{BOX}" height="34" rx="4" fill="{FILLS[node.kind]}" '
        f'stroke="#546e7a"{dash}/>'
    )
    below = " · ".join(filter(None, [node.kind, node.date]))
    texts = (
        f'<text x="{x + 6}" y="{y + move:.0f}">{escape(one_line(line, LETTERS))}</text>'
        for move, line in ((-3, node.label), (11, below))
    )
    return f"<g><title>{escape(one_line(node.label, 1000))}</title>{frame}{''.join(texts)}</g>"
