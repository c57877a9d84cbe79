"""The articles that a page describes in JSON-LD (schema.org). Anything may be missing or odd."""

from __future__ import annotations

import html
import json
import re
from collections import deque
from collections.abc import Iterator
from html.entities import html5
from typing import Any

ARTICLE_TYPES = re.compile(
    r"(?:.*[/#:])?(?:\w*Article|BlogPosting|LiveBlogPosting|SocialMediaPosting|Report|\w*NewsItem)\Z"
)
MAX_BLOCK = 2_000_000
"""Characters of a page's blocks that are still parsed; article bodies and link lists stay far below."""
MAX_NODES = 20_000
"""Objects of one page that are looked at."""

_UNHELD = re.compile("[\0\ud800-\udfff]")
_REFERENCE = re.compile(r"&(?:#\w{1,8}|[A-Za-z]\w{1,30});")
"""An escape. HTML knows some without the semicolon, but so do addresses: `&section=2` is no `§ion=2`."""
_CONTROL = re.compile(r"[\x00-\x1f]+")
_TRAILING_COMMA = re.compile(r",\s*([}\]])")
_OPENS = ("<!--", "<![CDATA[")
_CLOSES = ("-->", "]]>")
"""What hides a block from browsers of long ago, after a JavaScript comment's two slashes or by itself."""


def objects(*blocks: str) -> Iterator[dict[str, Any]]:
    r"""Yield every object in a page's blocks, of each the outermost first; none of one that is past common repairs.

    `MAX_NODES` objects and lists are looked at in all, and blocks parsed as long as they have `MAX_BLOCK` characters.

    >>> [o.get("@type") for o in objects('[{"@graph": [{"@type": "NewsArticle", "headline": "A\tB"},]}]')]
    [None, 'NewsArticle']
    """
    seen, left = 0, MAX_BLOCK
    for block in blocks:
        if len(block) > left:
            continue
        left -= len(block)
        waiting: deque[Any] = deque([_parsed(block)])
        while waiting and seen < MAX_NODES:
            value = waiting.popleft()
            seen += 1
            if isinstance(value, dict):
                yield value
            held = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
            waiting += [inner for inner in held if isinstance(inner, dict | list)]


def is_article(entry: dict[str, Any]) -> bool:
    """Whether an object is an article of some kind (NewsArticle, ReportageNewsArticle, BlogPosting, ..)."""
    kinds = entry.get("@type")
    return any(
        isinstance(kind, str) and ARTICLE_TYPES.match(kind) for kind in (kinds if isinstance(kinds, list) else [kinds])
    )


def resolved(entry: dict[str, Any], entries: list[dict[str, Any]], fields: tuple[str, ...]) -> dict[str, Any]:
    """Return the entry with the references in some fields replaced by what they refer to on the page.

    >>> people = [{"@id": "#1", "name": "Ada Brom"}]
    >>> resolved({"author": {"@id": "#1"}}, people, ("author",))
    {'author': [{'@id': '#1', 'name': 'Ada Brom'}]}
    """
    named = {other["@id"]: other for other in entries if isinstance(other.get("@id"), str) and other.get("name")}

    def follow(value: object) -> object:
        key = value.get("@id") if isinstance(value, dict) and not value.get("name") else None
        return named.get(key, value) if isinstance(key, str) else value

    changed = {}
    for field in fields:
        value = entry.get(field)
        if value:
            changed[field] = [follow(one) for one in (value if isinstance(value, list) else [value])]
    return entry | changed


def names(value: object) -> tuple[str, ...]:
    """Return the names in a value: a string, an object with a name, or a list of these.

    >>> names([{"@type": "Person", "name": "Ada Brom"}, "Odo Lenk"])
    ('Ada Brom', 'Odo Lenk')
    """
    found = []
    for entry in value if isinstance(value, list) else [value]:
        name = entry.get("name") if isinstance(entry, dict) else entry
        if isinstance(name, list):
            name = name[0] if name else None
        text = string(name)
        if text:
            found.append(text)
    return tuple(dict.fromkeys(found))


def string(value: object) -> str | None:
    """Return a value as one line of text, or None where it is empty or no string."""
    if not isinstance(value, str):
        return None
    # Twice: some systems escape what is escaped. An escape such as \\ud800 or \\u0000 gives what can't be kept.
    return " ".join(_UNHELD.sub("�", _unescaped(_unescaped(value))).split()) or None


def _unescaped(text: str) -> str:
    r"""Return a text with its escapes written out.

    >>> _unescaped("R&amp;D &#8211; https://herald.example/a?id=1&section=2&region=3")
    'R&D – https://herald.example/a?id=1&section=2&region=3'
    """
    return _REFERENCE.sub(_written_out, text)


def _written_out(found: re.Match[str]) -> str:
    name = found[0][1:]
    return html.unescape(found[0]) if name[0] == "#" or name in html5 else found[0]


def _parsed(block: str) -> object:
    text = _bare(block).rstrip(";")
    for repaired in (text, _TRAILING_COMMA.sub(r"\1", _CONTROL.sub(" ", text))):
        try:
            return json.loads(repaired, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _bare(block: str) -> str:
    r"""Return a block without the comment marks around it. A pattern that looks for the end takes hours over blanks.

    >>> _bare(" //<![CDATA[ \n {} \n // ]]> ")
    '{}'
    """
    text = block.strip()
    opened = text.removeprefix("//").lstrip()
    text = next((opened.removeprefix(mark).lstrip() for mark in _OPENS if opened.startswith(mark)), text)
    mark = next((mark for mark in _CLOSES if text.endswith(mark)), None)
    return text if mark is None else text.removesuffix(mark).rstrip().removesuffix("//").rstrip()
