"""A page as it was archived, made fit to be shown: what runs, loads or sends is taken out, and statements are marked.

The marks go to the text nodes that the article's map leads to, in the very tree that the text was read from; then nh3
(Ammonia) keeps what is on its lists. nh3 parses as browsers do (html5ever), so that nothing becomes mark-up on the way
from one parser to another, which is what attacks on sanitisers rest on (Heiderich et al., "mXSS Attacks", CCS 2013).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple, Protocol

from lxml import etree

from sayso.clean import archived_rules as rules
from sayso.clean.decoding import decode
from sayso.clean.dom_text import UNSEEN, is_hidden, is_streamed, locate
from sayso.clean.page_tree import Element, parse
from sayso.clean.style_sheets import harmless
from sayso.errors import InputError, MissingExtra
from sayso.records import Article, Document, NodeRun, Span

MAX_CHARACTERS = 5_000_000
"""Of a page that is still shown as archived: the longest press pages have a tenth of it without their pictures."""
MAX_STYLES = 1_000_000
"""Characters of its style sheets; those beyond are left out."""
_OWN = "sayso"
"""What begins so, of a page's own classes and ids, would pass for a mark of ours: it is taken out."""


class Marked(Protocol):
    """What is marked: a stretch of the text. `first` carries its statement's anchor, `last` the number."""

    @property
    def start(self) -> int: ...  # noqa: D102 - as in the class
    @property
    def end(self) -> int: ...  # noqa: D102 - same
    @property
    def role(self) -> str: ...  # noqa: D102 - same
    @property
    def statement(self) -> str: ...  # noqa: D102 - same
    @property
    def number(self) -> int: ...  # noqa: D102 - same
    @property
    def first(self) -> bool: ...  # noqa: D102 - same
    @property
    def last(self) -> bool: ...  # noqa: D102 - same


@dataclass(frozen=True, slots=True)
class ArchivedPage:
    """A page to be shown: `body` is HTML without anything that runs or loads, `styles` its style sheets likewise."""

    body: str
    styles: str
    classes: str
    """Of the page's `body` and `html`, which its style sheets may ask for."""


def archived_page(document: Document, article: Article, marks: Sequence[Marked]) -> ArchivedPage:
    r"""Return an HTML document with its marks, outer before inner, as `sayso.export.marking.marks_of` gives them.

    Each piece of a mark is `<mark class="sayso sayso-content" title="statement 1: content">` (or a `span`, of a source
    and a cue); the page's text stays as it is: numbers stand in `data-sayso-number`, not among the words.
    Raises InputError for a page that is larger than MAX_CHARACTERS or has no elements, MissingExtra without nh3.
    """
    html = decode(document.content, document.charset, document.media_type)
    if len(html) > MAX_CHARACTERS:
        raise InputError(document.origin, f"the page has {len(html):,} characters; up to {MAX_CHARACTERS:,} are shown")
    root = parse(html)
    if root is None:
        raise InputError(document.origin, "the page has no elements and no text; an HTML page was expected")
    styles = _styles(root)
    classes = " ".join(one for element in root.iter("html", "body") for one in _classes(element))
    placed = _placed(root, article, marks)
    for element in root.iter(etree.Element):
        _plain(element)
    for place, pieces in placed:
        _put(place, pieces)
    etree.strip_elements(root, etree.Comment, etree.ProcessingInstruction, *UNSEEN, with_tail=False)
    return ArchivedPage(_allowed(etree.tostring(root, method="html", encoding="unicode")), styles, classes)


class _Place(NamedTuple):
    """A text node as lxml has it: the text that an element begins with, or the one that follows it."""

    element: Element
    is_tail: bool
    text: str


class _Piece(NamedTuple):
    """Characters of a text node that a mark covers; `begins` and `ends` of its first and last."""

    start: int
    end: int
    mark: Marked
    begins: bool
    ends: bool


def _placed(root: Element, article: Article, marks: Iterable[Marked]) -> list[tuple[_Place, list[_Piece]]]:
    """Return the text nodes that marks touch, with the pieces in each, outer before inner."""
    runs_of = [(mark, locate(article.nodes, Span(mark.start, mark.end))) for mark in marks]
    places = _places(root, {run.path for _, runs in runs_of for run in runs})
    pieces = defaultdict[str, list[_Piece]](list)
    for mark, runs in runs_of:
        # A run whose characters are not where the map says is no evidence: it is left unmarked.
        held = [run for run in runs if run.path in places and _stands(places[run.path], run, article.text)]
        joined = _joined(held, places)
        for n, (path, start, end) in enumerate(joined):
            pieces[path].append(_Piece(start, end, mark, n == 0, n == len(joined) - 1))
    return [(places[path], found) for path, found in pieces.items()]


