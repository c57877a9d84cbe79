"""Bytes to characters: what the bytes prove, then what was declared, then what is likely.

Order: a byte order mark; non-ASCII bytes that are valid UTF-8 (no other encoding does that by accident); the charset
that the carrier declared; the one that the page declares (`<meta>`, XML declaration), either with a few bytes amiss;
UTF-8 with stray Windows-1252 bytes; charset-normalizer. Nothing raises: what can't be decoded becomes U+FFFD. So does
NUL, as in browsers (HTML standard, 13.2.5): no text of a page holds it from here on, since not every database can.
"""

from __future__ import annotations

import codecs
import re

from sayso.clean.charsets import python_name, with_few_amiss
from sayso.likely_charset import likely_charset, utf8_bytes

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with UTF-16's
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_.:-]{1,40})[\"']", re.IGNORECASE)
_UNHELD = re.compile("[\0\ud800-\udfff]")

SAMPLE_BYTES, MARKS = 200_000, (b"\n", b" ", b"<")
"""How much of a page its encoding is guessed from, and where that may end."""

DECLARATION_BYTES = 4096
"""How far into a page a declaration is looked for; browsers read 1,024 bytes, but some pages put comments first."""


def decode(content: bytes, charset: str | None = None, media_type: str = "text/plain") -> str:
    r"""Return the characters of `content`; a byte order mark is left out, line breaks stay as they are, NUL is U+FFFD.

    >>> decode(b"caf\xc3\xa9 \x96 caf\xe9")
    'café – café'
    >>> decode("Привет".encode("cp1251"), charset="windows-1251")
    'Привет'
    """
    for mark, name in _BOMS:
        if content.startswith(mark):
            return _scrub(content[len(mark) :].decode(name, "replace"))
    decoded = _strict(content, "utf-8")
    if decoded is not None and not content.isascii():
        return decoded.replace("\0", "�")  # UTF-8 has no surrogates
    for charset_name in (charset, _declared_in_page(content) if media_type == "text/html" else None):
        declared = _declared(content, charset_name)
        if declared is not None:
            return declared
    if decoded is not None and b"\x00" not in content:
        return decoded
    return _scrub(_likely(content))


def _declared(content: bytes, name: str | None) -> str | None:
    encoding = python_name(name)
    if encoding is None or (encoding.startswith(("utf-16", "utf-32")) and b"\0" not in content):
        return None  # a page has line breaks and tags, which have NULs in them
    decoded = _strict(content, encoding)
    if decoded is None:
        decoded = with_few_amiss(content, encoding)
    return None if decoded is None else _scrub(decoded)


def _declared_in_page(content: bytes) -> str | None:
    head = content[:DECLARATION_BYTES]
    match = _XML.search(head) or _META.search(head)
    name = match.group(1).decode("ascii") if match else None
    # A declaration that could be read byte by byte was not written in UTF-16, whatever it says (WHATWG HTML, 13.2.3.2).
    return None if name is None or name.lower().startswith(("utf-16", "utf-32")) else name


def _strict(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except (UnicodeError, ValueError):
        return None


def _likely(content: bytes) -> str:
    wide = _without_mark(content)
    if wide is not None:
        return wide
    high = len(content) - len(content.translate(None, bytes(range(128, 256))))
    if 2 * utf8_bytes(content) >= high:
        return content.decode("utf-8", "sayso_cp1252")
    return content.decode(likely_charset(content, SAMPLE_BYTES, MARKS), "replace")


def _without_mark(content: bytes) -> str | None:
    """Return UTF-16 that lacks its mark: every other byte of Western text is then NUL."""
    sample = content[:2000]
    half = max(1, len(sample) // 2)
    if sample[1::2].count(0) > 0.7 * half > 2:
        return content.decode("utf-16-le", "replace")
    if sample[0::2].count(0) > 0.7 * half > 2:
        return content.decode("utf-16-be", "replace")
    return None


def _windows_islands(error: UnicodeError) -> tuple[str, int]:
    """Read the bytes that aren't UTF-8 as Windows-1252: pages pasted together from two sources have both."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


def _scrub(text: str) -> str:
    """Replace NUL, and lone surrogates, which can't be stored as UTF-8; the length stays."""
    return _UNHELD.sub("�", text)


codecs.register_error("sayso_cp1252", _windows_islands)
