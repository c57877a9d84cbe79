r"""A page's style sheets without what would load something; the frame's policy refuses it too.

CSS Syntax Module Level 3 lets letters of names be written as escapes (`\75 rl(..)` is `url(..)`), so these are written
out first; it changes no meaning.
"""

from __future__ import annotations

import re

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_LETTER = re.compile(r"\\(?:0{0,4}([46][1-9a-f]|[57][0-9a])(?:\r\n|[ \t\r\n\f])?|([g-z]))", re.IGNORECASE)
_IMPORT = re.compile(r"@(?:import|charset|namespace)\b[^;{}]*;?", re.IGNORECASE)
_ADDRESS = re.compile(r"url\s*\((?!\s*[\"']?data:image/)", re.IGNORECASE)
_LOADING = re.compile(r"(?:-[a-z]+-)?(?:image-set|image|cross-fade|src|expression)\s*\(", re.IGNORECASE)
MOST_ESCAPED = 3
"""Times that an escape may stand within another; no page does that, and a sheet that goes deeper is left out."""
_FIXED = re.compile(r"position\s*:\s*(?:fixed|sticky)", re.IGNORECASE)
"""Bars that a script would close: nothing runs, and they would stay above the text."""


def harmless(sheet: str) -> str:
    r"""Return a style sheet that loads nothing; a declaration that would have is one that browsers pass over.

    >>> harmless('@import "//a.example/b.css"; p { color: red; background: \\75 rl(//a.example/c.png) }')
    '  p { color: red; background: none(//a.example/c.png) }'
    >>> harmless("p { background: url(data:image/png;base64,aGk=) } </style><script>")
    'p { background: url(data:image/png;base64,aGk=) }  /style> script>'
    """
    plain = _COMMENT.sub(" ", sheet.replace("\x00", " ").replace("<", " "))
    for _ in range(MOST_ESCAPED):
        plain = _LETTER.sub(_letter, plain)
    if _LETTER.search(plain):
        return ""
    # A blank for what goes: two halves of a name must not become one.
    for pattern, put in ((_IMPORT, " "), (_ADDRESS, "none("), (_LOADING, "none("), (_FIXED, "position: static")):
        plain = pattern.sub(put, plain)
    return plain


def _letter(match: re.Match[str]) -> str:
    return chr(int(match[1], 16)) if match[1] else match[2]
