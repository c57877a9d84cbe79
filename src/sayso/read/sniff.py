"""What bytes are, from their first 64 KB and, where those leave it open, from the file's suffix."""

from __future__ import annotations

import codecs
import json
import re
import zlib
from enum import StrEnum

HEAD_SIZE = 65_536
"""Bytes looked at. Scripts and styles may fill a page's first kilobytes, but `<html` stands before them."""


class Kind(StrEnum):
    """How the bytes are to be read."""

    HTML = "html"
    FEED = "feed"
    JSON = "json"
    JSON_LINES = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"
    TEXT = "text"
    XML = "xml"
    """XML that is neither a feed nor a page: nothing here reads it."""
    WARC = "web archive"
    WACZ = "web archive collection"
    ARC = "old web archive"
    """What web archives were before 2009."""


TABLE_SUFFIXES = {
    ".jsonl": Kind.JSON_LINES,
    ".ndjson": Kind.JSON_LINES,
    ".json": Kind.JSON,
    ".csv": Kind.CSV,
    ".tsv": Kind.CSV,
    ".parquet": Kind.PARQUET,
}
HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})
WARC_NAMES = (".warc", ".warc.gz", ".warc.zst")
"""How a web archive's name ends: it is read as one though its beginning is damaged."""
ARC_NAMES = (".arc", ".arc.gz")
"""The same of an ARC file."""
FROM_ADDRESS = "it is a web archive, which is read from a file alone: download it first, and name the file"
"""Archives are gigabytes: what was read of one would be lost with the connection."""


ZSTD_MAGICS = (b"\x28\xb5\x2f\xfd", b"\x5d\x2a\x4d\x18")
"""Zstandard, and the frame before it in a .warc.zst file: of what has no name, only web archives are packed so."""


def kind_of(head: bytes, suffix: str = "", *, text_column: str | None = None) -> Kind:
    """Say how to read bytes that begin with `head`.

    A table's suffix decides; then a page's or feed's first element; then the suffix of a page; then the look of
    JSON, or of a table whose header has `text_column`. All else is text.

    >>> kind_of(b"<!DOCTYPE html><p>Hello", ".txt")
    <Kind.HTML: 'html'>
    >>> kind_of(b"Hello", ".txt")
    <Kind.TEXT: 'text'>
    """
    if head.startswith(b"PAR1"):
        return Kind.PARQUET
    if suffix in TABLE_SUFFIXES:
        return TABLE_SUFFIXES[suffix]
    text = _readable(head)
    markup = _markup(text)
    if markup is not None:
        return Kind.HTML if markup is Kind.XML and suffix in HTML_SUFFIXES else markup
    if suffix in HTML_SUFFIXES:
        return Kind.HTML
    return _unnamed_table(text, text_column) or Kind.TEXT


def archive_kind(head: bytes, name: str = "") -> Kind | None:
    r"""Say which kind of web archive a file is, by its first bytes as they are in it, compressed or not, and its name.

    >>> archive_kind(b"WARC/1.1\r\n"), archive_kind(b"PK\x03\x04", "crawl.wacz")
    (<Kind.WARC: 'web archive'>, <Kind.WACZ: 'web archive collection'>)
    >>> archive_kind(b"<!DOCTYPE html>", "page.html") is None
    True
    """
    begins = _inflated(head) if head.startswith(b"\x1f\x8b") else head
    named = name.casefold()
    if begins.startswith(b"filedesc://") or (named.endswith(ARC_NAMES) and not begins.startswith(b"WARC/")):
        return Kind.ARC
    if begins.startswith(b"WARC/") or named.endswith(WARC_NAMES) or (not name and begins.startswith(ZSTD_MAGICS)):
        return Kind.WARC
    return Kind.WACZ if head.startswith(b"PK") and named.endswith(".wacz") else None


def is_archive_address(url: str) -> bool:
    """Say whether a URL is that of a web archive, by its name.

    >>> is_archive_address("https://example.org/crawl.warc.gz?x=1"), is_archive_address("https://example.org/warc")
    (True, False)
    """
    path = re.split(r"[?#]", url, maxsplit=1)[0].casefold()
    return path.endswith((*WARC_NAMES, *ARC_NAMES, ".wacz"))


def looks_like_html(text: str) -> bool:
    """Say whether a cell of a table holds a page or a part of one: it begins with a tag, or has tags of blocks.

    A link alone is not enough: plain texts carry one now and then, and their line breaks would be lost.

    >>> looks_like_html("Rain.<br>Sun."), looks_like_html("<b>Rain</b>"), looks_like_html('See <a href="x">it</a>.')
    (True, True, False)
    """
    return _BLOCK.search(text[:HEAD_SIZE]) is not None


def has_markup(text: str) -> bool:
    """Say whether there is any tag or entity in a text that was declared to be HTML.

    >>> has_markup("AT&amp;T"), has_markup("if a < b and c > d"), has_markup("It <i>rains</i>.")
    (True, False, True)
    """
    return _TAG.search(text[:HEAD_SIZE]) is not None


