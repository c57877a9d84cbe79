"""Charsets as pages name them -> what Python reads them by; bytes that a declared charset lacks.

Labels mean what they mean to browsers (WHATWG Encoding, section 4.2): each of the older Asian and Western charsets is
read as the larger one that pages were written in under its name.
"""

from __future__ import annotations

import codecs
import re

from sayso.likely_charset import high_bytes, is_mostly_utf8

AS_BROWSERS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "shift_jis": "cp932",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "cp936": "gb18030",
    "euc_kr": "cp949",
    "big5": "cp950",
}
"""Python's name of a charset -> that of the larger one it is read as."""
LABELS = {
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "ms_kanji": "cp932",
    "x-euc-jp": "euc_jp",
    "x-gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "x-x-big5": "cp950",
    "cn-big5": "cp950",
    "windows-949": "cp949",
    "ks_c_5601-1989": "cp949",
    "windows-874": "cp874",
    "dos-874": "cp874",
    "dos-866": "cp866",
    "x-cp1250": "cp1250",
    "x-cp1251": "cp1251",
    "x-cp1252": "cp1252",
    "iso-8859-8-i": "iso8859-8",
    "logical": "iso8859-8",
    "koi": "koi8-r",
    "koi8": "koi8-r",
    "koi8-ru": "koi8-u",
    "x-mac-cyrillic": "mac-cyrillic",
    "x-mac-roman": "mac-roman",
    "unicode-1-1-utf-8": "utf-8",
}
"""Labels of the web that Python does not know."""
_REFUSED = frozenset({"utf_7", "unicode_escape", "raw_unicode_escape", "idna", "punycode", "undefined", "mbcs", "oem"})
"""Encodings of Python that no page may choose: they aren't encodings of the web, and some give lone surrogates."""
_OF_ONE_BYTE = re.compile(r"cp(125\d|874|866)|iso8859|koi8|mac")
_OF_TWO_BYTES = frozenset({"cp932", "cp949", "gb18030", "cp950", "big5hkscs", "euc_jp"})

FEW = 100
"""One byte in so many may be amiss: a page of thousands, with a line pasted from elsewhere."""
HANDFUL, FEW_OF_HANDFUL = 5, 6
"""So many may be amiss in a short text, if they are no more than one byte in six."""


def python_name(label: str | None) -> str | None:
    """Return Python's name of a declared charset, or None where it is no encoding of text.

    >>> python_name("Shift_JIS"), python_name("latin-1"), python_name("utf-7"), python_name("no-such")
    ('cp932', 'cp1252', None, None)
    """
    if not label:
        return None
    plain = label.strip().strip("\"'").lower()
    try:
        info = codecs.lookup(LABELS.get(plain, plain))
    except (LookupError, ValueError):
        return None
    if info.name.replace("-", "_") in _REFUSED or not getattr(info, "_is_text_encoding", True):
        return None
    return AS_BROWSERS.get(info.name, info.name)


def with_few_amiss(content: bytes, encoding: str) -> str | None:
    """Return what a declared encoding makes of bytes of which it lacks a few, or None where it lacks too many.

    Those are U+FFFD, in Windows' charsets the controls that browsers take them for, and in Big5 the characters of Hong
    Kong, which browsers count to it.
    """
    if not _OF_ONE_BYTE.match(encoding) and encoding not in _OF_TWO_BYTES:
        return None
    lacking = "replace" if encoding in _OF_TWO_BYTES else "sayso_controls"
    text = content.decode(encoding, "sayso_hong_kong" if encoding == "cp950" else lacking)
    amiss, high = text.count("�"), high_bytes(content)
    is_few = FEW * amiss <= high or (amiss <= HANDFUL and FEW_OF_HANDFUL * amiss <= high)
    return text if is_few and not is_mostly_utf8(content) else None


def _controls(error: UnicodeError) -> tuple[str, int]:
    """Read the bytes that a charset of Windows leaves open as browsers do (WHATWG Encoding, its indexes)."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start : error.end]
    return "".join(chr(byte) if 0x80 <= byte <= 0x9F else "�" for byte in bad), error.end


def _hong_kong(error: UnicodeError) -> tuple[str, int]:
    """Read two bytes that Windows' Big5 leaves open as Hong Kong's does."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    end = error.start + 2
    try:
        return error.object[error.start : end].decode("big5hkscs"), min(end, len(error.object))
    except UnicodeDecodeError:
        return "�", error.start + 1


codecs.register_error("sayso_controls", _controls)
codecs.register_error("sayso_hong_kong", _hong_kong)