def _places(root: Element, paths: Iterable[str]) -> dict[str, _Place]:
    found, every = {}, None
    for path in paths:
        if path.startswith("/descendant::text()["):
            every = _texts(root, "/descendant::text()") if every is None else every
            number = int(path.removeprefix("/descendant::text()[").removesuffix("]"))
            nodes = every[number - 1 : number]
        else:
            nodes = _texts(root, path)
        if nodes:
            found[path] = nodes[0]
    return found


def _texts(root: Element, path: str) -> list[_Place]:
    found: Any = root.xpath(path)  # text nodes: strings that know where they stand
    return [_Place(one.getparent(), one.is_tail, str(one)) for one in found]


def _stands(place: _Place, run: NodeRun, text: str) -> bool:
    return place.text[run.offset : run.offset + run.end - run.start] == text[run.start : run.end]


def _joined(runs: Iterable[NodeRun], places: dict[str, _Place]) -> list[tuple[str, int, int]]:
    """Return (path, start, end) of runs; those of one text node with nothing but white space between are one."""
    found: list[tuple[str, int, int]] = []
    for run in runs:
        start, end = run.offset, run.offset + run.end - run.start
        if found and found[-1][0] == run.path and not places[run.path].text[found[-1][2] : start].strip():
            found[-1] = (run.path, found[-1][1], end)
        else:
            found.append((run.path, start, end))
    return found


def _put(place: _Place, pieces: Sequence[_Piece]) -> None:
    """Cut a text node where pieces begin and end, and wrap what lies between in their marks."""
    points = sorted({0, len(place.text), *(x for piece in pieces for x in (piece.start, piece.end))})
    parent, at = (place.element.getparent(), 0) if place.is_tail else (place.element, 0)
    if parent is None:
        return
    if place.is_tail:
        at = parent.index(place.element) + 1
    before, lead = None, ""
    for start, end in pairwise(points):
        words = place.text[start:end]
        covering = [piece for piece in pieces if piece.start <= start and end <= piece.end]
        if covering:
            before = _wrapped(words, covering, start, end)
            parent.insert(at, before)
            at += 1
        elif before is None:
            lead = words
        else:
            before.tail = words
    if place.is_tail:
        place.element.tail = lead
    else:
        place.element.text = lead


def _wrapped(words: str, covering: Sequence[_Piece], start: int, end: int) -> Element:
    outermost: Element | None = None
    inner: Element | None = None
    for piece in covering:
        mark = piece.mark
        element = etree.Element("mark" if mark.role == "content" else "span")
        element.set("class", f"{_OWN} {_OWN}-{mark.role}")
        element.set("title", f"statement {mark.number}: {mark.role}")
        if mark.first and piece.begins and start == piece.start:
            element.set("id", f"{_OWN}-{mark.statement}")
        if mark.last and piece.ends and end == piece.end:
            element.set("data-sayso-number", str(mark.number))
        if inner is None:
            outermost = element
        else:
            inner.append(element)
        inner = element
    assert outermost is not None  # noqa: S101 - for the type checker: covering is not empty
    assert inner is not None  # noqa: S101 - same
    inner.text = words
    return outermost


def _plain(element: Element) -> None:
    """Take from an element what would pass for a mark of ours, and what hides text that the article has."""
    if is_streamed(element):
        del element.attrib["hidden"]
    for name in ("title", "data-sayso-number"):
        element.attrib.pop(name, "")
    if (element.get("id") or "").lower().startswith(_OWN):
        del element.attrib["id"]
    if element.get("class"):
        element.set("class", " ".join(_classes(element)))
    if element.tag == "details":
        element.set("open", "")
    if element.tag not in rules.TAGS and is_hidden(element, str(element.tag)):
        element.tag = "span"  # or else its words would come to light where it is taken off them
        element.set("hidden", "")
    if element.tag in rules.RENAMED:
        element.tag = rules.RENAMED[element.tag]


def _classes(element: Element) -> list[str]:
    return [one for one in (element.get("class") or "").split() if not one.lower().startswith(_OWN)]


def _styles(root: Element) -> str:
    found, length = [], 0
    for style in root.iter("style"):
        sheet = harmless(str(style.text or ""))
        media = style.get("media") or ""
        if re.search(r"[{}<>@;\\]", media):
            continue
        length += len(sheet)
        if length > MAX_STYLES:
            break
        found.append(f"@media {media} {{\n{sheet}\n}}" if media.strip() else sheet)
    return "\n".join(found)


def _allowed(html: str) -> str:
    """Return what stands on the lists, parsed and written as browsers do."""
    try:
        import nh3  # late: of the extra `web`, and this alone needs it
    except ModuleNotFoundError as error:
        raise MissingExtra("nh3", "web", "Pages as archived") from error
    return nh3.clean(
        html,
        tags=set(rules.TAGS),
        clean_content_tags=set(UNSEEN) - rules.TAGS,
        attributes={tag: set(names) for tag, names in rules.ATTRIBUTES.items()},
        attribute_filter=rules.kept_attribute,
        filter_style_properties=set(rules.PROPERTIES),
        url_schemes={"data"},
        url_relative="deny",
        link_rel=None,
        strip_comments=True,
    )
