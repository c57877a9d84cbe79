"""Text of strangers as XML: escaped, and what XML has no place for replaced so that it is seen to be missing."""

from __future__ import annotations

import re
from html import escape

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What is no Char in XML 1.0: control characters, halves of surrogate pairs, two noncharacters."""

_WHITE = {"\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
"""As they stand, a parser would make spaces of them in an attribute, and a line feed of the last one anywhere."""


def xml_text(value: str) -> str:
    r"""Return the text for between two tags or between double quotation marks.

    >>> xml_text('a<b & "c"\x00\n')
    'a&lt;b &amp; &quot;c&quot;\ufffd&#10;'
    """
    escaped = escape(xml_characters(value))
    for character, reference in _WHITE.items():
        escaped = escaped.replace(character, reference)
    return escaped


def xml_characters(value: str) -> str:
    r"""Return the text with U+FFFD for each character that XML has no place for.

    >>> xml_characters("a\x00b")
    'a\ufffdb'
    """
    return _FORBIDDEN.sub("\ufffd", value)


def xml_attributes(values: dict[str, object]) -> str:
    """Return attributes, each with a space before it; those that are None are left out.

    >>> xml_attributes({"id": "n0", "start": None, "count": 2})
    ' id="n0" count="2"'
    """
    return "".join(f' {name}="{xml_text(str(value))}"' for name, value in values.items() if value is not None)
