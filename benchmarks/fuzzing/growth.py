"""How the time of each stage grows: texts and pages of three lengths, each twice the one before."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from benchmarks.fuzzing.stages import Trial
from sayso.read import make_document
from sayso.records import Document

SIZES = (20_000, 40_000, 80_000)
"""Characters of the repeated part."""
MORE_THAN_LINEAR = (7.0, 3.0)
"""Times the first's, and the second's, that the third may take: linear is four and two, the square 16 and four."""
SECONDS = 0.5
"""Below it nothing is told of growth: a clock's tick, a cache that filled."""

PROSE = (
    "The minister said that Moscow would close the port in 2024, according to a report by the Velden Tribune. "
    "He told reporters on Monday that “it was over”. "
)
TEXTS: Mapping[str, str] = {
    "prose": PROSE,
    "prose in lines": PROSE + "\n",
    "one word": "said ",
    "a letter": "a",
    "a hyphen": "a-",
    "an initial": "A.",
    "capitals": "Aa Bb ",
    "block capitals": "AA BB ",
    "a name": "Dora Kell said no. ",
    "lines of a name": "Dora Kell\n",
    "bylines": "By Dora Kell\n",
    "dates": "he said on Monday, 5 May 2024, that it was over as she said in 2019 ",
    "lines of dates": "5 May 2024\n",
    "I": "I said that we said ",
    "he": "He said that the official said it. ",
    "documents": "The report said that it was over in 2019 as the statement said. ",
    "a pointer": "This was announced by Dora. ",
    "a list": "Dora and Kell, ",
    "occasions": "He spoke at the Harbour Club Hall in Velden at a rally. ",
    "media": "Dora told Reuters on Twitter that Kell gave a speech in Velden. ",
    "straight marks": '"a ',
    "curly marks": "“a ",
    "single marks": "'a ",
    "opened lines": "“It is over\n",
    "brackets": "(",
    "dots": ".",
    "dots apart": ". ",
    "dashes": "- ",
    "figures": "12 ",
    "spaces": " ",
    "lines of a letter": "a\n",
    "furniture": "Read more\n",
    "credits": "Photo: Dora Kell / AFP\n",
    "reading times": "; - 5 min. \n",
    "another script": "新闻",
    "accents": "e\u0301",
    "turned round": "\u202e",
    "hidden hyphens": "\u00ad",
}
PAGES: Mapping[str, str] = {
    "nested": "<div>",
    "nested inline": "<b>",
    "nested names": '<span class="author">',
    "nested headings": "<h1><div>",
    "names": '<p class="byline author">by Dora Kell</p>',
    "paragraphs": "<p>x</p>",
    "prose": f"<p>{PROSE}</p>",
    "links": '<a href="/x">Read x</a> ',
    "headlines": '<li><a href="/x">Some story headline here</a></li>',
    "cells": "<td>x</td>",
    "nested tables": "<table><tr><td>",
    "preformatted": "<pre>a\n",
    "entities": "&#x26;",
    "less than": "<",
    "comments": "<!-- x -->",
    "open comments": "<!--",
    "open CDATA": "<![CDATA[",
    "ends": "</body></html>x",
    "meta tags": '<meta name="author" content="Dora Kell, Odo Lenk and Ada Brom">',
    "dates": '<time datetime="2024-01-01" itemprop="datePublished">x</time>',
    "JSON-LD": '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "x"}</script>',
    "captions": "<figcaption>Photo: Dora Kell/AFP</figcaption>",
    "foreign names": "<o:p>x</o:p>",
    "breaks": "<br>",
}
BLOCKS: Mapping[str, str] = {"spaces in JSON-LD": " ", "commas in JSON-LD": ", ", "lists in JSON-LD": "["}


def main(sizes: Sequence[int] = SIZES) -> int:
    """Print each stage's seconds at each size, and return 1 where one grew faster than its input."""
    grown = 0
    Trial().document(_text(PROSE))  # what is read once is read now
    for kind, units, made in (("text", TEXTS, _text), ("page", PAGES, _page), ("page", BLOCKS, _block)):
        for name, unit in units.items():
            grown += _tried(f"{kind}: {name}", [made((unit * (size // len(unit) + 1))[:size]) for size in sizes])
    print(
        f"\n{grown} stages grew faster than what they were given" if grown else "\nno stage grew faster than its input"
    )
    return int(bool(grown))


def _tried(name: str, documents: Sequence[Document]) -> int:
    seconds: dict[str, list[float]] = {}
    trial = Trial()
    for document in documents:
        for what in trial.document(document):
            seconds.setdefault(what.stage, []).append(what.seconds)
            if what.outcome in ("raised", "broke"):
                print(f"{name}: {what.stage} {what.outcome} {what.told}", flush=True)
    told = []
    grown = 0
    for stage, each in seconds.items():
        least = max(SECONDS, *(times * one for times, one in zip(MORE_THAN_LINEAR, each, strict=False)))
        is_more = len(each) == len(documents) and each[-1] > least
        grown += is_more
        told.append(f"{stage} {'/'.join(f'{one:.2f}' for one in each)}{' !' if is_more else ''}")
    print(f"{name:28} {', '.join(told)}", flush=True)
    return grown


def _text(words: str) -> Document:
    return _document(f"{PROSE}\n{words}", "text/plain")


def _page(markup: str) -> Document:
    return _document(f"<html><head><title>Ports</title></head><body><article><p>{PROSE}</p>{markup}", "text/html")


def _block(words: str) -> Document:
    held = words if words.startswith("[") else json.dumps(words)
    return _page(f'<script type="application/ld+json">{{"@type": "NewsArticle", "headline": {held}}}</script>')


def _document(content: str, media_type: str) -> Document:
    fetched = "2031-06-01T00:00:00Z"
    return make_document(
        content=content.encode(), name="grown", origin="grown", fetched=fetched, media_type=media_type, charset="utf-8"
    )
