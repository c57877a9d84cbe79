"""What the two formats of the web share: names for things, and which addresses are safe to give as addresses."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

SCHEMA = "https://schema.org/"
PROV = "http://www.w3.org/ns/prov#"
SAYSO = "urn:sayso:term:"
"""The namespace of the words that neither schema.org nor PROV-O has."""


_LANGUAGE = re.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
"""What may stand in a `lang` attribute (RFC 5646, its common part)."""


def language_tag(language: str | None) -> str | None:
    """Return the language if it may stand in a `lang` attribute, else None.

    >>> language_tag("pt-BR"), language_tag('en" onclick="'), language_tag(None)
    ('pt-BR', None, None)
    """
    return language if _LANGUAGE.fullmatch(language or "") else None


def name_of(kind: str, identity: str) -> str:
    """Return the IRI of a thing in the ledger.

    >>> name_of("statement", "0f")
    'urn:sayso:statement:0f'
    """
    return f"urn:sayso:{kind}:{identity}"


def web_address(address: str | None) -> str | None:
    """Return the address if it is one of the web, else None: a path, or `javascript:..`, is no address to follow.

    >>> web_address("https://herald.example/a"), web_address("javascript:alert(1)"), web_address("C:/a.html")
    ('https://herald.example/a', None, None)
    """
    if not address or any(character.isspace() or not character.isprintable() for character in address):
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in ("http", "https") and parts.netloc else None