def is_utf8(head: bytes) -> bool:
    """Say whether the bytes are UTF-8; they may end within a character."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head, final=False)
    except UnicodeDecodeError:
        return False
    return True


def not_text(head: bytes) -> str | None:
    """Say what the bytes are where they are no text ("a PDF file", "binary data"), else return None.

    A few NULs are let through: they occur in texts that went through broken tools.
    """
    for magic, name in _MAGIC.items():
        if head.startswith(magic):
            return name
    if head.startswith(_UTF_BOMS) or _is_utf16(head):
        return None
    nuls = head.count(0)
    if nuls > len(head) * MAX_NULS:
        return "binary data"
    printable = head.replace(b"\0", b"") if nuls else head
    return None if is_utf8(printable) or _has_a_charset(printable) else "binary data"


MAX_NULS = 0.01
"""Programs, images and databases have several per cent of NULs; a text that a tool spoilt has a handful."""

CHARSET_SAMPLE = 8_192
"""Bytes given to charset-normalizer: enough to tell a text from noise, and 20 ms at the most."""

_MAGIC = {
    b"%PDF": "a PDF file",
    b"PK\x03\x04": "a ZIP archive or an office file",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "an old office file",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"SQLite format 3\0": "a SQLite database",
    b"\x1f\x8b": "gzip data inside gzip data",
    b"BZh": "a bzip2 file",
    b"\xfd7zXZ\0": "an xz file",
    b"\x28\xb5\x2f\xfd": "a Zstandard file",
    b"\x7fELF": "a program",
    b"{\\rtf": "an RTF file",
    b"WARC/": "a WARC archive",
    b"filedesc://": "an ARC archive",
}
_UTF_BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)

_ROOT = re.compile(r"<(?:(rss|feed|rdf:RDF)|(html|!doctype\s+html|head|body))[\s>/]", re.IGNORECASE)
_PROLOG = re.compile(r"\s*<(\?xml|!doctype|!--|rss|feed|rdf:|html|head|body)", re.IGNORECASE)
_BLOCK = re.compile(
    r"\A\s*<(!doctype|!--|html|head|body|main|article|section|header|p|div|span|a|b|i|em|strong|font|img|figure|table|ul"
    r"|ol|blockquote|center|h[1-6]|meta|link|script|style|title)(\s[^<>]*)?/?>|</(p|div|li|ul|ol|h[1-6]|table|html|body|article)\s*>|<br\s*/?>",
    re.IGNORECASE,
)
_OBJECT = re.compile(r"\{\s*[\"}]")
"""How an object of JSON begins; a transcript may begin with `{applause}`."""
_TAG = re.compile(r"</[a-z][a-z0-9]*\s*>|<[a-z][a-z0-9]*(\s[^<>]*)?/?>|&(#?\w{1,32});", re.IGNORECASE)


def _inflated(head: bytes) -> bytes:
    try:
        return zlib.decompressobj(31).decompress(head, 64)
    except zlib.error:
        return b""


def _readable(head: bytes) -> str:
    """Return the head with its ASCII characters right, whatever the encoding: markup is ASCII."""
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return head.decode("utf-32", "ignore")
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head.decode("utf-16", "ignore")
    if _is_utf16(head):
        return head.replace(b"\0", b"").decode("latin-1")
    return head.removeprefix(codecs.BOM_UTF8).decode("latin-1")


def _markup(text: str) -> Kind | None:
    """Return FEED, HTML or XML where the text begins as such."""
    prolog = _PROLOG.match(text)
    if prolog is None:
        return None
    root = _ROOT.search(text)
    if root is not None:
        return Kind.FEED if root.group(1) else Kind.HTML
    return Kind.XML if prolog.group(1).casefold() == "?xml" else None


def _unnamed_table(text: str, text_column: str | None) -> Kind | None:
    """Recognise JSON, and a CSV table by the column that the user named."""
    first_line, _, rest = text.lstrip().partition("\n")
    if _OBJECT.match(text.lstrip()):
        return Kind.JSON_LINES if _is_object(first_line) and rest.strip() else Kind.JSON
    if re.match(r"\[\s*\{", text.lstrip()):
        return Kind.JSON
    cells = {cell.strip(' "\r').casefold() for cell in re.split(r"[,;\t|]", first_line)}
    return Kind.CSV if text_column and text_column.strip().casefold() in cells else None


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _is_utf16(head: bytes) -> bool:
    """Recognise UTF-16 without a byte order mark: of most character pairs, the same half is NUL."""
    if 0 not in head:  # as in nearly all pages
        return False
    pairs = len(head) // 2
    even, odd = head[::2].count(0), head[1::2].count(0)
    return pairs > 0 and max(even, odd) > 0.5 * pairs and min(even, odd) < 0.02 * pairs


def _has_a_charset(head: bytes) -> bool:
    from charset_normalizer import from_bytes  # imported late: only bytes that are not UTF-8 need it

    return from_bytes(head[:CHARSET_SAMPLE]).best() is not None
