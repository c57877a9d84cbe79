"""What is done to a saved page to make a hostile one: each is a function of its bytes and of chance alone."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from random import Random

Mutation = Callable[[bytes, Random], bytes]

BODY = b'"></script></style></title></head><body><p>'
"""Ends whatever a page's head was in when it was cut."""
LONG = 2_000
"""Repetitions at most of what is put in: enough to show what takes long, few enough for thousands of pages."""

RUNS = (
    *(" ", "\t", "\n", '"', "'", "“", "”", "‘", "’", ".", ". ", "-", "—", ",", ":", "|", "/", "(", ")", "[", "@", "#"),
    *(
        "A",
        "Aa ",
        "A. ",
        "AA BB ",
        "1",
        "12 ",
        "1,",
        "a-",
        "a'",
        "said ",
        "said said said ",
        "he said ",
        "the minister ",
    ),
    *(
        "Dora Kell said ",
        "by ",
        "By Dora Kell\n",
        "Read more\n",
        "5 May 2025 ",
        "on Monday ",
        "according to ",
        "of the ",
    ),
    *(
        "\u202e",
        "\u200d",
        "\u0301",
        "\u00ad",
        "\ufeff",
        "\ufffd",
        "\x0c",
        "\u2028",
        "新闻",
        "ß",
        "İ",
        "ǅ",
        "\U0001f3f4",
    ),
)
"""What is repeated in a text: what patterns look for, and characters that change their length or are not seen."""

MARKUP = (
    *(
        "<div>",
        "<b>",
        "<p>",
        "<p>x</p>",
        "<table><tr><td>",
        "<td>x</td>",
        "<ul><li>",
        "<svg>",
        "<a href='/x'>Read x</a>",
    ),
    *(
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<?xml ?>",
        "<script>",
        "</script>",
        "<style>",
        "<template>",
        "<pre>a\n",
        "<br>",
    ),
    *(
        "</body>",
        "</html>",
        "<html>",
        "<head>",
        "<title>",
        "<frameset>",
        "<noscript>",
        "<select><option>x",
        "<textarea>",
    ),
    *("&amp;", "&#x26;", "&#0;", "&#xD800;", "&#1114112;", "&lt;", "&nbsp;", "&", "<", ">", "<o:p>x", "<a:b c:d='e'>x"),
    *('<meta name="author" content="Dora Kell, Odo Lenk and Ada Brom">', '<meta name="date" content="99999-99-99">'),
    *(
        '<span class="author byline">',
        '<time itemprop="datePublished" datetime="1e999">',
        '<p style="display : none">x',
    ),
    *("<h1>Ports closed</h1>", "<figcaption>Photo: Dora Kell/AFP</figcaption>", "<base href='http://[::1'>"),
)

JSON_LD = (
    '{"@type": "NewsArticle", "headline": 1e999, "datePublished": "99999-99-99", "author": {"@id": "#1"}}',
    '[{"@graph": [{"@type": ["NewsArticle", 7, null], "headline": ["a", {}], "author": [[["x"]], 1, {"name": []}]}]}]',
    '{"@type": "NewsArticle", "author": {"@id": {}}, "publisher": [], "url": {"@id": 5}, "mainEntityOfPage": []}',
    '{"@type": {"@type": "NewsArticle"}, "headline": "\\ud800", "datePublished": -1, "dateModified": true}',
    '{"@type": "NewsArticle", "datePublished": "0000-00-00", "description": {"a": 1}, "name": "\\u0000\\u202e"}',
    '{"@type": "NewsArticle", "headline": ' + "9" * 5000 + "}",
    "[" * 5000,
    '{"a":' * 5000,
    "NaN",
    '"text"',
)
"""Blocks of JSON-LD that are odd in what they hold, or in how."""

CHARSETS = (
    "utf-7",
    "utf-16",
    "utf-32",
    "koi8-r",
    "shift_jis",
    "iso-2022-jp",
    "hz",
    "big5",
    "x-user-defined",
    "base64",
    "idna",
)
CHARSETS += ("rot13", "unicode_escape", "cp65001", "utf-8-sig", "mbcs", "zlib", "\x00", "a" * 40, "cp1252", "utf_16_be")


def mutated(page: bytes, chance: Random) -> tuple[tuple[str, ...], bytes]:
    """Return which mutations were chosen, one to four of them, and the page after them."""
    names = tuple(chance.choice(NAMES) for _ in range(chance.randint(1, 4)))
    for name in names:
        page = MUTATIONS[name](page, chance)
    return names, page


