"""A page's visible text in reading order, with a map from every character back to its DOM text node.

Blocks stand on lines of their own, table cells are parted by a tab, inline text is joined and its white space
collapsed, as browsers do for `innerText` (HTML standard, 3.2.7). What a browser doesn't show is left out: scripts,
templates, the head, `hidden` and `display:none`. Text with `aria-hidden` is kept: it is hidden from screen readers,
not from eyes.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree

from sayso.clean.page_tree import Element
from sayso.records import NodeRun, Span

LONG_PATH = 40
"""Elements in a path beyond which a node is named by its number, `/descendant::text()[812]`: the paths to all nodes
of a thousand-deep page would be longer than the page."""

_BLOCKS_WORDS = """
address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset figcaption
figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol option optgroup p
pre search section select summary table tbody tfoot thead tr ul
"""
BLOCKS = frozenset(_BLOCKS_WORDS.split())
"""Elements that stand on lines of their own."""
_UNSEEN_WORDS = """
audio canvas datalist embed head iframe math meter noframes noscript object progress rp script style svg
template textarea title video
"""
UNSEEN = frozenset(_UNSEEN_WORDS.split())
"""Elements whose text a page doesn't show."""
_CELLS = frozenset({"td", "th"})
_PREFORMATTED = frozenset({"pre", "listing", "plaintext", "xmp"})
_TOLD_WORDS = """
h1 h2 h3 h4 h5 h6 a figcaption figure nav footer aside header time address li button form blockquote table
"""
_TOLD = frozenset(_TOLD_WORDS.split())
"""Enclosing elements that a line is told by (`PageLine.within`)."""
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*\Z")
_UNDISPLAYED = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_STREAMED = re.compile(r"S:[0-9a-f]+\Z")
"""React sends parts of a page as `<div hidden id="S:0">` that a script moves to their place: readers see them."""
_STRETCH = re.compile(r"[^ \t\n\r\f]+(?: [^ \t\n\r\f]+)*")
"""A stretch that stays as it is when white space is collapsed: words with one blank between."""
_BREAK = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of the dump, and what the page's mark-up tells of it."""

    start: int
    end: int
    linked: int
    """How many of its characters stand in links."""
    within: frozenset[str]
    """Elements around its first character (h1, figcaption, nav, ..) and class words that name a part (`.byline`)."""


@dataclass(frozen=True, slots=True)
class PageText:
    """The dump: `text`, the map of its characters, and its lines that aren't blank."""

    text: str
    runs: tuple[NodeRun, ...]
    lines: tuple[PageLine, ...]
    nesting: int
    """The elements around each element, summed up: work that looks into each for what it holds grows with that."""


class TooManyLinesError(Exception):
    """A page shows more lines than are asked for; found before they are all held."""


def dump(root: Element, most_lines: int | None = None) -> PageText:
    r"""Return the page's visible text with its map. Raises TooManyLinesError where it has more than `most_lines`.

    >>> from sayso.clean.page_tree import parse
    >>> page = dump(parse("<p>He <b>said</b>\n no.<script>x</script><p hidden>secret<p>She agreed."))
    >>> page.text
    'He said no.\nShe agreed.'
    >>> page.runs[1]
    NodeRun(start=3, end=7, path='/html/body[1]/p[1]/b[1]/text()[1]', offset=0)
    """
    walker = _Walker(most_lines)
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event == "start":
            walker.open(element)
        elif event == "end":
            walker.close(element)
        else:
            walker.aside(element.tail)
    return walker.finish()


def locate(nodes: Sequence[NodeRun], span: Span) -> tuple[NodeRun, ...]:
    """Return the runs under a span, cut to it: where its characters stand in the page's DOM.

    >>> locate((NodeRun(0, 3, "/a", 5), NodeRun(3, 9, "/b", 0)), Span(1, 5))
    (NodeRun(start=1, end=3, path='/a', offset=6), NodeRun(start=3, end=5, path='/b', offset=0))
    """
    first = max(0, bisect_right(nodes, span.start, key=lambda run: run.start) - 1)
    found = []
    for run in nodes[first:]:
        if run.start >= span.end:
            break
        start, end = max(run.start, span.start), min(run.end, span.end)
        if start < end:
            found.append(NodeRun(start, end, run.path, run.offset + start - run.start))
    return tuple(found)


@dataclass(slots=True)
class _Frame:
    """An open element: its path, what it passes on to its children, and how many of each it has had."""

    tag: str
    path: str
    depth: int
    hidden: bool
    preformatted: bool
    within: frozenset[str]
    texts: int = 0
    children: dict[str, int] = field(default_factory=dict)


