"""How much of one document is read: by counting, not by the clock: the same document is read the same every time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sayso.config import Settings
from sayso.errors import InputError
from sayso.records import SPOKEN_ROLES, Document, Line, Role

WORD = 200
"""Characters before the limit among which a blank is looked for, so that no word is cut."""


def too_many_lines(document: Document, settings: Settings) -> InputError:
    """Return the error of a document that has more lines than are given roles."""
    limit = f"more than {settings.max_lines:,} lines of text, which is the limit (setting max_lines)"
    return InputError(document.origin, f"it has {limit}")


def read_up_to(text: str, lines: Sequence[Line], most: int) -> tuple[Line, ...]:
    """Return the lines, those of the main text `unread` from where `most` characters of it have stood.

    The line that passes the limit is cut in two, at the last blank before it if there is one near.

    >>> from sayso.records import Line, Role
    >>> told = [Line(0, 8, Role.BODY), Line(9, 14, Role.CHROME), Line(15, 21, Role.BODY)]
    >>> [(line.start, line.end, line.role.value) for line in read_up_to("One two. Menu. Three.", told, 4)]
    [(0, 3, 'body'), (4, 8, 'unread'), (9, 14, 'chrome'), (15, 21, 'unread')]
    """
    return tuple(_cut(text, lines, most))


def left_out(lines: Sequence[Line], settings: Settings) -> str | None:
    """Return what `Article.not_extracted` says of unread lines, or None where there are none."""
    if all(line.role is not Role.UNREAD for line in lines):
        return None
    return f"text beyond the first {settings.max_characters:,} characters (setting max_characters)"


def _cut(text: str, lines: Sequence[Line], most: int) -> Iterator[Line]:
    left = most
    for line in lines:
        if line.role not in SPOKEN_ROLES:
            yield line
        elif line.end - line.start <= left:
            left -= line.end - line.start
            yield line
        else:
            yield from _parted(text, line, left)
            left = 0


def _parted(text: str, line: Line, left: int) -> Iterator[Line]:
    """Yield the part of a line that is read, without white space at its end, and the part that isn't."""
    at = line.start + left
    blank = max(text.rfind(" ", max(line.start, at - WORD), at + 1), line.start)
    head = text[line.start : blank if blank > line.start else at].rstrip()
    if head:
        yield replace(line, end=line.start + len(head))
    rest = text[line.start + len(head) : line.end]
    start = line.end - len(rest.lstrip())
    yield replace(line, start=start, role=Role.UNREAD, continues=False)
