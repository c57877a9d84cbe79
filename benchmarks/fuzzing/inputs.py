"""Seeds -> hostile inputs: a file of some kind, made from a saved page by chance."""

from __future__ import annotations

import gzip
import html
import io
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from benchmarks.fuzzing.mutations import RUNS, mutated, part

MOST = 12_000
"""Bytes of a saved page's middle that are taken: with its head enough for each stage to have work."""

_TAG = re.compile(r"<[^<>]{0,2000}>")
ODD = (
    None,
    True,
    -1,
    1e308,
    "",
    " ",
    "\x00",
    [],
    {},
    [[]],
    {"name": None},
    {"name": []},
    ["a", 1, None],
    10**400,
    "=1+1",
)
"""Values that a table's cells hold in the place of words."""
KEYS = (
    "text",
    "html",
    "content",
    "title",
    "outlet",
    "source",
    "authors",
    "author",
    "published",
    "date",
    "language",
    "url",
    "id",
)


@dataclass(frozen=True, slots=True)
class Made:
    """An input, the kind that it is of, and what was done to make it."""

    kind: str
    name: str
    edits: tuple[str, ...]
    content: bytes


def pages(folder: Path) -> list[Path]:
    """Return the saved pages under a folder, sorted: gzipped HTML."""
    return sorted(folder.glob("**/*.html.gz"))


def made(seeds: Sequence[Path], seed: int, number: int) -> Made:
    """Return input `number` of a seed: the same every time, whatever was made before it."""
    chance = Random(f"{seed}/{number}")  # noqa: S311 - chance, no secret
    page = part(gzip.decompress(chance.choice(seeds).read_bytes()), chance, chance.choice((300, 900, 900, 3_000, MOST)))
    kind = chance.choices(list(KINDS), [weight for weight, _ in KINDS.values()])[0]
    return KINDS[kind][1](page, chance)


def _page(page: bytes, chance: Random) -> Made:
    edits, page = mutated(page, chance)
    return Made("page", "page.html", edits, page)


def _text(page: bytes, chance: Random) -> Made:
    edits, text = mutated(_words(page).encode(), chance)
    return Made("text", "text.txt", edits, text)


def _json_lines(page: bytes, chance: Random) -> Made:
    lines = []
    for _ in range(chance.randint(1, 6)):
        lines.append(json.dumps(_row(page, chance)))
    edits, content = _spoilt("\n".join(lines).encode(), chance)
    return Made("jsonl", "rows.jsonl", edits, content)


def _json(page: bytes, chance: Random) -> Made:
    rows = [_row(page, chance) for _ in range(chance.randint(1, 6))]
    content = json.dumps(chance.choice((rows, rows[0], [rows], {"a": rows}))).encode()
    deep = (b'{"text": ', b"[", b'[{"a":')
    if chance.random() < 0.2:
        content = chance.choice(deep) * chance.choice((50, 3_000, 100_000)) + content
    edits, content = _spoilt(content, chance)
    return Made("json", "rows.json", edits, content)


def _csv(page: bytes, chance: Random) -> Made:
    delimiter = chance.choice(",;\t|")
    columns = chance.sample(KEYS, chance.randint(1, 6)) + chance.choice(([], ["text"], ["text", "text"]))
    lines = [delimiter.join(columns)]
    for _ in range(chance.randint(1, 5)):
        cells = (str(_cell(page, chance)).replace('"', chance.choice(('""', '"', ""))) for _ in columns)
        lines.append(delimiter.join(f'"{cell}"' if chance.random() < 0.9 else cell for cell in cells))
    edits, content = _spoilt(chance.choice(("\n", "\r\n", "\r")).join(lines).encode("utf-8", "replace"), chance)
    return Made("csv", chance.choice(("rows.csv", "rows.tsv")), edits, content)


def _parquet(page: bytes, chance: Random) -> Made:
    import pyarrow as pa
    from pyarrow import parquet

    rows = chance.randint(1, 4)
    kinds: Sequence[Callable[[], object]] = (
        lambda: pa.array([_words(page)[: chance.randint(0, 900)] for _ in range(rows)]),
        lambda: pa.array([page[:900]] * rows),
        lambda: pa.array([1e308] * rows),
        lambda: pa.array([None] * rows, pa.string()),
        lambda: pa.array([[["a"]]] * rows),
        lambda: pa.array([{"name": "a", "x": None}] * rows),
        lambda: pa.array([2**62] * rows, pa.timestamp("us")),
        lambda: pa.array([-(2**31)] * rows, pa.date32()),
        lambda: pa.array([10**15] * rows, pa.time64("ns")) if rows else pa.nulls(rows),
        lambda: pa.array(["a"] * rows).dictionary_encode(),
        lambda: pa.array([2**62] * rows, pa.duration("s")),
    )
    columns = chance.sample(KEYS, chance.randint(1, 6))
    table = pa.table({name: chance.choice(kinds)() for name in columns})
    stream = io.BytesIO()
    parquet.write_table(table, stream)
    edits, content = ((), stream.getvalue()) if chance.random() < 0.6 else _spoilt(stream.getvalue(), chance)
    return Made("parquet", "rows.parquet", edits, content)


def _feed(page: bytes, chance: Random) -> Made:
    words = html.escape(_words(page)[: chance.randint(1, 3_000)]) + chance.choice(RUNS) * chance.choice((0, 1, 900))
    entry = chance.choice(
        (
            f"<item><title>{words[:80]}</title><link>javascript:x</link><description>{words}</description></item>",
            f"<entry><link href='http://[::1'/><content type='html'>{words}</content><updated>99999</updated></entry>",
            f"<item><content:encoded><![CDATA[{words}]]></content:encoded><pubDate>Mon, 99 Foo 1e9</pubDate></item>",
            f"<item><author>{words[:90]}</author><guid>{words[:9]}</guid></item>",
        )
    )
    root = chance.choice(("rss", "feed", "rdf:RDF"))
    content = f"<?xml version='1.0'?><{root}><channel><title>x</title>{entry * chance.randint(1, 5)}</channel></{root}>"
    edits, spoilt = _spoilt(content.encode("utf-8", "replace"), chance)
    return Made("feed", "feed.xml", edits, spoilt)


KINDS: dict[str, tuple[int, Callable[[bytes, Random], Made]]] = {
    "page": (55, _page),
    "text": (20, _text),
    "jsonl": (6, _json_lines),
    "json": (5, _json),
    "csv": (6, _csv),
    "parquet": (2, _parquet),
    "feed": (6, _feed),
}
"""Kind -> how often, and what makes it."""


def _spoilt(content: bytes, chance: Random) -> tuple[tuple[str, ...], bytes]:
    """Return the content as it is every other time, else mutated."""
    return mutated(content, chance) if chance.random() < 0.5 else ((), content)


def _words(page: bytes) -> str:
    return html.unescape(_TAG.sub(" ", page.decode("utf-8", "replace")))


def _row(page: bytes, chance: Random) -> object:
    if chance.random() < 0.1:
        return chance.choice(ODD)
    return {key: _cell(page, chance) for key in [*chance.sample(KEYS, chance.randint(1, 6)), "text"]}


def _cell(page: bytes, chance: Random) -> object:
    if chance.random() < 0.3:
        return chance.choice(ODD)
    text = chance.choice((_words(page), page.decode("utf-8", "replace")))
    return text[: chance.choice((0, 20, 200, 3_000))] + chance.choice(("", "\ud800", chance.choice(RUNS) * 500))
