"""What people judged on the screens, as labels: `sayso export labels`, with the texts from the ledger it came from.

People went through what a model had found, and not through what it had missed: so of such an article it is known where
accepted statements are anchored and where rejected ones would have been, and of all other words it isn't.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from sayso.library import open_ledger
from sayso.records import Article


def read_judged(labels: Path, ledger: Path) -> list[tuple[str, str, list[dict[str, Any]]]]:
    """Return (article, its text as it is read, its rows) of the exported labels, in the order of their ids."""
    rows = by_article(map(json.loads, labels.read_text(encoding="utf-8").splitlines()))
    with open_ledger(ledger, read_only=True) as opened:
        return [(name, spoken_text(opened.article(name).article), some) for name, some in sorted(rows.items())]


def by_article(rows: Iterable[Mapping[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Return the rows by article."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["doc_id"], []).append(dict(row))
    return found


def spoken_text(article: Article) -> str:
    """Return the text with all that statements are not read from blanked out, so that places stay what they are.

    Lines that go on with the one above are one paragraph, as they are when it is read.
    """
    kept = ["\n" if character in "\r\n" else " " for character in article.text]
    for start, end in article.spoken_paragraphs():
        kept[start:end] = article.text[start:end].replace("\r", " ").replace("\n", " ")
    return "".join(kept)