class _Walker:
    """Takes the elements in document order and writes the text. State: the open elements and the line being written."""

    def __init__(self, most_lines: int | None) -> None:
        self.most_lines = math.inf if most_lines is None else most_lines
        self.open_elements = [_Frame("", "", 0, False, False, frozenset())]
        self.chunks: list[str] = []
        self.length = 0
        self.runs: list[NodeRun] = []
        self.lines: list[PageLine] = []
        self.nesting = 0
        self.texts = 0  # text nodes so far, for paths by number
        self.line_start = 0
        self.linked = 0
        self.within: frozenset[str] = frozenset()
        self.space: tuple[str, int] | None = (
            None  # white space that waits for a next word: where a blank stands, if any
        )
        self.waiting = False

    def open(self, element: Element) -> None:
        parent = self.open_elements[-1]
        frame = _frame(element, parent)
        self.open_elements.append(frame)
        self.nesting += parent.depth
        if not frame.hidden:
            if frame.tag in BLOCKS or frame.tag == "br":
                self._break_line()
            elif frame.tag in _CELLS and self.length > self.line_start:
                self._write("\t", None, frame)
        if element.text is not None:
            self._text(element.text, frame)

    def close(self, element: Element) -> None:
        frame = self.open_elements.pop()
        if frame.tag in BLOCKS and not frame.hidden:
            self._break_line()
        self.aside(element.tail)

    def aside(self, tail: str | None) -> None:
        """Take the text after a closed element or a comment."""
        if tail is not None:
            self._text(tail, self.open_elements[-1])

    def finish(self) -> PageText:
        self._break_line()
        text = "".join(self.chunks).removesuffix("\n")
        return PageText(text, tuple(self.runs), tuple(self.lines), self.nesting)

    def _text(self, text: str, frame: _Frame) -> None:
        frame.texts += 1
        self.texts += 1
        if frame.hidden:
            return
        path = (
            f"{frame.path}/text()[{frame.texts}]" if frame.depth <= LONG_PATH else f"/descendant::text()[{self.texts}]"
        )
        if frame.preformatted:
            self._verbatim(text, path, frame)
        else:
            self._collapsed(text, path, frame)

    def _collapsed(self, text: str, path: str, frame: _Frame) -> None:
        end = 0
        for match in _STRETCH.finditer(text):
            if match.start() > end:
                self._wait(text, end, match.start(), path)
            self._release(frame)
            self._write(match.group(), (path, match.start()), frame)
            end = match.end()
        if end < len(text):
            self._wait(text, end, len(text), path)

    def _wait(self, text: str, start: int, end: int, path: str) -> None:
        """Remember white space; it is written as one blank if a word follows on the same line."""
        if self.waiting or self.length == self.line_start or self.chunks[-1] == "\t":
            return
        blank = text.find(" ", start, end)
        self.space = None if blank < 0 else (path, blank)
        self.waiting = True

    def _release(self, frame: _Frame) -> None:
        if self.waiting:
            self.waiting = False
            self._write(" ", self.space, frame)

    def _verbatim(self, text: str, path: str, frame: _Frame) -> None:
        start = 0
        for match in [*_BREAK.finditer(text), None]:
            end = match.start() if match else len(text)
            if end > start:
                self._release(frame)
                self._write(text[start:end], (path, start), frame)
            if match:
                self._break_line()
                start = match.end()

    def _write(self, characters: str, place: tuple[str, int] | None, frame: _Frame) -> None:
        if self.length == self.line_start:
            self.within, self.linked = frame.within, 0
        if "a" in frame.within:
            self.linked += len(characters)
        end = self.length + len(characters)
        if place is not None:
            self._run(end, *place)
        self.chunks.append(characters)
        self.length = end

    def _run(self, end: int, path: str, offset: int) -> None:
        last = self.runs[-1] if self.runs else None
        if last and last.end == self.length and last.path == path and last.offset + last.end - last.start == offset:
            self.runs[-1] = NodeRun(last.start, end, path, last.offset)
        else:
            self.runs.append(NodeRun(self.length, end, path, offset))

    def _break_line(self) -> None:
        self.waiting = False
        if self.length == self.line_start:
            return
        self.lines.append(PageLine(self.line_start, self.length, self.linked, self.within))
        if len(self.lines) > self.most_lines:
            raise TooManyLinesError
        self.chunks.append("\n")
        self.length += 1
        self.line_start = self.length


def _frame(element: Element, parent: _Frame) -> _Frame:
    """Return the frame of an element that opens inside `parent`."""
    tag = element.tag
    parent.children[tag] = parent.children.get(tag, 0) + 1
    parent.children["*"] = parent.children.get("*", 0) + 1
    if parent.depth > LONG_PATH:
        path = ""
    elif not parent.depth:
        path = f"/{tag}"
    elif _NAME.match(tag):
        path = f"{parent.path}/{tag}[{parent.children[tag]}]"
    else:  # a name that XPath can't say, such as `o:p`
        path = f"{parent.path}/*[{parent.children['*']}]"
    hidden = parent.hidden or tag in UNSEEN or is_hidden(element, tag)
    within = parent.within | _told(element, tag) if not hidden else parent.within
    preformatted = parent.preformatted or tag in _PREFORMATTED
    return _Frame(tag, path, parent.depth + 1, hidden, preformatted, within)


def is_streamed(element: Element) -> bool:
    """Return whether an element is hidden until a script moves it to its place, and is read as if it had."""
    return element.get("hidden") is not None and bool(_STREAMED.match(element.get("id") or ""))


def is_hidden(element: Element, tag: str) -> bool:
    """Return whether an element's own mark-up hides it, whatever a style sheet says."""
    if tag in {"html", "body"}:  # scripts unhide them once the page is loaded
        return False
    if tag == "dialog" and element.get("open") is None:
        return True
    if element.get("hidden") is not None:
        return not is_streamed(element)
    style = element.get("style")
    return bool(style and _UNDISPLAYED.search(style))


_PARTS = re.compile(
    r"byline|author|dateline|timestamp|publish|caption|credit|standfirst|subtitle|subhead|deck|dek|lede|summary|related|recommend"
    r"|read-?more|newsletter|promo|advert|share|social|comment|sidebar|footer|breadcrumb|menu|cookie",
    re.IGNORECASE,
)
_NO_PARTS: frozenset[str] = frozenset()


def _told(element: Element, tag: str) -> frozenset[str]:
    told = frozenset({tag}) if tag in _TOLD else _NO_PARTS
    named = f"{element.get('class') or ''} {element.get('itemprop') or ''} {element.get('rel') or ''}"
    if len(named) > 2 and tag not in {"html", "body"}:
        return told | {f".{part.lower()}" for part in _PARTS.findall(named[:300])}
    return told
