"""A page's tree: parsed without recursion whatever its nesting, and looked into again by XPath."""

from __future__ import annotations

import re
from typing import TypeAlias

from lxml import etree

from sayso.clean.unclosed import closed
from sayso.records import NodeRun

Element: TypeAlias = etree._Element

MAX_DEPTH = 1000
"""The parser gives up a page at 2,048 open elements, and its text would be lost. Deeper tags are taken for line breaks;
browsers flatten at 512."""

_TAG = re.compile(r"<(/?)([A-Za-z][^\s/>]{0,40})[^<>]*>")
_BODY_END = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)


def parse(html: str) -> Element | None:
    """Return the root element of the page, or None where there is nothing to parse.

    The same characters give the same tree, so a `NodeRun.path` resolves again. Never recurses; a page that is nested
    deeper than the parser goes is flattened first, and what would hide the rest of it for want of an end tag is closed.
    """
    html = closed(html)
    root, too_deep = _parsed(html)
    if too_deep:
        html = _flattened(html)
        root, _ = _parsed(html)
    if root is not None and root.getnext() is not None:
        # The parser puts what follows </html> into a second root; browsers put it into the body.
        root, _ = _parsed(_BODY_END.sub("", html))
    return root


def characters(root: Element, run: NodeRun) -> str | None:
    """Return what stands in the page's DOM where the run points, found by XPath; None where the path leads nowhere."""
    found = root.xpath(run.path)
    if not isinstance(found, list) or not found:
        return None
    return str(found[0])[run.offset : run.offset + run.end - run.start]


def _parsed(html: str) -> tuple[Element | None, bool]:
    """Return the root, and whether the parser gave up because of the depth."""
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        root = etree.fromstring(html.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:  # nothing but comments or white space
        return None, False
    return root, any(entry.type_name == "ERR_RESOURCE_LIMIT" or "depth" in entry.message for entry in parser.error_log)


def _flattened(html: str) -> str:
    """Turn the tags beyond MAX_DEPTH open elements into line breaks, so that their text stays."""
    depth = excess = 0

    def keep(match: re.Match[str]) -> str:
        nonlocal depth, excess
        closing, name = match.group(1), match.group(2).lower()
        if name in _VOID:
            return match.group()
        if not closing:
            if depth >= MAX_DEPTH:
                excess += 1
                return "<br>"
            depth += 1
        elif excess:
            excess -= 1
            return "<br>"
        else:
            depth = max(0, depth - 1)
        return match.group()

    return _TAG.sub(keep, html)
