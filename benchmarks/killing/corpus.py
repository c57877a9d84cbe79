"""A small invented corpus, drawn from a seed: texts, pages, a table, reprints, and what can't be read; and a feed."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from html import escape
from pathlib import Path

PEOPLE = ("Dora Kell", "Ivo Mar", "Ada Voss", "Pel Oru", "Ida Ostrelle", "Jon Brandt")
THINGS = ("the strait", "the old quay", "the ferry to Velden", "the harbour of Sund", "the toll", "the dam")
CLAIMS = ("is shut until Friday", "will not be used after May", "is safe", "was sold to Ostmark", "needs two years")
DAYS = ("Monday", "Tuesday", "Thursday")
OUTLETS = ("Velden Post", "Sund Courier", "Marsh Radio")
PAGE = (
    '<!doctype html><html lang="en"><head><title>{title}</title></head><body><nav><a href="/">Home</a></nav>'
    "<article><h1>{title}</h1>{paragraphs}</article></body></html>"
)
FEED = '<?xml version="1.0"?><rss version="2.0"><channel><title>Velden Post</title>{items}</channel></rss>'


def write_corpus(folder: Path, seed: int, texts: int) -> None:
    """Fill a folder with so many texts, half as many pages, a table of as many rows, reprints and what is broken."""
    draw = random.Random(seed)  # noqa: S311 - chance, no secret
    folder.mkdir()
    written = [_text(draw) for _ in range(texts)]
    for number, text in enumerate([*written, *written[:2]]):  # the last two are reprints: the same bytes
        (folder / f"text-{number:02}.txt").write_text(text, encoding="utf-8")
    for number in range(texts // 2):
        (folder / f"page-{number:02}.html").write_text(_page(draw, _text(draw)), encoding="utf-8")
    (folder / "table.jsonl").write_text("\n".join(_rows(draw, texts)), encoding="utf-8")
    (folder / "empty.txt").write_text(" ", encoding="utf-8")


def feed_pages(seed: int, number: int) -> dict[str, str]:
    """Return the pages of a newspaper by their paths, with `{visitor}` where each visit finds another number."""
    draw = random.Random(seed + 1)  # noqa: S311 - same
    return {
        f"/page-{n:02}": _page(draw, f"{_text(draw)}\nYou are visitor {{visitor}} of this page.") for n in range(number)
    }


def feed_of(base: str, paths: list[str]) -> str:
    """Return the RSS feed that leads to the pages."""
    items = "".join(f"<item><title>{path[1:]}</title><link>{base}{path}</link></item>" for path in paths)
    return FEED.format(items=items)


def _text(draw: random.Random) -> str:
    first = f"{draw.choice(THINGS).capitalize()} {draw.choice(CLAIMS)}, officials of {draw.choice(OUTLETS)} announced."
    return "\n".join([first, *(_sentence(draw) for _ in range(draw.randint(3, 6)))])


def _sentence(draw: random.Random) -> str:
    who, thing, claim = draw.choice(PEOPLE), draw.choice(THINGS), draw.choice(CLAIMS)
    if draw.random() < 0.4:
        return f"“{thing.capitalize()} {claim},” {who} said on {draw.choice(DAYS)}."
    return f"{who} said on {draw.choice(DAYS)} that {thing} {claim}."


def _page(draw: random.Random, text: str) -> str:
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in text.split("\n"))
    return PAGE.format(title=f"{draw.choice(THINGS).capitalize()} {draw.choice(CLAIMS)}", paragraphs=paragraphs)


def _rows(draw: random.Random, number: int) -> Iterator[str]:
    for n in range(number):
        day = f"2031-05-{1 + draw.randrange(28):02}"
        yield json.dumps({"id": f"row-{n}", "text": _text(draw), "source": draw.choice(OUTLETS), "date": day})
    yield "{broken"
