"""Where quotation marks open and close.

A quotation stands within one line of the text: a mark left open runs to the line's end, as in a quotation that goes on
over several paragraphs. Unbalanced marks never raise.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from sayso.records import Quotation, Span

DOUBLE_OPEN, DOUBLE_CLOSE, STRAIGHT = "“„«", "”»", '"'
MARK = re.compile("[“”„«»\"‘’']")
CLOSERS = {"“": "”“", "„": "”“", "«": "»", "‘": "’", '"': '"', "'": "'", "”": "”"}
"""Which marks may close what a mark opened; German text closes „ with “.

Of 118,000 quotations in 10,000 US articles 1,600 open with “ and close with ", or the other way round, and 90 have “
for ” or ” for “. So “ closes where nothing can begin, ” opens where nothing can end, and a mark of the other kind
closes what no mark of its own kind would.
"""
BEFORE_OPENING = frozenset(" \t\xa0([—–-")
AFTER_CLOSING = frozenset(",.;:!?)]—–-…")


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
    last_closing, ahead = _last_single_closing(text, line), _ahead(text, line)
    one: _Open | None = None
    for match in MARK.finditer(text, line.start, line.end):
        at, mark = match.start(), match[0]
        if one is None:
            if _opens(text, line, at, mark, last_closing, ahead[at]):
                one = _Open(at, mark)
        elif one.ends(text, line, at, mark, ahead[at]):
            found.append(Quotation(Span(one.start, at + 1), closed=True))
            one = None
    if one is not None and one.mark in DOUBLE_OPEN + STRAIGHT:
        found.append(Quotation(Span(one.start, line.end), closed=False))
    return found


class _Ahead(NamedTuple):
    """What follows a mark: the next of “ and ”, and whether the next " can only close; None where there is none."""

    curly: str | None
    straight_closes: bool | None


@dataclass(slots=True)
class _Open:
    """A quotation that is open, and what is open within it: `inner` of its own kind, or one of the other kind."""

    start: int
    mark: str
    inner: int = 0
    other_inside: bool = False

    def ends(self, text: str, line: Span, at: int, mark: str, ahead: _Ahead) -> bool:
        """Take in the next mark; return whether it ends the quotation."""
        if _opens_inside(text, line, at, mark, self.mark):
            self.inner += 1
        elif mark in CLOSERS[self.mark] and _closes(text, line, at, mark):
            self.inner -= 1
            return self.inner < 0
        elif _is_of_other_kind(mark, self.mark):
            alone = not self.inner and not self.other_inside and not _is_closed(self.mark, ahead)
            self.other_inside = not _can_only_close(text, line, at)
            return alone and not self.other_inside
        return False


def _ahead(text: str, line: Span) -> dict[int, _Ahead]:
    """Return what follows each mark: looked for once a line, not once a mark."""
    ahead: dict[int, _Ahead] = {}
    follows = _Ahead(None, None)
    for match in reversed(list(MARK.finditer(text, line.start, line.end))):
        at, mark = match.start(), match[0]
        ahead[at] = follows
        if mark in "“”":
            follows = follows._replace(curly=mark)
        elif mark == STRAIGHT:
            follows = follows._replace(straight_closes=_can_only_close(text, line, at))
    return ahead


def _is_closed(outer: str, ahead: _Ahead) -> bool:
    """Return whether what `outer` opened is closed by a mark of its own kind."""
    return ahead.straight_closes is True if outer == STRAIGHT else ahead.curly == "”"


def _is_of_other_kind(mark: str, outer: str) -> bool:
    return (outer == "“" and mark == STRAIGHT) or (outer == STRAIGHT and mark in "“”")


def _opens_inside(text: str, line: Span, at: int, mark: str, outer: str) -> bool:
    """Return whether a mark opens a quotation of the same kind within the one that `outer` opened."""
    if mark != outer or mark in "‘'”":
        return False
    if mark != STRAIGHT:
        return mark != "“" or not _can_only_close(text, line, at)
    return text[at - 1].isspace() and at + 1 < line.end and text[at + 1].isalnum()


def _can_only_close(text: str, line: Span, at: int) -> bool:
    """Return whether a mark stands right after something, and nothing begins after it."""
    after = text[at + 1] if at + 1 < line.end else " "
    return at > line.start and text[at - 1] not in BEFORE_OPENING and (after.isspace() or after in AFTER_CLOSING)


def _opens(text: str, line: Span, at: int, mark: str, last_closing: dict[str, int], ahead: _Ahead) -> bool:
    before = text[at - 1] if at > line.start else " "
    after = text[at + 1] if at + 1 < line.end else " "
    if mark in DOUBLE_OPEN:
        return True
    if mark == "”":
        return before.isspace() and after.isalnum() and ahead.curly == "”"
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
