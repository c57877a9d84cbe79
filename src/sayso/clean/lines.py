"""A text's lines: what stands between line breaks, and nothing else breaks a line."""

from __future__ import annotations

import re

from sayso.records import Span

_LINE = re.compile(r"[^\r\n]+")
"""Only \\n, \\r\\n and \\r break lines. Form feed, U+2028 and such belong to a line (str.splitlines differs)."""


def split(text: str) -> tuple[Span, ...]:
    r"""Return the spans of the lines that aren't blank, in order, without the white space around each.

    >>> split(" One.\r\n \r\nTwo\x0ctoo. ")
    (Span(start=1, end=5), Span(start=10, end=18))
    """
    spans = []
    for match in _LINE.finditer(text):
        line = match.group()
        bare = line.strip()
        if bare:
            start = match.start() + len(line) - len(line.lstrip())
            spans.append(Span(start, start + len(bare)))
    return tuple(spans)