def part(page: bytes, chance: Random, most: int) -> bytes:
    """Return the head of a page and a stretch of its middle, so that a thousand can be read in a minute."""
    at = chance.randint(0, max(0, len(page) - most))
    return page[: most // 4] + BODY + page[at : at + most]


def _place(page: bytes, chance: Random) -> int:
    """Return a place in a page: mostly between two tags or words, so that it is still a page after an insertion."""
    at = chance.randint(0, len(page))
    if chance.random() < 0.2:
        return at
    found = page.find(chance.choice((b">", b"<", b" ")), at)
    return at if found < 0 else found + 1


def _insert(page: bytes, what: bytes, chance: Random) -> bytes:
    at = _place(page, chance)
    return page[:at] + what + page[at:]


def _stretch(page: bytes, chance: Random, most: int = 2_000) -> tuple[int, int]:
    start = _place(page, chance)
    return start, min(len(page), start + chance.randint(1, most))


def _cut(page: bytes, chance: Random) -> bytes:
    start, end = _stretch(page, chance)
    return page[:start] + page[end:]


def _end_early(page: bytes, chance: Random) -> bytes:
    return page[: _place(page, chance)]


def _repeat(page: bytes, chance: Random) -> bytes:
    start, end = _stretch(page, chance, 300)
    return page[:end] + page[start:end] * chance.randint(1, 60) + page[end:]


def _swap(page: bytes, chance: Random) -> bytes:
    start, end = _stretch(page, chance, 500)
    at = chance.randint(end, len(page))
    return page[:start] + page[end:at] + page[start:end] + page[at:]


def _noise(page: bytes, chance: Random) -> bytes:
    held = bytearray(page)
    for _ in range(chance.randint(1, 60) if held else 0):
        held[chance.randrange(len(held))] = chance.randrange(256)
    return bytes(held)


def _run(page: bytes, chance: Random) -> bytes:
    unit = "".join(chance.choice(RUNS) for _ in range(chance.choice((1, 1, 2, 3))))
    return _insert(page, (unit * chance.randint(1, LONG // len(unit))).encode(), chance)


def _markup(page: bytes, chance: Random) -> bytes:
    units = [chance.choice(MARKUP) for _ in range(chance.choice((1, 1, 2, 3)))]
    return _insert(page, ("".join(units) * chance.randint(1, LONG // 8)).encode(), chance)


def _nest(page: bytes, chance: Random) -> bytes:
    tag = chance.choice(("div", "b", "table", "ul", "a", "section", "blockquote", "font"))
    depth, (start, end) = chance.choice((10, 300, 3_000, 10_000)), _stretch(page, chance)
    return page[:start] + f"<{tag}>".encode() * depth + page[start:end] + f"</{tag}>".encode() * depth + page[end:]


def _attribute(page: bytes, chance: Random) -> bytes:
    name = chance.choice(("class", "style", "datetime", "href", "id", "itemprop", "content", "x", "onload", "rel"))
    value = chance.choice(RUNS) * chance.randint(1, LONG)
    return _insert(page, f'<p {name}="{value}">said'.encode(), chance)


def _attributes(page: bytes, chance: Random) -> bytes:
    names = " ".join(f"a{n}='{n}'" for n in range(chance.randint(1, LONG // 4)))
    return _insert(page, f"<p {names}>said".encode(), chance)


def _json_ld(page: bytes, chance: Random) -> bytes:
    return _insert(page, f'<script type="application/ld+json">{chance.choice(JSON_LD)}</script>'.encode(), chance)


def _charset(page: bytes, chance: Random) -> bytes:
    name = chance.choice(CHARSETS)
    said = chance.choice((f'<meta charset="{name}">', f'<?xml version="1.0" encoding="{name}"?>'))
    return said.encode() + page


def _recoded(page: bytes, chance: Random) -> bytes:
    wide = (
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "utf-32",
        "utf-8-sig",
        "cp1252",
        "cp1251",
        "koi8-r",
        "shift_jis",
        "utf-7",
    )
    return page.decode("utf-8", "replace").encode(chance.choice(wide), "replace")


def _controls(page: bytes, chance: Random) -> bytes:
    odd = (
        b"\x00",
        b"\xed\xa0\x80",
        b"\xff",
        b"\xfe",
        b"\x1b",
        b"\xc0\x80",
        b"\xf4\x90\x80\x80",
        b"\xef\xbf\xbf",
        b"\x80",
        b"\x0b",
    )
    for _ in range(chance.randint(1, 8)):
        page = _insert(page, chance.choice(odd) * chance.choice((1, 1, 5, 300)), chance)
    return page


def _joined(page: bytes, _: Random) -> bytes:
    """Return one line of it all, without a space."""
    return b"".join(page.split())


def _zipped(page: bytes, chance: Random) -> bytes:
    """Return a gzip stream that is whole, cut, spoilt, within another, or a bomb of a small kind."""
    packed = gzip.compress(chance.choice((page, page, b"\x00" * 3_000_000, b" " * 3_000_000)), 1, mtime=0)
    kind = chance.randrange(4)
    if kind == 1:
        return packed[: chance.randint(2, len(packed))]
    if kind == 2:
        return packed[:20] + _noise(packed[20:], chance)
    return gzip.compress(packed, 1, mtime=0) if kind else packed


MUTATIONS: dict[str, Mutation] = {
    "attribute": _attribute,
    "attributes": _attributes,
    "charset": _charset,
    "controls": _controls,
    "cut": _cut,
    "end early": _end_early,
    "joined": _joined,
    "json-ld": _json_ld,
    "markup": _markup,
    "nest": _nest,
    "noise": _noise,
    "recoded": _recoded,
    "repeat": _repeat,
    "run": _run,
    "swap": _swap,
    "zipped": _zipped,
}
NAMES = tuple(MUTATIONS)
