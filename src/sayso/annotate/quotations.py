"""Where quotation marks open and close.

A quotation stands within one line of the text: a mark left open runs to the line's end, as in a quotation that goes on
over several paragraphs. Unbalanced marks never raise.
"""

from __future__ import annotations

import re

from sayso.records import Quotation, Span

DOUBLE_OPEN, DOUBLE_CLOSE, STRAIGHT = "“„«", "”»", '"'
MARK = re.compile("[“”„«»\"‘’']")
CLOSERS = {"“": "”", "„": "”“", "«": "»", "‘": "’", '"': '"', "'": "'"}
"""Which marks may close what a mark opened; German text closes „ with “."""


def quotations(text: str, lines: tuple[Span, ...]) -> tuple[Quotation, ...]:
    """Return the outermost quotations of the lines, in text order.

    >>> text = "He called it “a farce”."
    >>> [q.span.of(text) for q in quotations(text, (Span(0, len(text)),))]
    ['“a farce”']
    """
    every: list[Quotation] = []
    left_open = False
    for line in lines:
        found = _in_line(text, line)
        if left_open and found and not text[line.start : found[0].span.start].strip():
            found[0] = found[0]._replace(continues=True)
        every += found
        left_open = bool(found) and not found[-1].closed
    return tuple(every)


def _in_line(text: str, line: Span) -> list[Quotation]:
    found: list[Quotation] = []
    last_closing = _last_single_closing(text, line)
    opened: int | None = None
    closers, inner = "", 0
    for match in MARK.finditer(text, line.start, line.end):
        at, mark = match.start(), match[0]
        if opened is None:
            if _opens(text, line, at, mark, last_closing):
                opened, closers, inner = at, CLOSERS[mark], 0
        elif _opens_inside(text, line, at, mark, text[opened]):
            inner += 1
        elif mark in closers and _closes(text, line, at, mark):
            if inner:
                inner -= 1
                continue
            found.append(Quotation(Span(opened, at + 1), closed=True))
            opened = None
    if opened is not None and text[opened] in DOUBLE_OPEN + STRAIGHT:
        found.append(Quotation(Span(opened, line.end), closed=False))
    return found


def _opens_inside(text: str, line: Span, at: int, mark: str, outer: str) -> bool:
    """Return whether a mark opens a quotation of the same kind within the one that `outer` opened."""
    if mark != outer or mark in "‘'":
        return False
    if mark != STRAIGHT:
        return True
    return text[at - 1].isspace() and at + 1 < line.end and text[at + 1].isalnum()


def _opens(text: str, line: Span, at: int, mark: str, last_closing: dict[str, int]) -> bool:
    before = text[at - 1] if at > line.start else " "
    after = text[at + 1] if at + 1 < line.end else " "
    if mark in DOUBLE_OPEN:
        return True
    if mark in DOUBLE_CLOSE or after.isspace():
        return False
    if mark in "‘'":  # an apostrophe ("don't", "the '90s") opens nothing, nor does a single mark that nothing closes
        return not before.isalnum() and not after.isdigit() and at < last_closing[CLOSERS[mark]]
    return mark == STRAIGHT and not before.isalnum()


def _closes(text: str, line: Span, at: int, mark: str) -> bool:
    if mark not in "’'":
        return True
    after = text[at + 1] if at + 1 < line.end else " "
    return not after.isalnum() and not text[at - 1].isspace()


def _last_single_closing(text: str, line: Span) -> dict[str, int]:
    """Return where each single mark could last close a quotation, or -1: looked for once a line, not once a mark."""
    places = {}
    for mark in "’'":
        place = text.rfind(mark, line.start, line.end)
        while place != -1 and not _closes(text, line, place, mark):
            place = text.rfind(mark, line.start, place)
        places[mark] = place
    return places
