"""The pages that the line classifier learns from and is measured on: WCXB's development pages of type article.

Published at github.com/Murrough-Foley/web-content-extraction-benchmark (CC BY 4.0), folders `html` (gzipped pages) and
`ground-truth` (JSON with the main text that people reviewed). The pages are parted once, by seed: one half trains the
weights that are shipped, the other half is only ever measured on.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sayso.clean.decoding import decode
from sayso.clean.dom_text import dump
from sayso.clean.lines import split
from sayso.clean.main_text import aligned
from sayso.clean.page_tree import parse

SPLIT_SEED = 20260501


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the set, and the main text and title that people gave it."""

    id: str
    content: bytes
    main: str
    title: str
    published: str | None
    author: str | None

    def html(self) -> str:
        """Return the page's characters."""
        return decode(self.content, None, "text/html")

    def visible_text(self) -> str:
        """Return the page as a text copy: its visible text without mark-up; empty where it shows none."""
        root = parse(self.html())
        return dump(root).text if root is not None else ""


def pages(folder: Path) -> Iterator[Page]:
    """Yield the pages of a WCXB folder in the order of their ids."""
    for path in sorted((folder / "ground-truth").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))["ground_truth"]
        content = gzip.decompress((folder / "html" / f"{path.stem}.html.gz").read_bytes())
        yield Page(path.stem, content, gold["main_content"], gold["title"], gold["publish_date"], gold["author"])


def halves(ids: list[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the ids of the training half and of the measured half: the same for the same ids, on any machine.

    >>> train, measured = halves(["1", "2", "3", "4"])
    >>> len(train), len(measured), train & measured
    (2, 2, frozenset())
    """
    order = sorted(ids)
    random.Random(SPLIT_SEED).shuffle(order)
    half = len(order) // 2
    return frozenset(order[:half]), frozenset(order[half:])


def labelled(text: str, main: str) -> tuple[list[str], list[bool]]:
    """Return the lines of a text copy, and for each whether it stands in the main text that people marked."""
    lines = [span.of(text) for span in split(text)]
    kept = aligned(lines, main)
    return lines, [number in kept for number in range(len(lines))]
