"""Ids derived from content: the same input gives the same id, on any machine and in any order."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import astuple

from sayso.records import Given, Span

ID_LENGTH = 16
"""Hexadecimal digits of an id: 64 bits, so that among 10 million rows a clash has odds of about 1 in 400,000."""

_compact = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"))


def sha256(content: bytes) -> str:
    """Return the SHA-256 of the bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def derived_id(kind: str, *parts: object) -> str:
    """Return an id that depends on `kind` and the parts (strings, numbers, tuples, None) and on nothing else.

    >>> derived_id("document", "abc") == derived_id("document", "abc")
    True
    >>> derived_id("document", "abc") == derived_id("article", "abc")
    False
    """
    key = _compact.encode([kind, *parts])
    return hashlib.sha256(key.encode("ascii")).hexdigest()[:ID_LENGTH]


def document_id(content_sha256: str, media_type: str, given: Given) -> str:
    """Return the id of a document: the same bytes, read as the same type, with the same words beside them."""
    return derived_id("document", content_sha256, media_type, astuple(given))


def article_id(document: str, text: str) -> str:
    """Return the id of a document's article; another cleaning of the same document has another id."""
    return derived_id("article", document, text)


def statement_id(article: str, source: Sequence[Span], cue: Sequence[Span], content: Sequence[Span]) -> str:
    """Return the id of a statement: where its three roles stand in its article."""
    return derived_id("statement", article, list(source), list(cue), list(content))


def link_id(kind: str, from_id: str, to_id: str) -> str:
    """Return the id of a link between two statements, or two articles: what it says, and of which."""
    return derived_id("link", kind, from_id, to_id)
