"""A line of text with its statements marked: HTML in which marks overlap as spans do, each piece properly nested."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from markupsafe import Markup, escape

from sayso.records import Line, Statement

_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")
"""Characters that HTML does not allow, or that turn their neighbours round without being seen."""

_ORDER = {"content": 0, "source": 1, "cue": 2}
"""Of marks that cover the same characters the content is outermost."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One piece of one role of a statement; `first` and `last` of its role's pieces carry the anchor and the number.

    `who` is the number of the speaker's colour, 0 for none.
    """

    start: int
    end: int
    role: str
    statement: str
    number: int
    first: bool = False
    last: bool = False
    who: int = 0

    def sort_key(self) -> tuple[int, int, int, int]:
        """Outer before inner: the earlier start, the later end, the content, the lower number."""
        return self.start, -self.end, _ORDER[self.role], self.number


def marks_of(statements: Sequence[Statement], colours: Mapping[str, int] | None = None) -> list[Mark]:
    """Return the marks of an article's statements, numbered from 1 in their order, outer before inner.

    `colours` has for statements' ids the numbers of their speakers' colours.
    """
    marks = []
    for number, statement in enumerate(statements, 1):
        for role, spans in (("source", statement.source), ("cue", statement.cue), ("content", statement.content)):
            for n, (start, end) in enumerate(spans):
                anchor = role == "content" and n == 0
                number_here = role == "content" and n == len(spans) - 1
                who = (colours or {}).get(statement.id, 0)
                marks.append(Mark(start, end, role, statement.id, number, anchor, number_here, who))
    return sorted((mark for mark in marks if mark.start < mark.end), key=Mark.sort_key)


def by_line(lines: Sequence[Line], marks: Iterable[Mark]) -> list[list[Mark]]:
    """Return for each line the marks that touch it, in order, cut to the line: a mark over two lines gives one each."""
    found: list[list[Mark]] = [[] for _ in lines]
    for mark in marks:
        touched = _touched(lines, mark)
        for n in touched:
            start, end = max(mark.start, lines[n].start), min(mark.end, lines[n].end)
            first, last = mark.first and n == touched[0], mark.last and n == touched[-1]
            found[n].append(replace(mark, start=start, end=end, first=first, last=last))
    return found


def marked(text: str, line: Line, marks: Sequence[Mark]) -> Markup:
    """Return the line as HTML, with marks that lie within it; of two that overlap the later one is split.

    >>> from sayso.records import Role
    >>> str(marked("Ana agrees", Line(0, 10, Role.BODY), [Mark(0, 3, "source", "0f", 1)]))
    '<span class="source" title="1: source">Ana</span> agrees'
    """
    begins, ends = defaultdict[int, list[Mark]](list), defaultdict[int, set[Mark]](set)
    for mark in marks:
        begins[mark.start].append(mark)
        ends[mark.end].add(mark)
    written, open_marks = list[Markup](), list[Mark]()
    points = sorted({line.start, line.end, *begins, *ends})
    for point, following in zip(points, [*points[1:], line.end], strict=True):
        written += _closed(open_marks, ends[point])
        written += [_begin(mark) for mark in begins[point]]
        open_marks += begins[point]
        written.append(shown(text[point:following]))
    return Markup("").join(written)


def shown(text: str) -> Markup:
    r"""Return text as HTML, with control and direction marks written out, so that they can't change what is read.

    >>> str(shown("a<b\u202ec"))
    'a&lt;b<span class="hidden" title="RIGHT-TO-LEFT OVERRIDE">U+202E</span>c'
    """
    parts, done = [], 0
    for match in _HIDDEN.finditer(text):
        name = unicodedata.name(match[0], "control character")
        hidden = Markup('<span class="hidden" title="{}">U+{:04X}</span>').format(name, ord(match[0]))
        parts += [escape(text[done : match.start()]), hidden]
        done = match.end()
    return Markup("").join([*parts, escape(text[done:])])


def _touched(lines: Sequence[Line], mark: Mark) -> range:
    # Lines stand in text order: from the first that ends after the mark begins to the last that begins before it ends.
    first = bisect_right(lines, mark.start, key=attrgetter("end"))
    return range(first, bisect_left(lines, mark.end, lo=first, key=attrgetter("start")))


def _closed(open_marks: list[Mark], ending: set[Mark]) -> list[Markup]:
    """Close the marks that end here, and those inside them, which open again after them."""
    outermost = next((n for n, mark in enumerate(open_marks) if mark in ending), len(open_marks))
    inner, written = open_marks[outermost:], []
    for mark in reversed(inner):
        written.append(_end(mark, whole=mark in ending))
    del open_marks[outermost:]
    for mark in inner:
        if mark not in ending:
            written.append(_begin(mark, again=True))
            open_marks.append(mark)
    return written


def _begin(mark: Mark, *, again: bool = False) -> Markup:
    tag = "mark" if mark.role == "content" else "span"
    anchor = Markup(' id="t-{}"').format(mark.statement) if mark.first and not again else Markup("")
    who = Markup(' who-{}" data-of="{}').format(mark.who, mark.statement) if mark.who else Markup("")
    return Markup('<{} class="{}{}"{} title="{}: {}">').format(tag, mark.role, who, anchor, mark.number, mark.role)


def _end(mark: Mark, *, whole: bool) -> Markup:
    number = Markup('<a class="number" href="#s-{}" aria-label="statement {}">{}</a>')
    link = number.format(mark.statement, mark.number, mark.number) if whole and mark.last else Markup("")
    return Markup("</mark>") + link if mark.role == "content" else Markup("</span>")
