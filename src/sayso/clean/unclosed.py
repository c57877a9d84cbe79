"""Elements that would hide the rest of a page for want of an end tag: each is closed where it begins.

The parser (libxml2) has `<embed>` hold all that follows, though the HTML standard gives it no content and no end tag
(13.1.2); and `<object>` and `<applet>` without an end tag hold all up to the end of what they stand in. A page does not
show what they hold (`dom_text.UNSEEN`), so its text would be lost. Tags within scripts, comments and the like are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_NO_CONTENT = "embed"
_HOLDERS = ("object", "applet")
_RAW = ("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes")
"""Elements in which no tag is one but their own end tag (HTML standard, 13.1.2.1)."""

_ANY = re.compile(rf"<(?:{'|'.join((_NO_CONTENT, *_HOLDERS))})[\s/>]", re.IGNORECASE)
_TAG = re.compile(rf"<!--|<(/?)({'|'.join((_NO_CONTENT, *_HOLDERS, *_RAW))})(?=[\s/>])", re.IGNORECASE)
_ENDS = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in _RAW}
_REST = re.compile(r"""(?>[^>"'=]++|=\s*+(?:"[^"]*+"|'[^']*+')?+|["'])*+>""")
"""The rest of a tag after its name: `>` within a quoted value does not end it. Never goes back, so it takes linear
time; a quotation mark that nothing closes is a character like others."""

_Edit = tuple[int, int, str]
"""Characters from where to where are replaced by what."""


def closed(html: str) -> str:
    """Return the page with `<embed>`, and each `<object>` and `<applet>` without an end tag, closed where they begin.

    >>> closed("<p>One.<embed src=a><p>Two.<object data=b>Three.<object>x</object>")
    '<p>One.<embed src=a></embed><p>Two.<object data=b></object>Three.<object>x</object>'
    """
    if _ANY.search(html) is None:  # as in nearly all pages
        return html
    parts, at = [], 0
    for start, end, words in sorted(_edits(html)):
        parts += [html[at:start], words]
        at = end
    return "".join([*parts, html[at:]])


class _Tag(NamedTuple):
    """A tag of one of the elements that would hide the rest, from where to where it stands."""

    name: str
    is_end: bool
    start: int
    end: int


def _edits(html: str) -> list[_Edit]:
    edits: list[_Edit] = []
    begun: dict[str, list[int]] = {name: [] for name in _HOLDERS}
    for tag in _tags(html):
        if tag.name == _NO_CONTENT:
            edits.append((tag.start, tag.end, "") if tag.is_end else (tag.end, tag.end, f"</{_NO_CONTENT}>"))
        elif not tag.is_end:
            begun[tag.name].append(tag.end)
        elif begun[tag.name]:
            begun[tag.name].pop()
    return edits + [(place, place, f"</{name}>") for name, places in begun.items() for place in places]


def _is_whole(rest: str) -> bool:
    """Say whether a tag ends with a slash that is none of an address: <embed src=a/> has the value "a/"."""
    last = rest[:-2].rpartition(" ")[2]
    return rest.endswith("/>") and ("=" not in last or last.endswith(("'", '"')))


def _tags(html: str) -> Iterator[_Tag]:
    """Yield those tags in order, but for `<embed/>` and the like, which the parser takes for closed."""
    at = 0
    while (tag := _TAG.search(html, at)) is not None:
        if tag.group(2) is None:  # a comment; <!--> is a whole one
            at = html.find("-->", tag.start() + 2) + 3
            if at < 3:
                return
            continue
        rest = _REST.match(html, tag.end())
        if rest is None:
            return
        at, name, is_end = rest.end(), tag.group(2).lower(), bool(tag.group(1))
        if _is_whole(rest.group()):
            continue
        if name not in _RAW:
            yield _Tag(name, is_end, tag.start(), at)
        elif not is_end:
            end = _ENDS[name].search(html, at)
            if end is None:
                return
            at = end.start()
