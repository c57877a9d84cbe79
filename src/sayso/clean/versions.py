"""The same page in other languages, as a page itself says: `hreflang` links, schema.org's translations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from sayso.clean import json_ld
from sayso.clean.decoding import decode
from sayso.clean.page_tree import Element, parse
from sayso.records import Document

MAX_HEAD = 500_000
"""Characters that are looked at: what is asked for stands in a page's head."""
MAX_VERSIONS = 100
_BODY = re.compile(r"<body\b", re.IGNORECASE)
_WORKS = {"translationOfWork": "original", "workTranslation": "translation"}
"""https://schema.org/translationOfWork and its inverse -> what the other page is."""


class OtherVersion(NamedTuple):
    """A page that is the same in another language."""

    url: str
    language: str | None
    """The tag as the page gives it, or None."""
    relation: str
    """`original`, `translation`, or `alternate`: the page doesn't say which of both was first."""
    basis: str


def other_versions(document: Document) -> tuple[OtherVersion, ...]:
    r"""Return what an HTML document names; what says which of both is the original goes before what does not.

    >>> from sayso.read import make_document
    >>> html = b'<link rel="alternate" hreflang="ru" href="/ru/a"><link rel="alternate" hreflang="x-default" href="/a">'
    >>> where = "https://herald.example/a"
    >>> document = make_document(content=html, name="a", origin=where, fetched="", media_type="text/html")
    >>> other_versions(document)
    (OtherVersion(url='https://herald.example/ru/a', language='ru', relation='alternate', basis='hreflang'),)
    """
    html = decode(document.content, document.charset, document.media_type)[:MAX_HEAD]
    body = _BODY.search(html)
    root = parse(html[: body.start()] if body else html)
    if root is None:
        return ()
    base = document.given.url or document.origin
    found: dict[str, OtherVersion] = {}
    for one in (*_works(root), *_alternates(root)):
        url = _address(one.url, base)
        if url and len(found) < MAX_VERSIONS:
            found.setdefault(url, one._replace(url=url))
    return tuple(found.values())


def _alternates(root: Element) -> Iterator[OtherVersion]:
    for link in root.iter("link"):
        language = (link.get("hreflang") or "").strip().lower()
        if "alternate" in (link.get("rel") or "").lower().split() and language not in ("", "x-default"):
            yield OtherVersion(link.get("href") or "", language, "alternate", "hreflang")


def _works(root: Element) -> Iterator[OtherVersion]:
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower() or not script.text:
            continue
        for entry in json_ld.objects(str(script.text)):
            for name, relation in _WORKS.items() if json_ld.is_article(entry) else ():
                value = entry.get(name)
                for one in value if isinstance(value, list) else [value]:
                    yield from _work(one, name, relation)


def _work(value: object, name: str, relation: str) -> Iterator[OtherVersion]:
    entry: dict[str, Any] = value if isinstance(value, dict) else {"url": value}
    url = json_ld.string(entry.get("url")) or json_ld.string(entry.get("@id"))
    if url:
        yield OtherVersion(url, json_ld.string(entry.get("inLanguage")), relation, f"json-ld {name}")


def _address(url: str, base: str) -> str | None:
    try:
        whole = urljoin(base, url.strip())
        parts = urlsplit(whole)
    except ValueError:
        return None
    return whole if parts.scheme in ("http", "https") and parts.hostname else None
